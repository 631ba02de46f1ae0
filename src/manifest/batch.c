#include "manifest/batch.h"

#include "manifest/text.h"

#define OPEN                                                                                       \
	"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"                                             \
	"<batch xmlns=\"urn:tearline:batch:1\" version=\"1\" suite=\"SHA384-P384\" created=\""
#define LEAVES     "\">\n<tree leaves=\""
#define DIGEST     "\" sha384=\""
#define CLOSE      "\"/>\n</batch>\n"
#define PROOF_HEAD "tearline-batch-proof-v1\nindex "

const char *
batch_reason_text(enum batch_reason reason)
{
	switch (reason) {
	case BATCH_UNCHECKED:
		break;
	case BATCH_GOOD:
		return "the manifest is in the batch";
	case BATCH_FORM:
		return "the batch file is not in its one form";
	case BATCH_PROOF_FORM:
		return "the batch's proof is missing or not in its one form";
	case BATCH_OTHER:
		return "the batch's proof is of another manifest or another batch";
	}
	return "the batch was not examined";
}

tl_status
batch_print(struct buf *out, const struct batch *batch, struct tl_error *e)
{
	buf_add_str(out, OPEN);
	buf_add_str(out, batch->created);
	buf_add_str(out, LEAVES);
	buf_add_number(out, batch->leaves);
	buf_add_str(out, DIGEST);
	buf_add_hex(out, batch->root.bytes, DIGEST_SIZE);
	buf_add_str(out, CLOSE);
	return buf_check(out, e);
}

/* Behind `head`, up to the next quote. */
static bool
take(struct slice *rest, const char *head, struct slice *value)
{
	size_t len = strlen(head);
	if (!slice_starts(*rest, head))
		return false;
	*rest = slice_sub(*rest, len, rest->len);
	const unsigned char *quote = rest->len > 0 ? memchr(rest->ptr, '"', rest->len) : NULL;
	if (quote == NULL)
		return false;
	len = (size_t)(quote - rest->ptr);
	*value = slice_sub(*rest, 0, len);
	*rest = slice_sub(*rest, len, rest->len);
	return true;
}

bool
batch_read(struct batch *out, struct slice bytes)
{
	struct slice created, leaves, root;
	*out = (struct batch){ .leaves = 0 };
	if (bytes.len > BATCH_FILE_MAX || !take(&bytes, OPEN, &created) ||
	    !take(&bytes, LEAVES, &leaves) || !take(&bytes, DIGEST, &root) ||
	    !slice_is(bytes, CLOSE))
		return false;
	if (!text_is_time(created) || !text_take_number(leaves, &out->leaves) ||
	    !text_take_hex(root, out->root.bytes, DIGEST_SIZE))
		return false;
	memcpy(out->created, created.ptr, created.len);
	return out->leaves > 0 && out->leaves <= BATCH_MAX;
}

tl_status
batch_proof_print(struct buf *out, const struct tree_path *path, struct tl_error *e)
{
	buf_add_str(out, PROOF_HEAD);
	buf_add_number(out, path->index);
	buf_add_byte(out, '\n');
	for (size_t i = 0; i < path->depth; i++) {
		buf_add_hex(out, path->steps[i].bytes, DIGEST_SIZE);
		buf_add_byte(out, '\n');
	}
	return buf_check(out, e);
}

bool
batch_proof_read(struct tree_path *out, struct slice bytes)
{
	*out = (struct tree_path){ .index = 0 };
	if (bytes.len > BATCH_PROOF_MAX || !slice_starts(bytes, PROOF_HEAD) ||
	    bytes.ptr[bytes.len - 1] != '\n')
		return false;
	bytes = slice_sub(bytes, sizeof PROOF_HEAD - 1, bytes.len);
	if (!text_take_number(slice_split(&bytes, '\n'), &out->index))
		return false;
	for (; bytes.len > 0; out->depth++)
		if (out->depth == TREE_DEPTH_MAX ||
		    !text_take_hex(
			slice_split(&bytes, '\n'), out->steps[out->depth].bytes, DIGEST_SIZE))
			return false;
	return true;
}

tl_status
batch_refusal_print(struct buf *out, uint64_t position, const unsigned char salt[BATCH_SALT_SIZE],
    struct tl_error *e)
{
	buf_add_str(out, "tearline-refused-v1 ");
	buf_add_number(out, position);
	buf_add_byte(out, ' ');
	buf_add_hex(out, salt, BATCH_SALT_SIZE);
	buf_add_byte(out, '\n');
	return buf_check(out, e);
}

static tl_status
refuse(struct batch_verdict *out, enum batch_reason reason, struct tl_error *e)
{
	out->reason = reason;
	return error_set(e, TL_NO, "%s", batch_reason_text(reason));
}

static tl_status
check(struct slice bytes, struct slice proof, const struct digest *leaf, struct hasher *hasher,
    struct batch_verdict *out, struct tl_error *e)
{
	struct batch batch;
	struct tree_path path;
	struct digest root;
	if (!batch_read(&batch, bytes))
		return refuse(out, BATCH_FORM, e);
	if (!batch_proof_read(&path, proof))
		return refuse(out, BATCH_PROOF_FORM, e);
	tl_status status = tree_climb(hasher, leaf, &path, batch.leaves, &root, NULL);
	if (status == TL_SYSTEM)
		return error_set(e, TL_SYSTEM, "a digest could not be computed");
	if (status != TL_OK || !digest_equal(&root, &batch.root))
		return refuse(out, BATCH_OTHER, e);
	TRY(hasher_digest(hasher, bytes, &out->digest, e));
	out->index = path.index;
	out->leaves = batch.leaves;
	out->reason = BATCH_GOOD;
	return TL_OK;
}

tl_status
batch_check(struct slice batch, struct slice proof, const struct digest *leaf,
    struct batch_verdict *out, struct tl_error *e)
{
	struct hasher hasher;
	*out = (struct batch_verdict){ .reason = BATCH_UNCHECKED };
	TRY(hasher_init(&hasher, e));
	tl_status status = check(batch, proof, leaf, &hasher, out, e);
	hasher_release(&hasher);
	return status;
}
