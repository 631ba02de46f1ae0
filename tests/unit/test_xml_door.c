#include "xml_kit.h"

#include "base/xml_library.h"

/* libxml2 behind the sieve: what its own callbacks refuse when they meet it. */

static tl_status
ignore_start(void *context, const struct xml_event *event, struct tl_error *e)
{
	(void)context, (void)event, (void)e;
	return TL_OK;
}

static void
callback_refuses(const char *text, const char *word)
{
	static const struct xml_visitor visitor = { .start = ignore_start };
	struct xml_door door;
	struct tl_error e = { 0 };
	assert_ok(xml_door_init(&door, "f.xml", &dialect, &visitor, &e));
	(void)door.xml->xmlParseChunk(door.parser, text, (int)strlen(text), 0);
	assert_int_equal(door.parser->wellFormed, 0);
	assert_int_equal(xml_door_close(&door), TL_POLICY);
	if (strstr(e.what, word) == NULL)
		fail_msg("expected \"%s\" in \"%s\"", word, e.what);
	xml_door_release(&door);
}

TEST(the_parsers_own_callbacks_refuse_what_the_sieve_should_have_stopped)
{
	callback_refuses("<!DOCTYPE r [<!ATTLIST r c CDATA 'U'>]>" R(""), "DOCTYPE");
	callback_refuses("<!DOCTYPE r SYSTEM 'file:///etc/hostname'>" R(""), "DOCTYPE");
	callback_refuses("<!-- x -->" R(""), "comment");
	callback_refuses("<?x y?>" R(""), "processing instruction");
	callback_refuses(R("<![CDATA[ ]]>"), "CDATA");
	callback_refuses("<!DOCTYPE r [<!ENTITY e 'x'>]>" R("&e;"), "DOCTYPE");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    the_parsers_own_callbacks_refuse_what_the_sieve_should_have_stopped),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
