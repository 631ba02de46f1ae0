#include <assert.h>

#include "base/wipe.h"
#include "base/xml.h"
#include "manifest/record.h"
#include "manifest/record_form.h"
#include "manifest/text.h"

#define RECORD_BYTES_MAX ((size_t)1 << 33)
#define ARENA_CEILING    ((size_t)1 << 24) /* the head's texts; the policy has a buffer of its own */
#define LIBRARIES_MAX    16

struct scan {
	struct record *out;
	record_see_piece *see;
	void *context;
	struct hasher hasher;
	struct buf policy;
	struct record_library libraries[LIBRARIES_MAX];
	enum record_element last, open;
	bool pieces_ended;
	bool full; /* the arena; checked once, in complete() */
	const char *file;
};

static tl_status
refuse(const struct scan *scan, size_t line, const char *what, struct tl_error *e)
{
	return error_at(e, TL_NO, scan->file, line, 0, "this is no withheld record: %s", what);
}

static enum record_element
find_element(const struct xml_event *event)
{
	for (int i = RECORD_ROOT; i < RECORD_ELEMENTS; i++)
		if (strcmp(record_shapes[i].name, event->name) == 0 &&
		    record_shapes[i].depth == event->depth)
			return (enum record_element)i;
	return RECORD_NOTHING;
}

/* All attributes, in their order. */
static bool
has_shape(const struct xml_event *event, const struct record_shape *shape)
{
	size_t i = 0;
	for (; i < event->attr_count && shape->attrs[i] != NULL; i++)
		if (strcmp(event->attrs[i].name, shape->attrs[i]) != 0)
			return false;
	return i == event->attr_count && shape->attrs[i] == NULL;
}

/* Attributes are read by their place, which has_shape() has checked. */
static struct slice
text_at(const struct xml_event *event, size_t i)
{
	return slice_str(event->attrs[i].value);
}

static bool
number_at(const struct xml_event *event, size_t i, uint64_t *out)
{
	return text_take_number(text_at(event, i), out);
}

static bool
hex_at(const struct xml_event *event, size_t i, unsigned char *out, size_t len)
{
	return text_take_hex(text_at(event, i), out, len);
}

static const char *
copy_at(struct scan *scan, const struct xml_event *event, size_t i)
{
	const char *copy = arena_copy(&scan->out->arena, text_at(event, i));
	scan->full = scan->full || copy == NULL;
	return copy;
}

static tl_status
see_piece(struct scan *scan, const struct xml_event *event, enum record_element element,
    struct tl_error *e)
{
	struct record_piece piece = {
		.kept = element == RECORD_KEPT,
		.kind = text_at(event, 4),
		.written = text_at(event, 5),
		.marking = text_at(event, 6),
		.released = text_at(event, 7),
		.read = text_at(event, 8),
		.decision = text_at(event, 9),
		.rules = text_at(event, 10),
		.reason = text_at(event, 11),
	};
	bool good = number_at(event, 0, &piece.index) && number_at(event, 1, &piece.portion) &&
	    number_at(event, 2, &piece.start) && number_at(event, 3, &piece.end) &&
	    piece.start <= piece.end && piece.end <= scan->out->head.source_bytes &&
	    piece.index == scan->out->kept + scan->out->withheld;
	if (!piece.kept) {
		piece.exemption = text_at(event, 12);
		good =
		    good && number_at(event, 13, &piece.gap) && number_at(event, 14, &piece.inner);
	}
	if (!good)
		return refuse(scan, event->line, "a piece's numbers are wrong", e);
	scan->out->kept += piece.kept;
	scan->out->withheld += !piece.kept;
	return scan->see == NULL ? TL_OK : scan->see(scan->context, &piece, e);
}

/* Numbers and digests of the head; false where one is malformed. */
static bool
read_head(struct scan *scan, const struct xml_event *event, enum record_element element)
{
	struct record_head *head = &scan->out->head;
	switch (element) {
	case RECORD_ROOT:
		return strcmp(event->attrs[0].value, "1") == 0;
	case RECORD_TOOL:
		head->tool = copy_at(scan, event, 0);
		head->tool_version = copy_at(scan, event, 1);
		head->confinement = copy_at(scan, event, 2);
		return true;
	case RECORD_LIBRARY:
		if (head->library_count == LIBRARIES_MAX)
			return false;
		scan->libraries[head->library_count++] =
		    (struct record_library){ copy_at(scan, event, 0), copy_at(scan, event, 1) };
		return true;
	case RECORD_MANIFEST:
		head->created = copy_at(scan, event, 1);
		head->output_name = copy_at(scan, event, 2);
		return hex_at(event, 0, head->manifest_id, FORM_ID_SIZE) &&
		    text_is_time(text_at(event, 1)) && form_is_name(text_at(event, 2));
	case RECORD_SEED:
		return hex_at(event, 0, head->seed, SEED_SIZE);
	case RECORD_SOURCE:
		head->source_file = copy_at(scan, event, 0);
		head->source_format = copy_at(scan, event, 1);
		return number_at(event, 2, &head->source_bytes) &&
		    hex_at(event, 3, head->source_digest.bytes, DIGEST_SIZE);
	case RECORD_SCHEME:
		head->scheme_id = copy_at(scan, event, 0);
		head->scheme_profile = copy_at(scan, event, 1);
		head->scheme_version = copy_at(scan, event, 2);
		return hex_at(event, 3, head->scheme_digest.bytes, DIGEST_SIZE);
	case RECORD_POLICY:
		head->policy_id = copy_at(scan, event, 0);
		head->policy_version = copy_at(scan, event, 1);
		return hex_at(event, 2, head->policy_digest.bytes, DIGEST_SIZE);
	case RECORD_WARNING:
		scan->out->warnings++;
		return true;
	case RECORD_NOTHING:
	case RECORD_PIECES:
	case RECORD_KEPT:
	case RECORD_WITHHELD:
	case RECORD_ELEMENTS:
		break;
	}
	return true;
}

