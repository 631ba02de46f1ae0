#include "manifest/salts.h"

#define SOURCE_TAG "tearline-source-v1\n"

tl_status
salts_draw(struct salts *salts, struct draw *draw, struct tl_error *e)
{
	TRY(draw_bytes(draw, salts->id, sizeof salts->id, e));
	TRY(draw_bytes(draw, salts->source, sizeof salts->source, e));
	TRY(draw_bytes(draw, salts->record, sizeof salts->record, e));
	return draw_bytes(draw, salts->no_record.bytes, sizeof salts->no_record.bytes, e);
}

tl_status
source_commitment(struct hasher *hasher, const unsigned char salt[FORM_SALT_SIZE],
    const struct digest *source, struct digest *out, struct tl_error *e)
{
	hasher_begin(hasher);
	hasher_add(hasher, slice_str(SOURCE_TAG));
	hasher_add(hasher, slice_of(salt, FORM_SALT_SIZE));
	hasher_add(hasher, slice_of(source->bytes, DIGEST_SIZE));
	return hasher_end(hasher, out, e);
}
