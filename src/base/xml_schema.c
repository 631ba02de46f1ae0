#include <stdlib.h>

#include "base/resource.h"
#include "base/xml_expect.h"
#include "base/xml_library.h"
#include "base/xml_rng.h"

/* What libxml2's validator said: the complaint about the innermost element. */
struct complaint {
	const struct xml_node *node;
	size_t depth;
	bool memory;
};

struct schema {
	const struct xml_library *xml;
	xmlDocPtr rules;
	xmlRelaxNGParserCtxtPtr reader;
	xmlRelaxNGPtr compiled;
	xmlDocPtr tree;
	xmlRelaxNGValidCtxtPtr validator;
	bool starved; /* libxml2 had no memory for something, and may have gone on without it */
};

/* What reading a schema and validating a policy take, many times over. libxml2 2.9 does not survive a lack of memory
 * there: it may crash, or find valid what it could not look at. So memory is tried before, and asked for after. */
static const size_t reserve = (size_t)16 << 20;

static void
keep_quiet(void *context, xmlErrorPtr error)
{
	(void)context, (void)error;
}

static void
note_starving(void *context, xmlErrorPtr error)
{
	bool *starved = context;
	if (error->code == XML_ERR_NO_MEMORY || error->code == XML_RELAXNG_ERR_MEMORY)
		*starved = true;
}

/* A schema that includes another would be read from a file or the network. */
static bool
includes_files(xmlDocPtr rules)
{
	const xmlNode *root = rng_root(rules);
	const xmlNode *node = root;
	while (node != NULL) {
		if (rng_is(node, "include") || rng_is(node, "externalRef"))
			return true;
		if (node->children != NULL) {
			node = node->children;
			continue;
		}
		while (node != root && node->next == NULL)
			node = node->parent;
		if (node == root)
			return false;
		node = node->next;
	}
	return false;
}

static xmlDocPtr
read_rules(const struct xml_library *xml, struct slice bytes)
{
	xmlParserCtxtPtr parser = xml->xmlNewParserCtxt();
	if (parser == NULL || bytes.len > INT32_MAX) {
		xml->xmlFreeParserCtxt(parser);
		return NULL;
	}
	parser->sax->serror = keep_quiet;
	xmlDocPtr rules = xml->xmlCtxtReadMemory(parser, (const char *)bytes.ptr, (int)bytes.len,
	    NULL, NULL, XML_PARSE_NONET | XML_PARSE_NOBLANKS);
	xml->xmlFreeParserCtxt(parser);
	return rules;
}

static bool
compile(struct schema *schema, struct slice bytes)
{
	schema->rules = read_rules(schema->xml, bytes);
	if (schema->rules == NULL || includes_files(schema->rules))
		return false;
	schema->reader = schema->xml->xmlRelaxNGNewDocParserCtxt(schema->rules);
	if (schema->reader == NULL)
		return false;
	schema->xml->xmlRelaxNGSetParserStructuredErrors(
	    schema->reader, note_starving, &schema->starved);
	schema->compiled = schema->xml->xmlRelaxNGParse(schema->reader);
	return schema->compiled != NULL;
}

/* --- our tree as a libxml2 tree: what is validated is what the caller will see */

static bool
is_blank(const char *text)
{
	return slice_trim(slice_str(text)).len == 0;
}

static xmlNodePtr
copy_element(struct schema *schema, xmlNodePtr parent, const struct xml_node *node, const char *uri)
{
	xmlNodePtr element =
	    schema->xml->xmlNewDocNode(schema->tree, NULL, BAD_CAST node->name, NULL);
	if (element == NULL)
		return NULL;
	element->_private = (void *)(uintptr_t)node;
	if (parent == NULL) {
		(void)schema->xml->xmlDocSetRootElement(schema->tree, element);
		element->ns = schema->xml->xmlNewNs(element, BAD_CAST uri, NULL);
	} else {
		(void)schema->xml->xmlAddChild(parent, element);
		element->ns = parent->ns;
	}
	for (size_t i = 0; i < node->attr_count; i++)
		if (schema->xml->xmlNewProp(element, BAD_CAST node->attrs[i].name,
			BAD_CAST node->attrs[i].value) == NULL)
			return NULL;
	if (node->child != NULL && is_blank(node->text))
		return element->ns == NULL ? NULL : element;
	xmlNodePtr text = *node->text == '\0'
	    ? NULL
	    : schema->xml->xmlNewDocText(schema->tree, BAD_CAST node->text);
	if (text != NULL)
		(void)schema->xml->xmlAddChild(element, text);
	return element->ns == NULL || (text == NULL && *node->text != '\0') ? NULL : element;
}

