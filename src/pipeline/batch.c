#include <stdlib.h>

#include "manifest/batch.h"
#include "manifest/leaf_reader.h"
#include "manifest/verify.h"
#include "pipeline/library.h"
#include "pipeline/redact.h"
#include "pipeline/signer.h"

enum place {
	PLACE_OPEN = 0,
	PLACE_RELEASED,
	PLACE_REFUSED
};

struct tl_batch {
	const struct policy *policy;
	const struct tl_signer *signer;
	int64_t now;
	size_t count;
	enum place *places;
	struct digest *leaves;
	unsigned char (*salts)[BATCH_SALT_SIZE];
	struct batch_tree tree; /* once it is sealed */
};

tl_status
tl_batch_new(const struct tl_policy *policy, const struct tl_signer *signer, size_t count,
    int64_t now, struct tl_batch **out, struct tl_error *e)
{
	*out = NULL;
	if (count == 0 || count > BATCH_MAX)
		return error_set(e, TL_USAGE, "a batch has 1 to %zu documents", BATCH_MAX);
	if (policy_signers(policy->policy) > 1)
		return error_set(e, TL_USAGE,
		    "the policy demands several signers, and a batch has one; seal the releases singly");
	TRY(seal_signer_check(&signer->signer, now, e));
	struct tl_batch *batch = calloc(1, sizeof *batch);
	if (batch == NULL)
		return error_memory(e);
	*batch = (struct tl_batch){ .policy = policy->policy,
		.signer = signer,
		.now = now,
		.count = count,
		.places = calloc(count, sizeof *batch->places),
		.leaves = calloc(count, sizeof *batch->leaves),
		.salts = calloc(count, sizeof *batch->salts) };
	if (batch->places == NULL || batch->leaves == NULL || batch->salts == NULL) {
		tl_batch_free(batch);
		return error_memory(e);
	}
	*out = batch;
	return TL_OK;
}

void
tl_batch_free(struct tl_batch *batch)
{
	if (batch == NULL)
		return;
	batch_tree_release(&batch->tree);
	free(batch->places);
	free(batch->leaves);
	free(batch->salts);
	free(batch);
}

static tl_status
check_place(const struct tl_batch *batch, size_t position, struct tl_error *e)
{
	if (position >= batch->count || batch->places[position] != PLACE_OPEN ||
	    batch->tree.levels > 0)
		return error_set(e, TL_USAGE, "the batch has no open place of that number");
	return TL_OK;
}

tl_status
tl_batch_redact(struct tl_batch *batch, size_t position, const struct tl_source *source,
    const struct tl_release *release, const struct tl_answer *answer, struct tl_error *e)
{
	struct outcome outcome;
	struct tl_release same = *release;
	const struct redaction redaction = { .policy = batch->policy,
		.source = source,
		.release = &same,
		.signers = 1,
		.leaf = true };

	TRY(check_place(batch, position, e));
	same.now = batch->now;
	tl_status status = redact_source(&redaction, &outcome, e);
	if (status == TL_DOCUMENT)
		TRY(tl_batch_refuse(batch, position, e));
	TRY(status);
	batch->leaves[position] = outcome.manifest;
	batch->places[position] = PLACE_RELEASED;
	return redact_report(answer, &outcome, e);
}

/* Only what this policy made for one signer is one of this batch. */
static tl_status
check_facts(const struct tl_batch *batch, const struct manifest_facts *facts, struct tl_error *e)
{
	if (!digest_equal(&facts->policy_digest, policy_digest(batch->policy)) ||
	    facts->signers != 1 || strcmp(facts->tool_version, tl_version()) != 0)
		return error_set(e, TL_NO, "this release was made in another way");
	return TL_OK;
}

tl_status
tl_batch_take(struct tl_batch *batch, size_t position, struct tl_reader manifest,
    struct tl_reader output, const char *output_name, struct tl_error *e)
{
	struct manifest_verdict verdict;
	struct digest digest, leaf;
	struct leaf_reader reader;

