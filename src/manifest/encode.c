#include <stddef.h>

#include "manifest/encode.h"

#include <assert.h>

#include "base/wipe.h"
#include "manifest/record.h"

/* Insertions of one gap: there is one notice for a run, and some structure. */
#define INSERTS_CEILING ((size_t)1 << 26)

struct insert {
	uint32_t length;
	uint32_t template;
};

static void
make_gaps(void *context)
{
	struct manifest_writer *w = context;
	gaps_make(&w->other, w->before);
}

/* The stretch before this one leaves, its gaps filled in: whoever has come so far helps with them. */
static tl_status
send_before(struct manifest_writer *w, struct tl_error *e)
{
	struct stretch *before = w->before;
	gaps_make(&w->own, before);
	aside_wait(&w->aside);
	const struct gap_maker *failed = w->own.status != TL_OK ? &w->own : &w->other;
	if (failed->status != TL_OK)
		return error_set(e, failed->status, "%s", failed->error.what);
	/* In a gap of very many pieces a stretch may have no line. */
	if (before->used > 0) {
		hasher_add(&w->whole, slice_of(before->text, before->used));
		if (w->sink.write(w->sink.context, before->text, before->used) != 0)
			return error_set(e, TL_SYSTEM, "the manifest cannot be written");
	}
	stretch_clear(before);
	return TL_OK;
}

static void
swap_stretches(struct manifest_writer *w)
{
	struct stretch *full = w->now;
	w->now = w->before;
	w->before = full;
}

/* Room for one line, one descriptor and one step, whatever they are. */
static tl_status
room(struct manifest_writer *w, struct tl_error *e)
{
	if (!stretch_is_full(w->now))
		return TL_OK;
	TRY(send_before(w, e));
	swap_stretches(w);
	aside_start(&w->aside, make_gaps, w);
	return TL_OK;
}

/* All that is left. No thread is started for the last stretch: a short manifest has no other. */
static tl_status
send_rest(struct manifest_writer *w, struct tl_error *e)
{
	TRY(send_before(w, e));
	swap_stretches(w);
	return send_before(w, e);
}

static tl_status
put(struct manifest_writer *w, enum form_line line, const struct form_value *values,
    struct tl_error *e)
{
	size_t len;
	TRY(room(w, e));
	TRY(form_print(line, values, w->now->text + w->now->used, &len, e));
	w->now->used += len;
	return TL_OK;
}

static tl_status
put_digest(
    struct manifest_writer *w, enum form_line line, const struct digest *digest, struct tl_error *e)
{
	const struct form_value value = { .digest = *digest };
	return put(w, line, &value, e);
}

static tl_status
put_template(
    struct manifest_writer *w, enum insert_template name, struct slice text, struct tl_error *e)
{
	const struct form_value values[] = { { .number = (uint64_t)name }, { .text = text } };
	if (templates_declare(&w->templates, name, text, NULL) != TL_OK)
		return error_set(e, TL_DOCUMENT,
		    "the notice or a banner cannot be declared in a manifest: it is empty, too "
		    "long, has a control character or a placeholder twice, or there are more "
		    "than %d different banners; split the document",
		    TEMPLATES_MAX - 2);
	return put(w, LINE_TEMPLATE, values, e);
}

static bool
is_declared(const struct manifest_writer *w, struct slice banner)
{
	return banner.len == 0 || templates_match(&w->templates, INSERT_BANNER, banner);
}

static tl_status
put_templates(struct manifest_writer *w, const struct manifest_head *head, struct tl_error *e)
{
	if (head->notice.len > 0)
		TRY(put_template(w, INSERT_NOTICE, head->notice, e));
	for (size_t i = 0; i < head->banner_count; i++)
		if (!is_declared(w, head->banners[i]))
			TRY(put_template(w, INSERT_BANNER, head->banners[i], e));
	return put_template(w, INSERT_SEPARATOR, slice_str("\n"), e);
}

static tl_status
put_earlier(struct manifest_writer *w, const struct manifest_earlier *earlier, struct tl_error *e)
{
	struct form_value values[] = { { .number = 0 }, { .digest = earlier->digest } };
	memcpy(values[0].id, earlier->id, FORM_ID_SIZE);
	return put(w, LINE_SUPERSEDES, values, e);
}

