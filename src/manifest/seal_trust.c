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
	ssh_trust_release(&trust->ssh);
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

static tl_status
add_role(struct seal_role *to, struct slice role, const struct certificate *certificate,
    struct tl_error *e)
{
	unsigned char fingerprint[FINGERPRINT_SIZE];
	struct buf hex;
	TRY(certificate_fingerprint(certificate, fingerprint, e));
	buf_init(&hex, sizeof to->fingerprint);
	buf_add_hex(&hex, fingerprint, sizeof fingerprint);
	tl_status status = buf_check(&hex, e);
	if (status == TL_OK) {
		memcpy(to->name, role.ptr, role.len);
		to->name[role.len] = '\0';
		memcpy(to->fingerprint, hex.ptr, hex.len);
		to->fingerprint[hex.len] = '\0';
	}
	buf_release(&hex);
	return status;
}

tl_status
seal_trust_add_role(
    struct seal_trust *trust, struct slice role, struct slice certificate, struct tl_error *e)
{
	struct certificates one;
	if (!form_is_role(role))
		return error_set(e, TL_USAGE,
		    "a role is a word of letters, digits, dots, hyphens and low lines, as the manifest "
		    "has it");
	if (trust->role_count == FORM_SIGNERS_MAX)
		return error_set(e, TL_USAGE, "more than %d holders of roles", FORM_SIGNERS_MAX);
	TRY(certificates_load(&one, certificate, e));
	tl_status status = one.count == 1
	    ? add_role(&trust->roles[trust->role_count], role, &one.items[0], e)
	    : error_set(e, TL_KEY, "the holder of a role must be one certificate");
	if (status == TL_OK)
		trust->role_count++;
	certificates_release(&one);
	return status;
}
