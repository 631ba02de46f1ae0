#include "manifest/form.h"

#include <assert.h>

#include "document/release.h"
#include "manifest/text.h"

enum field_type {
	FIELD_END = 0,
	FIELD_TEXT,
	FIELD_PATTERN, /* the same, line feeds allowed */
	FIELD_RULES,
	FIELD_NAME,
	FIELD_ROLE,
	FIELD_TIME,
	FIELD_NUMBER,
	FIELD_DIGEST,
	FIELD_ROOT, /* SHA-256: of a log */
	FIELD_ID,
	FIELD_TEMPLATE,
	FIELD_SALT,
	FIELD_BODY, /* bytes in hexadecimal */
	FIELD_LEAF,
	FIELD_SIDE
};

struct field {
	const char *name; /* ` name="` */
	enum field_type type;
};

struct shape {
	const char *open; /* up to the first field */
	struct field fields[FORM_FIELDS_MAX + 1];
	const char *close;
};

#define ROOT "<manifest xmlns=\"urn:tearline:manifest:1\" version=\""

static const struct shape shapes[LINE_COUNT] = {
	[LINE_UNKNOWN] = { "", { { NULL, FIELD_END } }, "" },
	[LINE_XML] = { "<?xml version=\"1.0\" encoding=\"UTF-8\"?>", { { NULL, FIELD_END } },
	    "\n" },
	[LINE_MANIFEST] = { ROOT "1\" suite=\"SHA384-P384\"",
	    { { " id=\"", FIELD_ID }, { " created=\"", FIELD_TIME } }, ">\n" },
	[LINE_TOOL] = { "<tool", { { " name=\"", FIELD_TEXT }, { " version=\"", FIELD_TEXT } },
	    "/>\n" },
	[LINE_POLICY] = { "<policy",
	    { { " id=\"", FIELD_TEXT }, { " version=\"", FIELD_TEXT },
		{ " sha384=\"", FIELD_DIGEST } },
	    "/>\n" },
	[LINE_SCHEME] = { "<scheme",
	    { { " id=\"", FIELD_TEXT }, { " profile=\"", FIELD_TEXT },
		{ " version=\"", FIELD_TEXT }, { " sha384=\"", FIELD_DIGEST } },
	    "/>\n" },
	[LINE_SOURCE] = { "<source", { { " commitment=\"", FIELD_DIGEST } }, "/>\n" },
	[LINE_SUPERSEDES] = { "<supersedes",
	    { { " id=\"", FIELD_ID }, { " sha384=\"", FIELD_DIGEST } }, "/>\n" },
	[LINE_SIGNERS] = { "<signers", { { " required=\"", FIELD_NUMBER } }, "/>\n" },
	[LINE_ROLE] = { "<role", { { " name=\"", FIELD_ROLE } }, "/>\n" },
	[LINE_TEMPLATE] = { "<template",
	    { { " name=\"", FIELD_TEMPLATE }, { " text=\"", FIELD_PATTERN } }, "/>\n" },
	[LINE_LIST] = { "<list", { { NULL, FIELD_END } }, ">\n" },
	[LINE_GAP] = { "<gap", { { " commitment=\"", FIELD_DIGEST } }, "/>\n" },
	[LINE_INSERT] = { "<insert",
	    { { " offset=\"", FIELD_NUMBER }, { " length=\"", FIELD_NUMBER },
		{ " template=\"", FIELD_TEMPLATE } },
	    "/>\n" },
	[LINE_KEPT] = { "<kept",
	    { { " offset=\"", FIELD_NUMBER }, { " length=\"", FIELD_NUMBER },
		{ " sha384=\"", FIELD_DIGEST }, { " marking=\"", FIELD_TEXT } },
	    "/>\n" },
	[LINE_LIST_END] = { "</list", { { NULL, FIELD_END } }, ">\n" },
	[LINE_DOWNGRADE] = { "<downgrade",
	    { { " authority=\"", FIELD_TEXT }, { " count=\"", FIELD_NUMBER } }, "/>\n" },
	[LINE_EXEMPTION] = { "<exemption",
	    { { " text=\"", FIELD_TEXT }, { " count=\"", FIELD_NUMBER } }, "/>\n" },
	[LINE_AMOUNT] = { "<amount",
	    { { " pieces=\"", FIELD_NUMBER }, { " bytes=\"", FIELD_NUMBER } }, "/>\n" },
	[LINE_AUDIT] = { "<audit", { { " commitment=\"", FIELD_DIGEST } }, "/>\n" },
	[LINE_LOG] = { "<log",
	    { { " origin=\"", FIELD_TEXT }, { " size=\"", FIELD_NUMBER },
		{ " root=\"", FIELD_ROOT } },
	    "/>\n" },
	[LINE_OUTPUT] = { "<output",
	    { { " name=\"", FIELD_NAME }, { " bytes=\"", FIELD_NUMBER },
		{ " sha384=\"", FIELD_DIGEST }, { " media-type=\"", FIELD_TEXT },
		{ " marking=\"", FIELD_TEXT } },
	    "/>\n" },
	[LINE_MANIFEST_END] = { "</manifest", { { NULL, FIELD_END } }, ">\n" },
	[LINE_WITHHELD] = { "<withheld",
	    { { " kind=\"", FIELD_TEXT }, { " marking=\"", FIELD_TEXT },
		{ " exemption=\"", FIELD_TEXT }, { " rules=\"", FIELD_RULES } },
	    "/>\n" },
	[LINE_PROOF] = { "<proof xmlns=\"urn:tearline:proof:1\" version=\"1\" suite=\"SHA384\"",
	    { { " manifest=\"", FIELD_DIGEST } }, ">\n" },
	[LINE_OPENING] = { "<opening",
	    { { " gap=\"", FIELD_NUMBER }, { " leaf=\"", FIELD_LEAF },
		{ " bytes=\"", FIELD_NUMBER } },
	    ">\n" },
	[LINE_LEAF] = { "<leaf", { { " salt=\"", FIELD_SALT }, { " sha384=\"", FIELD_DIGEST } },
	    "/>\n" },
	[LINE_STEP] = { "<step", { { " side=\"", FIELD_SIDE }, { " sha384=\"", FIELD_DIGEST } },
	    "/>\n" },
	[LINE_ROOT] = { "<root", { { " salt=\"", FIELD_SALT }, { " sha384=\"", FIELD_DIGEST } },
	    "/>\n" },
	[LINE_BODY] = { "<body", { { " hex=\"", FIELD_BODY } }, "/>\n" },
	[LINE_OPENING_END] = { "</opening", { { NULL, FIELD_END } }, ">\n" },
	[LINE_PROOF_END] = { "</proof", { { NULL, FIELD_END } }, ">\n" },
	[LINE_INDEX] = { "<index xmlns=\"urn:tearline:index:1\" version=\"1\" suite=\"SHA384\"",
	    { { " manifest=\"", FIELD_DIGEST }, { " rows=\"", FIELD_NUMBER } }, ">\n" },
	[LINE_ROW] = { "<row",
	    { { " number=\"", FIELD_NUMBER }, { " portion=\"", FIELD_NUMBER },
		{ " page=\"", FIELD_NUMBER }, { " line=\"", FIELD_NUMBER },
		{ " reason=\"", FIELD_TEXT } },
	    ">\n" },
	[LINE_ROW_END] = { "</row", { { NULL, FIELD_END } }, ">\n" },
	[LINE_INDEX_END] = { "</index", { { NULL, FIELD_END } }, ">\n" },
};

