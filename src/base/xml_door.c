#include <libxml/SAX2.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "base/wipe.h"
#include "base/xml_door.h"
#include "base/xml_library.h"

struct xml_place
xml_door_place(const struct xml_door *door)
{
	const struct _xmlParserInput *input = door->parser->input;
	if (input == NULL)
		return (struct xml_place){ 0 };
	return (struct xml_place){ (size_t)input->line, (size_t)input->col };
}

size_t
xml_door_offset(const struct xml_door *door)
{
	long consumed = door->xml->xmlByteConsumed(door->parser);
	return consumed < 0 ? 0 : (size_t)consumed;
}

/* Stopping alone leaves a document that counts as well-formed (libxml2 2.9.14): both, always. */
static void
stop(struct xml_door *door, tl_status status)
{
	if (door->status == TL_OK)
		door->status = status;
	door->parser->wellFormed = 0;
	door->xml->xmlStopParser(door->parser);
}

tl_status
xml_door_refuse(struct xml_door *door, struct xml_place place, const char *what)
{
	if (door->status == TL_OK)
		(void)error_at(door->e, door->dialect->status, door->file, place.line, place.column,
		    "%s", what);
	stop(door, door->dialect->status);
	return door->status;
}

static void
refuse_here(struct xml_door *door, const char *what)
{
	(void)xml_door_refuse(door, xml_door_place(door), what);
}

static void
out_of_memory(struct xml_door *door)
{
	if (door->status == TL_OK)
		(void)error_memory(door->e);
	stop(door, TL_SYSTEM);
}

/* --- callbacks: what the sieve must have stopped already */

static void
on_doctype(void *context, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	refuse_here(context, "a DOCTYPE is not allowed here");
}

static void
on_comment(void *context, const xmlChar *text)
{
	struct xml_door *door = context;
	(void)text;
	if (!door->dialect->mixed)
		refuse_here(door, "a comment is not allowed here");
}

static void
on_instruction(void *context, const xmlChar *target, const xmlChar *data)
{
	(void)target, (void)data;
	refuse_here(context, "a processing instruction is not allowed here");
}

static void
on_cdata(void *context, const xmlChar *text, int len)
{
	(void)text, (void)len;
	refuse_here(context, "a CDATA section is not allowed here");
}

static void
on_reference(void *context, const xmlChar *name)
{
	(void)name;
	refuse_here(context, xml_words(XML_ERR_UNDECLARED_ENTITY));
}

/* --- callbacks: elements and text */

/* Room for all values of an element with a NUL behind each. */
static bool
reserve(struct xml_door *door, size_t need)
{
	if (need <= door->values_size)
		return true;
	size_t size = need > 4096 ? need * 2 : 4096;
	char *block = malloc(size);
	if (block == NULL)
		return false;
	if (door->values != NULL)
		wipe(door->values, door->values_size);
	free(door->values);
	door->values = block;
	door->values_size = size;
	return true;
}

/* libxml2 hands a literal & of a value out as "&#38;" and every other reference resolved. */
static char *
copy_value(char *to, const unsigned char *from, size_t len)
{
	static const char ampersand[] = "&#38;";
	const unsigned char *end = from + len, *found;

	while ((found = memchr(from, '&', (size_t)(end - from))) != NULL) {
		size_t head = (size_t)(found - from) + 1;
		if (!slice_starts(slice_of(found, (size_t)(end - found)), ampersand))
			return NULL;
		memcpy(to, from, head);
		to += head;
		from = found + sizeof ampersand - 1;
	}
	memcpy(to, from, (size_t)(end - from));
	to += end - from;
	*to = '\0';
	return to + 1;
}

static bool
same(const xmlChar *a, const char *b)
{
	return a != NULL && strcmp((const char *)a, b) == 0;
}

/* libxml2 gives five pointers for each attribute: local name, prefix, namespace, start and end of the value. */
static bool
take_attributes(struct xml_door *door, size_t count, const xmlChar **fives)
{
	size_t need = 0;
	for (size_t i = 0; i < count; i++)
		need += (size_t)(fives[i * 5 + 4] - fives[i * 5 + 3]) + 1;
	if (!reserve(door, need)) {
		out_of_memory(door);
		return false;
	}
	char *to = door->values;
	for (size_t i = 0; i < count; i++) {
		const xmlChar **five = fives + i * 5;
		bool plain = five[1] == NULL && five[2] == NULL;
		door->attrs[i] = (struct xml_attr){ (const char *)five[0], to };
		if (!plain && door->dialect->mixed) {
			door->attrs[i].name = same(five[1], "xml") && same(five[0], "lang")
			    ? "xml:lang"
			    : XML_FOREIGN;
		} else if (!plain) {
			refuse_here(door,
			    "an attribute has a prefix; only plain attributes are known here");
			return false;
		}
		to = copy_value(to, five[3], (size_t)(five[4] - five[3]));
		if (to == NULL) {
			refuse_here(door, xml_words(XML_ERR_UNDECLARED_ENTITY));
			return false;
		}
	}
	return true;
}

