#include "manifest/tee.h"

tl_status
tee_init(struct tee *tee, struct tl_reader from, struct tl_error *e)
{
	tee->from = from;
	return wide_init(&tee->hasher, e);
}

void
tee_release(struct tee *tee)
{
	wide_release(&tee->hasher);
}

static int64_t
read_through(void *context, void *bytes, size_t capacity)
{
	struct tee *tee = context;
	int64_t got = tee->from.read(tee->from.context, bytes, capacity);
	if (got > 0 && (uint64_t)got <= capacity)
		wide_add(&tee->hasher, slice_of(bytes, (size_t)got));
	return got;
}

struct tl_reader
tee_reader(struct tee *tee)
{
	return (struct tl_reader){ tee, read_through };
}

tl_status
tee_end(struct tee *tee, struct wide_digest *out, struct tl_error *e)
{
	return wide_end(&tee->hasher, out, e);
}
