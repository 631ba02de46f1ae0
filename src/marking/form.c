#include "marking/form.h"

uint32_t
form_hash(struct slice text)
{
	uint32_t hash =
	    2166136261u; /* FNV-1a; the spellings are the scheme's, not the document's */
	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ text.ptr[i]) * 16777619u;
	return hash;
}

uint64_t
form_letters(struct slice text)
{
	uint64_t once = 0, twice = 0;
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		uint64_t letter = (uint64_t)1 << (c >= 'A' && c <= 'Z' ? c - 'A' : 26);
		twice |= once & letter;
		once |= letter;
	}
	return once | twice << 32;
}

int
form_compare(struct slice a, struct slice b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len == 0 ? 0 : memcmp(a.ptr, b.ptr, len);
	return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool
form_word(struct slice *rest, struct slice *word)
{
	*rest = slice_trim(*rest);
	size_t len = 0;
	while (len < rest->len && rest->ptr[len] > ' ')
		len++;
	*word = slice_sub(*rest, 0, len);
	*rest = slice_sub(*rest, len, rest->len);
	return len > 0;
}

tl_status
forms_init(struct forms *forms, struct arena *arena, struct tl_error *e)
{
	*forms = (struct forms){ .list = arena_array(arena, FORMS_MAX, sizeof *forms->list) };
	return forms->list == NULL ? error_memory(e) : TL_OK;
}

static size_t
slot_of(const struct forms *forms, struct slice text, uint32_t hash)
{
	size_t at = hash % FORM_SLOTS;
	while (forms->slots[at] != 0) {
		const struct form *form = &forms->list[forms->slots[at] - 1];
		if (form->hash == hash && slice_equal(form->text, text))
			break;
		at = (at + 1) % FORM_SLOTS;
	}
	return at;
}

/* Almost no word of a document is a form: length, first and last letter refuse it before it is hashed. */
const struct form *
form_find(const struct forms *forms, struct slice text)
{
	if (text.len == 0 || text.len > forms->longest ||
	    (form_head(forms, text.ptr[0])->lengths & form_length(text.len) &
		forms->tails[text.ptr[text.len - 1] % FORM_HEADS]) == 0)
		return NULL;
	unsigned slot = forms->slots[slot_of(forms, text, form_hash(text))];
	return slot == 0 ? NULL : &forms->list[slot - 1];
}

/* U+00C0 to U+00DE, the accented capitals of Latin 1, without the sign of multiplication. */
static bool
is_accented_capital(struct slice text, size_t at)
{
	return text.len - at >= 2 && text.ptr[at] == 0xc3 && text.ptr[at + 1] >= 0x80 &&
	    text.ptr[at + 1] <= 0x9e && text.ptr[at + 1] != 0x97;
}

static bool
well_spelled(struct slice text)
{
	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = text.ptr[i];
		if (is_accented_capital(text, i)) {
			i++;
			continue;
		}
		if (c < ' ' || c > '~' || (c >= 'a' && c <= 'z') || c == '(' || c == ')')
			return false;
		if (c == ' ' && (i == 0 || i + 1 == text.len || text.ptr[i - 1] == ' '))
			return false;
	}
	return text.len > 0;
}

static void
add_level(struct forms *forms, uint16_t number)
{
	size_t at = forms->level_count++;
	const struct form *form = &forms->list[number];
	for (; at > 0 && forms->levels[at - 1].len > form->text.len; at--)
		forms->levels[at] = forms->levels[at - 1];
	forms->levels[at] = (struct level_form){ form->letters, (uint32_t)form->text.len, number };
	for (size_t len = form->text.len + 1; len < FORM_LENGTHS; len++)
		forms->shorter[len]++;
}

static void
add_head(struct forms *forms, const struct form *form)
{
	struct slice text = form->text;
	struct form_head *head = &forms->heads[text.ptr[0] % FORM_HEADS];
	size_t word = 0;
	while (word < text.len && text.ptr[word] != ' ')
		word++;
	head->lengths |= form_length(text.len);
	head->levels |= form->kind != FORM_TOKEN ? form_length(text.len) : 0;
	forms->words[form_word_row(text.ptr[0], word > 1 ? text.ptr[1] : 0)] |= form_length(word);
	forms->tails[text.ptr[text.len - 1] % FORM_HEADS] |= form_length(text.len);
}

tl_status
form_add(struct forms *forms, const struct form *form, const char *file, struct tl_error *e)
{
	if (!well_spelled(form->text))
		return error_at(e, TL_POLICY, file, form->line, 0,
		    "a form is written in capitals with single blanks and without parentheses, letter by letter in ASCII or Latin 1; case=\"mixed\" allows small letters");
	if (form->text.len > FORM_MAX)
		return error_at(
		    e, TL_POLICY, file, form->line, 0, "a form has at most %d bytes", FORM_MAX);
	uint32_t hash = form_hash(form->text);
	size_t at = slot_of(forms, form->text, hash);
	if (forms->slots[at] != 0) {
		struct form *same = &forms->list[forms->slots[at] - 1];
		if (same->kind != form->kind || same->index != form->index)
			return error_at(e, TL_POLICY, file, form->line, 0,
			    "the form %.*s already stands for something else in line %zu; a form has one meaning",
			    (int)form->text.len, (const char *)form->text.ptr, same->line);
		same->use |= form->use;
		if (!slice_equal(form->shown, form->text)) /* capitals are read anyway */
			same->shown = form->shown;
		return TL_OK;
	}
	if (forms->count == FORMS_MAX)
		return error_at(
		    e, TL_POLICY, file, form->line, 0, "a scheme has at most %d forms", FORMS_MAX);
	forms->list[forms->count] = *form;
	forms->list[forms->count].hash = hash;
	forms->list[forms->count].letters = form_letters(form->text);
	if (form->kind != FORM_TOKEN)
		add_level(forms, (uint16_t)forms->count);
	add_head(forms, form);
	if (form->text.len > forms->longest)
		forms->longest = form->text.len;
	forms->slots[at] = (uint16_t)++forms->count;
	return TL_OK;
}
