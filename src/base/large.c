#include <stdint.h>
#include <sys/mman.h>

#include "base/large.h"

static const uintptr_t page = (uintptr_t)2 << 20;

void
large_advise(void *ptr, size_t len)
{
	uintptr_t from = ((uintptr_t)ptr + page - 1) / page * page;
	uintptr_t to = ((uintptr_t)ptr + len) / page * page;

	if (ptr != NULL && to > from)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}
