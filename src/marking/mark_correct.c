#include "base/unicode.h"
#include "marking/suggest.h"
#include "marking/value.h"

static const size_t longest_correction = 4096;

static bool
is_blank(unsigned char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f';
}

/* Capitals, one blank for each run of blanks, none beside a slash or a parenthesis: what changes no word. */
static void
add_plain(struct slice text, struct buf *out)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		if (!is_blank(c)) {
			buf_add_byte(
			    out, c >= 'a' && c <= 'z' ? (unsigned char)(c - 'a' + 'A') : c);
			continue;
		}
		while (i + 1 < text.len && is_blank(text.ptr[i + 1]))
			i++;
		bool beside = out->len == 0 || i + 1 == text.len ||
		    memchr("/(", out->ptr[out->len - 1], 2) != NULL ||
		    memchr("/)", text.ptr[i + 1], 2) != NULL;
		if (!beside)
			buf_add_byte(out, ' ');
	}
}

/* Would anything that the mark says be missing from what is printed, or does it hold what nobody knows? */
static bool
prints_all(const struct marking *marking)
{
	const struct scheme *scheme = marking->scheme;
	if (!marking_is_known(marking) || marking->damaged || marking->top)
		return false;
	for (size_t i = 0; i < marking->count; i++)
		if (scheme->categories[marking->controls[i].category].unshown)
			return false;
	return true;
}

/* The marking that the words say; NULL where they do not say one. */
static tl_status
words_say(const struct scheme *scheme, struct slice text, enum mark_form form, struct arena *arena,
    const struct marking **out, struct tl_error *e)
{
	struct mark mark;
	TRY(mark_parse(scheme, text, form, arena, &mark, e));
	*out = mark.state == MARK_READ ? mark.marking : mark.ordered;
	if (*out != NULL && !prints_all(*out))
		*out = NULL;
	return TL_OK;
}

/* What is printed reads as the same marking, without a finding that it was damaged, and prints as itself. */
static tl_status
is_stable(const struct scheme *scheme, const struct marking *said, struct slice printed,
    enum mark_form form, struct arena *arena, bool *stable, struct tl_error *e)
{
	struct mark again;
	struct buf twice;
	TRY(mark_parse(scheme, printed, form, arena, &again, e));
	buf_init(&twice, longest_correction);
	marking_print(again.marking, form, &twice);
	*stable = again.state == MARK_READ && marking_equal(said, again.marking) && !twice.failed &&
	    slice_equal(buf_slice(&twice), printed);
	buf_release(&twice);
	return TL_OK;
}

tl_status
mark_correct(const struct scheme *scheme, struct slice text, enum mark_form form,
    struct arena *arena, struct buf *out, struct tl_error *e)
{
	const struct marking *said = NULL;
	struct mark read;
	struct buf plain;
	bool stable = false;
	tl_status status = TL_OK;

	buf_clear(out);
	if (text.len > longest_correction || !slice_is_ascii(text))
		return TL_OK;
	buf_init(&plain, longest_correction);
	add_plain(text, &plain);
	status = buf_check(&plain, e);
	if (status == TL_OK)
		status = words_say(scheme, buf_slice(&plain), form, arena, &said, e);
	if (status != TL_OK || said == NULL)
		goto out;
	status = mark_parse(scheme, text, form, arena, &read, e);
	/* "(c)" is no mark but a number or a copyright sign; capitals would make it one. */
	if (status != TL_OK || read.state == MARK_NONE ||
	    (read.state == MARK_READ && !marking_equal(read.marking, said)))
		goto out;
	marking_print(said, form, out);
	if (out->failed || slice_equal(buf_slice(out), buf_slice(&plain))) {
		/* Only blanks or letter case differ, or nothing. */
		stable =
		    !out->failed && !slice_equal(buf_slice(out), text) && read.state != MARK_READ;
	} else {
		status = is_stable(scheme, said, buf_slice(out), form, arena, &stable, e);
	}
out:
	if (status != TL_OK || !stable)
		buf_clear(out);
	buf_release(&plain);
	return status;
}
