/* The public calls on schemes of the caller's own and on labels, as a program uses them. */
#include "spif_kit.h"

struct written {
	char bytes[4096];
	size_t len;
	bool closed;
};

static int
write_bytes(void *context, const void *bytes, size_t len)
{
	struct written *to = context;
	if (to->closed || len > sizeof to->bytes - to->len - 1)
		return -1;
	memcpy(to->bytes + to->len, bytes, len);
	to->len += len;
	to->bytes[to->len] = '\0';
	return 0;
}

/* Keeps the text of one name. */
struct wanted {
	const char *name;
	char text[256];
};

static int
keep(void *context, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	struct wanted *wanted = context;
	(void)number;
	if (event == TL_TEXT && name != NULL && strcmp(name, wanted->name) == 0 &&
	    len < sizeof wanted->text) {
		memcpy(wanted->text, text, len);
		wanted->text[len] = '\0';
	}
	return 0;
}

static struct tl_scheme *
own_scheme(void)
{
	struct tl_scheme *scheme;
	failure = (struct tl_error){ 0 };
	assert_ok(tl_scheme_read(HARBOUR, strlen(HARBOUR), "h.xml", NULL, &scheme, &failure));
	return scheme;
}

static struct tl_bytes
bytes(const char *text)
{
	return (struct tl_bytes){ text, strlen(text) };
}

TEST(a_scheme_of_the_callers_own_is_read_or_refused_with_its_name)
{
	struct tl_scheme *scheme;
	tl_scheme_free(own_scheme());
	failure = (struct tl_error){ 0 };
	assert_int_equal(tl_scheme_read("<SPIF/>", 7, "h.xml", NULL, &scheme, &failure), TL_POLICY);
	assert_null(scheme);
	assert_string_equal(failure.file, "h.xml");
}

TEST(a_mark_becomes_a_label_and_the_label_the_mark)
{
	static const char mark[] = "HARBOUR GUARD SALT for BRE ONLY";
	struct tl_scheme *scheme = own_scheme();
	struct written xml = { 0 };
	struct wanted banner = { .name = "banner" };
	struct tl_answer answer = { &banner, keep };
	assert_ok(tl_label_print(
	    scheme, mark, strlen(mark), (struct tl_sink){ &xml, write_bytes }, &failure));
	struct tl_bytes label = { xml.bytes, xml.len };
	assert_ok(tl_label_parse(scheme, &label, "l.xml", &answer, &failure));
	assert_string_equal(banner.text, mark);
	tl_scheme_free(scheme);
}

TEST(what_cannot_be_written_is_no_and_a_sink_that_fails_is_a_failure)
{
	struct tl_scheme *scheme = own_scheme();
	struct written closed = { .closed = true };
	struct tl_sink sink = { &closed, write_bytes };
	assert_int_equal(tl_label_print(scheme, "HARBOUR SAND", 12, sink, &failure), TL_NO);
	failure = (struct tl_error){ 0 };
	assert_int_equal(tl_label_print(scheme, "HARBOUR OPEN", 12, sink, &failure), TL_SYSTEM);
	tl_scheme_free(scheme);
}

#define LABEL(kind, id, lacv)                                                                      \
	"<" kind " xmlns='http://surevine.com/xmlns/spiffy'><policy id='" id "'/>"                 \
	"<classification lacv='" lacv "'/></" kind ">"

TEST(a_clearance_is_compared_with_a_label_only_where_all_of_both_is_known)
{
	static const struct {
		const char *a, *b;
		tl_status status;
		enum tl_order order;
	} rows[] = {
		{ LABEL("clearance", "1.2.3.9", "20"), LABEL("label", "1.2.3.9", "10"), TL_OK,
		    TL_DOMINATES },
		{ LABEL("clearance", "1.2.3.9", "20"), LABEL("label", "1.2.3.9", "40"), TL_OK,
		    TL_DOMINATED },
		{ LABEL("label", "1.2.3.9", "20"), LABEL("label", "1.2.3.9", "20"), TL_OK,
		    TL_EQUAL },
		{ LABEL("clearance", "1.2.3.9", "40"), LABEL("label", "7.7", "10"), TL_DOCUMENT,
		    TL_INCOMPARABLE },
		{ LABEL("clearance", "7.7", "40"), LABEL("label", "1.2.3.9", "10"), TL_DOCUMENT,
		    TL_INCOMPARABLE },
		{ LABEL("clearance", "1.2.3.9", "40"), "<x/>", TL_DOCUMENT, TL_INCOMPARABLE },
	};
	static const char *const names[2] = { "a.xml", "b.xml" };
	struct tl_scheme *scheme = own_scheme();
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct tl_bytes labels[2] = { bytes(rows[i].a), bytes(rows[i].b) };
		enum tl_order order = TL_EQUAL;
		failure = (struct tl_error){ 0 };
		assert_int_equal(
		    tl_label_compare(scheme, labels, names, &order, &failure), rows[i].status);
		assert_int_equal(order, rows[i].order);
	}
	tl_scheme_free(scheme);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scheme_of_the_callers_own_is_read_or_refused_with_its_name),
		cmocka_unit_test(a_mark_becomes_a_label_and_the_label_the_mark),
		cmocka_unit_test(what_cannot_be_written_is_no_and_a_sink_that_fails_is_a_failure),
		cmocka_unit_test(
		    a_clearance_is_compared_with_a_label_only_where_all_of_both_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
