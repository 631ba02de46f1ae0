#include <assert.h>
#include <stdlib.h>

#include "base/large.h"
#include "document/document.h"
#include "document/mark_cache.h"

/* Distinct markings of one document. A million different ones are an attack, not a document. */
static const size_t marking_ceiling = (size_t)512 << 20;

void
document_init(
    struct document *document, const char *file, struct slice source, const struct scheme *scheme)
{
	*document =
	    (struct document){ .file = file, .source = source, .scheme = scheme, .format = "" };
	arena_init(&document->arena, marking_ceiling);
}

void
document_release(struct document *document)
{
	free(document->portions);
	free(document->messages);
	mark_cache_free(document->cache);
	arena_release(&document->arena);
	*document = (struct document){ .file = document->file };
}

void
document_clear(struct document *document)
{
	document->count = document->message_count = 0;
	document->joined = document->at_rest = false;
	document->lines = 0;
}

/* Room for one more of `size` bytes in a table that may need `expected`. Moving a large table costs more than filling it, so
 * it grows by up to eight times where so many are to be expected. Offsets and kinds are no document text: nothing to wipe. */
static void *
grown(void *table, size_t count, size_t *capacity, size_t size, size_t expected)
{
	if (count < *capacity)
		return table;
	if (count >= UINT32_MAX / 2)
		return NULL;
	size_t more = *capacity < 16 ? 16 : *capacity + *capacity / 2, most = *capacity * 8;
	if (expected > more && most > more)
		more = expected < most ? expected : most;
	void *bigger = reallocarray(table, more, size);
	if (bigger == NULL)
		return NULL;
	large_advise((unsigned char *)bigger + *capacity * size, (more - *capacity) * size);
	*capacity = more;
	return bigger;
}

tl_status
document_add_message(struct document *document, struct tl_error *e)
{
	struct message *messages = grown(document->messages, document->message_count,
	    &document->message_capacity, sizeof *messages, 0);
	if (messages == NULL)
		return error_memory(e);
	document->messages = messages;
	messages[document->message_count++] = (struct message){ .first = document->count };
	return TL_OK;
}

/* As many in the rest of the source as in what was read of it, and a few more. */
static size_t
expected_portions(const struct document *document, size_t read)
{
	if (document->count < document->capacity || read == 0)
		return 0;
	double each = (double)document->source.len / (double)read;
	return (size_t)((double)document->count * each * 1.05);
}

tl_status
document_add(struct document *document, const struct portion *portion, struct tl_error *e)
{
	assert(document->message_count > 0);
	struct portion *portions = grown(document->portions, document->count, &document->capacity,
	    sizeof *portions, expected_portions(document, portion->start));
	if (portions == NULL)
		return error_memory(e);
	document->portions = portions;
	portions[document->count] = *portion;
	portions[document->count].message = (uint32_t)(document->message_count - 1);
	document->count++;
	return TL_OK;
}

static tl_status
need_cache(struct document *document, struct tl_error *e)
{
	if (document->cache == NULL)
		document->cache = mark_cache_new(&document->arena, e);
	return document->cache != NULL ? TL_OK : TL_SYSTEM;
}

tl_status
document_mark(struct document *document, struct slice text, enum mark_form form, struct mark *out,
    struct tl_error *e)
{
	TRY(need_cache(document, e));
	return mark_cache_parse(document->cache, document->scheme, text, form, out, e);
}

tl_status
document_join(struct document *document, const struct marking *a, const struct marking *b,
    const struct marking **out, struct tl_error *e)
{
	TRY(need_cache(document, e));
	return mark_cache_join(document->cache, a, b, out, e);
}

tl_status
document_banner(struct document *document, struct rollup *rollup, const struct marking **out,
    struct tl_error *e)
{
	struct arena scratch;
	const struct marking *made;
	TRY(need_cache(document, e));
	arena_init(&scratch, marking_ceiling);
	tl_status status = rollup_end(rollup, &scratch, &made, e);
	*out = status == TL_OK ? mark_cache_find(document->cache, made) : NULL;
	arena_release(&scratch);
	if (status != TL_OK || *out != NULL)
		return status;
	TRY(rollup_end(rollup, &document->arena, out, e));
	return mark_cache_intern(document->cache, out, e);
}

/* Which of a part's markings the document has under which pointer; by some bits of the former. Most of the looking up is
 * saved by it. */
struct adopted {
	const struct marking *from[64], *to[64];
};

/* One pointer for equal markings, whatever part they come from. */
static tl_status
adopt(struct document *document, const struct marking **marking, struct adopted *adopted,
    struct tl_error *e)
{
	if (*marking == NULL)
		return TL_OK;
	size_t at = ((uintptr_t)*marking >> 4 ^ (uintptr_t)*marking >> 10) % 64;
	if (*marking != adopted->from[at]) {
		adopted->from[at] = adopted->to[at] = *marking;
		TRY(mark_cache_intern(document->cache, &adopted->to[at], e));
	}
	*marking = adopted->to[at];
	return TL_OK;
}

