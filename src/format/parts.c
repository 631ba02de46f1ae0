#include "format/parts.h"
#include "base/aside.h"

void
parts_init(
    struct parts *parts, const struct format *format, const struct document *whole, size_t least)
{
	*parts = (struct parts){
		.format = format, .source = whole->source, .least = least, .size = least
	};
	for (size_t i = 0; i < 2; i++) {
		parts->part[i].format = format;
		document_init(
		    &parts->part[i].document, whole->file, slice_of("", 0), whole->scheme);
		parts->part[i].document.format = format->name;
	}
}

void
parts_go_on(struct parts *parts, struct slice source, bool joined)
{
	parts->source = source;
	parts->from = 0;
	parts->size = parts->least;
	parts->joined = joined;
}

void
parts_release(struct parts *parts)
{
	for (size_t i = 0; i < 2; i++)
		document_release(&parts->part[i].document);
}

static void
read_part(void *context)
{
	struct part *part = context;
	part->status = part->format->read(&part->document, &part->error);
}

/* Lays out the part that begins at `from`; returns where it ends. */
static size_t
lay_out(const struct parts *parts, struct part *part, size_t from, bool joined, bool *next_joined)
{
	size_t least = from + parts->size, end = parts->source.len;

	*next_joined = false;
	if (parts->format->seam != NULL && least < parts->source.len)
		end = parts->format->seam(parts->source, least, part->document.scheme, next_joined);
	document_clear(&part->document);
	part->document.source = slice_sub(parts->source, from, end);
	part->document.joined = joined;
	part->status = TL_OK;
	part->error = (struct tl_error){ .status = TL_OK };
	return end;
}

/* Are the first `count` parts what the whole source says? The last one of the source has no seam behind it. */
static bool
at_rest(const struct parts *parts, size_t end, const struct part *part)
{
	return end == parts->source.len || part->document.at_rest;
}

static tl_status
fail(const struct part *part, struct tl_error *e)
{
	if (e != NULL)
		*e = part->error;
	return part->status;
}

tl_status
parts_next(struct parts *parts, size_t *count, struct tl_error *e)
{
	struct part *a = &parts->part[0], *b = &parts->part[1];
	bool joined, next_joined;

	for (*count = 0; *count == 0 && parts->from < parts->source.len;) {
		size_t middle = lay_out(parts, a, parts->from, parts->joined, &joined),
		       end = middle;
		if (middle < parts->source.len) {
			end = lay_out(parts, b, middle, joined, &next_joined);
			struct aside aside;
			aside_start(&aside, read_part, b);
			read_part(a);
			aside_wait(&aside);
		} else {
			read_part(a);
		}
		if (a->status != TL_OK)
			return fail(a, e);
		if (!at_rest(parts, middle, a)) {
			parts->size *= 2;
			continue;
		}
		*count = 1;
		parts->from = middle;
		parts->joined = joined;
		parts->size = parts->least;
		if (end == middle)
			break;
		if (b->status != TL_OK)
			return fail(b, e);
		if (!at_rest(parts, end, b))
			break; /* read again, as the first one */
		*count = 2;
		parts->from = end;
		parts->joined = next_joined;
	}
	return TL_OK;
}

tl_status
parts_read(const struct format *format, struct document *document, size_t least, struct tl_error *e)
{
	struct parts parts;
	size_t count;
	tl_status status;

	parts_init(&parts, format, document, least);
	do {
		status = parts_next(&parts, &count, e);
		for (size_t i = 0; status == TL_OK && i < count; i++)
			status = document_append(document, &parts.part[i].document, e);
	} while (status == TL_OK && count > 0);
	for (size_t i = 0; i < 2; i++)
		document_absorb(document, &parts.part[i].document);
	return status;
}

tl_status
format_read(const struct format *format, struct document *document, struct tl_error *e)
{
	TRY(format_check_text(document->source, document->file, e));
	document->format = format->name;
	if (format->seam == NULL || document->source.len < 2 * PART_LEAST)
		return format->read(document, e);
	return parts_read(format, document, PART_LEAST, e);
}
