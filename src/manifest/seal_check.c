#include "base/crypto_identity.h"
#include "manifest/seal_form.h"
#include "manifest/seal_read.h"

static const char *const reason_texts[] = {
	[SEAL_UNCHECKED] = "the seal was not checked",
	[SEAL_GOOD] = "the seal is good",
	[SEAL_EMPTY] = "there is no seal",
	[SEAL_TOO_LARGE] = "the seal is larger than any seal",
	[SEAL_NOT_CMS] = "the seal is not CMS SignedData in DER",
	[SEAL_NOT_DER] = "the seal has a length that is not DER",
	[SEAL_TRAILING] = "there are bytes behind the seal",
	[SEAL_VERSION] = "the seal has a wrong version number",
	[SEAL_DIGEST] = "the seal uses another digest than SHA-384",
	[SEAL_DIGEST_LIST] = "the seal lists more digests than SHA-384",
	[SEAL_PARAMETERS] = "the seal gives parameters to SHA-384",
	[SEAL_CONTENT_TYPE] = "the seal is not over a tearline manifest",
	[SEAL_ATTACHED] = "the seal has a copy of the content inside",
	[SEAL_CERTIFICATES] = "the certificates inside the seal cannot be read",
	[SEAL_LISTS] = "there are revocation lists inside the seal",
	[SEAL_NO_SIGNER] = "nobody signed the seal",
	[SEAL_MANY_SIGNERS] = "the seal has more than one signer",
	[SEAL_SIGNER_ID] =
	    "the signer's certificate is not in the seal under exactly that issuer and serial number",
	[SEAL_NO_ATTRIBUTES] = "the seal has no signed attributes",
	[SEAL_UNKNOWN_ATTRIBUTE] = "the seal has an unknown signed attribute",
	[SEAL_ATTRIBUTE_ORDER] = "the signed attributes are not sorted",
	[SEAL_ATTRIBUTE_TWICE] = "a signed attribute stands twice in the seal",
	[SEAL_ATTRIBUTE_MISSING] = "a signed attribute is missing",
	[SEAL_ATTRIBUTE_VALUE] = "a signed attribute has no proper value",
	[SEAL_ATTRIBUTE_CONTENT_TYPE] =
	    "the signed content type is not that of a tearline manifest",
	[SEAL_ATTRIBUTE_CERTIFICATE] =
	    "the signed certificate digests are not those of the certificates inside",
	[SEAL_UNSIGNED_ATTRIBUTES] = "the seal has unsigned attributes",
	[SEAL_ALGORITHM] = "the seal names another signature algorithm than its key's",
	[SEAL_FORM] = "the seal is not in the one form that it can have",
	[SEAL_SIGNER_UNFIT] = "the signer's certificate may not sign manifests",
	[SEAL_HIGH_S] = "the signature is not in its one form (DER, low s)",
	[SEAL_SIGNATURE] = "the signature is wrong",
	[SEAL_UNTRUSTED] = "the signer is not trusted",
	[SEAL_CLAIM] = "the signer claims a later time than the time stamp over the seal",
	[SEAL_OTHER_MANIFEST] = "the seal belongs to another manifest, or the manifest was changed",
	[SEAL_OTHER_SIGNER] = "the seal was made by another signer than the required one",
};

const char *
seal_reason_text(enum seal_reason reason)
{
	return reason_texts[reason];
}

static tl_status
refuse_with(struct seal_verdict *out, enum seal_reason reason, const char *text, struct tl_error *e)
{
	out->reason = reason;
	out->text = text;
	return error_set(e, TL_NO, "%s", text);
}

static tl_status
refuse(struct seal_verdict *out, enum seal_reason reason, struct tl_error *e)
{
	return refuse_with(out, reason, seal_reason_text(reason), e);
}

/* The heart: everything that the signature does not cover is determined by what was read, so the seal that is made
 * from it must be the file. `attributes` is filled with what the signature must be over. */
