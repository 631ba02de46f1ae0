#include "marking/mark_read.h"

static struct code_set *
set_of(struct mark_reader *r, unsigned char use)
{
	if (use == LIST_DISPLAY) {
		r->display_given = true;
		return &r->display;
	}
	r->release_given = true;
	return &r->release;
}

void
mark_list_begin(struct mark_reader *r, unsigned use)
{
	const struct codes *codes = &r->scheme->codes;
	struct code_set *set = use == LIST_DISPLAY ? &r->display : &r->release;
	struct code_set *before = use == LIST_DISPLAY ? &r->display_before : &r->release_before;
	if (code_set_empty(set))
		return;
	if (!code_set_empty(before) && !code_set_equal(set, before)) {
		struct code_set all = codes_expand(codes, set);
		struct code_set all_before = codes_expand(codes, before);
		if (!code_set_equal(&all, &all_before))
			mark_note(r, CHECK_DAMAGED);
		*set = code_set_equal(&all, &all_before) ? *before
							 : code_set_common(&all, &all_before);
	}
	*before = *set;
	*set = (struct code_set){ 0 };
}

void
mark_lists_end(struct mark_reader *r)
{
	if (!code_set_empty(&r->release_before)) {
		mark_list_begin(r, LIST_RELEASE);
		r->release = r->release_before;
	}
	if (!code_set_empty(&r->display_before)) {
		mark_list_begin(r, LIST_DISPLAY);
		r->display = r->display_before;
	}
}

static int
highest(const struct code_set *set)
{
	for (int i = CODES_MAX - 1; i >= 0; i--) {
		if (code_set_has(set, i))
			return i;
	}
	return -1;
}

void
mark_list_code(struct mark_reader *r, short token, struct slice name)
{
	const struct token *list = &r->scheme->tokens[token];
	int code = code_find(&r->scheme->codes, name);
	if (code < 0) {
		mark_suspect(r, name);
		/* Where words are the grammar an unknown name has one place, in a list or not. */
		bool words = r->scheme->grammar == GRAMMAR_WORDS;
		if (words && !mark_words_is_name(r, name, true))
			mark_note(r, CHECK_DAMAGED); /* it would not read again as what it is */
		mark_add_unknown(r, words ? r->scheme->last_category : list->category, name);
		return;
	}
	if (list->list == LIST_SOURCE) {
		size_t at = r->count;
		mark_add_path(r, list->category, token, name, slice_of(NULL, 0), true);
		if (at < r->count)
			r->controls[at].place = (short)code;
		return;
	}
	struct code_set *set = set_of(r, list->list);
	if (code_set_has(set, code))
		mark_note(r, CHECK_TWICE);
	code_set_add(set, code);
}

/* Takes the next code off; *wrong where it is not divided from the one before by `separator` (CAPCO 2016 §A.6). */
static bool
next_code(struct mark_reader *r, struct slice *rest, unsigned char separator, struct slice *code,
    bool *wrong)
{
	size_t start = 0, commas = 0, slashes = 0, blanks = 0;
	for (; start < rest->len; start++) {
		unsigned char c = rest->ptr[start];
		if (c != ' ' && c != ',' && c != '/')
			break;
		commas += c == ',';
		slashes += c == '/';
		blanks += c == ' ';
	}
	size_t end = start;
	while (end < rest->len && rest->ptr[end] != ' ' && rest->ptr[end] != ',' &&
	    rest->ptr[end] != '/')
		end++;
	*code = slice_sub(*rest, start, end);
	*rest = slice_sub(*rest, end, rest->len);
	*wrong = start > 0 &&
	    (separator == ','          ? commas != 1 || blanks != 1 || slashes > 0
		    : separator == ' ' ? commas + slashes > 0
				       : slashes != 1 || commas + blanks > 0);
	if (start > 0 && code->len == 0)
		mark_note(r, CHECK_EMPTY);
	return code->len > 0;
}

/* "AUS and CAN". The joiner may be a country's code too: AND is Andorra wherever it is divided as a code is. */
static bool
is_joiner(
    const struct mark_reader *r, struct slice name, struct slice behind, unsigned char separator)
{
	const char *joiner = r->scheme->joiner;
	if (joiner == NULL || !slice_is(name, joiner))
		return false;
	return code_find(&r->scheme->codes, name) < 0 ||
	    (separator != ' ' && behind.len > 0 && behind.ptr[0] == ' ');
}

void
mark_list(struct mark_reader *r, short token, struct slice codes)
{
	const struct token *list = &r->scheme->tokens[token];
	int before = -1;
	bool first = true, joined = false, wrong;
	size_t count = 0;
	struct slice name;
	while (next_code(r, &codes, list->separator, &name, &wrong)) {
		if (is_joiner(r, name, codes, list->separator)) {
			joined = true;
			mark_note(r, CHECK_LEGACY);
			r->legacy = true;
			continue;
		}
		if (wrong && !joined)
			mark_note(r, CHECK_DIVIDER);
		joined = false;
		int code = code_find(&r->scheme->codes, name);
		bool home = code >= 0 && code == r->scheme->codes.home;
		/* Release lists begin with the home country, others never hold it (CAPCO 2016 §H.7, §H.8). */
		if (home != (first && list->list == LIST_RELEASE))
			mark_note(r, CHECK_HOME);
		if (!home && code >= 0 && code < before)
			mark_note(r, CHECK_CODE_ORDER);
		before = home || code < 0 ? before : code;
		count += !home;
		mark_list_code(r, token, name);
		first = false;
	}
	if (count == 0)
		mark_note(r, CHECK_LIST);
}

bool
mark_codes(struct mark_reader *r, struct slice text, struct code_set *out)
{
	struct slice name;
	bool any = false;
	while (form_word(&text, &name)) {
		int code = code_find(&r->scheme->codes, name);
		if (code < 0)
			return false;
		if (code < highest(out))
			mark_note(r, CHECK_CODE_ORDER);
		code_set_add(out, code);
		any = true;
	}
	return any;
}
