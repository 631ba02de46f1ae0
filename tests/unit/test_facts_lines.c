/* The rows of tests/facts/marking_cases.tsv that are lines of a document and no marks: authority blocks, lines of Executive
 * Orders, notices of an earlier release. Each is read and checked in an invented document. */
#include "unit.h"

#include "check_kit.h"

static struct checked c;

/* The worst severity among the rows of one line: 0 none, 1 warning, 2 error. */
static int
worst_of_line(long line)
{
	char want[32];
	int worst = 0;
	(void)snprintf(want, sizeof want, "%ld:", line);
	for (const char *row = c.lines; *row != '\0'; row = strchr(row, '\n') + 1) {
		if (strncmp(row, want, strlen(want)) != 0)
			continue;
		const char *severity = strchr(row, ' ') + 1;
		int here = strncmp(severity, "error", 5) == 0 ? 2 : 1;
		worst = here > worst ? here : worst;
	}
	return worst;
}

/* Line 7 of a memorandum, line 6 of a telegram. */
static int
check_line(const char *line, bool telegram)
{
	char document[8192];
	(void)snprintf(document, sizeof document,
	    telegram
		? "FM AMEMBASSY GRANDVILLE\nTO SECSTATE WASHDC\nBT\nS E C R E T GRANDVILLE 000123\n\n"
		  "%s\nSUBJECT: (S) THE HARBOR\n\nCLASSIFIED BY: J. DOE, REASON: 1.4(B)\n\n"
		  "1. (S) HE SPOKE.\n\nE.O. 12958: DECL: 02/27/2014\n\nNNNN\n"
		: "SECRET\n\nMEMORANDUM FOR: The Director\n\n(S) First.\n\n%s\n\n"
		  "Classified By: J. Doe\nReason: 1.4(c)\nDeclassify On: 20371231\n\nSECRET\n",
	    line);
	check_document(&c, telegram ? "state-telegram" : "capco-2016", NULL, 0, document);
	assert_true(c.status == TL_OK || c.status == TL_NO);
	return worst_of_line(telegram ? 6 : 7);
}

static int
wanted(const char *valid)
{
	return strcmp(valid, "yes") == 0 ? 0 : strcmp(valid, "legacy") == 0 ? 1 : 2;
}

static char *
column(char **rest)
{
	char *start = *rest, *end = start + strcspn(start, "\t\n");
	*rest = *end == '\0' ? end : end + 1;
	*end = '\0';
	return start;
}

TEST(every_row_that_is_a_line_of_a_document_is_judged_as_its_authority_says)
{
	char line[4096];
	size_t lines = 0, notices = 0;
	FILE *file = fopen("tests/facts/marking_cases.tsv", "rb");
	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL) {
		char *rest = line, *text = column(&rest), *kind = column(&rest),
		     *valid = column(&rest);
		(void)column(&rest);
		bool telegram = strncmp(column(&rest), "5 FAH", 5) == 0;
		bool notice = strcmp(kind, "redaction-note") == 0;
		if (!notice && strcmp(kind, "authority-line") != 0 &&
		    strcmp(kind, "decl-line") != 0)
			continue;
		/* A notice is no mark, right or wrong, and takes the paragraph's place that a mark is missing from. */
		int want = wanted(valid), got = check_line(text, telegram);
		if (notice && strstr(c.lines, "us-damaged") != NULL)
			fail_msg("%s is taken for a mark:\n%s", text, c.lines);
		if (!notice && got != want)
			fail_msg("%s (%s):\n%s", text, valid, c.lines);
		lines += !notice;
		notices += notice;
	}
	fclose(file);
	assert_int_equal(lines, 14);
	assert_int_equal(notices, 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    every_row_that_is_a_line_of_a_document_is_judged_as_its_authority_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