static tl_status
rebuild(const struct seal_read *read, struct slice seal, struct buf *again, struct buf *attributes,
    struct seal_verdict *out, struct tl_error *e)
{
	struct seal_parts parts = { .content = read->content,
		.signer = &read->own.items[0],
		.others = &read->others,
		.manifest = &read->manifest,
		.signing_time = read->signing_time,
		.signature = read->signature };
	struct slice set, signed_content;
	TRY(seal_add_attributes(attributes, &parts, e));
	set = buf_slice(attributes);
	if (der_next(&set, DER_SET, &signed_content) != DER_READ ||
	    !slice_equal(signed_content, read->attributes))
		return refuse(out, SEAL_ATTRIBUTE_CERTIFICATE, e);
	seal_add_algorithm(again, certificate_key(parts.signer));
	TRY(buf_check(again, e));
	if (!slice_equal(buf_slice(again), read->algorithm))
		return refuse(out, SEAL_ALGORITHM, e);
	buf_clear(again);
	TRY(seal_encode(again, &parts, e));
	if (!slice_equal(buf_slice(again), seal))
		return refuse(out, SEAL_FORM, e);
	return TL_OK;
}

static tl_status
check_signature(const struct seal_read *read, struct slice attributes, struct seal_verdict *out,
    struct tl_error *e)
{
	const struct certificate *signer = &read->own.items[0];
	if (certificate_key(signer) == KEY_P384 && !ecdsa_is_low(read->signature))
		return refuse(out, SEAL_HIGH_S, e);
	if (!certificate_signed(signer, attributes, read->signature))
		return refuse(out, SEAL_SIGNATURE, e);
	return TL_OK;
}

static tl_status
check_path(const struct seal_trust *trust, const struct seal_read *read,
    const struct moment *moment, struct seal_verdict *out, struct tl_error *e)
{
	struct trust_answer answer;
	tl_status status = trust_check_at(
	    &trust->trust, &read->own.items[0], &read->others, moment, TRUST_SIGNS, &answer, e);
	if (status == TL_NO)
		return refuse_with(out, SEAL_UNTRUSTED, answer.reason, e);
	if (status == TL_OK) {
		out->revocation_checked = trust->trust.lists > 0;
		out->revoked_later = answer.revoked_later;
	}
	return status;
}

/* Two clocks may differ a little; a claim that lies behind the proof is a lie. */
static tl_status
check_claim(const struct seal_read *read, const struct moment *moment, struct seal_verdict *out,
    struct tl_error *e)
{
	if (moment->proved && read->signing_time > moment->until + CLOCK_SKEW)
		return refuse(out, SEAL_CLAIM, e);
	return TL_OK;
}

static tl_status
copy_text(char *out, size_t size, const struct buf *text, struct seal_verdict *verdict,
    struct tl_error *e)
{
	TRY(buf_check(text, e));
	if (text->len >= size)
		return refuse_with(verdict, SEAL_SIGNER_UNFIT,
		    "the subject or the serial number of the signer's certificate is too long", e);
	memcpy(out, text->ptr, text->len);
	out[text->len] = '\0';
	return TL_OK;
}

/* The first eight that can be names of roles. */
static void
copy_units(const struct certificate *signer, struct seal_verdict *out)
{
	size_t used = 0;
	for (size_t i = 0; i < SEAL_UNITS_MAX; i++) {
		char *unit = out->units[used];
		if (certificate_unit(signer, i, unit, sizeof out->units[0]) &&
		    form_is_role(slice_str(unit)))
			used++;
		else
			unit[0] = '\0';
	}
}

static tl_status
describe(const struct certificate *signer, struct buf *text, struct seal_verdict *out,
    struct tl_error *e)
{
	unsigned char fingerprint[FINGERPRINT_SIZE];
	TRY(certificate_subject(signer, text, e));
	TRY(copy_text(out->signer, sizeof out->signer, text, out, e));
	buf_clear(text);
	TRY(certificate_serial(signer, text, e));
	TRY(copy_text(out->serial, sizeof out->serial, text, out, e));
	buf_clear(text);
	TRY(certificate_fingerprint(signer, fingerprint, e));
	buf_add_hex(text, fingerprint, sizeof fingerprint);
	copy_units(signer, out);
	TRY(certificate_identity(signer, &out->key, e));
	return copy_text(out->fingerprint, sizeof out->fingerprint, text, out, e);
}

