#include <assert.h>
#include <pthread.h>

#include "base/late.h"
#include "base/xml.h"
#include "base/xml_library.h"

/* 2.14 changed the binary interface. */
#define SONAME (LIBXML_VERSION < 21400 ? "libxml2.so.2" : "libxml2.so.16")

/* What is loaded once, for all threads. */
static struct bound {
	pthread_once_t once;
	bool there;
	struct xml_library names;
} bound = { .once = PTHREAD_ONCE_INIT };

/* libxml2's own tables are built once; they are not thread-safe while they are built. */
static void
load(void)
{
#define XML_LIBRARY_NAME(name) #name,
	static const char *const names[] = { XML_LIBRARY(XML_LIBRARY_NAME) };
	static_assert(sizeof names == sizeof bound.names, "a pointer for each name");

	bound.there = late_load(SONAME, names, sizeof names / sizeof names[0], &bound.names);
	if (!bound.there)
		return;
	bound.names.xmlInitParser();
	bound.names.xmlSchemaInitTypes();
	(void)bound.names.xmlRelaxNGInitTypes();
}

const struct xml_library *
xml_library(void)
{
	(void)pthread_once(&bound.once, load);
	return bound.there ? &bound.names : NULL;
}

tl_status
xml_library_missing(struct tl_error *e)
{
	return error_set(e, TL_SYSTEM, "the library %s is not there; install it", SONAME);
}

/* libxml2 tells its version as a number in text, "20914" with a suffix. */
const char *
xml_library_version(void)
{
	const struct xml_library *xml = xml_library();
	return xml == NULL ? "absent" : *xml->__xmlParserVersion();
}
