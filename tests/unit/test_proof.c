#include "open_kit.h"

static struct release_unit unit;

static int
set_up(void **state)
{
	(void)state;
	open_release(&unit);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	unit_release(&unit);
	return 0;
}

static void
make_proof(struct buf *out, size_t gap, size_t piece, enum gap_leaf leaf)
{
	buf_init(out, PROOF_MAX);
	assert_ok(proof_begin(out, &unit.digest, NULL));
	open_print(out, gap, piece, leaf);
	assert_ok(proof_end(out, NULL));
}

/* What the verifier does with it; the text of the reason, or NULL. */
static const char *
judge_with(struct slice bytes, const struct digest *manifest, size_t *count)
{
	const struct attachments given = { .proof = bytes };
	struct attached attached;
	struct manifest_verdict verdict;
	struct digest digest;
	struct memory m = { .bytes = buf_slice(&unit.manifest) };
	struct memory o = { .bytes = buf_slice(&unit.output) };
	assert_ok(attached_begin(&attached, &given, NULL));
	assert_ok(manifest_verify_watched((struct tl_reader){ &m, memory_read },
	    (struct tl_reader){ &o, memory_read }, NULL, &attached.watch, &verdict, &digest, NULL));
	assert_ok(attached_end(&attached, &given, &verdict.facts,
	    manifest != NULL ? manifest : &digest, NULL, 0, NULL));
	const char *text = attached.proof.text;
	bool good = attached.proof.reason == PROOF_GOOD;
	assert_true(attached.proof.reason != PROOF_UNCHECKED);
	if (count != NULL)
		*count = attached.proof.count;
	attached_release(&attached);
	return good ? NULL : text;
}

static const char *
judge(struct slice bytes)
{
	return judge_with(bytes, NULL, NULL);
}

/* F-24 */
TEST(every_leaf_of_every_gap_is_proved)
{
	size_t proved = 0;
	for (size_t gap = 0; gap < OPEN_GAPS; gap++)
		for (size_t leaf = 0; leaf < 2 * open_counts[gap]; leaf++) {
			struct buf proof;
			make_proof(&proof, gap, leaf / 2, (enum gap_leaf)(leaf % 2));
			assert_null(judge(buf_slice(&proof)));
			buf_release(&proof);
			proved++;
		}
	assert_int_equal(proved, 2 * (1 + 7 + 15 + 20));
}

TEST(an_opened_content_is_what_was_withheld)
{
	struct buf bytes;
	struct proof proof;
	make_proof(&bytes, 2, 3, GAP_BODY);
	assert_ok(proof_read(&proof, buf_slice(&bytes), NULL));
	assert_int_equal(proof.count, 1);
	assert_slice(opening_content(&proof.reader, &proof.openings[0].opening),
	    "2.3 (C//NF) He named a price.\n");
	proof_release(&proof);
	buf_release(&bytes);
}

TEST(a_body_of_any_bytes_and_any_length_is_carried)
{
	static const size_t sizes[] = { 0, 1, 1023, 1024, 1025, 2048, 5000 };
	static unsigned char body[5000];
	struct hasher hasher;
	for (size_t i = 0; i < sizeof body; i++)
		body[i] = (unsigned char)(i * 7);
	assert_ok(hasher_init(&hasher, NULL));
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		struct gap_proof leaf;
		struct buf bytes;
		struct proof proof;
		open_leaf(0, 0, GAP_BODY, &leaf);
		buf_init(&bytes, PROOF_MAX);
		assert_ok(proof_begin(&bytes, &unit.digest, NULL));
		assert_ok(opening_print(&bytes, 0, &leaf, slice_of(body, sizes[i]), &hasher, NULL));
		assert_ok(proof_end(&bytes, NULL));
		assert_ok(proof_read(&proof, buf_slice(&bytes), NULL));
		struct slice got = opening_content(&proof.reader, &proof.openings[0].opening);
		assert_int_equal(got.len, sizes[i]);
		if (got.len > 0)
			assert_memory_equal(got.ptr, body, got.len);
		proof_release(&proof);
		buf_release(&bytes);
	}
	hasher_release(&hasher);
}

/* The first `from` behind the first `behind` becomes `to`. */
static const char *
edited(struct slice bytes, const char *behind, const char *from, const char *to)
{
	struct buf copy;
	const unsigned char *start = memmem(bytes.ptr, bytes.len, behind, strlen(behind));
	assert_non_null(start);
	size_t at = (size_t)(start - bytes.ptr);
	const unsigned char *place = memmem(start, bytes.len - at, from, strlen(from));
	assert_non_null(place);
	at = (size_t)(place - bytes.ptr);
	buf_init(&copy, 2 * PROOF_MAX);
	buf_add(&copy, bytes.ptr, at);
	buf_add_str(&copy, to);
	buf_add_slice(&copy, slice_sub(bytes, at + strlen(from), bytes.len));
	const char *text = judge(buf_slice(&copy));
	buf_release(&copy);
	return text;
}

