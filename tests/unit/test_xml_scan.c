#include <stdio.h>
#include <stdlib.h>

#include "unit.h"

#include "base/xml.h"

/* Hands text out in steps of `step` bytes, and fails where `fail_at` is reached. */
struct source {
	struct slice text;
	size_t at, step, fail_at;
};

static int64_t
read_source(void *context, void *bytes, size_t capacity)
{
	struct source *source = context;
	size_t len = source->text.len - source->at;
	if (source->fail_at != 0 && source->at >= source->fail_at)
		return -1;
	if (source->step != 0 && len > source->step)
		len = source->step;
	if (len > capacity)
		len = capacity;
	if (len > 0)
		memcpy(bytes, source->text.ptr + source->at, len);
	source->at += len;
	return (int64_t)len;
}

/* Writes what it is told as one line of text. */
struct log {
	struct buf events, raw;
	const char *stop_at; /* the name of the element whose start is refused */
};

static tl_status
log_start(void *context, const struct xml_event *event, struct tl_error *e)
{
	struct log *log = context;
	if (log->stop_at != NULL && strcmp(event->name, log->stop_at) == 0)
		return error_set(e, TL_KEY, "stopped");
	buf_add_byte(&log->events, '<');
	buf_add_number(&log->events, event->depth);
	buf_add_str(&log->events, event->name);
	for (size_t i = 0; i < event->attr_count; i++) {
		buf_add_byte(&log->events, ' ');
		buf_add_str(&log->events, event->attrs[i].name);
		buf_add_byte(&log->events, '=');
		buf_add_str(&log->events, event->attrs[i].value);
	}
	buf_add_byte(&log->events, '@');
	buf_add_number(&log->events, event->line);
	buf_add_byte(&log->events, '>');
	return TL_OK;
}

static tl_status
log_text(void *context, struct slice text, struct tl_error *e)
{
	struct log *log = context;
	if (log->stop_at != NULL && strcmp(log->stop_at, "#text") == 0)
		return error_set(e, TL_KEY, "stopped");
	buf_add_slice(&log->events, text);
	return TL_OK;
}

static tl_status
log_end(void *context, const char *name, struct tl_error *e)
{
	struct log *log = context;
	if (log->stop_at != NULL && log->stop_at[0] == '/' && strcmp(name, log->stop_at + 1) == 0)
		return error_set(e, TL_KEY, "stopped");
	buf_add_str(&log->events, "</");
	buf_add_str(&log->events, name);
	buf_add_byte(&log->events, '>');
	return TL_OK;
}

static void
log_raw(void *context, struct slice chunk)
{
	struct log *log = context;
	buf_add_slice(&log->raw, chunk);
}

static void
log_init(struct log *log)
{
	*log = (struct log){ 0 };
	buf_init(&log->events, 1 << 20);
	buf_init(&log->raw, 1 << 20);
}

static void
log_release(struct log *log)
{
	buf_release(&log->events);
	buf_release(&log->raw);
}

static const struct xml_dialect dialect = {
	.namespace_uri = "urn:t", .status = TL_NO, .max_depth = 4, .max_bytes = 1 << 20
};

static tl_status
scan(struct source *source, struct log *log, struct tl_error *e)
{
	const struct xml_visitor visitor = {
		.context = log, .start = log_start, .text = log_text, .end = log_end
	};
	source->at = 0;
	return xml_scan(
	    (struct tl_reader){ source, read_source }, "m.xml", &dialect, &visitor, log_raw, e);
}

static const char sample[] = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n"
			     "<m xmlns=\"urn:t\" v=\"1\">\n"
			     "<kept offset='0' sha=\"ab\"/>\n"
			     "<text a=\"&amp;&#233;\">\xc3\xa9\xf0\x9f\x99\x82&lt;</text></m>\n";

TEST(events_come_in_order_with_depth_attributes_and_lines_however_the_bytes_are_cut)
{
	for (size_t step = 0; step < sizeof sample; step++) {
		struct source source = { .text = slice_str(sample), .step = step };
		struct tl_error e = { 0 };
		struct log log;
		log_init(&log);
		assert_ok(scan(&source, &log, &e));
		assert_slice(buf_slice(&log.events),
		    "<1m v=1@2>\n<2kept offset=0 sha=ab@3></kept>\n"
		    "<2text a=&\xc3\xa9@4>\xc3\xa9\xf0\x9f\x99\x82<</text></m>");
		log_release(&log);
	}
}

TEST(the_raw_callback_sees_every_byte_as_read)
{
	for (size_t step = 0; step < 40; step++) {
		struct source source = { .text = slice_str(sample), .step = step };
		struct tl_error e = { 0 };
		struct log log;
		log_init(&log);
		assert_ok(scan(&source, &log, &e));
		assert_slice(buf_slice(&log.raw), sample);
		log_release(&log);
	}
}

