#include "unit.h"

#include <stdio.h>

#include "pipeline/repeats.h"

/* One portion a paragraph; those that begin with '-' are withheld. */
struct fixture {
	struct document document;
	struct plan plan;
	struct repeats *repeats;
};

static void
build(struct fixture *f, size_t words, const char *const *paragraphs, size_t count, char *source)
{
	size_t at = 0;

	source[0] = '\0';
	for (size_t i = 0; i < count; i++)
		strcat(source, paragraphs[i]);
	document_init(&f->document, "test", slice_str(source), NULL);
	assert_ok(document_add_message(&f->document, NULL));
	for (size_t i = 0; i < count; i++) {
		struct portion p = { .start = at,
			.end = at + strlen(paragraphs[i]),
			.parent = PORTION_TOP,
			.kind = PORTION_PARAGRAPH };
		at = p.end;
		if (paragraphs[i][0] == '+') {
			p.flags = PORTION_CONTINUES;
			p.parent = (uint32_t)(i - 1);
		}
		assert_ok(document_add(&f->document, &p, NULL));
	}
	assert_ok(plan_init(&f->plan, &f->document, NULL));
	for (size_t i = 0; i < count; i++)
		f->plan.decisions[i].action = paragraphs[i][0] == '-' || paragraphs[i][0] == '+'
		    ? ACTION_WITHHOLD
		    : ACTION_KEEP;
	assert_ok(repeats_new(words, &f->repeats, NULL));
}

static void
drop(struct fixture *f)
{
	repeats_free(f->repeats);
	plan_release(&f->plan);
	document_release(&f->document);
}

static bool
search_halves(struct fixture *f, const char *text, size_t cut)
{
	struct slice halves[] = { slice_of(text, cut), slice_of(text + cut, strlen(text) - cut) };
	bool met;

	assert_ok(repeats_begin(f->repeats, &f->plan, NULL));
	repeats_meet(f->repeats, halves[0]);
	repeats_meet(f->repeats, halves[1]);
	assert_ok(repeats_gather(f->repeats, &met, NULL));
	if (!met)
		return false;
	bool first = repeats_holds(f->repeats, halves[0]);
	return repeats_holds(f->repeats, halves[1]) || first;
}

/* However it is given: as a whole, or in two texts. */
static bool
search(struct fixture *f, const char *text)
{
	bool there = search_halves(f, text, strlen(text));

	for (size_t i = 0; text[i] != '\0'; i++)
		if (text[i] == ' ')
			assert_int_equal(search_halves(f, text, i), there);
	return there;
}

/* How the paragraphs stand afterwards: 'k' kept, 'w' withheld. */
static void
assert_outcome(size_t words, const char *const *paragraphs, size_t count, const char *expected)
{
	static char source[4096];
	struct fixture f;
	size_t found, changed = 0;

	build(&f, words, paragraphs, count, source);
	assert_ok(repeats_withhold(f.repeats, &f.plan, &found, NULL));
	for (size_t i = 0; i < count; i++) {
		bool kept = f.plan.decisions[i].action == ACTION_KEEP;
		assert_int_equal(kept ? 'k' : 'w', expected[i]);
		changed += !kept && f.plan.decisions[i].reason == REASON_REPEATED;
	}
	assert_int_equal(found, changed);
	drop(&f);
}

TEST(run_of_eight_withheld_words_elsewhere_is_withheld_too)
{
	const char *const text[] = { "-the minister will accept forty thousand tons if asked\n",
		"it says that MINISTER will\naccept forty (thousand) tons, if asked, twice\n",
		"nothing of that is here, not at all, never\n" };
	assert_outcome(8, text, 3, "wwk");
}

TEST(run_of_seven_is_not_enough_when_eight_are_asked_for)
{
	const char *const text[] = { "-one two three four five six seven eight nine\n",
		"two three four five six seven eight and no more\n" };
	assert_outcome(8, text, 2, "wk");
	assert_outcome(7, text, 2, "ww");
}

