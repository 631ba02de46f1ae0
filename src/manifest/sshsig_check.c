#include <stdlib.h>

#include "manifest/allowed.h"
#include "manifest/sshsig_form.h"

static const char *const texts[] = {
	[SSHSIG_UNCHECKED] = "the SSH signature was not checked",
	[SSHSIG_GOOD] = "the SSH signature is good",
	[SSHSIG_EMPTY] = "there is no SSH signature",
	[SSHSIG_TOO_LARGE] = "the SSH signature is larger than any of its kind",
	[SSHSIG_ARMOUR] = "the armour of the SSH signature is not as ssh-keygen writes it",
	[SSHSIG_AROUND] = "there is text around the armour of the SSH signature",
	[SSHSIG_BASE64] = "the SSH signature is not base64 in its one form",
	[SSHSIG_MAGIC_BYTES] = "what the armour holds is no SSH signature",
	[SSHSIG_VERSION] = "the SSH signature has a wrong version number",
	[SSHSIG_KEY] = "the public key in the SSH signature is malformed",
	[SSHSIG_KEY_TYPE] =
	    "the SSH signature is by a key of another type than ecdsa-sha2-nistp384 and ssh-ed25519",
	[SSHSIG_OTHER_NAMESPACE] =
	    "the SSH signature is for another namespace than tearline-manifest-v1",
	[SSHSIG_RESERVED] = "the reserved field of the SSH signature is not empty",
	[SSHSIG_HASH] = "the SSH signature uses another hash than sha512",
	[SSHSIG_SIGNATURE_TYPE] = "the SSH signature names another algorithm than its key's",
	[SSHSIG_LENGTHS] = "a length in the SSH signature is wrong",
	[SSHSIG_FORM] = "the SSH signature is not in the one form that it can have",
	[SSHSIG_NOT_ALLOWED] =
	    "the list of signers does not allow the key of the SSH signature to that identity",
	[SSHSIG_NOT_YET] = "the key of the SSH signature is not valid yet in the list of signers",
	[SSHSIG_EXPIRED] = "the key of the SSH signature has expired in the list of signers",
	[SSHSIG_SIGNATURE] = "the SSH signature is wrong, or the manifest was changed",
};

const char *
sshsig_reason_text(enum sshsig_reason reason)
{
	return texts[reason];
}

/* --- who may sign */

void
ssh_trust_release(struct ssh_trust *trust)
{
	free(trust->text);
	*trust = (struct ssh_trust){ .text = NULL };
}

static tl_status
check_list(struct slice rest, const char *file, struct tl_error *e)
{
	struct allowed line = { .number = 0 };
	const char *flaw;
	size_t lines = 0;
	while (allowed_next(&rest, &line, &flaw))
		lines++;
	if (flaw != NULL)
		return error_at(e, TL_KEY, file, line.number, 0, "%s", flaw);
	if (lines == 0)
		return error_at(e, TL_KEY, file, 0, 0, "this list of signers names nobody");
	return TL_OK;
}

tl_status
ssh_trust_add_signers(
    struct ssh_trust *trust, struct slice allowed_signers, const char *file, struct tl_error *e)
{
	if (trust->text != NULL)
		return error_set(e, TL_USAGE, "there is one list of signers, not two");
	if (allowed_signers.len > ALLOWED_FILE_MAX)
		return error_at(e, TL_KEY, file, 0, 0, "this list of signers is too long");
	TRY(check_list(allowed_signers, file, e));
	trust->text = malloc(allowed_signers.len);
	if (trust->text == NULL)
		return error_memory(e);
	memcpy(trust->text, allowed_signers.ptr, allowed_signers.len);
	trust->len = allowed_signers.len;
	return TL_OK;
}

tl_status
ssh_trust_add_identity(struct ssh_trust *trust, struct slice identity, struct tl_error *e)
{
	bool plain = identity.len > 0 && identity.len < sizeof trust->identity[0];
	for (size_t i = 0; plain && i < identity.len; i++)
		plain = identity.ptr[i] > 0x20 && identity.ptr[i] < 0x7f && identity.ptr[i] != ',';
	if (!plain)
		return error_set(e, TL_USAGE,
		    "an SSH identity is one principal of the list of signers: ASCII, without blanks and "
		    "commas");
	if (trust->identities == SSH_IDENTITIES_MAX)
		return error_set(e, TL_USAGE, "more than %d SSH identities", SSH_IDENTITIES_MAX);
	char *to = trust->identity[trust->identities++];
	memcpy(to, identity.ptr, identity.len);
	to[identity.len] = '\0';
	return TL_OK;
}

