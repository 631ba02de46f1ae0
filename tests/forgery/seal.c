/* Forged seals: what the signature does not cover is changed, or other people sign. */
#include <string.h>

#include "forge.h"
#include "oids.h"

#define MAKE(name)                                                                                 \
	static void name(struct release *r, const struct forgery *f __attribute__((unused)))

/* --- the file */

MAKE(byte_behind)
{
	r->raw = join(write_seal(&r->seal), text("\n"));
}

MAKE(second_cms)
{
	struct bytes one = write_seal(&r->seal);
	r->raw = join(one, one);
}

MAKE(indefinite)
{
	struct bytes content = inside(write_seal(&r->seal));
	r->raw = join(join(RAW(0x30, 0x80), content), RAW(0, 0));
}

MAKE(long_length)
{
	struct bytes content = inside(write_seal(&r->seal));
	r->raw =
	    join(RAW(0x30, 0x83, 0, (unsigned char)(content.len >> 8), (unsigned char)content.len),
		content);
}

MAKE(no_seal)
{
	r->bare = true;
}

MAKE(empty_seal)
{
	r->raw = NOTHING;
}

/* --- SignedData */

MAKE(data_version)
{
	r->seal.version = INTEGER(1);
}

MAKE(info_version)
{
	r->seal.infos[0].version = INTEGER(3);
}

MAKE(extra_digest)
{
	r->seal.digests = SET(SEQ(OID_SHA256), SEQ(OID_SHA384));
}

MAKE(null_parameters)
{
	r->seal.infos[0].digest = SEQ(OID_SHA384, DER_NULL);
}

MAKE(null_parameters_outside)
{
	r->seal.digests = SET(SEQ(OID_SHA384, DER_NULL));
}

MAKE(type_outside)
{
	r->seal.type = OID_DATA;
}

MAKE(attached)
{
	r->seal.attached = TLV(0xa0, TLV(0x04, r->manifest));
}

MAKE(junk_certificate)
{
	struct who second = load_who(r, "second");
	r->seal.certificates = TLV(0xa0, inside(r->seal.certificates), second.certificate);
}

MAKE(no_certificate)
{
	r->seal.certificates = NOTHING;
}

/* A revocation list is SignedData's [1]; this one is a certificate's body in its place. */
MAKE(junk_lists)
{
	struct bytes list = read_file(r->pki, "other.crl", "");
	r->seal.lists = TLV(0xa1, list);
}

/* RFC 5652 10.2.1: another format of revocation information. */
MAKE(junk_revocation)
{
	r->seal.version = INTEGER(5);
	r->seal.lists = TLV(0xa1, TLV(0xa1, OID_NOBODY, TLV(0x0c, text("all is well"))));
}

/* --- SignerInfo */

MAKE(no_attributes)
{
	struct who who = load_who(r, "signer");
	struct info *info = &r->seal.infos[0];
	info->attributes = NOTHING;
	sign_info(info, &who, "SHA384", r->manifest);
}

/* The signature over the attributes is one over a file that consists of them. */
MAKE(attributes_as_content)
{
	r->manifest = r->seal.infos[0].attributes;
	r->seal.infos[0].attributes = NOTHING;
}

static void
resign(struct release *r, struct bytes attributes)
{
	struct who who = load_who(r, "signer");
	struct info *info = &r->seal.infos[0];
	info->attributes = attributes;
	sign_info(info, &who, "SHA384", attributes);
}

/* The four with one in the place of part n (NOTHING: left out), and one behind them. */
static struct bytes
four(struct release *r, size_t n, struct bytes instead, struct bytes fifth)
{
	struct bytes set = r->seal.infos[0].attributes;
	struct bytes all[] = { part(set, 0), part(set, 1), part(set, 2), part(set, 3), END, END };
	if (fifth.len > 0)
		all[4] = fifth;
	if (n < 4 && instead.len > 0) {
		all[n] = instead;
	} else if (n < 4) {
		all[n] = all[3];
		all[3] = END;
	}
	return set_of(all);
}

MAKE(type_inside)
{
	resign(r, four(r, 1, SEQ(OID_PKCS9(3), SET(OID_DATA)), NOTHING));
}

