#include "marking/codes.h"

#include <stdlib.h>

#include "marking/form.h"

void
code_set_add(struct code_set *set, int code)
{
	set->bits[code / 64] |= (uint64_t)1 << (code % 64);
}

bool
code_set_has(const struct code_set *set, int code)
{
	return (set->bits[code / 64] >> (code % 64) & 1) != 0;
}

int
code_set_next(const struct code_set *set, int from)
{
	for (int word = from / 64; word < CODES_MAX / 64; word++) {
		uint64_t bits = set->bits[word];
		if (word == from / 64)
			bits &= UINT64_MAX << from % 64;
		if (bits != 0)
			return word * 64 + __builtin_ctzll(bits);
	}
	return -1;
}

bool
code_set_empty(const struct code_set *set)
{
	return code_set_equal(set, &(struct code_set){ 0 });
}

bool
code_set_equal(const struct code_set *a, const struct code_set *b)
{
	return memcmp(a, b, sizeof *a) == 0;
}

bool
code_set_contains(const struct code_set *a, const struct code_set *b)
{
	for (size_t i = 0; i < CODES_MAX / 64; i++) {
		if ((b->bits[i] & ~a->bits[i]) != 0)
			return false;
	}
	return true;
}

struct code_set
code_set_union(const struct code_set *a, const struct code_set *b)
{
	struct code_set sum;
	for (size_t i = 0; i < CODES_MAX / 64; i++)
		sum.bits[i] = a->bits[i] | b->bits[i];
	return sum;
}

struct code_set
code_set_common(const struct code_set *a, const struct code_set *b)
{
	struct code_set both;
	for (size_t i = 0; i < CODES_MAX / 64; i++)
		both.bits[i] = a->bits[i] & b->bits[i];
	return both;
}

int
code_find(const struct codes *codes, struct slice name)
{
	if (name.len > codes->longest)
		return -1;
	for (uint32_t at = form_hash(name);; at++) {
		unsigned slot = codes->slots[at % CODE_SLOTS];
		if (slot == 0)
			return -1;
		if (slice_equal(codes->list[slot - 1].name, name))
			return (int)slot - 1;
	}
}

struct code_set
codes_expand(const struct codes *codes, const struct code_set *written)
{
	struct code_set set = *written, groups = code_set_common(written, &codes->groups);
	if (code_set_empty(written))
		return set;
	for (size_t i = 0; i < CODES_MAX / 64; i++)
		set.bits[i] &= ~codes->groups.bits[i];
	for (int i = code_set_next(&groups, 0); i >= 0; i = code_set_next(&groups, i + 1))
		set = code_set_union(&set, &codes->list[i].members);
	if (codes->home >= 0)
		set.bits[codes->home / 64] &= ~((uint64_t)1 << (codes->home % 64));
	return set;
}

void
codes_add_home(const struct codes *codes, struct code_set *written)
{
	if (codes->home >= 0 && !code_set_empty(written))
		code_set_add(written, codes->home);
}

/* --- loading --------------------------------------------------------------------------------------------------- */

struct code_reader {
	struct codes *codes;
	const char *file;
	struct tl_error *e;
};

