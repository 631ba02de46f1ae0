#include "base/crypto.h"
#include "manifest/seal_form.h"
#include "manifest/token_form.h"
#include "manifest/token_read.h"

#define BOOLEAN    0x01
#define NONCE_SIZE 8

/* --- the request, RFC 3161 §2.4.1 */

tl_status
token_request(struct slice seal, struct buf *out, struct tl_error *e)
{
	static const unsigned char yes[] = { 0xff };
	unsigned char nonce[NONCE_SIZE];
	struct time_hash hash;
	buf_clear(out);
	TRY(time_hash_of(TIME_SHA384, seal, &hash, e));
	TRY(crypto_random(nonce, sizeof nonce, e));
	nonce[0] = (unsigned char)((nonce[0] & 0x7f) | 0x40); /* positive, and eight bytes */
	size_t request = der_open(out, DER_SEQUENCE);
	der_add_small(out, 1);
	size_t imprint = der_open(out, DER_SEQUENCE);
	token_add_digest(out, TIME_SHA384, true); /* as the stock client asks; some know no other */
	der_add(out, DER_OCTETS, slice_of(hash.bytes, hash.len));
	der_close(out, imprint);
	der_add(out, DER_INTEGER, slice_of(nonce, sizeof nonce));
	der_add(out, BOOLEAN, slice_of(yes, 1)); /* with its certificates */
	der_close(out, request);
	return buf_check(out, e);
}

struct asked {
	enum time_digest digest;
	struct slice imprint, policy, nonce; /* the policy is whole, or empty */
};

/* One of ours, or of `openssl ts -query`. */
static bool
read_request(struct asked *out, struct slice request)
{
	struct slice body, imprint;
	bool null;
	*out = (struct asked){ .digest = TIME_NO_DIGEST };
	return der_next(&request, DER_SEQUENCE, &body) == DER_READ && request.len == 0 &&
	    token_expect_small(&body, 1, TOKEN_VERSION) == TOKEN_UNCHECKED &&
	    der_next(&body, DER_SEQUENCE, &imprint) == DER_READ &&
	    token_take_digest(&imprint, &out->digest, &null, TOKEN_DIGEST) == TOKEN_UNCHECKED &&
	    der_next(&imprint, DER_OCTETS, &out->imprint) == DER_READ && imprint.len == 0 &&
	    (!der_is_next(body, DER_OID) ||
		der_next_whole(&body, DER_OID, &out->policy) == DER_READ) &&
	    der_next(&body, DER_INTEGER, &out->nonce) == DER_READ;
}

/* --- the response, as authorities send it */

/* What is behind a status other than granted: RFC 3161 §2.4.2. */
static tl_status
refuse_status(struct slice status, struct tl_error *e)
{
	static const char *const words[] = { "granted", "granted with changes", "refused",
		"waiting", "a revocation warning", "a revocation notice" };
	struct slice number;
	size_t count = sizeof words / sizeof words[0];
	if (der_next(&status, DER_INTEGER, &number) != DER_READ || number.len != 1 ||
	    number.ptr[0] >= count)
		return error_set(
		    e, TL_KEY, "the answer of the time-stamping authority has no status");
	if (number.ptr[0] == 0)
		return TL_OK;
	return error_set(e, TL_KEY,
	    "the time-stamping authority did not grant the time stamp; its answer was: %s",
	    words[number.ptr[0]]);
}

/* A signature can only be where the content is; the order of the attributes is brought into form by token_encode(). */
static enum token_reason
read_signer(struct token_read *out, struct slice signers, struct slice *id)
{
	struct slice info, algorithm;
	bool null;
	TOKEN_TRY(token_take(&signers, DER_SEQUENCE, &info, TOKEN_SIGNERS));
	TOKEN_TRY(token_expect_end(signers, TOKEN_SIGNERS));
	TOKEN_TRY(token_expect_small(&info, 1, TOKEN_VERSION));
	TOKEN_TRY(token_take(&info, DER_SEQUENCE, id, TOKEN_SIGNER_ID));
	TOKEN_TRY(token_take_digest(&info, &out->digest, &null, TOKEN_DIGEST));
	TOKEN_TRY(token_take(&info, DER_CONTEXT(0), &out->attributes, TOKEN_ATTRIBUTES));
	TOKEN_TRY(token_read_attributes(&out->binds, out->attributes));
	TOKEN_TRY(token_take(&info, DER_SEQUENCE, &algorithm, TOKEN_ALGORITHM));
	return token_take(&info, DER_OCTETS, &out->signature, TOKEN_SIGNATURE);
}

