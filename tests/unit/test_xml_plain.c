#include <stdio.h>
#include <stdlib.h>

#include "xml_kit.h"

#include "base/resource.h"
#include "base/xml_plain.h"

/* The same words; text of blanks alone is left out by the one. */
static void
same_text(const char *plain, const char *door)
{
	if (slice_trim(slice_str(door)).len == 0)
		assert_string_equal(plain, "");
	else
		assert_true(slice_equal(slice_trim(slice_str(plain)), slice_trim(slice_str(door))));
}

static void
same_node(const struct xml_node *a, const struct xml_node *b)
{
	assert_string_equal(a->name, b->name);
	same_text(a->text, b->text);
	assert_int_equal(a->line, b->line);
	assert_int_equal(a->column, b->column);
	assert_int_equal(a->attr_count, b->attr_count);
	for (size_t i = 0; i < a->attr_count; i++) {
		assert_string_equal(a->attrs[i].name, b->attrs[i].name);
		assert_string_equal(a->attrs[i].value, b->attrs[i].value);
	}
	assert_int_equal(a->parent == NULL, b->parent == NULL);
}

/* Node by node, without recursion. */
static size_t
same_tree(const struct xml_node *a, const struct xml_node *b)
{
	size_t count = 0;
	while (a != NULL && b != NULL) {
		same_node(a, b);
		count++;
		assert_int_equal(a->child == NULL, b->child == NULL);
		if (a->child != NULL) {
			a = a->child;
			b = b->child;
			continue;
		}
		while (a != NULL && a->next == NULL) {
			assert_null(b->next);
			a = a->parent;
			b = b->parent;
		}
		if (a == NULL)
			break;
		assert_non_null(b->next);
		a = a->next;
		b = b->next;
	}
	return count;
}

static tl_status
no_start(void *context, const struct xml_event *event, struct tl_error *e)
{
	(void)event, (void)e;
	++*(size_t *)context;
	return TL_OK;
}

static tl_status
no_text(void *context, struct slice text, struct tl_error *e)
{
	(void)context, (void)text, (void)e;
	return TL_OK;
}

static tl_status
no_end(void *context, const char *name, struct tl_error *e)
{
	(void)context, (void)name, (void)e;
	return TL_OK;
}

static bool
reads(struct slice bytes, const char *uri, size_t *elements)
{
	const struct xml_visitor visitor = {
		.context = elements, .start = no_start, .text = no_text, .end = no_end
	};
	char *copy = malloc(bytes.len + 1); /* where a byte beyond is read, the sanitizer tells */
	assert_non_null(copy);
	memcpy(copy, bytes.ptr, bytes.len);
	copy[bytes.len] = '\0';
	struct xml_plain plain = {
		.text = copy, .len = bytes.len, .namespace_uri = uri, .visitor = &visitor
	};
	*elements = 0;
	bool read = xml_plain_scan(&plain);
	free(copy);
	return read;
}

static bool
is_plain(const char *text)
{
	size_t elements;
	return reads(slice_str(text), "urn:t", &elements);
}

static bool
is_xml_file(const char *name)
{
	size_t len = strlen(name);
	return len > 4 && strcmp(name + len - 4, ".xml") == 0;
}

TEST(every_shipped_file_is_read_plainly_into_the_tree_of_the_door)
{
	size_t files = 0;
	for (const struct resource *r = resources; r->name != NULL; r++) {
		size_t len = (size_t)(r->end - r->start), elements;
		struct arena one, other;
		const struct xml_node *plain, *door;
		struct tl_error e = { 0 };
		struct xml_dialect d = {
			.status = TL_POLICY, .max_depth = 24, .max_bytes = 1 << 20
		};
		if (!is_xml_file(r->name))
			continue;
		d.namespace_uri = strchr(r->name, '/') != NULL ? "urn:tearline:scheme:1"
							       : "urn:tearline:policy:1";
		if (!reads(slice_of(r->start, len), d.namespace_uri, &elements))
			fail_msg("%s is not plain", r->name);
		void *copy = malloc(len);
		assert_non_null(copy);
		memcpy(copy, r->start, len);
		arena_init(&one, 16 << 20);
		arena_init(&other, 16 << 20);
		assert_ok(xml_parse(slice_of(r->start, len), r->name, &d, &one, &plain, &e));
		assert_ok(xml_parse(slice_of(copy, len), r->name, &d, &other, &door, &e));
		assert_int_equal(same_tree(plain, door), elements);
		arena_release(&one);
		arena_release(&other);
		free(copy);
		files++;
	}
	assert_in_range(files, 2, 1000);
}

