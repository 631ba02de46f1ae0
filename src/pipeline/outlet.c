#include <stdlib.h>

#include "pipeline/outlet.h"

static const size_t text_ceiling = (size_t)1 << 16;

tl_status
outlet_init(struct outlet *o, const struct policy *policy, const struct plan *plan,
    struct tl_sink output, struct tl_error *e)
{
	*o = (struct outlet){ .policy = policy, .plan = plan, .output = output };
	buf_init(&o->marking, text_ceiling);
	buf_init(&o->released, text_ceiling);
	buf_init(&o->rules, text_ceiling);
	buf_init(&o->exemption, text_ceiling);
	TRY(hasher_init(&o->hasher, e));
	hasher_begin(&o->hasher);
	/* Large, and manifest_writer_init() clears of it what has to be clear. */
	o->manifest = malloc(sizeof *o->manifest);
	return o->manifest != NULL ? TL_OK : error_memory(e);
}

void
outlet_release(struct outlet *o)
{
	if (o->manifest != NULL)
		manifest_writer_release(o->manifest);
	if (o->record != NULL)
		record_writer_release(o->record);
	free(o->manifest);
	free(o->record);
	hasher_release(&o->hasher);
	buf_release(&o->marking);
	buf_release(&o->released);
	buf_release(&o->rules);
	buf_release(&o->exemption);
}

static struct slice
print_marking(struct outlet *o, const struct marking *marking)
{
	if (marking != o->printed) {
		buf_clear(&o->marking);
		if (marking != NULL)
			marking_print(marking, MARK_PORTION, &o->marking);
		o->printed = marking;
	}
	return buf_slice(&o->marking);
}

/* Ids divided by one blank, exemptions by "; ": what matched, whatever the output shows of it. */
static void
print_rules(struct outlet *o, const struct decision *d)
{
	buf_clear(&o->rules);
	buf_clear(&o->exemption);
	for (size_t i = 0; i < policy_rule_count(o->policy); i++) {
		if (!rule_set_has(&d->rules, i))
			continue;
		if (o->rules.len > 0)
			buf_add_byte(&o->rules, ' ');
		buf_add_str(&o->rules, policy_rule_id(o->policy, i));
		const char *exemption = o->plan->exemptions[i];
		if (exemption[0] == '\0')
			continue;
		if (o->exemption.len > 0)
			buf_add_str(&o->exemption, "; ");
		buf_add_str(&o->exemption, exemption);
	}
}

static const struct decision *
decision_of(const struct outlet *o, size_t piece)
{
	return &o->plan->decisions[o->plan->pieces[piece].portion];
}

static struct slice
source_of(const struct outlet *o, size_t piece)
{
	const struct piece *p = &o->plan->pieces[piece];
	const struct portion *portion = &o->plan->document->portions[p->portion];
	return slice_sub(
	    o->plan->document->source, portion->start + p->start, portion->start + p->end);
}

/* A text that did not fit must not stand in the manifest as a shorter one. */
static tl_status
check_texts(const struct outlet *o, struct tl_error *e)
{
	TRY(buf_check(&o->marking, e));
	TRY(buf_check(&o->released, e));
	TRY(buf_check(&o->rules, e));
	return buf_check(&o->exemption, e);
}

static tl_status
write_output(struct outlet *o, struct slice bytes, struct tl_error *e)
{
	if (o->output.write(o->output.context, bytes.ptr, bytes.len) != 0)
		return error_set(e, TL_SYSTEM, "the output could not be written");
	hasher_add(&o->hasher, bytes);
	o->bytes += bytes.len;
	return TL_OK;
}

/* Every piece once, in order: what the writer forgot would be in no gap and in no record. */
static tl_status
take_turn(struct outlet *o, size_t piece, struct tl_error *e)
{
	if (piece != o->kept + o->withheld)
		return error_set(e, TL_DOCUMENT,
		    "the writer lost its place at piece %zu; please report this", piece);
	return TL_OK;
}

/* The row of one piece in the withheld record; print_rules() has run for it. */
static tl_status
write_record(struct outlet *o, size_t piece, struct tl_error *e)
{
	const struct piece *cut = &o->plan->pieces[piece];
	const struct document *document = o->plan->document;
	const struct portion *p = &document->portions[cut->portion];
	const struct decision *d = decision_of(o, piece);

	buf_clear(&o->released);
	if (cut->kept)
		marking_print(d->released, MARK_PORTION, &o->released);
	struct record_piece row = {
		.kept = cut->kept,
		.index = piece,
		.portion = cut->portion,
		.start = p->start + cut->start,
		.end = p->start + cut->end,
		.kind = slice_str(portion_kind_name((enum portion_kind)p->kind)),
		.written = portion_mark_written(document, p),
		.marking = print_marking(o, d->marking),
		.released = buf_slice(&o->released),
		.read = slice_str(reading_name((enum reading)d->reading)),
		.decision = slice_str(action_name((enum action)d->action)),
		.rules = buf_slice(&o->rules),
		.reason = slice_str(reason_name((enum reason)d->reason)),
		.exemption = buf_slice(&o->exemption),
		.gap = cut->kept ? 0 : o->manifest->gap_number,
		.inner = cut->kept ? 0 : o->manifest->gap_pieces,
	};
	TRY(check_texts(o, e));
	return record_writer_piece(o->record, &row, e);
}

static tl_status
kept(void *context, size_t piece, struct slice bytes, struct tl_error *e)
{
	struct outlet *o = context;
	const struct decision *d = decision_of(o, piece);

	TRY(take_turn(o, piece, e));
	/* The plan is the law; a writer that keeps what it must not is stopped here. */
	if (!o->plan->pieces[piece].kept)
		return error_set(e, TL_DOCUMENT,
		    "the writer tried to keep a withheld piece; please report this");
	if (o->record != NULL) {
		print_rules(o, d);
		TRY(write_record(o, piece, e));
	}
	o->kept++;
	TRY(write_output(o, bytes, e));
	struct slice marking = print_marking(o, d->released);
	TRY(check_texts(o, e));
	TRY(manifest_writer_kept(o->manifest, bytes, marking, e));
	if (o->earlier == NULL || bytes.len == 0)
		return TL_OK;
	return earlier_see_kept(
	    o->earlier, o->manifest->offset - bytes.len, bytes.len, &o->manifest->kept, bytes, e);
}

static tl_status
withheld(void *context, size_t piece, struct tl_error *e)
{
	struct outlet *o = context;
	const struct plan *plan = o->plan;
	const struct decision *d = decision_of(o, piece);
	const struct portion *p = &plan->document->portions[plan->pieces[piece].portion];

	TRY(take_turn(o, piece, e));
	print_rules(o, d);
	struct withheld what = {
		.kind = slice_str(portion_kind_name((enum portion_kind)p->kind)),
		.marking = print_marking(o, d->marking),
		.exemption = buf_slice(&o->exemption),
		.rules = buf_slice(&o->rules),
		.body = source_of(o, piece),
	};
	TRY(check_texts(o, e));
	if (o->record != NULL)
		TRY(write_record(o, piece, e));
	o->withheld++;
	return manifest_writer_withheld(o->manifest, &what, e);
}

static tl_status
insert(void *context, enum insert_template template, struct slice bytes, struct tl_error *e)
{
	struct outlet *o = context;

	TRY(write_output(o, bytes, e));
	return manifest_writer_insert(o->manifest, template, bytes, e);
}

struct release
outlet_side(struct outlet *outlet)
{
	return (struct release){ outlet, kept, withheld, insert };
}
