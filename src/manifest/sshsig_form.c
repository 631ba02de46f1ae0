#include "manifest/sshsig_form.h"

#include "base/base64.h"
#include "base/wire.h"

bool
sshsig_is(struct slice bytes)
{
	return slice_starts(bytes, "-----BEGIN SSH SIGNATURE-----");
}

const char *
sshsig_key_type(enum ssh_kind kind)
{
	switch (kind) {
	case SSH_UNFIT:
		break;
	case SSH_P384:
		return "ecdsa-sha2-nistp384";
	case SSH_ED25519:
		return "ssh-ed25519";
	}
	return "";
}

void
sshsig_add_key(struct buf *out, const struct ssh_key *key)
{
	wire_add_text(out, sshsig_key_type(key->kind));
	if (key->kind == SSH_P384)
		wire_add_text(out, "nistp384");
	wire_add_string(out, slice_of(key->bytes, ssh_key_size(key->kind)));
}

static void
add_signature(struct buf *out, const struct sshsig *sshsig)
{
	const unsigned char *bytes = sshsig->signature.bytes;
	enum ssh_kind kind = sshsig->key.kind;
	struct buf pair;
	wire_add_text(out, sshsig_key_type(kind));
	if (kind != SSH_P384) {
		wire_add_string(out, slice_of(bytes, ssh_signature_size(kind)));
		return;
	}
	buf_init(&pair, SSHSIG_MAX);
	wire_add_mpint(&pair, bytes, SSH_P384_HALF);
	wire_add_mpint(&pair, bytes + SSH_P384_HALF, SSH_P384_HALF);
	wire_add_string(out, buf_slice(&pair));
	out->failed = out->failed || pair.failed;
	buf_release(&pair);
}

void
sshsig_add_signed(struct buf *out, const struct wide_digest *manifest)
{
	buf_add_str(out, SSHSIG_MAGIC);
	wire_add_text(out, SSHSIG_NAMESPACE);
	wire_add_text(out, "");
	wire_add_text(out, "sha512");
	wire_add_string(out, slice_of(manifest->bytes, WIDE_SIZE));
}

static void
add_blob(struct buf *blob, struct buf *part, const struct sshsig *sshsig)
{
	buf_add_str(blob, SSHSIG_MAGIC);
	wire_add_number(blob, 1);
	sshsig_add_key(part, &sshsig->key);
	wire_add_string(blob, buf_slice(part));
	wire_add_text(blob, SSHSIG_NAMESPACE);
	wire_add_text(blob, "");
	wire_add_text(blob, "sha512");
	buf_clear(part);
	add_signature(part, sshsig);
	wire_add_string(blob, buf_slice(part));
	blob->failed = blob->failed || part->failed;
}

static void
add_armoured(struct buf *out, struct slice blob, struct buf *text)
{
	base64_add(text, blob);
	struct slice rest = buf_slice(text);
	buf_add_str(out, SSHSIG_BEGIN);
	while (rest.len > 0) {
		size_t take = rest.len < SSHSIG_COLUMNS ? rest.len : SSHSIG_COLUMNS;
		buf_add_slice(out, slice_sub(rest, 0, take));
		buf_add_byte(out, '\n');
		rest = slice_sub(rest, take, rest.len);
	}
	buf_add_str(out, SSHSIG_END);
	out->failed = out->failed || text->failed;
}

tl_status
sshsig_encode(struct buf *out, const struct sshsig *sshsig, struct tl_error *e)
{
	struct buf blob, part;
	buf_init(&blob, SSHSIG_MAX);
	buf_init(&part, SSHSIG_MAX);
	add_blob(&blob, &part, sshsig);
	buf_clear(&part);
	add_armoured(out, buf_slice(&blob), &part);
	out->failed = out->failed || blob.failed;
	buf_release(&blob);
	buf_release(&part);
	return buf_check(out, e);
}
