#include "document/reading.h"

static const char *const names[] = {
	[READING_NONE] = "none",
	[READING_DAMAGED] = "damaged",
	[READING_OWN] = "own",
	[READING_ASSUMED] = "assumed",
	[READING_PARENT] = "parent",
	[READING_ENTIRE_TEXT] = "entire-text",
	[READING_BANNER] = "banner",
};

const char *
reading_name(enum reading reading)
{
	return names[reading];
}

const struct reading_rules reading_default = {
	.unmarked = {
		[PORTION_UNKNOWN] = UNMARKED_WITHHOLD,
		[PORTION_ROUTING] = UNMARKED_BANNER,
		[PORTION_PRECEDENCE] = UNMARKED_BANNER,
		[PORTION_FROM] = UNMARKED_BANNER,
		[PORTION_TO] = UNMARKED_BANNER,
		[PORTION_INFO] = UNMARKED_BANNER,
		[PORTION_PASSING] = UNMARKED_BANNER,
		[PORTION_BANNER] = UNMARKED_BANNER,
		[PORTION_CAPTION] = UNMARKED_BANNER,
		[PORTION_DECLASSIFICATION] = UNMARKED_BANNER,
		[PORTION_TAGS] = UNMARKED_BANNER,
		[PORTION_SUBJECT] = UNMARKED_BANNER,
		[PORTION_REFERENCE] = UNMARKED_BANNER,
		[PORTION_AUTHORITY] = UNMARKED_BANNER,
		[PORTION_HEADING] = UNMARKED_BANNER,
		[PORTION_PARAGRAPH] = UNMARKED_BANNER,
		[PORTION_SUBPARAGRAPH] = UNMARKED_PARENT,
		[PORTION_LIST_ITEM] = UNMARKED_PARENT,
		[PORTION_TABLE_CELL] = UNMARKED_PARENT,
		[PORTION_FIGURE] = UNMARKED_BANNER,
		[PORTION_FOOTNOTE] = UNMARKED_BANNER,
		[PORTION_HEADER] = UNMARKED_BANNER,
		[PORTION_FOOTER] = UNMARKED_BANNER,
		[PORTION_SIGNATURE] = UNMARKED_BANNER,
		[PORTION_SEPARATOR] = UNMARKED_BANNER,
		[PORTION_METADATA] = UNMARKED_BANNER,
	},
};

/* A chain of parents longer than this is an attack on time; its end reads as unmarked and is withheld. */
static const int deepest_chain = 64;

static struct read_marking
from_message(const struct document *document, const struct portion *p)
{
	const struct message *message = &document->messages[p->message];

	if (p->entire != NULL)
		return (struct read_marking){ READING_ENTIRE_TEXT, p->entire };
	if (message->banner == NULL)
		return (struct read_marking){ READING_NONE, NULL };
	if (message->damaged)
		return (struct read_marking){ READING_DAMAGED, message->banner };
	return (struct read_marking){ READING_BANNER, message->banner };
}

/* The first three steps for one portion; false where the answer stands further up or in the message. */
static bool
from_itself(const struct portion *p, const struct reading_rules *rules, struct read_marking *out)
{
	*out = (struct read_marking){ READING_NONE, NULL };
	if (p->kind == PORTION_UNKNOWN)
		return true;
	if (p->mark != MARK_NONE) {
		out->how = p->mark == MARK_READ ? READING_OWN : READING_DAMAGED;
		out->marking = p->own;
		return true;
	}
	if (rules->assume[p->kind] != NULL) {
		out->how = READING_ASSUMED;
		out->marking = rules->assume[p->kind];
		return true;
	}
	return rules->unmarked[p->kind] == UNMARKED_WITHHOLD;
}

struct read_marking
portion_read(const struct document *document, size_t index, const struct reading_rules *rules)
{
	const struct portion *p = &document->portions[index];
	struct read_marking found = { READING_NONE, NULL };
	bool inherited = false;

	for (int step = 0; step < deepest_chain; step++) {
		if (from_itself(p, rules, &found)) {
			if (inherited && (found.how == READING_OWN || found.how == READING_ASSUMED))
				found.how = READING_PARENT;
			return found;
		}
		bool continues = (p->flags & PORTION_CONTINUES) != 0;
		if (p->parent == PORTION_TOP ||
		    (!continues && rules->unmarked[p->kind] != UNMARKED_PARENT))
			return from_message(document, p);
		inherited = inherited || !continues;
		p = &document->portions[p->parent];
	}
	return (struct read_marking){ READING_NONE, NULL };
}
