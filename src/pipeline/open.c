#include "manifest/proof.h"
#include "pipeline/openings.h"
#include "pipeline/put.h"
#include "pipeline/signer.h"

/* The pieces of one portion; a second piece in the same gap adds no gap. */
struct opening_of {
	uint64_t portion;
	enum gap_leaf leaf;
	uint64_t gaps[PROOF_OPENINGS_MAX];
	size_t gap_count, pieces;
	struct hasher hasher;
	struct buf proof;
	struct put put;
};

static void
note(void *context, const struct record_piece *piece)
{
	struct opening_of *o = context;

	if (piece->portion != o->portion)
		return;
	o->pieces++;
	if (o->gap_count > 0 && o->gaps[o->gap_count - 1] == piece->gap)
		return;
	if (o->gap_count < PROOF_OPENINGS_MAX)
		o->gaps[o->gap_count++] = piece->gap;
}

static tl_status
begin(void *context, const struct digest *manifest, uint64_t withheld, struct tl_error *e)
{
	struct opening_of *o = context;

	(void)withheld;
	if (o->pieces == 0)
		return error_set(e, TL_NO,
		    "nothing of that portion was withheld; `tearline audit` shows the numbers");
	if (o->pieces > PROOF_OPENINGS_MAX)
		return error_set(e, TL_NO, "more than %d pieces of that portion were withheld",
		    PROOF_OPENINGS_MAX);
	return proof_begin(&o->proof, manifest, e);
}

static bool
wants(void *context, uint64_t gap)
{
	const struct opening_of *o = context;
	size_t i = 0;

	while (i < o->gap_count && o->gaps[i] != gap)
		i++;
	return i < o->gap_count;
}

static tl_status
see(void *context, const struct opened_piece *piece, struct tl_error *e)
{
	struct opening_of *o = context;
	struct gap_proof proof;
	struct slice content = o->leaf == GAP_BODY ? piece->body : piece->descriptor;

	if (piece->portion != o->portion)
		return TL_OK;
	if (content.len > (PROOF_MAX - o->proof.len) / 3)
		return error_set(e, TL_NO, "what was withheld there is too large for a proof");
	gap_trace_open(piece->trace, (size_t)piece->inner, o->leaf, &proof);
	TRY(opening_print(&o->proof, piece->gap, &proof, content, &o->hasher, e));
	put_row(&o->put);
	put_number(&o->put, "gap", (size_t)piece->gap);
	put_string(&o->put, "leaf", o->leaf == GAP_BODY ? "body" : "descriptor");
	put_number(&o->put, "start", (size_t)piece->start);
	put_number(&o->put, "bytes", content.len);
	return put_end(&o->put, e);
}

static tl_status
finish(struct opening_of *o, struct tl_sink sink, struct tl_error *e)
{
	struct proof again;

	TRY(proof_end(&o->proof, e));
	/* What a verifier would refuse must not leave. */
	tl_status status = proof_read(&again, buf_slice(&o->proof), e);
	proof_release(&again);
	TRY(status);
	return write_sink(sink, buf_slice(&o->proof), e);
}

tl_status
tl_open(const struct tl_withheld *files, size_t portion, enum tl_leaf leaf, struct tl_sink proof,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct opening_of o = { .portion = portion,
		.leaf = leaf == TL_LEAF_BODY ? GAP_BODY : GAP_DESCRIPTOR,
		.put = { .answer = answer } };
	const struct openings openings = {
		.context = &o, .note = note, .begin = begin, .wants = wants, .see = see
	};

	buf_init(&o.proof, PROOF_MAX);
	tl_status status = hasher_init(&o.hasher, e);
	if (status == TL_OK)
		status = openings_walk(files, &openings, e);
	if (status == TL_OK)
		status = finish(&o, proof, e);
	hasher_release(&o.hasher);
	buf_release(&o.proof);
	return status;
}
