#include "pipeline/recheck.h"
#include "base/aside.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "format/parts.h"
#include "marking/rollup.h"

static tl_status
refuse(const struct recheck *r, size_t line, const char *what, struct tl_error *e)
{
	return error_at(e, TL_DOCUMENT, r->name, line, 0,
	    "the written output %s; nothing was published, please report this", what);
}

/* FORMATS A: what is never shown, or reorders what is shown, hides text. */
static tl_status
check_characters(const struct recheck *r, struct slice output, size_t lines, struct tl_error *e)
{
	size_t at = 0, line = lines + 1;

	if (utf8_check(output) != output.len)
		return refuse(r, 0, "is not UTF-8", e);
	if (slice_is_ascii(output) && memchr(output.ptr, '\r', output.len) == NULL &&
	    memchr(output.ptr, '\0', output.len) == NULL)
		return TL_OK;
	while (at < output.len) {
		uint32_t c = utf8_next(output, &at);
		line += c == '\n';
		if (c == '\r' || c == '\0' || unicode_is_hidden(c))
			return refuse(r, line, "holds a hidden character", e);
	}
	return TL_OK;
}

/* What is found out while the output is read again, part by part. */
struct again {
	const struct recheck *recheck;
	struct document joins; /* has no portions: markings are joined in it */
	const struct marking *found, *joined;
	size_t lines;
};

/* Does the output say of each portion what it is? Only where the policy shows marks or a banner can it be asked. */
static tl_status
check_portion(const struct again *again, const struct document *part, size_t i, struct tl_error *e)
{
	const struct recheck *r = again->recheck;
	const struct portion *p = &part->portions[i];
	const struct presentation *present = policy_presentation(r->policy);
	bool silent = present->banner == BANNER_NONE && present->marks == MARKS_NONE;
	struct read_marking read = portion_read(part, i, &reading_default);
	size_t line = again->lines + p->line;

	if (p->flags & PORTION_NOTICE)
		return TL_OK;
	if (read.how == READING_DAMAGED)
		return refuse(r, line, "has a mark that cannot be read", e);
	if (read.how == READING_NONE)
		return silent && p->kind != PORTION_UNKNOWN
		    ? TL_OK
		    : refuse(r, line, "has a portion that cannot be read", e);
	if (!marking_is_known(read.marking) ||
	    !marking_dominates(policy_ceiling(r->policy), read.marking))
		return refuse(r, line, "has a mark above the ceiling", e);
	return TL_OK;
}

static tl_status
join_all(struct again *again, const struct marking *marking, const struct marking **all,
    struct tl_error *e)
{
	return marking != NULL ? document_join(&again->joins, *all, marking, all, e) : TL_OK;
}

static tl_status
check_part(struct again *again, const struct document *part, struct tl_error *e)
{
	TRY(document_check(part, e));
	for (size_t i = 0; i < part->message_count; i++)
		TRY(join_all(again, part->messages[i].banner, &again->found, e));
	for (size_t i = 0; i < part->count; i++) {
		TRY(check_portion(again, part, i, e));
		if (part->portions[i].mark == MARK_READ)
			TRY(join_all(again, part->portions[i].own, &again->joined, e));
	}
	again->lines += part->lines;
	return TL_OK;
}

/* POLICY: the computed banner must equal the roll-up of what the output holds: it is the planned one, and covers the marks that
 * stand in it. */
static tl_status
check_banners(struct again *again, struct tl_error *e)
{
	const struct recheck *r = again->recheck;
	const struct marking *planned = NULL;

	if (policy_presentation(r->policy)->banner == BANNER_NONE)
		return TL_OK;
	for (size_t i = 0; i < r->plan->document->message_count; i++)
		TRY(join_all(again, r->plan->banners[i], &planned, e));
	if (again->found == NULL || !marking_equal(planned, again->found))
		return refuse(r, 0, "does not carry the computed banner", e);
	if (!marking_covers(again->found, again->joined))
		return refuse(r, 0, "has a portion above its banner", e);
	return TL_OK;
}

