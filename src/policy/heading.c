#include "policy/heading.h"
#include "base/unicode.h"
#include "policy/compiled.h"

/* Folding can make text longer, but not without end (UAX #15: NFKC grows UTF-8 at most elevenfold). */
static const size_t growth = 12;

static bool
is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* In place: ASCII letters small, runs of blanks one blank, none at the ends. */
static void
squeeze(struct buf *buf)
{
	size_t len = 0;

	for (size_t i = 0; i < buf->len; i++) {
		unsigned char c = buf->ptr[i];
		if (c >= 'A' && c <= 'Z')
			c = (unsigned char)(c - 'A' + 'a');
		if (!is_blank(c))
			buf->ptr[len++] = c;
		else if (len > 0 && buf->ptr[len - 1] != ' ')
			buf->ptr[len++] = ' ';
	}
	buf->len = len > 0 && buf->ptr[len - 1] == ' ' ? len - 1 : len;
}

static tl_status
fold(struct slice words, struct buf *out, struct tl_error *e)
{
	unicode_fold(words, out);
	squeeze(out);
	return buf_check(out, e);
}

tl_status
heading_fold(struct slice words, struct arena *arena, struct slice *out, struct tl_error *e)
{
	struct buf buf;

	*out = (struct slice){ 0 };
	buf_init(&buf, words.len * growth + 64);
	tl_status status = fold(words, &buf, e);
	const char *copy = status == TL_OK ? arena_copy(arena, buf_slice(&buf)) : NULL;
	if (copy != NULL)
		*out = slice_of(copy, buf.len);
	else if (status == TL_OK)
		status = error_memory(e);
	buf_release(&buf);
	return status;
}

tl_status
heading_match(const struct policy *policy, struct slice text, uint64_t *out, struct tl_error *e)
{
	struct buf buf;

	*out = 0;
	buf_init(&buf, text.len * growth + 64);
	tl_status status = fold(text, &buf, e);
	for (size_t i = 0; status == TL_OK && i < policy->heading_count; i++)
		if (memmem(buf.ptr, buf.len, policy->headings[i].ptr, policy->headings[i].len) !=
		    NULL)
			*out |= UINT64_C(1) << i;
	buf_release(&buf);
	return status;
}

tl_status
heading_step(const struct policy *policy, const struct document *document, size_t index,
    uint64_t *headings, struct tl_error *e)
{
	const struct portion *p = &document->portions[index];

	if (policy->heading_count == 0)
		return TL_OK;
	if (document->messages[p->message].first == index)
		*headings = 0;
	if (p->kind != PORTION_HEADING)
		return TL_OK;
	return heading_match(policy, portion_text(document, p), headings, e);
}
