#include "base/resource.h"

struct slice
resource_find(const char *name)
{
	for (const struct resource *r = resources; r->name != NULL; r++)
		if (strcmp(r->name, name) == 0)
			return slice_of(r->start, (size_t)(r->end - r->start));
	return slice_of(NULL, 0);
}

bool
resource_is(struct slice bytes)
{
	for (const struct resource *r = resources; r->name != NULL; r++)
		if (r->start == bytes.ptr && (size_t)(r->end - r->start) == bytes.len)
			return true;
	return false;
}