/* One byte form: the dialect's namespace, as the default, declared once and on the root (Namespaces in XML 1.0 §3). In a
 * mixed dialect only the root must be the dialect's. */
static const char *
check_names(const struct xml_door *door, const xmlChar *prefix, const xmlChar *uri,
    int declarations, const xmlChar **declared)
{
	if (door->dialect->mixed)
		return door->depth > 0 || same(uri, door->dialect->namespace_uri)
		    ? NULL
		    : "the root element is not in the namespace that is expected here";
	if (prefix != NULL)
		return "an element has a prefix; declare the namespace with xmlns=\"...\" on the root";
	if (!same(uri, door->dialect->namespace_uri))
		return "an element is not in the namespace that is expected here";
	if (declarations > 1 || (declarations == 1 && (declared[0] != NULL || door->depth > 0)))
		return "only one namespace is known here, declared once, on the root";
	return NULL;
}

static void
on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
    int declarations, const xmlChar **declared, int count, int defaulted, const xmlChar **fives)
{
	struct xml_door *door = context;
	if (door->status != TL_OK)
		return;
	const char *what = check_names(door, prefix, uri, declarations, declared);
	if (what == NULL && (count < 0 || count > XML_MAX_ATTRIBUTES || defaulted != 0))
		what = "an element has too many attributes";
	if (what == NULL && door->depth >= door->dialect->max_depth)
		what = "elements are nested too deeply";
	if (what != NULL) {
		refuse_here(door, what);
		return;
	}
	if (!take_attributes(door, (size_t)count, fives))
		return;
	door->rooted = true;
	door->depth++;
	bool own = same(uri, door->dialect->namespace_uri);
	struct xml_event event = { .name = own ? (const char *)name : XML_FOREIGN,
		.attrs = door->attrs,
		.attr_count = (size_t)count,
		.depth = door->depth,
		.line = (size_t)door->parser->input->line };
	tl_status status = door->visitor->start(door->visitor->context, &event, door->e);
	if (status != TL_OK)
		stop(door, status);
}

static void
on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
	struct xml_door *door = context;
	(void)prefix, (void)uri;
	if (door->status != TL_OK)
		return;
	door->depth--;
	if (door->visitor->end == NULL)
		return;
	tl_status status = door->visitor->end(door->visitor->context, (const char *)name, door->e);
	if (status != TL_OK)
		stop(door, status);
}

static void
on_text(void *context, const xmlChar *text, int len)
{
	struct xml_door *door = context;
	struct slice part = slice_of(text, len < 0 ? 0 : (size_t)len);
	if (door->status != TL_OK)
		return;
	if (door->visitor->text == NULL) {
		if (slice_trim(part).len > 0)
			refuse_here(door, "there is text where only elements are expected");
		return;
	}
	tl_status status = door->visitor->text(door->visitor->context, part, door->e);
	if (status != TL_OK)
		stop(door, status);
}

/* Warnings too: what libxml2 finds odd, somebody else reads in another way. */
static void
on_error(void *context, xmlErrorPtr error)
{
	struct xml_door *door = context;
	if (door->status != TL_OK || door->parser == NULL)
		return;
	if (error->code == XML_ERR_NO_MEMORY)
		out_of_memory(door);
	else
		refuse_here(door, xml_words(error->code));
}

/* --- life */

/* This thread's handler while a door is open: where memory is short, libxml2 has no parser to complain to, and writes
 * to stderr. */
static void
keep_quiet(void *context, xmlErrorPtr error)
{
	(void)context, (void)error;
}

tl_status
xml_door_init(struct xml_door *door, const char *file, const struct xml_dialect *dialect,
    const struct xml_visitor *visitor, struct tl_error *e)
{
	xmlSAXHandler sax = { .initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.externalSubset = on_doctype,
		.comment = on_comment,
		.processingInstruction = on_instruction,
		.cdataBlock = on_cdata,
		.reference = on_reference,
		.startElementNs = on_start,
		.endElementNs = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.serror = on_error };

	*door = (struct xml_door){ .dialect = dialect, .file = file, .visitor = visitor, .e = e };
	door->sieve.comments = dialect->mixed;
	door->xml = xml_library();
	if (door->xml == NULL)
		return xml_library_missing(e);
	door->handler = *door->xml->__xmlStructuredError();
	door->handler_context = *door->xml->__xmlStructuredErrorContext();
	door->xml->xmlSetStructuredErrorFunc(NULL, keep_quiet);
	door->parser = door->xml->xmlCreatePushParserCtxt(&sax, door, NULL, 0, NULL);
	if (door->parser == NULL)
		return error_memory(e);
	/* Neither RECOVER, HUGE, NOENT nor DTDLOAD: the first accepts anything, the second lifts the limits. */
	(void)door->xml->xmlCtxtUseOptions(door->parser, XML_PARSE_NONET);
	return TL_OK;
}

