#include "unit.h"

#include "base/base64.h"

/* RFC 4648 §10 */
static const char *const vectors[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
	{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" },
	{ "foobar", "Zm9vYmFy" } };

TEST(the_vectors_of_rfc_4648_go_both_ways)
{
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++) {
		struct buf text;
		unsigned char bytes[6];
		size_t len;
		buf_init(&text, 64);
		base64_add(&text, slice_str(vectors[i][0]));
		assert_slice(buf_slice(&text), vectors[i][1]);
		assert_true(base64_take(slice_str(vectors[i][1]), bytes, sizeof bytes, &len));
		assert_slice(slice_of(bytes, len), vectors[i][0]);
		buf_release(&text);
	}
}

TEST(any_other_form_is_refused)
{
	static const char *const bad[] = { "Zg",
		"Zg=", "Zh==", "Zm9=", "Zg==Zg==", "Z===", "====", " Zg=", "Zg=\n", "Zm-v", "Zm_v",
		"Zm9v\n", "Zm9vYmFyZm9v" };
	unsigned char bytes[6];
	size_t len;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_false(base64_take(slice_str(bad[i]), bytes, sizeof bytes, &len));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_vectors_of_rfc_4648_go_both_ways),
		cmocka_unit_test(any_other_form_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
