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

tl_status
draw_bytes(struct draw *draw, unsigned char *out, size_t len, struct tl_error *e)
{
	while (len > 0) {
		if (draw->at == DRAW_BLOCK) {
			TRY(keystream_read(&draw->stream, draw->block, DRAW_BLOCK, e));
			draw->at = 0;
		}
		size_t part = DRAW_BLOCK - draw->at < len ? DRAW_BLOCK - draw->at : len;
		memcpy(out, draw->block + draw->at, part);
		draw->at += part;
		out += part;
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
