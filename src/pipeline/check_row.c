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

static void
put_place(struct check *c, const struct check_row *row)
{
	const struct portion *p = &c->document.portions[row->portion];
	struct slice before = slice_sub(c->document.source, p->start, row->start);
	size_t line = p->line, column = 1;
	/* A line ends with LF, CR or both, as for the reader (format/lines.h). */
	for (size_t i = 0; i < before.len; i++) {
		unsigned char b = before.ptr[i];
		bool ends =
		    b == '\n' || (b == '\r' && (i + 1 == before.len || before.ptr[i + 1] != '\n'));
		line += ends;
		column = ends ? 1 : column + ((b & 0xc0) != 0x80);
	}
	put_number(&c->put, "portion", row->portion);
	put_number(&c->put, "line", line);
	put_number(&c->put, "column", column);
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
add_suggestions(struct check *c, struct slice mark)
{
	if (mark.len == 0 || c->suggestions == 0)
		return;
	c->suggestions--;
	mark_add_suggestions(c->scheme, mark, &c->text);
}

tl_status
check_report(struct check *c, const struct check_row *row, struct tl_error *e)
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
check_lint(struct check *c, const struct block_finding *lint, size_t portion, size_t start,
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