/* Every place of the run against every place of the groups, so that the sampling misses none. */
TEST(run_is_found_wherever_it_stands)
{
	for (size_t words = 2; words <= 12; words++)
		for (int before = 0; before < 15; before++)
			for (int inside = 0; inside < 9; inside++) {
				static char secret[512], copy[512], source[4096];
				size_t found;
				struct fixture f;
				strcpy(secret, "-");
				for (int i = 0; i < before; i++)
					sprintf(secret + strlen(secret), "a%d ", i);
				strcpy(copy, "");
				for (int i = 0; i < inside; i++)
					sprintf(copy + strlen(copy), "b%d ", i);
				for (size_t i = 0; i < words; i++) {
					sprintf(secret + strlen(secret), "s%zu ", i);
					sprintf(copy + strlen(copy), "s%zu ", i);
				}
				strcat(secret, "x y z\n");
				strcat(copy, "p q r\n");
				const char *const text[] = { secret, copy };
				build(&f, words, text, 2, source);
				assert_ok(repeats_withhold(f.repeats, &f.plan, &found, NULL));
				assert_int_equal(found, 1);
				drop(&f);
			}
}

TEST(copy_of_a_copy_is_withheld)
{
	const char *const text[] = { "-a1 a2 a3 a4\n", "a1 a2 a3 a4 b1 b2 b3 b4\n",
		"b1 b2 b3 b4 c1 c2 c3 c4\n", "c1 c2 c3 c4\n", "d1 d2 d3 d4\n" };
	assert_outcome(4, text, 5, "wwwwk");
}

/* The group that both copies share was met before the first copy was withheld; its neighbours are new. */
TEST(copy_that_shares_its_middle_with_the_first_secret_is_withheld)
{
	const char *const text[] = { "-g1 g2 g3 a4 a5\n", "g1 g2 g3 b4 b5 g1 g2 g3 a4 a5\n",
		"g1 g2 g3 b4 b5 y\n" };
	assert_outcome(5, text, 3, "www");
}

TEST(run_across_two_kept_neighbours_is_found)
{
	const char *const text[] = { "-a1 a2 a3 a4\n", "x a1 a2\n", "a3 a4 y\n" };
	assert_outcome(4, text, 3, "wkw");
}

TEST(run_across_two_withheld_neighbours_is_no_run)
{
	const char *const text[] = { "-a1 a2\n", "-a3 a4\n", "a1 a2 a3 a4\n" };
	assert_outcome(4, text, 3, "wwk");
}

TEST(run_goes_on_behind_a_section_break)
{
	const char *const text[] = { "-a1 a2\n", "+a3 a4\n", "a1 a2 a3 a4\n" };
	assert_outcome(4, text, 3, "www");
}

TEST(endless_chain_of_copies_is_refused)
{
	static char lines[40][64], source[4096];
	const char *text[40];
	struct fixture f;
	struct tl_error e = { 0 };
	size_t found;

	/* Each line shares one pair with the line before it; the first is withheld. */
	for (int i = 0; i < 40; i++) {
		sprintf(lines[i], "%sw%d x%d w%d x%d\n", i == 0 ? "-" : "", i, i, i + 1, i + 1);
		text[i] = lines[i];
	}
	build(&f, 2, text, 40, source);
	assert_int_equal(repeats_withhold(f.repeats, &f.plan, &found, &e), TL_DOCUMENT);
	assert_null(strstr(e.what, "w1"));
	drop(&f);
}

TEST(written_text_is_searched_for_what_the_plan_withholds)
{
	static char source[4096];
	const char *const text[] = { "-a1 a2 a3 a4\n", "b1 b2 b3 b4\n" };
	struct fixture f;
	size_t found;

	build(&f, 4, text, 2, source);
	assert_ok(repeats_withhold(f.repeats, &f.plan, &found, NULL));
	assert_int_equal(found, 0);
	assert_false(search(&f, "b1 b2 b3 b4"));
	assert_true(search(&f, "b1 A1 a2-a3\na4 b2"));
	drop(&f);
}

TEST(run_over_three_parts_of_one_paragraph_is_found)
{
	const char *const text[] = { "-a1 a2\n", "+a3\n", "k1 k2 k3 k4 k5\n", "+a4 a5 a6\n",
		"x A1 (a2) a3, a4-a5 A6\n" };
	assert_outcome(6, text, 5, "wwkww");
}

TEST(run_of_words_of_any_script_and_length_is_found)
{
	static char secret[512], copy[512];
	const char *const text[] = { secret, copy };

	sprintf(secret, "-caf\xc3\xa9 na\xc3\xafve %0100d \xe4\xb8\xad\xe5\x9b\xbd x\n", 7);
	sprintf(copy, "0 CAF\xc3\xa9: Na\xc3\xafVE; %0100d \xe4\xb8\xad\xe5\x9b\xbd y\n", 7);
	assert_outcome(4, text, 2, "ww");
	assert_outcome(5, text, 2, "wk");
}

