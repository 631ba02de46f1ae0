/* Requirements: docs/markings.md M-14 to M-19. */
#include "unit.h"

#include <stdlib.h>

#include "marking/marking.h"

static struct scheme *us;
static struct arena arena;

static void
assert_line(const char *line, const char *portion, enum mark_state state, bool known)
{
	struct mark mark;
	struct buf out;
	buf_init(&out, 4096);
	assert_ok(mark_parse(us, slice_str(line), MARK_LINE, &arena, &mark, NULL));
	marking_print(mark.marking, MARK_PORTION, &out);
	if (mark.state != state || !slice_is(buf_slice(&out), portion) ||
	    marking_is_known(mark.marking) != known)
		fail_msg("%s: state %d, known %d, %.*s", line, mark.state,
		    marking_is_known(mark.marking), (int)out.len, (const char *)out.ptr);
	buf_release(&out);
}

/* M-14 */
TEST(class_lines_and_source_notes_are_read)
{
	static const char *const rows[][2] = { { "S E C R E T NOFORN", "(S//NF)" },
		{ "UNCLAS", "(U)" }, { "UNCLAS SENSITIVE", "(SBU)" },
		{ "UNCLAS EFTO", "(U//EFTO)" }, { "LIMITED OFFICIAL USE", "(LOU)" },
		{ "Secret; Immediate; Nodis", "(S//ND)" }, { "Confidential; Exdis", "(C//XD)" },
		{ "Secret; Cherokee; Niact Immediate; Nodis", "(S//CHEROKEE//ND)" },
		{ "Exdis—Handle as Nodis", "(U//XD/ND)" }, { "T O P S E C R E T", "(TS)" },
		{ "T O P   S E C R E T", "(TS)" }, { "SECRET//NOFORN", "(S//NF)" },
		{ "Secret; Wnintel; Noforn; Nocontract; Orcon", "(S//OC/NF/WNINTEL/NOCONTRACT)" },
		{ "S E C R E T N O F O R N", "(S//NF)" }, { "CONFIDENTIAL NODIS", "(C//ND)" },
		{ "SECRET-NOFORN", "(S//NF)" }, { "SECRET/EXDIS", "(S//XD)" },
		{ "SECRET REL TO USA, GBR", "(S//REL TO USA, GBR)" },
		{ "CONFIDENTIAL//NF", "(C//NF)" }, { "secret, noforn.", "(S//NF)" },
		{ "SIPDIS", "(U)" },
		{ "Top Secret; Sensitive; Contains Codeword", "(TS//CODEWORD//SBU)" },
		{ "Secret; Not Releasable to Foreign Nationals; Not Releasable to Contractors",
		    "(S//NF/NOCONTRACT)" },
		{ "Secret; Eyes Only for the President", "(S//EYES)" },
		{ "Secret; Immediate; Roger Channel", "(S//ROGER CHANNEL)" },
		{ "TOP SECRET//SI-G ABCD//ORCON", "(TS//SI-G ABCD//OC)" } };
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
		assert_line(rows[i][0], rows[i][1], MARK_READ, true);
}

/* M-15 */
TEST(a_word_of_a_line_that_the_scheme_lacks_is_kept)
{
	assert_line("SECRET XYZZY", "(S//XYZZY)", MARK_READ, false);
	assert_line("Secret; Xyzzy; Nodis", "(S//ND/XYZZY)", MARK_READ, false);
	assert_line("SECRET UE/EU SECRET", "(S//UE/EU)", MARK_READ, false);
	assert_line("SECRET NODSI", "", MARK_DAMAGED, false);
	assert_line("SECRET CONFIDENTIAL", "", MARK_DAMAGED, false);
	assert_line("SEC\u0420ET NOFORN", "", MARK_DAMAGED, false);
	assert_line("NATO SECRET", "", MARK_DAMAGED, false);
	assert_line("No such words here", "", MARK_NONE, false);
	assert_line("", "", MARK_NONE, false);
}

static void
assert_length(const char *line, size_t length)
{
	if (mark_line_length(us, slice_str(line)) != length)
		fail_msg("%s: %zu", line, mark_line_length(us, slice_str(line)));
}

