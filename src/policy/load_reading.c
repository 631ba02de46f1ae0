#include "policy/loader.h"

/* "withhold" is the first member and the answer where nothing is said. */
static enum lapse
lapse_of(const struct xml_node *node)
{
	const char *action = node == NULL ? "withhold" : xml_attr(node, "action");

	if (strcmp(action, "refuse") == 0)
		return LAPSE_REFUSE;
	return strcmp(action, "accept") == 0 ? LAPSE_ACCEPT : LAPSE_WITHHOLD;
}

static enum banner_fault
fault_of(const struct xml_node *node, const char *attr, enum banner_fault absent)
{
	const char *action = node == NULL ? NULL : xml_attr(node, attr);

	if (action == NULL)
		return absent;
	if (strcmp(action, "accept") == 0)
		return FAULT_ACCEPT;
	return strcmp(action, "withhold-all") == 0 ? FAULT_WITHHOLD_ALL : FAULT_REFUSE;
}

static enum unmarked
unmarked_of(const struct xml_node *node)
{
	const char *read_as = xml_attr(node, "read-as");

	if (strcmp(read_as, "parent") == 0)
		return UNMARKED_PARENT;
	return strcmp(read_as, "banner") == 0 ? UNMARKED_BANNER : UNMARKED_WITHHOLD;
}

/* The kinds of this element; a kind that an earlier element of the same name has is an error, because their order must
 * not matter. */
static tl_status
fresh_kinds(const struct loader *l, const struct xml_node *node, uint32_t *taken, uint32_t *out,
    struct tl_error *e)
{
	TRY(load_kinds(l, node, out, e));
	for (int kind = 0; kind < PORTION_KINDS; kind++)
		if ((*out & *taken) >> kind & 1)
			return error_at(e, TL_POLICY, l->file, node->line, node->column,
			    "kind %s stands in two <%s> elements; expected in one",
			    portion_kind_name((enum portion_kind)kind), node->name);
	*taken |= *out;
	return TL_OK;
}

/* POLICY: a portion that the reader cannot name is withheld; no rule lifts that. */
static tl_status
refuse_unknown_kind(
    const struct loader *l, const struct xml_node *node, uint32_t kinds, struct tl_error *e)
{
	if (kinds & UINT32_C(1) << PORTION_UNKNOWN)
		return error_at(e, TL_POLICY, l->file, node->line, node->column,
		    "kind unknown is always withheld: take it out of <%s>", node->name);
	return TL_OK;
}

static tl_status
load_unmarked(
    const struct loader *l, const struct xml_node *node, uint32_t *taken, struct tl_error *e)
{
	uint32_t kinds;

	TRY(fresh_kinds(l, node, taken, &kinds, e));
	if (unmarked_of(node) != UNMARKED_WITHHOLD)
		TRY(refuse_unknown_kind(l, node, kinds, e));
	for (int kind = 0; kind < PORTION_KINDS; kind++)
		if (kinds >> kind & 1)
			l->policy->reading.unmarked[kind] = unmarked_of(node);
	return TL_OK;
}

static tl_status
load_assume(
    const struct loader *l, const struct xml_node *node, uint32_t *taken, struct tl_error *e)
{
	const struct marking *marking;
	const char *authority;
	uint32_t kinds;

	TRY(fresh_kinds(l, node, taken, &kinds, e));
	TRY(refuse_unknown_kind(l, node, kinds, e));
	TRY(load_marking(l, node, "marking", &marking, e));
	TRY(load_words(l, node, "authority", xml_attr(node, "authority"), 200, &authority, e));
	for (int kind = 0; kind < PORTION_KINDS; kind++)
		if (kinds >> kind & 1) {
			l->policy->reading.assume[kind] = marking;
			l->policy->authority[kind] = authority;
		}
	return TL_OK;
}

tl_status
load_reading(const struct loader *l, const struct xml_node *node, struct tl_error *e)
{
	struct policy *policy = l->policy;
	const struct xml_node *banner = child_named(node, "banner");
	uint32_t unmarked = 0, assumed = 0;

	policy->reading = reading_default;
	policy->damaged = lapse_of(child_named(node, "damaged"));
	policy->unknown_token = lapse_of(child_named(node, "unknown-token"));
	policy->legacy = lapse_of(child_named(node, "legacy"));
	policy->lower = fault_of(banner, "lower-than-portions", FAULT_REFUSE);
	policy->higher = fault_of(banner, "higher-than-portions", FAULT_WITHHOLD_ALL);
	policy->missing = fault_of(banner, "missing", FAULT_REFUSE);

	for (const struct xml_node *n = node == NULL ? NULL : node->child; n != NULL; n = n->next) {
		if (strcmp(n->name, "unmarked") == 0)
			TRY(load_unmarked(l, n, &unmarked, e));
		else if (strcmp(n->name, "assume") == 0)
			TRY(load_assume(l, n, &assumed, e));
	}
	return TL_OK;
}
