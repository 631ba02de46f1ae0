/*
 * tests/unit/test_batch_release.c -- a batch through the public interface, in memory.
 */
#include "manifest_unit.h"

static const char telegram[] = "O 271130Z FEB 04\n"
			       "FM AMEMBASSY PORT MARLOW\n"
			       "TO RUEHC/SECSTATE WASHDC IMMEDIATE 2114\n"
			       "BT\n"
			       "C O N F I D E N T I A L PORT MARLOW 000417\n\n"
			       "SUBJECT: (U) FISHERIES TALKS\n\n"
			       "1. (U) The talks opened on Thursday.\n\n"
			       "2. (C) The minister will accept the quota.\n";

static const int64_t now = INT64_C(1790000000);

struct world {
	struct tl_policy *policy;
	struct tl_signer *signer;
	struct tl_trust *trust;
	struct tl_batch *batch;
	struct buf pem[3], output, manifest, file, seal, proof;
};

static struct tl_sink
into(struct buf *buf)
{
	buf_clear(buf);
	return (struct tl_sink){ buf, memory_write };
}

static struct tl_bytes
bytes_of(const struct buf *buf)
{
	return (struct tl_bytes){ buf->ptr, buf->len };
}

static void
make(struct world *w, size_t count)
{
	struct buf *const bufs[] = { &w->pem[0], &w->pem[1], &w->pem[2], &w->output, &w->manifest,
		&w->file, &w->seal, &w->proof };
	const void *policy;
	size_t len;
	memset(w, 0, sizeof *w);
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_init(bufs[i], 1 << 20);
	assert_ok(tl_resource("us-public.xml", &policy, &len, NULL));
	assert_ok(tl_policy_load(policy, len, "us-public", &w->policy, NULL));
	assert_ok(tl_trial_keys(now, into(&w->pem[0]), into(&w->pem[1]), into(&w->pem[2]), NULL));
	assert_ok(tl_signer_load(bytes_of(&w->pem[2]), bytes_of(&w->pem[1]), (struct tl_bytes){ 0 },
	    (struct tl_bytes){ 0 }, now, &w->signer, NULL));
	assert_ok(tl_trust_new(&w->trust, NULL));
	assert_ok(tl_trust_add_root(w->trust, bytes_of(&w->pem[0]), NULL));
	assert_ok(tl_batch_new(w->policy, w->signer, count, now, &w->batch, NULL));
}

static void
drop(struct world *w)
{
	struct buf *const bufs[] = { &w->pem[0], &w->pem[1], &w->pem[2], &w->output, &w->manifest,
		&w->file, &w->seal, &w->proof };
	tl_batch_free(w->batch);
	tl_trust_free(w->trust);
	tl_signer_free(w->signer);
	tl_policy_free(w->policy);
	for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
		buf_release(bufs[i]);
}

static int64_t
read_back(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	const struct buf *output = context;
	struct memory rest = { .bytes = buf_slice(output), .at = (size_t)offset };
	return offset > output->len ? 0 : memory_read(&rest, bytes, capacity);
}

static tl_status
redact(struct world *w, size_t position, const char *text)
{
	const struct tl_source source = { text, strlen(text), "unit", NULL };
	const struct tl_release release = { .output_name = "out",
		.output = into(&w->output),
		.read_back = read_back,
		.context = &w->output,
		.manifest = into(&w->manifest) };
	return tl_batch_redact(w->batch, position, &source, &release, NULL, NULL);
}

static tl_status
verify(struct world *w)
{
	struct memory manifest = { .bytes = buf_slice(&w->manifest) };
	struct memory output = { .bytes = buf_slice(&w->output) };
	const struct tl_evidence evidence = { .manifest = { &manifest, memory_read },
		.output = { &output, memory_read },
		.output_name = "out",
		.seal = bytes_of(&w->seal),
		.now = now,
		.batch = bytes_of(&w->file),
		.batch_proof = bytes_of(&w->proof) };
	return tl_verify(w->trust, &evidence, NULL, NULL);
}

