#include <assert.h>
#include <pthread.h>
#include <stddef.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>

#include "base/late.h"
#include "base/unicode.h"
#include "base/utf8.h"

/* ICU's names; its headers add the version to each. */
#define ICU(NAME)                                                                                  \
	NAME(u_charDigitValue)                                                                     \
	NAME(u_hasBinaryProperty)                                                                  \
	NAME(unorm2_getNFKCInstance) NAME(unorm2_hasBoundaryBefore) NAME(unorm2_normalize)
#define ICU_MEMBER(name)    __typeof__(&name) name;
#define ICU_QUOTED(name)    #name
#define ICU_NAME(name)      ICU_QUOTED(name),
#define ICU_SONAME(version) "libicuuc.so." version

struct icu {
	ICU(ICU_MEMBER)
	const UNormalizer2 *nfkc; /* NULL: ICU, or a part of it, is not there */
};

/* What is loaded once, for all threads (base/late.h). */
static struct bound {
	pthread_once_t once;
	struct icu icu;
} bound = { .once = PTHREAD_ONCE_INIT };

static void
load(void)
{
	static const char *const names[] = { ICU(ICU_NAME) };
	static_assert(sizeof names == offsetof(struct icu, nfkc), "a pointer for each name");
	UErrorCode error = U_ZERO_ERROR;

	if (!late_load(
		ICU_SONAME(U_ICU_VERSION_SHORT), names, sizeof names / sizeof names[0], &bound.icu))
		return;
	bound.icu.nfkc = bound.icu.unorm2_getNFKCInstance(&error);
	if (U_FAILURE(error))
		bound.icu.nfkc = NULL;
}

/* NULL: it is not there. Who did not ask unicode_start() finds every character beyond ASCII hidden, and folds none. */
static const struct icu *
find_icu(void)
{
	(void)pthread_once(&bound.once, load);
	return bound.icu.nfkc != NULL ? &bound.icu : NULL;
}

tl_status
unicode_start(struct tl_error *e)
{
	if (find_icu() == NULL)
		return error_set(e, TL_SYSTEM, "the library %s is not there; install it",
		    ICU_SONAME(U_ICU_VERSION_SHORT));
	return TL_OK;
}

/* A run of characters is folded at once. It is cut where nothing joins backwards, and at the latest after
 * RUN_LONGEST characters, so that a million combining marks in a row cost no more than as many letters
 * (UAX #15 §13 cuts streams for the same reason). NFKC makes at most 18 units of one. */
#define RUN_SHORT   64
#define RUN_LONGEST 128

struct run {
	UChar units[RUN_LONGEST * 2];
	int32_t len;
	size_t characters;
};

/* `count` characters from `first` on look like `count` ASCII characters from `twin` on. Sorted. After UTS #39's
 * confusables, kept to what can be a letter, digit or sign of a mark. NFKC has already folded full-width,
 * superscript, circled and mathematical forms, and digits of other scripts are folded by their value. */
