#include "manifest/verify.h"
#include "pipeline/corridor.h"
#include "pipeline/put.h"

/* A sink that compares what it gets with what was released. */
struct comparison {
	struct slice expected;
	size_t at;
	bool differs;
};

static int
compare(void *context, const void *bytes, size_t len)
{
	struct comparison *c = context;

	if (len > c->expected.len - c->at || memcmp(c->expected.ptr + c->at, bytes, len) != 0)
		c->differs = true;
	else
		c->at += len;
	return 0;
}

static bool
is_same(const struct comparison *c)
{
	return !c->differs && c->at == c->expected.len;
}

static int64_t
give_back(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	struct slice all = ((const struct comparison *)context)->expected;
	size_t left = offset < all.len ? all.len - (size_t)offset : 0;
	size_t n = left < capacity ? left : capacity;

	if (n > 0)
		memcpy(bytes, all.ptr + offset, n);
	return (int64_t)n;
}

/* A reader over bytes in memory. */
static int64_t
read_slice(void *context, void *bytes, size_t capacity)
{
	struct slice *rest = context;
	size_t n = rest->len < capacity ? rest->len : capacity;

	if (n > 0)
		memcpy(bytes, rest->ptr, n);
	*rest = slice_sub(*rest, n, rest->len);
	return (int64_t)n;
}

static tl_status
see_piece(void *context, const struct record_piece *piece, struct tl_error *e)
{
	struct put *put = context;

	put_row(put);
	put_number(put, "index", piece->portion);
	put_text(put, "kind", piece->kind);
	put_number(put, "start", piece->start);
	put_number(put, "end", piece->end);
	put_text(put, "written", piece->written);
	put_text(put, "marking", piece->marking);
	put_text(put, "read", piece->read);
	put_text(put, "decision", piece->decision);
	put_text(put, "rules", piece->rules);
	put_text(put, "reason", piece->reason);
	put_text(put, "exemption", piece->exemption);
	return put_end(put, e);
}

/* What the record names must be what is here; a policy or scheme of the same name but other bytes is another one. */
static tl_status
check_head(const struct record_head *head, const struct policy *policy, struct slice source,
    struct tl_error *e)
{
	const struct scheme *scheme = policy_scheme(policy);
	struct hasher hasher;
	struct digest digest;

	tl_status status = hasher_init(&hasher, e);
	if (status == TL_OK)
		status = hasher_digest(&hasher, source, &digest, e);
	hasher_release(&hasher);
	TRY(status);
	if (source.len != head->source_bytes || !digest_equal(&digest, &head->source_digest))
		return error_set(
		    e, TL_NO, "the source is not the one that the record was made from");
	if (!digest_equal(policy_digest(policy), &head->policy_digest))
		return error_set(
		    e, TL_NO, "the record's copy of the policy does not fit its digest");
	if (!digest_equal(scheme_digest(scheme), &head->scheme_digest))
		return error_set(e, TL_NO,
		    "the record names scheme %s %s, and this build has another one; audit with the tool of that time",
		    head->scheme_id, head->scheme_version);
	return TL_OK;
}

static tl_status
replay(const struct record *record, const struct policy *policy, const struct tl_source *source,
    const struct manifest_facts *facts, struct comparison c[3], struct tl_error *e)
{
	const struct record_head *head = &record->head;
	struct tl_source same = *source;
	struct outcome outcome;

	same.file = head->source_file;
	same.format = head->source_format;
	const struct job job = {
		.policy = policy,
		.source = &same,
		.seed = head->seed,
		.created = head->created,
		.tool_version = head->tool_version,
		.libraries = head->libraries,
		.library_count = head->library_count,
		.signers = (size_t)facts->signers,
		.supersedes = facts->earlier,
		.log = facts->log.origin[0] != '\0' ? &facts->log : NULL,
		.output_name = head->output_name,
		.output = { &c[0], compare },
		.manifest = { &c[1], compare },
		.record = { &c[2], compare },
		.read_back = give_back,
		.context = &c[0],
	};
	tl_status status = corridor(&job, &outcome, e);
	if (c[0].differs)
		*e = (struct tl_error){ 0 }; /* the recheck may have stumbled over the difference */
	if (!is_same(&c[0]) && (status == TL_OK || c[0].differs))
		return error_set(
		    e, TL_NO, "the output is not what the policy demands of this source");
	TRY(status);
	if (!is_same(&c[1]))
		return error_set(e, TL_NO, "the manifest is not the one of this release");
	if (!is_same(&c[2]))
		return error_set(e, TL_NO, "the record does not say what was done");
	return TL_OK;
}

tl_status
tl_audit(const struct tl_source *source, struct tl_bytes record_bytes, struct tl_bytes output,
    struct tl_bytes manifest, const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct record record = { 0 };
	struct policy *policy = NULL;
	struct manifest_verdict verdict;
	struct digest digest;
	struct slice rest[3] = { slice_of(output.ptr, output.len),
		slice_of(manifest.ptr, manifest.len),
		slice_of(record_bytes.ptr, record_bytes.len) };
	struct comparison c[3] = { { .expected = rest[0] }, { .expected = rest[1] },
		{ .expected = rest[2] } };

	tl_status status = record_read(
	    (struct tl_reader){ &rest[2], read_slice }, "record", see_piece, &put, &record, e);
	if (status == TL_OK)
		status = policy_load(record.head.policy, "the record's policy", &policy, e);
	if (status == TL_OK)
		status = check_head(&record.head, policy, slice_of(source->bytes, source->len), e);
	if (status == TL_OK)
		status = manifest_verify((struct tl_reader){ &rest[1], read_slice },
		    (struct tl_reader){ &rest[0], read_slice }, NULL, &verdict, &digest, e);
	if (status == TL_OK)
		status = replay(&record, policy, source, &verdict.facts, c, e);
	policy_free(policy);
	record_release(&record);
	return status;
}
