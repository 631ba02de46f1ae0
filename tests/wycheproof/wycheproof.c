/*
 * tests/wycheproof/wycheproof.c -- does the crypto door answer as Project Wycheproof says?
 *
 * usage: wycheproof FILE.json: signatures in its format (schemas ecdsa_verify_v1, rsassa_pss_verify_v1), through
 * certificate_signed(). Of an ECDSA signature tearline accepts the lower s alone: a valid one with the higher s must be
 * refused, and accepted with n - s in its place. Prints one line.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/crypto.h"
#include "base/crypto_cert.h"

struct tally {
	size_t accepted, refused, high, wrong;
};

static struct slice
from_hex(const json_t *object, const char *name)
{
	const char *hex = json_string_value(json_object_get(object, name));
	size_t len = hex != NULL ? strlen(hex) / 2 : 0;
	unsigned char *bytes = malloc(len + 1);
	for (size_t i = 0; bytes != NULL && i < len; i++) {
		unsigned value = 0;
		(void)sscanf(hex + 2 * i, "%2x", &value);
		bytes[i] = (unsigned char)value;
	}
	return slice_of(bytes, len);
}

/* The door takes keys in certificates; whoever signed this one does not matter here. */
static bool
certify(const json_t *group, struct certificates *out)
{
	struct slice der = from_hex(group, "publicKeyDer");
	const unsigned char *at = der.ptr;
	EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)der.len), *issuer = EVP_EC_gen("P-384");
	X509 *x509 = X509_new();
	unsigned char *bytes = NULL;
	bool made = key != NULL && issuer != NULL && X509_set_version(x509, X509_VERSION_3) == 1 &&
	    ASN1_INTEGER_set(X509_get_serialNumber(x509), 1) == 1 &&
	    X509_gmtime_adj(X509_getm_notBefore(x509), 0) != NULL &&
	    X509_gmtime_adj(X509_getm_notAfter(x509), 86400) != NULL &&
	    X509_set_pubkey(x509, key) == 1 && X509_sign(x509, issuer, EVP_sha384()) > 0;
	int len = made ? i2d_X509(x509, &bytes) : -1;
	made = len > 0 && certificates_load(out, slice_of(bytes, (size_t)len), NULL) == TL_OK &&
	    certificate_key(&out->items[0]) != KEY_UNFIT;
	OPENSSL_free(bytes);
	X509_free(x509);
	EVP_PKEY_free(issuer);
	EVP_PKEY_free(key);
	free((void *)(uintptr_t)der.ptr);
	return made;
}

/* (r, n - s): of a valid signature with the higher s it is the one that is ours. */
static bool
other_is_signed(const struct certificate *certificate, struct slice message, struct slice signature)
{
	const unsigned char *at = signature.ptr;
	unsigned char *der = NULL;
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &at, (long)signature.len);
	EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_secp384r1);
	BIGNUM *s = BN_new();
	if (pair == NULL || group == NULL || s == NULL)
		return false;
	BIGNUM *r = BN_dup(ECDSA_SIG_get0_r(pair));
	bool good = BN_sub(s, EC_GROUP_get0_order(group), ECDSA_SIG_get0_s(pair)) == 1 &&
	    ECDSA_SIG_set0(pair, r, s) == 1;
	int len = good ? i2d_ECDSA_SIG(pair, &der) : 0;
	good = len > 0 && ecdsa_is_low(slice_of(der, (size_t)len)) &&
	    certificate_signed(certificate, message, slice_of(der, (size_t)len));
	OPENSSL_free(der);
	ECDSA_SIG_free(pair);
	EC_GROUP_free(group);
	return good;
}

static void
try_one(const struct certificate *certificate, const json_t *test, struct tally *tally)
{
	struct slice message = from_hex(test, "msg"), signature = from_hex(test, "sig");
	bool valid = strcmp(json_string_value(json_object_get(test, "result")), "valid") == 0;
	bool ec = certificate_key(certificate) == KEY_P384;
	bool low = !ec || ecdsa_is_low(signature);
	bool accepted = certificate_signed(certificate, message, signature);
	bool high = valid && !low && other_is_signed(certificate, message, signature);
	tally->accepted += accepted;
	tally->high += high;
	tally->refused += !accepted && !high;
	if (accepted != (valid && low) || (valid && !low && !high)) {
		tally->wrong++;
		fprintf(stderr, "test %lld: %s\n",
		    (long long)json_integer_value(json_object_get(test, "tcId")),
		    accepted ? "accepted" : "refused");
	}
	free((void *)(uintptr_t)message.ptr);
	free((void *)(uintptr_t)signature.ptr);
}

int
main(int argc, char **argv)
{
	struct tally tally = { 0 };
	size_t g, t;
	json_t *group, *test, *all = argc == 2 ? json_load_file(argv[1], 0, NULL) : NULL;
	if (all == NULL || crypto_start(NULL) != TL_OK)
		return 2;
	json_array_foreach(json_object_get(all, "testGroups"), g, group)
	{
		struct certificates certificates = { .count = 0 };
		if (!certify(group, &certificates))
			return 2;
		json_array_foreach(json_object_get(group, "tests"), t, test)
		    try_one(&certificates.items[0], test, &tally);
		certificates_release(&certificates);
	}
	json_decref(all);
	printf("%zu accepted, %zu refused, %zu valid with the higher s refused, %zu wrong\n",
	    tally.accepted, tally.refused, tally.high, tally.wrong);
	return tally.wrong > 0 || tally.accepted == 0 || tally.refused == 0;
}