static const struct twin {
	uint32_t first;
	uint16_t count;
	char twin;
} twins[] = {
	/* clang-format off */
	{ 0x0085, 1, '\n' }, { 0x0131, 1, 'i' }, { 0x0184, 1, 'b' },
	{ 0x0196, 1, 'l' }, { 0x01c0, 1, 'l' }, { 0x0251, 1, 'a' }, { 0x0261, 1, 'g' },
	{ 0x0262, 1, 'G' }, { 0x0269, 1, 'i' }, { 0x026a, 1, 'I' }, { 0x0274, 1, 'N' },
	{ 0x0280, 1, 'R' }, { 0x028b, 1, 'u' }, { 0x028f, 1, 'Y' }, { 0x0299, 1, 'B' },
	{ 0x029c, 1, 'H' }, { 0x029f, 1, 'L' }, { 0x02d0, 1, ':' }, { 0x02d7, 1, '-' },
	{ 0x02f8, 1, ':' }, { 0x037f, 1, 'J' }, { 0x0391, 2, 'A' }, { 0x0395, 1, 'E' },
	{ 0x0396, 1, 'Z' }, { 0x0397, 1, 'H' }, { 0x0399, 1, 'I' }, { 0x039a, 1, 'K' },
	{ 0x039c, 2, 'M' }, { 0x039f, 1, 'O' }, { 0x03a1, 1, 'P' }, { 0x03a4, 1, 'T' },
	{ 0x03a5, 1, 'Y' }, { 0x03a7, 1, 'X' }, { 0x03b1, 1, 'a' }, { 0x03b3, 1, 'y' },
	{ 0x03b9, 1, 'i' }, { 0x03ba, 1, 'k' }, { 0x03bd, 1, 'v' }, { 0x03bf, 1, 'o' },
	{ 0x03c1, 1, 'p' }, { 0x03c3, 1, 'o' }, { 0x03c5, 1, 'u' }, { 0x03dc, 1, 'F' },
	{ 0x03f2, 1, 'c' }, { 0x03f3, 1, 'j' }, { 0x03f9, 1, 'C' }, { 0x03fa, 1, 'M' },
	{ 0x0405, 1, 'S' }, { 0x0406, 1, 'I' }, { 0x0408, 1, 'J' }, { 0x0410, 1, 'A' },
	{ 0x0412, 1, 'B' }, { 0x0415, 1, 'E' }, { 0x041a, 1, 'K' }, { 0x041c, 1, 'M' },
	{ 0x041d, 1, 'H' }, { 0x041e, 1, 'O' }, { 0x0420, 1, 'P' }, { 0x0421, 1, 'C' },
	{ 0x0422, 1, 'T' }, { 0x0423, 1, 'Y' }, { 0x0425, 1, 'X' }, { 0x0430, 1, 'a' },
	{ 0x0435, 1, 'e' }, { 0x043e, 1, 'o' }, { 0x0440, 1, 'p' }, { 0x0441, 1, 'c' },
	{ 0x0443, 1, 'y' }, { 0x0445, 1, 'x' }, { 0x0455, 1, 's' }, { 0x0456, 1, 'i' },
	{ 0x0458, 1, 'j' }, { 0x0461, 1, 'w' }, { 0x0474, 1, 'V' }, { 0x0475, 1, 'v' },
	{ 0x04ae, 1, 'Y' }, { 0x04af, 1, 'y' }, { 0x04bb, 1, 'h' }, { 0x04bd, 1, 'e' },
	{ 0x04c0, 1, 'I' }, { 0x04cf, 1, 'l' }, { 0x0501, 1, 'd' }, { 0x050c, 1, 'G' },
	{ 0x051a, 1, 'Q' }, { 0x051b, 1, 'q' }, { 0x051c, 1, 'W' }, { 0x051d, 1, 'w' },
	{ 0x054d, 1, 'U' }, { 0x054f, 1, 'S' }, { 0x0555, 1, 'O' }, { 0x0561, 1, 'w' },
	{ 0x0566, 1, 'q' }, { 0x0570, 1, 'h' }, { 0x0575, 1, 'j' }, { 0x0578, 1, 'n' },
	{ 0x057c, 1, 'n' }, { 0x057d, 1, 'u' }, { 0x0581, 1, 'g' }, { 0x0584, 1, 'f' },
	{ 0x0585, 1, 'o' }, { 0x0589, 1, ':' }, { 0x058a, 1, '-' }, { 0x05be, 1, '-' },
	{ 0x05c3, 1, ':' }, { 0x060c, 1, ',' }, { 0x060d, 1, ',' }, { 0x06d4, 1, '-' },
	{ 0x0703, 1, ':' }, { 0x0704, 1, ':' }, { 0x13a0, 1, 'D' }, { 0x13a1, 1, 'R' },
	{ 0x13a2, 1, 'T' }, { 0x13aa, 1, 'A' }, { 0x13ab, 1, 'J' }, { 0x13ac, 1, 'E' },
	{ 0x13b3, 1, 'W' }, { 0x13b7, 1, 'M' }, { 0x13bb, 1, 'H' }, { 0x13bd, 1, 'Y' },
	{ 0x13c0, 1, 'G' }, { 0x13c2, 1, 'h' }, { 0x13c3, 1, 'Z' }, { 0x13d2, 1, 'R' },
	{ 0x13d4, 1, 'W' }, { 0x13d5, 1, 'S' }, { 0x13d9, 1, 'V' }, { 0x13da, 1, 'S' },
	{ 0x13de, 1, 'L' }, { 0x13df, 1, 'C' }, { 0x13e2, 1, 'P' }, { 0x13e6, 1, 'K' },
	{ 0x13e7, 1, 'd' }, { 0x13f3, 1, 'G' }, { 0x13f4, 1, 'B' }, { 0x1680, 1, ' ' },
	{ 0x16ec, 1, ':' }, { 0x1735, 1, '/' }, { 0x1803, 1, ':' }, { 0x1806, 1, '-' },
	{ 0x1809, 1, ':' }, { 0x1d00, 1, 'A' }, { 0x1d04, 2, 'C' }, { 0x1d07, 1, 'E' },
	{ 0x1d0a, 2, 'J' }, { 0x1d0d, 1, 'M' }, { 0x1d0f, 1, 'O' }, { 0x1d18, 1, 'P' },
	{ 0x1d1b, 2, 'T' }, { 0x1d20, 2, 'V' }, { 0x1d22, 1, 'Z' }, { 0x2010, 1, '-' },
	{ 0x2011, 1, '-' }, { 0x2012, 1, '-' }, { 0x2013, 1, '-' }, { 0x2014, 1, '-' },
	{ 0x2015, 1, '-' }, { 0x201a, 1, ',' }, { 0x2028, 1, '\n' }, { 0x2029, 1, '\n' },
	{ 0x2043, 1, '-' }, { 0x2044, 1, '/' }, { 0x205a, 1, ':' }, { 0x2212, 1, '-' },
	{ 0x2215, 1, '/' }, { 0x222a, 1, 'U' }, { 0x2236, 1, ':' }, { 0x22c3, 1, 'U' },
	{ 0x2500, 1, '-' }, { 0x2501, 1, '-' }, { 0x2571, 1, '/' }, { 0x2768, 2, '(' },
	{ 0x276a, 2, '(' }, { 0x2772, 2, '(' }, { 0x2774, 2, '(' }, { 0x2796, 1, '-' },
	{ 0x27cb, 1, '/' }, { 0x27ee, 2, '(' }, { 0x2800, 1, ' ' }, { 0x2985, 2, '(' },
	{ 0x29f8, 1, '/' }, { 0x2c8e, 1, 'H' }, { 0x2c92, 1, 'I' }, { 0x2c94, 1, 'K' },
	{ 0x2c98, 1, 'M' }, { 0x2c9a, 1, 'N' }, { 0x2c9e, 1, 'O' }, { 0x2c9f, 1, 'o' },
	{ 0x2ca2, 1, 'P' }, { 0x2ca3, 1, 'p' }, { 0x2ca4, 1, 'C' }, { 0x2ca5, 1, 'c' },
	{ 0x2ca6, 1, 'T' }, { 0x2ca8, 1, 'Y' }, { 0x2cac, 1, 'X' }, { 0x2cba, 1, '-' },
	{ 0x2cc6, 1, '/' }, { 0x2cd0, 1, 'L' }, { 0x2e28, 2, '(' }, { 0x2e3a, 1, '-' },
	{ 0x2e3b, 1, '-' }, { 0x3001, 1, ',' }, { 0x3014, 2, '(' }, { 0xa4d0, 1, 'B' },
	{ 0xa4d1, 1, 'P' }, { 0xa4d2, 1, 'd' }, { 0xa4d3, 1, 'D' }, { 0xa4d4, 1, 'T' },
	{ 0xa4d6, 1, 'G' }, { 0xa4d7, 1, 'K' }, { 0xa4d9, 1, 'J' }, { 0xa4da, 1, 'C' },
	{ 0xa4dc, 1, 'Z' }, { 0xa4dd, 1, 'F' }, { 0xa4df, 2, 'M' }, { 0xa4e1, 1, 'L' },
	{ 0xa4e2, 1, 'S' }, { 0xa4e3, 1, 'R' }, { 0xa4e6, 1, 'V' }, { 0xa4e7, 1, 'H' },
	{ 0xa4ea, 3, 'W' }, { 0xa4ee, 1, 'A' }, { 0xa4f0, 1, 'E' }, { 0xa4f2, 1, 'I' },
	{ 0xa4f3, 1, 'O' }, { 0xa4f4, 1, 'U' }, { 0xa4f9, 1, ',' }, { 0xa4fd, 1, ':' },
	{ 0xa731, 1, 'S' }, { 0xa789, 1, ':' }, { 0xfd3e, 2, '(' }, { 0x1f150, 26, 'A' },
	{ 0x1f170, 26, 'A' }, { 0x1f1e6, 26, 'A' },
	/* clang-format on */
};