/* Short words fill the tables beyond their first size; the run stands where the words are read in the next step. */
TEST(run_is_found_in_long_texts_of_short_words)
{
	enum {
		WORDS = 30000,
		RUN = 8
	};
	static char source[4 * WORDS * 8];

	for (size_t place = 0; place < WORDS - RUN; place += 1009) {
		static char secret[WORDS * 8], kept[WORDS * 8];
		const char *const text[] = { secret, kept };
		struct fixture f;
		size_t found, s = 0, k = 0;
		s += (size_t)sprintf(secret, "-");
		for (size_t i = 0; i < WORDS; i++)
			s += (size_t)sprintf(secret + s, "%zx ", i);
		for (size_t i = 0; i < WORDS; i++)
			k += (size_t)sprintf(kept + k, "%s%zx ",
			    i >= 12345 && i < 12345 + RUN ? "" : "k",
			    i >= 12345 && i < 12345 + RUN ? place + i - 12345 : i);
		build(&f, RUN, text, 2, source);
		assert_ok(repeats_withhold(f.repeats, &f.plan, &found, NULL));
		assert_int_equal(found, 1);
		drop(&f);
		build(&f, RUN + 1, text, 2, source);
		assert_ok(repeats_withhold(f.repeats, &f.plan, &found, NULL));
		assert_int_equal(found, 0);
		drop(&f);
	}
}

/* plan_finish() turns what was decided of a banner into "computed"; the other portions are sought as before. */
TEST(portion_that_is_computed_afterwards_moves_no_other)
{
	static char source[4096];
	const char *const text[] = { "-b1 b2 b3 b4 b5 b6 b7\n", "k1 k2 k3 k4\n",
		"-c1 c2 c3 c4 c5 c6 c7\n" };
	struct fixture f;
	size_t found;

	build(&f, 4, text, 3, source);
	assert_ok(repeats_withhold(f.repeats, &f.plan, &found, NULL));
	f.plan.decisions[0].reason = REASON_COMPUTED;
	assert_false(search(&f, "b1 b2 b3 b4 b5"));
	assert_true(search(&f, "k4 c3 c4 c5 c6"));
	drop(&f);
}

TEST(text_is_searched_where_nothing_was_withheld_for_repeating)
{
	static char source[4096];
	const char *const text[] = { "-a1 a2 a3 a4\n", "b1 b2 b3 b4\n" };
	struct fixture f;

	build(&f, 4, text, 2, source);
	assert_true(search(&f, "a1 a2 a3 a4"));
	drop(&f);
}

/* A long document of several messages is searched in two shares. The words repeat often enough for runs everywhere. */
enum {
	LONG_PORTIONS = 24000,
	LONG_WORDS = 40
};

static uint32_t
drawn(uint64_t *state, uint32_t below)
{
	*state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*state >> 33) % below;
}

/* Words of a vocabulary of so many; every `each` portions a message begins. */
static void
build_long(struct fixture *f, char *source, uint32_t vocabulary, size_t each)
{
	uint64_t state = 7;
	size_t at = 0;

	for (size_t i = 0; i < LONG_PORTIONS; i++)
		for (size_t j = 0; j < LONG_WORDS; j++)
			at += (size_t)sprintf(source + at, "w%03u%c", drawn(&state, vocabulary),
			    j + 1 < LONG_WORDS ? ' ' : '\n');
	document_init(&f->document, "test", slice_of(source, at), NULL);
	for (size_t i = 0; i < LONG_PORTIONS; i++) {
		struct portion p = { .start = i * (at / LONG_PORTIONS),
			.end = (i + 1) * (at / LONG_PORTIONS),
			.parent = PORTION_TOP,
			.kind = PORTION_PARAGRAPH };
		if (i % each == 0)
			assert_ok(document_add_message(&f->document, NULL));
		assert_ok(document_add(&f->document, &p, NULL));
	}
	assert_int_equal(f->document.portions[LONG_PORTIONS - 1].end, at);
	assert_ok(plan_init(&f->plan, &f->document, NULL));
	for (size_t i = 0; i < LONG_PORTIONS; i++)
		f->plan.decisions[i].action = drawn(&state, 3) == 0 ? ACTION_WITHHOLD : ACTION_KEEP;
	assert_ok(repeats_new(4, &f->repeats, NULL));
}