#define BIT(line) (UINT64_C(1) << (line))

/* What stands in no manifest follows nothing. */
static const uint64_t follows[LINE_COUNT] = {
	[LINE_UNKNOWN] = BIT(LINE_XML),
	[LINE_XML] = BIT(LINE_MANIFEST),
	[LINE_MANIFEST] = BIT(LINE_TOOL),
	[LINE_TOOL] = BIT(LINE_POLICY),
	[LINE_POLICY] = BIT(LINE_SCHEME),
	[LINE_SCHEME] = BIT(LINE_SOURCE),
	[LINE_SOURCE] = BIT(LINE_SUPERSEDES) | BIT(LINE_SIGNERS),
	[LINE_SUPERSEDES] = BIT(LINE_SIGNERS),
	[LINE_SIGNERS] = BIT(LINE_ROLE) | BIT(LINE_TEMPLATE) | BIT(LINE_LIST),
	[LINE_ROLE] = BIT(LINE_ROLE) | BIT(LINE_TEMPLATE) | BIT(LINE_LIST),
	[LINE_TEMPLATE] = BIT(LINE_TEMPLATE) | BIT(LINE_LIST),
	[LINE_LIST] = BIT(LINE_GAP),
	[LINE_GAP] = BIT(LINE_INSERT) | BIT(LINE_KEPT) | BIT(LINE_LIST_END),
	[LINE_INSERT] = BIT(LINE_INSERT) | BIT(LINE_KEPT) | BIT(LINE_LIST_END),
	[LINE_KEPT] = BIT(LINE_GAP),
	[LINE_LIST_END] =
	    BIT(LINE_DOWNGRADE) | BIT(LINE_EXEMPTION) | BIT(LINE_AMOUNT) | BIT(LINE_AUDIT),
	[LINE_DOWNGRADE] =
	    BIT(LINE_DOWNGRADE) | BIT(LINE_EXEMPTION) | BIT(LINE_AMOUNT) | BIT(LINE_AUDIT),
	[LINE_EXEMPTION] = BIT(LINE_EXEMPTION) | BIT(LINE_AMOUNT) | BIT(LINE_AUDIT),
	[LINE_AMOUNT] = BIT(LINE_AUDIT),
	[LINE_AUDIT] = BIT(LINE_LOG) | BIT(LINE_OUTPUT),
	[LINE_LOG] = BIT(LINE_OUTPUT),
	[LINE_OUTPUT] = BIT(LINE_MANIFEST_END),
	[LINE_MANIFEST_END] = 0,
};