static tl_status
check_identity(const struct seal_trust *trust, const struct seal_read *read,
    struct seal_verdict *out, struct tl_error *e)
{
	if (trust->required.count == 1 &&
	    !slice_equal(
		certificate_der(&trust->required.items[0]), certificate_der(&read->own.items[0])))
		return refuse(out, SEAL_OTHER_SIGNER, e);
	if (trust->required_name[0] != '\0' && strcmp(trust->required_name, out->signer) != 0)
		return refuse(out, SEAL_OTHER_SIGNER, e);
	out->identity_checked = trust->required.count == 1 || trust->required_name[0] != '\0';
	return TL_OK;
}

/* From here on the seal is well formed; the three buffers are the caller's. */
static tl_status
check(const struct seal_trust *trust, const struct seal_read *read, struct slice seal,
    const struct digest *manifest, const struct moment *moment, struct buf buffers[3],
    struct seal_verdict *out, struct tl_error *e)
{
	const struct certificate *signer = &read->own.items[0];
	const char *unfit = certificate_unfit(signer, moment->at);
	if (unfit != NULL)
		return refuse_with(out, SEAL_SIGNER_UNFIT, unfit, e);
	TRY(rebuild(read, seal, &buffers[0], &buffers[1], out, e));
	TRY(check_path(trust, read, moment, out, e));
	TRY(check_signature(read, buf_slice(&buffers[1]), out, e));
	TRY(describe(signer, &buffers[2], out, e));
	out->signing_time = read->signing_time;
	TRY(check_claim(read, moment, out, e));
	if (!digest_equal(&read->manifest, manifest))
		return refuse(out, SEAL_OTHER_MANIFEST, e);
	TRY(check_identity(trust, read, out, e));
	out->reason = SEAL_GOOD;
	out->text = seal_reason_text(SEAL_GOOD);
	return TL_OK;
}

static tl_status
examine(const struct seal_trust *trust, enum seal_content content, struct slice seal,
    const struct digest *digest, const struct moment *moment, struct seal_verdict *out,
    struct tl_error *e)
{
	struct seal_read read;
	struct buf buffers[3];
	*out = (struct seal_verdict){ .text = seal_reason_text(SEAL_UNCHECKED) };
	for (size_t i = 0; i < 3; i++)
		buf_init(&buffers[i], 4 * SEAL_MAX); /* names stand in it up to three times */
	enum seal_reason reason = seal_read_all(&read, content, seal);
	tl_status status = reason != SEAL_UNCHECKED
	    ? refuse(out, reason, e)
	    : check(trust, &read, seal, digest, moment, buffers, out, e);
	for (size_t i = 0; i < 3; i++)
		buf_release(&buffers[i]);
	seal_read_release(&read);
	return status;
}

tl_status
seal_check_at(const struct seal_trust *trust, enum seal_content content, struct slice seal,
    const struct digest *digest, const struct moment *moment, struct seal_verdict *out,
    struct tl_error *e)
{
	return examine(trust, content, seal, digest, moment, out, e);
}

tl_status
seal_check_content(const struct seal_trust *trust, enum seal_content content, struct slice seal,
    const struct digest *digest, int64_t now, struct seal_verdict *out, struct tl_error *e)
{
	const struct moment moment = { .at = now, .until = now };
	return examine(trust, content, seal, digest, &moment, out, e);
}

tl_status
seal_check(const struct seal_trust *trust, struct slice seal, const struct digest *manifest,
    int64_t now, struct seal_verdict *out, struct tl_error *e)
{
	return seal_check_content(trust, SEAL_OF_MANIFEST, seal, manifest, now, out, e);
}