/* M-18 */
TEST(a_class_line_ends_where_its_marking_words_end)
{
	assert_length("C O N F I D E N T I A L SECTION 01 OF 02 POST 000123", 23);
	assert_length("S E C R E T SECTION 01 OF 02", 11);
	assert_length("S E C R E T NOFORN POST 000123", 18);
	assert_length("T O P S E C R E T POST 1", 17);
	assert_length("UNCLAS SECTION 01 OF 03 LONDON 000456", 6);
	assert_length("UNCLAS", 6);
	assert_length("UNCLAS EFTO POST 1", 11);
	assert_length("CONFIDENTIAL NODIS SECTION 1 OF 3", 18);
	assert_length("CONFIDENTIAL REL TO USA, AUS, GBR SECTION 01", 33);
	assert_length("SECRET//NF POST", 10);
	assert_length("LIMITED OFFICIAL USE POST 12", 20);
	assert_length("Secret; Immediate; Nodis. Sent on", 24);
	assert_length("CONFIDENTIAL - ENTIRE TEXT.", 12);
	assert_length("Secret-entire text.", 6);
	assert_length("Secret—Entire text.", 6);
	assert_length("SECRET DS 12", 6);
	assert_length("TOP SECRET//SI-G ABCD//ORCON SECTION 01 OF 02", 28);
	assert_length("SECRET//XYZZY POST 12", 13);
	assert_length("SECRET/XYZZY POST 12", 12);
	assert_length("SECRET XYZZY//NOFORN POST 12", 20);
	assert_length("SECRET//REL TO USA, GBR//XYZZY POST 12", 30);
}

/* M-18 */
TEST(a_line_without_a_level_in_front_has_no_length)
{
	static const char *const none[] = { "", " ", "S 920", "C 123", "U", "TS", "SIPDIS", "NODIS",
		"NOFORN", "SENSITIVE", "SECTION 02 OF 02", "E.O. 12958: DECL: 02/27/2014",
		"POST SECRET", "SECRETARY JONES", "(S) X", " SECRET", "SECTION SECRET", "SE CRET" };
	for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
		assert_length(none[i], 0);
}

/* M-19 */
TEST(a_caption_line_is_nothing_but_caption_words)
{
	static const char *const yes[] = { "SIPDIS", "NODIS", "EXDIS NOFORN", "SENSITIVE", "NOFORN",
		"STADIS", "NIACT IMMEDIATE", "ROGER CHANNEL", "  SIPDIS  \r", "SIPDIS, NODIS",
		"N O D I S" };
	static const char *const no[] = { "", "  ", "SECRET", "SIPDIS X", "Nodis", "sipdis",
		"SUBJECT: NODIS", "NODIS 1", "CONFIDENTIAL NODIS", "REL TO USA, GBR", "SI", "NODI",
		"-", "N O" };
	for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++) {
		if (!mark_is_caption_line(us, slice_str(yes[i])))
			fail_msg("%s is a caption line", yes[i]);
	}
	for (size_t i = 0; i < sizeof no / sizeof no[0]; i++) {
		if (mark_is_caption_line(us, slice_str(no[i])))
			fail_msg("%s is no caption line", no[i]);
	}
}

/* M-11 */
TEST(a_line_costs_what_it_is_long)
{
	enum {
		SIZE = 4 << 20
	};
	static const char *const parts[] = { "SIPDIS ", "S ", "/", "T O P ", "AAAA", "REL TO USA ",
		"SECRET ", "-", "GBR " };
	unsigned char *text = malloc(SIZE);
	for (size_t p = 0; p < sizeof parts / sizeof parts[0]; p++) {
		size_t len = strlen(parts[p]);
		memcpy(text, "SECRET ", 7);
		for (size_t i = 7; i < SIZE; i++)
			text[i] = (unsigned char)parts[p][i % len];
		(void)mark_line_length(us, slice_of(text, SIZE));
		(void)mark_is_caption_line(us, slice_of(text + 7, SIZE - 7));
		struct mark mark;
		assert_ok(mark_parse(us, slice_of(text, SIZE), MARK_LINE, &arena, &mark, NULL));
		assert_true(mark.state != MARK_READ);
	}
	free(text);
}

static int
setup(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)16 << 20);
	return scheme_load_shipped("us", "state-telegram", &us, NULL) == TL_OK ? 0 : -1;
}

static int
teardown(void **state)
{
	(void)state;
	arena_release(&arena);
	scheme_free(us);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(class_lines_and_source_notes_are_read),
		cmocka_unit_test(a_word_of_a_line_that_the_scheme_lacks_is_kept),
		cmocka_unit_test(a_class_line_ends_where_its_marking_words_end),
		cmocka_unit_test(a_line_without_a_level_in_front_has_no_length),
		cmocka_unit_test(a_caption_line_is_nothing_but_caption_words),
		cmocka_unit_test(a_line_costs_what_it_is_long),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
