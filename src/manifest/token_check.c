#include "manifest/seal_form.h"
#include "manifest/token_form.h"
#include "manifest/token_read.h"

static const char *const reason_texts[TOKEN_REASONS] = {
	[TOKEN_UNCHECKED] = "the time stamp was not checked",
	[TOKEN_GOOD] = "the time stamp is good",
	[TOKEN_EMPTY] = "there is no time stamp",
	[TOKEN_TOO_LARGE] = "the time stamp is larger than any time stamp",
	[TOKEN_NOT_RESPONSE] = "the time stamp is not a TimeStampResp with a token",
	[TOKEN_NOT_DER] = "the time stamp has a length that is not DER",
	[TOKEN_TRAILING] = "there are bytes behind the time stamp",
	[TOKEN_STATUS] = "the status of the time stamp is not plainly granted",
	[TOKEN_NOT_CMS] = "the time stamp is not CMS SignedData in its one form",
	[TOKEN_VERSION] = "the time stamp has a wrong version number",
	[TOKEN_DIGEST] =
	    "the time stamp is not signed over SHA-256, SHA-384 or SHA-512 without parameters",
	[TOKEN_CONTENT_TYPE] = "the content of the time stamp is not TSTInfo",
	[TOKEN_CERTIFICATES] = "the certificates inside the time stamp cannot be read",
	[TOKEN_LISTS] = "there are revocation lists inside the time stamp",
	[TOKEN_SIGNERS] = "the time stamp has not exactly one signer",
	[TOKEN_SIGNER_ID] =
	    "the certificate of the time-stamping authority is not in the time stamp "
	    "under exactly that issuer and serial number",
	[TOKEN_ATTRIBUTES] = "the signed attributes of the time stamp are damaged",
	[TOKEN_ATTRIBUTE_TYPE] = "the signed content type of the time stamp is not TSTInfo",
	[TOKEN_ATTRIBUTE_DIGEST] = "the signed digest of the time stamp is not that of its content",
	[TOKEN_ATTRIBUTE_CERTIFICATE] =
	    "the time stamp does not bind the certificate of its authority (signingCertificateV2)",
	[TOKEN_UNSIGNED_ATTRIBUTES] = "the time stamp has unsigned attributes",
	[TOKEN_ALGORITHM] = "the time stamp names another signature algorithm than its key's",
	[TOKEN_INFO] = "what the time-stamping authority says cannot be read",
	[TOKEN_EXTENSION] = "the time stamp has a critical extension that is not known",
	[TOKEN_IMPRINT] = "the time stamp is over another digest than SHA-384 or SHA-512",
	[TOKEN_TIME] = "the time in the time stamp is not in its one form",
	[TOKEN_ACCURACY] = "the clock of the time-stamping authority is not exact enough",
	[TOKEN_OTHER_SEAL] = "the time stamp belongs to another seal, or the seal was changed",
	[TOKEN_FORM] = "the time stamp is not in the one form that it can have",
	[TOKEN_TSA_UNFIT] = "the certificate behind the time stamp may not stamp",
	[TOKEN_SIGNATURE] = "the signature of the time stamp is wrong",
	[TOKEN_UNTRUSTED] = "the time-stamping authority is not trusted",
	[TOKEN_FUTURE] = "the time stamp is from the future",
};

const char *
token_reason_text(enum token_reason reason)
{
	return reason_texts[reason];
}

static tl_status
refuse_with(
    struct token_verdict *out, enum token_reason reason, const char *text, struct tl_error *e)
{
	out->reason = reason;
	out->text = text;
	return error_set(e, TL_NO, "%s", text);
}

static tl_status
refuse(struct token_verdict *out, enum token_reason reason, struct tl_error *e)
{
	return refuse_with(out, reason, reason_texts[reason], e);
}

static bool
is_hash(const struct time_hash *hash, struct slice bytes)
{
	return slice_equal(slice_of(hash->bytes, hash->len), bytes);
}

