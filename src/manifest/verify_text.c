#include "manifest/verify.h"

static const char *const sentences[MANIFEST_REASONS] = {
	[MANIFEST_UNREAD] = "the manifest was not examined",
	[MANIFEST_FITS] = "the output fits the manifest",
	[MANIFEST_EMPTY] = "the manifest is empty",
	[MANIFEST_BOM] = "the manifest begins with a byte order mark",
	[MANIFEST_NUL] = "the manifest holds a NUL byte",
	[MANIFEST_CRLF] =
	    "the manifest's line ends were converted to CRLF; fetch it again as binary",
	[MANIFEST_ENCODING] = "the manifest is not UTF-8",
	[MANIFEST_DECLARATION] =
	    "the manifest does not begin with the XML declaration of a manifest",
	[MANIFEST_DOCTYPE] = "the manifest has a document type",
	[MANIFEST_MARKUP] =
	    "the manifest has a comment, a processing instruction or a CDATA section",
	[MANIFEST_VERSION] = "the manifest's version is not known to this program",
	[MANIFEST_LONG_LINE] = "a line of the manifest is longer than any that tearline writes",
	[MANIFEST_UNKNOWN_LINE] = "a line of the manifest is none that tearline writes",
	[MANIFEST_ATTRIBUTES] =
	    "an element of the manifest has other attributes, or spells them in another way",
	[MANIFEST_NUMBER] = "a number of the manifest is malformed or too large",
	[MANIFEST_DIGEST] = "a digest of the manifest has the wrong length or is not lower case",
	[MANIFEST_TEXT] =
	    "a text of the manifest is too long, or has a control or hidden character or another "
	    "escape",
	[MANIFEST_NAME] = "the output's name in the manifest is not one path component",
	[MANIFEST_TIME] = "the manifest's time of creation is malformed",
	[MANIFEST_ORDER] = "an element of the manifest does not stand where it may",
	[MANIFEST_UNFINISHED] = "the manifest ends too early",
	[MANIFEST_TRAILING] = "bytes stand behind the end of the manifest",
	[MANIFEST_TEMPLATES] = "the manifest's templates are malformed, out of order or too many",
	[MANIFEST_SIGNERS] =
	    "the manifest demands more than 16 signers or 8 roles, or more roles than signers",
	[MANIFEST_LOG] = "the log that the manifest remembers has an origin or a size of no log",
	[MANIFEST_COVER] = "the manifest's list leaves a hole, overlaps, or is reordered",
	[MANIFEST_OUTPUT_TRUNCATED] = "the output is shorter than the manifest's list",
	[MANIFEST_OUTPUT_APPENDED] = "bytes were appended to the output",
	[MANIFEST_OUTPUT_CRLF] =
	    "the output's line ends were converted to CRLF; fetch it again as binary",
	[MANIFEST_KEPT] = "a kept piece of the output was changed or moved",
	[MANIFEST_INSERT] = "an inserted piece of the output is no template of the manifest",
	[MANIFEST_OUTPUT_BYTES] = "the output's size differs from the manifest's",
	[MANIFEST_OUTPUT_DIGEST] = "the output's SHA-384 differs from the manifest's",
	[MANIFEST_OUTPUT_NAME] = "the output has another name than in the manifest",
	[MANIFEST_ALONE] = "no output was compared with the manifest",
};

const char *
manifest_reason_text(enum manifest_reason reason)
{
	return sentences[reason];
}