/* Another hexadecimal digit in the place `skip` behind `behind`. */
static const char *
with_digit(struct slice bytes, const char *behind, size_t skip)
{
	struct buf copy;
	const unsigned char *start = memmem(bytes.ptr, bytes.len, behind, strlen(behind));
	assert_non_null(start);
	size_t at = (size_t)(start - bytes.ptr) + strlen(behind) + skip;
	buf_init(&copy, PROOF_MAX);
	buf_add_slice(&copy, bytes);
	copy.ptr[at] = copy.ptr[at] == 'a' ? 'b' : 'a';
	const char *text = judge(buf_slice(&copy));
	buf_release(&copy);
	return text;
}

/* A line is taken out, or stands twice. */
static const char *
with_line(struct slice bytes, const char *line, bool twice)
{
	struct buf copy;
	const unsigned char *start = memmem(bytes.ptr, bytes.len, line, strlen(line));
	assert_non_null(start);
	size_t at = (size_t)(start - bytes.ptr);
	size_t end =
	    at + (size_t)((const unsigned char *)memchr(start, '\n', bytes.len - at) - start) + 1;
	buf_init(&copy, PROOF_MAX);
	buf_add(&copy, bytes.ptr, twice ? end : at);
	buf_add_slice(&copy, slice_sub(bytes, twice ? at : end, bytes.len));
	const char *text = judge(buf_slice(&copy));
	buf_release(&copy);
	return text;
}

/* F-25 */
TEST(each_change_of_a_proof_has_its_own_reason)
{
	struct buf body, descriptor;
	make_proof(&body, 2, 3, GAP_BODY);
	make_proof(&descriptor, 2, 3, GAP_DESCRIPTOR);
	struct slice b = buf_slice(&body), d = buf_slice(&descriptor);
	assert_string_equal(with_digit(b, "<body hex=\"", 1), opening_reason_text(OPENING_LEAF));
	assert_string_equal(
	    edited(d, "<withheld", "(C//NF)", "(U)"), opening_reason_text(OPENING_BYTES));
	assert_string_equal(
	    edited(d, "<withheld", "(C//NF)", "(S//NF)"), opening_reason_text(OPENING_LEAF));
	assert_string_equal(with_digit(b, "<leaf salt=\"", 5), opening_reason_text(OPENING_LEAF));
	assert_string_equal(
	    with_digit(b, "<step side=\"R\" sha384=\"", 0), opening_reason_text(OPENING_ROOT));
	assert_string_equal(
	    edited(b, "<step", "\"R\"", "\"L\""), opening_reason_text(OPENING_ROOT));
	assert_string_equal(with_line(b, "<step", false), opening_reason_text(OPENING_TOO_FEW));
	assert_string_equal(with_line(b, "<step", true), opening_reason_text(OPENING_ROOT));
	assert_string_equal(edited(b, "<opening", "gap=\"2\"", "gap=\"3\""),
	    "the proof opens another gap than it names");
	assert_string_equal(edited(b, "<opening", "gap=\"2\"", "gap=\"9\""),
	    "the proof opens another gap than it names");
	assert_non_null(strstr(with_digit(b, "<root salt=\"", 3), "does not lead to its gap's"));
	assert_string_equal(
	    with_digit(b, "manifest=\"", 9), "the proof belongs to another manifest");
	assert_string_equal(edited(b, "<opening", "bytes=\"30\"", "bytes=\"31\""),
	    opening_reason_text(OPENING_BYTES));
	assert_string_equal(edited(b, "<opening", "leaf=\"body\"", "leaf=\"descriptor\""),
	    opening_reason_text(OPENING_CONTENT));
	buf_release(&body);
	buf_release(&descriptor);
}

/* A gap that the manifest does not have, with a salt that fits none. */
TEST(a_gap_behind_the_last_is_no_gap)
{
	struct buf bytes;
	struct hasher hasher;
	struct gap_proof leaf;
	make_proof(&bytes, 0, 0, GAP_BODY);
	buf_clear(&bytes);
	open_leaf(0, 0, GAP_BODY, &leaf);
	leaf.gap_salt[0] ^= 1;
	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(proof_begin(&bytes, &unit.digest, NULL));
	assert_ok(opening_print(&bytes, 77, &leaf, slice_str("x"), &hasher, NULL));
	assert_ok(proof_end(&bytes, NULL));
	assert_string_equal(
	    judge(buf_slice(&bytes)), "the proof names a gap that the manifest does not have");
	hasher_release(&hasher);
	buf_release(&bytes);
}

