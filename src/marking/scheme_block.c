#include "marking/pattern.h"
#include "marking/vocabulary.h"

static tl_status
wrong_pattern(struct scheme_reader *r, const struct xml_node *node, const char *attr)
{
	return error_at(r->e, TL_POLICY, r->file, node->line, 0,
	    "%s: this is no pattern (docs/checking.md shows what one is made of)", attr);
}

static tl_status
read_pattern(
    struct scheme_reader *r, const struct xml_node *node, const char *attr, struct slice *out)
{
	const char *text = xml_attr(node, attr);
	*out = slice_str(text == NULL ? "" : text);
	return text == NULL || pattern_is_sound(*out) ? TL_OK : wrong_pattern(r, node, attr);
}

uint32_t
scheme_until(const struct xml_node *node)
{
	const char *text = xml_attr(node, "until");
	uint32_t month = 0;
	for (; text != NULL && *text != '\0'; text++)
		if (*text >= '0' && *text <= '9')
			month = month * 10 + (uint32_t)(*text - '0');
	return month >= 190001 && month <= 219912 ? month : 0;
}

static struct block_finding
finding_of(const struct xml_node *node)
{
	const char *severity = xml_attr(node, "severity");
	return (struct block_finding){ .id = xml_attr(node, "id"),
		.text = xml_attr(node, "text"),
		.severity = severity != NULL && strcmp(severity, "error") == 0 ? SEVERITY_ERROR
									       : SEVERITY_WARNING,
		.until = scheme_until(node) };
}

static tl_status
read_form(struct scheme_reader *r, const struct xml_node *node, struct block_line *line)
{
	struct block *block = &r->scheme->block;
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	if (block->form_count == BLOCK_FORMS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a block has at most %d forms", BLOCK_FORMS_MAX);
	struct block_form *form = &block->forms[block->form_count++];
	form->finding = finding_of(node);
	line->form_count++;
	TRY(read_pattern(r, node, "is", &form->is));
	return read_pattern(r, node, "more", &form->more);
}

/* Which letters a label can begin with, so that most places of a text are passed over. */
static void
note_first(struct block *block, struct slice label)
{
	while (label.len > 0) {
		unsigned char c = slice_split(&label, '|').ptr[0];
		bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		for (unsigned i = 0; i < BLOCK_FIRST && !letter; i++)
			block->first[i] = true;
		block->first[c % BLOCK_FIRST] = true;
	}
}

static tl_status
read_line(struct scheme_reader *r, const struct xml_node *node)
{
	struct block *block = &r->scheme->block;
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	if (block->line_count == BLOCK_LINES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a block has at most %d lines", BLOCK_LINES_MAX);
	struct block_line *line = &block->lines[block->line_count++];
	*line = (struct block_line){ .name = xml_attr(node, "name"),
		.first_form = block->form_count,
		.finding = finding_of(node) };
	TRY(read_pattern(r, node, "label", &line->label));
	if (memchr(line->label.ptr, '*', line->label.len) != NULL)
		return wrong_pattern(r, node, "label");
	note_first(block, line->label);
	for (const struct xml_node *c = node->child; c != NULL; c = c->next)
		TRY(read_form(r, c, line));
	return TL_OK;
}

/* Lines by their names; two lines may have one name. */
static tl_status
read_names(struct scheme_reader *r, const struct xml_node *node, const char *attr, uint32_t *out)
{
	const struct block *block = &r->scheme->block;
	struct slice rest = slice_str(xml_attr(node, attr)), name;
	while (form_word(&rest, &name)) {
		uint32_t found = 0;
		for (size_t i = 0; i < block->line_count; i++)
			if (slice_is(name, block->lines[i].name))
				found |= (uint32_t)1 << i;
		if (found == 0)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "%s names a line that no <line> above has", attr);
		*out |= found;
	}
	return TL_OK;
}

static tl_status
read_need(struct scheme_reader *r, const struct xml_node *node)
{
	struct block *block = &r->scheme->block;
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	if (block->need_count == BLOCK_NEEDS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a block has at most %d needs", BLOCK_NEEDS_MAX);
	struct block_need *need = &block->needs[block->need_count++];
	need->finding = finding_of(node);
	TRY(read_names(r, node, "of", &need->of));
	return read_names(r, node, "one", &need->one);
}

static tl_status
read_once(struct scheme_reader *r, const struct xml_node *node)
{
	struct block *block = &r->scheme->block;
	bool in_force;
	TRY(scheme_in_force(r, node, &in_force));
	if (!in_force)
		return TL_OK;
	if (block->once_count == BLOCK_ONCE_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a block has at most %d kinds of lines that stand once", BLOCK_ONCE_MAX);
	struct block_once *once = &block->once[block->once_count++];
	once->finding = finding_of(node);
	return read_names(r, node, "of", &once->of);
}

static tl_status
read_part(struct scheme_reader *r, const struct xml_node *node)
{
	if (strcmp(node->name, "need") == 0)
		return read_need(r, node);
	return strcmp(node->name, "once") == 0 ? read_once(r, node) : read_line(r, node);
}

tl_status
scheme_read_block(struct scheme_reader *r)
{
	struct block *block = &r->scheme->block;
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "block") != 0)
			continue;
		block->forms =
		    arena_array(&r->scheme->arena, BLOCK_FORMS_MAX, sizeof *block->forms);
		if (block->forms == NULL)
			return error_memory(r->e);
		for (const struct xml_node *c = n->child; c != NULL; c = c->next)
			TRY(read_part(r, c));
	}
	return TL_OK;
}
