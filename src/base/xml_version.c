#include <libxml/parser.h>

#include "base/xml.h"

/* libxml2 tells its version as a number in text, "20914" with a suffix. */
const char *
xml_library_version(void)
{
	return xmlParserVersion;
}
