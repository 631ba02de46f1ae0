#include "pipeline/rows.h"

void
put_marking(struct put *put, const char *name, const struct marking *marking, struct buf *scratch)
{
	buf_clear(scratch);
	if (marking != NULL)
		marking_print(marking, MARK_PORTION, scratch);
	put_text(put, name, buf_slice(scratch));
}

void
put_portion(struct put *put, const struct document *document, size_t index,
    const struct read_marking *read, struct buf *scratch)
{
	const struct portion *p = &document->portions[index];

	put_row(put);
	put_number(put, "index", index);
	put_string(put, "kind", portion_kind_name((enum portion_kind)p->kind));
	if (p->number_len > 0)
		put_text(put, "number", portion_number(document, p));
	else
		put_null(put, "number");
	put_number(put, "start", p->start);
	put_number(put, "end", p->end);
	if (p->parent != PORTION_TOP)
		put_number(put, "parent", p->parent);
	else
		put_null(put, "parent");
	put_text(put, "written", portion_mark_written(document, p));
	put_marking(put, "marking", read->marking, scratch);
	put_string(put, "read", reading_name(read->how));
}
