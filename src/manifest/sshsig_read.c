#include "base/base64.h"
#include "base/wire.h"
#include "manifest/sshsig_form.h"

#define PASS SSHSIG_UNCHECKED

#define PASS_OR_RETURN(call)                                                                       \
	do {                                                                                       \
		enum sshsig_reason reason = (call);                                                \
		if (reason != PASS)                                                                \
			return reason;                                                             \
	} while (0)

/* The base64 text between the two lines, without its line ends. */
static enum sshsig_reason
take_armour(struct slice armoured, unsigned char text[SSHSIG_MAX], size_t *len)
{
	struct slice end = slice_str(SSHSIG_END);
	*len = 0;
	if (!sshsig_is(armoured))
		return memmem(armoured.ptr, armoured.len, SSHSIG_BEGIN, sizeof SSHSIG_BEGIN - 2) ==
			NULL
		    ? SSHSIG_ARMOUR
		    : SSHSIG_AROUND;
	const unsigned char *last = memmem(armoured.ptr, armoured.len, end.ptr, end.len);
	if (!slice_starts(armoured, SSHSIG_BEGIN) || last == NULL)
		return SSHSIG_ARMOUR;
	if (last + end.len != armoured.ptr + armoured.len)
		return SSHSIG_AROUND;
	struct slice rest =
	    slice_sub(armoured, sizeof SSHSIG_BEGIN - 1, (size_t)(last - armoured.ptr));
	while (rest.len > 0) {
		struct slice line = slice_split(&rest, '\n');
		if (line.len == 0 || line.len > SSHSIG_COLUMNS)
			return SSHSIG_ARMOUR;
		memcpy(text + *len, line.ptr, line.len);
		*len += line.len;
	}
	return PASS;
}

enum sshsig_reason
sshsig_read_key(struct slice blob, struct ssh_key *out)
{
	struct slice type, point;
	if (!wire_string(&blob, &type))
		return SSHSIG_KEY;
	out->kind = slice_is(type, sshsig_key_type(SSH_P384)) ? SSH_P384
	    : slice_is(type, sshsig_key_type(SSH_ED25519))    ? SSH_ED25519
							      : SSH_UNFIT;
	if (out->kind == SSH_UNFIT)
		return SSHSIG_KEY_TYPE;
	if (out->kind == SSH_P384 && !wire_expect(&blob, "nistp384"))
		return SSHSIG_KEY;
	if (!wire_string(&blob, &point) || blob.len > 0 || point.len != ssh_key_size(out->kind))
		return SSHSIG_KEY;
	memcpy(out->bytes, point.ptr, point.len);
	return PASS;
}

static enum sshsig_reason
read_signature(struct slice blob, enum ssh_kind kind, struct ssh_signature *out)
{
	struct slice type, content;
	if (!wire_string(&blob, &type))
		return SSHSIG_LENGTHS;
	if (!slice_is(type, sshsig_key_type(kind)))
		return SSHSIG_SIGNATURE_TYPE;
	if (!wire_string(&blob, &content) || blob.len > 0)
		return SSHSIG_LENGTHS;
	if (kind == SSH_P384)
		return wire_mpint(&content, out->bytes, SSH_P384_HALF) &&
			wire_mpint(&content, out->bytes + SSH_P384_HALF, SSH_P384_HALF) &&
			content.len == 0
		    ? PASS
		    : SSHSIG_LENGTHS;
	if (content.len != ssh_signature_size(kind))
		return SSHSIG_LENGTHS;
	memcpy(out->bytes, content.ptr, content.len);
	return PASS;
}

/* PROTOCOL.sshsig, "Blob format". */
static enum sshsig_reason
read_blob(struct slice blob, struct sshsig *out)
{
	struct slice key, name, reserved, hash, signature;
	uint32_t version;
	if (!slice_starts(blob, SSHSIG_MAGIC))
		return SSHSIG_MAGIC_BYTES;
	blob = slice_sub(blob, sizeof SSHSIG_MAGIC - 1, blob.len);
	if (!wire_number(&blob, &version) || version != 1)
		return SSHSIG_VERSION;
	if (!wire_string(&blob, &key))
		return SSHSIG_LENGTHS;
	PASS_OR_RETURN(sshsig_read_key(key, &out->key));
	if (!wire_string(&blob, &name) || !wire_string(&blob, &reserved) ||
	    !wire_string(&blob, &hash) || !wire_string(&blob, &signature) || blob.len > 0)
		return SSHSIG_LENGTHS;
	if (!slice_is(name, SSHSIG_NAMESPACE))
		return SSHSIG_OTHER_NAMESPACE;
	if (reserved.len > 0)
		return SSHSIG_RESERVED;
	if (!slice_is(hash, "sha512"))
		return SSHSIG_HASH;
	return read_signature(signature, out->key.kind, &out->signature);
}

/* The heart: what was read says all, so what is written from it must be the file. */
static enum sshsig_reason
compare(const struct sshsig *sshsig, struct slice armoured)
{
	struct buf again;
	buf_init(&again, 2 * SSHSIG_MAX);
	bool same = sshsig_encode(&again, sshsig, NULL) == TL_OK &&
	    slice_equal(buf_slice(&again), armoured);
	buf_release(&again);
	return same ? PASS : SSHSIG_FORM;
}

enum sshsig_reason
sshsig_read(struct slice armoured, struct sshsig *out)
{
	unsigned char text[SSHSIG_MAX], blob[SSHSIG_MAX];
	size_t text_len, blob_len;
	*out = (struct sshsig){ .key = { .kind = SSH_UNFIT } };
	if (armoured.len == 0)
		return SSHSIG_EMPTY;
	if (armoured.len > SSHSIG_MAX)
		return SSHSIG_TOO_LARGE;
	PASS_OR_RETURN(take_armour(armoured, text, &text_len));
	if (!base64_take(slice_of(text, text_len), blob, sizeof blob, &blob_len))
		return SSHSIG_BASE64;
	PASS_OR_RETURN(read_blob(slice_of(blob, blob_len), out));
	return compare(out, armoured);
}
