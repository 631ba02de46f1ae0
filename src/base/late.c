#include <dlfcn.h>
#include <string.h>

#include "base/late.h"

bool
late_load(const char *soname, const char *const *names, size_t count, void *table)
{
	void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);
	bool all = library != NULL;

	for (size_t i = 0; all && i < count; i++) {
		void *symbol = dlsym(library, names[i]);
		memcpy((char *)table + i * sizeof symbol, &symbol, sizeof symbol);
		all = symbol != NULL;
	}
	return all;
}
