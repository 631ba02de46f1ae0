#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pipeline/window.h"
#include "tearline.h"

/* A release of several windows: what is found in the last of them is found with its line. */

static const char head[] = "O 271130Z FEB 04\nFM AMEMBASSY PORT MARLOW\nTO SECSTATE WASHDC\nBT\n"
			   "S E C R E T PORT MARLOW 000417\n\nSUBJECT: (U) FISHERIES TALKS\n\n";

struct bytes {
	unsigned char *ptr;
	size_t len, capacity;
	const unsigned char *changed; /* what is read back there is this mark */
};

static int
write_bytes(void *context, const void *bytes, size_t len)
{
	struct bytes *to = context;
	if (to->len + len > to->capacity) {
		to->capacity = 2 * (to->capacity + len);
		to->ptr = realloc(to->ptr, to->capacity);
		assert_non_null(to->ptr);
	}
	memcpy(to->ptr + to->len, bytes, len);
	to->len += len;
	return 0;
}

/* As it was written, but for the mark of the last portion. */
static int64_t
read_back(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	const struct bytes *output = context;
	size_t left = offset < output->len ? output->len - (size_t)offset : 0;
	size_t n = left < capacity ? left : capacity;

	memcpy(bytes, output->ptr + offset, n);
	for (size_t at = output->len; output->changed != NULL && at-- > 0;) {
		if (memcmp(output->ptr + at, "(U)", 3) != 0)
			continue;
		for (size_t i = 0; i < 3; i++)
			if (at + i >= offset && at + i < offset + n)
				((unsigned char *)bytes)[at + i - offset] = output->changed[i];
		break;
	}
	return (int64_t)n;
}

static void
compose(struct bytes *out, size_t least)
{
	char words[4096];

	for (unsigned n = 0; out->len < least; n++) {
		size_t len = 0;
		for (unsigned i = 0; len + 40 < sizeof words; i++)
			len += (size_t)snprintf(words + len, sizeof words - len,
			    i % 8 == 7 ? "w%ux%u\n" : "w%ux%u ", n, i);
		(void)write_bytes(out, head, strlen(head));
		(void)write_bytes(out, "1. (U) It begins ", 17);
		(void)write_bytes(out, words, len);
		(void)write_bytes(out, ".\n\n2. (S) The quota.\n\n3. (U) The end.\nNNNN\n", 43);
	}
}

static tl_status
redact(const struct bytes *text, struct bytes *output, struct tl_error *e)
{
	struct tl_policy *policy;
	struct bytes manifest = { 0 };
	const void *xml;
	size_t len;
	const struct tl_source source = { text->ptr, text->len, "long.txt", NULL };
	const struct tl_release to = { .output_name = "out.txt",
		.now = INT64_C(1790000000),
		.output = { output, write_bytes },
		.read_back = read_back,
		.context = output,
		.manifest = { &manifest, write_bytes } };

	assert_ok(tl_resource("us-public.xml", &xml, &len, e));
	assert_ok(tl_policy_load(xml, len, "us-public", &policy, e));
	tl_status status = tl_redact(policy, &source, NULL, &to, NULL, e);
	tl_policy_free(policy);
	free(manifest.ptr);
	return status;
}

static size_t
lines_of(const struct bytes *text)
{
	size_t lines = 0;
	for (size_t i = 0; i < text->len; i++)
		lines += text->ptr[i] == '\n';
	return lines;
}

TEST(long_release_is_checked_to_its_end)
{
	struct bytes text = { 0 }, good = { 0 }, bad = { .changed = (const unsigned char *)"(S)" };
	struct tl_error e = { 0 };

	compose(&text, 3 * WINDOW_BYTES);
	assert_ok(redact(&text, &good, &e));
	assert_true(good.len > 2 * WINDOW_BYTES);
	assert_null(memmem(good.ptr, good.len, "quota", 5));
	assert_int_equal(redact(&text, &bad, &e), TL_DOCUMENT);
	assert_int_equal(e.line, lines_of(&bad) - 1); /* NNNN stands behind it */
	free(text.ptr);
	free(good.ptr);
	free(bad.ptr);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(long_release_is_checked_to_its_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
