#include "manifest/opening.h"

#include <stdlib.h>

static const char *const sentences[OPENING_REASONS] = {
	[OPENING_UNREAD] = "the opening was not examined",
	[OPENING_GOOD] = "the opening leads to its root",
	[OPENING_FORM] = "an opening is not in the one form that it can have",
	[OPENING_TOO_FEW] = "a step is missing from an opening",
	[OPENING_TOO_MANY] = "an opening has more steps than any tree",
	[OPENING_BYTES] = "an opened content has another length than its opening says",
	[OPENING_CONTENT] = "an opened descriptor is none",
	[OPENING_LEAF] = "an opened content or its salt was changed",
	[OPENING_ROOT] = "a step of an opening or its side was changed, added or left out",
};

const char *
opening_reason_text(enum opening_reason reason)
{
	return sentences[reason];
}

/* --- writing */

static tl_status
put(struct buf *out, unsigned char *line, enum form_line which, const struct form_value *values,
    struct tl_error *e)
{
	size_t len;
	TRY(form_print(which, values, line, &len, e));
	buf_add(out, line, len);
	return buf_check(out, e);
}

static struct form_value
salt_of(const unsigned char salt[GAP_SALT_SIZE])
{
	struct form_value value = { .number = 0 };
	memcpy(value.digest.bytes, salt, GAP_SALT_SIZE);
	return value;
}

static tl_status
put_content(struct buf *out, unsigned char *line, enum gap_leaf leaf, struct slice content,
    struct tl_error *e)
{
	if (leaf == GAP_DESCRIPTOR) {
		buf_add_slice(out, content);
		return buf_check(out, e);
	}
	while (content.len > 0) {
		size_t len = content.len < FORM_BODY_MAX ? content.len : FORM_BODY_MAX;
		const struct form_value value = { .text = slice_sub(content, 0, len) };
		TRY(put(out, line, LINE_BODY, &value, e));
		content = slice_sub(content, len, content.len);
	}
	return TL_OK;
}

static tl_status
put_opening(struct buf *out, unsigned char *line, uint64_t gap, const struct gap_proof *proof,
    const struct gap_climb *climb, struct slice content, struct tl_error *e)
{
	const struct form_value opening[] = { { .number = gap },
		{ .number = proof->leaf == GAP_BODY ? FORM_BODY : FORM_DESCRIPTOR },
		{ .number = content.len } };
	const struct form_value leaf[] = { salt_of(proof->leaf_salt), { .digest = climb->leaf } };
	const struct form_value root[] = { salt_of(proof->gap_salt), { .digest = climb->root } };
	TRY(put(out, line, LINE_OPENING, opening, e));
	TRY(put(out, line, LINE_LEAF, leaf, e));
	for (size_t i = 0; i < proof->path.depth; i++) {
		bool left = (proof->path.index >> i & 1) != 0;
		const struct form_value step[] = { { .number = left ? FORM_LEFT : FORM_RIGHT },
			{ .digest = proof->path.steps[i] } };
		TRY(put(out, line, LINE_STEP, step, e));
	}
	TRY(put(out, line, LINE_ROOT, root, e));
	TRY(put_content(out, line, proof->leaf, content, e));
	return put(out, line, LINE_OPENING_END, NULL, e);
}

tl_status
opening_print(struct buf *out, uint64_t gap, const struct gap_proof *proof, struct slice content,
    struct hasher *hasher, struct tl_error *e)
{
	struct gap_climb climb;
	TRY(gap_proof_climb(proof, content, hasher, &climb, e));
	unsigned char *line = malloc(FORM_LINE_MAX);
	if (line == NULL)
		return error_memory(e);
	tl_status status = put_opening(out, line, gap, proof, &climb, content, e);
	free(line);
	return status;
}

/* --- reading */

tl_status
opening_reader_init(
    struct opening_reader *r, struct tl_reader reader, size_t content_ceiling, struct tl_error *e)
{
	*r = (struct opening_reader){ .scratch = NULL };
	buf_init(&r->content, content_ceiling);
	TRY(lines_init(&r->lines, reader, e));
	TRY(hasher_init(&r->hasher, e));
	r->scratch = malloc(FORM_LINE_MAX);
	return r->scratch == NULL ? error_memory(e) : TL_OK;
}

void
opening_reader_release(struct opening_reader *r)
{
	lines_release(&r->lines);
	hasher_release(&r->hasher);
	free(r->scratch);
	buf_release(&r->content);
	r->scratch = NULL;
}

tl_status
opening_expect(struct opening_reader *r, enum form_line line,
    struct form_value values[FORM_FIELDS_MAX], bool *there, struct tl_error *e)
{
	struct slice bytes;
	TRY(lines_next(&r->lines, &bytes, e));
	*there = form_parse_as(line, bytes, r->scratch, values) == FLAW_NONE;
	return TL_OK;
}