static tl_status
put_head(struct manifest_writer *w, const struct manifest_head *head, struct tl_error *e)
{
	struct digest source;
	TRY(salts_draw(&w->salts, &w->own.draw, e));
	TRY(source_commitment(&w->hasher, w->salts.source, &head->source_digest, &source, e));

	struct form_value root[] = { { .number = 0 }, { .text = slice_str(head->created) } };
	memcpy(root[0].id, w->salts.id, sizeof w->salts.id);
	const struct form_value tool[] = { { .text = slice_str(head->tool) },
		{ .text = slice_str(head->tool_version) } };
	const struct form_value policy[] = { { .text = slice_str(head->policy_id) },
		{ .text = slice_str(head->policy_version) }, { .digest = head->policy_digest } };
	const struct form_value scheme[] = { { .text = slice_str(head->scheme_id) },
		{ .text = slice_str(head->scheme_profile) },
		{ .text = slice_str(head->scheme_version) }, { .digest = head->scheme_digest } };
	const struct form_value signers = { .number = head->signers };
	TRY(put(w, LINE_XML, NULL, e));
	TRY(put(w, LINE_MANIFEST, root, e));
	TRY(put(w, LINE_TOOL, tool, e));
	TRY(put(w, LINE_POLICY, policy, e));
	TRY(put(w, LINE_SCHEME, scheme, e));
	TRY(put_digest(w, LINE_SOURCE, &source, e));
	if (head->earlier.named)
		TRY(put_earlier(w, &head->earlier, e));
	TRY(put(w, LINE_SIGNERS, &signers, e));
	for (size_t i = 0; i < head->role_count; i++) {
		const struct form_value role = { .text = slice_str(head->roles[i]) };
		TRY(put(w, LINE_ROLE, &role, e));
	}
	TRY(put_templates(w, head, e));
	return put(w, LINE_LIST, NULL, e);
}

tl_status
manifest_writer_init(struct manifest_writer *w, const struct manifest_head *head,
    const unsigned char seed[SEED_SIZE], struct tl_sink sink, struct tl_error *e)
{
	memset(w, 0, offsetof(struct manifest_writer, stretches));
	w->sink = sink;
	w->now = &w->stretches[0];
	w->before = &w->stretches[1];
	for (size_t i = 0; i < 2; i++)
		w->stretches[i].used = w->stretches[i].described = w->stretches[i].count = 0;
	templates_init(&w->templates);
	buf_init(&w->inserts, INSERTS_CEILING);
	TRY(hasher_init(&w->whole, e));
	if (head->leaf)
		hasher_add(&w->whole, slice_of("\0", 1));
	TRY(hasher_init(&w->hasher, e));
	TRY(gap_maker_init(&w->own, seed, e));
	TRY(gap_maker_init(&w->other, seed, e));
	TRY(draw_skip(&w->other.draw, SALTS_DRAWN, e));
	return put_head(w, head, e);
}

void
manifest_writer_release(struct manifest_writer *w)
{
	aside_wait(&w->aside);
	hasher_release(&w->whole);
	hasher_release(&w->hasher);
	gap_maker_release(&w->own);
	gap_maker_release(&w->other);
	templates_release(&w->templates);
	buf_release(&w->inserts);
	/* What is left of a stretch is the public manifest. */
	for (size_t i = 0; i < 2; i++)
		stretch_clear(&w->stretches[i]);
	wipe(w, offsetof(struct manifest_writer, stretches));
}

tl_status
manifest_descriptor(
    const struct withheld *piece, unsigned char *at, size_t *len, struct tl_error *e)
{
	const struct form_value values[] = { { .text = piece->kind }, { .text = piece->marking },
		{ .text = piece->exemption }, { .text = piece->rules } };
	return form_print(LINE_WITHHELD, values, at, len, e);
}

tl_status
manifest_writer_withheld(
    struct manifest_writer *w, const struct withheld *piece, struct tl_error *e)
{
	size_t len;
	TRY(room(w, e));
	TRY(manifest_descriptor(piece, w->now->descriptors + w->now->described, &len, e));
	stretch_add_piece(w->now, len, piece->body);
	w->gap_pieces++;
	w->pieces++;
	w->bytes += piece->body.len;
	return TL_OK;
}