TEST(forms_that_are_no_proof_are_refused)
{
	struct buf bytes;
	make_proof(&bytes, 2, 3, GAP_BODY);
	struct slice b = buf_slice(&bytes);
	static const char form[] = "the proof is not in the one form that it can have";
	static const unsigned char nothing[1];
	assert_string_equal(judge(slice_of(nothing, 0)), form);
	assert_string_equal(judge(buf_slice(&unit.manifest)), form);
	assert_string_equal(edited(b, "<?xml", "1.0", "1.1"), form);
	assert_string_equal(edited(b, "<proof", "proof:1", "proof:2"), form);
	assert_string_equal(edited(b, "<proof", ">\n", ">\r\n"), form);
	assert_string_equal(with_line(b, "<opening", false), form);
	assert_string_equal(with_line(b, "<leaf", false), opening_reason_text(OPENING_FORM));
	assert_string_equal(with_line(b, "<root", true), opening_reason_text(OPENING_FORM));
	assert_string_equal(
	    edited(b, "<root", "<root ", "<root  "), opening_reason_text(OPENING_FORM));
	assert_string_equal(edited(b, "<opening", "gap=\"2\"", "gap=\"02\""), form);
	assert_string_equal(
	    edited(b, "</opening", "</opening>", "</opening >"), opening_reason_text(OPENING_FORM));
	assert_string_equal(
	    edited(b, "</proof>", "\n", "\n\n"), "bytes stand behind the end of the proof");
	assert_string_equal(judge(slice_sub(b, 0, b.len - 1)), form);
	buf_clear(&bytes);
	assert_ok(proof_begin(&bytes, &unit.digest, NULL));
	assert_ok(proof_end(&bytes, NULL));
	assert_string_equal(judge(buf_slice(&bytes)), "the proof opens nothing");
	buf_release(&bytes);
}

TEST(every_changed_byte_and_every_truncation_of_a_proof_is_refused)
{
	static const unsigned char changes[] = { 0x01, 0x20, 0x80 };
	struct buf bytes;
	make_proof(&bytes, 0, 0, GAP_BODY);
	for (size_t i = 0; i < bytes.len; i++)
		for (size_t c = 0; c < sizeof changes; c++) {
			bytes.ptr[i] ^= changes[c];
			assert_non_null(judge(buf_slice(&bytes)));
			bytes.ptr[i] ^= changes[c];
		}
	for (size_t len = 0; len < bytes.len; len++)
		assert_non_null(judge(slice_of(bytes.ptr, len)));
	assert_null(judge(buf_slice(&bytes)));
	buf_release(&bytes);
}

TEST(several_openings_stand_in_order_and_once)
{
	static const size_t orders[][2] = { { 1, 1 }, { 3, 2 }, { 2, 3 } };
	for (size_t i = 0; i < 3; i++) {
		struct buf bytes;
		size_t count = 0;
		buf_init(&bytes, PROOF_MAX);
		assert_ok(proof_begin(&bytes, &unit.digest, NULL));
		open_print(&bytes, orders[i][0] == 1 ? 2 : orders[i][0], 0, GAP_BODY);
		open_print(&bytes, orders[i][1] == 1 ? 2 : orders[i][1], 0, GAP_BODY);
		assert_ok(proof_end(&bytes, NULL));
		const char *text = judge_with(buf_slice(&bytes), NULL, &count);
		if (i == 2)
			assert_null(text);
		else
			assert_string_equal(
			    text, "the proof's openings are out of order, or one stands twice");
		buf_release(&bytes);
	}
}

TEST(more_openings_than_one_proof_can_have_are_refused)
{
	struct buf bytes;
	buf_init(&bytes, PROOF_MAX);
	assert_ok(proof_begin(&bytes, &unit.digest, NULL));
	/* Distinct by their gap's number alone. */
	for (size_t i = 0; i <= PROOF_OPENINGS_MAX; i++) {
		struct hasher hasher;
		struct gap_proof leaf;
		open_leaf(0, 0, GAP_BODY, &leaf);
		assert_ok(hasher_init(&hasher, NULL));
		assert_ok(opening_print(&bytes, i, &leaf, slice_str("x"), &hasher, NULL));
		hasher_release(&hasher);
	}
	assert_ok(proof_end(&bytes, NULL));
	assert_string_equal(judge(buf_slice(&bytes)), "the proof opens more than one proof can");
	buf_release(&bytes);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_leaf_of_every_gap_is_proved),
		cmocka_unit_test(an_opened_content_is_what_was_withheld),
		cmocka_unit_test(a_body_of_any_bytes_and_any_length_is_carried),
		cmocka_unit_test(each_change_of_a_proof_has_its_own_reason),
		cmocka_unit_test(a_gap_behind_the_last_is_no_gap),
		cmocka_unit_test(forms_that_are_no_proof_are_refused),
		cmocka_unit_test(every_changed_byte_and_every_truncation_of_a_proof_is_refused),
		cmocka_unit_test(several_openings_stand_in_order_and_once),
		cmocka_unit_test(more_openings_than_one_proof_can_have_are_refused),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
