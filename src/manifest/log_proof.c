#include "manifest/log_proof.h"

#include "base/base64.h"
#include "manifest/text.h"

#define FIRST_LINE "c2sp.org/tlog-proof@v1\n"
#define OLD_HEAD   9 /* a size of eight bytes, most significant first, and how many hashes follow */
#define OLDS_ROOM  (LOG_PROOF_OLDS * (OLD_HEAD + TREE_DEPTH_MAX * SHA256_SIZE))

static void
print_olds(struct buf *out, const struct log_proof *proof)
{
	struct buf bytes;
	buf_init(&bytes, OLDS_ROOM);
	for (size_t i = 0; i < proof->old_count; i++) {
		const struct tree_path *old = &proof->olds[i];
		for (int shift = 56; shift >= 0; shift -= 8)
			buf_add_byte(&bytes, (unsigned char)(old->index >> shift));
		buf_add_byte(&bytes, (unsigned char)old->depth);
		for (size_t s = 0; s < old->depth; s++)
			buf_add(&bytes, old->steps[s].bytes, SHA256_SIZE);
	}
	out->failed = out->failed || bytes.failed;
	base64_add(out, buf_slice(&bytes));
	buf_release(&bytes);
}

tl_status
log_proof_print(struct buf *out, const struct log_proof *proof, struct tl_error *e)
{
	buf_add_str(out, FIRST_LINE);
	if (proof->old_count > 0) {
		buf_add_str(out, "extra ");
		print_olds(out, proof);
		buf_add_byte(out, '\n');
	}
	buf_add_str(out, "index ");
	buf_add_number(out, proof->path.index);
	buf_add_byte(out, '\n');
	for (size_t i = 0; i < proof->path.depth; i++) {
		base64_add(out, slice_of(proof->path.steps[i].bytes, SHA256_SIZE));
		buf_add_byte(out, '\n');
	}
	buf_add_byte(out, '\n');
	buf_add_slice(out, proof->note);
	return buf_check(out, e);
}

static bool
take_old(struct slice *rest, struct tree_path *out)
{
	*out = (struct tree_path){ .index = 0 };
	if (rest->len < OLD_HEAD)
		return false;
	for (size_t i = 0; i < 8; i++)
		out->index = out->index << 8 | rest->ptr[i];
	size_t depth = rest->ptr[8];
	*rest = slice_sub(*rest, OLD_HEAD, rest->len);
	if (out->index > LOG_SIZE_MAX || depth > TREE_DEPTH_MAX || rest->len < depth * SHA256_SIZE)
		return false;
	for (; out->depth < depth; out->depth++) {
		memcpy(out->steps[out->depth].bytes, rest->ptr, SHA256_SIZE);
		*rest = slice_sub(*rest, SHA256_SIZE, rest->len);
	}
	return true;
}

static bool
read_olds(struct log_proof *out, struct slice text)
{
	unsigned char bytes[OLDS_ROOM];
	size_t len;
	if (!base64_take(text, bytes, sizeof bytes, &len))
		return false;
	struct slice rest = slice_of(bytes, len);
	while (rest.len > 0) {
		size_t i = out->old_count;
		if (i == LOG_PROOF_OLDS || !take_old(&rest, &out->olds[i]) ||
		    (i > 0 && out->olds[i].index <= out->olds[i - 1].index))
			return false;
		out->old_count++;
	}
	return out->old_count > 0;
}

static bool
read_path(struct log_proof *out, struct slice *rest)
{
	struct slice line;
	for (;;) {
		size_t len;
		if (memchr(rest->ptr, '\n', rest->len) == NULL)
			return false;
		line = slice_split(rest, '\n');
		if (line.len == 0)
			return true;
		if (out->path.depth == TREE_DEPTH_MAX ||
		    !base64_take(line, out->path.steps[out->path.depth].bytes, SHA256_SIZE, &len) ||
		    len != SHA256_SIZE)
			return false;
		out->path.depth++;
	}
}

static bool
is_one_form(const struct log_proof *proof, struct slice bytes)
{
	struct buf again;
	buf_init(&again, LOG_PROOF_MAX);
	bool same =
	    log_proof_print(&again, proof, NULL) == TL_OK && slice_equal(buf_slice(&again), bytes);
	buf_release(&again);
	return same;
}

bool
log_proof_read(struct log_proof *out, struct slice bytes)
{
	struct slice rest, line;
	*out = (struct log_proof){ .old_count = 0 };
	if (bytes.len > LOG_PROOF_MAX || !slice_starts(bytes, FIRST_LINE))
		return false;
	rest = slice_sub(bytes, sizeof FIRST_LINE - 1, bytes.len);
	line = slice_split(&rest, '\n');
	if (slice_starts(line, "extra ")) {
		if (!read_olds(out, slice_sub(line, 6, line.len)))
			return false;
		line = slice_split(&rest, '\n');
	}
	if (!slice_starts(line, "index ") ||
	    !text_take_number(slice_sub(line, 6, line.len), &out->path.index) || rest.len == 0 ||
	    !read_path(out, &rest))
		return false;
	out->note = rest;
	return is_one_form(out, bytes);
}
