#include "manifest/index.h"

#include <stdlib.h>

static tl_status
put(struct buf *out, enum form_line which, const struct form_value *values, struct tl_error *e)
{
	unsigned char *line = malloc(FORM_LINE_MAX);
	size_t len;
	if (line == NULL)
		return error_memory(e);
	tl_status status = form_print(which, values, line, &len, e);
	if (status == TL_OK)
		buf_add(out, line, len);
	free(line);
	return status == TL_OK ? buf_check(out, e) : status;
}

tl_status
index_print_head(struct buf *out, enum index_form form, const struct digest *manifest,
    uint64_t rows, struct tl_error *e)
{
	const struct form_value values[] = { { .digest = *manifest }, { .number = rows } };
	if (form == INDEX_CSV) {
		index_print_csv_head(out, manifest);
		return buf_check(out, e);
	}
	TRY(put(out, LINE_XML, NULL, e));
	return put(out, LINE_INDEX, values, e);
}

/* The content of the row's leaf. */
static tl_status
print_opening(
    struct buf *out, const struct index_row *row, struct hasher *hasher, struct tl_error *e)
{
	const struct form_value values[] = { { .text = row->kind }, { .text = row->marking },
		{ .text = row->exemption }, { .text = row->rules } };
	struct buf descriptor;
	buf_init(&descriptor, FORM_LINE_MAX);
	tl_status status = put(&descriptor, LINE_WITHHELD, values, e);
	if (status == TL_OK)
		status =
		    opening_print(out, row->gap, &row->proof, buf_slice(&descriptor), hasher, e);
	buf_release(&descriptor);
	return status;
}

tl_status
index_print_row(struct buf *out, enum index_form form, const struct index_row *row,
    struct hasher *hasher, struct tl_error *e)
{
	const struct form_value values[] = { { .number = row->number }, { .number = row->portion },
		{ .number = row->page }, { .number = row->line }, { .text = row->reason } };
	if (form == INDEX_CSV) {
		index_print_csv_row(out, row);
		return buf_check(out, e);
	}
	TRY(put(out, LINE_ROW, values, e));
	TRY(print_opening(out, row, hasher, e));
	return put(out, LINE_ROW_END, NULL, e);
}

tl_status
index_print_end(struct buf *out, enum index_form form, struct tl_error *e)
{
	return form == INDEX_CSV ? buf_check(out, e) : put(out, LINE_INDEX_END, NULL, e);
}