static tl_status
check_parts(struct again *again, struct parts *parts, bool *at_rest, struct tl_error *e)
{
	size_t count;

	do {
		TRY(parts_next(parts, &count, e));
		for (size_t i = 0; i < count; i++) {
			*at_rest = parts->part[i].document.at_rest;
			TRY(check_part(again, &parts->part[i].document, e));
		}
	} while (count > 0);
	return TL_OK;
}

static tl_status
check_text(struct again *again, struct window *window, struct parts *parts, struct slice text,
    struct tl_error *e)
{
	const struct recheck *r = again->recheck;
	bool at_rest = true;

	TRY(check_characters(r, text, again->lines, e));
	parts_go_on(parts, text, window->joined);
	TRY(check_parts(again, parts, &at_rest, e));
	if (!at_rest && !window_is_last(window))
		return refuse(r, again->lines, "cannot be read apart where a message ends", e);
	return TL_OK;
}

/* A window in which withheld words are sought. */
struct search {
	struct repeats *repeats; /* NULL: the policy does not ask */
	struct slice text;
};

static void
seek(void *context)
{
	const struct search *search = context;
	if (search->repeats != NULL)
		repeats_meet(search->repeats, search->text);
}

/* Every byte is looked at for what hides text, as the portions that a reader finds and, beside that, for withheld words. */
static tl_status
check_window(struct again *again, struct window *window, struct parts *parts, struct slice text,
    struct tl_error *e)
{
	struct search search = { again->recheck->repeats, text };
	struct aside aside = { 0 };

	if (search.repeats != NULL && text.len >= WORTH_A_THREAD)
		aside_start(&aside, seek, &search);
	else
		seek(&search);
	tl_status status = check_text(again, window, parts, text, e);
	aside_wait(&aside);
	return status;
}

static tl_status
check_windows(struct again *again, struct window *window, struct parts *parts, struct tl_error *e)
{
	struct slice text;

	do {
		TRY(window_next(window, &text, e));
		if (text.len > 0)
			TRY(check_window(again, window, parts, text, e));
	} while (text.len > 0);
	return check_banners(again, e);
}

/* A second look, where the first saw words that may be withheld ones. */
static tl_status
check_repeats(const struct recheck *r, struct window *window, bool *repeated, struct tl_error *e)
{
	struct slice text;
	bool again;

	if (r->repeats == NULL)
		return TL_OK;
	TRY(repeats_gather(r->repeats, &again, e));
	window_rewind(window);
	while (again && !*repeated) {
		TRY(window_next(window, &text, e));
		again = text.len > 0;
		*repeated = repeats_holds(r->repeats, text);
	}
	if (*repeated && policy_repeated_text(r->policy) != REPEATED_REPORT)
		return refuse(r, 0, "repeats withheld words", e);
	return TL_OK;
}

tl_status
recheck_output(
    const struct recheck *r, const struct output *output, bool *repeated, struct tl_error *e)
{
	const struct scheme *scheme = policy_scheme(r->policy);
	struct again again = { .recheck = r, .joined = scheme_lowest(scheme) };
	struct window window;
	struct parts parts;

	*repeated = false;
	if (output->bytes == 0)
		return TL_OK; /* everything was withheld, in silence */
	if (r->repeats != NULL)
		TRY(repeats_begin(r->repeats, r->plan, e));
	document_init(&again.joins, r->name, slice_of("", 0), scheme);
	parts_init(&parts, r->format, &again.joins, PART_LEAST);
	window_init(&window, output, r->format, scheme, WINDOW_BYTES);
	tl_status status = check_windows(&again, &window, &parts, e);
	if (status == TL_OK)
		status = check_repeats(r, &window, repeated, e);
	window_release(&window);
	parts_release(&parts);
	document_release(&again.joins);
	return status;
}