bool
form_follows(enum form_line line, enum form_line next)
{
	return (follows[line] & BIT(next)) != 0;
}

/* Not ".", "..", empty, nor with a separator of any system: the verifier joins it to a folder. */
bool
form_is_name(struct slice name)
{
	if (name.len == 0 || name.len > FORM_NAME_MAX || slice_is(name, ".") ||
	    slice_is(name, ".."))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if (name.ptr[i] == '/' || name.ptr[i] == '\\')
			return false;
	return text_is_displayable(name, false);
}

bool
form_is_role(struct slice role)
{
	static const char others[] = "-_.";
	for (size_t i = 0; i < role.len; i++) {
		unsigned char c = role.ptr[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
			memchr(others, c, sizeof others - 1) != NULL))
			return false;
	}
	return role.len > 0 && role.len <= FORM_ROLE_MAX;
}

struct word {
	const char *text;
	uint64_t number;
};

static const struct word leaf_words[] = { { "descriptor", FORM_DESCRIPTOR },
	{ "body", FORM_BODY } };
/* Of one length: the size of an opening tells nothing. */
static const struct word side_words[] = { { "L", FORM_LEFT }, { "R", FORM_RIGHT } };

static tl_status
put_string(unsigned char **at, struct slice text, size_t max, bool pattern, struct tl_error *e)
{
	if (text.len > max || !text_put(at, text, pattern))
		return error_set(e, TL_POLICY,
		    "a text of the policy or scheme cannot stand in a manifest: it is too long, "
		    "not UTF-8, or holds a control or hidden character");
	return TL_OK;
}

static tl_status
put_name(unsigned char **at, struct slice name, struct tl_error *e)
{
	if (!form_is_name(name))
		return error_set(e, TL_USAGE,
		    "the output's name cannot stand in a manifest; name it without folder, "
		    "control and hidden characters");
	return put_string(at, name, FORM_NAME_MAX, false, e);
}

static tl_status
put_role(unsigned char **at, struct slice role, struct tl_error *e)
{
	if (!form_is_role(role))
		return error_set(e, TL_POLICY,
		    "a role of the policy cannot stand in a manifest; write it in letters, digits, "
		    "dots and hyphens");
	return put_string(at, role, FORM_ROLE_MAX, false, e);
}

static tl_status
put_field(
    unsigned char **at, enum field_type type, const struct form_value *value, struct tl_error *e)
{
	switch (type) {
	case FIELD_END:
		break;
	case FIELD_TEXT:
		return put_string(at, value->text, FORM_TEXT_MAX, false, e);
	case FIELD_PATTERN:
		return put_string(at, value->text, FORM_TEXT_MAX, true, e);
	case FIELD_RULES:
		if (!text_is_rules(value->text))
			return error_set(e, TL_POLICY,
			    "a rule's id cannot stand in a manifest; write it in letters, digits, "
			    "dots and hyphens");
		return put_string(at, value->text, FORM_RULES_MAX, false, e);
	case FIELD_NAME:
		return put_name(at, value->text, e);
	case FIELD_ROLE:
		return put_role(at, value->text, e);
	case FIELD_TIME:
		if (!text_is_time(value->text))
			return error_set(e, TL_USAGE,
			    "the time of creation must be written 2026-01-31T23:59:59Z");
		return put_string(at, value->text, FORM_TIME_SIZE, false, e);
	case FIELD_NUMBER:
		text_put_number(at, value->number);
		break;
	case FIELD_DIGEST:
		text_put_hex(at, value->digest.bytes, DIGEST_SIZE);
		break;
	case FIELD_ROOT:
		text_put_hex(at, value->digest.bytes, SHA256_SIZE);
		break;
	case FIELD_ID:
		text_put_hex(at, value->id, FORM_ID_SIZE);
		break;
	case FIELD_TEMPLATE:
		return put_string(at,
		    slice_str(insert_template_name((enum insert_template)value->number)),
		    FORM_TEXT_MAX, false, e);
	case FIELD_SALT:
		text_put_hex(at, value->digest.bytes, FORM_SALT_SIZE);
		break;
	case FIELD_BODY:
		assert(value->text.len <= FORM_BODY_MAX);
		text_put_hex(at, value->text.ptr, value->text.len);
		break;
	case FIELD_LEAF:
		return put_string(
		    at, slice_str(leaf_words[value->number].text), FORM_TEXT_MAX, false, e);
	case FIELD_SIDE:
		return put_string(
		    at, slice_str(side_words[value->number].text), FORM_TEXT_MAX, false, e);
	}
	return TL_OK;
}

