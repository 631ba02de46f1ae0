#include "base/unicode.h"
#include "base/utf8.h"
#include "format/format.h"
#include "format/memo.h"
#include "format/telegram.h"

static const size_t head_size = (size_t)64 << 10;
/* Offsets inside a portion have 32 bits. */
static const size_t largest_text = UINT32_MAX;

const struct format *const formats[] = { &memo, &telegram, NULL };

const struct format *
format_find(const char *name)
{
	for (const struct format *const *f = formats; *f != NULL; f++)
		if (strcmp((*f)->name, name) == 0)
			return *f;
	return NULL;
}

tl_status
format_detect(struct slice source, const char *file, const struct scheme *scheme,
    const struct format **out, struct tl_error *e)
{
	struct slice head = slice_sub(source, 0, source.len < head_size ? source.len : head_size);
	int best = 0;
	bool tied = false;

	*out = NULL;
	for (const struct format *const *f = formats; *f != NULL; f++) {
		int bid = (*f)->bid(head, scheme);
		if (bid > best)
			*out = *f;
		tied = bid > 0 && bid == best ? true : (bid > best ? false : tied);
		best = bid > best ? bid : best;
	}
	if (*out != NULL && !tied)
		return TL_OK;
	*out = NULL;
	return error_at(e, TL_DOCUMENT, file, 0, 0,
	    tied ? "two formats fit this document; say which one with --format"
		 : "no format fits this document; say which one with --format");
}

static size_t
line_of(struct slice source, size_t offset)
{
	size_t line = 1;
	for (size_t i = 0; i < offset; i++)
		line += source.ptr[i] == '\n';
	return line;
}

tl_status
format_check_text(struct slice source, const char *file, struct tl_error *e)
{
	if (source.len == 0)
		return error_at(e, TL_DOCUMENT, file, 0, 0, "the document is empty");
	if (source.len > largest_text)
		return error_at(e, TL_DOCUMENT, file, 0, 0,
		    "the document is larger than 4 GiB; divide it into parts");
	const unsigned char *nul = memchr(source.ptr, '\0', source.len);
	if (nul != NULL)
		return error_at(e, TL_DOCUMENT, file, line_of(source, (size_t)(nul - source.ptr)),
		    0, "a NUL byte: this is no text");
	size_t plain = slice_ascii_length(source);
	size_t bad = plain + utf8_check(slice_sub(source, plain, source.len));
	if (bad != source.len)
		return error_at(e, TL_DOCUMENT, file, line_of(source, bad), 0,
		    "bytes that are not UTF-8; convert the document to UTF-8");
	return plain < source.len ? unicode_start(e) : TL_OK;
}
