#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/wipe.h"

void
buf_init(struct buf *buf, size_t ceiling)
{
	*buf = (struct buf){ .ceiling = ceiling };
}

void
buf_release(struct buf *buf)
{
	if (buf->ptr != NULL)
		wipe(buf->ptr, buf->capacity);
	free(buf->ptr);
	*buf = (struct buf){ .ceiling = buf->ceiling };
}

void
buf_clear(struct buf *buf)
{
	if (buf->ptr != NULL)
		wipe(buf->ptr, buf->len);
	buf->len = 0;
	buf->failed = false;
}

static bool
grow(struct buf *buf, size_t need)
{
	size_t capacity = buf->capacity < 256 ? 256 : buf->capacity;
	if (capacity > buf->ceiling)
		capacity = buf->ceiling;
	while (capacity < need)
		capacity = capacity > buf->ceiling / 2 ? buf->ceiling : capacity * 2;
	unsigned char *block = malloc(capacity);
	if (block == NULL)
		return false;
	if (buf->ptr != NULL) {
		memcpy(block, buf->ptr, buf->len);
		wipe(buf->ptr, buf->capacity);
		free(buf->ptr);
	}
	buf->ptr = block;
	buf->capacity = capacity;
	return true;
}

void
buf_add_growing(struct buf *buf, const void *bytes, size_t len)
{
	if (len > buf->ceiling - buf->len || !grow(buf, buf->len + len)) {
		buf->failed = true;
		return;
	}
	memcpy(buf->ptr + buf->len, bytes, len);
	buf->len += len;
}

void
buf_add_number(struct buf *buf, uint64_t number)
{
	unsigned char digits[20];
	size_t at = sizeof digits;
	do {
		digits[--at] = (unsigned char)('0' + number % 10);
		number /= 10;
	} while (number != 0);
	buf_add(buf, digits + at, sizeof digits - at);
}

void
buf_add_hex(struct buf *buf, const unsigned char *bytes, size_t len)
{
	static const char digit[] = "0123456789abcdef";
	for (size_t i = 0; i < len; i++) {
		unsigned char pair[2] = { (unsigned char)digit[bytes[i] >> 4],
			(unsigned char)digit[bytes[i] & 15] };
		buf_add(buf, pair, 2);
	}
}

struct slice
buf_slice(const struct buf *buf)
{
	return slice_of(buf->ptr, buf->len);
}

tl_status
buf_check(const struct buf *buf, struct tl_error *e)
{
	if (buf->failed)
		return error_set(e, TL_SYSTEM, "out of memory, or a size limit was reached");
	return TL_OK;
}
