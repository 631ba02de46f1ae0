#include "marking/rollup.h"
#include "pipeline/library.h"
#include "pipeline/marks.h"

/* The marks of so many bytes are forgotten together: roll-up keeps what it needs. */
static const size_t forget_at = (size_t)1 << 20;
static const size_t findings_ceiling = 1000; /* of one group; more are counted */

struct groups {
	const struct scheme *scheme;
	struct rollup *rollup;
	const struct tl_rollup *how;
	const struct marking *banner; /* what "(S//REL)" leans on; NULL: unknown */
	struct arena arena;           /* of portions */
	struct put put;
	size_t line, group;
	size_t portions, findings; /* of the group; portions 0: none is open */
	bool valid;
	/* Lines of the first of each kind; 0: none. */
	size_t unreadable, invalid, bad_banner;
};

static void
note_line(size_t *first, size_t line)
{
	*first = *first == 0 ? line : *first;
}

static void
put_finding(struct groups *g, const struct finding *finding, size_t line)
{
	if (g->findings++ >= findings_ceiling)
		return;
	put_object(&g->put, NULL);
	if (line > 0)
		put_number(&g->put, "line", line);
	else
		put_null(&g->put, "line");
	put_string(&g->put, "rule", finding->rule);
	put_string(&g->put, "severity", finding->severity == SEVERITY_ERROR ? "error" : "warning");
	put_string(&g->put, "text", finding->text);
	put_close(&g->put);
}

static void
open_group(struct groups *g)
{
	uint32_t date = g->how != NULL ? g->how->date : 0;
	rollup_begin(g->rollup, date, g->banner);
	g->findings = 0;
	g->valid = true;
	put_row(&g->put);
	put_number(&g->put, "group", ++g->group);
	put_number(&g->put, "line", g->line);
	put_list(&g->put, "findings");
}

/* A mark whose words only stand in the wrong order says what it says, and is not valid. */
static tl_status
add_portion(struct groups *g, struct slice text, struct tl_error *e)
{
	static const struct finding no_mark = { .rule = "rollup-unreadable",
		.text =
		    "this is no mark; one portion mark a line, and an empty line between groups",
		.severity = SEVERITY_ERROR };
	struct mark mark;

	if (g->arena.used > forget_at) {
		arena_release(&g->arena);
		arena_init(&g->arena, MARK_CEILING);
	}
	TRY(mark_parse(g->scheme, text, MARK_AUTO, &g->arena, &mark, e));
	if (g->portions++ == 0)
		open_group(g);
	for (const struct finding *f = mark.findings; f != NULL; f = f->next)
		put_finding(g, f, g->line);
	if (mark.state == MARK_NONE)
		put_finding(g, &no_mark, g->line);
	bool valid = mark.state == MARK_READ && mark.valid;
	if (mark.state != MARK_READ && mark.ordered == NULL)
		note_line(&g->unreadable, g->line);
	else if (!valid)
		note_line(&g->invalid, g->line);
	g->valid = g->valid && valid;
	rollup_add(g->rollup, mark.ordered != NULL ? mark.ordered : mark.marking);
	return TL_OK;
}

/* What the rules of the scheme say of the banner itself. */
static tl_status
put_banner_findings(struct groups *g, struct slice text, struct arena *arena, struct tl_error *e)
{
	struct mark mark;

	if (text.len == 0)
		return TL_OK;
	TRY(mark_parse(g->scheme, text, MARK_BANNER, arena, &mark, e));
	for (const struct finding *f = mark.findings; f != NULL; f = f->next)
		put_finding(g, f, 0);
	if (!mark.valid)
		note_line(&g->bad_banner, g->line);
	g->valid = g->valid && mark.valid;
	return TL_OK;
}

static void
put_steps(struct groups *g)
{
	const char *id, *text;

	put_list(&g->put, "steps");
	for (size_t i = 0; rollup_step(g->rollup, i, &id, &text); i++) {
		put_object(&g->put, NULL);
		put_string(&g->put, "rule", id);
		put_string(&g->put, "text", text);
		put_close(&g->put);
	}
	put_close(&g->put);
}

