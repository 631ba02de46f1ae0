#include "manifest/seal_form.h"

#define SHA384_OID 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02
#define PKCS1      0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01
#define PKCS9      0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09

struct slice
seal_oid_signed_data(void)
{
	static const unsigned char oid[] = { 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02 };
	return slice_of(oid, sizeof oid);
}

/* 2.25.<UUID>: see manifest/seal.h. */
struct slice
seal_oid_content(enum seal_content content)
{
	static const unsigned char manifest[] = { 0x69, 0x83, 0xa7, 0x8f, 0xae, 0x8d, 0xd3, 0xc3,
		0xca, 0xba, 0xc1, 0x84, 0xcf, 0xcd, 0xff, 0xb0, 0xdf, 0xef, 0xc9, 0x59 };
	static const unsigned char index[] = { 0x69, 0x81, 0xdb, 0xe3, 0x92, 0xd7, 0xb7, 0xb6, 0x9a,
		0xaf, 0x99, 0xb0, 0x90, 0x89, 0xb7, 0xc6, 0xa5, 0xfe, 0xbc, 0x44 };
	static const unsigned char batch[] = { 0x69, 0x93, 0x8d, 0xf2, 0xdc, 0x8f, 0xb0, 0xb2, 0x88,
		0x93, 0xb2, 0xdc, 0xe3, 0xde, 0xeb, 0xc9, 0xc1, 0xb4, 0x08 };
	switch (content) {
	case SEAL_OF_MANIFEST:
		return slice_of(manifest, sizeof manifest);
	case SEAL_OF_INDEX:
		return slice_of(index, sizeof index);
	case SEAL_OF_BATCH:
		return slice_of(batch, sizeof batch);
	}
	return slice_of(NULL, 0);
}

struct slice
seal_oid_sha384(void)
{
	static const unsigned char oid[] = { SHA384_OID };
	return slice_of(oid, sizeof oid);
}

struct slice
seal_oid_attribute(enum seal_attribute attribute)
{
	static const unsigned char type[] = { PKCS9, 3 };
	static const unsigned char time[] = { PKCS9, 5 };
	static const unsigned char digest[] = { PKCS9, 4 };
	static const unsigned char signer[] = { PKCS9, 16, 2, 47 }; /* RFC 5035 §3 */
	switch (attribute) {
	case SEAL_ATTRIBUTE_TYPE:
		return slice_of(type, sizeof type);
	case SEAL_ATTRIBUTE_TIME:
		return slice_of(time, sizeof time);
	case SEAL_ATTRIBUTE_DIGEST:
		return slice_of(digest, sizeof digest);
	case SEAL_ATTRIBUTE_SIGNER:
		return slice_of(signer, sizeof signer);
	}
	return slice_of(NULL, 0);
}

/* Parameters are absent (RFC 5754 §2), but NULL inside of PSS (RFC 4055 §2.1). */
static void
add_sha384(struct buf *out, bool null)
{
	size_t open = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, seal_oid_sha384());
	if (null)
		der_add(out, DER_NULL, slice_of(NULL, 0));
	der_close(out, open);
}

/* RFC 4056 §3: SHA-384, MGF1 with SHA-384, 48 bytes of salt. */
static void
add_pss_parameters(struct buf *out)
{
	static const unsigned char mgf1[] = { PKCS1, 8 };
	size_t parameters = der_open(out, DER_SEQUENCE);
	size_t hash = der_open(out, DER_CONTEXT(0));
	add_sha384(out, true);
	der_close(out, hash);
	size_t mask = der_open(out, DER_CONTEXT(1));
	size_t function = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, slice_of(mgf1, sizeof mgf1));
	add_sha384(out, true);
	der_close(out, function);
	der_close(out, mask);
	size_t salt = der_open(out, DER_CONTEXT(2));
	der_add_small(out, DIGEST_SIZE);
	der_close(out, salt);
	der_close(out, parameters);
}

void
seal_add_algorithm(struct buf *out, enum key_kind kind)
{
	static const unsigned char ecdsa[] = { 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x03 };
	static const unsigned char pss[] = { PKCS1, 10 };
	size_t open = der_open(out, DER_SEQUENCE);
	switch (kind) {
	case KEY_P384: /* RFC 5754 §3.3: parameters absent */
		der_add(out, DER_OID, slice_of(ecdsa, sizeof ecdsa));
		break;
	case KEY_RSA:
		der_add(out, DER_OID, slice_of(pss, sizeof pss));
		add_pss_parameters(out);
		break;
	case KEY_UNFIT:
		out->failed = true;
		break;
	}
	der_close(out, open);
}

/* RFC 5280 §4.1: Certificate { TBSCertificate { [0] version, serial, algorithm, issuer, … */
tl_status
seal_issuer_serial(const struct certificate *certificate, struct slice *issuer,
    struct slice *serial, struct tl_error *e)
{
	struct slice outer = certificate_der(certificate), inner, body, skipped;
	if (der_next(&outer, DER_SEQUENCE, &inner) != DER_READ || outer.len > 0 ||
	    der_next(&inner, DER_SEQUENCE, &body) != DER_READ ||
	    der_next(&body, DER_CONTEXT(0), &skipped) != DER_READ ||
	    der_next_whole(&body, DER_INTEGER, serial) != DER_READ ||
	    der_next(&body, DER_SEQUENCE, &skipped) != DER_READ ||
	    der_next_whole(&body, DER_SEQUENCE, issuer) != DER_READ) {
		*issuer = *serial = slice_of(NULL, 0);
		return error_set(e, TL_KEY, "a certificate is not X.509 version 3 in DER");
	}
	return TL_OK;
}

