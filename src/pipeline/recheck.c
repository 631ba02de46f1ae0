#include "pipeline/recheck.h"
#include "base/unicode.h"
#include "base/utf8.h"

static tl_status
refuse(const struct recheck *r, size_t line, const char *what, struct tl_error *e)
{
	return error_at(e, TL_DOCUMENT, r->name, line, 0,
	    "the written output %s; nothing was published, please report this", what);
}

/* FORMATS A: what is never shown, or reorders what is shown, hides text. */
static tl_status
check_characters(const struct recheck *r, struct slice output, struct tl_error *e)
{
	size_t at = 0, line = 1;

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

/* Does the output say of each portion what it is? Only where the policy shows marks or a banner can it be asked. */
static tl_status
check_portion(const struct recheck *r, const struct document *again, size_t i, struct tl_error *e)
{
	const struct portion *p = &again->portions[i];
	const struct presentation *present = policy_presentation(r->policy);
	bool silent = present->banner == BANNER_NONE && present->marks == MARKS_NONE;
	struct read_marking read = portion_read(again, i, &reading_default);

	if (p->flags & PORTION_NOTICE)
		return TL_OK;
	if (read.how == READING_DAMAGED)
		return refuse(r, p->line, "has a mark that cannot be read", e);
	if (read.how == READING_NONE)
		return silent && p->kind != PORTION_UNKNOWN
		    ? TL_OK
		    : refuse(r, p->line, "has a portion that cannot be read", e);
	if (!marking_is_known(read.marking) ||
	    !marking_dominates(policy_ceiling(r->policy), read.marking))
		return refuse(r, p->line, "has a mark above the ceiling", e);
	return TL_OK;
}

static tl_status
join_all(struct document *again, const struct marking *marking, const struct marking **all,
    struct tl_error *e)
{
	return marking != NULL ? document_join(again, *all, marking, all, e) : TL_OK;
}

/* POLICY: the computed banner must equal the roll-up of what the output holds. */
static tl_status
check_banners(const struct recheck *r, struct document *again, struct tl_error *e)
{
	const struct marking *planned = NULL, *found = NULL, *rolled = scheme_lowest(again->scheme);

	if (policy_presentation(r->policy)->banner == BANNER_NONE)
		return TL_OK;
	for (size_t i = 0; i < r->plan->document->message_count; i++)
		TRY(join_all(again, r->plan->banners[i], &planned, e));
	for (size_t i = 0; i < again->message_count; i++)
		TRY(join_all(again, again->messages[i].banner, &found, e));
	for (size_t i = 0; i < again->count; i++)
		if (again->portions[i].mark == MARK_READ)
			TRY(join_all(again, again->portions[i].own, &rolled, e));
	if (found == NULL || !marking_equal(planned, found))
		return refuse(r, 0, "does not carry the computed banner", e);
	if (!marking_dominates(found, rolled))
		return refuse(r, 0, "has a portion above its banner", e);
	return TL_OK;
}

static tl_status
read_again(const struct recheck *r, struct document *again, struct tl_error *e)
{
	TRY(r->format->read(again, e));
	TRY(document_check(again, e));
	for (size_t i = 0; i < again->count; i++)
		TRY(check_portion(r, again, i, e));
	return check_banners(r, again, e);
}

tl_status
recheck_output(const struct recheck *r, struct slice output, bool *repeated, struct tl_error *e)
{
	struct document again;

	*repeated = false;
	if (output.len == 0)
		return TL_OK; /* everything was withheld, in silence */
	TRY(check_characters(r, output, e));
	if (r->repeats != NULL)
		TRY(repeats_search(r->repeats, r->plan, output, repeated, e));
	if (*repeated && policy_repeated_text(r->policy) != REPEATED_REPORT)
		return refuse(r, 0, "repeats withheld words", e);
	document_init(&again, r->name, output, policy_scheme(r->policy));
	tl_status status = read_again(r, &again, e);
	document_release(&again);
	return status;
}