static bool
copy_tree(struct schema *schema, const struct xml_node *root, const char *uri)
{
	schema->tree = schema->xml->xmlNewDoc(BAD_CAST "1.0");
	if (schema->tree == NULL)
		return false;
	const struct xml_node *node = root;
	xmlNodePtr parent = NULL;
	while (node != NULL) {
		xmlNodePtr element = copy_element(schema, parent, node, uri);
		if (element == NULL)
			return false;
		if (node->child != NULL) {
			parent = element;
			node = node->child;
			continue;
		}
		while (node != root && node->next == NULL) {
			node = node->parent;
			parent = parent->parent;
		}
		node = node == root ? NULL : node->next;
	}
	return true;
}

/* --- the verdict in our words */

/* libxml2 complains about an element, then about each that holds it: the innermost says most. */
static void
on_complaint(void *context, xmlErrorPtr error)
{
	struct complaint *complaint = context;
	const xmlNode *at = error->node;
	size_t depth = 0;

	if (error->code == XML_ERR_NO_MEMORY || error->code == XML_RELAXNG_ERR_MEMORY)
		complaint->memory = true;
	while (at != NULL && at->type != XML_ELEMENT_NODE)
		at = at->parent;
	if (at == NULL)
		return;
	const struct xml_node *node = at->_private;
	for (const struct xml_node *up = node; up != NULL; up = up->parent)
		depth++;
	if (depth > complaint->depth)
		*complaint = (struct complaint){ node, depth, complaint->memory };
}

/* What the schema expects is said by xml_expect_explain(); what is left is an order or a number of elements. */
static tl_status
refuse(const struct complaint *complaint, const struct schema *schema, const struct xml_node *root,
    const char *file, const struct xml_dialect *dialect, struct tl_error *e)
{
	const struct xml_node *node = complaint->node == NULL ? root : complaint->node;
	if (complaint->memory)
		return error_memory(e);
	if (xml_expect_explain(schema->rules, root, file, dialect, e))
		return dialect->status;
	return error_at(e, dialect->status, file, node->line, node->column,
	    "this element, its values, or the order or number of the elements in it, is not as %s wants it",
	    dialect->schema);
}

static tl_status
validate(struct schema *schema, const struct xml_node *root, const char *file,
    const struct xml_dialect *dialect, struct tl_error *e)
{
	struct complaint complaint = { 0 };
	struct slice bytes = resource_find(dialect->schema);

	if (bytes.ptr == NULL || !compile(schema, bytes))
		return error_at(e, TL_SYSTEM, dialect->schema, 0, 0,
		    "the program's own schema cannot be read: rebuild it");
	if (!copy_tree(schema, root, dialect->namespace_uri))
		return error_memory(e);
	schema->validator = schema->xml->xmlRelaxNGNewValidCtxt(schema->compiled);
	if (schema->validator == NULL)
		return error_memory(e);
	schema->xml->xmlRelaxNGSetValidStructuredErrors(
	    schema->validator, on_complaint, &complaint);
	if (schema->xml->xmlRelaxNGValidateDoc(schema->validator, schema->tree) != 0)
		return refuse(&complaint, schema, root, file, dialect, e);
	/* A second opinion: where both look, both must agree. */
	return xml_expect_explain(schema->rules, root, file, dialect, e) ? dialect->status : TL_OK;
}

tl_status
xml_schema_check(const struct xml_node *root, const char *file, const struct xml_dialect *dialect,
    struct tl_error *e)
{
	const struct xml_library *xml = xml_library();
	struct schema schema = { .xml = xml };
	if (xml == NULL)
		return xml_library_missing(e);
	xmlStructuredErrorFunc handler = *xml->__xmlStructuredError();
	void *context = *xml->__xmlStructuredErrorContext();
	void *block = malloc(reserve);
	if (block == NULL)
		return error_memory(e);
	free(block);
	xml->xmlSetStructuredErrorFunc(&schema.starved, note_starving);
	tl_status status = validate(&schema, root, file, dialect, e);
	xml->xmlRelaxNGFreeValidCtxt(schema.validator);
	xml->xmlFreeDoc(schema.tree);
	xml->xmlRelaxNGFree(schema.compiled);
	xml->xmlRelaxNGFreeParserCtxt(schema.reader);
	xml->xmlFreeDoc(schema.rules);
	xml->xmlSetStructuredErrorFunc(context, handler);
	if (status == TL_OK && schema.starved)
		return error_memory(e);
	return status;
}
