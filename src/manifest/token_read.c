#include "manifest/token_read.h"
#include "manifest/seal_form.h"
#include "manifest/token_form.h"

/* Issuer and serial number are those bytes; letter case and string types count. */
static bool
is_named(const struct certificate *certificate, struct slice id)
{
	struct slice issuer, serial;
	return seal_issuer_serial(certificate, &issuer, &serial, NULL) == TL_OK &&
	    id.len == issuer.len + serial.len &&
	    slice_equal(slice_sub(id, 0, issuer.len), issuer) &&
	    slice_equal(slice_sub(id, issuer.len, id.len), serial);
}

enum token_reason
token_read_certificates(struct token_read *out, struct slice embedded, struct slice id)
{
	struct certificates *others = &out->others;
	struct slice whole;
	for (size_t count = 0; embedded.len > 0; count++) {
		TOKEN_TRY(token_take_whole(&embedded, DER_SEQUENCE, &whole, TOKEN_CERTIFICATES));
		if (count == TOKEN_CERTIFICATES_MAX ||
		    certificates_add(others, whole, NULL) != TL_OK ||
		    !certificate_is_exact(&others->items[others->count - 1]))
			return TOKEN_CERTIFICATES;
		if (out->own.count == 0 && is_named(&others->items[others->count - 1], id))
			out->own.items[out->own.count++] = others->items[--others->count];
	}
	return out->own.count == 1 ? TOKEN_UNCHECKED : TOKEN_SIGNER_ID;
}

static enum token_reason
expect_digest(struct slice *rest, enum time_digest *digest)
{
	bool null;
	TOKEN_TRY(token_take_digest(rest, digest, &null, TOKEN_DIGEST));
	return null ? TOKEN_DIGEST : TOKEN_UNCHECKED;
}

static enum token_reason
read_signer(struct token_read *out, struct slice signers, struct slice *id)
{
	enum time_digest digest;
	struct slice info, algorithm;
	TOKEN_TRY(token_take(&signers, DER_SEQUENCE, &info, TOKEN_SIGNERS));
	TOKEN_TRY(token_expect_end(signers, TOKEN_SIGNERS));
	TOKEN_TRY(token_expect_small(&info, 1, TOKEN_VERSION));
	TOKEN_TRY(token_take(&info, DER_SEQUENCE, id, TOKEN_SIGNER_ID));
	TOKEN_TRY(expect_digest(&info, &digest));
	if (digest != out->digest)
		return TOKEN_DIGEST;
	TOKEN_TRY(token_take(&info, DER_CONTEXT(0), &out->attributes, TOKEN_ATTRIBUTES));
	TOKEN_TRY(token_read_attributes(&out->binds, out->attributes));
	/* Compared when the token is written again. */
	TOKEN_TRY(token_take(&info, DER_SEQUENCE, &algorithm, TOKEN_ALGORITHM));
	TOKEN_TRY(token_take(&info, DER_OCTETS, &out->signature, TOKEN_SIGNATURE));
	return token_expect_end(info, TOKEN_UNSIGNED_ATTRIBUTES);
}

/* RFC 5652 §5.1, with §5.2 for the content. */
static enum token_reason
read_signed_data(struct token_read *out, struct slice data)
{
	struct slice digests, content, octets, embedded, signers, id = { NULL, 0 };
	TOKEN_TRY(token_expect_small(&data, 3, TOKEN_VERSION));
	TOKEN_TRY(token_take(&data, DER_SET, &digests, TOKEN_DIGEST));
	TOKEN_TRY(expect_digest(&digests, &out->digest));
	TOKEN_TRY(token_expect_end(digests, TOKEN_DIGEST));
	TOKEN_TRY(token_take(&data, DER_SEQUENCE, &content, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_expect(&content, DER_OID, token_oid_info(), TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_take(&content, DER_CONTEXT(0), &octets, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_expect_end(content, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_take(&octets, DER_OCTETS, &out->info, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_expect_end(octets, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_read_info(&out->says, out->info));
	TOKEN_TRY(token_take(&data, DER_CONTEXT(0), &embedded, TOKEN_CERTIFICATES));
	if (der_is_next(data, DER_CONTEXT(1)))
		return TOKEN_LISTS;
	TOKEN_TRY(token_take(&data, DER_SET, &signers, TOKEN_SIGNERS));
	TOKEN_TRY(token_expect_end(data, TOKEN_NOT_CMS));
	TOKEN_TRY(read_signer(out, signers, &id));
	return token_read_certificates(out, embedded, id);
}

enum token_reason
token_read_all(struct token_read *out, struct slice token)
{
	struct slice response, status, info, content, data;
	*out = (struct token_read){ .digest = TIME_NO_DIGEST };
	if (token.len == 0)
		return TOKEN_EMPTY;
	if (token.len > TOKEN_MAX)
		return TOKEN_TOO_LARGE;
	TOKEN_TRY(token_take(&token, DER_SEQUENCE, &response, TOKEN_NOT_RESPONSE));
	TOKEN_TRY(token_expect_end(token, TOKEN_TRAILING));
	TOKEN_TRY(token_take(&response, DER_SEQUENCE, &status, TOKEN_NOT_RESPONSE));
	TOKEN_TRY(token_expect_small(&status, 0, TOKEN_STATUS));
	TOKEN_TRY(token_expect_end(status, TOKEN_STATUS));
	TOKEN_TRY(token_take(&response, DER_SEQUENCE, &info, TOKEN_NOT_RESPONSE));
	TOKEN_TRY(token_expect_end(response, TOKEN_NOT_RESPONSE));
	TOKEN_TRY(token_expect(&info, DER_OID, seal_oid_signed_data(), TOKEN_NOT_CMS));
	TOKEN_TRY(token_take(&info, DER_CONTEXT(0), &content, TOKEN_NOT_CMS));
	TOKEN_TRY(token_expect_end(info, TOKEN_NOT_CMS));
	TOKEN_TRY(token_take(&content, DER_SEQUENCE, &data, TOKEN_NOT_CMS));
	TOKEN_TRY(token_expect_end(content, TOKEN_NOT_CMS));
	return read_signed_data(out, data);
}

void
token_read_release(struct token_read *read)
{
	certificates_release(&read->own);
	certificates_release(&read->others);
}