MAKE(type_both)
{
	r->seal.type = OID_DATA;
	type_inside(r, f);
}

MAKE(unknown_attribute)
{
	resign(r, four(r, 9, NOTHING, SEQ(OID_NOBODY, SET(TLV(0x0c, text("x"))))));
}

MAKE(attribute_twice)
{
	resign(r, four(r, 9, NOTHING, part(r->seal.infos[0].attributes, 0)));
}

MAKE(attribute_left_out)
{
	resign(r, four(r, 0, NOTHING, NOTHING));
}

MAKE(unsorted)
{
	struct bytes set = r->seal.infos[0].attributes;
	r->seal.infos[0].written = SET(part(set, 1), part(set, 0), part(set, 2), part(set, 3));
}

MAKE(unsigned_attribute)
{
	r->seal.infos[0].others = TLV(0xa1, SEQ(OID_NOBODY, SET(TLV(0x0c, text("x")))));
}

static void
other_digest(struct release *r, const char *method, struct bytes oid)
{
	struct who who = load_who(r, "signer");
	r->seal.digests = SET(SEQ(oid));
	r->seal.infos[0] = make_info(r, &who, method);
}

MAKE(sha1)
{
	other_digest(r, "SHA1", OID_SHA1);
}

MAKE(sha256)
{
	other_digest(r, "SHA256", OID_SHA256);
}

/* Only the SignerInfo tells it; the list outside says SHA-384. */
MAKE(sha256_inside)
{
	struct who who = load_who(r, "signer");
	r->seal.infos[0] = make_info(r, &who, "SHA256");
}

MAKE(lying_algorithm)
{
	r->seal.infos[0].algorithm = SEQ(OID_ECDSA(2));
}

MAKE(unknown_algorithm)
{
	r->seal.infos[0].algorithm = SEQ(OID_NOBODY);
}

/* "Root" becomes "ROOT"; not signed, and for many readers the same name. */
MAKE(letter_case)
{
	struct info *info = &r->seal.infos[0];
	info->id = replace(info->id, "Root", "ROOT");
}

MAKE(high_s)
{
	r->seal.infos[0].signature = other_s(r->seal.infos[0].signature);
}

/* --- several signers */

MAKE(twice)
{
	r->seal.infos[1] = r->seal.infos[0];
	r->seal.count = 2;
}

static void
two(struct release *r, const char *second)
{
	struct who who = load_who(r, second);
	r->seal.infos[1] = make_info(r, &who, "SHA384");
	r->seal.certificates = TLV(0xa0, inside(r->seal.certificates), who.certificate);
	r->seal.count = 2;
}

MAKE(same_key_twice)
{
	two(r, "again");
}

MAKE(same_key_for_two)
{
	r->manifest = replace(r->manifest, "required=\"1\"", "required=\"2\"");
	reseal(r);
	two(r, "again");
}

MAKE(one_stripped)
{
	r->manifest = replace(r->manifest, "required=\"1\"", "required=\"2\"");
	reseal(r);
	two(r, "second");
	r->seal.certificates = TLV(0xa0, part(r->seal.certificates, 0));
	r->seal.count = 1;
}

/* --- other people: the value is whose key */

MAKE(signed_by)
{
	struct who who = load_who(r, f->value);
	r->seal.certificates = TLV(0xa0, who.certificate);
	r->seal.infos[0] = make_info(r, &who, "SHA384");
}

MAKE(pkcs1)
{
	struct who who = load_who(r, f->value);
	struct info *info = &r->seal.infos[0];
	signed_by(r, f);
	info->algorithm = SEQ(OID_PKCS1(12), DER_NULL);
	sign_info(info, &who, "SHA384", info->attributes);
}

MAKE(unchanged)
{
	(void)r;
}

/* A bit of the signature itself. */
MAKE(bit)
{
	unsigned char *last = room(r->seal.infos[0].signature.len);
	memcpy(last, r->seal.infos[0].signature.ptr, r->seal.infos[0].signature.len);
	last[r->seal.infos[0].signature.len - 1] ^= 1;
	r->seal.infos[0].signature.ptr = last;
}

