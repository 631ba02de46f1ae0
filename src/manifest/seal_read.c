#include "manifest/seal_read.h"
#include "manifest/seal_form.h"

/* No objection so far. */
#define PASS SEAL_UNCHECKED

#define PASS_OR_RETURN(call)                                                                       \
	do {                                                                                       \
		enum seal_reason reason = (call);                                                  \
		if (reason != PASS)                                                                \
			return reason;                                                             \
	} while (0)

/* The signer's and its chain; more is refused before they are parsed. */
#define EMBEDDED_MAX 8

/* How the reader's answer reads, where anything but this value here is refused for the reason `otherwise`. */
static enum seal_reason
answer_of(enum der_answer answer, enum seal_reason otherwise)
{
	switch (answer) {
	case DER_READ:
		return PASS;
	case DER_BAD_LENGTH:
		return SEAL_NOT_DER;
	case DER_BAD:
	case DER_ENDED:
		break;
	}
	return otherwise;
}

static enum seal_reason
take(struct slice *rest, unsigned char tag, struct slice *content, enum seal_reason otherwise)
{
	return answer_of(der_next(rest, tag, content), otherwise);
}

static enum seal_reason
take_whole(struct slice *rest, unsigned char tag, struct slice *whole, enum seal_reason otherwise)
{
	return answer_of(der_next_whole(rest, tag, whole), otherwise);
}

static enum seal_reason
expect(struct slice *rest, unsigned char tag, struct slice value, enum seal_reason otherwise)
{
	struct slice content;
	PASS_OR_RETURN(take(rest, tag, &content, otherwise));
	return slice_equal(content, value) ? PASS : otherwise;
}

/* RFC 5754 §2: SHA-384 with absent parameters. */
static enum seal_reason
expect_sha384(struct slice *rest)
{
	struct slice algorithm;
	PASS_OR_RETURN(take(rest, DER_SEQUENCE, &algorithm, SEAL_DIGEST));
	PASS_OR_RETURN(expect(&algorithm, DER_OID, seal_oid_sha384(), SEAL_DIGEST));
	return algorithm.len == 0 ? PASS : SEAL_PARAMETERS;
}

static enum seal_reason
expect_end(struct slice rest, enum seal_reason otherwise)
{
	return rest.len == 0 ? PASS : otherwise;
}

static enum seal_reason
expect_version(struct slice *rest, unsigned char version)
{
	return expect(rest, DER_INTEGER, slice_of(&version, 1), SEAL_VERSION);
}

/* --- attributes, RFC 5652 §5.3 and §11, RFC 5035 §3 */

static enum seal_reason
read_value(struct seal_read *out, enum seal_attribute attribute, struct slice value)
{
	struct slice digest;
	switch (attribute) {
	case SEAL_ATTRIBUTE_TYPE:
		PASS_OR_RETURN(expect(
		    &value, DER_OID, seal_oid_content(out->content), SEAL_ATTRIBUTE_CONTENT_TYPE));
		return expect_end(value, SEAL_ATTRIBUTE_VALUE);
	case SEAL_ATTRIBUTE_TIME:
		return der_read_time(value, &out->signing_time) ? PASS : SEAL_ATTRIBUTE_VALUE;
	case SEAL_ATTRIBUTE_DIGEST:
		PASS_OR_RETURN(take(&value, DER_OCTETS, &digest, SEAL_ATTRIBUTE_VALUE));
		if (digest.len != DIGEST_SIZE || value.len > 0)
			return SEAL_ATTRIBUTE_VALUE;
		memcpy(out->manifest.bytes, digest.ptr, DIGEST_SIZE);
		return PASS;
	case SEAL_ATTRIBUTE_SIGNER: /* compared when the attributes are written again */
		return PASS;
	}
	return SEAL_UNKNOWN_ATTRIBUTE;
}

static enum seal_reason
read_attribute(struct seal_read *out, struct slice whole, bool seen[SEAL_ATTRIBUTES])
{
	struct slice attribute, oid, value;
	int which = 0;
	PASS_OR_RETURN(take(&whole, DER_SEQUENCE, &attribute, SEAL_UNKNOWN_ATTRIBUTE));
	PASS_OR_RETURN(take(&attribute, DER_OID, &oid, SEAL_UNKNOWN_ATTRIBUTE));
	while (which < SEAL_ATTRIBUTES &&
	    !slice_equal(oid, seal_oid_attribute((enum seal_attribute)which)))
		which++;
	if (which == SEAL_ATTRIBUTES)
		return SEAL_UNKNOWN_ATTRIBUTE;
	if (seen[which])
		return SEAL_ATTRIBUTE_TWICE;
	seen[which] = true;
	PASS_OR_RETURN(take(&attribute, DER_SET, &value, SEAL_ATTRIBUTE_VALUE));
	PASS_OR_RETURN(expect_end(attribute, SEAL_ATTRIBUTE_VALUE));
	return read_value(out, (enum seal_attribute)which, value);
}

static enum seal_reason
read_attributes(struct seal_read *out)
{
	bool seen[SEAL_ATTRIBUTES] = { false };
	struct slice rest = out->attributes, whole, before = { NULL, 0 };
	while (rest.len > 0) {
		PASS_OR_RETURN(take_whole(&rest, DER_SEQUENCE, &whole, SEAL_UNKNOWN_ATTRIBUTE));
		PASS_OR_RETURN(read_attribute(out, whole, seen));
		size_t shorter = before.len < whole.len ? before.len : whole.len;
		if (shorter > 0 && memcmp(before.ptr, whole.ptr, shorter) > 0)
			return SEAL_ATTRIBUTE_ORDER;
		before = whole;
	}
	for (size_t i = 0; i < SEAL_ATTRIBUTES; i++)
		if (!seen[i])
			return SEAL_ATTRIBUTE_MISSING;
	return PASS;
}

