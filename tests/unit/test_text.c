#include "reading.h"

#include "format/text.h"

/* A release that keeps what it was given: the output, and which pieces were named. */
struct outlet_test {
	struct reading_test reading;
	struct plan plan;
	struct release release;
	struct buf output, shape;
	size_t next;
	const char *const *kept; /* phrases of the portions to keep */
};

static tl_status
take_kept(void *context, size_t piece, struct slice bytes, struct tl_error *e)
{
	struct outlet_test *o = context;
	(void)e;
	assert_int_equal(piece, o->next++);
	assert_true(o->plan.pieces[piece].kept);
	buf_add_slice(&o->output, bytes);
	buf_add_byte(&o->shape, 'k');
	return TL_OK;
}

static tl_status
take_withheld(void *context, size_t piece, struct tl_error *e)
{
	struct outlet_test *o = context;
	(void)e;
	assert_int_equal(piece, o->next++);
	assert_false(o->plan.pieces[piece].kept);
	buf_add_byte(&o->shape, '.');
	return TL_OK;
}

static tl_status
take_insert(void *context, enum insert_template template, struct slice bytes, struct tl_error *e)
{
	struct outlet_test *o = context;
	(void)e;
	assert_true(bytes.len > 0);
	buf_add_slice(&o->output, bytes);
	buf_add_byte(&o->shape, (unsigned char)"nbs"[template]);
	return TL_OK;
}

/* Keeps every portion whose level is at most `ceiling`; the rest is withheld under rule 0. */
static void
begin(struct outlet_test *o, const char *format, const char *text, const char *ceiling)
{
	static const char *const exemptions[] = { "(b)(1) 1.4(d)", "(b)(6)", "(b)(1) 1.4(d)" };
	struct tl_error e = { 0 };

	*o = (struct outlet_test){ .release = { o, take_kept, take_withheld, take_insert } };
	buf_init(&o->output, 1 << 20);
	buf_init(&o->shape, 1 << 20);
	read_text(&o->reading, format, text);
	struct document *d = &o->reading.document;
	int rank = scheme_level(o->reading.scheme, slice_str(ceiling));
	assert_ok(plan_init(&o->plan, d, &e));
	o->plan.exemptions = exemptions;
	o->plan.rule_count = 3;
	o->plan.present = (struct presentation){ .notice = slice_str("[{amount} not declassified]"),
		.amount = AMOUNT_LINES,
		.marks = MARKS_AS_WRITTEN,
		.numbers = NUMBERS_AS_WRITTEN,
		.banner = BANNER_COMPUTED };
	for (size_t i = 0; i < d->count; i++) {
		struct read_marking read = portion_read(d, i, &reading_default);
		bool keep = read.how != READING_NONE && read.how != READING_DAMAGED &&
		    marking_level(read.marking) <= rank;
		o->plan.decisions[i].marking = o->plan.decisions[i].released = read.marking;
		o->plan.decisions[i].action = keep ? ACTION_KEEP : ACTION_WITHHOLD;
		rule_set_add(&o->plan.decisions[i].rules, 0);
	}
	assert_ok(plan_finish(&o->plan, d, scheme_lowest(d->scheme), &e));
}

static void
finish(struct outlet_test *o)
{
	plan_release(&o->plan);
	done(&o->reading);
	buf_release(&o->output);
	buf_release(&o->shape);
}

static void
write_all(struct outlet_test *o)
{
	struct tl_error e = { 0 };
	assert_ok(text_write(&o->plan, &o->release, &e));
	assert_int_equal(o->next, o->plan.piece_count);
}

#define assert_output(o, expected)                                                                 \
	do {                                                                                       \
		write_all(o);                                                                      \
		buf_add_byte(&(o)->output, '\0');                                                  \
		assert_string_equal((const char *)(o)->output.ptr, expected);                      \
		finish(o);                                                                         \
	} while (0)

