#include "manifest/token_take.h"
#include "manifest/token_form.h"

static enum token_reason
reason_of(enum der_answer answer, enum token_reason otherwise)
{
	switch (answer) {
	case DER_READ:
		return TOKEN_UNCHECKED;
	case DER_BAD_LENGTH:
		return TOKEN_NOT_DER;
	case DER_BAD:
	case DER_ENDED:
		break;
	}
	return otherwise;
}

enum token_reason
token_take(
    struct slice *rest, unsigned char tag, struct slice *content, enum token_reason otherwise)
{
	return reason_of(der_next(rest, tag, content), otherwise);
}

enum token_reason
token_take_whole(
    struct slice *rest, unsigned char tag, struct slice *whole, enum token_reason otherwise)
{
	return reason_of(der_next_whole(rest, tag, whole), otherwise);
}

enum token_reason
token_expect(
    struct slice *rest, unsigned char tag, struct slice content, enum token_reason otherwise)
{
	struct slice found;
	TOKEN_TRY(token_take(rest, tag, &found, otherwise));
	return slice_equal(found, content) ? TOKEN_UNCHECKED : otherwise;
}

enum token_reason
token_expect_small(struct slice *rest, unsigned char number, enum token_reason otherwise)
{
	return token_expect(rest, DER_INTEGER, slice_of(&number, 1), otherwise);
}

enum token_reason
token_expect_end(struct slice rest, enum token_reason otherwise)
{
	return rest.len == 0 ? TOKEN_UNCHECKED : otherwise;
}

enum token_reason
token_take_digest(
    struct slice *rest, enum time_digest *digest, bool *null, enum token_reason otherwise)
{
	static const enum time_digest known[] = { TIME_SHA256, TIME_SHA384, TIME_SHA512 };
	struct slice algorithm, oid;
	*digest = TIME_NO_DIGEST;
	*null = false;
	TOKEN_TRY(token_take(rest, DER_SEQUENCE, &algorithm, otherwise));
	TOKEN_TRY(token_take(&algorithm, DER_OID, &oid, otherwise));
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (slice_equal(oid, token_oid_digest(known[i])))
			*digest = known[i];
	*null = algorithm.len > 0;
	if (*null)
		TOKEN_TRY(token_expect(&algorithm, DER_NULL, slice_of("", 0), otherwise));
	TOKEN_TRY(token_expect_end(algorithm, otherwise));
	return *digest != TIME_NO_DIGEST ? TOKEN_UNCHECKED : otherwise;
}

bool
token_is_number(struct slice content, size_t most)
{
	if (content.len == 0 || content.len > most || content.ptr[0] >= 0x80)
		return false;
	return content.len == 1 || content.ptr[0] != 0 || content.ptr[1] >= 0x80;
}
