#include "manifest/record.h"

#include <assert.h>

#include "base/utf8.h"
#include "base/xml.h"
#include "manifest/record_form.h"

#define BLOCK     ((size_t)1 << 16)
#define CEILING   ((size_t)1 << 27) /* one element, and the policy's copy, fit */
#define AUDIT_TAG "tearline-audit-v1\n"

/* One attribute's value. */
struct value {
	enum {
		VALUE_TEXT,
		VALUE_NUMBER,
		VALUE_HEX
	} type;
	struct slice text; /* the bytes that are written in hexadecimal, too */
	uint64_t number;
};

static struct value
text(struct slice bytes)
{
	return (struct value){ VALUE_TEXT, bytes, 0 };
}

static struct value
string(const char *bytes)
{
	return text(slice_str(bytes));
}

static struct value
number(uint64_t value)
{
	return (struct value){ VALUE_NUMBER, slice_of(NULL, 0), value };
}

static struct value
hex(const unsigned char *bytes, size_t len)
{
	return (struct value){ VALUE_HEX, slice_of(bytes, len), 0 };
}

/* XML 1.0 §2.2. */
static bool
is_xml_character(uint32_t c)
{
	return c == '\t' || c == '\n' || c == '\r' ||
	    (c >= 0x20 && c != UTF8_BAD && c != 0xfffe && c != 0xffff);
}

/* Printable ASCII that is written as it is: nearly every value is all of it. */
static bool
is_plain(struct slice bytes)
{
	size_t at = 0;
	while (at < bytes.len && bytes.ptr[at] >= 0x20 && bytes.ptr[at] <= 0x7e &&
	    bytes.ptr[at] != '&' && bytes.ptr[at] != '<' && bytes.ptr[at] != '>' &&
	    bytes.ptr[at] != '"')
		at++;
	return at == bytes.len;
}

/* Marks and file names come from outside: what XML cannot carry is shown as U+FFFD. */
static void
add_shown(struct buf *out, struct slice bytes)
{
	size_t from = 0;
	if (is_plain(bytes)) {
		buf_add_slice(out, bytes);
		return;
	}
	for (size_t at = 0; at < bytes.len;) {
		size_t here = at;
		if (is_xml_character(utf8_next(bytes, &at)))
			continue;
		xml_add_escaped(out, slice_sub(bytes, from, here));
		buf_add_str(out, "\xef\xbf\xbd");
		from = at;
	}
	xml_add_escaped(out, slice_sub(bytes, from, bytes.len));
}

static void
add_value(struct buf *out, const struct value *value)
{
	switch (value->type) {
	case VALUE_TEXT:
		add_shown(out, value->text);
		break;
	case VALUE_NUMBER:
		buf_add_number(out, value->number);
		break;
	case VALUE_HEX:
		buf_add_hex(out, value->text.ptr, value->text.len);
		break;
	}
}

static tl_status
flush(struct record_writer *w, struct tl_error *e)
{
	TRY(buf_check(&w->block, e));
	hasher_add(&w->hasher, buf_slice(&w->block));
	if (w->sink.write(w->sink.context, w->block.ptr, w->block.len) != 0)
		return error_set(e, TL_SYSTEM, "the withheld record cannot be written");
	buf_clear(&w->block);
	return TL_OK;
}

/* Without what closes it. */
static void
open_element(
    struct record_writer *w, enum record_element element, const struct value *values, size_t count)
{
	const struct record_shape *shape = &record_shapes[element];
	buf_add_byte(&w->block, '<');
	buf_add_str(&w->block, shape->name);
	for (size_t i = 0; i < count; i++) {
		assert(shape->attrs[i] != NULL);
		buf_add_byte(&w->block, ' ');
		buf_add_str(&w->block, shape->attrs[i]);
		buf_add_str(&w->block, "=\"");
		add_value(&w->block, &values[i]);
		buf_add_byte(&w->block, '"');
	}
	assert(shape->attrs[count] == NULL);
}

static tl_status
put(struct record_writer *w, enum record_element element, const struct value *values, size_t count,
    struct tl_error *e)
{
	open_element(w, element, values, count);
	buf_add_str(&w->block, "/>\n");
	return w->block.len < BLOCK ? TL_OK : flush(w, e);
}

#define PUT(element, ...)                                                                          \
	TRY(put(w, element, (const struct value[]){ __VA_ARGS__ },                                 \
	    sizeof((const struct value[]){ __VA_ARGS__ }) / sizeof(struct value), e))

