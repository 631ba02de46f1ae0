#include "open_kit.h"

static struct release_unit unit;
static struct hasher hasher;

static int
set_up(void **state)
{
	(void)state;
	open_release(&unit);
	assert_ok(hasher_init(&hasher, NULL));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	hasher_release(&hasher);
	unit_release(&unit);
	return 0;
}

static struct index_row
row_of(uint64_t number, size_t gap, size_t piece)
{
	const struct withheld what = unit_withheld("");
	struct index_row row = { .number = number,
		.portion = number + 3,
		.line = 2 * number,
		.reason = slice_str("above-ceiling"),
		.kind = what.kind,
		.marking = what.marking,
		.exemption = what.exemption,
		.rules = what.rules,
		.gap = gap };
	open_leaf(gap, piece, GAP_DESCRIPTOR, &row.proof);
	return row;
}

static void
add_row(struct buf *out, enum index_form form, uint64_t number, size_t gap, size_t piece)
{
	const struct index_row row = row_of(number, gap, piece);
	assert_ok(index_print_row(out, form, &row, &hasher, NULL));
}

static void
make_index(struct buf *out, enum index_form form)
{
	uint64_t number = 0;
	buf_init(out, (size_t)1 << 24);
	assert_ok(index_print_head(out, form, &unit.digest, 1 + 7 + 15 + 20, NULL));
	for (size_t gap = 0; gap < OPEN_GAPS; gap++)
		for (size_t piece = 0; piece < open_counts[gap]; piece++)
			add_row(out, form, ++number, gap, piece);
	assert_ok(index_print_end(out, form, NULL));
}

/* The reason; everything but the seal: INDEX_UNSIGNED is what is left of a good one. */
static enum index_reason
judge(struct slice bytes)
{
	struct memory i = { .bytes = bytes };
	const struct attachments given = { .index = { &i, memory_read } };
	struct attached attached;
	struct manifest_verdict verdict;
	struct digest digest;
	struct memory m = { .bytes = buf_slice(&unit.manifest) };
	struct memory o = { .bytes = buf_slice(&unit.output) };
	assert_ok(attached_begin(&attached, &given, NULL));
	assert_ok(manifest_verify_watched((struct tl_reader){ &m, memory_read },
	    (struct tl_reader){ &o, memory_read }, NULL, &attached.watch, &verdict, &digest, NULL));
	assert_ok(attached_end(&attached, &given, &verdict.facts, &digest, NULL, 0, NULL));
	enum index_reason reason = attached.index.reason;
	assert_non_null(attached.index.text);
	attached_release(&attached);
	return reason;
}

static enum index_reason
edited(struct slice bytes, const char *from, const char *to)
{
	struct buf copy;
	const unsigned char *place = memmem(bytes.ptr, bytes.len, from, strlen(from));
	assert_non_null(place);
	size_t at = (size_t)(place - bytes.ptr);
	buf_init(&copy, (size_t)1 << 24);
	buf_add(&copy, bytes.ptr, at);
	buf_add_str(&copy, to);
	buf_add_slice(&copy, slice_sub(bytes, at + strlen(from), bytes.len));
	enum index_reason reason = judge(buf_slice(&copy));
	buf_release(&copy);
	return reason;
}

/* F-26 */
TEST(every_row_of_both_forms_leads_to_its_gap)
{
	for (int form = INDEX_XML; form <= INDEX_CSV; form++) {
		struct buf index;
		make_index(&index, (enum index_form)form);
		assert_int_equal(judge(buf_slice(&index)), INDEX_UNSIGNED);
		buf_release(&index);
	}
}

TEST(an_index_of_nothing_is_an_index)
{
	for (int form = INDEX_XML; form <= INDEX_CSV; form++) {
		struct buf index;
		buf_init(&index, (size_t)1 << 20);
		assert_ok(index_print_head(&index, (enum index_form)form, &unit.digest, 0, NULL));
		assert_ok(index_print_end(&index, (enum index_form)form, NULL));
		assert_int_equal(judge(buf_slice(&index)), INDEX_UNSIGNED);
		buf_release(&index);
	}
	static const unsigned char nothing[1];
	assert_int_equal(judge(slice_of(nothing, 0)), INDEX_FORM);
}

TEST(what_is_changed_in_an_index_as_xml_has_its_reason)
{
	struct buf index;
	make_index(&index, INDEX_XML);
	struct slice b = buf_slice(&index);
	assert_int_equal(edited(b, "marking=\"(C//NF)\"", "marking=\"(S//NF)\""), INDEX_OPENING);
	assert_int_equal(edited(b, "<row number=\"2\"", "<row number=\"3\""), INDEX_ORDER);
	assert_int_equal(edited(b, "<opening gap=\"0\"", "<opening gap=\"3\""), INDEX_GAP);
	assert_int_equal(edited(b, "<opening gap=\"2\"", "<opening gap=\"1\""), INDEX_GAP);
	assert_int_equal(edited(b, "leaf=\"descriptor\"", "leaf=\"body\""), INDEX_OPENING);
	assert_int_equal(edited(b, "rows=\"43\"", "rows=\"42\""), INDEX_COUNT);
	assert_int_equal(edited(b, "</index>\n", "</index>\n\n"), INDEX_TRAILING);
	assert_int_equal(edited(b, "</index>\n", ""), INDEX_FORM);
	assert_int_equal(edited(b, "</row>", "</row >"), INDEX_FORM);
	assert_int_equal(edited(b, "index:1", "index:2"), INDEX_FORM);
	buf_release(&index);
}