static void
put_literal(unsigned char **at, const char *literal)
{
	size_t len = strlen(literal);
	memcpy(*at, literal, len);
	*at += len;
}

tl_status
form_print(enum form_line line, const struct form_value *values, unsigned char *at, size_t *len,
    struct tl_error *e)
{
	const struct shape *shape = &shapes[line];
	unsigned char *start = at;
	*len = 0;
	put_literal(&at, shape->open);
	for (size_t i = 0; shape->fields[i].type != FIELD_END; i++) {
		put_literal(&at, shape->fields[i].name);
		TRY(put_field(&at, shape->fields[i].type, &values[i], e));
		*at++ = '"';
	}
	put_literal(&at, shape->close);
	*len = (size_t)(at - start);
	assert(*len <= FORM_LINE_MAX);
	return TL_OK;
}

/* The rest of a line that is being read. */
struct cursor {
	const unsigned char *at, *end;
	unsigned char *scratch;
};

static bool
take_literal(struct cursor *cursor, const char *literal)
{
	size_t len = strlen(literal);
	if ((size_t)(cursor->end - cursor->at) < len || memcmp(cursor->at, literal, len) != 0)
		return false;
	cursor->at += len;
	return true;
}

static enum form_flaw
parse_template(struct slice raw, struct form_value *value)
{
	for (int t = INSERT_NOTICE; t <= INSERT_SEPARATOR; t++)
		if (slice_is(raw, insert_template_name((enum insert_template)t))) {
			value->number = (uint64_t)t;
			return FLAW_NONE;
		}
	return FLAW_FIELD;
}

static enum form_flaw
parse_text(
    struct slice raw, size_t max, bool pattern, struct cursor *cursor, struct form_value *value)
{
	if (!text_take(raw, pattern, &cursor->scratch, &value->text) || value->text.len > max)
		return FLAW_TEXT;
	return FLAW_NONE;
}

static enum form_flaw
parse_word(struct slice raw, const struct word words[2], struct form_value *value)
{
	for (size_t i = 0; i < 2; i++)
		if (slice_is(raw, words[i].text)) {
			value->number = words[i].number;
			return FLAW_NONE;
		}
	return FLAW_FIELD;
}

static enum form_flaw
parse_body(struct slice raw, struct cursor *cursor, struct form_value *value)
{
	size_t len = raw.len / 2;
	if (len == 0 || len > FORM_BODY_MAX || !text_take_hex(raw, cursor->scratch, len))
		return FLAW_DIGEST;
	value->text = slice_of(cursor->scratch, len);
	cursor->scratch += len;
	return FLAW_NONE;
}