/* Cuts [from, to) out of the kept portion that holds the phrase. */
static void
cut_piece(struct outlet_test *o, const char *phrase)
{
	struct document *d = &o->reading.document;
	size_t index = where(&o->reading, phrase), count = o->plan.piece_count;
	const struct portion *p = &d->portions[index];
	const unsigned char *at = memmem(d->source.ptr, d->source.len, phrase, strlen(phrase));
	uint32_t from = (uint32_t)((size_t)(at - d->source.ptr) - p->start);
	uint32_t to = from + (uint32_t)strlen(phrase), end = (uint32_t)(p->end - p->start);
	struct piece *pieces = calloc(count + 2, sizeof *pieces);

	assert_non_null(pieces);
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		if (o->plan.pieces[i].portion != index) {
			pieces[n++] = o->plan.pieces[i];
			continue;
		}
		if (from > 0)
			pieces[n++] = (struct piece){ (uint32_t)index, 0, from, true };
		pieces[n++] = (struct piece){ (uint32_t)index, from, to, false };
		if (to < end)
			pieces[n++] = (struct piece){ (uint32_t)index, to, end, true };
	}
	free(o->plan.pieces);
	o->plan.pieces = pieces;
	o->plan.piece_count = n;
}

#define TELEGRAM                                                                                      \
	"S E C R E T PM 0417\n\nSUBJECT: (U) SABLE BANK\n\n1. (U) One.\n\n2. (S) Two is\nlonger.\n\n" \
	"3. Three.\n\n4. (U) Four.\n"

TEST(a_run_of_withheld_paragraphs_gets_one_notice)
{
	struct outlet_test o;
	begin(&o, "telegram", TELEGRAM, "U");
	assert_output(&o,
	    "UNCLASSIFIED\n\nSUBJECT: (U) SABLE BANK\n\n1. (U) One.\n\n[2 paragraphs (3 lines) not "
	    "declassified]\n\n4. (U) Four.\n");
}

TEST(silence_leaves_no_trace)
{
	struct outlet_test o;
	begin(&o, "telegram", TELEGRAM, "U");
	o.plan.present.notice = slice_str("");
	o.plan.present.numbers = NUMBERS_RENUMBERED;
	assert_output(
	    &o, "UNCLASSIFIED\n\nSUBJECT: (U) SABLE BANK\n\n1. (U) One.\n\n2. (U) Four.\n");
}

TEST(silence_at_the_end_leaves_no_blank_line)
{
	struct outlet_test o;
	begin(&o, "telegram", "S E C R E T PM 0417\n\n1. (U) One.\n\n2. (S) Two.\n\n\n", "U");
	o.plan.present.notice = slice_str("");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) One.\n");
}

TEST(paragraphs_without_a_blank_line_between_them_stay_so)
{
	struct outlet_test o;
	begin(
	    &o, "telegram", "S E C R E T PM 0417\n1. (U) One.\n2. (S) Two.\n3. (U) Three.\n", "U");
	assert_output(&o,
	    "UNCLASSIFIED\n1. (U) One.\n[1 paragraph (1 line) not declassified]\n3. (U) Three.\n");
}

TEST(numbers_may_be_left_out)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "S E C R E T PM 0417\n\n\xc2\xb6"
	    "1. (U) One.\n\n2 (U) Two.\n",
	    "U");
	o.plan.present.numbers = NUMBERS_NONE;
	assert_output(&o, "UNCLASSIFIED\n\n(U) One.\n\n(U) Two.\n");
}

TEST(numbers_begin_again_in_each_message)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "UNCLAS PM 0417\n\n5. (U) One.\nNNNN\nUNCLAS PM 0418\n\n7. (U) Two.\n", "U");
	o.plan.present.numbers = NUMBERS_RENUMBERED;
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) One.\nNNNN\nUNCLASSIFIED\n\n1. (U) Two.\n");
}

