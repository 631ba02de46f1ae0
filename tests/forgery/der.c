#include <stdlib.h>
#include <string.h>

#include "forge.h"

struct bytes
tlv(int tag, const struct bytes *parts)
{
	size_t len = 0, at = 0;
	for (size_t i = 0; parts[i].ptr != NULL; i++)
		len += parts[i].len;
	unsigned char *out = room(len + 5);
	out[at++] = (unsigned char)tag;
	if (len >= 0x100)
		out[at++] = 0x82;
	else if (len >= 0x80)
		out[at++] = 0x81;
	if (len >= 0x100)
		out[at++] = (unsigned char)(len >> 8);
	out[at++] = (unsigned char)len;
	for (size_t i = 0; parts[i].ptr != NULL; i++) {
		memcpy(out + at, parts[i].ptr, parts[i].len);
		at += parts[i].len;
	}
	return (struct bytes){ out, at };
}

static int
compare(const void *a, const void *b)
{
	const struct bytes *x = a, *y = b;
	int order = memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);
	return order != 0 ? order : (x->len > y->len) - (x->len < y->len);
}

struct bytes
set_of(const struct bytes *parts)
{
	struct bytes sorted[16];
	size_t n = 0;
	while (parts[n].ptr != NULL && n < 15) {
		sorted[n] = parts[n];
		n++;
	}
	sorted[n] = END;
	qsort(sorted, n, sizeof *sorted, compare);
	return tlv(0x31, sorted);
}

/* Of the first value: where its content begins, and its length. */
static size_t
header(struct bytes der, size_t *len)
{
	if (der.len < 2)
		die("DER", "cut short");
	size_t at = 2;
	*len = der.ptr[1];
	if (*len > 0x80) {
		size_t more = *len - 0x80;
		for (*len = 0; more > 0 && at < der.len; more--)
			*len = *len << 8 | der.ptr[at++];
	}
	if (*len > der.len - at)
		die("DER", "cut short");
	return at;
}

struct bytes
inside(struct bytes whole)
{
	size_t len, at = header(whole, &len);
	return (struct bytes){ whole.ptr + at, len };
}

static bool
next(struct bytes *rest, struct bytes *out)
{
	size_t len;
	if (rest->len == 0)
		return false;
	size_t at = header(*rest, &len);
	*out = (struct bytes){ rest->ptr, at + len };
	*rest = (struct bytes){ rest->ptr + at + len, rest->len - at - len };
	return true;
}

size_t
count_parts(struct bytes whole)
{
	struct bytes rest = inside(whole), one;
	size_t n = 0;
	while (next(&rest, &one))
		n++;
	return n;
}

struct bytes
part(struct bytes whole, size_t n)
{
	struct bytes rest = inside(whole), one = END;
	for (size_t i = 0; i <= n; i++)
		if (!next(&rest, &one))
			die("DER", "a part is missing");
	return one;
}

struct bytes
retagged(struct bytes whole, int tag)
{
	unsigned char *out = room(whole.len);
	memcpy(out, whole.ptr, whole.len);
	out[0] = (unsigned char)tag;
	return (struct bytes){ out, whole.len };
}

/* --- RFC 5652 5.1 and 5.3; of one signer, as an honest seal has it */

struct seal
read_seal(struct bytes der)
{
	struct bytes data = part(part(der, 1), 0), info = part(part(data, 4), 0);
	struct seal seal = { .version = part(data, 0),
		.digests = part(data, 1),
		.type = part(part(data, 2), 0),
		.attached = NOTHING,
		.certificates = part(data, 3),
		.lists = NOTHING,
		.count = 1 };
	seal.infos[0] = (struct info){ .version = part(info, 0),
		.id = part(info, 1),
		.digest = part(info, 2),
		.attributes = retagged(part(info, 3), 0x31),
		.algorithm = part(info, 4),
		.signature = part(info, 5),
		.others = NOTHING };
	return seal;
}

static struct bytes
write_info(const struct info *info)
{
	struct bytes attributes = info->written.ptr != NULL ? info->written : info->attributes;
	return SEQ(info->version, info->id, info->digest,
	    attributes.len > 0 ? retagged(attributes, 0xa0) : NOTHING, info->algorithm,
	    info->signature, info->others);
}

struct bytes
write_seal(const struct seal *seal)
{
	struct bytes infos[3] = { END, END, END };
	for (size_t i = 0; i < seal->count; i++)
		infos[i] = write_info(&seal->infos[i]);
	struct bytes data = SEQ(seal->version, seal->digests, SEQ(seal->type, seal->attached),
	    seal->certificates, seal->lists, set_of(infos));
	return SEQ(OID(0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2), TLV(0xa0, data));
}
