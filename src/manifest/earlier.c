#include "manifest/earlier.h"

#include <stdlib.h>

static const size_t pieces_ceiling = (size_t)1 << 28; /* bytes: four million pieces */
static const size_t piece_ceiling = UINT32_MAX;

static const char *const sentences[EARLIER_REASONS] = {
	[EARLIER_NONE] = "no earlier release was given",
	[EARLIER_UNCHECKED] = "the earlier release was not checked",
	[EARLIER_GOOD] = "everything that was released before is still released",
	[EARLIER_MANIFEST] = "the earlier manifest is none, or the earlier output does not fit it",
	[EARLIER_NOT_NAMED] = "the manifest names no earlier release",
	[EARLIER_OTHER] = "the manifest names another earlier release than the one given",
	[EARLIER_UNSIGNED] =
	    "the earlier release has no seal: anybody can have written that manifest",
	[EARLIER_SEAL] = "the seal of the earlier release is not good",
	[EARLIER_SIGNERS] = "the earlier manifest demands several signers, and one seal was given",
	[EARLIER_GONE] = "something that was released before is no longer released",
	[EARLIER_UNKNOWN] =
	    "a piece that was released before is not there as a whole; whether it is part of a "
	    "larger one cannot be proved without the earlier output",
};

struct piece {
	uint64_t offset, length;
	struct digest digest;
};

static struct piece
piece_at(const struct earlier *earlier, size_t index)
{
	struct piece piece;
	memcpy(&piece, earlier->pieces.ptr + index * sizeof piece, sizeof piece);
	return piece;
}

size_t
earlier_count(const struct earlier *earlier)
{
	return earlier->pieces.len / sizeof(struct piece);
}

size_t
earlier_fresh_count(const struct earlier *earlier)
{
	return earlier->fresh.len / sizeof(struct earlier_range);
}

struct earlier_range
earlier_fresh_at(const struct earlier *earlier, size_t index)
{
	struct earlier_range range;
	memcpy(&range, earlier->fresh.ptr + index * sizeof range, sizeof range);
	return range;
}

tl_status
earlier_settle(struct earlier *earlier, enum earlier_reason reason, struct tl_error *e)
{
	earlier->reason = reason;
	earlier->text = sentences[reason];
	return reason == EARLIER_GOOD || reason == EARLIER_UNCHECKED
	    ? TL_OK
	    : error_set(e, TL_NO, "%s", sentences[reason]);
}

/* --- the earlier release */

static tl_status
see_line(void *context, enum form_line line, const struct form_value *values, uint64_t offset,
    struct tl_error *e)
{
	struct earlier *earlier = context;
	const struct piece piece = { values[0].number, values[1].number, values[2].digest };
	(void)offset;
	if (line == LINE_MANIFEST)
		memcpy(earlier->name.id, values[0].id, FORM_ID_SIZE);
	if (line != LINE_KEPT)
		return TL_OK;
	buf_add(&earlier->pieces, &piece, sizeof piece);
	return buf_check(&earlier->pieces, e);
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

tl_status
earlier_read(
    struct earlier *out, struct tl_reader manifest, struct slice output, struct tl_error *e)
{
	const struct manifest_watch watch = { .context = out, .line = see_line };
	struct slice rest = output;
	*out = (struct earlier){ .output = output, .name = { .named = true } };
	buf_init(&out->pieces, pieces_ceiling);
	buf_init(&out->fresh, pieces_ceiling);
	buf_init(&out->piece, piece_ceiling);
	struct manifest_verdict *verdict = calloc(1, sizeof *verdict);
	if (verdict == NULL)
		return error_memory(e);
	tl_status status = output.ptr == NULL
	    ? manifest_read(manifest, &watch, verdict, &out->name.digest, e)
	    : manifest_verify_watched(manifest, (struct tl_reader){ &rest, read_rest }, NULL,
		  &watch, verdict, &out->name.digest, e);
	out->signers = verdict->facts.signers;
	free(verdict);
	(void)earlier_settle(out, status == TL_OK ? EARLIER_UNCHECKED : EARLIER_MANIFEST, NULL);
	return status;
}

void
earlier_release(struct earlier *earlier)
{
	buf_release(&earlier->pieces);
	buf_release(&earlier->fresh);
	buf_release(&earlier->piece);
	*earlier = (struct earlier){ .reason = EARLIER_NONE };
}

/* --- the later release */

/* Runs that touch become one. */
static tl_status
add_fresh(struct earlier *earlier, uint64_t offset, uint64_t length, struct tl_error *e)
{
	struct earlier_range range = { offset, length };
	size_t count = earlier_fresh_count(earlier);
	if (length == 0)
		return TL_OK;
	earlier->fresh_bytes += length;
	struct earlier_range last =
	    count > 0 ? earlier_fresh_at(earlier, count - 1) : (struct earlier_range){ 0, 0 };
	if (count == 0 || last.offset + last.length != offset) {
		buf_add(&earlier->fresh, &range, sizeof range);
		return buf_check(&earlier->fresh, e);
	}
	last.length += length;
	memcpy(earlier->fresh.ptr + (count - 1) * sizeof last, &last, sizeof last);
	return TL_OK;
}

static tl_status
add_fresh_text(struct earlier *earlier, uint64_t offset, struct slice bytes, struct tl_error *e)
{
	return slice_trim(bytes).len == 0 ? TL_OK : add_fresh(earlier, offset, bytes.len, e);
}

static tl_status
find_inside(struct earlier *earlier, uint64_t offset, struct slice bytes, struct tl_error *e)
{
	size_t at = 0, count = earlier_count(earlier);
	while (earlier->found < count) {
		struct piece piece = piece_at(earlier, earlier->found);
		struct slice wanted = slice_trim(slice_sub(
		    earlier->output, (size_t)piece.offset, (size_t)(piece.offset + piece.length)));
		struct slice rest = slice_sub(bytes, at, bytes.len);
		const unsigned char *place = wanted.len > rest.len ? NULL
		    : wanted.len == 0                              ? rest.ptr
				      : memmem(rest.ptr, rest.len, wanted.ptr, wanted.len);
		if (wanted.len > 0 && place == NULL)
			break;
		size_t before = wanted.len == 0 ? 0 : (size_t)(place - rest.ptr);
		TRY(add_fresh_text(earlier, offset + at, slice_sub(rest, 0, before), e));
		at += before + wanted.len;
		earlier->found++;
	}
	return add_fresh_text(earlier, offset + at, slice_sub(bytes, at, bytes.len), e);
}

tl_status
earlier_see_kept(struct earlier *earlier, uint64_t offset, uint64_t length,
    const struct digest *digest, struct slice bytes, struct tl_error *e)
{
	if (earlier->output.ptr != NULL)
		return find_inside(earlier, offset, bytes, e);
	if (earlier->found < earlier_count(earlier)) {
		struct piece piece = piece_at(earlier, earlier->found);
		if (piece.length == length && digest_equal(&piece.digest, digest)) {
			earlier->found++;
			return TL_OK;
		}
	}
	return add_fresh(earlier, offset, length, e);
}

bool
earlier_is_complete(const struct earlier *earlier)
{
	return earlier->found == earlier_count(earlier);
}
