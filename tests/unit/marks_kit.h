/*
 * tests/unit/marks_kit.h -- random marks of any scheme, written from its own vocabulary, and what damages them.
 *
 * A kit draws a small world of a scheme (a few levels, tokens and codes), so that two marks of it are often related. It
 * knows the shapes of the grammar and no token.
 */
#ifndef UNIT_MARKS_KIT_H
#define UNIT_MARKS_KIT_H

#include "unit.h"

#include "marking/value.h"

enum {
	KIT_LEVELS = 3,
	KIT_TOKENS = 6,
	KIT_CODES = 5
};

struct marks_kit {
	const struct scheme *scheme;
	uint64_t seed;
	short levels[KIT_LEVELS], heads[KIT_LEVELS], tokens[KIT_TOKENS], codes[KIT_CODES];
	bool portion;
	struct buf text;
};

static inline uint32_t
kit_draw(struct marks_kit *kit, size_t below)
{
	kit->seed = kit->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return below == 0 ? 0 : (uint32_t)((kit->seed >> 33) % below);
}

static inline bool
kit_one_in(struct marks_kit *kit, size_t many)
{
	return kit_draw(kit, many) == 0;
}

static inline int
kit_compare(const void *a, const void *b)
{
	return *(const short *)a - *(const short *)b;
}

static inline void
kit_fill(struct marks_kit *kit, short *numbers, size_t count, size_t of)
{
	for (size_t i = 0; i < count; i++)
		numbers[i] = of == 0 ? -1 : (short)kit_draw(kit, of);
	qsort(numbers, count, sizeof *numbers, kit_compare);
}

/* Another corner of the vocabulary. */
static inline void
kit_world(struct marks_kit *kit)
{
	const struct scheme *scheme = kit->scheme;
	kit_fill(kit, kit->levels, KIT_LEVELS, scheme->level_count);
	kit_fill(kit, kit->heads, KIT_LEVELS, scheme->head_count);
	kit_fill(kit, kit->tokens, KIT_TOKENS, scheme->token_count);
	kit_fill(kit, kit->codes, KIT_CODES, scheme->codes.count);
	/* One list at least, where there is any. */
	for (size_t i = 0, from = kit_draw(kit, scheme->token_count); i < scheme->token_count;
	     i++) {
		size_t token = (from + i) % scheme->token_count;
		if (scheme->tokens[token].shape != SHAPE_LIST)
			continue;
		kit->tokens[kit_draw(kit, KIT_TOKENS)] = (short)token;
		break;
	}
	qsort(kit->tokens, KIT_TOKENS, sizeof *kit->tokens, kit_compare);
}

static inline void
kit_add(struct marks_kit *kit, const char *text)
{
	buf_add_str(&kit->text, text == NULL ? "" : text);
}

static inline bool
kit_words(const struct marks_kit *kit)
{
	return kit->scheme->grammar == GRAMMAR_WORDS;
}

/* Some of the world's codes, in their order. */
static inline void
kit_add_codes(struct marks_kit *kit, const struct token *token)
{
	const struct codes *codes = &kit->scheme->codes;
	const char *between = token == NULL ? " "
	    : token->separator == ','       ? ", "
	    : token->separator == '/'       ? "/"
					    : " ";
	bool any = token != NULL && token->list == LIST_RELEASE && codes->home >= 0 &&
	    !kit_words(kit) && !kit_one_in(kit, 50);
	if (any)
		buf_add_slice(&kit->text, codes->list[codes->home].name);
	for (size_t i = 0, at = kit_draw(kit, KIT_CODES); i < KIT_CODES && codes->count > 0; i++) {
		if ((i != at && !kit_one_in(kit, 3)) ||
		    (i > 0 && kit->codes[i] == kit->codes[i - 1]))
			continue;
		kit_add(kit, any ? between : "");
		buf_add_slice(&kit->text, codes->list[kit->codes[i]].name);
		any = true;
	}
}

