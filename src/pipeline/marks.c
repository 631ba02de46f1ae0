#include <stdalign.h>
#include <stddef.h>

#include "base/utf8.h"
#include "marking/ism.h"
#include "marking/suggest.h"
#include "pipeline/library.h"
#include "pipeline/marks.h"

static enum mark_form
form_of(enum tl_form form)
{
	switch (form) {
	case TL_FORM_AUTO:
		return MARK_AUTO;
	case TL_FORM_PORTION:
		return MARK_PORTION;
	case TL_FORM_BANNER:
		return MARK_BANNER;
	case TL_FORM_FIELDS:
		return MARK_FIELDS;
	case TL_FORM_ISM:
		break;
	}
	return MARK_AUTO;
}

static tl_status
read_any(const struct scheme *scheme, struct slice input, enum tl_form form, struct arena *arena,
    struct mark *out, struct tl_error *e)
{
	return form == TL_FORM_ISM ? ism_parse(scheme, input, arena, out, e)
				   : mark_parse(scheme, input, form_of(form), arena, out, e);
}

static tl_status
put_form(struct put *put, const char *name, const struct mark *mark, enum mark_form form,
    struct buf *text, struct tl_error *e)
{
	buf_clear(text);
	if (mark->state == MARK_READ)
		marking_print(mark->marking, form, text);
	put_text(put, name, buf_slice(text));
	return buf_check(text, e);
}

/* The rule's words, and of the first that is about a misspelled word what it may have been. */
static tl_status
put_findings(struct put *put, const struct scheme *scheme, const struct finding *finding,
    struct slice input, struct buf *text, struct tl_error *e)
{
	bool suggested = false;

	put_list(put, "findings");
	for (; finding != NULL; finding = finding->next) {
		buf_clear(text);
		buf_add_str(text, finding->text);
		if (!suggested && finding_is_of_a_word(scheme, finding)) {
			mark_add_suggestions(scheme, input, text);
			suggested = true;
		}
		put_object(put, NULL);
		put_string(put, "rule", finding->rule);
		put_string(
		    put, "severity", finding->severity == SEVERITY_ERROR ? "error" : "warning");
		put_text(put, "text", buf_slice(text));
		put_close(put);
	}
	put_close(put);
	return buf_check(text, e);
}

/* Bytes that are no UTF-8 are answered as U+FFFD each: an answer is text. */
static tl_status
put_input(struct put *put, struct slice input, struct buf *text, struct tl_error *e)
{
	buf_clear(text);
	for (size_t at = 0; at < input.len;) {
		uint32_t character = utf8_next(input, &at);
		utf8_add(text, character == UTF8_BAD ? 0xfffd : character);
	}
	put_text(put, "input", buf_slice(text));
	return buf_check(text, e);
}

static tl_status
put_all(struct put *put, const struct scheme *scheme, struct slice input, const struct mark *mark,
    struct buf *text, struct tl_error *e)
{
	bool valid = mark->state == MARK_READ && mark->valid;
	put_row(put);
	if (utf8_check(input) == input.len)
		put_text(put, "input", input);
	else
		TRY(put_input(put, input, text, e));
	put_bool(put, "valid", valid);
	put_bool(put, "known", mark->state == MARK_READ && marking_is_known(mark->marking));
	put_string(put, "level", scheme_level_name(scheme, marking_level(mark->marking)));
	put_string(put, "system", marking_system(mark->marking));
	TRY(put_form(put, "portion", mark, MARK_PORTION, text, e));
	TRY(put_form(put, "banner", mark, MARK_BANNER, text, e));
	if (scheme_has_fields(scheme))
		TRY(put_form(put, "fields", mark, MARK_FIELDS, text, e));
	TRY(put_findings(put, scheme, mark->findings, input, text, e));
	TRY(put_end(put, e));
	return valid ? TL_OK : TL_NO;
}

tl_status
put_mark(struct put *put, const struct scheme *scheme, struct slice input, const struct mark *mark,
    struct tl_error *e)
{
	struct buf text;

	buf_init(&text, MARK_CEILING);
	tl_status status = put_all(put, scheme, input, mark, &text, e);
	buf_release(&text);
	return status;
}

