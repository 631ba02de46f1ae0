#include "manifest/reopen.h"

#include <assert.h>

tl_status
reopen_init(
    struct reopen *r, const unsigned char seed[SEED_SIZE], struct salts *salts, struct tl_error *e)
{
	*r = (struct reopen){ .next = 0 };
	gap_init(&r->gap);
	TRY(hasher_init(&r->hasher, e));
	TRY(draw_init(&r->draw, seed, e));
	return salts_draw(salts, &r->draw, e);
}

void
reopen_release(struct reopen *r)
{
	draw_release(&r->draw);
	hasher_release(&r->hasher);
	gap_release(&r->gap);
	gap_trace_clear(&r->trace);
}

tl_status
reopen_begin(struct reopen *r, uint64_t number, bool traced, struct tl_error *e)
{
	assert(number >= r->next);
	for (; r->next < number; r->next++) {
		TRY(gap_begin(&r->gap, &r->draw, e));
		TRY(gap_pass_close(&r->gap, &r->draw, e));
	}
	gap_trace_clear(&r->trace);
	r->traced = traced;
	r->next++;
	return gap_begin(&r->gap, &r->draw, e);
}

tl_status
reopen_piece(struct reopen *r, struct slice descriptor, struct slice body, struct tl_error *e)
{
	if (!r->traced)
		return gap_pass_add(&r->gap, &r->draw, e);
	return gap_add(&r->gap, &r->draw, &r->hasher, descriptor, body, &r->trace, e);
}

tl_status
reopen_end(struct reopen *r, struct digest *out, struct tl_error *e)
{
	*out = (struct digest){ { 0 } };
	if (!r->traced)
		return gap_pass_close(&r->gap, &r->draw, e);
	return gap_close(&r->gap, &r->draw, &r->hasher, &r->trace, out, e);
}
