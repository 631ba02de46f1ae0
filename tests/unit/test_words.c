#include "unit.h"

#include <stdio.h>
#include <stdlib.h>

#include "pipeline/words.h"

static const struct word_key key = { UINT64_C(0x8d1f3a77c05be926), UINT64_C(0x51e2b90f6cd8a473) };

static uint64_t
word_of(const char *text)
{
	struct stretch all = { .text = slice_str(text), .end = strlen(text) };
	uint64_t hashes[WORDS_ROOM];

	assert_int_equal(words_read(&all, &key, hashes, WORDS_ROOM), 1);
	assert_int_equal(all.at, all.end);
	return hashes[0];
}

/* All words of a stretch, in as many steps as the room makes of it. */
static size_t
read_stretch(struct stretch stretch, size_t room, uint64_t *hashes)
{
	size_t count = 0;

	for (size_t more; (more = words_read(&stretch, &key, hashes + count, room)) > 0;)
		count += more;
	assert_int_equal(stretch.at, stretch.end);
	return count;
}

static size_t
read_all(struct slice text, size_t room, uint64_t *hashes)
{
	return read_stretch((struct stretch){ .text = text, .end = text.len }, room, hashes);
}

TEST(word_ends_at_blanks_line_breaks_and_punctuation)
{
	struct slice text = slice_str("  (Oren)\nHalvard's 40,000 caf\xc3\xa9 -- ");
	const char *const words[] = { "oren", "halvard", "s", "40", "000", "caf\xc3\xa9" };
	uint64_t hashes[WORDS_ROOM];

	assert_int_equal(read_all(text, WORDS_ROOM, hashes), 6);
	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		assert_true(hashes[i] == word_of(words[i]));
}

TEST(words_that_differ_hash_differently_and_case_is_folded)
{
	assert_true(word_of("halvard") == word_of("HALVARD"));
	assert_true(word_of("halvard") != word_of("halvart"));
	assert_true(word_of("ab") != word_of("ba"));
	assert_true(word_of("a") != word_of("aa"));
	assert_true(word_of("administratively") != word_of("administrativelys"));
}

/* Each ASCII byte by itself, between two letters: does it part them? */
TEST(only_letters_and_digits_are_part_of_a_word)
{
	for (int c = 1; c < 0x80; c++) {
		char text[] = { 'a', (char)c, 'b', '\0' };
		bool part =
		    (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		uint64_t hashes[WORDS_ROOM];
		assert_int_equal(read_all(slice_str(text), WORDS_ROOM, hashes), part ? 1 : 2);
	}
}

/* Every length of a word at every place, before the end of the text and before more of it. */
TEST(word_has_one_hash_wherever_it_stands)
{
	char word[201], text[600];
	uint64_t hashes[2 * WORDS_ROOM];

	for (size_t len = 1; len <= 200; len++) {
		for (size_t i = 0; i < len; i++)
			word[i] = (char)('a' + (i * 7 + len) % 26);
		word[len] = '\0';
		uint64_t alone = word_of(word);
		for (size_t before = 0; before < 140; before++) {
			for (int after = 0; after <= 150; after += 50) {
				sprintf(text, "%*s%s%*s", (int)before, "", word, after, "");
				assert_int_equal(read_all(slice_str(text), WORDS_ROOM, hashes), 1);
				assert_true(hashes[0] == alone);
			}
		}
	}
}

/* The text is read from a block of its very length, so that a reader of more is caught where memory is watched. */
TEST(nothing_behind_the_text_is_read)
{
	for (size_t len = 0; len < 300; len++) {
		uint64_t hashes[WORDS_ROOM * 8];
		unsigned char *bytes = malloc(len > 0 ? len : 1);
		assert_non_null(bytes);
		for (size_t i = 0; i < len; i++)
			bytes[i] = i % 5 == 4 ? ' ' : 'x';
		size_t count = read_all(slice_of(bytes, len), WORDS_ROOM, hashes);
		assert_int_equal(count, (len + 4) / 5);
		free(bytes);
	}
}

/* Every stretch of a text against a copy of its bytes alone. */
TEST(what_stands_around_a_stretch_is_no_part_of_its_words)
{
	char text[260];
	uint64_t within[200], alone[200];

	for (size_t i = 0; i < sizeof text; i++)
		text[i] = (i * i / 7) % 11 == 0 ? ' ' : (char)('a' + i % 23);
	memset(text + 90, 'z', 80);
	for (size_t at = 0; at < sizeof text; at++)
		for (size_t end = at; end <= sizeof text; end++) {
			struct stretch stretch = { slice_of(text, sizeof text), at, end };
			size_t count = read_stretch(stretch, WORDS_ROOM, within);
			assert_int_equal(
			    count, read_all(slice_of(text + at, end - at), WORDS_ROOM, alone));
			if (count > 0)
				assert_memory_equal(within, alone, count * sizeof alone[0]);
		}
}

TEST(small_room_makes_more_steps_and_the_same_words)
{
	static char text[4000];
	uint64_t one[2000], other[2000];

	for (size_t i = 0; i + 1 < sizeof text; i++)
		text[i] = (i * i / 3) % 4 == 0 ? ' ' : (char)('a' + i % 23);
	size_t count = read_all(slice_str(text), 2000, one);
	assert_true(count > 500);
	assert_int_equal(read_all(slice_str(text), WORDS_ROOM, other), count);
	assert_memory_equal(one, other, count * sizeof one[0]);
}

/* The fingerprint of a run depends on its words alone, not on what stood before them. */
TEST(run_forgets_the_words_that_left_it)
{
	const uint64_t words[] = { 3, 1, 4, 1, 5, 9, 2, 6, 5, 3 };
	struct word_run run = word_run_of(4);
	uint64_t sum = word_run_sum(&run, words + 3);

	for (size_t i = 4; i < 10; i++) {
		sum = word_run_next(&run, sum, words + i);
		assert_true(sum == word_run_sum(&run, words + i));
	}
}

TEST(run_knows_the_order_of_its_words)
{
	const uint64_t a[] = { 1, 2 }, b[] = { 2, 1 };
	struct word_run run = word_run_of(2);

	assert_true(word_run_sum(&run, a + 1) != word_run_sum(&run, b + 1));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(word_ends_at_blanks_line_breaks_and_punctuation),
		cmocka_unit_test(words_that_differ_hash_differently_and_case_is_folded),
		cmocka_unit_test(only_letters_and_digits_are_part_of_a_word),
		cmocka_unit_test(word_has_one_hash_wherever_it_stands),
		cmocka_unit_test(nothing_behind_the_text_is_read),
		cmocka_unit_test(what_stands_around_a_stretch_is_no_part_of_its_words),
		cmocka_unit_test(small_room_makes_more_steps_and_the_same_words),
		cmocka_unit_test(run_forgets_the_words_that_left_it),
		cmocka_unit_test(run_knows_the_order_of_its_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