static tl_status
add_name(struct code_reader *r, const struct xml_node *node, struct slice name, bool group)
{
	if (r->codes->count == CODES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d countries and groups", CODES_MAX);
	if (name.len == 0 || name.len > CODE_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a country or group has a name of at most %d bytes", CODE_MAX);
	r->codes->list[r->codes->count++] =
	    (struct code){ .name = name, .line = node->line, .group = group };
	return TL_OK;
}

static tl_status
add_names(struct code_reader *r, const struct xml_node *node, const char *names, bool group)
{
	struct slice rest = slice_str(names), name;
	while (form_word(&rest, &name))
		TRY(add_name(r, node, name, group));
	return TL_OK;
}

/* A group that says who belongs to it; one that does not stands for itself. */
static bool
has_members(const struct xml_node *node)
{
	return strcmp(node->name, "group") == 0 && xml_attr(node, "members") != NULL;
}

static int
compare_codes(const void *x, const void *y)
{
	const struct code *a = x, *b = y;
	if (a->group != b->group)
		return a->group ? 1 : -1;
	return form_compare(a->name, b->name);
}

static tl_status
index_names(struct code_reader *r)
{
	struct codes *codes = r->codes;
	for (size_t i = 0; i < codes->count; i++) {
		struct code *code = &codes->list[i];
		int other = code_find(codes, code->name);
		if (other >= 0)
			return error_at(r->e, TL_POLICY, r->file, code->line, 0,
			    "the code %.*s is listed twice, also in line %zu; remove one",
			    (int)code->name.len, (const char *)code->name.ptr,
			    codes->list[other].line);
		uint32_t at = form_hash(code->name);
		while (codes->slots[at % CODE_SLOTS] != 0)
			at++;
		codes->slots[at % CODE_SLOTS] = (uint16_t)(i + 1);
		if (code->group)
			code_set_add(&codes->groups, (int)i);
		if (code->name.len > codes->longest)
			codes->longest = code->name.len;
	}
	return TL_OK;
}

enum expansion {
	EXPANSION_READY,
	EXPANSION_WAITS /* for a member that is not expanded yet */
};

static tl_status
expand_group(
    struct code_reader *r, const struct xml_node *node, const bool *ready, enum expansion *out)
{
	struct codes *codes = r->codes;
	int group = code_find(codes, slice_str(xml_attr(node, "id")));
	struct slice rest = slice_str(xml_attr(node, "members")), name;
	struct code_set members = { 0 };
	*out = EXPANSION_READY;
	while (form_word(&rest, &name)) {
		int member = code_find(codes, name);
		if (member < 0)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "group %s: its member %.*s is not listed under countries or groups",
			    xml_attr(node, "id"), (int)name.len, (const char *)name.ptr);
		if (!ready[member])
			*out = EXPANSION_WAITS;
		members = code_set_union(&members, &codes->list[member].members);
	}
	if (*out == EXPANSION_READY)
		codes->list[group].members = members;
	return TL_OK;
}

/* A round without progress: `node` waits for a member that waits too. */
static tl_status
refuse_circle(struct code_reader *r, const struct xml_node *node, const bool *ready)
{
	const struct codes *codes = r->codes;
	struct slice rest = slice_str(xml_attr(node, "members")), name;
	int member = -1;
	while ((member < 0 || ready[member]) && form_word(&rest, &name))
		member = code_find(codes, name);
	return error_at(r->e, TL_POLICY, r->file, node->line, 0,
	    "group %s: its members lead back to itself through %.*s in line %zu",
	    xml_attr(node, "id"), (int)codes->list[member].name.len,
	    (const char *)codes->list[member].name.ptr, codes->list[member].line);
}

/* Groups may hold groups. Each round expands those whose members are all known; a round without progress leaves a circle. */
static tl_status
expand_groups(struct code_reader *r, const struct xml_node *root)
{
	bool ready[CODES_MAX] = { false };
	for (size_t i = 0; i < r->codes->count; i++) {
		ready[i] = true;
		code_set_add(&r->codes->list[i].members, (int)i);
	}
	for (const struct xml_node *n = root->child; n != NULL; n = n->next) {
		if (has_members(n))
			ready[code_find(r->codes, slice_str(xml_attr(n, "id")))] = false;
	}
	const struct xml_node *waiting;
	size_t left = SIZE_MAX, now;
	do {
		waiting = NULL;
		now = 0;
		for (const struct xml_node *n = root->child; n != NULL; n = n->next) {
			if (!has_members(n))
				continue;
			int group = code_find(r->codes, slice_str(xml_attr(n, "id")));
			enum expansion state;
			if (ready[group])
				continue;
			TRY(expand_group(r, n, ready, &state));
			ready[group] = state == EXPANSION_READY;
			if (!ready[group]) {
				waiting = n;
				now++;
			}
		}
		if (waiting != NULL && now == left)
			return refuse_circle(r, waiting, ready);
		left = now;
	} while (waiting != NULL);
	return TL_OK;
}

tl_status
codes_load(struct codes *codes, const struct xml_node *root, const char *file, struct arena *arena,
    struct tl_error *e)
{
	struct code_reader r = { codes, file, e };
	*codes = (struct codes){ .home = -1 };
	codes->list = arena_array(arena, CODES_MAX, sizeof *codes->list);
	if (codes->list == NULL)
		return error_memory(e);
	for (const struct xml_node *n = root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "countries") == 0)
			TRY(add_names(&r, n, n->text, false));
		else if (strcmp(n->name, "groups") == 0)
			TRY(add_names(&r, n, n->text, true));
		else if (strcmp(n->name, "group") == 0)
			TRY(add_name(&r, n, slice_str(xml_attr(n, "id")), true));
	}
	qsort(codes->list, codes->count, sizeof *codes->list, compare_codes);
	TRY(index_names(&r));
	const char *home = xml_attr(root, "home");
	if (home != NULL) {
		codes->home = code_find(codes, slice_str(home));
		if (codes->home < 0)
			return error_at(e, TL_POLICY, file, root->line, 0,
			    "home=\"%s\" is not listed under countries", home);
	}
	return expand_groups(&r, root);
}