static tl_status
put_banner(struct groups *g, const struct marking *banner, struct arena *arena, struct tl_error *e)
{
	struct buf text[2];

	for (size_t i = 0; i < 2; i++) {
		buf_init(&text[i], MARK_CEILING);
		marking_print(banner, i == 0 ? MARK_BANNER : MARK_PORTION, &text[i]);
	}
	tl_status status = buf_check(&text[0], e);
	if (status == TL_OK)
		status = buf_check(&text[1], e);
	if (status == TL_OK)
		status = put_banner_findings(g, buf_slice(&text[0]), arena, e);
	g->valid = g->valid && text[0].len > 0;
	put_close(&g->put);
	put_number(&g->put, "findings-left-out",
	    g->findings > findings_ceiling ? g->findings - findings_ceiling : 0);
	put_number(&g->put, "portions", g->portions);
	put_text(&g->put, "banner", buf_slice(&text[0]));
	put_text(&g->put, "portion", buf_slice(&text[1]));
	for (size_t i = 0; i < 2; i++)
		buf_release(&text[i]);
	return status;
}

static tl_status
close_group(struct groups *g, struct tl_error *e)
{
	const struct marking *banner;
	struct arena arena;

	if (g->portions == 0)
		return TL_OK;
	arena_init(&arena, MARK_CEILING);
	tl_status status = rollup_end(g->rollup, &arena, &banner, e);
	if (status == TL_OK)
		status = put_banner(g, banner, &arena, e);
	if (status == TL_OK) {
		put_string(&g->put, "level", scheme_level_name(g->scheme, marking_level(banner)));
		put_string(&g->put, "system", marking_system(banner));
		put_bool(&g->put, "known", marking_is_known(banner));
		put_bool(&g->put, "valid", g->valid);
		put_steps(g);
		status = put_end(&g->put, e);
	}
	g->portions = 0;
	arena_release(&arena);
	return status;
}

static tl_status
read_lines(struct groups *g, struct slice lines, struct tl_error *e)
{
	while (lines.len > 0) {
		struct slice line = slice_trim(slice_split(&lines, '\n'));
		g->line++;
		TRY(line.len == 0 ? close_group(g, e) : add_portion(g, line, e));
	}
	return close_group(g, e);
}

static tl_status
read_context(struct groups *g, struct arena *arena, struct tl_error *e)
{
	struct mark mark;

	if (g->how == NULL || g->how->banner == NULL)
		return TL_OK;
	TRY(mark_parse(g->scheme, slice_str(g->how->banner), MARK_AUTO, arena, &mark, e));
	g->banner = mark.marking;
	return mark.state == MARK_READ
	    ? TL_OK
	    : error_set(e, TL_USAGE,
		  "the banner that portions lean on cannot be read; `tearline mark parse` says why");
}

/* The worst thing first: a group without a banner. */
static tl_status
judge(const struct groups *g, struct tl_error *e)
{
	const char *file = g->how != NULL && g->how->file != NULL ? g->how->file : "";

	if (g->unreadable > 0)
		return error_at(e, TL_NO, file, g->unreadable, 0,
		    "this mark cannot be read, and its group has no banner; "
		    "`tearline mark parse` says why");
	if (g->invalid > 0)
		return error_at(e, TL_NO, file, g->invalid, 0,
		    "this mark is not valid; `tearline mark parse` says why");
	if (g->bad_banner > 0)
		return error_at(e, TL_NO, file, g->bad_banner, 0,
		    "the group that ends here has a banner that is not valid; --json says why");
	return TL_OK;
}

tl_status
tl_mark_rollup(const struct tl_scheme *scheme, const void *lines, size_t len,
    const struct tl_rollup *how, const struct tl_answer *answer, struct tl_error *e)
{
	struct groups g = { .scheme = scheme->scheme, .how = how, .put = { .answer = answer } };
	struct arena context;

	arena_init(&g.arena, MARK_CEILING);
	arena_init(&context, MARK_CEILING);
	tl_status status = rollup_new(g.scheme, &g.rollup, e);
	if (status == TL_OK)
		status = read_context(&g, &context, e);
	if (status == TL_OK)
		status = read_lines(&g, slice_of(lines, len), e);
	rollup_free(g.rollup);
	arena_release(&context);
	arena_release(&g.arena);
	return status == TL_OK ? judge(&g, e) : status;
}
