/* Forged manifests and outputs. Unless it says otherwise, the honest signer sealed them: what is refused is what they say. */
#include <stdio.h>
#include <string.h>

#include "forge.h"

#define MAKE(name)                                                                                 \
	static void name(struct release *r, const struct forgery *f __attribute__((unused)))

/* --- XML as a manifest has it: one tag a line, attributes between double quotes */

#define LINES_MAX      256
#define ATTRIBUTES_MAX 8

struct attribute {
	char name[32], value[4200];
};

struct line {
	char open[32]; /* "<kept", "</list", "<?xml" */
	struct attribute attributes[ATTRIBUTES_MAX];
	size_t count;
	char close[4]; /* "/>", ">", "?>" */
};

struct lines {
	struct line line[LINES_MAX];
	size_t count;
};

static struct line
read_line(const char *at, const char *end)
{
	struct line line = { .count = 0 };
	int used = 0;
	if (sscanf(at, "%31[<?/a-z]%n", line.open, &used) != 1)
		die("XML", "no tag");
	for (at += used; *at == ' '; at += used + 1) {
		struct attribute *a = &line.attributes[line.count++];
		if (sscanf(at, " %31[a-z0-9-]=\"%n", a->name, &used) != 1)
			die("XML", "no attribute");
		at += used;
		used = (int)(strchr(at, '"') - at);
		memcpy(a->value, at, (size_t)used);
	}
	memcpy(line.close, at, (size_t)(end - at));
	return line;
}

static struct lines *
read_lines(struct bytes manifest)
{
	struct lines *lines = room(sizeof *lines);
	const char *at = (const char *)join(manifest, RAW(0)).ptr;
	for (const char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
		if (lines->count == LINES_MAX)
			die("XML", "too many lines");
		lines->line[lines->count++] = read_line(at, end);
	}
	return lines;
}

static struct bytes
write_lines(const struct lines *lines)
{
	struct bytes all = NOTHING;
	for (size_t i = 0; i < lines->count; i++) {
		const struct line *line = &lines->line[i];
		all = join(all, text(line->open));
		for (size_t a = 0; a < line->count; a++) {
			char written[4300];
			(void)snprintf(written, sizeof written, " %s=\"%s\"",
			    line->attributes[a].name, line->attributes[a].value);
			all = join(all, text(written));
		}
		all = join(join(all, text(line->close)), text("\n"));
	}
	return all;
}

static size_t
find(const struct lines *lines, const char *element, size_t nth)
{
	for (size_t i = 0; i < lines->count; i++)
		if (strcmp(lines->line[i].open + 1, element) == 0 && nth-- == 0)
			return i;
	die("no such element", element);
	return 0;
}

static struct attribute *
attribute(struct lines *lines, const char *element, size_t nth, const char *name)
{
	struct line *line = &lines->line[find(lines, element, nth)];
	for (size_t i = 0; i < line->count; i++)
		if (strcmp(line->attributes[i].name, name) == 0)
			return &line->attributes[i];
	die("no such attribute", name);
	return NULL;
}

static void
drop(struct lines *lines, size_t at)
{
	lines->count--;
	memmove(&lines->line[at], &lines->line[at + 1], (lines->count - at) * sizeof *lines->line);
}

static void
insert(struct lines *lines, size_t at, const char *line)
{
	memmove(&lines->line[at + 1], &lines->line[at], (lines->count - at) * sizeof *lines->line);
	lines->line[at] = read_line(line, line + strlen(line));
	lines->count++;
}

static void
seal_lines(struct release *r, const struct lines *lines)
{
	r->manifest = write_lines(lines);
	reseal(r);
}

/* --- what the table says: one attribute has another value; %s in it is the honest one */

MAKE(edit)
{
	struct lines *lines = read_lines(r->manifest);
	struct attribute *a = attribute(lines, f->element, f->nth, f->attribute);
	char honest[sizeof a->value];
	memcpy(honest, a->value, sizeof honest);
	const char *hole = strstr(f->value, "%s");
	(void)snprintf(a->value, sizeof a->value, "%.*s%s%s",
	    (int)(hole != NULL ? hole - f->value : (long)strlen(f->value)), f->value,
	    hole != NULL ? honest : "", hole != NULL ? hole + 2 : "");
	seal_lines(r, lines);
}

