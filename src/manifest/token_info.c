#include "manifest/token_info.h"
#include "manifest/token_form.h"

#define GENERAL_NAME(n) DER_CONTEXT(n)
#define PRIMITIVE(n)    ((unsigned char)(0x80 + (n))) /* context-specific: [0], [1] */
#define BOOLEAN         0x01

/* More is no clock. */
#define ACCURACY_MAX 60
/* 160 bits, RFC 3161 §2.4.2. */
#define SERIAL_MAX     21
#define NONCE_MAX      64
#define ATTRIBUTES_MAX 16
#define EXTENSIONS_MAX 16

/* --- TSTInfo, RFC 3161 §2.4.2 */

static bool
is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

/* YYYYMMDDhhmmss[.f…]Z; the fraction has no zero at its end (X.690 §11.7). The calendar is der_read_time()'s, which wants
 * the years from 1950 to 2049 as UTCTime. */
static enum token_reason
read_time(struct slice text, struct moment *out)
{
	unsigned char time[17] = { DER_GENERAL_TIME, 15 };
	struct slice whole = slice_of(time, 17);
	if (text.len < 15 || text.len > 32 || text.ptr[text.len - 1] != 'Z')
		return TOKEN_TIME;
	bool fraction = text.len > 15;
	for (size_t i = 0; i < text.len - 1; i++)
		if (i == 14 ? text.ptr[i] != '.' : !is_digit(text.ptr[i]))
			return TOKEN_TIME;
	if (fraction && (text.len == 16 || text.ptr[text.len - 2] == '0'))
		return TOKEN_TIME;
	memcpy(time + 2, text.ptr, 14);
	time[16] = 'Z';
	if (memcmp(text.ptr, "1950", 4) >= 0 && memcmp(text.ptr, "2050", 4) < 0) {
		time[2] = DER_UTC_TIME; /* in the place of the century */
		time[3] = 13;
		whole = slice_of(time + 2, 15);
	}
	if (!der_read_time(whole, &out->at))
		return TOKEN_TIME;
	out->until = out->at + (fraction ? 1 : 0);
	out->proved = true;
	return TOKEN_UNCHECKED;
}

/* 1 to 999 */
static bool
is_thousandth(struct slice number)
{
	int value = number.len == 1 ? number.ptr[0] : number.ptr[0] << 8 | number.ptr[1];
	return value >= 1 && value <= 999;
}

/* In whole seconds, rounded up. */
static enum token_reason
read_accuracy(struct slice accuracy, int64_t *seconds)
{
	struct slice number;
	*seconds = 0;
	if (der_is_next(accuracy, DER_INTEGER)) {
		TOKEN_TRY(token_take(&accuracy, DER_INTEGER, &number, TOKEN_INFO));
		if (!token_is_number(number, 1) || number.ptr[0] >= ACCURACY_MAX)
			return TOKEN_ACCURACY;
		*seconds = number.ptr[0];
	}
	bool part = false;
	for (unsigned char n = 0; n < 2; n++) { /* thousandths, millionths */
		if (!der_is_next(accuracy, PRIMITIVE(n)))
			continue;
		TOKEN_TRY(token_take(&accuracy, PRIMITIVE(n), &number, TOKEN_INFO));
		if (!token_is_number(number, 2) || !is_thousandth(number))
			return TOKEN_ACCURACY;
		part = true;
	}
	*seconds += part ? 1 : 0;
	return token_expect_end(accuracy, TOKEN_INFO);
}

/* Extensions ::= SEQUENCE OF { OID, critical BOOLEAN DEFAULT FALSE, OCTET STRING } */
static enum token_reason
read_extensions(struct slice extensions)
{
	struct slice extension, skipped;
	size_t count = 0;
	if (extensions.len == 0)
		return TOKEN_INFO;
	for (; extensions.len > 0; count++) {
		TOKEN_TRY(token_take(&extensions, DER_SEQUENCE, &extension, TOKEN_INFO));
		TOKEN_TRY(token_take(&extension, DER_OID, &skipped, TOKEN_INFO));
		if (der_is_next(extension, BOOLEAN))
			return TOKEN_EXTENSION;
		TOKEN_TRY(token_take(&extension, DER_OCTETS, &skipped, TOKEN_INFO));
		TOKEN_TRY(token_expect_end(extension, TOKEN_INFO));
	}
	return count <= EXTENSIONS_MAX ? TOKEN_UNCHECKED : TOKEN_INFO;
}