static tl_status
append_messages(struct document *document, const struct document *part, struct adopted *adopted,
    struct tl_error *e)
{
	for (size_t i = 0; i < part->message_count; i++) {
		TRY(document_add_message(document, e));
		struct message *m = &document->messages[document->message_count - 1];
		*m = part->messages[i];
		m->first += document->count;
		TRY(adopt(document, &m->banner, adopted, e));
		TRY(adopt(document, &m->captions, adopted, e));
	}
	return TL_OK;
}

tl_status
document_append(struct document *document, const struct document *part, struct tl_error *e)
{
	struct adopted adopted = { { NULL }, { NULL } };
	size_t offset = (size_t)(part->source.ptr - document->source.ptr);
	uint32_t first = (uint32_t)document->count, messages = (uint32_t)document->message_count;

	TRY(need_cache(document, e));
	TRY(append_messages(document, part, &adopted, e));
	for (size_t i = 0; i < part->count; i++) {
		struct portion p = part->portions[i];
		p.start += offset;
		p.end += offset;
		p.line += document->lines;
		p.parent += p.parent == PORTION_TOP ? 0 : first;
		TRY(adopt(document, &p.own, &adopted, e));
		TRY(adopt(document, &p.entire, &adopted, e));
		TRY(document_add(document, &p, e));
		document->portions[document->count - 1].message =
		    messages + part->portions[i].message;
	}
	document->lines += part->lines;
	return TL_OK;
}

void
document_absorb(struct document *document, struct document *part)
{
	arena_absorb(&document->arena, &part->arena);
	document_release(part);
}

tl_status
document_apply_captions(struct document *document, struct tl_error *e)
{
	for (size_t i = 0; i < document->message_count; i++) {
		struct message *m = &document->messages[i];
		if (m->banner != NULL)
			TRY(document_join(document, m->banner, m->captions, &m->banner, e));
	}
	for (size_t i = 0; i < document->count; i++) {
		struct portion *p = &document->portions[i];
		const struct marking *captions = document->messages[p->message].captions;
		if (captions == NULL)
			continue;
		if (p->own != NULL)
			TRY(document_join(document, p->own, captions, &p->own, e));
		if (p->entire != NULL)
			TRY(document_join(document, p->entire, captions, &p->entire, e));
	}
	return TL_OK;
}

/* Shrinking a block cannot fail in a way that matters: the larger one is as good. */
void
document_trim(struct document *document)
{
	struct portion *smaller =
	    reallocarray(document->portions, document->count, sizeof *smaller);
	if (smaller == NULL)
		return;
	document->portions = smaller;
	document->capacity = document->count;
}

static bool
portion_is_sound(const struct document *document, size_t index, size_t expected_start)
{
	const struct portion *p = &document->portions[index];
	size_t len = p->end - p->start;

	return p->start == expected_start && p->end > p->start && p->end <= document->source.len &&
	    p->kind < PORTION_KINDS && p->message < document->message_count &&
	    (size_t)p->mark_start + p->mark_len <= len &&
	    (size_t)p->number_start + p->number_len <= len &&
	    (p->mark == MARK_NONE) == (p->own == NULL) &&
	    (p->parent == PORTION_TOP ||
		(p->parent < index && document->portions[p->parent].message == p->message)) &&
	    ((p->flags & PORTION_CONTINUES) == 0 || p->parent != PORTION_TOP);
}

tl_status
document_check(const struct document *document, struct tl_error *e)
{
	size_t at = 0;
	for (size_t i = 0; i < document->count; i++) {
		const struct portion *p = &document->portions[i];
		if (!portion_is_sound(document, i, at))
			return error_at(e, TL_DOCUMENT, document->file, p->line, 0,
			    "the reader lost its place at portion %zu; please report this", i);
		at = p->end;
	}
	if (at != document->source.len || document->count == 0)
		return error_at(e, TL_DOCUMENT, document->file, 0, 0,
		    "the reader left the end of the text unread; please report this");
	for (size_t i = 0; i < document->message_count; i++) {
		size_t first = document->messages[i].first;
		if (first >= document->count || document->portions[first].message != i)
			return error_at(e, TL_DOCUMENT, document->file, 0, 0,
			    "the reader made an empty message; please report this");
	}
	return TL_OK;
}

struct slice
portion_text(const struct document *document, const struct portion *portion)
{
	return slice_sub(document->source, portion->start, portion->end);
}

struct slice
portion_mark_written(const struct document *document, const struct portion *portion)
{
	return slice_of(
	    document->source.ptr + portion->start + portion->mark_start, portion->mark_len);
}

struct slice
portion_number(const struct document *document, const struct portion *portion)
{
	return slice_of(
	    document->source.ptr + portion->start + portion->number_start, portion->number_len);
}