void
xml_door_release(struct xml_door *door)
{
	if (door->parser != NULL) {
		door->xml->xmlFreeDoc(door->parser->myDoc);
		door->parser->myDoc = NULL;
		door->xml->xmlFreeParserCtxt(door->parser);
	}
	if (door->values != NULL)
		wipe(door->values, door->values_size);
	free(door->values);
	if (door->xml != NULL)
		door->xml->xmlSetStructuredErrorFunc(door->handler_context, door->handler);
	*door = (struct xml_door){ 0 };
}

/* --- feeding */

/* The place of chunk[at], counted on from where the parser stands: it may hold bytes that it has not read yet. */
static struct xml_place
place_in_chunk(const struct xml_door *door, struct slice chunk, size_t at)
{
	struct xml_place place = { 1, 1 };
	struct slice parts[2] = { { 0 }, slice_sub(chunk, 0, at) };
	const struct _xmlParserInput *input = door->parser->input;
	if (door->fed > 0 && input != NULL) {
		place = xml_door_place(door);
		parts[0] = slice_of(input->cur, (size_t)(input->end - input->cur));
	}
	for (size_t p = 0; p < 2; p++) {
		for (size_t i = 0; i < parts[p].len; i++) {
			bool end = parts[p].ptr[i] == '\n';
			place.line += end;
			place.column = end ? 1 : place.column + 1;
		}
	}
	return place;
}

static const char *
check_chunk(struct xml_door *door, struct slice chunk, bool last, size_t *good, size_t *at)
{
	size_t declaration = 0;
	const char *what = NULL;

	*at = 0;
	if (door->fed == 0)
		what = xml_declaration_check(
		    slice_sub(chunk, 0,
			chunk.len < XML_MAX_DECLARATION ? chunk.len : XML_MAX_DECLARATION),
		    &declaration);
	if (what != NULL || chunk.len == 0)
		return what;
	const unsigned char *nul = memchr(chunk.ptr, '\0', chunk.len);
	if (nul != NULL) {
		*at = (size_t)(nul - chunk.ptr);
		return "there is a NUL byte in the text";
	}
	*at = *good = utf8_check(chunk);
	if (chunk.len - *good >= 4 || (last && *good < chunk.len))
		return "there is a byte that is not UTF-8";
	what = xml_sieve_check(&door->sieve, slice_sub(chunk, declaration, *good), at);
	*at += declaration;
	return what;
}

tl_status
xml_door_feed(struct xml_door *door, struct slice bytes, bool last, size_t *used)
{
	static const size_t largest = (size_t)1 << 16;
	size_t good = 0, at;

	*used = 0;
	if (door->status != TL_OK)
		return door->status;
	if (bytes.len > largest) {
		bytes.len = largest;
		last = false;
	}
	if (bytes.len > door->dialect->max_bytes - door->fed)
		return xml_door_refuse(
		    door, (struct xml_place){ 0 }, "the text is larger than allowed");
	const char *what = check_chunk(door, bytes, last, &good, &at);
	if (what != NULL)
		return xml_door_refuse(door, place_in_chunk(door, bytes, at), what);
	door->fed += good;
	(void)door->xml->xmlParseChunk(door->parser, (const char *)bytes.ptr, (int)good, 0);
	*used = good;
	return door->status;
}

/* libxml2's verdict is three fields; each alone is not enough (2.9.14: a namespaced attribute twice through two
 * prefixes leaves wellFormed at 1). */
tl_status
xml_door_close(struct xml_door *door)
{
	const struct _xmlParserCtxt *parser = door->parser;

	if (door->status == TL_OK)
		(void)door->xml->xmlParseChunk(door->parser, NULL, 0, 1);
	if (door->status != TL_OK)
		return door->status;
	if (parser->errNo == XML_ERR_NO_MEMORY) {
		out_of_memory(door);
		return door->status;
	}
	if (!parser->wellFormed || !parser->nsWellFormed || parser->errNo != XML_ERR_OK)
		return xml_door_refuse(door, xml_door_place(door), xml_words(parser->errNo));
	if (!door->rooted || door->depth != 0 || door->sieve.state != XML_SIEVE_TEXT)
		return xml_door_refuse(door, xml_door_place(door), xml_words(XML_ERR_DOCUMENT_END));
	return TL_OK;
}