bool
ssh_trust_has_role(const struct ssh_trust *trust, size_t number, const char *role)
{
	struct slice rest = slice_of(trust->text, trust->len);
	struct allowed line = { .number = 0 };
	const char *flaw;
	while (allowed_next(&rest, &line, &flaw))
		if (line.number == number)
			while (line.principals.len > 0)
				if (slice_is(slice_split(&line.principals, ','), role))
					return true;
	return false;
}

/* --- one signature */

/* The first of the identities that a line allows; NULL: none. */
static const char *
identity_of(const struct ssh_trust *trust, const struct allowed *line)
{
	for (size_t i = 0; i < trust->identities; i++)
		if (allowed_matches(line->principals, slice_str(trust->identity[i])))
			return trust->identity[i];
	return NULL;
}

static bool
same_key(const struct ssh_key *a, const struct ssh_key *b)
{
	return a->kind == b->kind && memcmp(a->bytes, b->bytes, ssh_key_size(a->kind)) == 0;
}

/* ssh-keygen(1): valid-after and valid-before are themselves valid. */
static enum sshsig_reason
find_signer(const struct ssh_trust *trust, const struct ssh_key *key, int64_t now,
    const char **identity, size_t *number)
{
	struct slice rest = slice_of(trust->text, trust->len);
	struct allowed line = { .number = 0 };
	enum sshsig_reason reason = SSHSIG_NOT_ALLOWED;
	const char *flaw;
	while (allowed_next(&rest, &line, &flaw)) {
		if (!same_key(&line.key, key) ||
		    (line.namespaces.ptr != NULL &&
			!allowed_matches(line.namespaces, slice_str(SSHSIG_NAMESPACE))))
			continue;
		*identity = identity_of(trust, &line);
		*number = line.number;
		if (*identity != NULL && now >= line.after && now <= line.before)
			return SSHSIG_GOOD;
		if (*identity != NULL)
			reason = now < line.after ? SSHSIG_NOT_YET : SSHSIG_EXPIRED;
	}
	return reason;
}

static tl_status
refuse(struct sshsig_verdict *out, enum sshsig_reason reason, struct tl_error *e)
{
	out->reason = reason;
	out->text = texts[reason];
	return error_set(e, TL_NO, "%s", out->text);
}

static tl_status
check_signature(
    const struct sshsig *sshsig, const struct wide_digest *manifest, bool *good, struct tl_error *e)
{
	struct buf content;
	buf_init(&content, SSHSIG_MAX);
	sshsig_add_signed(&content, manifest);
	tl_status status = buf_check(&content, e);
	*good =
	    status == TL_OK && ssh_signed(&sshsig->key, buf_slice(&content), &sshsig->signature);
	buf_release(&content);
	return status;
}

tl_status
sshsig_check(const struct ssh_trust *trust, struct slice armoured,
    const struct wide_digest *manifest, int64_t now, struct sshsig_verdict *out, struct tl_error *e)
{
	struct sshsig sshsig;
	const char *identity = NULL;
	bool good;
	*out = (struct sshsig_verdict){ .text = texts[SSHSIG_UNCHECKED] };
	enum sshsig_reason reason = sshsig_read(armoured, &sshsig);
	if (reason != SSHSIG_UNCHECKED)
		return refuse(out, reason, e);
	reason = find_signer(trust, &sshsig.key, now, &identity, &out->principals_line);
	if (reason != SSHSIG_GOOD)
		return refuse(out, reason, e);
	TRY(check_signature(&sshsig, manifest, &good, e));
	if (!good)
		return refuse(out, SSHSIG_SIGNATURE, e);
	TRY(ssh_key_identity(&sshsig.key, &out->key, e));
	memcpy(out->signer, identity, strlen(identity) + 1);
	out->reason = SSHSIG_GOOD;
	out->text = texts[SSHSIG_GOOD];
	return TL_OK;
}
