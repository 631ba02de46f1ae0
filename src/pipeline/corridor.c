#include "pipeline/corridor.h"
#include "base/aside.h"
#include "format/format.h"
#include "pipeline/library.h"
#include "pipeline/outlet.h"
#include "pipeline/recheck.h"
#include "pipeline/tail.h"
#include "policy/decide_document.h"

/* Everything that one run holds. */
struct run {
	const struct job *job;
	struct document document;
	struct plan plan;
	struct repeats *repeats;
	struct outlet outlet;
	struct digest source_digest;
};

static tl_status
decide(struct run *run, struct outcome *out, struct tl_error *e)
{
	const struct policy *policy = run->job->policy;

	TRY(plan_init(&run->plan, &run->document, e));
	TRY(decide_document(policy, &run->document, &run->plan, e));
	if (policy_repeated_text(policy) != REPEATED_OFF)
		TRY(repeats_new(policy_repeated_words(policy), &run->repeats, e));
	if (policy_repeated_text(policy) == REPEATED_WITHHOLD ||
	    policy_repeated_text(policy) == REPEATED_REFUSE)
		TRY(repeats_withhold(run->repeats, &run->plan, &out->repeated, e));
	if (out->repeated > 0 && policy_repeated_text(policy) == REPEATED_REFUSE)
		return error_at(e, TL_DOCUMENT, run->document.file, 0, 0,
		    "%zu portions repeat withheld words, and the policy refuses such a document",
		    out->repeated);
	TRY(plan_finish(&run->plan, &run->document, policy_ceiling(policy), e));
	return plan_check(&run->plan, policy_ceiling(policy), e);
}

/* Two steps that have nothing to do with each other. */
struct step {
	struct run *run;
	struct outcome *out;
	tl_status status;
	struct tl_error error;
};

static void
decide_step(void *context)
{
	struct step *step = context;
	step->status = decide(step->run, step->out, &step->error);
}

static void
digest_step(void *context)
{
	struct step *step = context;
	struct hasher hasher = { 0 };

	step->status = hasher_init(&hasher, &step->error);
	if (step->status == TL_OK)
		step->status = hasher_digest(
		    &hasher, step->run->document.source, &step->run->source_digest, &step->error);
	hasher_release(&hasher);
}

static tl_status
decide_and_digest(struct run *run, struct outcome *out, struct tl_error *e)
{
	struct step decides = { .run = run, .out = out }, digests = { .run = run };

	struct aside aside = { 0 };

	if (run->document.source.len < WORTH_A_THREAD)
		digest_step(&digests);
	else
		aside_start(&aside, digest_step, &digests);
	decide_step(&decides);
	aside_wait(&aside);
	const struct step *first = decides.status != TL_OK ? &decides : &digests;
	if (first->status != TL_OK && e != NULL)
		*e = first->error;
	return first->status;
}

static tl_status
begin(struct run *run, struct tl_error *e)
{
	const struct job *job = run->job;

	TRY(outlet_init(&run->outlet, job->policy, &run->plan, job->output, e));
	run->outlet.earlier = job->earlier;
	TRY(begin_manifest(&run->outlet, job, &run->source_digest, e));
	if (job->record.write != NULL)
		TRY(begin_record(&run->outlet, job, &run->source_digest, e));
	return TL_OK;
}

static tl_status
check_written(struct run *run, const struct format *format, struct outcome *out, struct tl_error *e)
{
	const struct recheck recheck = {
		.policy = run->job->policy,
		.format = format,
		.plan = &run->plan,
		.name = run->job->output_name,
		.repeats = run->repeats,
	};
	const struct output output = { run->job->read_back, run->job->context, run->outlet.bytes };

	return recheck_output(&recheck, &output, &out->repeats_left, e);
}

/* Nothing that was released may be taken back in silence. */
static tl_status
check_earlier(const struct earlier *earlier, struct tl_error *e)
{
	if (earlier == NULL || earlier_is_complete(earlier))
		return TL_OK;
	return error_set(e, TL_DOCUMENT, "%s%s",
	    "the earlier release kept something that this one does not keep",
	    earlier->output.ptr != NULL
		? "; release it under the policy and with the numbers of that time"
		: ", or not as the same piece; give the earlier output with --earlier-output");
}

static tl_status
walk(struct run *run, struct outcome *out, struct tl_error *e)
{
	TRY(read_source(run->job->source, policy_scheme(run->job->policy), &run->document, e));
	const struct format *format = format_find(run->document.format);
	TRY(decide_and_digest(run, out, e));
	TRY(begin(run, e));
	struct release side = outlet_side(&run->outlet);
	TRY(format->write(&run->plan, &side, e));
	TRY(check_earlier(run->job->earlier, e));
	TRY(check_written(run, format, out, e));
	out->kept = run->outlet.kept;
	out->withheld = run->outlet.withheld;
	return finish(&run->outlet, run->job, format->media_type, &out->manifest, e);
}

tl_status
corridor(const struct job *job, struct outcome *out, struct tl_error *e)
{
	struct run run = { .job = job };

	*out = (struct outcome){ 0 };
	tl_status status = walk(&run, out, e);
	outlet_release(&run.outlet);
	repeats_free(run.repeats);
	plan_release(&run.plan);
	document_release(&run.document);
	if (status != TL_OK)
		*out = (struct outcome){ 0 };
	return status;
}
