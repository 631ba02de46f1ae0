#include "marking/label.h"
#include "pipeline/library.h"
#include "pipeline/marks.h"

tl_status
tl_label_parse(const struct tl_scheme *scheme, const struct tl_bytes *label, const char *file,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct arena arena;
	struct mark mark;

	arena_init(&arena, MARK_CEILING);
	struct slice xml = slice_of(label->ptr, label->len);
	tl_status status = label_parse(scheme->scheme, xml, file, &arena, &mark, e);
	if (status == TL_OK)
		status = put_mark(&put, scheme->scheme, slice_str(file), &mark, e);
	arena_release(&arena);
	return status;
}

tl_status
tl_label_compare(const struct tl_scheme *scheme, const struct tl_bytes labels[2],
    const char *const files[2], enum tl_order *out, struct tl_error *e)
{
	struct mark marks[2];
	struct arena arena;
	tl_status status = TL_OK;

	*out = TL_INCOMPARABLE;
	arena_init(&arena, MARK_CEILING);
	for (size_t i = 0; i < 2 && status == TL_OK; i++)
		status = label_parse(scheme->scheme, slice_of(labels[i].ptr, labels[i].len),
		    files[i], &arena, &marks[i], e);
	for (size_t i = 0; i < 2 && status == TL_OK; i++) {
		if (marks[i].state != MARK_READ || !marking_is_known(marks[i].marking))
			status = error_at(e, TL_DOCUMENT, files[i], 0, 0,
			    "the label has something that the scheme does not know; `tearline mark parse --label` says what");
	}
	if (status == TL_OK)
		*out = order_of(marks[0].marking, marks[1].marking);
	arena_release(&arena);
	return status;
}

tl_status
tl_label_print(const struct tl_scheme *scheme, const void *text, size_t len, struct tl_sink sink,
    struct tl_error *e)
{
	struct arena arena;
	struct mark mark;
	struct buf buf;

	arena_init(&arena, MARK_CEILING);
	buf_init(&buf, MARK_CEILING);
	tl_status status =
	    mark_parse(scheme->scheme, slice_of(text, len), MARK_AUTO, &arena, &mark, e);
	if (status == TL_OK && (mark.state != MARK_READ || !label_print(mark.marking, &buf)))
		status = error_set(e, TL_NO,
		    "a label cannot say this marking, or it cannot be read; `tearline mark parse` says why");
	if (status == TL_OK && sink.write(sink.context, buf.ptr, buf.len) != 0)
		status = error_set(e, TL_SYSTEM, "the label was not written");
	buf_release(&buf);
	arena_release(&arena);
	return status;
}