/* A level, a foreign level, or a control that stands for its level. */
static inline void
kit_add_head(struct marks_kit *kit)
{
	const struct scheme *scheme = kit->scheme;
	const char *slashes = kit_words(kit) ? "" : "//";
	const struct level *level = &scheme->levels[kit->levels[kit_draw(kit, KIT_LEVELS)]];
	const char *name = kit->portion ? level->portion : level->banner;
	uint32_t kind = kit_draw(kit, 12);
	short token = kit->tokens[kit_draw(kit, KIT_TOKENS)];
	if (kind == 0 && scheme->head_count > 0) {
		const struct head *head = &scheme->heads[kit->heads[kit_draw(kit, KIT_LEVELS)]];
		kit_add(kit, slashes);
		kit_add(kit, kit->portion ? head->portion : head->banner);
	} else if (kind == 1 && scheme->system_count > 1 && !kit_words(kit)) {
		const struct system *system =
		    &scheme->systems[1 + kit_draw(kit, scheme->system_count - 1)];
		kit_add(kit, slashes);
		if (system->shape == SYSTEM_OWNERS) {
			kit_add_codes(kit, NULL);
			kit_add(kit, " ");
		}
		if (system->word.len > 0) {
			buf_add_slice(&kit->text, system->word);
			kit_add(kit, " ");
		}
		kit_add(kit, name);
		if (system->shape == SYSTEM_JOINT) {
			kit_add(kit, " ");
			kit_add_codes(kit, NULL);
		}
	} else if (kind == 2 && token >= 0 && scheme->tokens[token].head >= 0) {
		kit_add(kit,
		    kit->portion ? scheme->tokens[token].portion : scheme->tokens[token].banner);
	} else {
		kit_add(kit, name);
	}
}

/* What a token has behind it: compartments, a program's name, somebody's name. */
static inline void
kit_add_tail(struct marks_kit *kit, const struct token *token)
{
	static const char *const names[] = { "TEAPOT", "ABCD", "ZEBRA", "A1" };
	if (token->shape == SHAPE_PROGRAMS) {
		kit_add(kit, "-");
		kit_add(kit, names[kit_draw(kit, 4)]);
		if (kit_one_in(kit, 3))
			kit_add(kit, "/WHISK-B2");
	}
	if (token->shape == SHAPE_NAME)
		kit_add(kit, kit_one_in(kit, 2) ? " JO BLOGGS" : " ANN OTHER");
	if (token->numbers > 0)
		kit_add(kit, kit_one_in(kit, 2) ? " 1 14" : " 14");
	else if (token->shape == SHAPE_TREE && !token->closed && kit_one_in(kit, 2)) {
		kit_add(kit, token->parent < 0 ? "-" : " ");
		kit_add(kit, names[kit_draw(kit, 4)]);
	}
}

static inline void
kit_add_token(struct marks_kit *kit, const struct token *token)
{
	const struct scheme *scheme = kit->scheme;
	if (token->parent >= 0) {
		const struct token *parent = &scheme->tokens[token->parent];
		kit_add(kit, kit->portion ? parent->portion : parent->banner);
		kit_add(kit, "-");
	}
	bool list = token->shape == SHAPE_LIST && !(token->alone && kit_one_in(kit, 4));
	if (list && token->list_before) {
		kit_add_codes(kit, token);
		kit_add(kit, " ");
	}
	kit_add(kit, kit->portion && !list ? token->portion : token->banner);
	if (list && !token->list_before) {
		kit_add(kit, " ");
		kit_add_codes(kit, token);
	}
	kit_add_tail(kit, token);
}

