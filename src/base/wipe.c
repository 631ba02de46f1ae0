#include <string.h>

#include "base/wipe.h"

void
wipe(void *ptr, size_t len)
{
	if (len > 0)
		explicit_bzero(ptr, len);
}
