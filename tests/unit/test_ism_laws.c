/* Requirements: docs/ism.md I-2 and I-12, on random attributes. */
#include "unit.h"

#include <stdio.h>

#include "marking/ism.h"
#include "marking/value.h"

static struct scheme *us;
static struct arena arena;

static struct mark
read(const char *line)
{
	struct mark mark;
	assert_ok(ism_parse(us, slice_str(line), &arena, &mark, NULL));
	return mark;
}

static struct mark
words(struct slice text)
{
	struct mark mark;
	assert_ok(mark_parse(us, text, MARK_AUTO, &arena, &mark, NULL));
	return mark;
}

/* Attributes that are printed read again as the same marking. Returns false where attributes cannot say it. */
static bool
comes_back(const struct mark *mark)
{
	struct buf out;
	struct mark again;
	buf_init(&out, 65536);
	bool said = ism_print(mark->marking, &out);
	if (said) {
		assert_ok(ism_parse(us, buf_slice(&out), &arena, &again, NULL));
		if (!marking_equal(mark->marking, again.marking))
			fail_msg("%.*s is another marking", (int)out.len, (const char *)out.ptr);
	} else {
		assert_int_equal(out.len, 0);
	}
	buf_release(&out);
	return said;
}

/* --- random attributes ----------------------------------------------------------------------------------------- */

static uint32_t seed = 20161201;

static uint32_t
draw(uint32_t below)
{
	seed = seed * 1664525u + 1013904223u;
	return (seed >> 8) % below;
}

struct choice {
	const char *attribute, *words;
	uint32_t most;
};

static const struct choice choices[] = {
	{ "classification", "U C S TS", 1 },
	{ "ownerProducer", "USA USA USA USA NATO FGI AUS CAN DEU NATO:ISAF", 2 },
	{ "SCIcontrols",
	    "BUR BUR-BLG HCS HCS-O HCS-P HCS-P-ABC SI SI-G SI-G-ABCD SI-XYZ SI-XYZ-A TK TK-BLFH QQQ QQQ-A-B",
	    5 },
	{ "SARIdentifier", "BP BUTTER_POPCORN BP-J12 BP-J12-J54 CD-YYY HVSACO", 3 },
	{ "atomicEnergyMarkings",
	    "RD RD-CNWDI RD-SG-14 RD-SG-20 FRD FRD-SG-18 DCNI UCNI TFNI RD-SG-200", 3 },
	{ "nonUSControls", "ATOMAL BALK BOHEMIA", 2 },
	{ "FGIsourceOpen", "DEU FRA GBR NATO EU XYZZY", 3 },
	{ "FGIsourceProtected", "FGI DEU", 1 },
	{ "disseminationControls",
	    "RS FOUO OC OC-USGOV IMC NF PR REL RELIDO EYES DSEN RAWFISA FISA DISPLAYONLY WAIVED AC",
	    4 },
	{ "releasableTo", "USA AUS CAN GBR NZL DEU FVEY ACGU NATO EU XYZZY", 5 },
	{ "displayOnlyTo", "AFG DEU FVEY USA IRQ", 3 },
	{ "nonICmarkings", "DS XD ND SBU SBU-NF LES LES-NF SSI NNPI ACCM-RED_BARN ACCM-OAK XYZZY",
	    3 },
	{ "cuiBasic", "PRVCY PROPIN DCNI", 2 },
	{ "cuiSpecified", "PRVCY LEI", 1 },
};

static size_t
draw_words(const struct choice *choice, char *out)
{
	char words_of[256], *save = NULL, *list[32];
	size_t count = 0, len = 0;
	snprintf(words_of, sizeof words_of, "%s", choice->words);
	for (char *w = strtok_r(words_of, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save))
		list[count++] = w;
	uint32_t many = 1 + draw(choice->most);
	for (uint32_t i = 0; i < many; i++)
		len += (size_t)sprintf(
		    out + len, "%s%s", i == 0 ? "" : " ", list[draw((uint32_t)count)]);
	return len;
}

static void
draw_line(char *out)
{
	size_t len = 0;
	for (size_t i = 0; i < sizeof choices / sizeof choices[0]; i++) {
		if (i > 1 && draw(5) != 0)
			continue;
		bool release = strcmp(choices[i].attribute, "releasableTo") == 0;
		len += (size_t)sprintf(
		    out + len, "%s=\"%s", choices[i].attribute, release ? "USA " : "");
		len += draw_words(&choices[i], out + len);
		len += (size_t)sprintf(out + len, "\" ");
	}
}

/* I-2, I-12 */
TEST(a_hundred_thousand_random_attribute_sets_come_back_as_themselves)
{
	size_t read_ones = 0, said = 0, in_words = 0;
	for (size_t i = 0; i < 100000; i++) {
		char line[2048];
		draw_line(line);
		struct arena own = arena;
		arena_init(&arena, 1 << 20);
		struct mark mark = read(line);
		if (mark.state == MARK_READ) {
			read_ones++;
			said += comes_back(&mark);
		}
		if (mark.valid && marking_is_known(mark.marking)) {
			struct buf out;
			buf_init(&out, 8192);
			marking_print(mark.marking, MARK_PORTION, &out);
			struct mark again = words(buf_slice(&out));
			if (!marking_equal(mark.marking, again.marking))
				fail_msg("%s prints as %.*s, which is another marking", line,
				    (int)out.len, (const char *)out.ptr);
			in_words++;
			buf_release(&out);
		}
		arena_release(&arena);
		arena = own;
	}
	print_message("%zu read, %zu come back, %zu valid and known\n", read_ones, said, in_words);
	assert_true(read_ones > 20000 && in_words > 2000);
	assert_int_equal(said, read_ones);
}

static int
load(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	return scheme_load_shipped("us", NULL, &us, NULL) == TL_OK ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	arena_release(&arena);
	scheme_free(us);
	return 0;
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_hundred_thousand_random_attribute_sets_come_back_as_themselves),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