TEST(the_banner_is_computed_from_what_is_kept)
{
	struct outlet_test o;
	begin(&o, "telegram", "S E C R E T PM 0417\n\n1. (C) One.\n\n2. (S) Two.\n\nSECRET\n", "C");
	assert_output(
	    &o, "CONFIDENTIAL\n\n1. (C) One.\n\n[1 paragraph (1 line) not declassified]\n");
}

TEST(the_banner_stands_at_the_beginning_where_the_source_has_none)
{
	struct outlet_test o;
	begin(&o, "telegram", "SUBJECT: (U) SABLE BANK\n\n1. (U) One.\n", "U");
	assert_output(&o, "UNCLASSIFIED\n\nSUBJECT: (U) SABLE BANK\n\n1. (U) One.\n");
}

TEST(no_banner_is_written_where_the_policy_wants_none)
{
	struct outlet_test o;
	begin(&o, "telegram", TELEGRAM, "U");
	o.plan.present.banner = BANNER_NONE;
	o.plan.present.notice = slice_str("");
	assert_output(&o, "SUBJECT: (U) SABLE BANK\n\n1. (U) One.\n\n4. (U) Four.\n");
}

TEST(a_message_withheld_in_silence_shows_no_banner)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "UNCLAS PM 0417\n\n1. (U) One.\nNNNN\nS E C R E T PM 0418\n\n1. (S) Two.\n", "U");
	o.plan.present.notice = slice_str("");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) One.\nNNNN\n");
}

TEST(a_document_withheld_in_silence_is_its_banner)
{
	struct outlet_test o;
	begin(&o, "telegram", "S E C R E T PM 0417\n\n1. (S) One.\n", "U");
	o.plan.present.notice = slice_str("");
	assert_output(&o, "UNCLASSIFIED\n");
}

TEST(the_rest_of_a_paragraph_stands_directly_behind_its_head)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "S E C R E T PM 0417\n\n1. (U) One goes\nS E C R E T SECTION 02 OF 02 PM 0417\non here.\n",
	    "U");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) One goes\non here.\n");
}

TEST(marks_are_shown_as_released_or_left_out)
{
	struct outlet_test o;
	begin(&o, "telegram", "UNCLAS PM 0417\n\n1. (C) One.\n\n2. (U) Two.\n", "C");
	o.plan.present.marks = MARKS_AS_RELEASED;
	o.plan.decisions[where(&o.reading, "One")].released = scheme_lowest(o.reading.scheme);
	assert_output(&o, "CONFIDENTIAL\n\n1. (U) One.\n\n2. (U) Two.\n");
	begin(&o, "telegram", "UNCLAS PM 0417\n\n1. (U) One.\n\n2. (U)Two.\n", "C");
	o.plan.present.marks = MARKS_NONE;
	assert_output(&o, "UNCLASSIFIED\n\n1. One.\n\n2. Two.\n");
	begin(&o, "memo",
	    "SECRET\n\nMEMORANDUM FOR X (U)\n\nOne goes on here. (U)\n\nTwo does. \n(U)\n", "U");
	o.plan.present.marks = MARKS_NONE;
	assert_output(&o, "UNCLASSIFIED\n\nMEMORANDUM FOR X\n\nOne goes on here.\n\nTwo does.\n");
}

TEST(an_entire_text_statement_stays_while_it_is_true)
{
	struct outlet_test o;
	begin(&o, "telegram", "S E C R E T PM 0417\n\n1. (C-entire text).\n\n2. Two.\n", "C");
	o.plan.present.marks = MARKS_AS_RELEASED;
	assert_output(&o, "CONFIDENTIAL\n\n1. (C-entire text).\n\n2. Two.\n");
}

TEST(withheld_words_get_their_notice_in_the_line)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "UNCLAS PM 0417\n\n1. (U) The man Halvard spoke.\n\n2. (U) He said it.\n", "U");
	cut_piece(&o, "Halvard");
	assert_output(&o,
	    "UNCLASSIFIED\n\n1. (U) The man [less than 1 line not declassified] spoke.\n\n2. (U) He said "
	    "it.\n");
}

