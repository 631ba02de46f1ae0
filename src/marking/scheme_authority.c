#include "marking/vocabulary.h"

static tl_status
read_attribute(struct scheme_reader *r, const struct xml_node *node, struct slice name, short *out)
{
	*out = scheme_ism_by_name(r->scheme, name);
	return *out >= 0
	    ? TL_OK
	    : error_at(r->e, TL_POLICY, r->file, node->line, 0,
		  "of=\"%s\" names what is no ISM attribute of this scheme", xml_attr(node, "of"));
}

static tl_status
read_line(struct scheme_reader *r, const struct xml_node *node)
{
	struct authority *authority = &r->scheme->authority;
	struct slice rest = slice_str(xml_attr(node, "of")), name;
	if (authority->line_count == AUTHORITY_LINES_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "an authority block has at most %d lines", AUTHORITY_LINES_MAX);
	struct authority_line *line = &authority->lines[authority->line_count++];
	line->label = xml_attr(node, "label");
	line->missing = xml_attr(node, "text");
	while (form_word(&rest, &name)) {
		if (line->of_count == AUTHORITY_OF_MAX)
			return error_at(r->e, TL_POLICY, r->file, node->line, 0,
			    "a line is of at most %d attributes", AUTHORITY_OF_MAX);
		TRY(read_attribute(r, node, name, &line->of[line->of_count++]));
	}
	return TL_OK;
}

static tl_status
read_term(struct scheme_reader *r, const struct xml_node *node)
{
	struct authority *authority = &r->scheme->authority;
	if (authority->term_count == AUTHORITY_TERMS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "an authority block has at most %d terms", AUTHORITY_TERMS_MAX);
	struct authority_term *term = &authority->terms[authority->term_count++];
	term->value = xml_attr(node, "value");
	term->text = xml_attr(node, "text");
	return read_attribute(r, node, slice_str(xml_attr(node, "of")), &term->attribute);
}

static tl_status
read_months(struct scheme_reader *r, const struct xml_node *node)
{
	const char *months = xml_attr(node, "months");
	struct slice rest = slice_str(months == NULL ? "" : months), name;
	size_t count = 0;
	for (; form_word(&rest, &name); count++) {
		if (count < MONTHS)
			r->scheme->authority.months[count] = name;
	}
	return count == 0 || count == MONTHS
	    ? TL_OK
	    : error_at(r->e, TL_POLICY, r->file, node->line, 0, "months: a year has %d", MONTHS);
}

tl_status
scheme_read_authority(struct scheme_reader *r)
{
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "authority") != 0)
			continue;
		TRY(read_months(r, n));
		for (const struct xml_node *c = n->child; c != NULL; c = c->next) {
			bool term = strcmp(c->name, "term") == 0;
			TRY(term ? read_term(r, c) : read_line(r, c));
		}
	}
	return TL_OK;
}
