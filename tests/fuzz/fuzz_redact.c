/*
 * The whole corridor on a document, with a shipped policy: the first byte says which. It ends well or with a documented
 * refusal that fills no output; how often the recheck refused what was written is said at the end.
 */
#include "fuzz.h"

#include "tearline.h"

struct bytes {
	uint8_t *ptr;
	size_t len;
};

static size_t runs, released, rechecked;

static int
write_bytes(void *context, const void *bytes, size_t len)
{
	struct bytes *to = context;
	to->ptr = realloc(to->ptr, to->len + len + 1);
	LAW(to->ptr != NULL);
	if (len > 0)
		memcpy(to->ptr + to->len, bytes, len);
	to->len += len;
	return 0;
}

static int64_t
read_back(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	const struct bytes *output = context;
	size_t left = offset < output->len ? output->len - (size_t)offset : 0;
	size_t n = left < capacity ? left : capacity;
	if (n > 0)
		memcpy(bytes, output->ptr + offset, n);
	return (int64_t)n;
}

static void
say(void)
{
	fprintf(stderr, "%zu runs, %zu released, %zu refused by the recheck\n", runs, released,
	    rechecked);
}

static const struct tl_policy *
policy_of(uint8_t byte)
{
	static const char *const names[] = { "us-public.xml", "us-coalition.xml", "us-foia.xml",
		"strict.xml" };
	static struct tl_policy *policies[4];
	if (policies[0] == NULL)
		(void)atexit(say);
	for (size_t i = 0; policies[3] == NULL && i < 4; i++) {
		const void *xml;
		size_t len;
		LAW(tl_resource(names[i], &xml, &len, NULL) == TL_OK);
		LAW(tl_policy_load(xml, len, names[i], &policies[i], NULL) == TL_OK);
	}
	return policies[byte % 4];
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes output = { 0 }, manifest = { 0 }, record = { 0 };
	struct tl_error e = { 0 };
	if (size == 0)
		return 0;
	const struct tl_policy *policy = policy_of(data[0]);
	const struct tl_source source = { data + 1, size - 1, "fuzz.txt", NULL };
	const struct tl_release to = { .output_name = "out.txt",
		.now = INT64_C(1790000000),
		.output = { &output, write_bytes },
		.read_back = read_back,
		.context = &output,
		.manifest = { &manifest, write_bytes },
		.record = { &record, write_bytes } };
	tl_status status = tl_redact(policy, &source, NULL, &to, NULL, &e);
	runs++;
	released += status == TL_OK;
	rechecked += status != TL_OK && strstr(e.what, "recheck") != NULL;
	LAW(status == TL_OK || status == TL_DOCUMENT || status == TL_NO || status == TL_POLICY);
	LAW(status == TL_OK || e.what[0] != '\0');
	free(output.ptr);
	free(manifest.ptr);
	free(record.ptr);
	return 0;
}