/* The value stands before the nth element as a line of its own. */
MAKE(add)
{
	struct lines *lines = read_lines(r->manifest);
	insert(lines, find(lines, f->element, f->nth), f->value);
	seal_lines(r, lines);
}

/* The same for lines that our reader does not read. */
MAKE(add_raw)
{
	r->manifest = replace(r->manifest, f->element, f->value);
	reseal(r);
}

MAKE(leave_out)
{
	struct lines *lines = read_lines(r->manifest);
	drop(lines, find(lines, f->element, f->nth));
	seal_lines(r, lines);
}

MAKE(twice)
{
	struct lines *lines = read_lines(r->manifest);
	size_t at = find(lines, f->element, f->nth);
	lines->count++;
	memmove(
	    &lines->line[at + 1], &lines->line[at], (lines->count - 1 - at) * sizeof *lines->line);
	seal_lines(r, lines);
}

MAKE(append)
{
	r->manifest = join(r->manifest, text(f->value));
	reseal(r);
}

/* --- the file */

MAKE(empty)
{
	r->manifest = NOTHING;
	reseal(r);
}

MAKE(no_entries)
{
	struct lines *lines = read_lines(r->manifest);
	size_t at = find(lines, "list", 0) + 1;
	while (strcmp(lines->line[at].open, "</list") != 0)
		drop(lines, at);
	seal_lines(r, lines);
}

MAKE(nul_behind)
{
	r->manifest = join(join(r->manifest, RAW(0)), text("anything\n"));
	reseal(r);
}

MAKE(byte_order_mark)
{
	r->manifest = join(RAW(0xef, 0xbb, 0xbf), r->manifest);
	reseal(r);
}

static struct bytes
with_crlf(struct bytes from)
{
	unsigned char *out = room(2 * from.len);
	size_t len = 0;
	for (size_t i = 0; i < from.len; i++) {
		if (from.ptr[i] == '\n')
			out[len++] = '\r';
		out[len++] = from.ptr[i];
	}
	return (struct bytes){ out, len };
}

MAKE(crlf)
{
	r->manifest = with_crlf(r->manifest);
}

MAKE(crlf_sealed)
{
	r->manifest = with_crlf(r->manifest);
	reseal(r);
}

MAKE(utf16)
{
	struct bytes all = RAW(0xff, 0xfe);
	for (size_t i = 0; i < r->manifest.len; i++)
		all = join(all, RAW(r->manifest.ptr[i], 0));
	r->manifest = all;
	reseal(r);
}

MAKE(cut)
{
	r->manifest.len -= strlen("</manifest>\n");
	reseal(r);
}

/* --- the list */

static void
swap_kept(struct lines *lines, bool whole)
{
	struct line *a = &lines->line[find(lines, "kept", 0)],
		    *b = &lines->line[find(lines, "kept", 1)];
	struct line kept = *a;
	if (whole) {
		*a = *b;
		*b = kept;
	} else {
		a->attributes[2] = b->attributes[2];
		b->attributes[2] = kept.attributes[2];
	}
}

MAKE(lines_swapped)
{
	struct lines *lines = read_lines(r->manifest);
	swap_kept(lines, true);
	seal_lines(r, lines);
}

MAKE(digests_swapped)
{
	struct lines *lines = read_lines(r->manifest);
	swap_kept(lines, false);
	seal_lines(r, lines);
}

static size_t
number(const struct attribute *a)
{
	size_t value = 0;
	(void)sscanf(a->value, "%zu", &value);
	return value;
}

/* The bytes of two kept pieces change places in the output. */
MAKE(pieces_moved)
{
	struct lines *lines = read_lines(r->manifest);
	size_t a = number(attribute(lines, "kept", 0, "offset"));
	size_t a_end = a + number(attribute(lines, "kept", 0, "length"));
	size_t b = number(attribute(lines, "kept", 1, "offset"));
	size_t b_end = b + number(attribute(lines, "kept", 1, "length"));
	const unsigned char *o = r->output.ptr;
	struct bytes parts[] = { { o, a }, { o + b, b_end - b }, { o + a_end, b - a_end },
		{ o + a, a_end - a }, { o + b_end, r->output.len - b_end } };
	r->output = NOTHING;
	for (size_t i = 0; i < 5; i++)
		r->output = join(r->output, parts[i]);
}

