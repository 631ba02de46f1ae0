#include <stdlib.h>

#include "base/crypto_token.h"
#include "manifest/seal.h"
#include "manifest/seal_form.h"

static int
compare_bytes(const void *a, const void *b)
{
	struct slice x = certificate_der(a), y = certificate_der(b);
	int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);
	return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

/* Moves item `index` of one list to the end of another that has room for it. */
static void
move(struct certificates *from, size_t index, struct certificates *to)
{
	to->items[to->count++] = from->items[index];
	from->items[index] = from->items[--from->count];
}

/* The certificates of the bytes, without the roots, behind those that are there. */
static tl_status
add_others(struct certificates *to, struct slice bytes, struct tl_error *e)
{
	struct certificates all;
	TRY(certificates_load(&all, bytes, e));
	tl_status status = TL_OK;
	if (all.count > CERTIFICATES_MAX - to->count)
		status = error_set(e, TL_KEY, "more than %d certificates", CERTIFICATES_MAX);
	while (status == TL_OK && all.count > 0)
		move(&all, all.count - 1, to);
	certificates_release(&all);
	return status;
}

static void
drop_roots(struct certificates *certificates)
{
	struct certificates roots = { .count = 0 };
	for (size_t i = certificates->count; i > 0; i--)
		if (certificate_is_self_signed(&certificates->items[i - 1]))
			move(certificates, i - 1, &roots);
	certificates_release(&roots);
}

/* From the signer upwards each one issues the one before, and none is left over: the verifier refuses the seal of any
 * other chain, so it is better refused before anything was released. */
static tl_status
check_chain(const struct seal_signer *signer, struct tl_error *e)
{
	const struct certificate *current = &signer->own.items[0];
	bool used[CERTIFICATES_MAX] = { false };
	for (size_t step = 0; step < signer->others.count; step++) {
		const struct certificate *issuer = NULL;
		for (size_t i = 0; i < signer->others.count && issuer == NULL; i++) {
			if (used[i] || !certificate_issued(&signer->others.items[i], current))
				continue;
			issuer = &signer->others.items[i];
			used[i] = true;
		}
		if (issuer == NULL || !certificate_is_ca(issuer))
			return error_set(e, TL_KEY,
			    "the chain does not lead from the signer's certificate upwards, one "
			    "certification authority after the other");
		current = issuer;
	}
	return TL_OK;
}

static tl_status
load_certificates(
    struct seal_signer *out, struct slice certificate, struct slice chain, struct tl_error *e)
{
	TRY(certificates_load(&out->others, certificate, e));
	move(&out->others, 0, &out->own);
	if (chain.len > 0)
		TRY(add_others(&out->others, chain, e));
	if (certificate_is_self_signed(&out->own.items[0]))
		return error_set(e, TL_KEY,
		    "the signer's certificate is self-signed, and a verifier trusts authorities only");
	drop_roots(&out->others);
	qsort(out->others.items, out->others.count, sizeof out->others.items[0], compare_bytes);
	return check_chain(out, e);
}

/* The key is loaded. */
static tl_status
finish(struct seal_signer *out, tl_status status, int64_t now, struct tl_error *e)
{
	if (status == TL_OK)
		status = signing_key_fits(&out->key, &out->own.items[0], e);
	if (status == TL_OK)
		status = seal_signer_check(out, now, e);
	if (status != TL_OK)
		seal_signer_release(out);
	return status;
}

tl_status
seal_signer_load(struct seal_signer *out, struct slice key, struct slice certificate,
    struct slice chain, struct slice passphrase, int64_t now, struct tl_error *e)
{
	*out = (struct seal_signer){ 0 };
	tl_status status = load_certificates(out, certificate, chain, e);
	if (status == TL_OK)
		status = signing_key_load(&out->key, key, passphrase, e);
	return finish(out, status, now, e);
}

tl_status
seal_signer_load_token(struct seal_signer *out, const struct seal_token *token,
    struct slice certificate, struct slice chain, int64_t now, struct tl_error *e)
{
	*out = (struct seal_signer){ 0 };
	tl_status status = load_certificates(out, certificate, chain, e);
	if (status == TL_OK)
		status = token_key_load(&out->key, token->uri, token->module, token->pin, e);
	return finish(out, status, now, e);
}

void
seal_signer_release(struct seal_signer *signer)
{
	signing_key_release(&signer->key);
	certificates_release(&signer->own);
	certificates_release(&signer->others);
}

tl_status
seal_signer_check(const struct seal_signer *signer, int64_t now, struct tl_error *e)
{
	struct slice issuer, serial;
	if (signer->own.count != 1)
		return error_set(e, TL_KEY, "there is no signer");
	const char *unfit = certificate_unfit(&signer->own.items[0], now);
	if (unfit != NULL)
		return error_set(e, TL_KEY, "%s", unfit);
	return seal_issuer_serial(&signer->own.items[0], &issuer, &serial, e);
}

/* `attributes` is the caller's, so that there is one way out. */
static tl_status
sign(const struct seal_signer *signer, struct seal_parts *parts, struct buf *attributes,
    struct buf *der, struct tl_error *e)
{
	struct signature signature;
	TRY(seal_add_attributes(attributes, parts, e));
	TRY(signing_key_sign(&signer->key, buf_slice(attributes), &signature, e));
	parts->signature = slice_of(signature.bytes, signature.len);
	/* A token is somebody else's program: what comes out of it is looked at before anybody relies on it. */
	if (signer->key.in_token &&
	    !certificate_signed(parts->signer, buf_slice(attributes), parts->signature))
		return error_set(e, TL_KEY,
		    "the token made a signature that is not one of the certificate's key");
	return seal_encode(der, parts, e);
}

tl_status
seal_make(const struct seal_signer *signer, const struct digest *manifest, int64_t signing_time,
    struct buf *der, struct tl_error *e)
{
	return seal_make_content(signer, SEAL_OF_MANIFEST, manifest, signing_time, der, e);
}

tl_status
seal_make_content(const struct seal_signer *signer, enum seal_content content,
    const struct digest *digest, int64_t signing_time, struct buf *der, struct tl_error *e)
{
	struct buf attributes;
	buf_clear(der);
	TRY(seal_signer_check(signer, signing_time, e));
	struct seal_parts parts = { .content = content,
		.signer = &signer->own.items[0],
		.others = &signer->others,
		.manifest = digest,
		.signing_time = signing_time };
	buf_init(&attributes, SEAL_MAX);
	tl_status status = sign(signer, &parts, &attributes, der, e);
	buf_release(&attributes);
	if (status == TL_OK && der->len > SEAL_MAX)
		status = error_set(e, TL_KEY, "the chain is too long for a seal");
	if (status != TL_OK)
		buf_clear(der);
	return status;
}
