#include "marking/loop.h"

/* Takes away, in rounds, whatever leads to nothing that is still there. What remains lies on a circle or leads to one. */
static bool
remains(const struct edge *edges, size_t count, size_t nodes, bool *there)
{
	bool changed = true, any = false;
	while (changed) {
		bool leads[LOOP_NODES_MAX] = { false };
		changed = any = false;
		for (size_t i = 0; i < count; i++)
			leads[edges[i].from] = leads[edges[i].from] || there[edges[i].to];
		for (size_t i = 0; i < nodes; i++) {
			changed = changed || (there[i] && !leads[i]);
			there[i] = there[i] && leads[i];
			any = any || there[i];
		}
	}
	return any;
}

static const struct edge *
edge_from(const struct edge *edges, size_t count, short node, const bool *there)
{
	for (size_t i = 0; i < count; i++) {
		if (edges[i].from == node && there[edges[i].to] && there[node])
			return &edges[i];
	}
	return NULL;
}

bool
loop_find(const struct edge *edges, size_t count, size_t nodes, const struct edge **in,
    const struct edge **out)
{
	bool there[LOOP_NODES_MAX] = { false };
	for (size_t i = 0; i < nodes; i++)
		there[i] = true;
	if (!remains(edges, count, nodes, there))
		return false;
	short node = 0;
	while (!there[node])
		node++;
	for (size_t i = 0; i < nodes; i++) /* as many steps as there are nodes end on the circle */
		node = edge_from(edges, count, node, there)->to;
	*in = edge_from(edges, count, node, there);
	*out = edge_from(edges, count, (*in)->to, there);
	return true;
}