static void
scan_refuses(const char *text, const char *word)
{
	for (size_t step = 0; step <= strlen(text); step++) {
		struct source source = { .text = slice_str(text), .step = step };
		struct tl_error e = { 0 };
		struct log log;
		log_init(&log);
		assert_int_equal(scan(&source, &log, &e), TL_NO);
		assert_int_equal(e.status, TL_NO);
		assert_string_equal(e.file, "m.xml");
		if (strstr(e.what, word) == NULL)
			fail_msg("expected \"%s\" in \"%s\", step %zu", word, e.what, step);
		log_release(&log);
	}
}

TEST(the_same_traps_are_refused_however_the_bytes_are_cut)
{
	scan_refuses("<!DOCTYPE m [<!ATTLIST m v CDATA '1'>]><m xmlns='urn:t'/>", "DOCTYPE");
	scan_refuses("<m xmlns='urn:t'><!-- --></m>", "comment");
	scan_refuses("<m xmlns='urn:t'><?x?></m>", "processing instruction");
	scan_refuses("<m xmlns='urn:t'><![CDATA[x]]></m>", "CDATA");
	scan_refuses("<m xmlns='urn:t'>\xc3</m>", "UTF-8");
	scan_refuses("<m xmlns='urn:t'/>\xf0\x9f\x99", "UTF-8");
	scan_refuses("<?xml version='1.0' encoding='UTF-7'?><m xmlns='urn:t'/>", "not UTF-8");
	scan_refuses("<?xml version='1.1'?><m xmlns='urn:t'/>", "version");
	scan_refuses("\xef\xbb\xbf<m xmlns='urn:t'/>", "byte order mark");
	scan_refuses("<m xmlns='urn:t' xmlns:p='urn:x'/>", "declared once");
	scan_refuses("<m xmlns='urn:t'><a xml:lang='en'/></m>", "prefix");
	scan_refuses("<m/>", "namespace");
	scan_refuses("<m xmlns='urn:t'><a><a><a><a/></a></a></a></m>", "too deeply");
	scan_refuses("<m xmlns='urn:t'>", "too early");
	scan_refuses("<m xmlns='urn:t'/><m xmlns='urn:t'/>", "goes on");
	scan_refuses("<m xmlns='urn:t'>&x;</m>", "are known");
	scan_refuses("", "empty");
}

TEST(a_nul_byte_behind_the_root_is_refused_however_the_bytes_are_cut)
{
	static const char text[] = "<m xmlns='urn:t'/>\n\0junk";
	for (size_t step = 0; step < sizeof text; step++) {
		struct source source = { .text = slice_of(text, sizeof text - 1), .step = step };
		struct tl_error e = { 0 };
		struct log log;
		log_init(&log);
		assert_int_equal(scan(&source, &log, &e), TL_NO);
		assert_non_null(strstr(e.what, "NUL"));
		log_release(&log);
	}
}

TEST(text_is_refused_where_the_visitor_takes_none)
{
	struct log log;
	log_init(&log);
	struct xml_visitor silent = { .context = &log, .start = log_start };
	static const struct {
		const char *text;
		tl_status status;
	} rows[] = { { "<m xmlns='urn:t'> \t\r\n<a/>\n</m>", TL_OK },
		{ "<m xmlns='urn:t'>x</m>", TL_NO }, { "<m xmlns='urn:t'><a>&#65;</a></m>", TL_NO },
		{ "<m xmlns='urn:t'>\xc2\xa0</m>", TL_NO } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct source source = { .text = slice_str(rows[i].text) };
		struct tl_error e = { 0 };
		assert_int_equal(xml_scan((struct tl_reader){ &source, read_source }, "m.xml",
				     &dialect, &silent, NULL, &e),
		    rows[i].status);
	}
	log_release(&log);
}

TEST(what_a_callback_answers_is_the_answer_and_no_event_follows)
{
	static const struct {
		const char *stop_at, *events;
	} rows[] = { { "b", "<1m@1><2a@1>" }, { "#text", "<1m@1><2a@1><3b@1></b>" },
		{ "/b", "<1m@1><2a@1><3b@1>" } };
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct source source = { .text =
					     slice_str("<m xmlns='urn:t'><a><b/>x</a><c/></m>") };
		struct tl_error e = { 0 };
		struct log log;
		log_init(&log);
		log.stop_at = rows[i].stop_at;
		assert_int_equal(scan(&source, &log, &e), TL_KEY);
		assert_string_equal(e.what, "stopped");
		assert_slice(buf_slice(&log.events), rows[i].events);
		log_release(&log);
	}
}

