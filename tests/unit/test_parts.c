#include "reading.h"

#include "format/parts.h"

/* Lines that a telegram is made of, and that stand where one ends and another may begin. */
static const char *const lines[] = { "", "", "", "NNNN", "NNNN", "NNNN", "NNNN", "NNNN", "NNNN ",
	" NNNN", "NNNNN",
	"\xef\xbb\xbf"
	"NNNN",
	"O 271130Z FEB 04", "O 271130Z FEB 04", "OO RUEHC", "DE RUEHPM #0001 0581130", "#0001",
	"ZNY CCCCC ZZH", "ZCZC", "BT", "BT", "FM AMEMBASSY PORT MARLOW", "TO SECSTATE WASHDC",
	"FROM: AMEMBASSY PORT MARLOW", "TELEGRAM", "C O N F I D E N T I A L PORT MARLOW 000001",
	"UNCLASSIFIED", "SECRET", "SECRFT", "NODIS", "PAGE 02 PORT MARLOW 000001",
	"SUBJECT:", "SUBJECT: (U) TALKS", "    indented under it", "E.O. 12958: DECL: 02/27/2014",
	"1. (C) The text begins.", "2. (U) It goes on", "3. And on (", "and on.", "(C) A paragraph",
	"   - (U) an item", "(b) another", "- a third", "BRANDT", "[2 lines not declassified]",
	"COMMENT:", "-----", "(C)", "\f", "\xef\xbb\xbfO 271130Z FEB 04", "\xc2\xa0",
	"(ENTIRE TEXT) (C)" };

static uint64_t
draw(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state >> 11;
}

/* At random, with the end of one telegram and the start of the next where `bound` says so. */
static void
compose(struct buf *out, uint64_t *state, size_t count)
{
	buf_clear(out);
	for (size_t i = 0; i < count; i++) {
		size_t at = draw(state) % (sizeof lines / sizeof *lines);
		buf_add_str(out, lines[at]);
		buf_add_str(out, draw(state) % 16 == 0 ? "\r\n" : "\n");
		if (i % 12 == 11 && draw(state) % 4 != 0)
			buf_add_str(out, "NNNN\nO 271130Z FEB 04\nFM AMEMBASSY PORT MARLOW\n");
	}
}

static void
assert_same_marking(const struct marking *a, const struct marking *b)
{
	assert_int_equal(a == NULL, b == NULL);
	if (a != NULL)
		assert_true(marking_equal(a, b));
}

static void
assert_same(const struct document *a, const struct document *b)
{
	assert_int_equal(a->count, b->count);
	assert_int_equal(a->message_count, b->message_count);
	for (size_t i = 0; i < a->message_count; i++) {
		assert_int_equal(a->messages[i].first, b->messages[i].first);
		assert_int_equal(a->messages[i].damaged, b->messages[i].damaged);
		assert_same_marking(a->messages[i].banner, b->messages[i].banner);
		assert_same_marking(a->messages[i].captions, b->messages[i].captions);
	}
	for (size_t i = 0; i < a->count; i++) {
		struct portion p = a->portions[i], q = b->portions[i];
		assert_same_marking(p.own, q.own);
		assert_same_marking(p.entire, q.entire);
		p.own = q.own = p.entire = q.entire = NULL;
		assert_memory_equal(&p, &q, offsetof(struct portion, flags) + 1);
	}
}

static size_t
assert_parts_read_alike(const struct scheme *scheme, struct slice text)
{
	const struct format *format = format_find("telegram");
	struct document whole, parted, once;
	struct tl_error e = { 0 };
	struct parts parts;
	size_t count, seams = 0;

	document_init(&whole, "a test", text, scheme);
	document_init(&parted, "a test", text, scheme);
	document_init(&once, "a test", text, scheme);
	assert_ok(format->read(&whole, &e));
	assert_ok(parts_read(format, &parted, 1, &e));
	assert_ok(document_check(&parted, &e));
	assert_same(&whole, &parted);
	parts_init(&parts, format, &once, 1);
	do {
		assert_ok(parts_next(&parts, &count, &e));
		seams += count;
	} while (count > 0);
	parts_release(&parts);
	document_release(&whole);
	document_release(&parted);
	document_release(&once);
	return seams;
}

TEST(parts_are_read_like_the_whole)
{
	struct scheme *scheme;
	struct tl_error e = { 0 };
	struct buf text;
	uint64_t random = UINT64_C(88172645463325252);
	size_t seams = 0;

	assert_ok(scheme_load_shipped("us", "state-telegram", &scheme, &e));
	buf_init(&text, 1 << 20);
	for (int round = 0; round < 1500; round++) {
		compose(&text, &random, 40);
		assert_ok(buf_check(&text, &e));
		seams += assert_parts_read_alike(scheme, buf_slice(&text));
	}
	assert_true(seams > 3000); /* the text has been divided, and often */
	buf_release(&text);
	scheme_free(scheme);
}

TEST(a_source_without_seams_is_one_part)
{
	struct scheme *scheme;
	struct tl_error e = { 0 };

	assert_ok(scheme_load_shipped("us", "state-telegram", &scheme, &e));
	assert_int_equal(
	    assert_parts_read_alike(scheme, slice_str("BT\n\n1. (C) Text.\nNNNN\n")), 1);
	assert_int_equal(assert_parts_read_alike(
			     scheme, slice_str("BT\n\n1. (C) Text.\nNNNN\nand more words\n")),
	    1);
	assert_int_equal(assert_parts_read_alike(scheme,
			     slice_str("BT\n\n1. (C) Text.\nNNNN\n\nO 271130Z FEB 04\nNNNN\n")),
	    2);
	scheme_free(scheme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_read_like_the_whole),
		cmocka_unit_test(a_source_without_seams_is_one_part),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
