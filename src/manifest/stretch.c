#include "manifest/stretch.h"

#include <assert.h>

#include "base/wipe.h"

void
stretch_clear(struct stretch *stretch)
{
	wipe(stretch->descriptors, stretch->described);
	stretch->used = stretch->described = stretch->count = 0;
}

bool
stretch_is_full(const struct stretch *stretch)
{
	return stretch->used >= STRETCH_TEXT || stretch->described >= STRETCH_TEXT ||
	    stretch->count == STRETCH_STEPS;
}

void
stretch_add_piece(struct stretch *stretch, size_t descriptor_len, struct slice body)
{
	assert(stretch->count < STRETCH_STEPS);
	stretch->steps[stretch->count++] = (struct stretch_step){
		.descriptor = slice_of(stretch->descriptors + stretch->described, descriptor_len),
		.body = body,
	};
	stretch->described += descriptor_len;
}

void
stretch_add_gap(struct stretch *stretch)
{
	assert(stretch->count < STRETCH_STEPS);
	stretch->steps[stretch->count++] =
	    (struct stretch_step){ .line = stretch->text + stretch->used };
	stretch->used += FORM_GAP_SIZE;
}

tl_status
gap_maker_init(struct gap_maker *maker, const unsigned char seed[SEED_SIZE], struct tl_error *e)
{
	*maker = (struct gap_maker){ .status = TL_OK };
	gap_init(&maker->gap);
	TRY(hasher_init(&maker->hasher, e));
	return draw_init(&maker->draw, seed, e);
}

void
gap_maker_release(struct gap_maker *maker)
{
	hasher_release(&maker->hasher);
	draw_release(&maker->draw);
	gap_release(&maker->gap);
}

tl_status
gap_maker_begin(struct gap_maker *maker, struct tl_error *e)
{
	return gap_begin(&maker->gap, &maker->draw, e);
}

static struct gap_proof *
wanted_proof(const struct gap_maker *maker)
{
	return maker->wanted_gap == maker->number ? maker->wanted : NULL;
}

static tl_status
make_piece(struct gap_maker *maker, const struct stretch_step *step, struct tl_error *e)
{
	bool wanted = maker->wanted_piece == maker->gap.count / 2;
	return gap_add(&maker->gap, &maker->draw, &maker->hasher, step->descriptor, step->body,
	    wanted ? wanted_proof(maker) : NULL, e);
}

static tl_status
make_gap(struct gap_maker *maker, const struct stretch_step *step, struct tl_error *e)
{
	struct form_value value = { .number = 0 };
	bool wanted = maker->wanted_piece < maker->gap.count / 2;
	size_t len;
	TRY(gap_close(&maker->gap, &maker->draw, &maker->hasher, maker->wanted_piece,
	    wanted ? wanted_proof(maker) : NULL, &value.digest, e));
	TRY(form_print(LINE_GAP, &value, step->line, &len, e));
	assert(len == FORM_GAP_SIZE);
	maker->number++;
	/* Behind the last one too: nothing is drawn after it. */
	return gap_maker_begin(maker, e);
}

void
gaps_make(struct gap_maker *maker, struct stretch *stretch)
{
	for (size_t i = 0; i < stretch->count && maker->status == TL_OK; i++) {
		const struct stretch_step *step = &stretch->steps[i];
		maker->status = step->line == NULL ? make_piece(maker, step, &maker->error)
						   : make_gap(maker, step, &maker->error);
	}
	wipe(stretch->descriptors, stretch->described);
	stretch->described = stretch->count = 0;
}