TEST(withheld_words_leave_no_doubled_blank_in_silence)
{
	struct outlet_test o;
	begin(&o, "telegram", "UNCLAS PM 0417\n\n1. (U) The man Halvard spoke.\n", "U");
	o.plan.present.notice = slice_str("");
	cut_piece(&o, "Halvard");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) The man spoke.\n");
}

TEST(withheld_words_at_the_end_leave_a_whole_line)
{
	struct outlet_test o;
	begin(&o, "telegram", "UNCLAS PM 0417\n\n1. (U) The man Halvard\n\n2. (U) Two.\n", "U");
	o.plan.present.notice = slice_str("");
	cut_piece(&o, "Halvard\n\n");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) The man\n\n2. (U) Two.\n");
	begin(&o, "telegram", "UNCLAS PM 0417\n\n1. (U) The man Halvard\n\n2. (U) Two.\n", "U");
	cut_piece(&o, "Halvard\n\n");
	assert_output(&o,
	    "UNCLASSIFIED\n\n1. (U) The man [less than 1 line not declassified]\n\n2. (U) Two.\n");
}

TEST(line_ends_blanks_and_hidden_characters_are_made_regular)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "\xef\xbb\xbfUNCLAS PM 0417\r\n \r\n1. (U) One \t \r\ngo\xe2\x80\x8b"
	    "es\b on\f\r\n\r\n2. (U) "
	    "Two\xe2\x80\xa8"
	    "more\v\xe2\x80\xae\xc2\xad\r",
	    "U");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) One\ngoes on\n\n2. (U) Two\nmore\n");
}

TEST(amounts_are_said_as_the_official_series_says_them)
{
	static const struct {
		enum amount_shown shown;
		const char *said;
	} cases[] = {
		{ AMOUNT_LINES, "[2 paragraphs (3 lines)]" },
		{ AMOUNT_WORDS, "[7 words]" },
		{ AMOUNT_PARAGRAPHS, "[2 paragraphs]" },
		{ AMOUNT_NONE, "[text]" },
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct outlet_test o;
		begin(&o, "telegram", TELEGRAM, "U");
		o.plan.present.notice = slice_str("[{amount}]");
		o.plan.present.amount = cases[i].shown;
		write_all(&o);
		assert_non_null(
		    memmem(o.output.ptr, o.output.len, cases[i].said, strlen(cases[i].said)));
		finish(&o);
	}
}

TEST(half_lines_are_said_of_parts)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "UNCLAS PM 0417\n\n1. (U) A "
	    "0123456789012345678901234567890123456789012345678901234567890123456789"
	    "01234567890123456789"
	    " B.\n",
	    "U");
	cut_piece(&o,
	    "0123456789012345678901234567890123456789012345678901234567890123456789"
	    "01234567890123456789");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) A [1½ lines not declassified] B.\n");
}

TEST(exemptions_of_a_run_are_named_once_each)
{
	struct outlet_test o;
	begin(&o, "telegram", TELEGRAM, "U");
	o.plan.present.notice = slice_str("[{count} {exemption}]");
	rule_set_add(&o.plan.decisions[where(&o.reading, "2. (S)")].rules, 1);
	rule_set_add(&o.plan.decisions[where(&o.reading, "3. Three")].rules, 2);
	write_all(&o);
	assert_non_null(memmem(o.output.ptr, o.output.len, "[2 (b)(1) 1.4(d); (b)(6)]", 25));
	finish(&o);
}

TEST(an_empty_exemption_leaves_no_blank_in_the_notice)
{
	struct outlet_test o;
	begin(&o, "telegram", "S E C R E T PM 0417\n\n1. (S) One.\n\n2. (U) Two.\n", "U");
	o.plan.present.notice = slice_str("[{amount} not released {exemption}]");
	o.plan.rule_count = 0;
	assert_output(&o, "UNCLASSIFIED\n\n[1 paragraph (1 line) not released]\n\n2. (U) Two.\n");
}

