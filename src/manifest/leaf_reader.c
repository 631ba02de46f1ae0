#include "manifest/leaf_reader.h"

tl_status
leaf_reader_init(struct leaf_reader *reader, struct tl_reader from, struct tl_error *e)
{
	static const unsigned char leaf = 0x00;
	*reader = (struct leaf_reader){ .from = from };
	TRY(hasher_init(&reader->hasher, e));
	hasher_add(&reader->hasher, slice_of(&leaf, 1));
	return TL_OK;
}

void
leaf_reader_release(struct leaf_reader *reader)
{
	hasher_release(&reader->hasher);
}

static int64_t
read_on(void *context, void *bytes, size_t capacity)
{
	struct leaf_reader *reader = context;
	int64_t got = reader->from.read(reader->from.context, bytes, capacity);
	if (got > 0 && (uint64_t)got <= capacity)
		hasher_add(&reader->hasher, slice_of(bytes, (size_t)got));
	return got;
}

struct tl_reader
leaf_reader_of(struct leaf_reader *reader)
{
	return (struct tl_reader){ reader, read_on };
}

tl_status
leaf_reader_end(struct leaf_reader *reader, struct digest *leaf, struct tl_error *e)
{
	return hasher_end(&reader->hasher, leaf, e);
}
