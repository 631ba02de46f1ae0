/*
 * base/wipe.h -- overwrite memory that held document text or keys.
 *
 * Idea:   freed memory is read by somebody sooner or later: a core file, a swap device, the next allocation.
 * Always: the compiler may not drop the write.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef BASE_WIPE_H
#define BASE_WIPE_H

#include <stddef.h>

void wipe(void *ptr, size_t len);

#endif