TEST(a_document_of_a_batch_is_good_with_its_proof)
{
	struct world w;
	make(&w, 3);
	assert_ok(redact(&w, 0, telegram));
	assert_int_equal(redact(&w, 1, "of no format\n"), TL_DOCUMENT);
	assert_ok(redact(&w, 2, telegram));
	assert_ok(tl_batch_seal(w.batch, into(&w.file), into(&w.seal), NULL));
	assert_ok(tl_batch_prove(w.batch, 2, into(&w.proof), NULL));
	assert_ok(verify(&w));
	/* The third's files with the first's proof. */
	assert_ok(tl_batch_prove(w.batch, 0, into(&w.proof), NULL));
	assert_int_equal(verify(&w), TL_NO);
	/* A refused document has no proof but its record. */
	assert_ok(tl_batch_prove(w.batch, 1, into(&w.proof), NULL));
	assert_true(slice_starts(buf_slice(&w.proof), "tearline-refused-v1 1 "));
	assert_int_equal(verify(&w), TL_NO);
	drop(&w);
}

TEST(a_batch_is_sealed_once_and_only_when_it_is_complete)
{
	struct world w;
	make(&w, 2);
	assert_int_equal(tl_batch_seal(w.batch, into(&w.file), into(&w.seal), NULL), TL_USAGE);
	assert_int_equal(tl_batch_prove(w.batch, 0, into(&w.proof), NULL), TL_USAGE);
	assert_ok(redact(&w, 0, telegram));
	assert_int_equal(redact(&w, 0, telegram), TL_USAGE);
	assert_int_equal(redact(&w, 2, telegram), TL_USAGE);
	assert_ok(tl_batch_refuse(w.batch, 1, NULL));
	assert_ok(tl_batch_seal(w.batch, into(&w.file), into(&w.seal), NULL));
	assert_int_equal(tl_batch_seal(w.batch, into(&w.file), into(&w.seal), NULL), TL_USAGE);
	drop(&w);
}

TEST(a_batch_of_refused_documents_is_none)
{
	struct world w;
	make(&w, 1);
	assert_ok(tl_batch_refuse(w.batch, 0, NULL));
	assert_int_equal(tl_batch_seal(w.batch, into(&w.file), into(&w.seal), NULL), TL_DOCUMENT);
	assert_int_equal(w.file.len + w.seal.len, 0);
	drop(&w);
}

/* A release of an earlier run counts as redacted, if it fits its output. */
TEST(an_earlier_release_is_taken_only_where_it_fits)
{
	struct world w;
	make(&w, 2);
	assert_ok(redact(&w, 0, telegram));
	for (int changed = 1; changed >= 0; changed--) {
		struct memory manifest = { .bytes = buf_slice(&w.manifest) };
		struct memory output = { .bytes = buf_slice(&w.output) };
		output.bytes.len -= (size_t)changed;
		assert_int_equal(
		    tl_batch_take(w.batch, 1, (struct tl_reader){ &manifest, memory_read },
			(struct tl_reader){ &output, memory_read }, "out", NULL),
		    changed ? TL_NO : TL_OK);
	}
	assert_ok(tl_batch_seal(w.batch, into(&w.file), into(&w.seal), NULL));
	assert_ok(tl_batch_prove(w.batch, 1, into(&w.proof), NULL));
	assert_ok(verify(&w));
	drop(&w);
}

TEST(a_batch_of_none_or_of_too_many_is_refused)
{
	struct world w;
	struct tl_batch *batch;
	make(&w, 1);
	assert_int_equal(tl_batch_new(w.policy, w.signer, 0, now, &batch, NULL), TL_USAGE);
	assert_int_equal(
	    tl_batch_new(w.policy, w.signer, ((size_t)1 << 20) + 1, now, &batch, NULL), TL_USAGE);
	assert_null(batch);
	drop(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_document_of_a_batch_is_good_with_its_proof),
		cmocka_unit_test(a_batch_is_sealed_once_and_only_when_it_is_complete),
		cmocka_unit_test(a_batch_of_refused_documents_is_none),
		cmocka_unit_test(an_earlier_release_is_taken_only_where_it_fits),
		cmocka_unit_test(a_batch_of_none_or_of_too_many_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