MAKE(output_grown)
{
	r->output = join(r->output, text("(U) And more.\n"));
}

MAKE(output_cut)
{
	r->output.len--;
}

MAKE(output_changed)
{
	r->output = replace(r->output, "charts", "Charts");
}

MAKE(output_crlf)
{
	r->output = with_crlf(r->output);
}

MAKE(insert_changed)
{
	r->output = replace(r->output, "UNCLASSIFIED", "UNCLASSIFIEd");
}

/* A release of another output with the same name. */
MAKE(output_exchanged)
{
	r->output = text("(U) The harbor of Port Ansel stays closed.\n");
}

#define ZEROS                                                                                      \
	"000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
#define BIDI "\xe2\x80\xae" /* U+202E */
#define ROW(name, what, make, reason)                                                              \
	{                                                                                          \
		name, what, reason, make, ROOT, STOCK, NULL, NULL, NULL, 0                         \
	}
#define SET_(name, what, reason, element, nth, attribute, value)                                   \
	{                                                                                          \
		name, what, reason, edit, ROOT, STOCK, element, attribute, value, nth              \
	}
#define WITH(make, name, what, reason, element, nth, value)                                        \
	{                                                                                          \
		name, what, reason, make, ROOT, STOCK, element, NULL, value, nth                   \
	}

#define R_NUMBER "a number of the manifest is malformed or too large"
#define R_DIGEST "a digest of the manifest has the wrong length or is not lower case"
#define R_NAME   "the output's name in the manifest is not one path component"
#define R_TEXT                                                                                     \
	"a text of the manifest is too long, or has a control or hidden character or another escape"
#define R_XML   "the manifest does not begin with the XML declaration of a manifest"
#define R_COVER "the manifest's list leaves a hole, overlaps, or is reordered"
#define R_KEPT  "a kept piece of the output was changed or moved"
#define R_SPELL "an element of the manifest has other attributes, or spells them in another way"
#define R_LINE  "a line of the manifest is none that tearline writes"
#define R_ORDER "an element of the manifest does not stand where it may"

