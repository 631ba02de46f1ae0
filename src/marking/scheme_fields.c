#include "marking/vocabulary.h"

static const char *const uses[] = { "text", "level", "later", "control", NULL };

bool
scheme_has_fields(const struct scheme *scheme)
{
	return scheme->field_count > 0;
}

short
scheme_field_by_key(const struct scheme *scheme, const char *key)
{
	for (size_t i = 0; key != NULL && i < scheme->field_count; i++) {
		if (strcmp(scheme->fields[i].key, key) == 0)
			return (short)i;
	}
	return -1;
}

static tl_status
read_field(struct scheme_reader *r, const struct xml_node *node)
{
	struct scheme *scheme = r->scheme;
	const char *many = xml_attr(node, "many");
	if (scheme->field_count == FIELDS_MAX)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "a scheme has at most %d fields", FIELDS_MAX);
	struct field field = { .key = xml_attr(node, "key"),
		.names = xml_attr(node, "names"),
		.use = scheme_choice(node, "takes", uses),
		.line = node->line,
		.with = -1,
		.many = many != NULL && strcmp(many, "yes") == 0 };
	short other = scheme_field_by_key(scheme, field.key);
	if (other >= 0)
		return error_at(r->e, TL_POLICY, r->file, node->line, 0,
		    "the field %s stands also in line %zu; a key names one", field.key,
		    scheme->fields[other].line);
	scheme->fields[scheme->field_count++] = field;
	return TL_OK;
}

tl_status
scheme_read_fields(struct scheme_reader *r)
{
	for (const struct xml_node *n = r->root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "fields") != 0)
			continue;
		r->scheme->field_header = xml_attr(n, "header");
		for (const struct xml_node *f = n->child; f != NULL; f = f->next)
			TRY(read_field(r, f));
		for (const struct xml_node *f = n->child; f != NULL; f = f->next) {
			const char *with = xml_attr(f, "with");
			short self = scheme_field_by_key(r->scheme, xml_attr(f, "key"));
			r->scheme->fields[self].with = scheme_field_by_key(r->scheme, with);
			if (with != NULL && r->scheme->fields[self].with < 0)
				return error_at(r->e, TL_POLICY, r->file, f->line, 0,
				    "with=\"%s\": there is no such field", with);
		}
	}
	return TL_OK;
}
