#include <libxml/xmlerror.h>

#include "base/xml_door.h"

/* libxml2's own messages quote the text they complain about; these do not. */
const char *
xml_words(int code)
{
	static const struct {
		int code;
		const char *what;
	} words[] = {
		{ XML_ERR_DOCUMENT_EMPTY, "there is no root element" },
		{ XML_ERR_DOCUMENT_END,
		    "the text ends too early, or goes on behind the root element" },
		{ XML_ERR_TAG_NAME_MISMATCH, "an end tag does not match its start tag" },
		{ XML_ERR_TAG_NOT_FINISHED, "an element is not closed" },
		{ XML_ERR_GT_REQUIRED, "a tag is not closed with >" },
		{ XML_ERR_ATTRIBUTE_NOT_STARTED, "an attribute's value has no quotes" },
		{ XML_ERR_ATTRIBUTE_NOT_FINISHED, "an attribute's value has no closing quote" },
		{ XML_ERR_ATTRIBUTE_WITHOUT_VALUE, "an attribute has no value" },
		{ XML_ERR_ATTRIBUTE_REDEFINED, "an element has the same attribute twice" },
		{ XML_ERR_LT_IN_ATTRIBUTE, "a < in an attribute must be written &lt;" },
		{ XML_ERR_SPACE_REQUIRED, "a blank is missing between attributes" },
		{ XML_ERR_NAME_REQUIRED,
		    "a name is missing: write a lone < as &lt; and a lone & as &amp;" },
		{ XML_ERR_ENTITYREF_SEMICOL_MISSING, "an & must be written &amp;" },
		{ XML_ERR_UNDECLARED_ENTITY,
		    "only &amp; &lt; &gt; &quot; &apos; and &#number; are known" },
		{ XML_WAR_UNDECLARED_ENTITY,
		    "only &amp; &lt; &gt; &quot; &apos; and &#number; are known" },
		{ XML_ERR_INVALID_CHARREF, "a character reference names no XML character" },
		{ XML_ERR_INVALID_HEX_CHARREF, "a character reference is damaged" },
		{ XML_ERR_INVALID_DEC_CHARREF, "a character reference is damaged" },
		{ XML_ERR_INVALID_CHAR, "there is a character that XML does not allow" },
		{ XML_ERR_INVALID_ENCODING, "there is a character that XML does not allow" },
		{ XML_ERR_MISPLACED_CDATA_END, "]]> must be written ]]&gt;" },
		{ XML_NS_ERR_UNDEFINED_NAMESPACE,
		    "a prefix is bound to no namespace; prefixes are not used here" },
		{ XML_NS_ERR_ATTRIBUTE_REDEFINED, "an element has the same attribute twice" },
	};
	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (words[i].code == code)
			return words[i].what;
	return "this is not well-formed XML";
}