TEST(elements_attributes_and_text_are_plain)
{
	assert_true(is_plain("<r xmlns=\"urn:t\"/>"));
	assert_true(is_plain("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<r xmlns=\"urn:t\"/>\n"));
	assert_true(is_plain(R("<a/> <b x=\"1\" y=\"\"\n  z=\"2\" >text \xc3\xa9</b>")));
}

TEST(what_is_more_than_plain_is_left_to_the_door)
{
	static const char *const texts[] = { "", " ", "text", R("&amp;"), R("&#65;"), R("\r\n"),
		R("<a x=\"&lt;\"/>"), R("<a x=\"1\n2\"/>"), R("<a x=\"1\t2\"/>"), R("<a x='1'/>"),
		R("<a x = \"1\"/>"), R("<a x=1/>"), R("<a x/>"), R("<a x=\"1\"y=\"2\"/>"),
		R("<a x=\"1\" x=\"2\"/>"), R("<a x=\"1>2\"/>"), R("<p:a/>"), R("<a p:x=\"1\"/>"),
		R("<!-- -->"), R("<![CDATA[x]]>"), R("<?pi?>"), R("<>"), R("</>"), R("< a/>"),
		R("<a/ >"), R("<a></a >"), R("<a //>"), R("<a xmlns=\"urn:t\"/>"),
		"<!DOCTYPE r>" R(""), "<r/>", "<r xmlns=\"urn:u\"/>",
		"<r a=\"1\" xmlns=\"urn:t\"/>", "<r xmlns=\"urn:t\" xmlns=\"urn:t\"/>",
		"<r xmlns=\"urn:t\">", "<r xmlns=\"urn:t\"", "</r>", R("") "x", R("") R(""),
		R("") "</r>", "x" R(""), "<?xml version=\"1.0\"?>" R(""), "\xef\xbb\xbf" R("") };
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		if (is_plain(texts[i]))
			fail_msg("number %zu: %s", i, texts[i]);
}

TEST(more_attributes_than_the_door_takes_are_left_to_it)
{
	for (size_t attributes = 63; attributes <= 65; attributes++) {
		struct buf text;
		size_t elements;
		buf_init(&text, 1 << 16);
		buf_add_str(&text, "<r xmlns=\"urn:t\"><a");
		for (size_t i = 0; i < attributes; i++) {
			char name[16];
			(void)snprintf(name, sizeof name, " a%zu=\"\"", i);
			buf_add_str(&text, name);
		}
		buf_add_str(&text, "/></r>");
		assert_int_equal(reads(buf_slice(&text), "urn:t", &elements), attributes <= 64);
		buf_release(&text);
	}
}

TEST(a_nul_is_left_to_the_door)
{
	static const char text[] = R("a\0b");
	size_t elements;
	assert_false(reads(slice_of(text, sizeof text - 1), "urn:t", &elements));
	assert_false(reads(slice_of(R("") "\0", sizeof R("")), "urn:t", &elements));
}

TEST(no_cut_of_a_text_is_plain)
{
	static const char text[] = R("<a x=\"1\">one</a><b/>");
	for (size_t len = 0; len < sizeof text - 1; len++) {
		size_t elements;
		assert_false(reads(slice_of(text, len), "urn:t", &elements));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_shipped_file_is_read_plainly_into_the_tree_of_the_door),
		cmocka_unit_test(elements_attributes_and_text_are_plain),
		cmocka_unit_test(what_is_more_than_plain_is_left_to_the_door),
		cmocka_unit_test(more_attributes_than_the_door_takes_are_left_to_it),
		cmocka_unit_test(a_nul_is_left_to_the_door),
		cmocka_unit_test(no_cut_of_a_text_is_plain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
