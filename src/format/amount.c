#include "format/amount.h"
#include "format/lines.h"
#include "format/phrase.h"

static const size_t line_width = 72;  /* a longer line is counted as several */
static const size_t print_width = 60; /* of a line of which a part was withheld */

static bool
is_content(enum portion_kind kind)
{
	return kind != PORTION_BANNER && kind != PORTION_SEPARATOR && kind != PORTION_ROUTING;
}

static void
count_lines(struct run *run, struct slice text)
{
	struct line_scan scan = { .source = text };
	struct line line;

	while (line_next(&scan, &line))
		if (!line.blank)
			run->lines += 1 + (line.stop - line.text - 1) / line_width;
}

void
run_add(struct run *run, const struct plan *plan, const struct piece *piece)
{
	const struct portion *p = &plan->document->portions[piece->portion];
	const struct rule_set *rules = &plan->decisions[piece->portion].rules;
	struct slice text = slice_sub(portion_text(plan->document, p), piece->start, piece->end);

	if (!is_content((enum portion_kind)p->kind))
		return;
	if (run->pieces++ == 0)
		run->before = piece->start == 0 && (p->flags & PORTION_BLANK_BEFORE) != 0;
	run->after = piece->end == p->end - p->start && (p->flags & PORTION_BLANK_AFTER) != 0;
	for (size_t i = 0; i < RULES_MAX / 64; i++)
		run->rules.bits[i] |= rules->bits[i];
	if (plan->present.notice.len == 0)
		return;
	bool whole = piece->start == 0 && piece->end == p->end - p->start;
	bool paragraph = p->kind == PORTION_PARAGRAPH || p->kind == PORTION_SUBPARAGRAPH ||
	    p->kind == PORTION_LIST_ITEM;
	run->paragraphs += whole && paragraph && (p->flags & PORTION_CONTINUES) == 0;
	run->parts += !whole;
	if (plan->present.amount == AMOUNT_WORDS)
		run->words += text_words(text);
	if (plan->present.amount == AMOUNT_LINES && whole)
		count_lines(run, text);
	if (plan->present.amount == AMOUNT_LINES && !whole)
		run->columns += text.len;
}

static void
add_count(struct buf *out, size_t count, const char *one, const char *many)
{
	buf_add_number(out, count);
	buf_add_str(out, count == 1 ? one : many);
}

/* Parts are measured in half lines. */
static void
add_lines(const struct run *run, struct buf *out)
{
	size_t halves = run->lines * 2 + run->columns * 2 / print_width;

	if (halves < 2)
		buf_add_str(out, "less than 1 line");
	else if (halves % 2 == 0)
		add_count(out, halves / 2, " line", " lines");
	else {
		buf_add_number(out, halves / 2);
		buf_add_str(out, "½ lines");
	}
}

static void
add_amount(const struct run *run, enum amount_shown shown, struct buf *out)
{
	switch (shown) {
	case AMOUNT_NONE:
		buf_add_str(out, "text");
		return;
	case AMOUNT_LINES:
		if (run->paragraphs == 0 || run->parts > 0) {
			add_lines(run, out);
			return;
		}
		add_count(out, run->paragraphs, " paragraph (", " paragraphs (");
		add_lines(run, out);
		buf_add_byte(out, ')');
		return;
	case AMOUNT_WORDS:
		add_count(out, run->words, " word", " words");
		return;
	case AMOUNT_PARAGRAPHS:
		if (run->paragraphs == 0)
			buf_add_str(out, run->parts > 0 ? "less than 1 paragraph" : "text");
		else
			add_count(out, run->paragraphs, " paragraph", " paragraphs");
		return;
	}
}

static void
add_exemptions(const struct run *run, const struct plan *plan, struct buf *out)
{
	const char *said[RULES_MAX];
	size_t count = 0;

	for (size_t rule = 0; rule < plan->rule_count && rule < RULES_MAX; rule++) {
		const char *text = plan->exemptions[rule];
		bool again = text[0] == '\0' || !rule_set_has(&run->rules, rule);
		for (size_t i = 0; i < count && !again; i++)
			again = strcmp(said[i], text) == 0;
		if (again)
			continue;
		if (count > 0)
			buf_add_str(out, "; ");
		buf_add_str(out, text);
		said[count++] = text;
	}
}

void
run_notice(const struct run *run, const struct plan *plan, struct buf *out)
{
	struct slice rest = plan->present.notice;

	if (run->pieces == 0)
		return;
	while (rest.len > 0) {
		size_t before = out->len, skip = 1;
		if (slice_starts(rest, "{amount}")) {
			skip = strlen("{amount}");
			add_amount(run, plan->present.amount, out);
		} else if (slice_starts(rest, "{exemption}")) {
			skip = strlen("{exemption}");
			add_exemptions(run, plan, out);
		} else if (slice_starts(rest, "{count}")) {
			skip = strlen("{count}");
			buf_add_number(out, run->pieces);
		} else {
			buf_add_byte(out, rest.ptr[0]);
		}
		/* an empty word leaves no blank before what follows */
		if (out->len == before && before > 0 && out->ptr[before - 1] == ' ')
			out->len--;
		rest = slice_sub(rest, skip, rest.len);
	}
}
