#include "marking/label.h"
#include "marking/value.h"

static tl_status
read_lacv(const struct label_reader *r, const struct xml_node *node, uint64_t *out)
{
	const char *value = xml_attr(node, "lacv");
	size_t digits = 0;
	*out = 0;
	for (; value != NULL && value[digits] >= '0' && value[digits] <= '9' && digits < 18;
	     digits++)
		*out = *out * 10 + (uint64_t)(value[digits] - '0');
	return digits > 0 && value[digits] == '\0'
	    ? TL_OK
	    : label_refuse(r, node, "its lacv is not a number of at most 18 digits");
}

static tl_status
read_policy(struct label_reader *r, const struct xml_node *node)
{
	TRY(label_shape(r, node, "id", true, false));
	if (r->label->policy_id != NULL)
		return label_refuse(r, node, "there is a second one");
	r->label->policy_id = xml_attr(node, "id");
	return r->label->policy_id != NULL ? TL_OK : label_refuse(r, node, "it has no id");
}

/* The text is for people: the number counts. A clearance may hold several. */
static tl_status
read_classification(struct label_reader *r, const struct xml_node *node)
{
	size_t most = r->label->clearance ? LABEL_LEVELS_MAX : 1;
	TRY(label_shape(r, node, "lacv", true, false));
	if (r->label->level_count == most)
		return label_refuse(r, node, "there are more of them than there can be");
	return read_lacv(r, node, &r->label->levels[r->label->level_count++].lacv);
}

static tl_status
read_tag(struct label_reader *r, const struct xml_node *node)
{
	static const struct {
		const char *word;
		short type;
		bool enumerated;
	} types[] = { { "restrictive", TYPE_RESTRICTIVE, false },
		{ "permissive", TYPE_PERMISSIVE, false },
		{ "enumeratedRestrictive", TYPE_RESTRICTIVE, true },
		{ "enumeratedPermissive", TYPE_PERMISSIVE, true },
		{ "informative", TYPE_INFORMATIVE, false } };
	const char *type = xml_attr(node, "type");
	struct label_value value = { .set_id = xml_attr(node, "id"), .type = -1 };
	TRY(label_shape(r, node, "type id lacv", true, false));
	if (type == NULL || value.set_id == NULL || strlen(value.set_id) > LABEL_TEXT_MAX)
		return label_refuse(r, node, "type or id is missing, or too long");
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		if (strcmp(types[i].word, type) == 0) {
			value.type = types[i].type;
			value.enumerated = types[i].enumerated;
		}
	}
	TRY(read_lacv(r, node, &value.lacv));
	return label_add(r, node, value);
}

tl_status
label_read_spiffy(struct label_reader *r, const struct xml_node *root)
{
	r->label->clearance = strcmp(root->name, "clearance") == 0;
	TRY(label_shape(r, root, "", false, true));
	for (const struct xml_node *n = root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "policy") == 0)
			TRY(read_policy(r, n));
		else if (strcmp(n->name, "classification") == 0)
			TRY(read_classification(r, n));
		else if (strcmp(n->name, "tag") == 0)
			TRY(read_tag(r, n));
		else
			return label_refuse(r, n, "this element is not understood here");
	}
	if (r->label->policy_id == NULL || r->label->level_count == 0)
		return label_refuse(r, root, "it has no policy, or no classification");
	return TL_OK;
}