/* A mark in kit->text, mostly a good one. */
static inline struct slice
kit_write(struct marks_kit *kit)
{
	static const char *const dividers[] = { " - ", " ", "//", " [", ", " };
	const struct scheme *scheme = kit->scheme;
	short before = -1;
	kit->text.len = 0;
	kit->portion = kit_one_in(kit, 2);
	if (kit->portion)
		kit_add(kit, "(");
	kit_add_head(kit);
	uint32_t some = kit_draw(kit, 4) + 1;
	for (size_t i = 0; i < KIT_TOKENS && scheme->token_count > 0; i++) {
		const struct token *token = &scheme->tokens[kit->tokens[i]];
		const struct category *category = &scheme->categories[token->category];
		if (!kit_one_in(kit, some) || category->unshown || token->digits > 0 ||
		    (i > 0 && kit->tokens[i] == kit->tokens[i - 1]))
			continue;
		kit_add(kit,
		    kit_words(kit)                  ? dividers[category->divider]
			: before == token->category ? "/"
						    : "//");
		kit_add_token(kit, token);
		if (kit_words(kit) && category->divider == DIVIDER_BRACKETS)
			kit_add(kit, "]");
		before = token->category;
	}
	if (kit_one_in(kit, 30))
		kit_add(kit, kit_words(kit) ? " - XYZZY" : "//XYZZY");
	if (kit->portion)
		kit_add(kit, ")");
	return buf_slice(&kit->text);
}

/* Damages that leave the mark what it is to the eye. out holds at most len + 64 bytes. */
static inline struct slice
kit_disguise(struct marks_kit *kit, struct slice text, unsigned char *out)
{
	static const char *const like[] = { "A\xce\x91", "B\xce\x92", "C\xd0\xa1", "E\xce\x95",
		"S\xd0\x85", "T\xd0\xa2", "O\xd0\x9e", "R\xef\xbc\xb2", "U\xef\xbc\xb5",
		"/\xef\xbc\x8f", "N\xce\x9d", "F\xef\xbc\xa6" };
	size_t len = 0, at = kit_draw(kit, text.len);
	while (at < text.len && (text.ptr[at] & 0xc0) == 0x80)
		at++; /* no letter is cut in two */
	uint32_t kind = kit_draw(kit, 4);
	bool all = kind == 1 && kit_one_in(kit, 2);
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		const char *other = NULL;
		for (size_t k = 0; kind == 0 && i >= at && k < sizeof like / sizeof like[0]; k++) {
			if ((unsigned char)like[k][0] == c && at < text.len)
				other = like[k] + 1;
		}
		if (other != NULL) {
			memcpy(out + len, other, strlen(other));
			len += strlen(other);
			at = text.len; /* one is enough */
			continue;
		}
		if (kind == 2 && i == at) { /* zero width space, soft hyphen */
			memcpy(out + len, kit_one_in(kit, 2) ? "\xe2\x80\x8b" : "\xc2\xad ", 3);
			len += out[len] == 0xc2 ? 2 : 3;
		}
		if (kind == 3 && i == at)
			out[len++] = (unsigned char)(kit_one_in(kit, 2) ? 1 : 127);
		bool small = c >= 'A' && c <= 'Z' && kind == 1 && (all || i == at);
		out[len++] = small ? (unsigned char)(c - 'A' + 'a') : c;
	}
	return slice_of(out, len);
}

/* Any damage: bytes lost, doubled, swapped, replaced, moved. out holds at most len + 64 bytes. */
static inline struct slice
kit_damage(struct marks_kit *kit, struct slice text, unsigned char *out)
{
	static const char bytes[] = "//// --,,()[]ACENORSTUXYacs019\n\t=";
	size_t len = text.len;
	memcpy(out, text.ptr, len);
	for (uint32_t n = 1 + kit_draw(kit, 3); n > 0 && len > 1; n--) {
		size_t at = kit_draw(kit, len), other = kit_draw(kit, len);
		unsigned char c = out[at];
		switch (kit_draw(kit, 5)) {
		case 0:
			memmove(out + at, out + at + 1, len - at - 1);
			len--;
			break;
		case 1:
			memmove(out + at + 1, out + at, len - at);
			len++;
			break;
		case 2:
			out[at] = out[other];
			out[other] = c;
			break;
		case 3:
			out[at] = (unsigned char)bytes[kit_draw(kit, sizeof bytes - 1)];
			break;
		default:
			memmove(out + at + 1, out + at, len - at);
			out[at] = (unsigned char)bytes[kit_draw(kit, sizeof bytes - 1)];
			len++;
			break;
		}
	}
	return slice_of(out, len);
}

#endif
