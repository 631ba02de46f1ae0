#include "marking/label.h"
#include "marking/value.h"

static const char oid_prefix[] = "urn:oid:";

/* URI, as the schema has it; some labels write URL. What is no object identifier says nothing that is understood. */
static tl_status
read_oid(const struct label_reader *r, const struct xml_node *node, const char **out)
{
	const char *uri = xml_attr(node, "URI"), *url = xml_attr(node, "URL");
	const char *given = uri != NULL ? uri : url;
	*out = NULL;
	if (given == NULL)
		return TL_OK;
	if ((uri != NULL && url != NULL) || strncmp(given, oid_prefix, sizeof oid_prefix - 1) != 0)
		return label_refuse(r, node, "its URI is not urn:oid: and an object identifier");
	*out = given + sizeof oid_prefix - 1;
	return TL_OK;
}

static tl_status
read_policy(struct label_reader *r, const struct xml_node *node)
{
	if (r->label->policy != NULL)
		return label_refuse(r, node, "there is a second one");
	TRY(label_shape(r, node, "URI URL", true, false));
	TRY(read_oid(r, node, &r->label->policy_id));
	return label_text(r, node, &r->label->policy);
}

static tl_status
read_classification(struct label_reader *r, const struct xml_node *node)
{
	if (r->label->level_count > 0)
		return label_refuse(r, node, "there is a second one");
	TRY(label_shape(r, node, "URI URL", true, false));
	return label_text(r, node, &r->label->levels[r->label->level_count++].name);
}

static short
type_of(const char *word)
{
	static const char *const words[] = { [TYPE_RESTRICTIVE] = "RESTRICTIVE",
		[TYPE_PERMISSIVE] = "PERMISSIVE",
		[TYPE_INFORMATIVE] = "INFORMATIVE" };
	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		if (strcmp(words[i], word) == 0)
			return (short)i;
	}
	return -1;
}

/* A value of another kind than GenericValue is kept under the name of its kind, which no policy has. */
static tl_status
read_category(struct label_reader *r, const struct xml_node *node)
{
	const char *type = xml_attr(node, "Type");
	struct label_value value = { .set = xml_attr(node, "TagName"), .any_form = true };
	TRY(label_shape(r, node, "TagName Type URI URL", false, true));
	if (value.set == NULL || type == NULL || strlen(value.set) > LABEL_TEXT_MAX)
		return label_refuse(r, node, "TagName or Type is missing, or too long");
	TRY(read_oid(r, node, &value.set_id));
	value.type = type_of(type);
	if (node->child == NULL)
		return label_refuse(r, node, "it has no value");
	for (const struct xml_node *n = node->child; n != NULL; n = n->next) {
		value.name = n->name;
		if (strcmp(n->name, "GenericValue") == 0) {
			TRY(label_shape(r, n, "", true, false));
			TRY(label_text(r, n, &value.name));
		} else {
			value.type = -1;
		}
		TRY(label_add(r, n, value));
	}
	return TL_OK;
}

static tl_status
read_information(struct label_reader *r, const struct xml_node *node)
{
	TRY(label_shape(r, node, "", false, true));
	for (const struct xml_node *n = node->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "PolicyIdentifier") == 0)
			TRY(read_policy(r, n));
		else if (strcmp(n->name, "Classification") == 0)
			TRY(read_classification(r, n));
		else if (strcmp(n->name, "Category") == 0)
			TRY(read_category(r, n));
		else if (strcmp(n->name, "PrivacyMark") == 0)
			r->label->privacy_mark = true;
		else
			return label_refuse(r, n, "this element is not understood here");
	}
	if (r->label->policy == NULL || r->label->level_count == 0)
		return label_refuse(r, node, "it has no PolicyIdentifier, or no Classification");
	return TL_OK;
}

/* Who labelled when changes no marking; what happens to the label later (SuccessionHandling) does, and is refused. */
tl_status
label_read_4774(struct label_reader *r, const struct xml_node *root)
{
	size_t found = 0;
	TRY(label_shape(r, root, "ReviewDateTime Id", false, true));
	for (const struct xml_node *n = root->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "OriginatorID") == 0 ||
		    strcmp(n->name, "CreationDateTime") == 0)
			continue;
		if (strcmp(n->name, "ConfidentialityInformation") != 0 || found++ > 0)
			return label_refuse(r, n, "this element is not understood here");
		TRY(read_information(r, n));
	}
	return found == 1 ? TL_OK : label_refuse(r, root, "it has no ConfidentialityInformation");
}
