#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/crypto.h"
#include "base/crypto_pem.h"
#include "base/crypto_trust.h"

tl_status
trust_init(struct trust *trust, struct tl_error *e)
{
	*trust = (struct trust){ 0 };
	TRY(crypto_start(e));
	trust->store = X509_STORE_new(); /* empty: no default paths are ever set */
	return trust->store != NULL ? TL_OK : error_memory(e);
}

void
trust_release(struct trust *trust)
{
	X509_STORE_free(trust->store);
	*trust = (struct trust){ 0 };
}

tl_status
trust_add_roots(struct trust *trust, struct slice certificates, struct tl_error *e)
{
	struct certificates roots;
	TRY(certificates_load(&roots, certificates, e));
	tl_status status = TL_OK;
	for (size_t i = 0; i < roots.count && status == TL_OK; i++)
		if (!certificate_is_ca(&roots.items[i]) ||
		    !certificate_is_self_signed(&roots.items[i]))
			status = error_set(e, TL_KEY,
			    "a trust anchor must be a self-signed CA certificate; give the root, not "
			    "the signer's or an intermediate certificate");
	for (size_t i = 0; i < roots.count && status == TL_OK; i++)
		if (X509_STORE_add_cert(trust->store, roots.items[i].x509) != 1)
			status = error_memory(e);
	if (status == TL_OK)
		trust->roots += roots.count;
	certificates_release(&roots);
	ERR_clear_error();
	return status;
}

/* The library does not ask how strong the digest in a list's signature is. */
static bool
is_strong_list(const X509_CRL *list)
{
	switch (X509_CRL_get_signature_nid(list)) {
	case NID_ecdsa_with_SHA256:
	case NID_ecdsa_with_SHA384:
	case NID_ecdsa_with_SHA512:
	case NID_sha256WithRSAEncryption:
	case NID_sha384WithRSAEncryption:
	case NID_sha512WithRSAEncryption:
	case NID_rsassaPss:
		return true;
	}
	return false;
}

static tl_status
add_list(struct trust *trust, const unsigned char *der, long len, struct tl_error *e)
{
	const unsigned char *at = der;
	X509_CRL *list = len > 0 ? d2i_X509_CRL(NULL, &at, len) : NULL;
	tl_status status = TL_OK;
	if (list == NULL || at != der + len)
		status = error_set(e, TL_KEY, "a revocation list cannot be read");
	else if (!is_strong_list(list))
		status = error_set(e, TL_KEY, "a revocation list is signed with a weak digest");
	else if (X509_STORE_add_crl(trust->store, list) != 1)
		status = error_memory(e);
	else
		trust->lists++;
	X509_CRL_free(list);
	ERR_clear_error();
	return status;
}

tl_status
trust_add_lists(struct trust *trust, struct slice lists, struct tl_error *e)
{
	struct pem_reader reader;
	size_t before = trust->lists;
	if (!pem_is(lists))
		return add_list(
		    trust, lists.ptr, lists.len <= CRYPTO_FILE_MAX ? (long)lists.len : 0, e);
	tl_status status = pem_init(&reader, lists, e);
	while (status == TL_OK && (status = pem_next(&reader, e)) == TL_OK && reader.label != NULL)
		if (strcmp(reader.label, PEM_STRING_X509_CRL) == 0)
			status = add_list(trust, reader.bytes, reader.len, e);
	pem_release(&reader);
	if (status == TL_OK && trust->lists == before)
		status = error_set(e, TL_KEY, "there is no revocation list in the file");
	return status;
}