/* The policy's line ends stay line ends, so that people can read it; a parser changes only CR (XML 1.0 §2.11), and
 * that is escaped. */
static tl_status
put_policy(struct record_writer *w, const struct record_head *head, struct tl_error *e)
{
	const struct value values[] = { string(head->policy_id), string(head->policy_version),
		hex(head->policy_digest.bytes, DIGEST_SIZE) };
	if (head->policy.len > RECORD_POLICY_MAX)
		return error_set(e, TL_POLICY, "the policy is too large for a withheld record");
	open_element(w, RECORD_POLICY, values, sizeof values / sizeof *values);
	buf_add_byte(&w->block, '>');
	for (struct slice rest = head->policy; rest.len > 0;) {
		struct slice line = slice_split(&rest, '\n');
		xml_add_escaped(&w->block, line);
		if (line.ptr + line.len < head->policy.ptr + head->policy.len)
			buf_add_byte(&w->block, '\n');
	}
	buf_add_str(&w->block, "</policy>\n");
	return flush(w, e);
}

static tl_status
put_head(struct record_writer *w, const struct record_head *head, struct tl_error *e)
{
	buf_add_str(&w->block,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<record xmlns=\"" RECORD_NAMESPACE "\" version=\"1\">\n");
	PUT(RECORD_TOOL, string(head->tool), string(head->tool_version), string(head->confinement));
	for (size_t i = 0; i < head->library_count; i++)
		PUT(RECORD_LIBRARY, string(head->libraries[i].name),
		    string(head->libraries[i].version));
	PUT(RECORD_MANIFEST, hex(head->manifest_id, FORM_ID_SIZE), string(head->created),
	    string(head->output_name));
	PUT(RECORD_SEED, hex(head->seed, SEED_SIZE));
	PUT(RECORD_SOURCE, string(head->source_file), string(head->source_format),
	    number(head->source_bytes), hex(head->source_digest.bytes, DIGEST_SIZE));
	PUT(RECORD_SCHEME, string(head->scheme_id), string(head->scheme_profile),
	    string(head->scheme_version), hex(head->scheme_digest.bytes, DIGEST_SIZE));
	TRY(put_policy(w, head, e));
	buf_add_str(&w->block, "<pieces>\n");
	return TL_OK;
}

tl_status
record_writer_init(struct record_writer *w, const struct record_head *head, struct tl_sink sink,
    struct tl_error *e)
{
	*w = (struct record_writer){ .sink = sink };
	buf_init(&w->block, CEILING);
	TRY(hasher_init(&w->hasher, e));
	return put_head(w, head, e);
}

void
record_writer_release(struct record_writer *w)
{
	hasher_release(&w->hasher);
	buf_release(&w->block);
}

tl_status
record_writer_piece(struct record_writer *w, const struct record_piece *piece, struct tl_error *e)
{
#define COMMON                                                                                     \
	number(piece->index), number(piece->portion), number(piece->start), number(piece->end),    \
	    text(piece->kind), text(piece->written), text(piece->marking), text(piece->released),  \
	    text(piece->read), text(piece->decision), text(piece->rules), text(piece->reason)
	if (piece->kept)
		PUT(RECORD_KEPT, COMMON);
	else
		PUT(RECORD_WITHHELD, COMMON, text(piece->exemption), number(piece->gap),
		    number(piece->inner));
#undef COMMON
	return TL_OK;
}

tl_status
record_writer_finish(struct record_writer *w, const char *const *warnings, size_t warning_count,
    struct digest *digest, struct tl_error *e)
{
	*digest = (struct digest){ { 0 } };
	buf_add_str(&w->block, "</pieces>\n");
	for (size_t i = 0; i < warning_count; i++)
		PUT(RECORD_WARNING, string(warnings[i]));
	buf_add_str(&w->block, "</record>\n");
	TRY(flush(w, e));
	return hasher_end(&w->hasher, digest, e);
}

tl_status
record_commitment(struct hasher *hasher, const unsigned char salt[32], const struct digest *record,
    struct digest *out, struct tl_error *e)
{
	hasher_begin(hasher);
	hasher_add(hasher, slice_str(AUDIT_TAG));
	hasher_add(hasher, slice_of(salt, 32));
	hasher_add(hasher, slice_of(record->bytes, DIGEST_SIZE));
	return hasher_end(hasher, out, e);
}