TEST(what_is_changed_in_an_index_as_csv_has_its_reason)
{
	struct buf index;
	make_index(&index, INDEX_CSV);
	struct slice b = buf_slice(&index);
	assert_int_equal(edited(b, "\"(C//NF)\"", "\"(S//NF)\""), INDEX_GAP);
	assert_int_equal(edited(b, "\r\n2,", "\r\n3,"), INDEX_ORDER);
	assert_int_equal(edited(b, "\r\n1,", "\r\n01,"), INDEX_FORM);
	assert_int_equal(edited(b, "\"paragraph\"", "paragraph"), INDEX_FORM);
	assert_int_equal(edited(b, "\"paragraph\"", "\"'paragraph\""), INDEX_FORM);
	assert_int_equal(edited(b, "\r\n", "\n"), INDEX_FORM);
	assert_int_equal(edited(b, ",\"above", ",,\"above"), INDEX_FORM);
	buf_release(&index);
}

TEST(a_row_of_another_manifest_or_twice_or_out_of_order_is_refused)
{
	struct digest other = { { 1 } };
	for (int form = INDEX_XML; form <= INDEX_CSV; form++) {
		struct buf index;
		buf_init(&index, (size_t)1 << 20);
		assert_ok(index_print_head(&index, (enum index_form)form, &other, 1, NULL));
		add_row(&index, (enum index_form)form, 1, 2, 0);
		assert_ok(index_print_end(&index, (enum index_form)form, NULL));
		assert_int_equal(judge(buf_slice(&index)), INDEX_OTHER_MANIFEST);
		buf_clear(&index);
		assert_ok(index_print_head(&index, (enum index_form)form, &unit.digest, 3, NULL));
		add_row(&index, (enum index_form)form, 1, 2, 0);
		add_row(&index, (enum index_form)form, 2, 2, 1);
		add_row(&index, (enum index_form)form, 3, 2, 0);
		assert_ok(index_print_end(&index, (enum index_form)form, NULL));
		assert_int_equal(judge(buf_slice(&index)), INDEX_TWICE);
		buf_clear(&index);
		assert_ok(index_print_head(&index, (enum index_form)form, &unit.digest, 2, NULL));
		add_row(&index, (enum index_form)form, 1, 3, 0);
		add_row(&index, (enum index_form)form, 2, 2, 0);
		assert_ok(index_print_end(&index, (enum index_form)form, NULL));
		assert_int_equal(judge(buf_slice(&index)), INDEX_ORDER);
		buf_release(&index);
	}
}

TEST(a_gap_behind_the_last_is_no_gap)
{
	struct buf index;
	struct index_row row = row_of(1, 0, 0);
	row.gap = 99;
	buf_init(&index, (size_t)1 << 20);
	assert_ok(index_print_head(&index, INDEX_CSV, &unit.digest, 1, NULL));
	assert_ok(index_print_row(&index, INDEX_CSV, &row, &hasher, NULL));
	assert_int_equal(judge(buf_slice(&index)), INDEX_NO_GAP);
	buf_release(&index);
}

/* A cell that begins as a formula does is a text in every spreadsheet, and comes back as it was. */
TEST(no_cell_of_a_csv_is_a_formula)
{
	static const char *const texts[] = { "=cmd()", "+1", "-1", "@sum", "  =1", "'quoted",
		"\xef\xbc\x9d"
		"1",
		"\xef\xbc\x8b"
		"1",
		"\xef\xbc\x8d"
		"1",
		"\xef\xbc\xa0"
		"a",
		"plain", "", "a\"b,c\"", "''", "\"" };
	static unsigned char scratch[FORM_LINE_MAX];
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct buf line;
		struct index_row row = row_of(1, 0, 0), again;
		row.exemption = row.reason = slice_str(texts[i]);
		buf_init(&line, FORM_LINE_MAX);
		index_print_csv_row(&line, &row);
		assert_true(index_read_csv_row(buf_slice(&line), scratch, &again));
		assert_slice(again.exemption, texts[i]);
		assert_slice(again.reason, texts[i]);
		buf_add_byte(&line, '\0');
		static const char *const starts[] = { "\"=", "\"+", "\"-", "\"@", "\" ",
			"\"\xef\xbc" };
		for (size_t s = 0; s < sizeof starts / sizeof *starts; s++)
			if (strncmp(texts[i], "a\"b", 3) != 0)
				assert_null(strstr((const char *)line.ptr, starts[s]));
		buf_release(&line);
	}
}

TEST(every_changed_byte_of_an_index_is_refused_or_left_to_its_seal)
{
	for (int form = INDEX_XML; form <= INDEX_CSV; form++) {
		struct buf index;
		size_t left = 0;
		buf_init(&index, (size_t)1 << 20);
		assert_ok(index_print_head(&index, (enum index_form)form, &unit.digest, 1, NULL));
		add_row(&index, (enum index_form)form, 1, 2, 0);
		assert_ok(index_print_end(&index, (enum index_form)form, NULL));
		for (size_t i = 0; i < index.len; i++) {
			index.ptr[i] ^= 0x01;
			left += judge(buf_slice(&index)) == INDEX_UNSIGNED;
			index.ptr[i] ^= 0x01;
		}
		/* Portion, page, line and the reason's words: said by whoever seals. */
		assert_in_range(left, 1, 24);
		buf_release(&index);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_of_both_forms_leads_to_its_gap),
		cmocka_unit_test(an_index_of_nothing_is_an_index),
		cmocka_unit_test(what_is_changed_in_an_index_as_xml_has_its_reason),
		cmocka_unit_test(what_is_changed_in_an_index_as_csv_has_its_reason),
		cmocka_unit_test(a_row_of_another_manifest_or_twice_or_out_of_order_is_refused),
		cmocka_unit_test(a_gap_behind_the_last_is_no_gap),
		cmocka_unit_test(no_cell_of_a_csv_is_a_formula),
		cmocka_unit_test(every_changed_byte_of_an_index_is_refused_or_left_to_its_seal),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