/* Our words for the answers an auditor meets; the library's own constant for the rest. */
static const char *
path_reason(int error, enum trust_use use)
{
	switch (error) {
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
		return use == TRUST_STAMPS
		    ? "the time-stamping authority's certificate does not lead to a trusted root"
		    : "the signer's certificate does not lead to a trusted root";
	case X509_V_ERR_CERT_SIGNATURE_FAILURE:
		return "a certificate was changed, or its issuer did not sign it";
	case X509_V_ERR_CERT_HAS_EXPIRED:
		return "a certificate on the way to the root has expired";
	case X509_V_ERR_CERT_NOT_YET_VALID:
		return "a certificate on the way to the root is not valid yet";
	case X509_V_ERR_CERT_REVOKED:
		return "a certificate was revoked";
	case X509_V_ERR_UNABLE_TO_GET_CRL:
		return "there is no revocation list of a certificate's issuer";
	case X509_V_ERR_CRL_HAS_EXPIRED:
	case X509_V_ERR_CRL_NOT_YET_VALID:
		return "a revocation list is out of date";
	case X509_V_ERR_EE_KEY_TOO_SMALL:
	case X509_V_ERR_CA_KEY_TOO_SMALL:
	case X509_V_ERR_CA_MD_TOO_WEAK:
		return "a key or a digest on the way to the root is too weak";
	case X509_V_ERR_PATH_LENGTH_EXCEEDED:
	case X509_V_ERR_INVALID_CA:
		return "a certificate on the way to the root may not issue others";
	}
	return X509_verify_cert_error_string(error);
}

/* 4 asks for 192 bits of strength all the way (P-384), 3 for 128 (RSA of 3072 bits). A time-stamping authority is
 * somebody else's, and few of them have more than 128. */
static int
level_of(const struct certificate *signer, enum trust_use use)
{
	return use == TRUST_STAMPS || certificate_key(signer) == KEY_RSA ? 3 : 4;
}

/* A list that was made after a proved moment knows more of it, not less; and when a revocation took effect is asked in
 * judge_lists(). */
static int
allow_later(int good, X509_STORE_CTX *context)
{
	int error = X509_STORE_CTX_get_error(context);
	return good || error == X509_V_ERR_CRL_NOT_YET_VALID || error == X509_V_ERR_CERT_REVOKED;
}

static bool
set_rules(X509_STORE_CTX *context, const struct trust *trust, int level,
    const struct moment *moment, enum trust_use use)
{
	X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);
	unsigned long flags = X509_V_FLAG_X509_STRICT;
	int purpose = use == TRUST_STAMPS ? X509_PURPOSE_TIMESTAMP_SIGN : X509_PURPOSE_SMIME_SIGN;
	/* Of each certificate: a revoked intermediate is as bad as a revoked signer. */
	if (trust->lists > 0)
		flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL;
	X509_VERIFY_PARAM_set_auth_level(rules, level);
	X509_VERIFY_PARAM_set_depth(rules, CERTIFICATES_MAX);
	X509_VERIFY_PARAM_set_time(rules, (time_t)moment->at);
	if (moment->proved)
		X509_STORE_CTX_set_verify_cb(context, allow_later);
	return X509_VERIFY_PARAM_set_flags(rules, flags) == 1 &&
	    X509_VERIFY_PARAM_set_purpose(rules, purpose) == 1;
}

static const char *
walk(X509_STORE_CTX *context, const struct certificates *others, enum trust_use use)
{
	if (X509_verify_cert(context) != 1)
		return path_reason(X509_STORE_CTX_get_error(context), use);
	/* Signer, others, root: a certificate that the path does not need has no business here. */
	if (sk_X509_num(X509_STORE_CTX_get0_chain(context)) != (int)others->count + 2)
		return "there are certificates that the way to the root does not need";
	return NULL;
}

/* --- revocation behind a proved moment */

/* Seconds since 1970. A time that cannot be read is the earliest: it makes a revocation count. */
static int64_t
seconds_of(const ASN1_TIME *time)
{
	int days = 0, seconds = 0;
	ASN1_TIME *zero = ASN1_TIME_set(NULL, 0);
	bool known =
	    zero != NULL && time != NULL && ASN1_TIME_diff(&days, &seconds, zero, time) == 1;
	ASN1_TIME_free(zero);
	return known ? (int64_t)days * (24 * 60 * 60) + seconds : INT64_MIN;
}

/* When the key was no longer to be trusted: the invalidity date of RFC 5280 §5.3.2 can be before the revocation. */
static int64_t
effect_of(const X509_REVOKED *entry)
{
	int critical = 0;
	int64_t revoked = seconds_of(X509_REVOKED_get0_revocationDate(entry));
	ASN1_GENERALIZEDTIME *invalid =
	    X509_REVOKED_get_ext_d2i(entry, NID_invalidity_date, &critical, NULL);
	if (invalid == NULL)
		return critical == -1 ? revoked : INT64_MIN; /* -1: there is none */
	int64_t since = seconds_of(invalid);
	ASN1_GENERALIZEDTIME_free(invalid);
	return since < revoked ? since : revoked;
}