static size_t
open_attribute(struct buf *out, enum seal_attribute attribute, size_t *values)
{
	size_t open = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, seal_oid_attribute(attribute));
	*values = der_open(out, DER_SET);
	return open;
}

static void
close_attribute(struct buf *out, size_t open, size_t values)
{
	der_close(out, values);
	der_close(out, open);
}

/* ESSCertIDv2 of RFC 5035 §4: digest algorithm, digest, and issuer (as the only directoryName) with serial number. */
static tl_status
add_certificate_id(struct buf *out, const struct certificate *certificate, struct hasher *hasher,
    struct tl_error *e)
{
	struct slice issuer, serial;
	struct digest digest;
	TRY(seal_issuer_serial(certificate, &issuer, &serial, e));
	TRY(hasher_digest(hasher, certificate_der(certificate), &digest, e));
	size_t id = der_open(out, DER_SEQUENCE);
	add_sha384(out, false);
	der_add(out, DER_OCTETS, slice_of(digest.bytes, DIGEST_SIZE));
	size_t issuer_serial = der_open(out, DER_SEQUENCE);
	size_t names = der_open(out, DER_SEQUENCE);
	size_t directory = der_open(out, DER_CONTEXT(4));
	buf_add_slice(out, issuer);
	der_close(out, directory);
	der_close(out, names);
	buf_add_slice(out, serial);
	der_close(out, issuer_serial);
	der_close(out, id);
	return TL_OK;
}

/* Every certificate of the seal is named, so that the signature covers all of them. The signer's comes first. */
static tl_status
add_certificate_ids(struct buf *out, const struct seal_parts *parts, struct tl_error *e)
{
	struct hasher hasher;
	TRY(hasher_init(&hasher, e));
	size_t value = der_open(out, DER_SEQUENCE);
	size_t list = der_open(out, DER_SEQUENCE);
	tl_status status = add_certificate_id(out, parts->signer, &hasher, e);
	for (size_t i = 0; i < parts->others->count && status == TL_OK; i++)
		status = add_certificate_id(out, &parts->others->items[i], &hasher, e);
	der_close(out, list);
	der_close(out, value);
	hasher_release(&hasher);
	return status;
}

tl_status
seal_add_attributes(struct buf *out, const struct seal_parts *parts, struct tl_error *e)
{
	size_t values, attribute;
	size_t set = der_open(out, DER_SET);

	attribute = open_attribute(out, SEAL_ATTRIBUTE_TYPE, &values);
	der_add(out, DER_OID, seal_oid_content(parts->content));
	close_attribute(out, attribute, values);

	attribute = open_attribute(out, SEAL_ATTRIBUTE_TIME, &values);
	der_add_time(out, parts->signing_time);
	close_attribute(out, attribute, values);

	attribute = open_attribute(out, SEAL_ATTRIBUTE_DIGEST, &values);
	der_add(out, DER_OCTETS, slice_of(parts->manifest->bytes, DIGEST_SIZE));
	close_attribute(out, attribute, values);

	attribute = open_attribute(out, SEAL_ATTRIBUTE_SIGNER, &values);
	TRY(add_certificate_ids(out, parts, e));
	close_attribute(out, attribute, values);

	der_close_sorted(out, set);
	return buf_check(out, e);
}

/* RFC 5652 §5.3. The attributes are signed as SET OF and stand here as [0] IMPLICIT. */
static tl_status
add_signer_info(struct buf *out, const struct seal_parts *parts, struct tl_error *e)
{
	struct slice issuer, serial;
	TRY(seal_issuer_serial(parts->signer, &issuer, &serial, e));
	size_t info = der_open(out, DER_SEQUENCE);
	der_add_small(out, 1);
	size_t name = der_open(out, DER_SEQUENCE);
	buf_add_slice(out, issuer);
	buf_add_slice(out, serial);
	der_close(out, name);
	add_sha384(out, false);
	size_t attributes = out->len;
	TRY(seal_add_attributes(out, parts, e));
	out->ptr[attributes] = DER_CONTEXT(0);
	seal_add_algorithm(out, certificate_key(parts->signer));
	der_add(out, DER_OCTETS, parts->signature);
	der_close(out, info);
	return TL_OK;
}

/* RFC 5652 §5.1; version 3 because the content is not id-data. */
static tl_status
add_signed_data(struct buf *out, const struct seal_parts *parts, struct tl_error *e)
{
	size_t data = der_open(out, DER_SEQUENCE);
	der_add_small(out, 3);
	size_t digests = der_open(out, DER_SET);
	add_sha384(out, false);
	der_close(out, digests);
	size_t content = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, seal_oid_content(parts->content));
	der_close(out, content);
	size_t certificates = der_open(out, DER_CONTEXT(0));
	buf_add_slice(out, certificate_der(parts->signer));
	for (size_t i = 0; i < parts->others->count; i++)
		buf_add_slice(out, certificate_der(&parts->others->items[i]));
	der_close_sorted(out, certificates);
	size_t signers = der_open(out, DER_SET);
	TRY(add_signer_info(out, parts, e));
	der_close(out, signers);
	der_close(out, data);
	return TL_OK;
}

tl_status
seal_encode(struct buf *out, const struct seal_parts *parts, struct tl_error *e)
{
	size_t info = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, seal_oid_signed_data());
	size_t content = der_open(out, DER_CONTEXT(0));
	TRY(add_signed_data(out, parts, e));
	der_close(out, content);
	der_close(out, info);
	return buf_check(out, e);
}