/* From the bytes that are stamped to those that are signed: imprint, digest of the content, digest of the certificate. */
static tl_status
check_digests(
    const struct token_read *read, struct slice seal, struct token_verdict *out, struct tl_error *e)
{
	const struct certificate *tsa = &read->own.items[0];
	struct slice issuer, serial;
	struct time_hash hash;
	TRY(time_hash_of(read->says.imprint_digest, seal, &hash, e));
	if (!is_hash(&hash, read->says.imprint))
		return refuse(out, TOKEN_OTHER_SEAL, e);
	TRY(time_hash_of(read->digest, read->info, &hash, e));
	if (!is_hash(&hash, read->binds.digest))
		return refuse(out, TOKEN_ATTRIBUTE_DIGEST, e);
	TRY(time_hash_of(read->binds.id_digest, certificate_der(tsa), &hash, e));
	TRY(seal_issuer_serial(tsa, &issuer, &serial, e));
	if (!is_hash(&hash, read->binds.id_hash) ||
	    (read->binds.id_serial.len > 0 &&
		(!slice_equal(read->binds.id_issuer, issuer) ||
		    !slice_equal(read->binds.id_serial, serial))))
		return refuse(out, TOKEN_ATTRIBUTE_CERTIFICATE, e);
	return TL_OK;
}

/* What the authority did not sign is determined by what was read, so the token that is made from it must be the file. */
static tl_status
rebuild(const struct token_read *read, struct slice token, struct buf *again,
    struct token_verdict *out, struct tl_error *e)
{
	const struct token_parts parts = { .tsa = &read->own.items[0],
		.others = &read->others,
		.info = read->info,
		.digest = read->digest,
		.attributes = read->attributes,
		.signature = read->signature };
	TRY(token_encode(again, &parts, e));
	return slice_equal(buf_slice(again), token) ? TL_OK : refuse(out, TOKEN_FORM, e);
}

static tl_status
check_path(const struct trust *trust, const struct token_read *read, struct token_verdict *out,
    struct tl_error *e)
{
	struct trust_answer answer;
	tl_status status = trust_check_at(trust, &read->own.items[0], &read->others,
	    &read->says.moment, TRUST_STAMPS, &answer, e);
	if (status == TL_NO)
		return refuse_with(out, TOKEN_UNTRUSTED, answer.reason, e);
	out->revoked_later = answer.revoked_later;
	out->revocation_checked = status == TL_OK && trust->lists > 0;
	return status;
}

static tl_status
describe(
    const struct token_read *read, struct buf *text, struct token_verdict *out, struct tl_error *e)
{
	buf_clear(text);
	TRY(certificate_subject(&read->own.items[0], text, e));
	if (text->len >= sizeof out->tsa)
		return refuse_with(out, TOKEN_TSA_UNFIT,
		    "the subject of the time-stamping authority's certificate is too long", e);
	if (!oid_in_dots(read->says.policy, out->policy, sizeof out->policy))
		return refuse(out, TOKEN_INFO, e);
	memcpy(out->tsa, text->ptr, text->len);
	out->tsa[text->len] = '\0';
	return TL_OK;
}

/* From here on the token is well formed; the buffer is the caller's. */
static tl_status
check(const struct trust *trust, const struct token_read *read, struct slice token,
    struct slice seal, int64_t now, struct buf *buf, struct token_verdict *out, struct tl_error *e)
{
	const struct certificate *tsa = &read->own.items[0];
	const char *unfit = certificate_unfit_for_time(tsa, read->says.moment.at);
	TRY(check_digests(read, seal, out, e));
	if (unfit != NULL)
		return refuse_with(out, TOKEN_TSA_UNFIT, unfit, e);
	TRY(rebuild(read, token, buf, out, e));
	buf_clear(buf);
	token_add_signed(buf, read->attributes);
	TRY(buf_check(buf, e));
	if (!certificate_stamped(tsa, read->digest, buf_slice(buf), read->signature))
		return refuse(out, TOKEN_SIGNATURE, e);
	TRY(check_path(trust, read, out, e));
	if (read->says.moment.at > now + CLOCK_SKEW)
		return refuse(out, TOKEN_FUTURE, e);
	TRY(describe(read, buf, out, e));
	out->moment = read->says.moment;
	out->reason = TOKEN_GOOD;
	out->text = reason_texts[TOKEN_GOOD];
	return TL_OK;
}

tl_status
token_check(const struct trust *trust, struct slice token, struct slice seal, int64_t now,
    struct token_verdict *out, struct tl_error *e)
{
	struct token_read read;
	struct buf buf;
	*out = (struct token_verdict){ .text = reason_texts[TOKEN_UNCHECKED] };
	buf_init(&buf, 2 * TOKEN_MAX);
	enum token_reason reason = token_read_all(&read, token);
	tl_status status = reason != TOKEN_UNCHECKED
	    ? refuse(out, reason, e)
	    : check(trust, &read, token, seal, now, &buf, out, e);
	buf_release(&buf);
	token_read_release(&read);
	if (out->reason != TOKEN_GOOD) {
		out->revocation_checked = false;
		out->revoked_later = 0;
	}
	return status;
}