/* RFC 3161 §4: tokens from before the revocation stay good only where the list says, in so many words, that the key
 * was not stolen. Else whoever has it can write any earlier time into a token. */
static bool
is_harmless(const X509_REVOKED *entry)
{
	int critical = 0;
	ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, &critical, NULL);
	long code = reason != NULL ? ASN1_ENUMERATED_get(reason) : CRL_REASON_KEY_COMPROMISE;
	ASN1_ENUMERATED_free(reason);
	return code == CRL_REASON_UNSPECIFIED || code == CRL_REASON_AFFILIATION_CHANGED ||
	    code == CRL_REASON_SUPERSEDED || code == CRL_REASON_CESSATION_OF_OPERATION;
}

static const char *
judge_entry(const X509_REVOKED *entry, const struct moment *moment, enum trust_use use,
    struct trust_answer *answer)
{
	int64_t effect = effect_of(entry);
	if (effect <= moment->until)
		return "a certificate was revoked before the proved time";
	if (use == TRUST_STAMPS && !is_harmless(entry))
		return "a certificate of the time-stamping authority was revoked, and not for a "
		       "reason that leaves its earlier tokens good";
	if (answer->revoked_later == 0 || effect < answer->revoked_later)
		answer->revoked_later = effect;
	return NULL;
}

/* Every list that the issuer of the certificate signed, not only the one that the library chose. */
static const char *
judge_lists(X509_STORE_CTX *context, const struct trust *trust, const struct moment *moment,
    enum trust_use use, struct trust_answer *answer)
{
	STACK_OF(X509) *chain = X509_STORE_CTX_get0_chain(context);
	STACK_OF(X509_OBJECT) *objects = X509_STORE_get0_objects(trust->store);
	const char *reason = NULL;
	int last = sk_X509_num(chain) - 1;
	for (int i = 0; i <= last && reason == NULL; i++) {
		X509 *issuer = sk_X509_value(chain, i < last ? i + 1 : last);
		for (int n = 0; n < sk_X509_OBJECT_num(objects) && reason == NULL; n++) {
			X509_CRL *list =
			    X509_OBJECT_get0_X509_CRL(sk_X509_OBJECT_value(objects, n));
			X509_REVOKED *entry = NULL;
			if (list == NULL ||
			    X509_CRL_get0_by_cert(list, &entry, sk_X509_value(chain, i)) != 1 ||
			    X509_CRL_verify(list, X509_get0_pubkey(issuer)) != 1)
				continue;
			reason = judge_entry(entry, moment, use, answer);
		}
	}
	return reason;
}

tl_status
trust_check_at(const struct trust *trust, const struct certificate *signer,
    const struct certificates *others, const struct moment *moment, enum trust_use use,
    struct trust_answer *answer, struct tl_error *e)
{
	*answer = (struct trust_answer){ "the certificate was not checked", 0 };
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	STACK_OF(X509) *stack = sk_X509_new_reserve(NULL, CERTIFICATES_MAX);
	tl_status status = TL_NO;
	if (context == NULL || stack == NULL) {
		status = error_memory(e);
		goto out;
	}
	for (size_t i = 0; i < others->count; i++)
		(void)sk_X509_push(stack, others->items[i].x509);
	if (X509_STORE_CTX_init(context, trust->store, signer->x509, stack) != 1 ||
	    !set_rules(context, trust, level_of(signer, use), moment, use)) {
		status = error_memory(e);
		goto out;
	}
	answer->reason = walk(context, others, use);
	if (answer->reason == NULL && moment->proved)
		answer->reason = judge_lists(context, trust, moment, use, answer);
	if (answer->reason == NULL)
		status = TL_OK;
	else
		answer->revoked_later = 0;
out:
	X509_STORE_CTX_free(context);
	sk_X509_free(stack);
	ERR_clear_error();
	return status;
}

tl_status
trust_check(const struct trust *trust, const struct certificate *signer,
    const struct certificates *others, int64_t now, const char **reason, struct tl_error *e)
{
	const struct moment moment = { .at = now, .until = now };
	struct trust_answer answer;
	tl_status status = trust_check_at(trust, signer, others, &moment, TRUST_SIGNS, &answer, e);
	*reason = answer.reason;
	return status;
}
