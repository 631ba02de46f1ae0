#include <stdlib.h>

#include "pipeline/tail.h"

static const size_t line_ceiling = (size_t)1 << 16;

/* The distinct banner lines that the output will show. */
struct banner_lines {
	const struct marking *markings[TEMPLATES_MAX];
	struct slice lines[TEMPLATES_MAX];
	size_t count;
	struct arena arena;
};

static tl_status
add_banner(struct banner_lines *banners, const struct marking *marking, struct tl_error *e)
{
	struct buf line;

	for (size_t i = 0; i < banners->count; i++)
		if (banners->markings[i] == marking)
			return TL_OK;
	if (banners->count == TEMPLATES_MAX)
		return error_set(e, TL_DOCUMENT,
		    "more than %d different banners in one file; split it", TEMPLATES_MAX);
	buf_init(&line, line_ceiling);
	marking_print(marking, MARK_BANNER, &line);
	tl_status status = buf_check(&line, e);
	const char *copy = status == TL_OK ? arena_copy(&banners->arena, buf_slice(&line)) : NULL;
	size_t len = line.len;
	buf_release(&line);
	if (status != TL_OK)
		return status;
	if (copy == NULL)
		return error_memory(e);
	banners->markings[banners->count] = marking;
	banners->lines[banners->count++] = slice_of(copy, len);
	return TL_OK;
}

static bool
keeps_something(const struct plan *plan, size_t message)
{
	const struct document *d = plan->document;
	size_t end = message + 1 < d->message_count ? d->messages[message + 1].first : d->count;

	for (size_t i = d->messages[message].first; i < end; i++)
		if (plan->decisions[i].action == ACTION_KEEP)
			return true;
	return false;
}

/* A message that leaves in silence shows no banner, and one that is declared and not shown would tell of it. */
static tl_status
collect_banners(const struct plan *plan, struct banner_lines *banners, struct tl_error *e)
{
	bool silent = plan->present.notice.len == 0;

	for (size_t i = 0; i < plan->document->message_count; i++)
		if (!silent || keeps_something(plan, i))
			TRY(add_banner(banners, plan->banners[i], e));
	if (banners->count == 0)
		return add_banner(banners, plan->banners[0], e);
	return TL_OK;
}

tl_status
begin_manifest(
    struct outlet *o, const struct job *job, const struct digest *source, struct tl_error *e)
{
	const struct policy *policy = o->policy;
	const struct scheme *scheme = policy_scheme(policy);
	struct banner_lines *banners = calloc(1, sizeof *banners);
	size_t role_count;
	const char *const *roles = policy_roles(policy, &role_count);

	if (banners == NULL)
		return error_memory(e);
	arena_init(&banners->arena, (size_t)1 << 22);
	tl_status status = o->plan->present.banner == BANNER_COMPUTED
	    ? collect_banners(o->plan, banners, e)
	    : TL_OK;
	const struct manifest_head head = {
		.created = job->created,
		.tool = "tearline",
		.tool_version = job->tool_version,
		.policy_id = policy_id(policy),
		.policy_version = policy_version(policy),
		.policy_digest = *policy_digest(policy),
		.scheme_id = scheme_id(scheme),
		.scheme_profile = scheme_profile(scheme),
		.scheme_version = scheme_version(scheme),
		.scheme_digest = *scheme_digest(scheme),
		.source_digest = *source,
		.earlier = job->supersedes,
		.signers = job->signers,
		.roles = roles,
		.role_count = job->signers > 0 ? role_count : 0,
		.leaf = job->leaf,
		.notice = o->plan->present.notice,
		.banners = banners->lines,
		.banner_count = banners->count,
	};
	if (status == TL_OK)
		status = manifest_writer_init(o->manifest, &head, job->seed, job->manifest, e);
	arena_release(&banners->arena);
	free(banners);
	return status;
}