/* What may be there behind genTime, in this order: accuracy, ordering, nonce, tsa, extensions. The name of the authority is a
 * hint; who it is says its certificate (RFC 3161 §2.4.2). */
static enum token_reason
read_rest(struct token_info *out, struct slice info)
{
	static const unsigned char yes[] = { 0xff };
	struct slice value;
	int64_t seconds = 0;
	if (der_is_next(info, DER_SEQUENCE)) {
		TOKEN_TRY(token_take(&info, DER_SEQUENCE, &value, TOKEN_INFO));
		TOKEN_TRY(read_accuracy(value, &seconds));
	}
	if (der_is_next(info, BOOLEAN))
		TOKEN_TRY(token_expect(&info, BOOLEAN, slice_of(yes, 1), TOKEN_INFO));
	if (der_is_next(info, DER_INTEGER)) {
		TOKEN_TRY(token_take(&info, DER_INTEGER, &out->nonce, TOKEN_INFO));
		if (out->nonce.len == 0 || out->nonce.len > NONCE_MAX)
			return TOKEN_INFO;
	}
	if (der_is_next(info, DER_CONTEXT(0)))
		TOKEN_TRY(token_take(&info, DER_CONTEXT(0), &value, TOKEN_INFO));
	if (der_is_next(info, DER_CONTEXT(1))) {
		TOKEN_TRY(token_take(&info, DER_CONTEXT(1), &value, TOKEN_INFO));
		TOKEN_TRY(read_extensions(value));
	}
	out->moment.until += seconds;
	return token_expect_end(info, TOKEN_INFO);
}

enum token_reason
token_read_info(struct token_info *out, struct slice info)
{
	struct slice body, imprint, serial, time;
	bool null;
	*out = (struct token_info){ .imprint_digest = TIME_NO_DIGEST };
	TOKEN_TRY(token_take(&info, DER_SEQUENCE, &body, TOKEN_INFO));
	TOKEN_TRY(token_expect_end(info, TOKEN_INFO));
	TOKEN_TRY(token_expect_small(&body, 1, TOKEN_INFO));
	TOKEN_TRY(token_take_whole(&body, DER_OID, &out->policy, TOKEN_INFO));
	TOKEN_TRY(token_take(&body, DER_SEQUENCE, &imprint, TOKEN_INFO));
	TOKEN_TRY(token_take_digest(&imprint, &out->imprint_digest, &null, TOKEN_IMPRINT));
	/* Of the seal's own strength. */
	if (out->imprint_digest != TIME_SHA384 && out->imprint_digest != TIME_SHA512)
		return TOKEN_IMPRINT;
	TOKEN_TRY(token_take(&imprint, DER_OCTETS, &out->imprint, TOKEN_INFO));
	TOKEN_TRY(token_expect_end(imprint, TOKEN_INFO));
	TOKEN_TRY(token_take(&body, DER_INTEGER, &serial, TOKEN_INFO));
	if (!token_is_number(serial, SERIAL_MAX))
		return TOKEN_INFO;
	TOKEN_TRY(token_take(&body, DER_GENERAL_TIME, &time, TOKEN_TIME));
	TOKEN_TRY(read_time(time, &out->moment));
	return read_rest(out, body);
}

/* --- signed attributes, RFC 5652 §11, RFC 5816 §2.2.1 */

enum attribute {
	ATTRIBUTE_TYPE,
	ATTRIBUTE_DIGEST,
	ATTRIBUTE_CERTIFICATE, /* signingCertificateV2: the older one can only say SHA-1 */
	ATTRIBUTES
};

static struct slice
oid_attribute(enum attribute attribute)
{
	static const unsigned char oids[ATTRIBUTES][11] = {
		{ 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 3 },
		{ 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 4 },
		{ 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 16, 2, 47 },
	};
	return slice_of(oids[attribute], attribute == ATTRIBUTE_CERTIFICATE ? 11 : 9);
}

/* IssuerSerial: GeneralNames with one directoryName, and the number (RFC 5035 §5). */
static enum token_reason
read_issuer_serial(struct token_attributes *out, struct slice issuer_serial)
{
	const enum token_reason bad = TOKEN_ATTRIBUTE_CERTIFICATE;
	struct slice names, directory;
	TOKEN_TRY(token_take(&issuer_serial, DER_SEQUENCE, &names, bad));
	TOKEN_TRY(token_take(&names, GENERAL_NAME(4), &directory, bad));
	TOKEN_TRY(token_expect_end(names, bad));
	TOKEN_TRY(token_take_whole(&directory, DER_SEQUENCE, &out->id_issuer, bad));
	TOKEN_TRY(token_expect_end(directory, bad));
	TOKEN_TRY(token_take_whole(&issuer_serial, DER_INTEGER, &out->id_serial, bad));
	return token_expect_end(issuer_serial, bad);
}

