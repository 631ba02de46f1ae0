/* A scheme loads, and then reads and prints, or is refused with file and line. */
#include "fuzz.h"

static void
use(const struct scheme *scheme)
{
	static const char *const marks[] = { "(S//NF)", "SECRET//REL TO USA, GBR", "(C/X)",
		"S - X" };
	struct arena arena;
	arena_init(&arena, (size_t)1 << 20);
	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
		struct mark mark;
		struct buf text;
		buf_init(&text, 1 << 16);
		LAW(mark_parse(scheme, slice_str(marks[i]), MARK_AUTO, &arena, &mark, NULL) ==
		    TL_OK);
		marking_print(mark.marking, MARK_BANNER, &text);
		LAW(marking_dominates(scheme_damaged(scheme), mark.marking));
		LAW(marking_join(&arena, mark.marking, scheme_lowest(scheme)) != NULL);
		buf_release(&text);
	}
	arena_release(&arena);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scheme *scheme;
	struct tl_error e = { 0 };
	tl_status status = scheme_load(slice_of(data, size), "fuzz.xml", NULL, &scheme, &e);
	if (status == TL_OK) {
		use(scheme);
		scheme_free(scheme);
		return 0;
	}
	LAW(status == TL_POLICY && e.status == TL_POLICY && e.what[0] != '\0');
	LAW(strcmp(e.file, "fuzz.xml") == 0);
	return 0;
}