static enum token_reason
read_token(struct token_read *out, struct slice token)
{
	struct slice content, data, digests, octets, embedded, lists, signers, id = { NULL, 0 };
	TOKEN_TRY(token_expect(&token, DER_OID, seal_oid_signed_data(), TOKEN_NOT_CMS));
	TOKEN_TRY(token_take(&token, DER_CONTEXT(0), &content, TOKEN_NOT_CMS));
	TOKEN_TRY(token_take(&content, DER_SEQUENCE, &data, TOKEN_NOT_CMS));
	TOKEN_TRY(token_expect_small(&data, 3, TOKEN_VERSION));
	TOKEN_TRY(token_take(&data, DER_SET, &digests, TOKEN_DIGEST));
	TOKEN_TRY(token_take(&data, DER_SEQUENCE, &content, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_expect(&content, DER_OID, token_oid_info(), TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_take(&content, DER_CONTEXT(0), &octets, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_take(&octets, DER_OCTETS, &out->info, TOKEN_CONTENT_TYPE));
	TOKEN_TRY(token_read_info(&out->says, out->info));
	TOKEN_TRY(token_take(&data, DER_CONTEXT(0), &embedded, TOKEN_CERTIFICATES));
	if (der_is_next(data, DER_CONTEXT(1)))
		TOKEN_TRY(token_take(&data, DER_CONTEXT(1), &lists, TOKEN_LISTS));
	TOKEN_TRY(token_take(&data, DER_SET, &signers, TOKEN_SIGNERS));
	TOKEN_TRY(read_signer(out, signers, &id));
	return token_read_certificates(out, embedded, id);
}

/* From the authority's certificate upwards; what else it sent, and roots, stay behind. */
static void
keep_chain(const struct token_read *read, struct certificates *chain)
{
	const struct certificate *current = &read->own.items[0];
	bool used[CERTIFICATES_MAX] = { false };
	chain->count = 0;
	for (size_t i = 0; i < read->others.count; i++) {
		const struct certificate *issuer = &read->others.items[i];
		if (used[i] || certificate_is_self_signed(issuer) ||
		    !certificate_issued(issuer, current))
			continue;
		used[i] = true;
		chain->items[chain->count++] = *issuer;
		current = issuer;
		i = SIZE_MAX; /* from the beginning, for the next one */
	}
}

/* `chain` borrows from `read`; both buffers are the caller's. */
static tl_status
write_token(
    const struct token_read *read, struct buf *signature, struct buf *out, struct tl_error *e)
{
	struct certificates chain;
	keep_chain(read, &chain);
	if (certificate_time_key(&read->own.items[0]) == TIME_KEY_UNFIT)
		return error_set(e, TL_KEY,
		    "the key of the time-stamping authority is neither P-256, P-384, P-521 nor RSA "
		    "of 3072 bits and more");
	TRY(time_signature_settle(&read->own.items[0], read->signature, signature, e));
	const struct token_parts parts = { .tsa = &read->own.items[0],
		.others = &chain,
		.info = read->info,
		.digest = read->digest,
		.attributes = read->attributes,
		.signature = buf_slice(signature) };
	return token_encode(out, &parts, e);
}

static tl_status
check_asked(const struct asked *asked, const struct token_info *says, struct tl_error *e)
{
	if (!slice_equal(asked->nonce, says->nonce))
		return error_set(e, TL_KEY,
		    "the time stamp answers another request (its nonce differs); ask again");
	if (asked->digest != says->imprint_digest || !slice_equal(asked->imprint, says->imprint))
		return error_set(
		    e, TL_KEY, "the time stamp is over other bytes than were asked for");
	if (asked->policy.len > 0 && !slice_equal(asked->policy, says->policy))
		return error_set(
		    e, TL_KEY, "the time stamp was made under another policy than was asked for");
	return TL_OK;
}

tl_status
token_make(struct slice request, struct slice response, struct buf *out, struct tl_error *e)
{
	struct token_read read = { .digest = TIME_NO_DIGEST };
	struct slice body, status, token;
	struct asked asked;
	struct buf signature;
	buf_clear(out);
	if (!read_request(&asked, request))
		return error_set(
		    e, TL_KEY, "this is no request for a time stamp with a nonce, in DER");
	if (response.len > TOKEN_MAX || der_next(&response, DER_SEQUENCE, &body) != DER_READ ||
	    response.len > 0 || der_next(&body, DER_SEQUENCE, &status) != DER_READ)
		return error_set(e, TL_KEY,
		    "the answer of the time-stamping authority is not a TimeStampResp in DER");
	TRY(refuse_status(status, e));
	if (der_next(&body, DER_SEQUENCE, &token) != DER_READ || body.len > 0)
		return error_set(e, TL_KEY, "the time-stamping authority sent no token");
	buf_init(&signature, TOKEN_MAX);
	enum token_reason reason = read_token(&read, token);
	tl_status made = reason == TOKEN_UNCHECKED
	    ? check_asked(&asked, &read.says, e)
	    : error_set(e, TL_KEY, "%s", token_reason_text(reason));
	if (made == TL_OK)
		made = write_token(&read, &signature, out, e);
	buf_release(&signature);
	token_read_release(&read);
	if (made != TL_OK)
		buf_clear(out);
	return made;
}
