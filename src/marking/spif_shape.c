#include "marking/spif.h"

/* What may stand where. Attributes and elements that are not in the table are refused by name: they may be a rule. The
 * subtree of a passed-over element cannot matter to a marking's level, controls or display. */
struct element {
	const char *name, *parents, *attrs;
	bool text;   /* it holds text */
	bool passed; /* its attributes and what is in it are not looked at */
};

static const struct element elements[] = {
	{ "SPIF", "",
	    "schemaVersion version creationDate originatorDN keyIdentifier privilegeId rbacId",
	    false, false },
	{ "defaultSecurityPolicyId", "SPIF", "", false, true },
	{ "extensions", "SPIF", "", true, true },
	{ "privacyMarks", "SPIF", "", true, true },
	{ "securityPolicyId", "SPIF", "name id", false, false },
	{ "equivalentPolicies", "SPIF", "", false, false },
	{ "equivalentPolicy", "equivalentPolicies", "name id docRefURI", false, false },
	{ "securityClassifications", "SPIF", "", false, false },
	{ "securityClassification", "securityClassifications",
	    "name lacv hierarchy obsolete color fgcolor bgcolor", false, false },
	{ "equivalentClassification", "securityClassification", "policyRef lacv applied", false,
	    false },
	{ "securityCategoryTagSets", "SPIF", "", false, false },
	{ "securityCategoryTagSet", "securityCategoryTagSets", "name id", false, false },
	{ "securityCategoryTag", "securityCategoryTagSet",
	    "name tagType enumType tag7Encoding singleSelection minSelection maxSelection", false,
	    false },
	{ "tagCategory", "securityCategoryTag",
	    "name lacv obsolete requiredClass userInput dateFormat color", false, false },
	{ "equivalentSecCategoryTag", "tagCategory",
	    "policyRef tagSetId tagType enumType lacv applied action", false, false },
	{ "excludedClass", "tagCategory", "", true, false },
	{ "excludedCategory", "tagCategory securityClassification",
	    "tagSetRef tagSetId tagType enumType lacv all", false, false },
	{ "requiredCategory",
	    "tagCategory securityClassification equivalentPolicy equivalentClassification",
	    "operation", false, false },
	{ "categoryGroup", "requiredCategory", "tagSetRef tagSetId tagType enumType lacv all",
	    false, false },
	{ "markingData",
	    "SPIF securityPolicyId securityClassification securityCategoryTag tagCategory",
	    "phrase shortPhrase simplePhrase inputPhrase xml:lang", false, false },
	{ "code", "markingData", "", true, false },
	{ "markingQualifier", "SPIF securityCategoryTag", "markingCode code", false, false },
	{ "qualifier", "markingQualifier", "markingQualifier qualifierCode xml:lang", false,
	    false },
};

static bool
has_word(const char *words, const char *word)
{
	struct slice rest = slice_str(words), one;
	while (form_word(&rest, &one)) {
		if (slice_is(one, word))
			return true;
	}
	return false;
}

static const struct element *
find_element(const struct xml_node *node)
{
	const char *parent = node->parent == NULL ? NULL : node->parent->name;
	for (size_t i = 0; i < sizeof elements / sizeof *elements; i++) {
		if (strcmp(elements[i].name, node->name) == 0 &&
		    (parent == NULL ? elements[i].parents[0] == '\0'
				    : has_word(elements[i].parents, parent)))
			return &elements[i];
	}
	return NULL;
}

static tl_status
check_node(const struct spif_reader *r, const struct xml_node *node, const struct element *element)
{
	for (size_t i = 0; i < node->attr_count; i++) {
		const char *name = node->attrs[i].name;
		/* Of another namespace on the root: xsi:schemaLocation. */
		if (strcmp(name, XML_FOREIGN) == 0 && node->parent == NULL)
			continue;
		if (!has_word(element->attrs, name))
			return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
			    "the attribute %.64s of %.64s is not understood", name, node->name);
	}
	if (!element->text && slice_trim(slice_str(node->text)).len > 0)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "there is text in %.64s, where only elements are expected", node->name);
	return TL_OK;
}

/* Two lists of classifications, and one of them not read, would be two policies. */
static tl_status
check_once(const struct spif_reader *r, const struct xml_node *node)
{
	if (node->parent != r->root || strcmp(node->name, "markingData") == 0 ||
	    strcmp(node->name, "markingQualifier") == 0)
		return TL_OK;
	const struct xml_node *first = spif_child(r->root, node->name);
	if (first != node)
		return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
		    "there is a second %.64s; the first is in line %zu", node->name, first->line);
	return TL_OK;
}

tl_status
spif_shape_check(const struct spif_reader *r)
{
	const struct xml_node *node = r->root;
	while (node != NULL) {
		const struct element *element = find_element(node);
		if (element == NULL)
			return error_at(r->e, TL_POLICY, r->file, node->line, node->column,
			    "the element %.64s is not understood here (%s is one of another namespace)",
			    node->name, XML_FOREIGN);
		TRY(check_once(r, node));
		if (!element->passed)
			TRY(check_node(r, node, element));
		if (node->child != NULL && !element->passed) {
			node = node->child;
			continue;
		}
		while (node != NULL && node->next == NULL)
			node = node->parent;
		node = node == NULL ? NULL : node->next;
	}
	return TL_OK;
}