/* --- certificates and signer, RFC 5652 §10.2.3 and §5.3 */

/* Issuer and serial number are those bytes; letter case and string types count. */
static bool
is_named(struct slice id, struct slice issuer, struct slice serial)
{
	return id.len == issuer.len + serial.len &&
	    slice_equal(slice_sub(id, 0, issuer.len), issuer) &&
	    slice_equal(slice_sub(id, issuer.len, id.len), serial);
}

static enum seal_reason
read_certificates(struct seal_read *out, struct slice embedded, struct slice id)
{
	struct slice whole, issuer, serial;
	struct certificates *others = &out->others;
	for (size_t count = 0; embedded.len > 0; count++) {
		PASS_OR_RETURN(take_whole(&embedded, DER_SEQUENCE, &whole, SEAL_CERTIFICATES));
		if (count == EMBEDDED_MAX || certificates_add(others, whole, NULL) != TL_OK)
			return SEAL_CERTIFICATES;
		const struct certificate *last = &others->items[others->count - 1];
		if (seal_issuer_serial(last, &issuer, &serial, NULL) != TL_OK)
			return SEAL_CERTIFICATES;
		if (out->own.count == 0 && is_named(id, issuer, serial)) {
			out->own.items[out->own.count++] = *last;
			others->count--;
		}
	}
	return out->own.count == 1 ? PASS : SEAL_SIGNER_ID;
}

static enum seal_reason
read_signer_info(struct seal_read *out, struct slice info, struct slice *id)
{
	PASS_OR_RETURN(expect_version(&info, 1));
	PASS_OR_RETURN(take(&info, DER_SEQUENCE, id, SEAL_SIGNER_ID));
	PASS_OR_RETURN(expect_sha384(&info));
	PASS_OR_RETURN(take(&info, DER_CONTEXT(0), &out->attributes, SEAL_NO_ATTRIBUTES));
	PASS_OR_RETURN(read_attributes(out));
	PASS_OR_RETURN(take_whole(&info, DER_SEQUENCE, &out->algorithm, SEAL_ALGORITHM));
	PASS_OR_RETURN(take(&info, DER_OCTETS, &out->signature, SEAL_SIGNATURE));
	return expect_end(info, SEAL_UNSIGNED_ATTRIBUTES);
}

static enum seal_reason
read_signers(struct seal_read *out, struct slice signers, struct slice *id)
{
	struct slice info, second;
	if (signers.len == 0)
		return SEAL_NO_SIGNER;
	PASS_OR_RETURN(take(&signers, DER_SEQUENCE, &info, SEAL_NO_SIGNER));
	if (signers.len > 0) {
		PASS_OR_RETURN(take(&signers, DER_SEQUENCE, &second, SEAL_FORM));
		return SEAL_MANY_SIGNERS;
	}
	return read_signer_info(out, info, id);
}

/* RFC 5652 §5.1, with §5.2 for the content. */
static enum seal_reason
read_signed_data(struct seal_read *out, struct slice data)
{
	struct slice digests, content, embedded, signers, id = { NULL, 0 };
	PASS_OR_RETURN(expect_version(&data, 3));
	PASS_OR_RETURN(take(&data, DER_SET, &digests, SEAL_DIGEST_LIST));
	PASS_OR_RETURN(expect_sha384(&digests));
	PASS_OR_RETURN(expect_end(digests, SEAL_DIGEST_LIST));
	PASS_OR_RETURN(take(&data, DER_SEQUENCE, &content, SEAL_CONTENT_TYPE));
	PASS_OR_RETURN(
	    expect(&content, DER_OID, seal_oid_content(out->content), SEAL_CONTENT_TYPE));
	PASS_OR_RETURN(expect_end(content, SEAL_ATTACHED));
	PASS_OR_RETURN(take(&data, DER_CONTEXT(0), &embedded, SEAL_CERTIFICATES));
	if (der_is_next(data, DER_CONTEXT(1)))
		return SEAL_LISTS;
	PASS_OR_RETURN(take(&data, DER_SET, &signers, SEAL_NO_SIGNER));
	PASS_OR_RETURN(expect_end(data, SEAL_FORM));
	PASS_OR_RETURN(read_signers(out, signers, &id));
	return read_certificates(out, embedded, id);
}

enum seal_reason
seal_read_all(struct seal_read *out, enum seal_content content_type, struct slice seal)
{
	struct slice info, content, data;
	*out = (struct seal_read){ .content = content_type };
	if (seal.len == 0)
		return SEAL_EMPTY;
	if (seal.len > SEAL_MAX)
		return SEAL_TOO_LARGE;
	PASS_OR_RETURN(take(&seal, DER_SEQUENCE, &info, SEAL_NOT_CMS));
	PASS_OR_RETURN(expect_end(seal, SEAL_TRAILING));
	PASS_OR_RETURN(expect(&info, DER_OID, seal_oid_signed_data(), SEAL_NOT_CMS));
	PASS_OR_RETURN(take(&info, DER_CONTEXT(0), &content, SEAL_NOT_CMS));
	PASS_OR_RETURN(expect_end(info, SEAL_FORM));
	PASS_OR_RETURN(take(&content, DER_SEQUENCE, &data, SEAL_NOT_CMS));
	PASS_OR_RETURN(expect_end(content, SEAL_FORM));
	return read_signed_data(out, data);
}

void
seal_read_release(struct seal_read *read)
{
	certificates_release(&read->own);
	certificates_release(&read->others);
}
