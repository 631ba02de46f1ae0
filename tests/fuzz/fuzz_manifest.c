/*
 * A manifest against an output: the first two bytes say how long the output is, which comes next; the rest is the manifest.
 * A release that fits is, line for line, what the writer prints, and its digest is that of its bytes; one that does not leaves
 * nothing behind but a reason, and the same one however the bytes arrive.
 */
#include "fuzz.h"

#include "manifest/verify.h"

struct cursor {
	const uint8_t *at;
	size_t left, step;
};

static int64_t
read_bytes(void *context, void *bytes, size_t capacity)
{
	struct cursor *c = context;
	size_t n = c->left < capacity ? c->left : capacity;
	if (n > c->step)
		n = c->step;
	if (n > 0)
		memcpy(bytes, c->at, n);
	c->at += n;
	c->left -= n;
	return (int64_t)n;
}

static tl_status
verify(struct slice manifest, struct slice output, size_t step, struct manifest_verdict *verdict,
    struct digest *digest)
{
	struct cursor m = { manifest.ptr, manifest.len, step },
		      o = { output.ptr, output.len, step };
	struct tl_error e = { 0 };
	tl_status status = manifest_verify((struct tl_reader){ &m, read_bytes },
	    (struct tl_reader){ &o, read_bytes }, NULL, verdict, digest, &e);
	LAW(status == TL_OK || status == TL_NO);
	LAW((status == TL_OK) == (verdict->reason == MANIFEST_FITS));
	LAW(status == TL_OK || e.what[0] != '\0');
	return status;
}

static void
print_again(struct slice manifest)
{
	static unsigned char scratch[FORM_LINE_MAX], printed[FORM_LINE_MAX];
	struct form_value values[FORM_FIELDS_MAX];
	enum form_line line;
	size_t len;
	while (manifest.len > 0) {
		const unsigned char *feed = memchr(manifest.ptr, '\n', manifest.len);
		LAW(feed != NULL);
		struct slice one = slice_sub(manifest, 0, (size_t)(feed - manifest.ptr) + 1);
		LAW(form_parse(one, scratch, &line, values) == FLAW_NONE);
		LAW(form_print(line, values, printed, &len, NULL) == TL_OK);
		LAW(slice_equal(one, slice_of(printed, len)));
		manifest = slice_sub(manifest, one.len, manifest.len);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct manifest_verdict whole, pieces;
	struct digest digest, again;
	if (size < 2)
		return 0;
	size_t length = (size_t)data[0] << 8 | data[1];
	if (length > size - 2)
		return 0;
	struct slice output = slice_of(data + 2, length);
	struct slice manifest = slice_of(data + 2 + length, size - 2 - length);
	tl_status status = verify(manifest, output, SIZE_MAX, &whole, &digest);
	LAW(verify(manifest, output, 7, &pieces, &again) == status);
	LAW(pieces.reason == whole.reason && pieces.line == whole.line);
	LAW(digest_equal(&digest, &again));
	struct hasher hasher;
	if (status != TL_OK)
		return 0;
	LAW(hasher_init(&hasher, NULL) == TL_OK);
	LAW(hasher_digest(&hasher, manifest, &again, NULL) == TL_OK);
	LAW(digest_equal(&digest, &again));
	hasher_release(&hasher);
	print_again(manifest);
	return 0;
}