const struct forgery manifest_forgeries[] = {
	ROW("m-empty", "an empty manifest", empty, "the manifest is empty"),
	ROW("m-no-entries", "a list of nothing", no_entries, R_ORDER),
	ROW("m-cut", "without its last line", cut, "the manifest ends too early"),
	ROW("m-bom", "a byte order mark", byte_order_mark,
	    "the manifest begins with a byte order mark"),
	ROW("m-crlf", "line ends converted to CRLF", crlf,
	    "the manifest's line ends were converted to CRLF; fetch it again as binary"),
	ROW("m-crlf-sealed", "the same, and sealed so", crlf_sealed,
	    "the manifest's line ends were converted to CRLF; fetch it again as binary"),
	ROW("m-utf16", "UTF-16", utf16, "the manifest holds a NUL byte"),
	SET_("m-xml11", "XML 1.1", R_XML, "?xml", 0, "version", "1.1"),
	SET_("m-latin1", "declared as ISO-8859-1", R_XML, "?xml", 0, "encoding", "ISO-8859-1"),
	SET_("m-lower-utf8", "declared as utf-8", R_XML, "?xml", 0, "encoding", "utf-8"),
	WITH(add_raw, "m-doctype", "a DOCTYPE", "the manifest has a document type", "<manifest ", 0,
	    "<!DOCTYPE manifest>\n<manifest "),
	WITH(add_raw, "m-comment", "a comment",
	    "the manifest has a comment, a processing instruction or a CDATA section", "<list>", 0,
	    "<!-- approved -->\n<list>"),
	WITH(add_raw, "m-instruction", "a processing instruction",
	    "the manifest has a comment, a processing instruction or a CDATA section", "<list>", 0,
	    "<?xml-stylesheet href=\"x\"?>\n<list>"),
	WITH(add_raw, "m-cdata", "a CDATA section",
	    "the manifest has a comment, a processing instruction or a CDATA section", "<list>", 0,
	    "<![CDATA[x]]>\n<list>"),
	WITH(append, "m-trailing", "a line behind the end",
	    "bytes stand behind the end of the manifest", NULL, 0, "<x/>\n"),
	ROW("m-nul", "text behind a NUL behind the end", nul_behind,
	    "bytes stand behind the end of the manifest"),
	SET_("m-version", "version 2", "the manifest's version is not known to this program",
	    "manifest", 0, "version", "2"),
	SET_("m-suite", "another suite", R_LINE, "manifest", 0, "suite", "SHA256-P256"),
	SET_("m-namespace", "another namespace", R_LINE, "manifest", 0, "xmlns",
	    "urn:tearline:manifest:2"),
	SET_("m-time", "a time that is none", "the manifest's time of creation is malformed",
	    "manifest", 0, "created", "2026-02-30T00:00:00Z"),
	WITH(add, "m-unknown-element", "an unknown element", R_LINE, "list", 0,
	    "<approved by=\"anybody\"/>"),
	WITH(add_raw, "m-unknown-attribute", "an unknown attribute", R_SPELL, "\"/>\n<list>", 0,
	    "\" approved=\"yes\"/>\n<list>"),
	WITH(add_raw, "m-quotes", "single quotes", R_SPELL, "<signers required=\"1\"", 0,
	    "<signers required='1'"),
	WITH(add_raw, "m-blank", "two blanks", R_SPELL, "<signers ", 0, "<signers  "),
	WITH(add_raw, "m-one-line", "two elements on a line", R_SPELL, "/>\n<list>", 0, "/><list>"),
	/* names */
	SET_("m-name-up", "output ../x", R_NAME, "output", 0, "name", "../%s"),
	SET_("m-name-absolute", "output /x", R_NAME, "output", 0, "name", "/%s"),
	SET_("m-name-backslash", "output a\\x", R_NAME, "output", 0, "name", "a\\%s"),
	SET_("m-name-dots", "output ..", R_NAME, "output", 0, "name", ".."),
	SET_("m-name-empty", "output without a name", R_NAME, "output", 0, "name", ""),
	SET_("m-name-newline", "a line feed in the output's name", R_TEXT, "output", 0, "name",
	    "%s&#10;x"),
	SET_("m-name-control", "a control character in the output's name", R_TEXT, "output", 0,
	    "name", "%s\x01"),
	SET_("m-name-bidi", "a reordering character in the output's name", R_TEXT, "output", 0,
	    "name", BIDI "%s"),
	SET_("m-name-other", "another name", "the output has another name than in the manifest",
	    "output", 0, "name", "other"),
	/* what is shown to people */
	SET_("m-bidi-tool", "a reordering character in the tool", R_TEXT, "tool", 0, "name",
	    BIDI "%s"),
	SET_("m-bidi-tool-version", "… in its version", R_TEXT, "tool", 0, "version", BIDI "%s"),
	SET_("m-bidi-policy", "… in the policy's id", R_TEXT, "policy", 0, "id", BIDI "%s"),
	SET_(
	    "m-bidi-policy-version", "… in its version", R_TEXT, "policy", 0, "version", BIDI "%s"),
	SET_("m-bidi-scheme", "… in the scheme's id", R_TEXT, "scheme", 0, "id", BIDI "%s"),
	SET_("m-bidi-profile", "… in its profile", R_TEXT, "scheme", 0, "profile", BIDI "%s"),
	SET_(
	    "m-bidi-scheme-version", "… in its version", R_TEXT, "scheme", 0, "version", BIDI "%s"),
	SET_("m-bidi-template", "… in a template", R_TEXT, "template", 0, "text", BIDI "%s"),
	SET_("m-bidi-kept", "… in a kept piece's marking", R_TEXT, "kept", 1, "marking", BIDI "%s"),
	SET_("m-bidi-media", "… in the media type", R_TEXT, "output", 0, "media-type", BIDI "%s"),
	SET_("m-bidi-marking", "… in the output's marking", R_TEXT, "output", 0, "marking",
	    BIDI "%s"),
	WITH(add, "m-bidi-downgrade", "… in a downgrade's authority", R_TEXT, "audit", 0,
	    "<downgrade authority=\"" BIDI "A\" count=\"1\"/>"),
	WITH(add, "m-bidi-exemption", "… in an exemption", R_TEXT, "audit", 0,
	    "<exemption text=\"" BIDI "(b)(1)\" count=\"1\"/>"),
	SET_("m-control-marking", "a control character in the output's marking", R_TEXT, "output",
	    0, "marking", "%s&#9;"),
	SET_("m-escape-marking", "a terminal's escape sequence in the output's marking", R_TEXT,
	    "output", 0, "marking", "%s&#155;31m"),
	SET_("m-zero-width", "a zero-width space in a marking", R_TEXT, "kept", 0, "marking",
	    "%s\xe2\x80\x8b"),
	/* numbers and digests */
	SET_("m-leading-zero", "a size with a leading zero", R_NUMBER, "output", 0, "bytes", "0%s"),
	SET_("m-plus", "a size with a sign", R_NUMBER, "output", 0, "bytes", "+%s"),
	SET_(
	    "m-overflow", "a size of 2^64", R_NUMBER, "output", 0, "bytes", "18446744073709551616"),
	SET_("m-huge-piece", "a piece of 2^64 - 1 bytes", R_NUMBER, "kept", 1, "length",
	    "18446744073709551615"),
	SET_("m-upper-case", "a digest in upper case", R_DIGEST, "source", 0, "commitment",
	    "ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCDEF"),
	SET_("m-short-digest", "a digest of 95 digits", R_DIGEST, "source", 0, "commitment",
	    "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"),
	SET_("m-long-digest", "a digest of more digits", R_DIGEST, "output", 0, "sha384", "%s00"),
	SET_("m-other-digest", "the output's digest of something else",
	    "the output's SHA-384 differs from the manifest's", "output", 0, "sha384", ZEROS),
	SET_("m-other-size", "another size of the output",
	    "the output's size differs from the manifest's", "output", 0, "bytes", "1%s"),
	/* the list */
	ROW("m-reordered", "kept lines in another order", lines_swapped, R_COVER),
	ROW("m-digests-swapped", "two kept digests swapped", digests_swapped, R_KEPT),
	WITH(leave_out, "m-hole", "a kept piece left out", R_ORDER, "kept", 0, NULL),
	SET_("m-overlap", "two pieces overlap", R_COVER, "kept", 1, "offset", "0"),
	WITH(twice, "m-kept-twice", "a kept piece twice", R_ORDER, "kept", 0, NULL),
	WITH(leave_out, "m-gap-missing", "a gap left out", R_ORDER, "gap", 1, NULL),
	WITH(twice, "m-gap-twice", "a gap twice", R_ORDER, "gap", 1, NULL),
	SET_("m-template", "a banner said to be a notice",
	    "an inserted piece of the output is no template of the manifest", "insert", 0,
	    "template", "notice"),
	WITH(twice, "m-two-outputs", "two outputs", R_ORDER, "output", 0, NULL),
	WITH(leave_out, "m-no-output", "no output", R_ORDER, "output", 0, NULL),
	WITH(add, "m-early-output", "an output that answers for the other", R_ORDER, "list", 0,
	    "<output name=\"out\" bytes=\"0\" sha384=\"" ZEROS "\" media-type=\"\" marking=\"\"/>"),
	SET_("m-signers-none", "no signer demanded",
	    "the manifest says that it was released unsigned, although a seal is there", "signers",
	    0, "required", "0"),
	SET_("m-signers-two", "two signers demanded, one sealed",
	    "the manifest demands 2 signers, each with another key, and 1 is missing", "signers", 0,
	    "required", "2"),
	/* the output under an honest manifest */
	ROW("o-appended", "a line appended to the output", output_grown,
	    "bytes were appended to the output"),
	ROW("o-cut", "the output cut by one byte", output_cut,
	    "the output is shorter than the manifest's list"),
	ROW("o-changed", "one letter of a kept piece", output_changed, R_KEPT),
	ROW("o-moved", "two kept pieces change places", pieces_moved, R_KEPT),
	ROW("o-crlf", "the output's line ends converted to CRLF", output_crlf,
	    "the output's line ends were converted to CRLF; fetch it again as binary"),
	ROW("o-insert", "one letter of the banner", insert_changed,
	    "an inserted piece of the output is no template of the manifest"),
	ROW("o-exchanged", "another output", output_exchanged,
	    "an inserted piece of the output is no template of the manifest"),
	{ 0 },
};
