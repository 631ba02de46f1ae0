#include "log_kit.h"

#define EXAMPLE_KEY "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"

/* The example of C2SP signed-note. */
TEST(the_example_of_the_specification_verifies)
{
	struct note_key key;
	assert_ok(note_key_read(&key, slice_str(EXAMPLE_KEY), NULL));
	struct checkpoint note = { .origin = slice_str("example.com/foo"),
		.text = slice_str("This is an example message.\n"),
		.signatures =
		    slice_str("\xe2\x80\x94 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6"
			      "TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n") };
	assert_int_equal(checkpoint_signed(&note, &key), NOTE_FINE);
	note.text = slice_str("This is an example message!\n");
	assert_int_equal(checkpoint_signed(&note, &key), NOTE_SIGNATURE);
}

TEST(a_key_is_printed_as_it_is_read)
{
	struct note_key key;
	struct buf text;
	buf_init(&text, 1 << 10);
	assert_ok(note_key_read(&key, slice_str(EXAMPLE_KEY "\n"), NULL));
	assert_ok(note_key_print(&text, &key, NULL));
	assert_slice(buf_slice(&text), EXAMPLE_KEY "\n");
	buf_release(&text);
}

TEST(what_is_no_key_is_refused)
{
	static const char *const bad[] = { "", "+", "example.com/foo", "example.com/foo+530d903a+",
		"example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/fop+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"example.com/foo+530d903a+BOkyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"exam ple+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
		"+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k" };
	struct note_key key;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(note_key_read(&key, slice_str(bad[i]), NULL), TL_KEY);
}

static void
make(struct kit *kit, struct buf *note)
{
	struct digest root = { { 7 } };
	buf_init(note, NOTE_MAX);
	assert_ok(checkpoint_make(note, &kit->key, &kit->secret, 12, &root, NULL));
}

TEST(a_checkpoint_that_is_made_is_accepted)
{
	struct kit *kit = kit_new();
	struct buf note;
	struct checkpoint head;
	make(kit, &note);
	assert_int_equal(checkpoint_check(&head, buf_slice(&note), &kit->key), NOTE_FINE);
	assert_slice(head.origin, "logs.example/unit");
	assert_int_equal(head.size, 12);
	assert_int_equal(head.root.bytes[0], 7);
	buf_release(&note);
	kit_free(kit);
}

TEST(every_changed_byte_and_every_cut_of_a_checkpoint_is_refused)
{
	static const unsigned char changes[] = { 0x01, 0x20, 0x80 };
	struct kit *kit = kit_new();
	struct buf note;
	struct checkpoint head;
	make(kit, &note);
	for (size_t i = 0; i < note.len; i++) {
		assert_int_not_equal(
		    checkpoint_check(&head, slice_of(note.ptr, i), &kit->key), NOTE_FINE);
		for (size_t c = 0; c < sizeof changes; c++) {
			note.ptr[i] ^= changes[c];
			assert_int_not_equal(
			    checkpoint_check(&head, buf_slice(&note), &kit->key), NOTE_FINE);
			note.ptr[i] ^= changes[c];
		}
	}
	buf_release(&note);
	kit_free(kit);
}

#define ROOT "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
#define SIGN "\n\xe2\x80\x94 w.example AAAAAAA=\n"

TEST(what_is_no_checkpoint_is_refused)
{
	static const char *const bad[] = { "", "\n", "o\n1\n" ROOT "\n", "o\n1\n" ROOT "\n\n",
		"o\n01\n" ROOT "\n" SIGN, "o\n+1\n" ROOT "\n" SIGN,
		"o\n4294967296\n" ROOT "\n" SIGN, "o\n1\nAAAA\n" SIGN,
		"o\n1\n" ROOT "\nextension\n" SIGN, "\n1\n" ROOT "\n" SIGN,
		"o o\n1\n" ROOT "\n" SIGN, "o+\n1\n" ROOT "\n" SIGN, "o\r\n1\n" ROOT "\n" SIGN,
		"o\n1\n" ROOT "\n\n\xe2\x80\x94 w.example AAAA\n", /* a key's id and no signature */
		"o\n1\n" ROOT "\n\n\xe2\x80\x94 w.example AAAAAAB=\n",
		"o\n1\n" ROOT "\n\n\xe2\x80\x94 w+x AAAAAAA=\n",
		"o\n1\n" ROOT "\n\n- w.example AAAAAAA=\n",
		"o\n1\n" ROOT "\n\n\xe2\x80\x94 w.example AAAAAAA=" };
	struct checkpoint head;
	assert_int_equal(checkpoint_read(&head, slice_str("o\n1\n" ROOT "\n" SIGN)), NOTE_FINE);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(checkpoint_read(&head, slice_str(bad[i])), NOTE_FORM);
}

TEST(signatures_of_witnesses_may_stand_beside_the_logs)
{
	struct kit *kit = kit_new();
	struct buf note;
	struct checkpoint head;
	make(kit, &note);
	for (size_t i = 1; i < NOTE_SIGNATURES; i++)
		buf_add_str(&note, SIGN + 1);
	assert_int_equal(checkpoint_check(&head, buf_slice(&note), &kit->key), NOTE_FINE);
	buf_add_str(&note, SIGN + 1);
	assert_int_equal(checkpoint_check(&head, buf_slice(&note), &kit->key), NOTE_FORM);
	buf_release(&note);
	kit_free(kit);
}

TEST(another_logs_checkpoint_and_one_that_nobody_known_signed_are_refused)
{
	struct kit *kit = kit_new();
	struct note_key other;
	struct buf note;
	struct checkpoint head;
	make(kit, &note);
	assert_ok(note_key_of(&other, slice_str("logs.example/other"), &kit->key.public, NULL));
	assert_int_equal(checkpoint_check(&head, buf_slice(&note), &other), NOTE_ORIGIN);
	other = kit->key;
	other.id[0] ^= 1;
	assert_int_equal(checkpoint_check(&head, buf_slice(&note), &other), NOTE_UNSIGNED);
	other = kit->key;
	other.public.bytes[0] ^= 1;
	assert_int_equal(checkpoint_check(&head, buf_slice(&note), &other), NOTE_SIGNATURE);
	buf_release(&note);
	kit_free(kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_the_specification_verifies),
		cmocka_unit_test(a_key_is_printed_as_it_is_read),
		cmocka_unit_test(what_is_no_key_is_refused),
		cmocka_unit_test(a_checkpoint_that_is_made_is_accepted),
		cmocka_unit_test(every_changed_byte_and_every_cut_of_a_checkpoint_is_refused),
		cmocka_unit_test(what_is_no_checkpoint_is_refused),
		cmocka_unit_test(signatures_of_witnesses_may_stand_beside_the_logs),
		cmocka_unit_test(
		    another_logs_checkpoint_and_one_that_nobody_known_signed_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
