#include "pipeline/openings.h"

#include <stdlib.h>

#include "base/wipe.h"
#include "manifest/encode.h"
#include "manifest/reopen.h"
#include "manifest/verify.h"

static const size_t gaps_ceiling = (size_t)1 << 31;  /* bytes of commitments */
static const size_t texts_ceiling = (size_t)1 << 31; /* of one gap's rows */

/* A piece of the current gap; its texts stand in walk.texts. */
struct row {
	uint64_t portion, start, end;
	size_t descriptor, descriptor_len, reason, reason_len;
};

struct walk {
	const struct openings *openings;
	struct slice source;
	struct digest manifest;
	struct manifest_facts facts;
	unsigned char id[FORM_ID_SIZE];
	struct buf commitments; /* struct digest */
	struct reopen reopen;
	struct buf rows, texts; /* of the current gap */
	unsigned char *line;    /* FORM_LINE_MAX */
	uint64_t gap, inner;    /* the current gap, and how many of its pieces were seen */
	bool inside;
};

static tl_status
refuse(const char *what, struct tl_error *e)
{
	return error_set(e, TL_NO, "%s", what);
}

static int64_t
read_rest(void *context, void *bytes, size_t capacity)
{
	struct slice *rest = context;
	size_t n = rest->len < capacity ? rest->len : capacity;

	if (n > 0)
		memcpy(bytes, rest->ptr, n);
	*rest = slice_sub(*rest, n, rest->len);
	return (int64_t)n;
}

/* --- the first reading: do the files belong together? ----------------------------------------------------------- */

static tl_status
note_piece(void *context, const struct record_piece *piece, struct tl_error *e)
{
	const struct walk *w = context;

	(void)e;
	if (!piece->kept && w->openings->note != NULL)
		w->openings->note(w->openings->context, piece);
	return TL_OK;
}

static tl_status
see_line(void *context, enum form_line line, const struct form_value *values, uint64_t offset,
    struct tl_error *e)
{
	struct walk *w = context;

	(void)offset;
	if (line == LINE_MANIFEST)
		memcpy(w->id, values[0].id, sizeof w->id);
	if (line == LINE_GAP)
		buf_add(&w->commitments, &values[0].digest, sizeof values[0].digest);
	return buf_check(&w->commitments, e);
}

static tl_status
read_manifest(struct walk *w, struct slice bytes, struct tl_error *e)
{
	const struct manifest_watch watch = { .context = w, .line = see_line };
	struct manifest_verdict *verdict = calloc(1, sizeof *verdict);

	if (verdict == NULL)
		return error_memory(e);
	tl_status status = manifest_read(
	    (struct tl_reader){ &bytes, read_rest }, &watch, verdict, &w->manifest, e);
	w->facts = verdict->facts;
	free(verdict);
	return status;
}

/* The manifest pins source and record, each under a salt of the seed. */
static tl_status
check_pinned(
    struct walk *w, const struct record *record, const struct salts *salts, struct tl_error *e)
{
	struct digest source, commitment;
	struct hasher *hasher = &w->reopen.hasher;

	if (memcmp(salts->id, w->id, FORM_ID_SIZE) != 0 ||
	    memcmp(record->head.manifest_id, w->id, FORM_ID_SIZE) != 0)
		return refuse("the record belongs to another manifest", e);
	TRY(record_commitment(hasher, salts->record, &record->digest, &commitment, e));
	if (!digest_equal(&commitment, &w->facts.audit))
		return refuse("the manifest pins another record than this one", e);
	TRY(hasher_digest(hasher, w->source, &source, e));
	TRY(source_commitment(hasher, salts->source, &source, &commitment, e));
	if (w->source.len != record->head.source_bytes ||
	    !digest_equal(&source, &record->head.source_digest) ||
	    !digest_equal(&commitment, &w->facts.source))
		return refuse("the source is not the one that the record was made from", e);
	return TL_OK;
}

static tl_status
prepare(struct walk *w, const struct tl_withheld *files, struct tl_error *e)
{
	struct slice rest = slice_of(files->record.ptr, files->record.len);
	struct salts salts;
	struct record record;

	TRY(read_manifest(w, slice_of(files->manifest.ptr, files->manifest.len), e));
	TRY(record_read(
	    (struct tl_reader){ &rest, read_rest }, "record", note_piece, w, &record, e));
	tl_status status = reopen_init(&w->reopen, record.head.seed, &salts, e);
	if (status == TL_OK)
		status = check_pinned(w, &record, &salts, e);
	if (status == TL_OK)
		status = w->openings->begin(w->openings->context, &w->manifest, record.withheld, e);
	wipe(&salts, sizeof salts);
	record_release(&record);
	return status;
}

/* --- the second reading: the gaps ------------------------------------------------------------------------------- */

