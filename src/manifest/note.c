#include "manifest/note.h"

#include "base/base64.h"
#include "base/utf8.h"
#include "manifest/text.h"

#define DASH           "\xe2\x80\x94 " /* U+2014 and a blank */
#define TYPE_ED25519   0x01
#define SIGNED_ED25519 (NOTE_ID_SIZE + ED25519_SIGNATURE_SIZE)
#define SIGNATURE_ROOM ((size_t)8 << 10) /* ML-DSA-87 has 4,627 bytes */

const char *
note_flaw_text(enum note_flaw flaw)
{
	switch (flaw) {
	case NOTE_UNREAD:
		break;
	case NOTE_FINE:
		return "the checkpoint is signed by the log";
	case NOTE_FORM:
		return "the checkpoint is not in the one form of a checkpoint";
	case NOTE_ORIGIN:
		return "the checkpoint is of another log than the key's";
	case NOTE_UNSIGNED:
		return "the checkpoint has no signature by the log's key";
	case NOTE_SIGNATURE:
		return "the log's signature of the checkpoint is wrong";
	}
	return "the checkpoint was not examined";
}

bool
note_is_name(struct slice name)
{
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] <= ' ' || name.ptr[i] >= 0x7f || name.ptr[i] == '+')
			return false;
	return name.len > 0 && name.len <= NOTE_NAME_MAX;
}

/* SHA-256(name || LF || type || key), of which four bytes are the id. */
static tl_status
compute_id(struct note_key *key, struct tl_error *e)
{
	static const unsigned char middle[] = { '\n', TYPE_ED25519 };
	struct hasher hasher;
	struct digest digest;
	TRY(hasher_init_sha256(&hasher, e));
	hasher_add(&hasher, slice_str(key->name));
	hasher_add(&hasher, slice_of(middle, sizeof middle));
	hasher_add(&hasher, slice_of(key->public.bytes, ED25519_KEY_SIZE));
	tl_status status = hasher_end(&hasher, &digest, e);
	hasher_release(&hasher);
	memcpy(key->id, digest.bytes, NOTE_ID_SIZE);
	return status;
}

tl_status
note_key_of(
    struct note_key *out, struct slice name, const struct ed25519_public *key, struct tl_error *e)
{
	*out = (struct note_key){ .public = *key };
	if (!note_is_name(name))
		return error_set(e, TL_USAGE,
		    "a log's origin is at most %d ASCII characters without blank and plus, such as "
		    "logs.example/releases",
		    NOTE_NAME_MAX);
	memcpy(out->name, name.ptr, name.len);
	return compute_id(out, e);
}

tl_status
note_key_print(struct buf *out, const struct note_key *key, struct tl_error *e)
{
	unsigned char typed[1 + ED25519_KEY_SIZE] = { TYPE_ED25519 };
	memcpy(typed + 1, key->public.bytes, ED25519_KEY_SIZE);
	buf_add_str(out, key->name);
	buf_add_byte(out, '+');
	buf_add_hex(out, key->id, NOTE_ID_SIZE);
	buf_add_byte(out, '+');
	base64_add(out, slice_of(typed, sizeof typed));
	buf_add_byte(out, '\n');
	return buf_check(out, e);
}

tl_status
note_key_read(struct note_key *out, struct slice text, struct tl_error *e)
{
	static const char none[] = "this is no log's key: name+hash+base64, as `tearline log key` "
				   "prints it for an Ed25519 key";
	unsigned char typed[1 + ED25519_KEY_SIZE], id[NOTE_ID_SIZE];
	struct ed25519_public public;
	size_t len;
	*out = (struct note_key){ .name = "" };
	if (text.len > 0 && text.ptr[text.len - 1] == '\n')
		text.len--;
	struct slice name = slice_split(&text, '+'), hash = slice_split(&text, '+');
	if (!text_take_hex(hash, id, NOTE_ID_SIZE) ||
	    !base64_take(text, typed, sizeof typed, &len) || len != sizeof typed ||
	    typed[0] != TYPE_ED25519 || !note_is_name(name))
		return error_set(e, TL_KEY, "%s", none);
	memcpy(public.bytes, typed + 1, ED25519_KEY_SIZE);
	TRY(note_key_of(out, name, &public, e));
	if (memcmp(out->id, id, NOTE_ID_SIZE) != 0)
		return error_set(e, TL_KEY, "the hash in the log's key is not that of the key");
	return TL_OK;
}

