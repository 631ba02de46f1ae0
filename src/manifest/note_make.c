#include "base/base64.h"
#include "manifest/note.h"

tl_status
checkpoint_make(struct buf *out, const struct note_key *key, const struct signing_key *secret,
    uint64_t size, const struct digest *root, struct tl_error *e)
{
	unsigned char signature[NOTE_ID_SIZE + ED25519_SIGNATURE_SIZE];
	buf_clear(out);
	checkpoint_text(out, slice_str(key->name), size, root);
	TRY(buf_check(out, e));
	memcpy(signature, key->id, NOTE_ID_SIZE);
	TRY(ed25519_sign(secret, buf_slice(out), signature + NOTE_ID_SIZE, e));
	buf_add_str(out, "\n\xe2\x80\x94 ");
	buf_add_str(out, key->name);
	buf_add_byte(out, ' ');
	base64_add(out, slice_of(signature, sizeof signature));
	buf_add_byte(out, '\n');
	return buf_check(out, e);
}
