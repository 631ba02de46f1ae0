/*
 * tests/forgery/forge.h -- releases as an attacker would make them, from an honest one.
 *
 * The readers and writers of DER and XML here are the tool's own, so that a mistake of tearline's cannot hide in its tests.
 * libcrypto makes the signatures. Nothing is freed: the tool runs for a second.
 */
#ifndef FORGERY_FORGE_H
#define FORGERY_FORGE_H

#include <stdbool.h>
#include <stddef.h>

#include <openssl/evp.h>

struct bytes {
	const unsigned char *ptr; /* NULL: there is none */
	size_t len;
};

/* --- bytes.c */
void die(const char *what, const char *detail);
void *room(size_t len);
struct bytes copy(const void *bytes, size_t len);
struct bytes text(const char *text);
struct bytes join(struct bytes a, struct bytes b);
struct bytes replace(struct bytes all, const char *what, const char *with); /* once, or dies */
bool equal(struct bytes a, struct bytes b);
struct bytes read_file(const char *folder, const char *name, const char *suffix);
void write_file(const char *folder, const char *name, struct bytes bytes);

/* --- der.c: a value is tag, length and content; parts that are NULL end a list, parts of no bytes are left out */
#define END           ((struct bytes){ NULL, 0 })
#define NOTHING       ((struct bytes){ (const unsigned char *)"", 0 })
#define TLV(tag, ...) tlv((tag), (const struct bytes[]){ __VA_ARGS__, END })
#define SEQ(...)      TLV(0x30, __VA_ARGS__)
#define SET(...)      TLV(0x31, __VA_ARGS__)
#define RAW(...)                                                                                   \
	copy((const unsigned char[]){ __VA_ARGS__ }, sizeof(const unsigned char[]){ __VA_ARGS__ })
#define OID(...)   TLV(0x06, RAW(__VA_ARGS__))
#define INTEGER(n) TLV(0x02, RAW(n))
#define DER_NULL   RAW(0x05, 0)
struct bytes tlv(int tag, const struct bytes *parts);
struct bytes set_of(const struct bytes *parts); /* sorted, X.690 11.6 */
struct bytes inside(struct bytes whole);
size_t count_parts(struct bytes whole);
struct bytes part(struct bytes whole, size_t n); /* dies where there is none */
struct bytes retagged(struct bytes whole, int tag);

/* --- a seal, taken apart; every member is whole, with its tag */
struct info {
	struct bytes version, id, digest;
	struct bytes attributes; /* as the SET that is signed */
	struct bytes written;    /* as in the file, where that differs */
	struct bytes algorithm, signature, others;
};

struct seal {
	struct bytes version, digests, type, attached, certificates, lists;
	struct info infos[2];
	size_t count;
};

struct who {
	EVP_PKEY *key;
	struct bytes certificate;
};

struct seal read_seal(struct bytes der);
struct bytes write_seal(const struct seal *seal);

/* --- what is forged */
struct release {
	const char *pki; /* folder of keys and certificates */
	struct bytes output, manifest;
	struct seal seal;
	struct bytes raw; /* the seal's file, where it is not the seal */
	bool bare;        /* no seal at all */
};

struct forgery {
	const char *name, *what;
	const char
	    *reason; /* tearline's, whole; "good" and a part of the verdict where it is none */
	void (*make)(struct release *release, const struct forgery *forgery);
	const char *arguments; /* of both verifiers */
	const char *stock;     /* of openssl cms -verify */
	/* of edit() */
	const char *element, *attribute, *value;
	size_t nth;
};

#define ROOT  "--trust ../../pki/root.pem"
#define STOCK "-CAfile ../../pki/root.pem -no-CApath -no-CAstore"

/* --- sign.c */
struct who load_who(const struct release *release, const char *name);
struct bytes hash(const char *method, struct bytes bytes);
/* An honest SignerInfo over the manifest, with the time of the release's own. */
struct info make_info(const struct release *release, const struct who *who, const char *method);
void sign_info(struct info *info, const struct who *who, const char *method, struct bytes bytes);
struct bytes other_s(struct bytes signature);
/* Signed by the honest signer over what the manifest is now. */
void reseal(struct release *release);

extern const struct forgery seal_forgeries[], manifest_forgeries[];

#endif
