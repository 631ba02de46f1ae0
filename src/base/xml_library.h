/*
 * base/xml_library.h -- the names of libxml2 that the XML door uses.
 *
 * Idea:   one list, from which the table of pointers and the names to look up are made (base/late.h).
 * Always: nothing of libxml2 is called but through this table, and its own tables are built before it is handed out.
 * Owns:   the table lives until the process ends.
 * Fails:  xml_library() returns NULL where libxml2 is not there; the caller answers with xml_library_missing().
 */
#ifndef BASE_XML_LIBRARY_H
#define BASE_XML_LIBRARY_H

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/xmlregexp.h>
#include <libxml/xmlschemastypes.h>

#include "base/error.h"

/* clang-format off */
#define XML_LIBRARY(NAME) \
	NAME(__xmlStructuredError) NAME(__xmlStructuredErrorContext) NAME(xmlSetStructuredErrorFunc) \
	NAME(__xmlParserVersion) NAME(xmlInitParser) \
	NAME(xmlCreatePushParserCtxt) NAME(xmlCtxtUseOptions) NAME(xmlParseChunk) NAME(xmlByteConsumed) \
	NAME(xmlStopParser) NAME(xmlNewParserCtxt) NAME(xmlCtxtReadMemory) NAME(xmlFreeParserCtxt) \
	NAME(xmlNewDoc) NAME(xmlNewDocNode) NAME(xmlNewDocText) NAME(xmlNewNs) NAME(xmlNewProp) \
	NAME(xmlAddChild) NAME(xmlDocSetRootElement) NAME(xmlDocGetRootElement) NAME(xmlFreeDoc) \
	NAME(xmlRelaxNGInitTypes) NAME(xmlRelaxNGNewDocParserCtxt) NAME(xmlRelaxNGSetParserStructuredErrors) \
	NAME(xmlRelaxNGParse) NAME(xmlRelaxNGFreeParserCtxt) NAME(xmlRelaxNGNewValidCtxt) \
	NAME(xmlRelaxNGSetValidStructuredErrors) NAME(xmlRelaxNGValidateDoc) NAME(xmlRelaxNGFreeValidCtxt) \
	NAME(xmlRelaxNGFree) \
	NAME(xmlRegexpCompile) NAME(xmlRegexpExec) NAME(xmlRegFreeRegexp) \
	NAME(xmlSchemaInitTypes) NAME(xmlSchemaGetPredefinedType) NAME(xmlSchemaValidatePredefinedType)
/* clang-format on */

struct xml_library {
#define XML_LIBRARY_MEMBER(name) __typeof__(&name) name;
	XML_LIBRARY(XML_LIBRARY_MEMBER)
#undef XML_LIBRARY_MEMBER
};

const struct xml_library *xml_library(void);
tl_status xml_library_missing(struct tl_error *e);

#endif