/* `raw` is what stands between the quotes. */
static enum form_flaw
parse_field(enum field_type type, struct slice raw, struct cursor *cursor, struct form_value *value)
{
	enum form_flaw flaw = FLAW_NONE;
	switch (type) {
	case FIELD_END:
		return FLAW_UNREAD;
	case FIELD_TEXT:
		return parse_text(raw, FORM_TEXT_MAX, false, cursor, value);
	case FIELD_PATTERN:
		return parse_text(raw, FORM_TEXT_MAX, true, cursor, value);
	case FIELD_RULES:
		value->text = raw;
		return text_is_rules(raw) && raw.len <= FORM_RULES_MAX ? FLAW_NONE : FLAW_TEXT;
	case FIELD_NAME:
		flaw = parse_text(raw, FORM_TEXT_MAX, false, cursor, value);
		return flaw != FLAW_NONE || form_is_name(value->text) ? flaw : FLAW_NAME;
	case FIELD_ROLE:
		value->text = raw;
		return form_is_role(raw) ? FLAW_NONE : FLAW_TEXT;
	case FIELD_TIME:
		value->text = raw;
		return text_is_time(raw) ? FLAW_NONE : FLAW_TIME;
	case FIELD_NUMBER:
		return text_take_number(raw, &value->number) ? FLAW_NONE : FLAW_NUMBER;
	case FIELD_DIGEST:
		return text_take_hex(raw, value->digest.bytes, DIGEST_SIZE) ? FLAW_NONE
									    : FLAW_DIGEST;
	case FIELD_ROOT:
		value->digest = (struct digest){ { 0 } };
		return text_take_hex(raw, value->digest.bytes, SHA256_SIZE) ? FLAW_NONE
									    : FLAW_DIGEST;
	case FIELD_ID:
		return text_take_hex(raw, value->id, FORM_ID_SIZE) ? FLAW_NONE : FLAW_DIGEST;
	case FIELD_TEMPLATE:
		return parse_template(raw, value);
	case FIELD_SALT:
		return text_take_hex(raw, value->digest.bytes, FORM_SALT_SIZE) ? FLAW_NONE
									       : FLAW_DIGEST;
	case FIELD_BODY:
		return parse_body(raw, cursor, value);
	case FIELD_LEAF:
		return parse_word(raw, leaf_words, value);
	case FIELD_SIDE:
		return parse_word(raw, side_words, value);
	}
	return FLAW_UNREAD;
}

static enum form_flaw
parse_fields(const struct shape *shape, struct cursor *cursor, struct form_value *values)
{
	for (size_t i = 0; shape->fields[i].type != FIELD_END; i++) {
		if (!take_literal(cursor, shape->fields[i].name))
			return FLAW_FIELD;
		const unsigned char *quote =
		    memchr(cursor->at, '"', (size_t)(cursor->end - cursor->at));
		if (quote == NULL)
			return FLAW_FIELD;
		struct slice raw = slice_of(cursor->at, (size_t)(quote - cursor->at));
		cursor->at = quote + 1;
		enum form_flaw flaw = parse_field(shape->fields[i].type, raw, cursor, &values[i]);
		if (flaw != FLAW_NONE)
			return flaw;
	}
	if (!take_literal(cursor, shape->close) || cursor->at != cursor->end)
		return FLAW_FIELD;
	return FLAW_NONE;
}

/* "<kept" must not match "<keptx": behind `open` comes a field, or what closes the line. */
static bool
opens(const struct shape *shape, struct slice bytes)
{
	size_t len = strlen(shape->open);
	if (bytes.len <= len || memcmp(bytes.ptr, shape->open, len) != 0)
		return false;
	return bytes.ptr[len] == (shape->fields[0].type == FIELD_END ? shape->close[0] : ' ');
}

static enum form_line
line_of(struct slice bytes)
{
	/* The list first: in a large manifest nearly every line is of it. */
	for (int line = LINE_GAP; line < LINE_WITHHELD; line++)
		if (opens(&shapes[line], bytes))
			return (enum form_line)line;
	for (int line = LINE_XML; line < LINE_GAP; line++)
		if (opens(&shapes[line], bytes))
			return (enum form_line)line;
	return LINE_UNKNOWN;
}

enum form_flaw
form_parse(struct slice bytes, unsigned char *scratch, enum form_line *line,
    struct form_value values[FORM_FIELDS_MAX])
{
	*line = LINE_UNKNOWN;
	enum form_line found = line_of(bytes);
	if (found == LINE_UNKNOWN)
		return slice_starts(bytes, ROOT) && !slice_starts(bytes, ROOT "1\"") ? FLAW_VERSION
										     : FLAW_LINE;
	enum form_flaw flaw = form_parse_as(found, bytes, scratch, values);
	if (flaw == FLAW_NONE)
		*line = found;
	return flaw;
}

enum form_flaw
form_parse_as(enum form_line line, struct slice bytes, unsigned char *scratch,
    struct form_value values[FORM_FIELDS_MAX])
{
	if (!opens(&shapes[line], bytes))
		return FLAW_LINE;
	struct cursor cursor = { bytes.ptr, bytes.ptr + bytes.len, scratch };
	cursor.at += strlen(shapes[line].open);
	return parse_fields(&shapes[line], &cursor, values);
}