/* One mark is little: it is made on the stack. */
tl_status
tl_mark_parse(const struct tl_scheme *scheme, const void *text, size_t len, enum tl_form form,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct arena arena;
	struct mark mark;
	alignas(max_align_t) unsigned char near[4096];

	arena_init_near(&arena, near, sizeof near, MARK_CEILING);
	struct slice input = slice_of(text, len);
	tl_status status = read_any(scheme->scheme, input, form, &arena, &mark, e);
	if (status == TL_OK)
		status = put_mark(&put, scheme->scheme, input, &mark, e);
	arena_release(&arena);
	return status;
}

tl_status
tl_mark_print_ism(const struct tl_scheme *scheme, const void *text, size_t len,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct arena arena;
	struct mark mark;
	struct buf buf;

	arena_init(&arena, MARK_CEILING);
	buf_init(&buf, MARK_CEILING);
	struct slice input = slice_of(text, len);
	tl_status status = mark_parse(scheme->scheme, input, MARK_AUTO, &arena, &mark, e);
	if (status != TL_OK)
		goto out;
	bool said = mark.state == MARK_READ && ism_print(mark.marking, &buf);
	status = buf_check(&buf, e);
	if (status != TL_OK)
		goto out;
	put_row(&put);
	put_text(&put, "input", input);
	put_text(&put, "ism", buf_slice(&buf));
	status = put_end(&put, e);
	if (status == TL_OK && !said)
		status = TL_NO;
out:
	buf_release(&buf);
	arena_release(&arena);
	return status;
}

tl_status
tl_mark_authority(const struct tl_scheme *scheme, const void *attributes, size_t len,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct buf buf;

	buf_init(&buf, MARK_CEILING);
	bool said = ism_authority(scheme->scheme, slice_of(attributes, len), &buf);
	tl_status status = buf_check(&buf, e);
	struct slice rest = buf_slice(&buf);
	while (status == TL_OK && rest.len > 0) {
		put_row(&put);
		put_text(&put, "line", slice_split(&rest, '\n'));
	}
	if (status == TL_OK)
		status = put_end(&put, e);
	buf_release(&buf);
	return status == TL_OK && !said ? TL_NO : status;
}

static tl_status
read_mark(const struct scheme *scheme, struct slice text, const char *which, struct arena *arena,
    const struct marking **out, struct tl_error *e)
{
	struct mark mark;

	TRY(mark_parse(scheme, text, MARK_AUTO, arena, &mark, e));
	*out = mark.marking;
	if (mark.state != MARK_READ)
		return error_set(e, TL_USAGE,
		    "the %s marking cannot be read; `tearline mark parse` says why", which);
	return TL_OK;
}

enum tl_order
order_of(const struct marking *first, const struct marking *second)
{
	bool above = marking_dominates(first, second);
	bool below = marking_dominates(second, first);

	if (above && below)
		return TL_EQUAL;
	return above ? TL_DOMINATES : below ? TL_DOMINATED : TL_INCOMPARABLE;
}

tl_status
tl_mark_compare(const struct tl_scheme *scheme, const void *a, size_t a_len, const void *b,
    size_t b_len, enum tl_order *out, struct tl_error *e)
{
	const struct marking *first, *second;
	struct arena arena;

	*out = TL_INCOMPARABLE;
	arena_init(&arena, MARK_CEILING);
	tl_status status =
	    read_mark(scheme->scheme, slice_of(a, a_len), "first", &arena, &first, e);
	if (status == TL_OK)
		status =
		    read_mark(scheme->scheme, slice_of(b, b_len), "second", &arena, &second, e);
	if (status == TL_OK)
		*out = order_of(first, second);
	arena_release(&arena);
	return status;
}

tl_status
tl_mark_crossing(const struct tl_scheme *scheme, const void *a, size_t a_len, const void *b,
    size_t b_len, const struct tl_answer *answer, struct tl_error *e)
{
	const struct marking *first, *second;
	struct put put = { .answer = answer };
	struct crossing crossing;
	struct arena arena;

	arena_init(&arena, MARK_CEILING);
	tl_status status =
	    read_mark(scheme->scheme, slice_of(a, a_len), "first", &arena, &first, e);
	if (status == TL_OK)
		status =
		    read_mark(scheme->scheme, slice_of(b, b_len), "second", &arena, &second, e);
	if (status != TL_OK || !marking_crossing(first, second, &crossing))
		goto out;
	put_row(&put);
	put_string(&put, "scheme", crossing.scheme);
	put_number(&put, "line", crossing.line);
	put_string(&put, "text", crossing.text);
	status = put_end(&put, e);
out:
	arena_release(&arena);
	return status;
}
