#include "base/wire.h"

bool
wire_number(struct slice *rest, uint32_t *out)
{
	if (rest->len < 4)
		return false;
	const unsigned char *p = rest->ptr;
	*out = (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
	*rest = slice_sub(*rest, 4, rest->len);
	return true;
}

bool
wire_string(struct slice *rest, struct slice *out)
{
	struct slice at = *rest;
	uint32_t len;
	if (!wire_number(&at, &len) || len > at.len)
		return false;
	*out = slice_sub(at, 0, len);
	*rest = slice_sub(at, len, at.len);
	return true;
}

bool
wire_expect(struct slice *rest, const char *text)
{
	struct slice at = *rest, found;
	if (!wire_string(&at, &found) || !slice_is(found, text))
		return false;
	*rest = at;
	return true;
}

/* RFC 4251 §5: no zero byte in front but the one that keeps a number positive; zero has no byte at all. */
bool
wire_mpint(struct slice *rest, unsigned char *out, size_t size)
{
	struct slice at = *rest, number;
	if (!wire_string(&at, &number) || number.len == 0 || (number.ptr[0] & 0x80) != 0)
		return false;
	if (number.ptr[0] == 0) {
		if (number.len == 1 || (number.ptr[1] & 0x80) == 0)
			return false;
		number = slice_sub(number, 1, number.len);
	}
	if (number.len > size)
		return false;
	memset(out, 0, size - number.len);
	memcpy(out + size - number.len, number.ptr, number.len);
	*rest = at;
	return true;
}

void
wire_add_number(struct buf *out, uint32_t number)
{
	for (int shift = 24; shift >= 0; shift -= 8)
		buf_add_byte(out, (unsigned char)(number >> shift & 0xff));
}

void
wire_add_string(struct buf *out, struct slice bytes)
{
	wire_add_number(out, (uint32_t)bytes.len);
	buf_add_slice(out, bytes);
}

void
wire_add_text(struct buf *out, const char *text)
{
	wire_add_string(out, slice_str(text));
}

void
wire_add_mpint(struct buf *out, const unsigned char *bytes, size_t size)
{
	while (size > 0 && bytes[0] == 0) {
		bytes++;
		size--;
	}
	bool sign = size > 0 && (bytes[0] & 0x80) != 0;
	wire_add_number(out, (uint32_t)(size + sign));
	if (sign)
		buf_add_byte(out, 0);
	buf_add(out, bytes, size);
}