	TRY(check_place(batch, position, e));
	TRY(leaf_reader_init(&reader, manifest, e));
	tl_status status =
	    manifest_verify(leaf_reader_of(&reader), output, output_name, &verdict, &digest, e);
	if (status == TL_OK)
		status = check_facts(batch, &verdict.facts, e);
	if (status == TL_OK)
		status = leaf_reader_end(&reader, &leaf, e);
	leaf_reader_release(&reader);
	TRY(status);
	batch->leaves[position] = leaf;
	batch->places[position] = PLACE_RELEASED;
	return TL_OK;
}

tl_status
tl_batch_refuse(struct tl_batch *batch, size_t position, struct tl_error *e)
{
	TRY(check_place(batch, position, e));
	TRY(crypto_random(batch->salts[position], BATCH_SALT_SIZE, e));
	batch->places[position] = PLACE_REFUSED;
	return TL_OK;
}

/* --- the seal */

static tl_status
refusal(const struct tl_batch *batch, size_t position, struct buf *out, struct tl_error *e)
{
	buf_clear(out);
	return batch_refusal_print(out, position, batch->salts[position], e);
}

/* The leaves of refused documents; every place is taken then, and one at least is a release. */
static tl_status
complete(struct tl_batch *batch, struct hasher *hasher, struct tl_error *e)
{
	size_t released = 0;
	struct buf text;
	tl_status status = TL_OK;

	buf_init(&text, 1 << 10);
	for (size_t i = 0; i < batch->count && status == TL_OK; i++) {
		if (batch->places[i] == PLACE_OPEN)
			status = error_set(
			    e, TL_USAGE, "a document of the batch is neither released nor refused");
		released += batch->places[i] == PLACE_RELEASED;
		if (batch->places[i] != PLACE_REFUSED)
			continue;
		status = refusal(batch, i, &text, e);
		if (status == TL_OK)
			status = tree_leaf(
			    hasher, buf_slice(&text), slice_of(NULL, 0), &batch->leaves[i], e);
	}
	buf_release(&text);
	if (status == TL_OK && released == 0)
		return error_set(
		    e, TL_DOCUMENT, "every document of the batch was refused; there is no release");
	return status;
}

static tl_status
write_batch_seal(const struct tl_batch *batch, struct hasher *hasher, struct buf *text,
    struct tl_sink file, struct tl_sink seal, struct tl_error *e)
{
	struct batch head = { .leaves = batch->count, .root = *batch_tree_root(&batch->tree) };
	struct digest digest;

	TRY(redact_time(batch->now, head.created, e));
	TRY(batch_print(text, &head, e));
	TRY(hasher_digest(hasher, buf_slice(text), &digest, e));
	TRY(write_sink(file, buf_slice(text), e));
	TRY(seal_make_content(&batch->signer->signer, SEAL_OF_BATCH, &digest, batch->now, text, e));
	return write_sink(seal, buf_slice(text), e);
}

tl_status
tl_batch_seal(struct tl_batch *batch, struct tl_sink file, struct tl_sink seal, struct tl_error *e)
{
	struct hasher hasher;
	struct buf text;

	if (batch->tree.levels > 0)
		return error_set(e, TL_USAGE, "the batch is sealed already");
	TRY(hasher_init(&hasher, e));
	buf_init(&text, SEAL_MAX);
	tl_status status = complete(batch, &hasher, e);
	if (status == TL_OK)
		status = batch_tree_build(&batch->tree, &hasher, batch->leaves, batch->count, e);
	if (status == TL_OK)
		status = write_batch_seal(batch, &hasher, &text, file, seal, e);
	buf_release(&text);
	hasher_release(&hasher);
	return status;
}

tl_status
tl_batch_prove(
    const struct tl_batch *batch, size_t position, struct tl_sink sink, struct tl_error *e)
{
	struct tree_path path;
	struct buf text;

	if (position >= batch->count || batch->tree.levels == 0)
		return error_set(e, TL_USAGE, "the batch has no such document, or no seal yet");
	buf_init(&text, BATCH_PROOF_MAX);
	batch_tree_path(&batch->tree, position, &path);
	tl_status status = batch->places[position] == PLACE_RELEASED
	    ? batch_proof_print(&text, &path, e)
	    : refusal(batch, position, &text, e);
	if (status == TL_OK)
		status = write_sink(sink, buf_slice(&text), e);
	buf_release(&text);
	return status;
}
