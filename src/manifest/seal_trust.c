#include "base/crypto_pem.h"
#include "manifest/der.h"
#include "manifest/seal.h"

tl_status
seal_trust_init(struct seal_trust *trust, struct tl_error *e)
{
	*trust = (struct seal_trust){ .required_name = "" };
	return trust_init(&trust->trust, e);
}

void
seal_trust_release(struct seal_trust *trust)
{
	trust_release(&trust->trust);
	certificates_release(&trust->required);
	*trust = (struct seal_trust){ .required_name = "" };
}

tl_status
seal_trust_add_roots(struct seal_trust *trust, struct slice certificates, struct tl_error *e)
{
	return trust_add_roots(&trust->trust, certificates, e);
}

tl_status
seal_trust_add_lists(struct seal_trust *trust, struct slice lists, struct tl_error *e)
{
	return trust_add_lists(&trust->trust, lists, e);
}

/* A name as a verdict prints it: ASCII, with an attribute and a value. */
static tl_status
require_name(struct seal_trust *trust, struct slice name, struct tl_error *e)
{
	bool equals = false;
	for (size_t i = 0; i < name.len; i++) {
		if (name.ptr[i] < 0x20 || name.ptr[i] > 0x7e)
			return error_set(e, TL_USAGE,
			    "the required signer is neither a certificate nor a subject in the form "
			    "of RFC 2253");
		equals = equals || name.ptr[i] == '=';
	}
	if (!equals || name.len >= sizeof trust->required_name)
		return error_set(e, TL_USAGE,
		    "the required signer must be a whole subject, such as CN=name,O=organization");
	memcpy(trust->required_name, name.ptr, name.len);
	trust->required_name[name.len] = '\0';
	return TL_OK;
}

tl_status
seal_trust_require(struct seal_trust *trust, struct slice certificate_or_name, struct tl_error *e)
{
	certificates_release(&trust->required);
	trust->required_name[0] = '\0';
	if (!pem_is(certificate_or_name) && !der_is_next(certificate_or_name, DER_SEQUENCE))
		return require_name(trust, certificate_or_name, e);
	TRY(certificates_load(&trust->required, certificate_or_name, e));
	if (trust->required.count == 1)
		return TL_OK;
	certificates_release(&trust->required);
	return error_set(e, TL_KEY, "the required signer must be one certificate");
}