/* With 20 words nearly every run stands twice, in the undivided document more than are noted one by one; with 400 few do. */
TEST(where_a_long_document_is_divided_changes_nothing)
{
	static char source[LONG_PORTIONS * LONG_WORDS * 5 + 1];
	static const uint32_t vocabularies[] = { 20, 60, 150, 400 };

	for (size_t v = 0; v < sizeof vocabularies / sizeof *vocabularies; v++) {
		struct fixture whole, parts;
		size_t all, found;
		build_long(&whole, source, vocabularies[v], LONG_PORTIONS);
		build_long(&parts, source, vocabularies[v], 7);
		assert_ok(repeats_withhold(whole.repeats, &whole.plan, &all, NULL));
		assert_ok(repeats_withhold(parts.repeats, &parts.plan, &found, NULL));
		assert_int_equal(found, all);
		assert_true(all > 0);
		for (size_t i = 0; i < LONG_PORTIONS; i++)
			assert_int_equal(
			    parts.plan.decisions[i].action, whole.plan.decisions[i].action);
		drop(&whole);
		drop(&parts);
	}
}

/* The second share begins in the middle of the source; the run ends so many words behind it. */
TEST(run_of_kept_words_across_the_middle_of_a_long_document_is_found)
{
	static char source[((size_t)1 << 20) + 4096];
	static const char *const secret = "s1 s2 s3 s4 s5 s6 s7 s8 ";

	for (size_t behind = 1; behind < 8; behind++) {
		struct fixture f;
		size_t len = sizeof source - 1, middle = len / 2 + 100, found;
		memset(source, '.', len);
		source[len] = '\0';
		memcpy(source + 100, secret, strlen(secret));
		memcpy(source + middle - (8 - behind) * 3, secret, strlen(secret));
		const size_t ends[] = { 1000, middle, middle + 2000, len };
		document_init(&f.document, "test", slice_str(source), NULL);
		for (size_t i = 0; i < 4; i++) {
			struct portion p = { .start = i == 0 ? 0 : ends[i - 1],
				.end = ends[i],
				.parent = PORTION_TOP,
				.kind = PORTION_PARAGRAPH };
			assert_ok(document_add_message(&f.document, NULL));
			assert_ok(document_add(&f.document, &p, NULL));
		}
		assert_ok(plan_init(&f.plan, &f.document, NULL));
		for (size_t i = 1; i < 4; i++)
			f.plan.decisions[i].action = ACTION_KEEP;
		assert_ok(repeats_new(8, &f.repeats, NULL));
		assert_ok(repeats_withhold(f.repeats, &f.plan, &found, NULL));
		assert_int_equal(found, 1);
		assert_int_equal(f.plan.decisions[2].action, ACTION_WITHHOLD);
		drop(&f);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(run_of_eight_withheld_words_elsewhere_is_withheld_too),
		cmocka_unit_test(run_of_seven_is_not_enough_when_eight_are_asked_for),
		cmocka_unit_test(run_is_found_wherever_it_stands),
		cmocka_unit_test(copy_of_a_copy_is_withheld),
		cmocka_unit_test(copy_that_shares_its_middle_with_the_first_secret_is_withheld),
		cmocka_unit_test(run_across_two_kept_neighbours_is_found),
		cmocka_unit_test(run_across_two_withheld_neighbours_is_no_run),
		cmocka_unit_test(run_goes_on_behind_a_section_break),
		cmocka_unit_test(endless_chain_of_copies_is_refused),
		cmocka_unit_test(written_text_is_searched_for_what_the_plan_withholds),
		cmocka_unit_test(run_over_three_parts_of_one_paragraph_is_found),
		cmocka_unit_test(run_of_words_of_any_script_and_length_is_found),
		cmocka_unit_test(run_is_found_in_long_texts_of_short_words),
		cmocka_unit_test(portion_that_is_computed_afterwards_moves_no_other),
		cmocka_unit_test(text_is_searched_where_nothing_was_withheld_for_repeating),
		cmocka_unit_test(where_a_long_document_is_divided_changes_nothing),
		cmocka_unit_test(run_of_kept_words_across_the_middle_of_a_long_document_is_found),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
