#include "manifest/draw.h"

#include <assert.h>

#include "base/wipe.h"

tl_status
draw_init(struct draw *draw, const unsigned char seed[SEED_SIZE], struct tl_error *e)
{
	draw->at = DRAW_BLOCK;
	return keystream_init(&draw->stream, seed, e);
}

void
draw_release(struct draw *draw)
{
	keystream_release(&draw->stream);
	wipe(draw->block, sizeof draw->block);
	draw->at = DRAW_BLOCK;
}

/* What is left of the block, or of a new one: at most `most` bytes. */
static tl_status
take(struct draw *draw, size_t most, const unsigned char **bytes, size_t *len, struct tl_error *e)
{
	if (draw->at == DRAW_BLOCK) {
		TRY(keystream_read(&draw->stream, draw->block, DRAW_BLOCK, e));
		draw->at = 0;
	}
	*bytes = draw->block + draw->at;
	*len = DRAW_BLOCK - draw->at < most ? DRAW_BLOCK - draw->at : most;
	draw->at += *len;
	return TL_OK;
}

tl_status
draw_bytes(struct draw *draw, unsigned char *out, size_t len, struct tl_error *e)
{
	while (len > 0) {
		const unsigned char *bytes;
		size_t part;
		TRY(take(draw, len, &bytes, &part, e));
		memcpy(out, bytes, part);
		out += part;
		len -= part;
	}
	return TL_OK;
}

tl_status
draw_skip(struct draw *draw, size_t len, struct tl_error *e)
{
	while (len > 0) {
		const unsigned char *bytes;
		size_t part;
		TRY(take(draw, len, &bytes, &part, e));
		len -= part;
	}
	return TL_OK;
}

tl_status
draw_below(struct draw *draw, uint32_t bound, uint32_t *out, struct tl_error *e)
{
	assert(bound >= 1);
	uint64_t limit = (UINT64_C(1) << 32) / bound * bound;
	for (;;) {
		unsigned char raw[4];
		TRY(draw_bytes(draw, raw, sizeof raw, e));
		uint32_t x = (uint32_t)raw[0] << 24 | (uint32_t)raw[1] << 16 |
		    (uint32_t)raw[2] << 8 | (uint32_t)raw[3];
		if (x < limit) {
			*out = x % bound;
			return TL_OK;
		}
	}
}
