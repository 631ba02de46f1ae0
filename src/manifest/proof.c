#include "manifest/proof.h"

#include <stdlib.h>

static const char *const sentences[PROOF_REASONS] = {
	[PROOF_NONE] = "no proof was given",
	[PROOF_UNCHECKED] = "the proof was not checked",
	[PROOF_GOOD] = "the proof leads to the manifest",
	[PROOF_TOO_LARGE] = "the proof is larger than any that tearline writes",
	[PROOF_FORM] = "the proof is not in the one form that it can have",
	[PROOF_EMPTY] = "the proof opens nothing",
	[PROOF_MANY] = "the proof opens more than one proof can",
	[PROOF_ORDER] = "the proof's openings are out of order, or one stands twice",
	[PROOF_TRAILING] = "bytes stand behind the end of the proof",
	[PROOF_OPENING] = "an opening of the proof is wrong",
	[PROOF_OTHER_MANIFEST] = "the proof belongs to another manifest",
	[PROOF_OTHER_GAP] = "the proof opens another gap than it names",
	[PROOF_NO_GAP] = "the proof names a gap that the manifest does not have",
	[PROOF_GAP] = "the proof does not lead to its gap's commitment: its root was never bound "
		      "there, or the gap's salt was changed",
};

static tl_status
refuse_with(struct proof *proof, enum proof_reason reason, const char *text, struct tl_error *e)
{
	proof->reason = reason;
	proof->text = text;
	return error_set(e, TL_NO, "%s", text);
}

static tl_status
refuse(struct proof *proof, enum proof_reason reason, struct tl_error *e)
{
	return refuse_with(proof, reason, sentences[reason], e);
}

static tl_status
put(struct buf *out, enum form_line which, const struct form_value *values, struct tl_error *e)
{
	unsigned char line[512]; /* both lines of a proof are short and have no text */
	size_t len;
	TRY(form_print(which, values, line, &len, e));
	buf_add(out, line, len);
	return buf_check(out, e);
}

tl_status
proof_begin(struct buf *out, const struct digest *manifest, struct tl_error *e)
{
	const struct form_value value = { .digest = *manifest };
	TRY(put(out, LINE_XML, NULL, e));
	return put(out, LINE_PROOF, &value, e);
}

tl_status
proof_end(struct buf *out, struct tl_error *e)
{
	return put(out, LINE_PROOF_END, NULL, e);
}

static int64_t
read_rest(void *context, void *bytes, size_t capacity)
{
	struct slice *rest = context;
	size_t len = rest->len < capacity ? rest->len : capacity;
	if (len > 0)
		memcpy(bytes, rest->ptr, len);
	*rest = slice_sub(*rest, len, rest->len);
	return (int64_t)len;
}

static bool
is_in_order(const struct proof *proof, const struct opening *next)
{
	for (size_t i = 0; i < proof->count; i++) {
		const struct opening *before = &proof->openings[i].opening;
		if (before->gap > next->gap)
			return false;
		if (before->gap == next->gap &&
		    (before->proof.path.index == next->proof.path.index ||
			before->proof.path.depth != next->proof.path.depth))
			return false;
	}
	return true;
}

static tl_status
read_openings(struct proof *out, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	struct slice line;
	for (;;) {
		enum opening_reason reason;
		struct opening opening;
		TRY(lines_next(&out->reader.lines, &line, e));
		if (form_parse_as(LINE_OPENING, line, out->reader.scratch, values) != FLAW_NONE)
			break;
		if (out->count == PROOF_OPENINGS_MAX)
			return refuse(out, PROOF_MANY, e);
		tl_status status = opening_read(&out->reader, values, &opening, &reason, e);
		if (status == TL_NO)
			return refuse_with(out, PROOF_OPENING, opening_reason_text(reason), e);
		TRY(status);
		if (!is_in_order(out, &opening))
			return refuse(out, PROOF_ORDER, e);
		out->openings[out->count++].opening = opening;
	}
	if (form_parse_as(LINE_PROOF_END, line, out->reader.scratch, values) != FLAW_NONE)
		return refuse(out, PROOF_FORM, e);
	TRY(lines_next(&out->reader.lines, &line, e));
	if (line.len > 0)
		return refuse(out, PROOF_TRAILING, e);
	return out->count == 0 ? refuse(out, PROOF_EMPTY, e) : TL_OK;
}

static tl_status
read_all(struct proof *out, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	bool there;
	TRY(opening_expect(&out->reader, LINE_XML, values, &there, e));
	if (there)
		TRY(opening_expect(&out->reader, LINE_PROOF, values, &there, e));
	if (!there)
		return refuse(out, PROOF_FORM, e);
	out->manifest = values[0].digest;
	out->openings = calloc(PROOF_OPENINGS_MAX, sizeof *out->openings);
	if (out->openings == NULL)
		return error_memory(e);
	return read_openings(out, e);
}

tl_status
proof_read(struct proof *out, struct slice bytes, struct tl_error *e)
{
	struct slice rest = bytes;
	*out = (struct proof){ .reason = PROOF_UNCHECKED, .text = sentences[PROOF_UNCHECKED] };
	if (bytes.len > PROOF_MAX)
		return refuse(out, PROOF_TOO_LARGE, e);
	/* A body of n bytes takes more than 2n in the file. */
	TRY(opening_reader_init(
	    &out->reader, (struct tl_reader){ &rest, read_rest }, PROOF_MAX, e));
	tl_status status = read_all(out, e);
	out->reader.lines.reader = (struct tl_reader){ NULL, NULL };
	return status;
}

void
proof_release(struct proof *proof)
{
	free(proof->openings);
	opening_reader_release(&proof->reader);
	*proof = (struct proof){ .reason = PROOF_NONE };
}

void
proof_see_gap(struct proof *proof, uint64_t gap, const struct digest *commitment, uint64_t offset)
{
	for (size_t i = 0; i < proof->count; i++) {
		struct proof_opening *o = &proof->openings[i];
		const struct digest *own = &o->opening.climb.commitment;
		/* Most differ in the first byte, and none of them is secret. */
		bool same = own->bytes[0] == commitment->bytes[0] && digest_equal(own, commitment);
		if (o->opening.gap != gap) {
			o->elsewhere = o->elsewhere || same;
			continue;
		}
		o->seen = true;
		o->leads = same;
		o->offset = offset;
	}
}

tl_status
proof_judge(struct proof *proof, const struct digest *manifest, struct tl_error *e)
{
	if (proof->reason != PROOF_UNCHECKED)
		return refuse_with(proof, proof->reason, proof->text, e);
	if (!digest_equal(&proof->manifest, manifest))
		return refuse(proof, PROOF_OTHER_MANIFEST, e);
	for (size_t i = 0; i < proof->count; i++) {
		const struct proof_opening *o = &proof->openings[i];
		if (o->leads)
			continue;
		return refuse(proof,
		    o->elsewhere   ? PROOF_OTHER_GAP
			: !o->seen ? PROOF_NO_GAP
				   : PROOF_GAP,
		    e);
	}
	proof->reason = PROOF_GOOD;
	proof->text = sentences[PROOF_GOOD];
	return TL_OK;
}