TEST(banners_and_routing_lines_alone_get_no_notice)
{
	struct outlet_test o;
	begin(&o, "telegram",
	    "ZNY SSSSS ZZH\nBT\nS E C R E T PM 0417\n\n1. (U) One.\n\nS E C R E T SECTION 02 OF 02 PM 0417\n\n"
	    "2. (U) Two.\nBT\n",
	    "U");
	assert_output(&o, "UNCLASSIFIED\n\n1. (U) One.\n\n2. (U) Two.\n");
}

TEST(what_is_written_reads_back_the_same)
{
	static const char *const texts[] = { TELEGRAM,
		"SECRET PM 0417\n1. (U) One:\n- (U) a\n- (S) b\n- c\n\n2. (C) Two\nPAGE 02 PM 0417\nrest.\n\n3. (U) Three.\nROE\nNNNN\n",
		"VZCZCXYZ\nZNY SSSSS ZZH\nO 271130Z FEB 04\nFM AMEMBASSY PM\nTO SECSTATE\nBT\nS E C R E T PM 0417\n\nSIPDIS\n\n1. (U) "
		"One.\nBT\n#0417\nNNNN\nVZCZCXYZ\nUNCLAS PM 0418\n\n1. Two.\nNNNN\n" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		for (size_t level = 0; level < 3; level++) {
			const char *rank = ((const char *const[]){ "U", "C", "S" })[level];
			struct outlet_test o;
			begin(&o, "telegram", texts[i], rank);
			write_all(&o);
			buf_add_byte(&o.output, '\0');
			struct outlet_test again;
			begin(&again, "telegram", (const char *)o.output.ptr, rank);
			write_all(&again);
			buf_add_byte(&again.output, '\0');
			assert_string_equal(
			    (const char *)again.output.ptr, (const char *)o.output.ptr);
			finish(&again);
			finish(&o);
		}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_of_withheld_paragraphs_gets_one_notice),
		cmocka_unit_test(silence_leaves_no_trace),
		cmocka_unit_test(silence_at_the_end_leaves_no_blank_line),
		cmocka_unit_test(paragraphs_without_a_blank_line_between_them_stay_so),
		cmocka_unit_test(numbers_may_be_left_out),
		cmocka_unit_test(numbers_begin_again_in_each_message),
		cmocka_unit_test(the_banner_is_computed_from_what_is_kept),
		cmocka_unit_test(the_banner_stands_at_the_beginning_where_the_source_has_none),
		cmocka_unit_test(no_banner_is_written_where_the_policy_wants_none),
		cmocka_unit_test(a_message_withheld_in_silence_shows_no_banner),
		cmocka_unit_test(a_document_withheld_in_silence_is_its_banner),
		cmocka_unit_test(the_rest_of_a_paragraph_stands_directly_behind_its_head),
		cmocka_unit_test(marks_are_shown_as_released_or_left_out),
		cmocka_unit_test(an_entire_text_statement_stays_while_it_is_true),
		cmocka_unit_test(withheld_words_get_their_notice_in_the_line),
		cmocka_unit_test(withheld_words_leave_no_doubled_blank_in_silence),
		cmocka_unit_test(withheld_words_at_the_end_leave_a_whole_line),
		cmocka_unit_test(line_ends_blanks_and_hidden_characters_are_made_regular),
		cmocka_unit_test(amounts_are_said_as_the_official_series_says_them),
		cmocka_unit_test(half_lines_are_said_of_parts),
		cmocka_unit_test(exemptions_of_a_run_are_named_once_each),
		cmocka_unit_test(an_empty_exemption_leaves_no_blank_in_the_notice),
		cmocka_unit_test(banners_and_routing_lines_alone_get_no_notice),
		cmocka_unit_test(what_is_written_reads_back_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