tl_status
manifest_writer_insert(struct manifest_writer *w, enum insert_template template, struct slice bytes,
    struct tl_error *e)
{
	if (bytes.len == 0)
		return TL_OK;
	if (!templates_match(&w->templates, template, bytes))
		return error_set(e, TL_DOCUMENT,
		    "an inserted %s is no filled-in template of the policy; this is a defect",
		    insert_template_name(template));
	const struct insert insert = { (uint32_t)bytes.len, (uint32_t) template };
	buf_add(&w->inserts, &insert, sizeof insert);
	w->offset += bytes.len;
	return buf_check(&w->inserts, e);
}

static tl_status
put_inserts(struct manifest_writer *w, struct tl_error *e)
{
	for (size_t at = 0; at < w->inserts.len; at += sizeof(struct insert)) {
		struct insert insert;
		memcpy(&insert, w->inserts.ptr + at, sizeof insert);
		const struct form_value values[] = { { .number = w->listed },
			{ .number = insert.length }, { .number = insert.template } };
		TRY(put(w, LINE_INSERT, values, e));
		w->listed += insert.length;
	}
	if (w->inserts.len > 0)
		buf_clear(&w->inserts);
	assert(w->listed == w->offset);
	return TL_OK;
}

static tl_status
close_gap(struct manifest_writer *w, struct tl_error *e)
{
	TRY(room(w, e));
	stretch_add_gap(w->now);
	w->gap_number++;
	w->gap_pieces = 0;
	return put_inserts(w, e);
}

tl_status
manifest_writer_kept(
    struct manifest_writer *w, struct slice bytes, struct slice marking, struct tl_error *e)
{
	if (bytes.len == 0)
		return TL_OK;
	TRY(close_gap(w, e));
	struct form_value values[] = { { .number = w->offset }, { .number = bytes.len },
		{ .number = 0 }, { .text = marking } };
	TRY(hasher_digest(&w->hasher, bytes, &values[2].digest, e));
	TRY(put(w, LINE_KEPT, values, e));
	w->kept = values[2].digest;
	w->offset += bytes.len;
	w->listed = w->offset;
	return TL_OK;
}

static tl_status
put_counts(struct manifest_writer *w, enum form_line line, const struct manifest_count *counts,
    size_t count, struct tl_error *e)
{
	for (size_t i = 0; i < count; i++) {
		if (counts[i].count == 0)
			continue;
		const struct form_value values[] = { { .text = slice_str(counts[i].text) },
			{ .number = counts[i].count } };
		TRY(put(w, line, values, e));
	}
	return TL_OK;
}

static tl_status
put_log(struct manifest_writer *w, const struct log_state *log, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	log_state_print(log, values);
	return put(w, LINE_LOG, values, e);
}

static tl_status
put_tail(struct manifest_writer *w, const struct manifest_tail *tail, struct tl_error *e)
{
	struct digest audit;
	const struct digest *record = tail->record == NULL ? &w->salts.no_record : tail->record;
	TRY(record_commitment(&w->hasher, w->salts.record, record, &audit, e));
	const struct form_value amount[] = { { .number = w->pieces }, { .number = w->bytes } };
	const struct form_value output[] = { { .text = slice_str(tail->output_name) },
		{ .number = tail->output_bytes }, { .digest = tail->output_digest },
		{ .text = slice_str(tail->media_type) }, { .text = tail->marking } };
	TRY(put(w, LINE_LIST_END, NULL, e));
	TRY(put_counts(w, LINE_DOWNGRADE, tail->downgrades, tail->downgrade_count, e));
	TRY(put_counts(w, LINE_EXEMPTION, tail->exemptions, tail->exemption_count, e));
	if (tail->show_amount)
		TRY(put(w, LINE_AMOUNT, amount, e));
	TRY(put_digest(w, LINE_AUDIT, &audit, e));
	if (tail->log != NULL)
		TRY(put_log(w, tail->log, e));
	TRY(put(w, LINE_OUTPUT, output, e));
	return put(w, LINE_MANIFEST_END, NULL, e);
}

tl_status
manifest_writer_finish(struct manifest_writer *w, const struct manifest_tail *tail,
    struct digest *manifest_digest, struct tl_error *e)
{
	*manifest_digest = (struct digest){ { 0 } };
	TRY(close_gap(w, e));
	TRY(put_tail(w, tail, e));
	TRY(send_rest(w, e));
	return hasher_end(&w->whole, manifest_digest, e);
}