tl_status
begin_record(
    struct outlet *o, const struct job *job, const struct digest *source, struct tl_error *e)
{
	const struct policy *policy = o->policy;
	const struct scheme *scheme = policy_scheme(policy);
	const struct document *document = o->plan->document;
	struct record_head head = {
		.tool = "tearline",
		.tool_version = job->tool_version,
		.confinement = "none",
		.libraries = job->libraries,
		.library_count = job->library_count,
		.created = job->created,
		.output_name = job->output_name,
		.source_file = job->source->file,
		.source_format = document->format,
		.source_bytes = document->source.len,
		.source_digest = *source,
		.scheme_id = scheme_id(scheme),
		.scheme_profile = scheme_profile(scheme),
		.scheme_version = scheme_version(scheme),
		.scheme_digest = *scheme_digest(scheme),
		.policy_id = policy_id(policy),
		.policy_version = policy_version(policy),
		.policy_digest = *policy_digest(policy),
		.policy = policy_bytes(policy),
	};
	memcpy(head.manifest_id, o->manifest->salts.id, sizeof head.manifest_id);
	memcpy(head.seed, job->seed, sizeof head.seed);
	o->record = calloc(1, sizeof *o->record);
	if (o->record == NULL)
		return error_memory(e);
	return record_writer_init(o->record, &head, job->record, e);
}

/* How often each downgrade and each exemption was used, by rule. */
struct counts {
	struct manifest_count downgrades[RULES_MAX], exemptions[RULES_MAX];
	size_t downgrade_count, exemption_count;
};

/* Two rules with one text count as one. */
static void
count_text(struct manifest_count *counts, size_t *count, const char *text, uint64_t times)
{
	size_t i = 0;
	while (i < *count && strcmp(counts[i].text, text) != 0)
		i++;
	if (i == *count)
		counts[(*count)++] = (struct manifest_count){ .text = text };
	counts[i].count += times;
}

static void
count_rules(const struct plan *plan, const struct policy *policy, struct counts *counts)
{
	uint64_t kept[RULES_MAX] = { 0 }, withheld[RULES_MAX] = { 0 };
	size_t rules = policy_rule_count(policy);

	for (size_t i = 0; i < plan->document->count; i++) {
		const struct decision *d = &plan->decisions[i];
		for (size_t r = 0; r < rules; r++)
			if (rule_set_has(&d->rules, r))
				(d->action == ACTION_KEEP ? kept : withheld)[r]++;
	}
	for (size_t r = 0; r < rules; r++) {
		if (policy_rule_verb(policy, r) == RULE_DOWNGRADE && kept[r] > 0)
			count_text(counts->downgrades, &counts->downgrade_count,
			    policy_rule_text(policy, r), kept[r]);
		if (plan->exemptions[r][0] != '\0' && withheld[r] > 0)
			count_text(counts->exemptions, &counts->exemption_count,
			    plan->exemptions[r], withheld[r]);
	}
}

static tl_status
finish_manifest(struct outlet *o, const struct job *job, const char *media_type,
    const struct digest *record, struct buf *marking, struct digest *digest, struct tl_error *e)
{
	struct counts counts = { 0 };

	count_rules(o->plan, o->policy, &counts);
	marking_print(o->plan->whole, MARK_PORTION, marking);
	TRY(buf_check(marking, e));
	struct manifest_tail tail = {
		.downgrades = counts.downgrades,
		.downgrade_count = counts.downgrade_count,
		.exemptions = counts.exemptions,
		.exemption_count = policy_shows_exemptions(o->policy) ? counts.exemption_count : 0,
		.show_amount = policy_shows_amounts(o->policy),
		.log = job->log,
		.record = record,
		.output_name = job->output_name,
		.output_bytes = o->bytes,
		.media_type = media_type,
		.marking = buf_slice(marking),
	};
	TRY(hasher_end(&o->hasher, &tail.output_digest, e));
	return manifest_writer_finish(o->manifest, &tail, digest, e);
}

tl_status
finish(struct outlet *o, const struct job *job, const char *media_type, struct digest *digest,
    struct tl_error *e)
{
	struct digest record;
	struct buf marking;

	if (o->kept + o->withheld != o->plan->piece_count)
		return error_set(e, TL_DOCUMENT, "the writer left pieces out; please report this");
	if (o->record != NULL)
		TRY(record_writer_finish(o->record, NULL, 0, &record, e));
	buf_init(&marking, line_ceiling);
	tl_status status = finish_manifest(
	    o, job, media_type, o->record != NULL ? &record : NULL, &marking, digest, e);
	buf_release(&marking);
	return status;
}
