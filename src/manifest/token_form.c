#include "manifest/token_form.h"
#include "manifest/seal_form.h"

#define SHA2(n)    0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, (n)
#define ECDSA(n)   0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, (n)
#define PKCS(n, m) 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, (n), (m)

/* id-ct-TSTInfo, RFC 3161 §2.4.2. */
struct slice
token_oid_info(void)
{
	static const unsigned char oid[] = { PKCS(9, 16), 1, 4 };
	return slice_of(oid, sizeof oid);
}

struct slice
token_oid_digest(enum time_digest digest)
{
	static const unsigned char sha256[] = { SHA2(1) }, sha384[] = { SHA2(2) },
				   sha512[] = { SHA2(3) };
	switch (digest) {
	case TIME_NO_DIGEST:
		break;
	case TIME_SHA256:
		return slice_of(sha256, sizeof sha256);
	case TIME_SHA384:
		return slice_of(sha384, sizeof sha384);
	case TIME_SHA512:
		return slice_of(sha512, sizeof sha512);
	}
	return slice_of(NULL, 0);
}

/* ecdsa-with-SHA256, -384, -512: RFC 5758 §3.2. */
static struct slice
oid_ecdsa(enum time_digest digest)
{
	static const unsigned char with256[] = { ECDSA(2) }, with384[] = { ECDSA(3) },
				   with512[] = { ECDSA(4) };
	switch (digest) {
	case TIME_NO_DIGEST:
		break;
	case TIME_SHA256:
		return slice_of(with256, sizeof with256);
	case TIME_SHA384:
		return slice_of(with384, sizeof with384);
	case TIME_SHA512:
		return slice_of(with512, sizeof with512);
	}
	return slice_of(NULL, 0);
}

void
token_add_digest(struct buf *out, enum time_digest digest, bool null)
{
	size_t open = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, token_oid_digest(digest));
	if (null)
		der_add(out, DER_NULL, slice_of(NULL, 0));
	der_close(out, open);
}

static void
add_algorithm(struct buf *out, const struct token_parts *parts)
{
	static const unsigned char rsa[] = { PKCS(1, 1) };
	size_t open = der_open(out, DER_SEQUENCE);
	switch (certificate_time_key(parts->tsa)) {
	case TIME_KEY_EC:
		der_add(out, DER_OID, oid_ecdsa(parts->digest));
		break;
	case TIME_KEY_RSA:
		der_add(out, DER_OID, slice_of(rsa, sizeof rsa));
		der_add(out, DER_NULL, slice_of(NULL, 0));
		break;
	case TIME_KEY_UNFIT:
		out->failed = true;
		break;
	}
	der_close(out, open);
}

void
token_add_signed(struct buf *out, struct slice attributes)
{
	size_t set = der_open(out, DER_SET);
	buf_add_slice(out, attributes);
	der_close_sorted(out, set);
}

/* RFC 5652 §5.3 */
static tl_status
add_signer_info(struct buf *out, const struct token_parts *parts, struct tl_error *e)
{
	struct slice issuer, serial;
	TRY(seal_issuer_serial(parts->tsa, &issuer, &serial, e));
	size_t info = der_open(out, DER_SEQUENCE);
	der_add_small(out, 1);
	size_t name = der_open(out, DER_SEQUENCE);
	buf_add_slice(out, issuer);
	buf_add_slice(out, serial);
	der_close(out, name);
	token_add_digest(out, parts->digest, false);
	size_t attributes = der_open(out, DER_CONTEXT(0));
	buf_add_slice(out, parts->attributes);
	der_close_sorted(out, attributes);
	add_algorithm(out, parts);
	der_add(out, DER_OCTETS, parts->signature);
	der_close(out, info);
	return TL_OK;
}

/* RFC 5652 §5.1; version 3 because the content is not id-data. */
static tl_status
add_signed_data(struct buf *out, const struct token_parts *parts, struct tl_error *e)
{
	size_t data = der_open(out, DER_SEQUENCE);
	der_add_small(out, 3);
	size_t digests = der_open(out, DER_SET);
	token_add_digest(out, parts->digest, false);
	der_close(out, digests);
	size_t content = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, token_oid_info());
	size_t octets = der_open(out, DER_CONTEXT(0));
	der_add(out, DER_OCTETS, parts->info);
	der_close(out, octets);
	der_close(out, content);
	size_t certificates = der_open(out, DER_CONTEXT(0));
	buf_add_slice(out, certificate_der(parts->tsa));
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
token_encode(struct buf *out, const struct token_parts *parts, struct tl_error *e)
{
	size_t response = der_open(out, DER_SEQUENCE);
	size_t status = der_open(out, DER_SEQUENCE);
	der_add_small(out, 0); /* granted */
	der_close(out, status);
	size_t token = der_open(out, DER_SEQUENCE);
	der_add(out, DER_OID, seal_oid_signed_data());
	size_t content = der_open(out, DER_CONTEXT(0));
	TRY(add_signed_data(out, parts, e));
	der_close(out, content);
	der_close(out, token);
	der_close(out, response);
	return buf_check(out, e);
}
