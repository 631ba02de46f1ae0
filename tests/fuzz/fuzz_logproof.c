/*
 * Proofs: of a log, of a batch, and the batch file. What is accepted is printed again as it was.
 */
#include "fuzz.h"

#include "manifest/batch.h"
#include "manifest/log_proof.h"

static void
check_log_proof(struct slice bytes, struct buf *again)
{
	struct log_proof *proof = malloc(sizeof *proof);
	LAW(proof != NULL);
	if (log_proof_read(proof, bytes)) {
		LAW(log_proof_print(again, proof, NULL) == TL_OK);
		LAW(slice_equal(buf_slice(again), bytes));
	}
	free(proof);
	buf_clear(again);
}

static void
check_batch(struct slice bytes, struct buf *again)
{
	struct tree_path path;
	struct batch batch;
	if (batch_proof_read(&path, bytes)) {
		LAW(batch_proof_print(again, &path, NULL) == TL_OK);
		LAW(slice_equal(buf_slice(again), bytes));
	}
	buf_clear(again);
	if (batch_read(&batch, bytes)) {
		LAW(batch_print(again, &batch, NULL) == TL_OK);
		LAW(slice_equal(buf_slice(again), bytes));
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct digest manifest = { { 1 } };
	static const unsigned char id[FORM_ID_SIZE] = { 0 };
	static const struct log_state seen = { .origin = "" };
	const struct log_question question = { .proof = slice_of(data, size),
		.key = slice_str(
		    "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"),
		.manifest = &manifest,
		.id = id,
		.seen = &seen };
	struct log_verdict verdict;
	struct buf again;
	buf_init(&again, LOG_PROOF_MAX);
	check_log_proof(question.proof, &again);
	check_batch(question.proof, &again);
	LAW(log_proof_check(&question, &verdict, NULL) == TL_NO);
	buf_release(&again);
	return 0;
}