/* The first of SigningCertificateV2 is the signer's (RFC 5035 §3); further ones and policies say nothing here. */
static enum token_reason
read_certificate_id(struct token_attributes *out, struct slice value)
{
	const enum token_reason bad = TOKEN_ATTRIBUTE_CERTIFICATE;
	struct slice list, ids, id, issuer_serial;
	bool null;
	TOKEN_TRY(token_take(&value, DER_SEQUENCE, &list, bad));
	TOKEN_TRY(token_expect_end(value, bad));
	TOKEN_TRY(token_take(&list, DER_SEQUENCE, &ids, bad));
	TOKEN_TRY(token_take(&ids, DER_SEQUENCE, &id, bad));
	out->id_digest = TIME_SHA256; /* the default, which DER leaves out */
	if (der_is_next(id, DER_SEQUENCE))
		TOKEN_TRY(token_take_digest(&id, &out->id_digest, &null, bad));
	TOKEN_TRY(token_take(&id, DER_OCTETS, &out->id_hash, bad));
	if (id.len == 0)
		return TOKEN_UNCHECKED;
	TOKEN_TRY(token_take(&id, DER_SEQUENCE, &issuer_serial, bad));
	TOKEN_TRY(token_expect_end(id, bad));
	return read_issuer_serial(out, issuer_serial);
}

static enum token_reason
read_value(struct token_attributes *out, enum attribute attribute, struct slice value)
{
	switch (attribute) {
	case ATTRIBUTE_TYPE:
		TOKEN_TRY(token_expect(&value, DER_OID, token_oid_info(), TOKEN_ATTRIBUTE_TYPE));
		return token_expect_end(value, TOKEN_ATTRIBUTE_TYPE);
	case ATTRIBUTE_DIGEST:
		TOKEN_TRY(token_take(&value, DER_OCTETS, &out->digest, TOKEN_ATTRIBUTE_DIGEST));
		return token_expect_end(value, TOKEN_ATTRIBUTE_DIGEST);
	case ATTRIBUTE_CERTIFICATE:
		return read_certificate_id(out, value);
	case ATTRIBUTES:
		break;
	}
	return TOKEN_UNCHECKED;
}

static enum token_reason
read_attribute(
    struct token_attributes *out, struct slice attribute, struct slice *oid, bool seen[ATTRIBUTES])
{
	struct slice value;
	size_t which = 0;
	TOKEN_TRY(token_take(&attribute, DER_OID, oid, TOKEN_ATTRIBUTES));
	TOKEN_TRY(token_take(&attribute, DER_SET, &value, TOKEN_ATTRIBUTES));
	TOKEN_TRY(token_expect_end(attribute, TOKEN_ATTRIBUTES));
	while (which < ATTRIBUTES && !slice_equal(*oid, oid_attribute((enum attribute)which)))
		which++;
	if (which < ATTRIBUTES)
		seen[which] = true;
	return read_value(out, (enum attribute)which, value);
}

enum token_reason
token_read_attributes(struct token_attributes *out, struct slice attributes)
{
	static const enum token_reason missing[ATTRIBUTES] = { TOKEN_ATTRIBUTE_TYPE,
		TOKEN_ATTRIBUTE_DIGEST, TOKEN_ATTRIBUTE_CERTIFICATE };
	bool seen[ATTRIBUTES] = { false };
	struct slice attribute, oids[ATTRIBUTES_MAX];
	size_t count = 0;
	*out = (struct token_attributes){ .id_digest = TIME_NO_DIGEST };
	for (; attributes.len > 0; count++) {
		if (count == ATTRIBUTES_MAX)
			return TOKEN_ATTRIBUTES;
		TOKEN_TRY(token_take(&attributes, DER_SEQUENCE, &attribute, TOKEN_ATTRIBUTES));
		TOKEN_TRY(read_attribute(out, attribute, &oids[count], seen));
		for (size_t i = 0; i < count; i++)
			if (slice_equal(oids[i], oids[count]))
				return TOKEN_ATTRIBUTES;
	}
	for (size_t i = 0; i < ATTRIBUTES; i++)
		if (!seen[i])
			return missing[i];
	return TOKEN_UNCHECKED;
}