static struct slice
body_of(const struct walk *w, const struct row *row)
{
	return slice_sub(w->source, (size_t)row->start, (size_t)row->end);
}

static tl_status
hand_out(struct walk *w, struct tl_error *e)
{
	struct slice texts = buf_slice(&w->texts);

	for (size_t i = 0; i < w->rows.len / sizeof(struct row); i++) {
		struct row row;
		memcpy(&row, w->rows.ptr + i * sizeof row, sizeof row);
		const struct opened_piece piece = {
			.portion = row.portion,
			.gap = w->gap,
			.inner = i,
			.start = row.start,
			.descriptor =
			    slice_sub(texts, row.descriptor, row.descriptor + row.descriptor_len),
			.body = body_of(w, &row),
			.reason = slice_sub(texts, row.reason, row.reason + row.reason_len),
			.trace = &w->reopen.trace,
		};
		TRY(w->openings->see(w->openings->context, &piece, e));
	}
	return TL_OK;
}

static tl_status
end_gap(struct walk *w, struct tl_error *e)
{
	struct digest made, bound;

	if (!w->inside)
		return TL_OK;
	w->inside = false;
	TRY(reopen_end(&w->reopen, &made, e));
	if (!w->reopen.traced)
		return TL_OK;
	memcpy(&bound, w->commitments.ptr + w->gap * sizeof bound, sizeof bound);
	if (!digest_equal(&made, &bound))
		return refuse("a gap of the manifest does not bind what the record says", e);
	tl_status status = hand_out(w, e);
	buf_clear(&w->rows);
	buf_clear(&w->texts);
	return status;
}

static tl_status
begin_gap(struct walk *w, const struct record_piece *piece, struct tl_error *e)
{
	TRY(end_gap(w, e));
	if (piece->gap < w->reopen.next || piece->gap >= w->commitments.len / sizeof(struct digest))
		return refuse("the record's gaps are not those of the manifest", e);
	TRY(reopen_begin(
	    &w->reopen, piece->gap, w->openings->wants(w->openings->context, piece->gap), e));
	w->gap = piece->gap;
	w->inner = 0;
	w->inside = true;
	return TL_OK;
}

static size_t
add_text(struct walk *w, struct slice text)
{
	size_t at = w->texts.len;

	buf_add_slice(&w->texts, text);
	return at;
}

static tl_status
make_piece(void *context, const struct record_piece *piece, struct tl_error *e)
{
	struct walk *w = context;
	struct row row = { piece->portion, piece->start, piece->end, 0, 0, 0, 0 };
	const struct withheld what = { .kind = piece->kind,
		.marking = piece->marking,
		.exemption = piece->exemption,
		.rules = piece->rules };

	if (piece->kept)
		return TL_OK;
	if (!w->inside || piece->gap != w->gap)
		TRY(begin_gap(w, piece, e));
	if (piece->inner != w->inner++)
		return refuse("the record's pieces are out of order", e);
	if (!w->reopen.traced)
		return reopen_piece(&w->reopen, slice_of(NULL, 0), slice_of(NULL, 0), e);
	TRY(manifest_descriptor(&what, w->line, &row.descriptor_len, e));
	row.descriptor = add_text(w, slice_of(w->line, row.descriptor_len));
	row.reason = add_text(w, piece->reason);
	row.reason_len = piece->reason.len;
	buf_add(&w->rows, &row, sizeof row);
	TRY(buf_check(&w->rows, e));
	TRY(buf_check(&w->texts, e));
	return reopen_piece(&w->reopen, slice_of(w->line, row.descriptor_len), body_of(w, &row), e);
}

static tl_status
walk(struct walk *w, const struct tl_withheld *files, struct tl_error *e)
{
	struct slice rest = slice_of(files->record.ptr, files->record.len);
	struct record record;

	w->line = malloc(FORM_LINE_MAX);
	if (w->line == NULL)
		return error_memory(e);
	TRY(prepare(w, files, e));
	TRY(record_read(
	    (struct tl_reader){ &rest, read_rest }, "record", make_piece, w, &record, e));
	record_release(&record);
	return end_gap(w, e);
}

tl_status
openings_walk(const struct tl_withheld *files, const struct openings *openings, struct tl_error *e)
{
	struct walk *w = calloc(1, sizeof *w);

	if (w == NULL)
		return error_memory(e);
	w->openings = openings;
	w->source = slice_of(files->source.ptr, files->source.len);
	buf_init(&w->commitments, gaps_ceiling);
	buf_init(&w->rows, texts_ceiling);
	buf_init(&w->texts, texts_ceiling);
	tl_status status = walk(w, files, e);
	reopen_release(&w->reopen);
	buf_release(&w->commitments);
	buf_release(&w->rows);
	buf_release(&w->texts);
	free(w->line);
	wipe(w, sizeof *w);
	free(w);
	return status;
}
