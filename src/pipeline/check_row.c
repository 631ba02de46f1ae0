#include "marking/suggest.h"
#include "pipeline/check.h"

/* The section that a rule comes from stands in the last parentheses of its text. */
static struct slice
section_of(const char *text)
{
	struct slice s = slice_str(text);
	size_t open = s.len, depth = 0;
	if (s.len == 0 || s.ptr[s.len - 1] != ')')
		return slice_str("");
	while (open > 0) {
		open--;
		depth += s.ptr[open] == ')';
		depth -= s.ptr[open] == '(';
		if (depth == 0)
			return slice_sub(s, open + 1, s.len - 1);
	}
	return slice_str("");
}

/* Moves on to an offset of the portion; goes back to its beginning only where the offset is behind. A line ends with LF, CR
 * or both, as for the reader (format/lines.h). */
static void
find_place(struct checking *c, size_t portion, size_t offset)
{
	const struct portion *p = &c->document.portions[portion];
	struct place *place = &c->place;
	struct slice source = c->document.source;

	if (place->portion != portion || place->line == 0 || place->offset > offset)
		*place = (struct place){ portion, p->start, p->line, 1 };
	for (; place->offset < offset; place->offset++) {
		unsigned char b = source.ptr[place->offset];
		bool last = place->offset + 1 == source.len;
		bool ends =
		    b == '\n' || (b == '\r' && (last || source.ptr[place->offset + 1] != '\n'));
		place->line += ends;
		place->column = ends ? 1 : place->column + ((b & 0xc0) != 0x80);
	}
}

static void
put_place(struct checking *c, const struct check_row *row)
{
	find_place(c, row->portion, row->start);
	put_number(&c->put, "portion", row->portion);
	put_number(&c->put, "line", c->place.line);
	put_number(&c->put, "column", c->place.column);
	put_number(&c->put, "start", row->start);
	put_number(&c->put, "end", row->end);
}

static void
add_month(struct buf *out, uint32_t until)
{
	buf_add_number(out, until / 100);
	buf_add_str(out, until % 100 < 10 ? "-0" : "-");
	buf_add_number(out, until % 100);
}

static void
add_suggestions(struct checking *c, struct slice mark)
{
	if (mark.len == 0 || c->suggestions == 0)
		return;
	c->suggestions--;
	mark_add_suggestions(c->scheme, mark, &c->text);
}

tl_status
check_report(struct checking *c, const struct check_row *row, struct tl_error *e)
{
	buf_clear(&c->text);
	buf_add_str(&c->text, row->text);
	if (row->until != 0) {
		buf_add_str(&c->text, "; it was right until ");
		add_month(&c->text, row->until);
	}
	add_suggestions(c, row->mark);
	if (row->write.len > 0) {
		buf_add_str(&c->text, "; write ");
		buf_add_slice(&c->text, row->write);
	}
	c->found++;
	put_row(&c->put);
	put_string(&c->put, "rule", row->rule);
	put_string(&c->put, "severity", row->severity == SEVERITY_ERROR ? "error" : "warning");
	put_place(c, row);
	put_text(&c->put, "text", buf_slice(&c->text));
	put_string(&c->put, "about", row->text);
	put_text(&c->put, "section", section_of(row->text));
	if (row->certain)
		put_text(&c->put, "fix", row->write);
	else
		put_null(&c->put, "fix");
	return buf_check(&c->text, e);
}

tl_status
check_lint(struct checking *c, const struct block_finding *lint, size_t portion, size_t start,
    size_t end, struct tl_error *e)
{
	if (lint == NULL)
		return TL_OK;
	const struct check_row row = { .rule = lint->id,
		.text = lint->text,
		.severity = lint->severity,
		.portion = portion,
		.start = start,
		.end = end,
		.until = lint->until };
	return check_report(c, &row, e);
}