struct slice
opening_content(const struct opening_reader *r, const struct opening *opening)
{
	return slice_sub(buf_slice(&r->content), opening->start, opening->start + opening->len);
}

static tl_status
refuse(enum opening_reason *to, enum opening_reason reason, struct tl_error *e)
{
	*to = reason;
	return error_set(e, TL_NO, "%s", sentences[reason]);
}

/* The steps, and the root behind them. */
static tl_status
read_path(struct opening_reader *r, struct opening *out, struct digest *root,
    enum opening_reason *reason, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	struct tree_path *path = &out->proof.path;
	struct slice bytes;
	for (;;) {
		TRY(lines_next(&r->lines, &bytes, e));
		if (form_parse_as(LINE_STEP, bytes, r->scratch, values) != FLAW_NONE)
			break;
		if (path->depth == TREE_DEPTH_MAX)
			return refuse(reason, OPENING_TOO_MANY, e);
		path->index |= (uint64_t)(values[0].number == FORM_LEFT) << path->depth;
		path->steps[path->depth++] = values[1].digest;
	}
	if (form_parse_as(LINE_ROOT, bytes, r->scratch, values) != FLAW_NONE)
		return refuse(reason, OPENING_FORM, e);
	if (path->depth < GAP_DEPTH)
		return refuse(reason, OPENING_TOO_FEW, e);
	memcpy(out->proof.gap_salt, values[0].digest.bytes, GAP_SALT_SIZE);
	*root = values[1].digest;
	return TL_OK;
}

/* A descriptor is shown to people: it must be one. */
static tl_status
read_descriptor(
    struct opening_reader *r, struct opening *out, enum opening_reason *reason, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	struct slice bytes;
	bool there;
	TRY(lines_next(&r->lines, &bytes, e));
	if (form_parse_as(LINE_WITHHELD, bytes, r->scratch, values) != FLAW_NONE)
		return refuse(reason, OPENING_CONTENT, e);
	buf_add_slice(&r->content, bytes);
	out->len = bytes.len;
	TRY(opening_expect(r, LINE_OPENING_END, values, &there, e));
	return there ? TL_OK : refuse(reason, OPENING_FORM, e);
}

static tl_status
read_body(
    struct opening_reader *r, struct opening *out, enum opening_reason *reason, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	struct slice bytes;
	for (;;) {
		TRY(lines_next(&r->lines, &bytes, e));
		if (form_parse_as(LINE_BODY, bytes, r->scratch, values) != FLAW_NONE)
			break;
		if (out->len % FORM_BODY_MAX != 0) /* only the last line is short */
			return refuse(reason, OPENING_FORM, e);
		buf_add_slice(&r->content, values[0].text);
		out->len += values[0].text.len;
		TRY(buf_check(&r->content, e));
	}
	return form_parse_as(LINE_OPENING_END, bytes, r->scratch, values) == FLAW_NONE
	    ? TL_OK
	    : refuse(reason, OPENING_FORM, e);
}

tl_status
opening_read(struct opening_reader *r, const struct form_value *values, struct opening *out,
    enum opening_reason *reason, struct tl_error *e)
{
	struct form_value leaf[FORM_FIELDS_MAX];
	struct digest root;
	bool there;
	*reason = OPENING_UNREAD;
	*out = (struct opening){ .gap = values[0].number, .start = r->content.len };
	out->proof.leaf = values[1].number == FORM_BODY ? GAP_BODY : GAP_DESCRIPTOR;
	uint64_t bytes = values[2].number;
	TRY(opening_expect(r, LINE_LEAF, leaf, &there, e));
	if (!there)
		return refuse(reason, OPENING_FORM, e);
	memcpy(out->proof.leaf_salt, leaf[0].digest.bytes, GAP_SALT_SIZE);
	TRY(read_path(r, out, &root, reason, e));
	TRY(out->proof.leaf == GAP_BODY ? read_body(r, out, reason, e)
					: read_descriptor(r, out, reason, e));
	TRY(buf_check(&r->content, e));
	if (out->len != bytes)
		return refuse(reason, OPENING_BYTES, e);
	TRY(gap_proof_climb(&out->proof, opening_content(r, out), &r->hasher, &out->climb, e));
	if (!digest_equal(&out->climb.leaf, &leaf[1].digest))
		return refuse(reason, OPENING_LEAF, e);
	if (!digest_equal(&out->climb.root, &root))
		return refuse(reason, OPENING_ROOT, e);
	*reason = OPENING_GOOD;
	return TL_OK;
}
