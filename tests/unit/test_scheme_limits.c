/* Requirements: docs/limits.md, docs/markings.md M-35. */
#include "unit.h"

#include "marking/marking.h"

#define HEAD                                                                                        \
	"<scheme xmlns='urn:tearline:scheme:1' id='x' version='1' title='X' system='X' home='AAA' " \
	"default-profile='p'>\n<profile id='p' title='P'/><profile id='q' title='Q'/>\n"
#define LEVELS                                                                                     \
	"<level id='U' banner='OPEN' portion='U' open='yes'/>\n<level id='C' banner='CLOSED' portion='C'/>\n"
#define CATEGORY                                                                                   \
	"<category id='k' title='K' type='restrictive'><token id='ONE'/><token id='TWO'/></category>\n"

static void
repeat(struct buf *xml, const char *text, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		for (const char *c = text; *c != '\0'; c++) {
			if (*c == '#')
				buf_add_number(xml, i);
			else
				buf_add_byte(xml, (unsigned char)*c);
		}
	}
}

/* docs/limits.md */
TEST(more_than_a_scheme_may_hold_is_refused)
{
	static const struct {
		const char *before, *each, *behind, *word;
		size_t most;
	} limits[] = {
		{ HEAD "<fields>", "<field key='F#' takes='text'/>",
		    "</fields>" LEVELS CATEGORY "<countries>AAA</countries></scheme>", "fields",
		    32 },
		{ HEAD LEVELS "<innocent>", "W# ",
		    "</innocent>" CATEGORY "<countries>AAA</countries></scheme>", "innocent", 64 },
		{ HEAD, "<level id='L#' banner='L#' portion='M#'/>",
		    CATEGORY "<countries>AAA</countries></scheme>", "levels", 32 },
		{ HEAD LEVELS, "<category id='c#' title='C' type='restrictive'/>",
		    "<countries>AAA</countries></scheme>", "categories", 32 },
		{ HEAD LEVELS "<category id='c' title='C' type='restrictive'>", "<token id='T#'/>",
		    "</category>"
		    "<countries>AAA</countries></scheme>",
		    "tokens", 512 },
		{ HEAD LEVELS CATEGORY, "<system id='S#' shape='named'/>",
		    "<countries>AAA</countries></scheme>", "systems", 31 },
		{ HEAD LEVELS CATEGORY "<countries>", "C# ", "</countries></scheme>", "countries",
		    512 },
		{ HEAD LEVELS CATEGORY "<countries>AAA</countries>",
		    "<rule id='r#' severity='error' when='ONE' text='t'/>", "</scheme>", "rules",
		    256 },
		{ HEAD LEVELS CATEGORY
		    "<countries>AAA</countries><rule id='r' severity='error' text='t' when='",
		    "ONE ", "'/></scheme>", "16 tokens", 16 },
		{ HEAD LEVELS "<category id='c' title='C' type='restrictive'><token id='T' also='",
		    "X",
		    "'/></category>"
		    "<countries>AAA</countries></scheme>",
		    "96 bytes", 96 },
		{ HEAD LEVELS CATEGORY "<countries>", "X", "</countries></scheme>", "64 bytes",
		    64 },
	};
	for (size_t i = 0; i < sizeof limits / sizeof limits[0]; i++) {
		struct buf xml;
		struct scheme *scheme;
		struct tl_error failure = { 0 };
		buf_init(&xml, 1 << 20);
		buf_add_str(&xml, limits[i].before);
		repeat(&xml, limits[i].each, limits[i].most + 1);
		buf_add_str(&xml, limits[i].behind);
		buf_add_byte(&xml, '\0');
		assert_int_equal(
		    scheme_load(slice_str((const char *)xml.ptr), "x.xml", NULL, &scheme, &failure),
		    TL_POLICY);
		if (strstr(failure.what, limits[i].word) == NULL)
			fail_msg("%s: %s", limits[i].word, failure.what);
		buf_release(&xml);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_than_a_scheme_may_hold_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
