#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forge.h"

void
die(const char *what, const char *detail)
{
	fprintf(stderr, "forge: %s: %s\n", what, detail);
	exit(2);
}

void *
room(size_t len)
{
	void *block = calloc(1, len > 0 ? len : 1);
	if (block == NULL)
		die("no memory", "");
	return block;
}

struct bytes
copy(const void *bytes, size_t len)
{
	unsigned char *block = room(len);
	if (len > 0)
		memcpy(block, bytes, len);
	return (struct bytes){ block, len };
}

struct bytes
text(const char *text)
{
	return copy(text, strlen(text));
}

struct bytes
join(struct bytes a, struct bytes b)
{
	unsigned char *block = room(a.len + b.len);
	if (a.len > 0)
		memcpy(block, a.ptr, a.len);
	if (b.len > 0)
		memcpy(block + a.len, b.ptr, b.len);
	return (struct bytes){ block, a.len + b.len };
}

struct bytes
replace(struct bytes all, const char *what, const char *with)
{
	const unsigned char *at = memmem(all.ptr, all.len, what, strlen(what));
	if (at == NULL)
		die("there is none to replace", what);
	size_t before = (size_t)(at - all.ptr), behind = before + strlen(what);
	return join(join((struct bytes){ all.ptr, before }, text(with)),
	    (struct bytes){ all.ptr + behind, all.len - behind });
}

bool
equal(struct bytes a, struct bytes b)
{
	return a.len == b.len && memcmp(a.ptr, b.ptr, a.len) == 0;
}

static FILE *
open_file(const char *folder, const char *name, const char *suffix, const char *mode)
{
	char path[4096];
	(void)snprintf(path, sizeof path, "%s/%s%s", folder, name, suffix);
	FILE *file = fopen(path, mode);
	if (file == NULL)
		die("cannot be opened", path);
	return file;
}

struct bytes
read_file(const char *folder, const char *name, const char *suffix)
{
	FILE *file = open_file(folder, name, suffix, "rb");
	unsigned char *block = room((size_t)1 << 20);
	size_t len = fread(block, 1, (size_t)1 << 20, file);
	fclose(file);
	return (struct bytes){ block, len };
}

void
write_file(const char *folder, const char *name, struct bytes bytes)
{
	FILE *file = open_file(folder, name, "", "wb");
	if (fwrite(bytes.ptr, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
		die("cannot be written", name);
}
