#include "base/resource.h"
#include "base/xml_door.h"
#include "base/xml_plain.h"

struct piece {
	struct piece *next;
	char *text;
	size_t len;
};

/* A node that is still open; the tree holds its first member. */
struct growing {
	struct xml_node node;
	struct growing *parent, *last_child;
	struct piece *first, *last;
};

struct builder {
	struct xml_door door;
	struct xml_plain *plain; /* NULL: the events come from the door */
	struct arena *arena;
	struct slice bytes;
	struct growing *root, *open;
	/* The last place that was counted. */
	size_t offset;
	struct xml_place place;
};

/* The place of the < of the tag that the parser has just read: libxml2 knows only where the tag ends. */
static struct xml_place
tag_place(struct builder *builder)
{
	size_t start =
	    builder->plain != NULL ? builder->plain->at : xml_door_offset(&builder->door);
	if (start > builder->bytes.len)
		start = builder->bytes.len;
	/* Of a tag that the end cuts off libxml2 tells behind the last byte. */
	while (start > builder->offset &&
	    (start == builder->bytes.len || builder->bytes.ptr[start] != '<'))
		start--;
	for (; builder->offset < start; builder->offset++) {
		unsigned char c = builder->bytes.ptr[builder->offset];
		if (c == '\n') {
			builder->place.line++;
			builder->place.column = 1;
		} else if ((c & 0xc0) != 0x80) {
			builder->place.column++;
		}
	}
	return builder->place;
}

/* What xml_plain_scan() hands out stays where it is. */
static const char *
keep(const struct builder *builder, const char *word)
{
	return builder->plain != NULL ? word : arena_copy(builder->arena, slice_str(word));
}

static const struct xml_attr *
copy_attrs(const struct builder *builder, const struct xml_event *event)
{
	struct xml_attr *attrs = arena_array(builder->arena, event->attr_count, sizeof *attrs);
	for (size_t i = 0; attrs != NULL && i < event->attr_count; i++) {
		attrs[i].name = keep(builder, event->attrs[i].name);
		attrs[i].value = keep(builder, event->attrs[i].value);
		if (attrs[i].name == NULL || attrs[i].value == NULL)
			return NULL;
	}
	return attrs;
}

static void
link_node(struct builder *builder, struct growing *node)
{
	struct growing *parent = builder->open;
	node->parent = parent;
	builder->open = node;
	if (parent == NULL) {
		builder->root = node;
		return;
	}
	node->node.parent = &parent->node;
	if (parent->last_child == NULL)
		parent->node.child = &node->node;
	else
		parent->last_child->node.next = &node->node;
	parent->last_child = node;
}

static tl_status
start_node(void *context, const struct xml_event *event, struct tl_error *e)
{
	struct builder *builder = context;
	struct xml_place place = tag_place(builder);
	struct growing *node = arena_alloc(builder->arena, sizeof *node);
	if (node == NULL)
		return error_memory(e);
	node->node.name = keep(builder, event->name);
	node->node.attrs = copy_attrs(builder, event);
	if (node->node.name == NULL || node->node.attrs == NULL)
		return error_memory(e);
	node->node.attr_count = event->attr_count;
	node->node.text = "";
	node->node.line = place.line;
	node->node.column = place.column;
	link_node(builder, node);
	return TL_OK;
}

static tl_status
add_text(void *context, struct slice text, struct tl_error *e)
{
	struct builder *builder = context;
	struct growing *node = builder->open;
	struct piece *piece = arena_alloc(builder->arena, sizeof *piece);
	if (piece == NULL || node == NULL)
		return error_memory(e);
	piece->text = arena_copy(builder->arena, text);
	piece->len = text.len;
	if (piece->text == NULL)
		return error_memory(e);
	if (node->first == NULL)
		node->first = piece;
	else
		node->last->next = piece;
	node->last = piece;
	return TL_OK;
}

/* Joins what came in several parts. */
static tl_status
end_node(void *context, const char *name, struct tl_error *e)
{
	struct builder *builder = context;
	struct growing *node = builder->open;
	size_t len = 0;

	(void)name;
	builder->open = node->parent;
	if (node->first == node->last) {
		if (node->first != NULL)
			node->node.text = node->first->text;
		return TL_OK;
	}
	for (const struct piece *piece = node->first; piece != NULL; piece = piece->next)
		len += piece->len;
	char *to = arena_alloc(builder->arena, len + 1);
	if (to == NULL)
		return error_memory(e);
	node->node.text = to;
	for (const struct piece *piece = node->first; piece != NULL; piece = piece->next) {
		memcpy(to, piece->text, piece->len);
		to += piece->len;
	}
	return TL_OK;
}

static tl_status
feed_all(struct xml_door *door, struct slice bytes)
{
	size_t used;
	do {
		TRY(xml_door_feed(door, bytes, true, &used));
		bytes = slice_sub(bytes, used, bytes.len);
	} while (bytes.len > 0);
	return xml_door_close(door);
}

/* False: not read, and the door has to be opened. */
static bool
read_plainly(struct slice bytes, const struct xml_dialect *dialect, struct arena *arena,
    const struct xml_node **root)
{
	struct xml_plain plain = { .text = arena_copy(arena, bytes),
		.len = bytes.len,
		.namespace_uri = dialect->namespace_uri };
	struct builder builder = {
		.plain = &plain, .arena = arena, .bytes = bytes, .place = { 1, 1 }
	};
	const struct xml_visitor visitor = {
		.context = &builder, .start = start_node, .text = add_text, .end = end_node
	};

	plain.visitor = &visitor;
	if (plain.text == NULL || !xml_plain_scan(&plain))
		return false;
	*root = &builder.root->node;
	return true;
}

tl_status
xml_parse(struct slice bytes, const char *file, const struct xml_dialect *dialect,
    struct arena *arena, const struct xml_node **root, struct tl_error *e)
{
	struct builder builder = { .arena = arena, .bytes = bytes, .place = { 1, 1 } };
	const struct xml_visitor visitor = {
		.context = &builder, .start = start_node, .text = add_text, .end = end_node
	};

	*root = NULL;
	if (dialect->schema == NULL && resource_is(bytes) &&
	    read_plainly(bytes, dialect, arena, root))
		return TL_OK;
	tl_status status = xml_door_init(&builder.door, file, dialect, &visitor, e);
	if (status != TL_OK)
		goto out;
	status = feed_all(&builder.door, bytes);
	if (status == TL_OK && dialect->schema != NULL)
		status = xml_schema_check(&builder.root->node, file, dialect, e);
	if (status == TL_OK)
		*root = &builder.root->node;
out:
	xml_door_release(&builder.door);
	return status;
}

const char *
xml_attr(const struct xml_node *node, const char *name)
{
	for (size_t i = 0; i < node->attr_count; i++)
		if (strcmp(node->attrs[i].name, name) == 0)
			return node->attrs[i].value;
	return NULL;
}
