#include "pipeline/put_facts.h"

static void
put_digest(struct put *put, const char *name, const struct digest *digest)
{
	static const char digits[] = "0123456789abcdef";
	char text[2 * DIGEST_SIZE + 1];
	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		text[2 * i] = digits[digest->bytes[i] >> 4];
		text[2 * i + 1] = digits[digest->bytes[i] & 15];
	}
	text[2 * DIGEST_SIZE] = '\0';
	put_string(put, name, text);
}

void
put_facts(struct put *put, const struct judgement *judgement)
{
	const struct manifest_facts *facts = &judgement->manifest.facts;
	put_object(put, "manifest");
	put_string(put, "id", facts->id);
	put_digest(put, "sha384", &judgement->digest);
	put_string(put, "created", facts->created);
	put_string(put, "tool", facts->tool);
	put_string(put, "tool_version", facts->tool_version);
	put_string(put, "policy_version", facts->policy_version);
	put_digest(put, "policy_sha384", &facts->policy_digest);
	put_string(put, "scheme", facts->scheme);
	put_string(put, "profile", facts->profile);
	put_digest(put, "scheme_sha384", &facts->scheme_digest);
	put_number(put, "signers", (size_t)facts->signers);
	put_number(put, "kept", (size_t)facts->kept);
	put_number(put, "inserted", (size_t)facts->inserted);
	put_number(put, "gaps", (size_t)facts->gaps);
	put_number(put, "downgrades", (size_t)facts->downgrades);
	put_close(put);
	put_object(put, "output");
	put_string(put, "name", facts->output_name);
	put_number(put, "bytes", (size_t)facts->output_bytes);
	put_digest(put, "sha384", &facts->output);
	put_string(put, "media_type", facts->media_type);
	put_close(put);
}

void
put_place(struct put *put, const char *file, const struct judgement *judgement)
{
	if (file != NULL)
		put_string(put, "file", file);
	else
		put_null(put, "file");
	if (judgement->manifest.reason != MANIFEST_FITS && judgement->manifest.line > 0)
		put_number(put, "line", judgement->manifest.line);
	else
		put_null(put, "line");
}

void
put_certificate(struct put *put, const struct seal_verdict *seal)
{
	if (seal->signer[0] == '\0')
		return;
	put_object(put, "certificate");
	put_string(put, "serial", seal->serial);
	put_string(put, "sha256", seal->fingerprint);
	put_bool(put, "revocation_checked", seal->revocation_checked);
	put_bool(put, "identity_checked", seal->identity_checked);
	put_close(put);
}
