#include "pipeline/attached.h"

#include <stdlib.h>

#include "base/utf8.h"

static struct slice
bytes_of(struct tl_bytes bytes)
{
	return slice_of(bytes.ptr, bytes.len);
}

struct attachments
attachments_of(const struct tl_evidence *evidence)
{
	return (struct attachments){ .proof = bytes_of(evidence->proof),
		.index = evidence->index,
		.index_seal = bytes_of(evidence->index_seal),
		.earlier = evidence->earlier,
		.earlier_seal = bytes_of(evidence->earlier_seal),
		.earlier_output = bytes_of(evidence->earlier_output) };
}

static void
put_descriptor(struct put *put, struct slice content, unsigned char *scratch)
{
	struct form_value values[FORM_FIELDS_MAX];

	if (form_parse_as(LINE_WITHHELD, content, scratch, values) != FLAW_NONE)
		return;
	put_text(put, "kind", values[0].text);
	put_text(put, "marking", values[1].text);
	put_text(put, "exemption", values[2].text);
	put_text(put, "rules", values[3].text);
}

/* An answer holds text; what is none is shown as bytes. */
static tl_status
put_body(struct put *put, struct slice content, struct tl_error *e)
{
	struct buf hex;

	if (utf8_check(content) == content.len) {
		put_text(put, "content", content);
		return TL_OK;
	}
	buf_init(&hex, 2 * PROOF_MAX);
	buf_add_hex(&hex, content.ptr, content.len);
	put_text(put, "content-hex", buf_slice(&hex));
	tl_status status = buf_check(&hex, e);
	buf_release(&hex);
	return status;
}

static tl_status
put_opening(struct put *put, const struct proof *proof, size_t index, bool show,
    unsigned char *scratch, struct tl_error *e)
{
	const struct proof_opening *o = &proof->openings[index];
	bool body = o->opening.proof.leaf == GAP_BODY;
	struct slice content = opening_content(&proof->reader, &o->opening);
	tl_status status = TL_OK;

	put_object(put, NULL);
	put_string(put, "leaf", body ? "body" : "descriptor");
	put_number(put, "gap", (size_t)o->opening.gap);
	put_number(put, "offset", (size_t)o->offset);
	if (body) {
		put_number(put, "bytes", content.len);
		if (show)
			status = put_body(put, content, e);
	} else {
		put_descriptor(put, content, scratch);
	}
	put_close(put);
	return status;
}

static tl_status
put_proof(struct put *put, const struct proof *proof, bool show, struct tl_error *e)
{
	tl_status status = TL_OK;
	unsigned char *scratch = malloc(FORM_LINE_MAX);

	if (scratch == NULL)
		return error_memory(e);
	put_list(put, "opened");
	for (size_t i = 0; i < proof->count && status == TL_OK; i++)
		status = put_opening(put, proof, i, show, scratch, e);
	put_close(put);
	free(scratch);
	return status;
}

static void
put_earlier(struct put *put, const struct earlier *earlier)
{
	put_object(put, "earlier");
	put_number(put, "pieces", earlier_count(earlier));
	put_number(put, "new-runs", earlier_fresh_count(earlier));
	put_number(put, "new-bytes", (size_t)earlier->fresh_bytes);
	put_list(put, "new");
	for (size_t i = 0; i < earlier_fresh_count(earlier); i++) {
		struct earlier_range range = earlier_fresh_at(earlier, i);
		put_object(put, NULL);
		put_number(put, "offset", (size_t)range.offset);
		put_number(put, "length", (size_t)range.length);
		put_close(put);
	}
	put_close(put);
	put_close(put);
}

tl_status
put_attached(struct put *put, const struct attached *attached, bool show, struct tl_error *e)
{
	if (attached->proof.reason == PROOF_GOOD)
		TRY(put_proof(put, &attached->proof, show, e));
	if (attached->index.reason == INDEX_GOOD) {
		put_object(put, "index");
		put_number(put, "rows", (size_t)attached->index.rows);
		put_string(put, "signer", attached->index_seal.signer);
		put_close(put);
	}
	if (attached->earlier.reason == EARLIER_GOOD)
		put_earlier(put, &attached->earlier);
	return TL_OK;
}
