#include "pipeline/library.h"
#include "pipeline/repeats.h"
#include "pipeline/rows.h"
#include "policy/decide_document.h"
#include "policy/explain.h"
#include "policy/print.h"

static const size_t scratch_ceiling = (size_t)1 << 24;

/* "keep", "withhold" or "part": a banner's decision is its replacement. */
static void
put_decision(struct put *put, const struct policy *policy, const struct plan *plan, size_t index,
    struct buf *scratch)
{
	const struct decision *d = &plan->decisions[index];

	put_string(put, "decision", action_name((enum action)d->action));
	put_list(put, "rules");
	for (size_t rule = 0; rule < policy_rule_count(policy); rule++)
		if (rule_set_has(&d->rules, rule))
			put_string(put, NULL, policy_rule_id(policy, rule));
	put_close(put);
	buf_clear(scratch);
	explain_decision(policy, plan->document, index, d, scratch);
	put_text(put, "reason", buf_slice(scratch));
	if (d->action == ACTION_KEEP)
		put_marking(put, "released", d->released, scratch);
	else
		put_null(put, "released");
}

/* What redact would decide. The decisions are shown also where the document as a whole is refused. */
static tl_status
decide_all(
    const struct policy *policy, struct document *document, struct plan *plan, struct tl_error *e)
{
	struct repeats *repeats = NULL;
	size_t found;

	TRY(decide_document(policy, document, plan, e));
	if (policy_repeated_text(policy) == REPEATED_WITHHOLD) {
		TRY(repeats_new(policy_repeated_words(policy), &repeats, e));
		tl_status status = repeats_withhold(repeats, plan, &found, e);
		repeats_free(repeats);
		TRY(status);
	}
	return plan_finish(plan, document, policy_ceiling(policy), e);
}

static tl_status
put_all(struct put *put, const struct policy *policy, const struct plan *plan, int show_text,
    struct tl_error *e)
{
	const struct document *document = plan->document;
	struct buf scratch;
	tl_status status = TL_OK;

	buf_init(&scratch, scratch_ceiling);
	for (size_t i = 0; status == TL_OK && i < document->count; i++) {
		const struct decision *d = &plan->decisions[i];
		struct read_marking read = { (enum reading)d->reading, d->marking };
		put_portion(put, document, i, &read, &scratch);
		put_decision(put, policy, plan, i, &scratch);
		if (show_text)
			put_text(put, "text", portion_text(document, &document->portions[i]));
		status = buf_check(&scratch, e);
	}
	buf_release(&scratch);
	return status == TL_OK ? put_end(put, e) : status;
}

tl_status
tl_explain(const struct tl_policy *policy, const struct tl_source *source, int show_text,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct document document;
	struct plan plan = { 0 };

	tl_status status = read_source(source, policy_scheme(policy->policy), &document, e);
	if (status == TL_OK)
		status = plan_init(&plan, &document, e);
	if (status == TL_OK) {
		status = decide_all(policy->policy, &document, &plan, e);
		if (status == TL_OK || status == TL_DOCUMENT) {
			tl_status told = put_all(&put, policy->policy, &plan, show_text, e);
			status = status == TL_OK ? told : status;
		}
	}
	plan_release(&plan);
	document_release(&document);
	return status;
}

tl_status
tl_policy_print(const struct tl_policy *policy, struct tl_sink sink, struct tl_error *e)
{
	struct buf text;

	buf_init(&text, scratch_ceiling);
	policy_print(policy->policy, &text);
	tl_status status = buf_check(&text, e);
	if (status == TL_OK && sink.write(sink.context, text.ptr, text.len) != 0)
		status = error_set(e, TL_SYSTEM, "the policy could not be written");
	buf_release(&text);
	return status;
}