static int64_t
read_too_much(void *context, void *bytes, size_t capacity)
{
	(void)context, (void)bytes;
	return (int64_t)capacity + 1;
}

TEST(a_failing_or_lying_reader_is_a_system_error)
{
	struct source source = { .text = slice_str(sample), .step = 30, .fail_at = 60 };
	struct tl_error e = { 0 };
	struct log log;
	log_init(&log);
	assert_int_equal(scan(&source, &log, &e), TL_SYSTEM);
	assert_int_equal(e.status, TL_SYSTEM);
	const struct xml_visitor visitor = { .context = &log, .start = log_start };
	assert_int_equal(xml_scan((struct tl_reader){ NULL, read_too_much }, "m.xml", &dialect,
			     &visitor, NULL, &e),
	    TL_SYSTEM);
	log_release(&log);
}

/* Values of all lengths up to several chunks, so that each stands across a border once. */
TEST(values_and_text_longer_than_a_chunk_come_whole)
{
	for (size_t len = 60000; len < 200000; len += 33333) {
		struct tl_error e = { 0 };
		struct log log;
		struct buf text, expected;
		log_init(&log);
		buf_init(&text, 1 << 20);
		buf_init(&expected, 1 << 20);
		buf_add_str(&text, "<m xmlns='urn:t' a='");
		buf_add_str(&expected, "<1m a=");
		for (size_t i = 0; i < len; i++)
			buf_add_str(&text, i % 1000 == 0 ? "\xc3\xa9" : "x");
		for (size_t i = 0; i < len; i++)
			buf_add_str(&expected, i % 1000 == 0 ? "\xc3\xa9" : "x");
		buf_add_str(&text, "'>");
		buf_add_str(&expected, "@1>");
		for (size_t i = 0; i < len; i++)
			buf_add_str(&text, "y");
		for (size_t i = 0; i < len; i++)
			buf_add_str(&expected, "y");
		buf_add_str(&text, "</m>");
		buf_add_str(&expected, "</m>");
		struct source source = { .text = buf_slice(&text) };
		assert_ok(scan(&source, &log, &e));
		assert_true(slice_equal(buf_slice(&log.events), buf_slice(&expected)));
		buf_release(&text);
		buf_release(&expected);
		log_release(&log);
	}
}

TEST(a_text_larger_than_the_dialect_allows_is_refused)
{
	struct tl_error e = { 0 };
	struct log log;
	struct buf text;
	log_init(&log);
	buf_init(&text, 2 << 20);
	buf_add_str(&text, "<m xmlns='urn:t'>");
	for (size_t i = 0; i < 1 << 20; i++)
		buf_add_byte(&text, '\n');
	struct source source = { .text = buf_slice(&text) };
	assert_int_equal(scan(&source, &log, &e), TL_NO);
	assert_non_null(strstr(e.what, "larger"));
	buf_release(&text);
	log_release(&log);
}

TEST(the_place_of_a_refusal_is_right_behind_a_megabyte)
{
	struct tl_error e = { 0 };
	struct log log;
	struct buf text;
	log_init(&log);
	buf_init(&text, 1 << 20);
	buf_add_str(&text, "<m xmlns='urn:t'>\n");
	for (size_t i = 0; i < 70000; i++)
		buf_add_str(&text, "<a b='c'/>\n");
	buf_add_str(&text, "  <!-- -->");
	struct source source = { .text = buf_slice(&text), .step = 5000 };
	assert_int_equal(scan(&source, &log, &e), TL_NO);
	assert_int_equal(e.line, 70002);
	assert_int_equal(e.column, 5);
	buf_release(&text);
	log_release(&log);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    events_come_in_order_with_depth_attributes_and_lines_however_the_bytes_are_cut),
		cmocka_unit_test(the_raw_callback_sees_every_byte_as_read),
		cmocka_unit_test(the_same_traps_are_refused_however_the_bytes_are_cut),
		cmocka_unit_test(a_nul_byte_behind_the_root_is_refused_however_the_bytes_are_cut),
		cmocka_unit_test(text_is_refused_where_the_visitor_takes_none),
		cmocka_unit_test(what_a_callback_answers_is_the_answer_and_no_event_follows),
		cmocka_unit_test(a_failing_or_lying_reader_is_a_system_error),
		cmocka_unit_test(values_and_text_longer_than_a_chunk_come_whole),
		cmocka_unit_test(a_text_larger_than_the_dialect_allows_is_refused),
		cmocka_unit_test(the_place_of_a_refusal_is_right_behind_a_megabyte),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