static UChar32
twin_of(const struct icu *icu, UChar32 character)
{
	size_t low = 0, high = sizeof twins / sizeof *twins;
	uint32_t c = (uint32_t)character;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (c >= twins[middle].first + twins[middle].count)
			low = middle + 1;
		else if (c < twins[middle].first)
			high = middle;
		else
			return twins[middle].twin + (UChar32)(c - twins[middle].first);
	}
	int32_t digit = icu->u_charDigitValue(character);
	return digit >= 0 && digit <= 9 ? '0' + digit : character;
}

static bool
is_ignorable(const struct icu *icu, UChar32 character)
{
	return icu->u_hasBinaryProperty(character, UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

static void
add_folded(const struct icu *icu, UChar32 character, struct buf *out)
{
	if (character < 0x80)
		buf_add_byte(out, (unsigned char)character);
	else if (!is_ignorable(icu, character))
		utf8_add(out, (uint32_t)twin_of(icu, character));
}

static void
fold_run(const struct icu *icu, const struct run *run, struct buf *out)
{
	UChar folded[RUN_LONGEST * 2 * 18];
	UErrorCode error = U_ZERO_ERROR;
	int32_t len = icu->unorm2_normalize(icu->nfkc, run->units, run->len, folded,
	    (int32_t)(sizeof folded / sizeof *folded), &error);

	if (U_FAILURE(error)) {
		out->failed = true;
		return;
	}
	for (int32_t i = 0; i < len; i++) {
		UChar32 character = folded[i];
		if (U16_IS_LEAD(folded[i]) && i + 1 < len)
			character = U16_GET_SUPPLEMENTARY(character, folded[++i]);
		add_folded(icu, character, out);
	}
}

static bool
ends_here(const struct icu *icu, const struct run *run, UChar32 next)
{
	if (run->characters >= RUN_LONGEST)
		return true;
	return (next < 0x80 || run->characters >= RUN_SHORT) &&
	    icu->unorm2_hasBoundaryBefore(icu->nfkc, next);
}

/* From *at, the last ASCII character before the first that is not, to the next ASCII character. */
static void
take_run(const struct icu *icu, struct slice text, size_t *at, struct run *run)
{
	run->len = 0;
	run->characters = 0;
	while (*at < text.len) {
		size_t next = *at;
		uint32_t character = utf8_next(text, &next);
		UChar32 c = character == UTF8_BAD ? 0xfffd : (UChar32)character;
		if (run->characters > 0 && ends_here(icu, run, c))
			return;
		*at = next;
		run->characters++;
		if (!is_ignorable(icu, c))
			U16_APPEND_UNSAFE(run->units, run->len, c);
	}
}

size_t
slice_ascii_length(struct slice text)
{
	size_t at = 0;
	while (text.len - at >= sizeof(uint64_t)) {
		uint64_t eight;
		memcpy(&eight, text.ptr + at, sizeof eight);
		if ((eight & UINT64_C(0x8080808080808080)) != 0)
			break;
		at += sizeof eight;
	}
	while (at < text.len && text.ptr[at] < 0x80)
		at++;
	return at;
}

void
unicode_fold(struct slice text, struct buf *out)
{
	const struct icu *icu = NULL;
	struct run run;
	size_t at = 0;

	while (at < text.len) {
		size_t plain = slice_ascii_length(slice_sub(text, at, text.len));
		if (at + plain < text.len && plain > 0)
			plain--; /* a mark that follows may join the last one */
		buf_add_slice(out, slice_sub(text, at, at + plain));
		at += plain;
		if (at == text.len)
			return;
		if (icu == NULL)
			icu = find_icu();
		if (icu == NULL) {
			out->failed = true;
			return;
		}
		take_run(icu, text, &at, &run);
		fold_run(icu, &run, out);
	}
}

bool
unicode_is_hidden(uint32_t c)
{
	if (c < 0x80)
		return (c < 0x20 && c != '\t' && c != '\n' && c != '\f' && c != '\r') || c == 0x7f;
	if (c < 0xa0 || c == 0x2028 || c == 0x2029 || (c >= 0xfff9 && c <= 0xfffb))
		return true;
	const struct icu *icu = find_icu();
	return icu == NULL || is_ignorable(icu, (UChar32)c) || U_IS_UNICODE_NONCHAR((UChar32)c);
}

bool
slice_is_ascii(struct slice text)
{
	return slice_ascii_length(text) == text.len;
}
