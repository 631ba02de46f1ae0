#include "unit.h"

#include "marking/distance.h"

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The table as a book prints it. */
static size_t
plain_distance(struct slice a, struct slice b)
{
	size_t table[DISTANCE_MAX + 1][DISTANCE_MAX + 1];

	for (size_t i = 0; i <= a.len; i++) {
		for (size_t j = 0; j <= b.len; j++) {
			table[i][j] = i == 0 ? j : i;
			if (i == 0 || j == 0)
				continue;
			bool same = a.ptr[i - 1] == b.ptr[j - 1];
			table[i][j] = least(table[i - 1][j], table[i][j - 1]) + 1;
			table[i][j] = least(table[i][j], table[i - 1][j - 1] + !same);
			if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] &&
			    a.ptr[i - 2] == b.ptr[j - 1])
				table[i][j] = least(table[i][j], table[i - 2][j - 2] + 1);
		}
	}
	return table[a.len][b.len];
}

static size_t
fast_distance(struct slice word, struct slice text)
{
	struct places places;
	places_fill(&places, word);
	return distance(&places, text);
}

TEST(each_kind_of_slip_counts_once)
{
	static const char *const words[] = { "SECRET", "SECRE", "SECRETS", "SEGRET", "SERCET" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		assert_int_equal(fast_distance(slice_str("SECRET"), slice_str(words[i])), i > 0);
	assert_int_equal(fast_distance(slice_str("SECRET"), slice_str("")), 6);
}

TEST(a_byte_that_is_not_ascii_is_equal_to_none)
{
	assert_int_equal(fast_distance(slice_str("S\xc3\xa9"), slice_str("S\xc3\xa9")), 2);
}

TEST(the_distance_is_that_of_the_plain_table)
{
	uint64_t random = 88172645463325252u;
	unsigned char a[DISTANCE_MAX], b[DISTANCE_MAX];
	size_t near = 0;

	for (size_t round = 0; round < 20000; round++) {
		size_t a_len = 1 + round % DISTANCE_MAX, b_len = 1 + round / 7 % DISTANCE_MAX;
		for (size_t i = 0; i < DISTANCE_MAX; i++) {
			random ^= random << 13;
			random ^= random >> 7;
			random ^= random << 17;
			a[i] = (random >> 40 & 1) != 0 ? 'A' : 'B';
			b[i] = (random >> 50) % 8 == 0 ? 'X' : a[i];
		}
		for (size_t i = 0; i + 1 < DISTANCE_MAX; i += 5 + round % 11) {
			unsigned char kept = b[i];
			b[i] = b[i + 1];
			b[i + 1] = kept;
		}
		struct slice word = slice_of(a, a_len), text = slice_of(b, b_len);
		size_t plain = plain_distance(word, text);
		near += plain < 8;
		assert_int_equal(fast_distance(word, text), plain);
	}
	assert_true(near > 1000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_of_slip_counts_once),
		cmocka_unit_test(a_byte_that_is_not_ascii_is_equal_to_none),
		cmocka_unit_test(the_distance_is_that_of_the_plain_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
