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

static struct stretch_step *
add_step(struct stretch *stretch)
{
	assert(stretch->count < STRETCH_STEPS);
	struct stretch_step *step = &stretch->steps[stretch->count++];
	atomic_init(&step->taken, false);
	return step;
}

void
stretch_add_piece(struct stretch *stretch, size_t descriptor_len, struct slice body)
{
	struct stretch_step *step = add_step(stretch);
	step->descriptor = slice_of(stretch->descriptors + stretch->described, descriptor_len);
	step->body = body;
	step->line = NULL;
	stretch->described += descriptor_len;
}

void
stretch_add_gap(struct stretch *stretch)
{
	struct stretch_step *step = add_step(stretch);
	step->line = stretch->text + stretch->used;
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

static tl_status
make_piece(struct gap_maker *maker, const struct stretch_step *step, struct tl_error *e)
{
	return gap_add(
	    &maker->gap, &maker->draw, &maker->hasher, step->descriptor, step->body, NULL, e);
}

static tl_status
make_gap(struct gap_maker *maker, const struct stretch_step *step, struct tl_error *e)
{
	struct form_value value = { .number = 0 };
	size_t len;
	TRY(gap_close(&maker->gap, &maker->draw, &maker->hasher, NULL, &value.digest, e));
	TRY(form_print(LINE_GAP, &value, step->line, &len, e));
	assert(len == FORM_GAP_SIZE);
	return TL_OK;
}

static tl_status
go_through(struct gap_maker *maker, struct stretch_step *step, struct tl_error *e)
{
	if (!maker->inside) {
		maker->inside = true;
		maker->mine = !atomic_exchange(&step->taken, true);
		TRY(gap_begin(&maker->gap, &maker->draw, e));
	}
	if (step->line == NULL)
		return maker->mine ? make_piece(maker, step, e)
				   : gap_pass_add(&maker->gap, &maker->draw, e);
	maker->inside = false;
	return maker->mine ? make_gap(maker, step, e)
			   : gap_pass_close(&maker->gap, &maker->draw, e);
}

void
gaps_make(struct gap_maker *maker, struct stretch *stretch)
{
	for (size_t i = 0; i < stretch->count && maker->status == TL_OK; i++)
		maker->status = go_through(maker, &stretch->steps[i], &maker->error);
}