void
checkpoint_text(struct buf *out, struct slice origin, uint64_t size, const struct digest *root)
{
	buf_add_slice(out, origin);
	buf_add_byte(out, '\n');
	buf_add_number(out, size);
	buf_add_byte(out, '\n');
	base64_add(out, slice_of(root->bytes, SHA256_SIZE));
	buf_add_byte(out, '\n');
}

static bool
take_line(struct slice *rest, struct slice *line)
{
	if (rest->len == 0 || memchr(rest->ptr, '\n', rest->len) == NULL)
		return false;
	*line = slice_split(rest, '\n');
	return true;
}

/* A dash, a name, the signature; *name and *bytes point into the line. */
static bool
take_signature(struct slice *rest, struct slice *name, struct slice *text)
{
	struct slice line;
	if (!take_line(rest, &line) || !slice_starts(line, DASH))
		return false;
	*text = slice_sub(line, sizeof DASH - 1, line.len);
	*name = slice_split(text, ' ');
	return name->len > 0 && memchr(name->ptr, '+', name->len) == NULL &&
	    memchr(text->ptr, ' ', text->len) == NULL;
}

static bool
signatures_are_well_formed(struct slice rest)
{
	unsigned char bytes[SIGNATURE_ROOM];
	struct slice name, text;
	size_t count = 0, len;
	for (; rest.len > 0; count++)
		if (count == NOTE_SIGNATURES || !take_signature(&rest, &name, &text) ||
		    !base64_take(text, bytes, sizeof bytes, &len) || len <= NOTE_ID_SIZE)
			return false;
	return count > 0;
}

static bool
has_control(struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i++)
		if ((bytes.ptr[i] < ' ' && bytes.ptr[i] != '\n') || bytes.ptr[i] == 0x7f)
			return true;
	return false;
}

/* Three lines, an empty one, signatures: C2SP tlog-checkpoint without its extension lines. */
enum note_flaw
checkpoint_read(struct checkpoint *out, struct slice bytes)
{
	struct slice rest = bytes, size, root, empty;
	size_t len;
	*out = (struct checkpoint){ .size = 0 };
	if (bytes.len > NOTE_MAX || has_control(bytes) || utf8_check(bytes) < bytes.len)
		return NOTE_FORM;
	if (!take_line(&rest, &out->origin) || !take_line(&rest, &size) || !take_line(&rest, &root))
		return NOTE_FORM;
	out->text = slice_of(bytes.ptr, bytes.len - rest.len);
	if (!note_is_name(out->origin) || !text_take_number(size, &out->size) ||
	    out->size > LOG_SIZE_MAX || !base64_take(root, out->root.bytes, SHA256_SIZE, &len) ||
	    len != SHA256_SIZE)
		return NOTE_FORM;
	if (!take_line(&rest, &empty) || empty.len > 0)
		return NOTE_FORM;
	out->signatures = rest;
	return signatures_are_well_formed(rest) ? NOTE_FINE : NOTE_FORM;
}

/* Unknown signatures are passed over; each one of the known key must be right (C2SP signed-note). */
enum note_flaw
checkpoint_signed(const struct checkpoint *checkpoint, const struct note_key *key)
{
	struct slice rest = checkpoint->signatures, name, text;
	enum note_flaw flaw = NOTE_UNSIGNED;
	if (!slice_is(checkpoint->origin, key->name))
		return NOTE_ORIGIN;
	while (take_signature(&rest, &name, &text)) {
		unsigned char bytes[SIGNATURE_ROOM];
		size_t len;
		if (!slice_is(name, key->name) || !base64_take(text, bytes, sizeof bytes, &len) ||
		    len < NOTE_ID_SIZE || memcmp(bytes, key->id, NOTE_ID_SIZE) != 0)
			continue;
		if (len != SIGNED_ED25519 ||
		    !ed25519_signed(&key->public, checkpoint->text, bytes + NOTE_ID_SIZE))
			return NOTE_SIGNATURE;
		flaw = NOTE_FINE;
	}
	return flaw;
}

enum note_flaw
checkpoint_check(struct checkpoint *out, struct slice bytes, const struct note_key *key)
{
	enum note_flaw flaw = checkpoint_read(out, bytes);
	return flaw == NOTE_FINE ? checkpoint_signed(out, key) : flaw;
}
