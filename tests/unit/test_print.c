#include "paper.h"

#include "policy/print.h"

static char printed[16384];

static const char *
print(const char *inside)
{
	struct policy *policy;
	struct tl_error e;
	struct buf out;

	assert_ok(paper_load(PAPER_TELEGRAM, inside, &policy, &e));
	buf_init(&out, sizeof printed - 1);
	policy_print(policy, &out);
	assert_ok(buf_check(&out, &e));
	memcpy(printed, out.ptr, out.len);
	printed[out.len] = '\0';
	buf_release(&out);
	policy_free(policy);
	return printed;
}

static void
says(const char *inside, const char *sentence)
{
	if (strstr(print(inside), sentence) == NULL)
		fail_msg("'%s' is not in:\n%s", sentence, printed);
}

static void
says_of_when(const char *when, const char *sentence)
{
	char inside[2048];
	(void)snprintf(
	    inside, sizeof inside, PAPER_CEILING "<withhold id=\"w\">%s</withhold>", when);
	says(inside, sentence);
}

TEST(ceiling_is_printed_as_written)
{
	says("<release ceiling=\"C//NF\"/>", "Nothing that C//NF does not dominate.");
}

TEST(defaults_are_printed_like_what_is_written)
{
	says(PAPER_CEILING, "A damaged mark: the portion is withheld.");
	says(
	    PAPER_CEILING, "A banner higher than all its portions: the whole message is withheld.");
	says(PAPER_CEILING, "A message without a banner: the document is refused.");
	says(PAPER_CEILING, "Unmarked subparagraph, list-item and table-cell: read as its parent");
	says(PAPER_CEILING, "In place of what is withheld: nothing");
	says(PAPER_CEILING,
	    "Withheld text of 8 words or more that stands elsewhere too: withheld too.");
	says(PAPER_CEILING, "Exemptions: hidden.");
	says(PAPER_CEILING, "  None.\n");
}

TEST(assumptions_are_printed_with_their_authority)
{
	says(PAPER_CEILING "<reading><assume kind=\"to info\" marking=\"U\" authority=\"5 FAH-2\"/>"
			   "</reading>",
	    "Unmarked to and info: assumed to be (U), by 5 FAH-2.");
}

TEST(rules_are_printed_as_sentences)
{
	says(PAPER_CEILING "<downgrade id=\"d\" authority=\"case 7\" to=\"U\">"
			   "<when within=\"C\"/></downgrade>",
	    "  d: downgrade to U, by case 7\n    when: its marking is within C.\n");
	says(PAPER_CEILING
	    "<refuse id=\"r\" reason=\"ask the desk\"><when caption=\"NODIS\"/></refuse>",
	    "  r: refuse the document, because: ask the desk\n"
	    "    when: it or its message has the caption NODIS.\n");
	says(PAPER_CEILING "<withhold id=\"w\" exemption=\"(b)(6)\" reason=\"names\">"
			   "<when kind=\"signature\"/></withhold>",
	    "  w: withhold the portion, exemption (b)(6), because: names\n"
	    "    when: its kind is signature.\n");
}

TEST(conditions_are_printed_as_they_are_joined)
{
	says_of_when("<when/>", "when: always.");
	says_of_when("<when kind=\"to from\" has=\"NF OC\" at-least=\"S\"/>",
	    "when: its kind is from or to and its marking has NF or OC and its level is at least S.");
	says_of_when("<when><any kind=\"to\" not-within=\"C\"/></when>",
	    "when: (its kind is to or its marking is not within C).");
	says_of_when(
	    "<when heading=\"Our sources\"><not><any kind=\"to\" has=\"NF\"/></not></when>",
	    "when: its heading contains \"Our sources\" and not (its kind is to or its marking has "
	    "NF).");
}

TEST(same_policy_prints_the_same_bytes)
{
	char first[sizeof printed];
	memcpy(first, print(PAPER_CEILING), sizeof printed);
	assert_string_equal(first, print(PAPER_CEILING));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ceiling_is_printed_as_written),
		cmocka_unit_test(defaults_are_printed_like_what_is_written),
		cmocka_unit_test(assumptions_are_printed_with_their_authority),
		cmocka_unit_test(rules_are_printed_as_sentences),
		cmocka_unit_test(conditions_are_printed_as_they_are_joined),
		cmocka_unit_test(same_policy_prints_the_same_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