static tl_status
start(void *context, const struct xml_event *event, struct tl_error *e)
{
	struct scan *scan = context;
	enum record_element element = find_element(event);
	const struct record_shape *shape = &record_shapes[element];
	if (element == RECORD_NOTHING || !has_shape(event, shape))
		return refuse(scan, event->line, "an element or its attributes are unknown", e);
	if ((shape->after & UINT32_C(1) << scan->last) == 0 ||
	    (shape->depth == 3) == scan->pieces_ended)
		return refuse(scan, event->line, "an element does not stand where it may", e);
	scan->last = element;
	scan->open = element;
	if (element == RECORD_PIECES)
		scan->pieces_ended = false;
	if (shape->depth == 3)
		return see_piece(scan, event, element, e);
	if (!read_head(scan, event, element))
		return refuse(scan, event->line, "a value is malformed", e);
	return TL_OK;
}

static tl_status
add_text(void *context, struct slice text, struct tl_error *e)
{
	struct scan *scan = context;
	if (scan->open != RECORD_POLICY)
		return slice_trim(text).len == 0
		    ? TL_OK
		    : refuse(scan, 0, "text stands outside the policy's copy", e);
	buf_add_slice(&scan->policy, text);
	return buf_check(&scan->policy, e);
}

static tl_status
end(void *context, const char *name, struct tl_error *e)
{
	struct scan *scan = context;
	(void)e;
	scan->open = RECORD_NOTHING;
	if (strcmp(name, "pieces") == 0)
		scan->pieces_ended = true;
	return TL_OK;
}

static void
add_raw(void *context, struct slice chunk)
{
	struct scan *scan = context;
	hasher_add(&scan->hasher, chunk);
}

/* What the callbacks could not know yet. */
static tl_status
complete(struct scan *scan, struct tl_error *e)
{
	struct record_head *head = &scan->out->head;
	struct digest policy;
	if (!scan->pieces_ended || scan->last < RECORD_PIECES)
		return refuse(scan, 0, "it ends too early", e);
	TRY(hasher_end(&scan->hasher, &scan->out->digest, e));
	TRY(hasher_digest(&scan->hasher, buf_slice(&scan->policy), &policy, e));
	if (!digest_equal(&policy, &head->policy_digest))
		return refuse(scan, 0, "the policy's copy has another digest than stated", e);
	head->policy =
	    slice_of(arena_copy(&scan->out->arena, buf_slice(&scan->policy)), scan->policy.len);
	struct record_library *libraries =
	    arena_array(&scan->out->arena, LIBRARIES_MAX, sizeof *libraries);
	if (scan->full || head->policy.ptr == NULL || libraries == NULL)
		return error_memory(e);
	memcpy(libraries, scan->libraries, sizeof scan->libraries);
	head->libraries = libraries;
	return TL_OK;
}

tl_status
record_read(struct tl_reader reader, const char *file, record_see_piece *see, void *context,
    struct record *out, struct tl_error *e)
{
	static const struct xml_dialect dialect = { .namespace_uri = RECORD_NAMESPACE,
		.status = TL_NO,
		.max_depth = 3,
		.max_bytes = RECORD_BYTES_MAX };
	struct scan scan = {
		.out = out, .see = see, .context = context, .file = file, .pieces_ended = true
	};
	const struct xml_visitor visitor = { &scan, start, add_text, end };
	memset(out, 0, sizeof *out);
	arena_init(&out->arena, ARENA_CEILING + RECORD_POLICY_MAX);
	buf_init(&scan.policy, RECORD_POLICY_MAX);
	tl_status status = hasher_init(&scan.hasher, e);
	if (status == TL_OK)
		status = xml_scan(reader, file, &dialect, &visitor, add_raw, e);
	if (status == TL_OK)
		status = complete(&scan, e);
	if (status != TL_OK)
		record_release(out);
	hasher_release(&scan.hasher);
	buf_release(&scan.policy);
	return status;
}

void
record_release(struct record *record)
{
	arena_release(&record->arena);
	wipe(record, sizeof *record);
}
