#include "base/base64.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void
base64_add(struct buf *out, struct slice bytes)
{
	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t have = bytes.len - i < 3 ? bytes.len - i : 3;
		uint32_t group = (uint32_t)bytes.ptr[i] << 16;
		if (have > 1)
			group |= (uint32_t)bytes.ptr[i + 1] << 8;
		if (have > 2)
			group |= bytes.ptr[i + 2];
		char text[4] = { alphabet[group >> 18], alphabet[group >> 12 & 63],
			have > 1 ? alphabet[group >> 6 & 63] : '=',
			have > 2 ? alphabet[group & 63] : '=' };
		buf_add(out, text, sizeof text);
	}
}

/* 64: no digit. */
static uint32_t
digit_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return (uint32_t)(c - 'A');
	if (c >= 'a' && c <= 'z')
		return (uint32_t)(c - 'a') + 26;
	if (c >= '0' && c <= '9')
		return (uint32_t)(c - '0') + 52;
	return c == '+' ? 62 : c == '/' ? 63 : 64;
}

bool
base64_take(struct slice text, unsigned char *out, size_t room, size_t *len)
{
	*len = 0;
	if (text.len % 4 != 0)
		return false;
	size_t digits = text.len;
	while (digits > 0 && text.len - digits < 2 && text.ptr[digits - 1] == '=')
		digits--;
	uint32_t held = 0;
	size_t bits = 0;
	for (size_t i = 0; i < digits; i++) {
		uint32_t digit = digit_of(text.ptr[i]);
		if (digit == 64)
			return false;
		held = (held << 6 | digit) & 0xffff;
		bits += 6;
		if (bits < 8)
			continue;
		if (*len == room)
			return false;
		bits -= 8;
		out[(*len)++] = (unsigned char)(held >> bits);
	}
	return (held & ((1U << bits) - 1)) == 0;
}