MAKE(other_manifest)
{
	r->manifest = replace(r->manifest, "us-foia", "us-foix");
}

#define ROW(name, what, make, reason)                                                              \
	{                                                                                          \
		name, what, reason, make, ROOT, STOCK, NULL, NULL, NULL, 0                         \
	}
#define BY(name, what, who, reason)                                                                \
	{                                                                                          \
		name, what, reason, signed_by, ROOT, STOCK, NULL, NULL, who, 0                     \
	}

const struct forgery seal_forgeries[] = {
	ROW("honest", "nothing is forged", unchanged, "good: "),
	ROW("no-seal", "there is no seal", no_seal, "is not a regular file that can be read"),
	ROW("empty-seal", "the seal is an empty file", empty_seal,
	    "there is no seal: anybody can have written this manifest"),
	ROW("signature-bit", "one bit of the signature", bit, "the signature is wrong"),
	ROW("other-manifest", "one letter of the manifest", other_manifest,
	    "the seal belongs to another manifest, or the manifest was changed"),
	ROW("byte-behind", "a byte behind the DER", byte_behind, "there are bytes behind the seal"),
	ROW("second-cms", "a second CMS behind the first", second_cms,
	    "there are bytes behind the seal"),
	ROW("indefinite-length", "BER: indefinite length", indefinite,
	    "the seal has a length that is not DER"),
	ROW("long-length", "BER: a length longer than need be", long_length,
	    "the seal has a length that is not DER"),
	ROW("no-attributes", "no signed attributes", no_attributes,
	    "the seal has no signed attributes"),
	ROW("attributes-as-content", "the signed attributes' DER as the manifest",
	    attributes_as_content, "the manifest is not UTF-8 / the manifest holds a NUL byte"),
	ROW("type-outside", "another content type outside", type_outside,
	    "the seal is not over a tearline manifest"),
	ROW("type-inside", "another content type in the attribute", type_inside,
	    "the signed content type is not that of a tearline manifest"),
	ROW("type-both", "id-data in both places", type_both,
	    "the seal is not over a tearline manifest"),
	ROW("unknown-attribute", "a fifth, unknown attribute, signed", unknown_attribute,
	    "the seal has an unknown signed attribute"),
	ROW("attribute-twice", "an attribute twice, signed", attribute_twice,
	    "a signed attribute stands twice in the seal"),
	ROW("attribute-left-out", "no signing time", attribute_left_out,
	    "a signed attribute is missing"),
	ROW("unsorted-attributes", "attributes in another order than signed", unsorted,
	    "the signed attributes are not sorted"),
	ROW("unsigned-attribute", "an unsigned attribute", unsigned_attribute,
	    "the seal has unsigned attributes"),
	ROW("sha1", "SHA-1", sha1, "the seal uses another digest than SHA-384"),
	ROW("sha256", "SHA-256", sha256, "the seal uses another digest than SHA-384"),
	ROW("sha256-inside", "SHA-256 in the SignerInfo, SHA-384 outside", sha256_inside,
	    "the seal uses another digest than SHA-384"),
	ROW("extra-digest", "a second digest in the outer list", extra_digest,
	    "the seal uses another digest than SHA-384"),
	ROW("data-version", "SignedData of version 1", data_version,
	    "the seal has a wrong version number"),
	ROW("info-version", "SignerInfo of version 3", info_version,
	    "the seal has a wrong version number"),
	ROW("null-inside", "NULL as parameters of SHA-384 in the SignerInfo", null_parameters,
	    "the seal gives parameters to SHA-384"),
	ROW("null-outside", "NULL as parameters of SHA-384 outside", null_parameters_outside,
	    "the seal gives parameters to SHA-384"),
	ROW("attached", "a copy of the content inside", attached,
	    "the seal has a copy of the content inside"),
	ROW("lying-algorithm", "signatureAlgorithm says ecdsa-with-SHA256", lying_algorithm,
	    "the seal names another signature algorithm than its key's"),
	ROW("unknown-algorithm", "signatureAlgorithm 1.2.3.4", unknown_algorithm,
	    "the seal names another signature algorithm than its key's"),
	ROW("letter-case", "issuer's name in another letter case", letter_case,
	    "the signer's certificate is not in the seal under exactly that issuer and serial number"),
	ROW("signer-twice", "the SignerInfo twice", twice, "the seal has more than one signer"),
	ROW("key-twice", "one key with two certificates signs twice", same_key_twice,
	    "the seal has more than one signer"),
	ROW("key-for-two", "the same, where the manifest demands two signers", same_key_for_two,
	    "the seal has more than one signer"),
	ROW("stripped", "the manifest demands two signers, one was stripped", one_stripped,
	    "the manifest demands 2 signers, each with another key, and 1 is missing"),
	ROW("junk-list", "a stranger's revocation list inside", junk_lists,
	    "there are revocation lists inside the seal"),
	ROW("junk-revocation", "revocation information of an unknown kind inside", junk_revocation,
	    "the seal has a wrong version number"),
	ROW("junk-certificate", "a certificate that nobody needs inside", junk_certificate,
	    "the signed certificate digests are not those of the certificates inside"),
	ROW("no-certificate", "no certificate inside", no_certificate,
	    "the certificates inside the seal cannot be read"),
	ROW("high-s", "(r, n - s) in place of (r, s)", high_s,
	    "the signature is not in its one form (DER, low s)"),
	{ "another-signer", "another certificate under the root; the signer is demanded",
	    "the seal was made by another signer than the required one", signed_by,
	    ROOT " --signer ../../pki/signer.pem", STOCK, NULL, NULL, "second", 0 },
	BY("no-eku", "certificate without extended key usage", "bare",
	    "the signer's certificate is not for both emailProtection and documentSigning"),
	BY("email-only", "certificate for emailProtection alone", "email",
	    "the signer's certificate is not for both emailProtection and documentSigning"),
	BY("document-only", "certificate for documentSigning alone", "document",
	    "the signer's certificate is not for both emailProtection and documentSigning"),
	BY("any-eku", "certificate for both and for any purpose", "any",
	    "the signer's certificate is not for both emailProtection and documentSigning"),
	BY("non-repudiation", "key usage nonRepudiation only", "nonrep",
	    "the key usage of the signer's certificate is not digitalSignature"),
	BY("authority", "the signer is an authority", "authority",
	    "the signer's certificate is that of a certification authority"),
	BY("expired", "an expired certificate", "expired", "the signer's certificate has expired"),
	BY("p256", "P-256", "small",
	    "the signer's key is neither P-384 nor RSA of 3072 bits and more"),
	BY("rsa2048", "RSA of 2048 bits, PSS", "rsa2048",
	    "the signer's key is neither P-384 nor RSA of 3072 bits and more"),
	{ "pkcs1", "RSA of 3072 bits, PKCS #1 v1.5",
	    "the seal names another signature algorithm than its key's", pkcs1, ROOT, STOCK, NULL,
	    NULL, "rsa3072", 0 },
	{ "leaf-anchor", "the signer's self-signed certificate as the root",
	    "a trust anchor must be a self-signed CA certificate; give the root, not the signer's or "
	    "an intermediate certificate",
	    signed_by, "--trust ../../pki/self.pem",
	    "-CAfile ../../pki/self.pem -no-CApath -no-CAstore", NULL, NULL, "self", 0 },
	{ "system-authority", "a signer under an authority of the system",
	    "the signer's certificate does not lead to a trusted root", signed_by, ROOT,
	    "-CAfile ../../pki/root.pem", NULL, NULL, "foreign", 0 },
	BY("other-root", "a signer under another root", "foreign",
	    "the signer's certificate does not lead to a trusted root"),
	BY("revoked-unasked", "a revoked certificate, no list given", "revoked",
	    "not checked: which of the trusted signers it should be, the revocation of the signer's "
	    "certificate"),
	{ "revoked", "a revoked certificate, with the list", "a certificate was revoked", signed_by,
	    ROOT " --crl ../../pki/root.crl",
	    "-CAfile ../../pki/root-and-crl.pem -no-CApath -no-CAstore -crl_check", NULL, NULL,
	    "revoked", 0 },
	{ 0 },
};
