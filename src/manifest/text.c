#include "manifest/text.h"

#include "base/unicode.h"
#include "base/utf8.h"

/* Printable ASCII that needs no escape. */
static bool
is_plain(unsigned char c)
{
	return c >= 0x20 && c <= 0x7e && c != '"' && c != '&' && c != '<' && c != '>';
}

static size_t
plain_length(struct slice text)
{
	size_t len = 0;
	while (len < text.len && is_plain(text.ptr[len]))
		len++;
	return len;
}

/* U+2028 and U+2029 break a line for some viewers; U+FFFE and U+FFFF are no XML characters (XML 1.0 §2.2). */
static bool
is_displayable(uint32_t c, bool lines)
{
	if (c == '\n')
		return lines;
	if (c < 0x20 || c == 0x7f || c == 0x2028 || c == 0x2029 || c == 0xfffe || c == 0xffff ||
	    c == UTF8_BAD)
		return false;
	return c < 0x7f || !unicode_is_hidden(c);
}

bool
text_is_displayable(struct slice text, bool lines)
{
	for (size_t at = plain_length(text); at < text.len;)
		if (!is_displayable(utf8_next(text, &at), lines))
			return false;
	return true;
}

struct escape {
	unsigned char plain;
	const char *written;
};

static const struct escape escapes[] = {
	{ '&', "&amp;" },
	{ '<', "&lt;" },
	{ '>', "&gt;" },
	{ '"', "&quot;" },
	{ '\n', "&#10;" },
};
#define ESCAPES (sizeof escapes / sizeof *escapes)

static const struct escape *
escape_of(unsigned char c)
{
	for (size_t i = 0; i < ESCAPES; i++)
		if (escapes[i].plain == c)
			return &escapes[i];
	return NULL;
}

bool
text_put(unsigned char **at, struct slice text, bool lines)
{
	if (!text_is_displayable(text, lines))
		return false;
	size_t from = 0;
	for (size_t i = plain_length(text); i < text.len; i++) {
		const struct escape *escape = escape_of(text.ptr[i]);
		if (escape == NULL)
			continue;
		memcpy(*at, text.ptr + from, i - from);
		*at += i - from;
		size_t len = strlen(escape->written);
		memcpy(*at, escape->written, len);
		*at += len;
		from = i + 1;
	}
	if (text.len > from)
		memcpy(*at, text.ptr + from, text.len - from);
	*at += text.len - from;
	return true;
}

void
text_put_number(unsigned char **at, uint64_t number)
{
	unsigned char digits[20];
	size_t first = sizeof digits;
	do {
		digits[--first] = (unsigned char)('0' + number % 10);
		number /= 10;
	} while (number != 0);
	memcpy(*at, digits + first, sizeof digits - first);
	*at += sizeof digits - first;
}

void
text_put_hex(unsigned char **at, const unsigned char *bytes, size_t len)
{
	static const char digit[] = "0123456789abcdef";
	unsigned char *to = *at;
	for (size_t i = 0; i < len; i++) {
		to[2 * i] = (unsigned char)digit[bytes[i] >> 4];
		to[2 * i + 1] = (unsigned char)digit[bytes[i] & 15];
	}
	*at += 2 * len;
}

static bool
take_escape(struct slice raw, size_t *from, unsigned char *out)
{
	struct slice rest = slice_sub(raw, *from, raw.len);
	for (size_t i = 0; i < ESCAPES; i++)
		if (slice_starts(rest, escapes[i].written)) {
			*out = escapes[i].plain;
			*from += strlen(escapes[i].written);
			return true;
		}
	return false;
}

bool
text_take(struct slice raw, bool lines, unsigned char **scratch, struct slice *out)
{
	*out = raw;
	size_t from = plain_length(raw);
	if (from == raw.len)
		return true;
	unsigned char *to = *scratch;
	for (from = 0; from < raw.len;) {
		unsigned char c = raw.ptr[from];
		if (c == '&') {
			if (!take_escape(raw, &from, to++))
				return false;
		} else if (escape_of(c) != NULL) {
			return false;
		} else {
			*to++ = c;
			from++;
		}
	}
	*out = slice_of(*scratch, (size_t)(to - *scratch));
	*scratch = to;
	return text_is_displayable(*out, lines);
}

bool
text_take_number(struct slice raw, uint64_t *out)
{
	uint64_t number = 0;
	*out = 0;
	if (raw.len == 0 || (raw.ptr[0] == '0' && raw.len > 1))
		return false;
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.ptr[i] < '0' || raw.ptr[i] > '9')
			return false;
		uint64_t digit = (uint64_t)(raw.ptr[i] - '0');
		if (number > (UINT64_MAX - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	*out = number;
	return true;
}

/* 16 for what is no lower-case hexadecimal digit. */
static unsigned
nibble(unsigned char c)
{
	if (c >= '0' && c <= '9')
		return (unsigned)(c - '0');
	return c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10 : 16;
}

bool
text_take_hex(struct slice raw, unsigned char *out, size_t len)
{
	unsigned bad = 0;
	if (raw.len != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned high = nibble(raw.ptr[2 * i]), low = nibble(raw.ptr[2 * i + 1]);
		bad |= (high | low) & 16;
		out[i] = (unsigned char)(high << 4 | (low & 15));
	}
	return bad == 0;
}

static unsigned
two_digits(const unsigned char *at)
{
	return (unsigned)(at[0] - '0') * 10 + (unsigned)(at[1] - '0');
}

static unsigned
days_of(unsigned year, unsigned month)
{
	static const unsigned char days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
	return month == 2 && leap ? 29 : days[month - 1];
}

bool
text_is_time(struct slice raw)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	if (raw.len != sizeof form - 1)
		return false;
	for (size_t i = 0; i < raw.len; i++) {
		bool digit = raw.ptr[i] >= '0' && raw.ptr[i] <= '9';
		if (form[i] == 'd' ? !digit : raw.ptr[i] != (unsigned char)form[i])
			return false;
	}
	unsigned year = two_digits(raw.ptr) * 100 + two_digits(raw.ptr + 2);
	unsigned month = two_digits(raw.ptr + 5), day = two_digits(raw.ptr + 8);
	return month >= 1 && month <= 12 && day >= 1 && day <= days_of(year, month) &&
	    two_digits(raw.ptr + 11) < 24 && two_digits(raw.ptr + 14) < 60 &&
	    two_digits(raw.ptr + 17) < 60;
}

bool
text_is_rules(struct slice raw)
{
	bool blank = true; /* the last byte divided, or there was none */
	for (size_t i = 0; i < raw.len; i++) {
		if (!is_plain(raw.ptr[i]) || (raw.ptr[i] == ' ' && blank))
			return false;
		blank = raw.ptr[i] == ' ';
	}
	return raw.len == 0 || !blank;
}
