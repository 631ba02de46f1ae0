#include "manifest/record_form.h"

#include <stddef.h>

#define AFTER(element) (UINT32_C(1) << (element))

const struct record_shape record_shapes[RECORD_ELEMENTS] = {
	[RECORD_NOTHING] = { "", { NULL }, 0, 0 },
	[RECORD_ROOT] = { "record", { "version", NULL }, 1, AFTER(RECORD_NOTHING) },
	[RECORD_TOOL] = { "tool", { "name", "version", "confinement", NULL }, 2,
	    AFTER(RECORD_ROOT) },
	[RECORD_LIBRARY] = { "library", { "name", "version", NULL }, 2,
	    AFTER(RECORD_TOOL) | AFTER(RECORD_LIBRARY) },
	[RECORD_MANIFEST] = { "manifest", { "id", "created", "output", NULL }, 2,
	    AFTER(RECORD_TOOL) | AFTER(RECORD_LIBRARY) },
	[RECORD_SEED] = { "seed", { "hex", NULL }, 2, AFTER(RECORD_MANIFEST) },
	[RECORD_SOURCE] = { "source", { "file", "format", "bytes", "sha384", NULL }, 2,
	    AFTER(RECORD_SEED) },
	[RECORD_SCHEME] = { "scheme", { "id", "profile", "version", "sha384", NULL }, 2,
	    AFTER(RECORD_SOURCE) },
	[RECORD_POLICY] = { "policy", { "id", "version", "sha384", NULL }, 2,
	    AFTER(RECORD_SCHEME) },
	[RECORD_PIECES] = { "pieces", { NULL }, 2, AFTER(RECORD_POLICY) },
	[RECORD_KEPT] = { "kept",
	    { "index", "portion", "start", "end", "kind", "written", "marking", "released", "read",
		"decision", "rules", "reason", NULL },
	    3, AFTER(RECORD_PIECES) | AFTER(RECORD_KEPT) | AFTER(RECORD_WITHHELD) },
	[RECORD_WITHHELD] = { "withheld",
	    { "index", "portion", "start", "end", "kind", "written", "marking", "released", "read",
		"decision", "rules", "reason", "exemption", "gap", "inner", NULL },
	    3, AFTER(RECORD_PIECES) | AFTER(RECORD_KEPT) | AFTER(RECORD_WITHHELD) },
	[RECORD_WARNING] = { "warning", { "text", NULL }, 2,
	    AFTER(RECORD_PIECES) | AFTER(RECORD_KEPT) | AFTER(RECORD_WITHHELD) |
		AFTER(RECORD_WARNING) },
};
