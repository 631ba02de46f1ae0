#include "document/portion.h"

static const char *const names[PORTION_KINDS] = {
	[PORTION_UNKNOWN] = "unknown",
	[PORTION_ROUTING] = "routing",
	[PORTION_PRECEDENCE] = "precedence",
	[PORTION_FROM] = "from",
	[PORTION_TO] = "to",
	[PORTION_INFO] = "info",
	[PORTION_PASSING] = "passing",
	[PORTION_BANNER] = "banner",
	[PORTION_CAPTION] = "caption",
	[PORTION_DECLASSIFICATION] = "declassification-line",
	[PORTION_TAGS] = "tags",
	[PORTION_SUBJECT] = "subject",
	[PORTION_REFERENCE] = "reference",
	[PORTION_AUTHORITY] = "authority-block",
	[PORTION_HEADING] = "heading",
	[PORTION_PARAGRAPH] = "paragraph",
	[PORTION_SUBPARAGRAPH] = "subparagraph",
	[PORTION_LIST_ITEM] = "list-item",
	[PORTION_TABLE_CELL] = "table-cell",
	[PORTION_FIGURE] = "figure",
	[PORTION_FOOTNOTE] = "footnote",
	[PORTION_HEADER] = "header",
	[PORTION_FOOTER] = "footer",
	[PORTION_SIGNATURE] = "signature",
	[PORTION_SEPARATOR] = "separator",
	[PORTION_METADATA] = "metadata",
};

const char *
portion_kind_name(enum portion_kind kind)
{
	return names[kind];
}

enum portion_kind
portion_kind_find(struct slice name)
{
	for (int kind = 0; kind < PORTION_KINDS; kind++)
		if (slice_is(name, names[kind]))
			return (enum portion_kind)kind;
	return PORTION_KINDS;
}
