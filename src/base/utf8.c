#include "base/utf8.h"

/* Well-formed sequences, Unicode 15 table 3-7: the second byte's range depends on the first. */
static size_t
sequence_length(const unsigned char *p, size_t left)
{
	unsigned char low = 0x80, high = 0xbf;
	size_t len;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		len = 2;
	else if (p[0] >= 0xe0 && p[0] <= 0xef)
		len = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		len = 4;
	else
		return 0;
	if (p[0] == 0xe0)
		low = 0xa0;
	if (p[0] == 0xed)
		high = 0x9f; /* no surrogates */
	if (p[0] == 0xf0)
		low = 0x90;
	if (p[0] == 0xf4)
		high = 0x8f; /* nothing above U+10FFFF */
	if (left < len || p[1] < low || p[1] > high)
		return 0;
	for (size_t i = 2; i < len; i++)
		if (p[i] < 0x80 || p[i] > 0xbf)
			return 0;
	return len;
}

uint32_t
utf8_next(struct slice text, size_t *at)
{
	static const unsigned char first_bits[5] = { 0, 0x7f, 0x1f, 0x0f, 0x07 };
	const unsigned char *p = text.ptr + *at;
	size_t len = sequence_length(p, text.len - *at);

	if (len == 0) {
		*at += 1;
		return UTF8_BAD;
	}
	uint32_t character = p[0] & first_bits[len];
	for (size_t i = 1; i < len; i++)
		character = character << 6 | (p[i] & 0x3fu);
	*at += len;
	return character;
}

size_t
utf8_check(struct slice text)
{
	size_t at = 0;
	while (at < text.len) {
		uint64_t eight;
		if (text.len - at >= sizeof eight) {
			memcpy(&eight, text.ptr + at, sizeof eight);
			if ((eight & UINT64_C(0x8080808080808080)) == 0) {
				at += sizeof eight;
				continue;
			}
		}
		size_t len = sequence_length(text.ptr + at, text.len - at);
		if (len == 0)
			return at;
		at += len;
	}
	return text.len;
}

void
utf8_add(struct buf *buf, uint32_t c)
{
	unsigned char bytes[4];
	size_t len;

	if (c < 0x80) {
		bytes[0] = (unsigned char)c;
		len = 1;
	} else if (c < 0x800) {
		bytes[0] = (unsigned char)(0xc0 | c >> 6);
		bytes[1] = (unsigned char)(0x80 | (c & 0x3f));
		len = 2;
	} else if (c < 0x10000) {
		bytes[0] = (unsigned char)(0xe0 | c >> 12);
		bytes[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		bytes[2] = (unsigned char)(0x80 | (c & 0x3f));
		len = 3;
	} else {
		bytes[0] = (unsigned char)(0xf0 | (c >> 18 & 0x07));
		bytes[1] = (unsigned char)(0x80 | (c >> 12 & 0x3f));
		bytes[2] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
		bytes[3] = (unsigned char)(0x80 | (c & 0x3f));
		len = 4;
	}
	buf_add(buf, bytes, len);
}
