#include "manifest/attached.h"

static bool
has_earlier(const struct attached *attached)
{
	return attached->earlier.reason == EARLIER_UNCHECKED;
}

static tl_status
see_kept(struct attached *attached, const struct form_value *values, struct tl_error *e)
{
	struct earlier *earlier = &attached->earlier;
	if (!has_earlier(attached))
		return TL_OK;
	tl_status status = earlier_see_kept(earlier, values[0].number, values[1].number,
	    &values[2].digest, buf_slice(&earlier->piece), e);
	buf_clear(&earlier->piece);
	return status;
}

static tl_status
see_line(void *context, enum form_line line, const struct form_value *values, uint64_t offset,
    struct tl_error *e)
{
	struct attached *attached = context;
	if (line == LINE_KEPT)
		return see_kept(attached, values, e);
	if (line != LINE_GAP)
		return TL_OK;
	uint64_t gap = attached->gap++;
	proof_see_gap(&attached->proof, gap, &values[0].digest, offset);
	if (attached->index.reason == INDEX_NONE)
		return TL_OK;
	return index_see_gap(&attached->index, gap, &values[0].digest, e);
}

static tl_status
see_bytes(void *context, struct slice bytes, struct tl_error *e)
{
	struct attached *attached = context;
	buf_add_slice(&attached->earlier.piece, bytes);
	return buf_check(&attached->earlier.piece, e);
}

/* TL_NO is a reason, which stands where it was found. */
static tl_status
only_accidents(tl_status status, const struct tl_error *inner, struct tl_error *e)
{
	if (status == TL_OK || status == TL_NO)
		return TL_OK;
	return error_set(e, status, "%s", inner->what);
}

tl_status
attached_begin(struct attached *out, const struct attachments *given, struct tl_error *e)
{
	struct tl_error inner = { 0 };
	*out = (struct attached){ .gap = 0 };
	out->watch = (struct manifest_watch){ .context = out, .line = see_line };
	if (given->proof.ptr != NULL)
		TRY(only_accidents(proof_read(&out->proof, given->proof, &inner), &inner, e));
	if (given->index.read != NULL)
		TRY(index_begin(&out->index, given->index, e));
	if (given->earlier.read == NULL)
		return TL_OK;
	inner = (struct tl_error){ 0 };
	tl_status status =
	    earlier_read(&out->earlier, given->earlier, given->earlier_output, &inner);
	TRY(only_accidents(status, &inner, e));
	if (has_earlier(out) && given->earlier_output.ptr != NULL)
		out->watch.bytes = see_bytes;
	return TL_OK;
}

void
attached_release(struct attached *attached)
{
	proof_release(&attached->proof);
	index_release(&attached->index);
	earlier_release(&attached->earlier);
}

static tl_status
end_index(struct attached *attached, const struct attachments *given, const struct digest *digest,
    const struct seal_trust *trust, int64_t now, struct tl_error *e)
{
	struct index_check *index = &attached->index;
	struct tl_error inner = { 0 };
	TRY(index_end(index, digest, e));
	if (index->reason != INDEX_UNCHECKED)
		return TL_OK;
	if (given->index_seal.len == 0) {
		index_settle(index, INDEX_UNSIGNED);
		return TL_OK;
	}
	tl_status status = seal_check_content(trust, SEAL_OF_INDEX, given->index_seal,
	    &index->digest, now, &attached->index_seal, &inner);
	TRY(only_accidents(status, &inner, e));
	index_settle(index, status == TL_OK ? INDEX_GOOD : INDEX_SEAL);
	return TL_OK;
}

static tl_status
end_earlier(struct attached *attached, const struct attachments *given,
    const struct manifest_facts *facts, const struct seal_trust *trust, int64_t now,
    struct tl_error *e)
{
	struct earlier *earlier = &attached->earlier;
	struct tl_error inner = { 0 };
	enum earlier_reason reason = EARLIER_GOOD;
	tl_status status = TL_NO;
	if (!has_earlier(attached))
		return TL_OK;
	if (given->earlier_seal.len > 0)
		status = seal_check(trust, given->earlier_seal, &earlier->name.digest, now,
		    &attached->earlier_seal, &inner);
	TRY(only_accidents(status, &inner, e));
	if (!facts->earlier.named)
		reason = EARLIER_NOT_NAMED;
	else if (!digest_equal(&facts->earlier.digest, &earlier->name.digest) ||
	    memcmp(facts->earlier.id, earlier->name.id, FORM_ID_SIZE) != 0)
		reason = EARLIER_OTHER;
	else if (given->earlier_seal.len == 0 || earlier->signers == 0)
		reason = EARLIER_UNSIGNED;
	else if (status != TL_OK)
		reason = EARLIER_SEAL;
	else if (earlier->signers > 1)
		reason = EARLIER_SIGNERS;
	else if (!earlier_is_complete(earlier))
		reason = earlier->output.ptr != NULL ? EARLIER_GONE : EARLIER_UNKNOWN;
	(void)earlier_settle(earlier, reason, NULL);
	return TL_OK;
}

tl_status
attached_end(struct attached *attached, const struct attachments *given,
    const struct manifest_facts *facts, const struct digest *digest, const struct seal_trust *trust,
    int64_t now, struct tl_error *e)
{
	struct tl_error inner = { 0 };
	if (attached->proof.reason != PROOF_NONE)
		TRY(only_accidents(proof_judge(&attached->proof, digest, &inner), &inner, e));
	if (attached->index.reason != INDEX_NONE)
		TRY(end_index(attached, given, digest, trust, now, e));
	return end_earlier(attached, given, facts, trust, now, e);
}
