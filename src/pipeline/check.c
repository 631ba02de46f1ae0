#include "pipeline/check.h"
#include "pipeline/library.h"

static const size_t scratch_ceiling = (size_t)1 << 16;
static const size_t mark_ceiling = (size_t)64 << 20;
/* Comparing a word with every form costs time; a document with more bad marks than this says enough without. */
static const size_t most_suggestions = 10000;

static void
begin_message(struct checking *c, size_t number)
{
	const struct document *document = &c->document;
	struct check_message *m = &c->message;

	*m = (struct check_message){ .number = number,
		.first = document->messages[number].first,
		.end = number + 1 < document->message_count ? document->messages[number + 1].first
							    : document->count,
		.date = c->date,
		.banner = SIZE_MAX };
	c->covered = NULL;
	for (size_t i = m->first; i < m->end && m->date == 0; i++) {
		const struct portion *p = &document->portions[i];
		if (p->kind == PORTION_PRECEDENCE)
			m->date = check_date_of(portion_text(document, p));
		else if (p->kind == PORTION_PARAGRAPH)
			break; /* the head is behind us */
	}
}

static tl_status
check_message(struct checking *c, size_t number, struct tl_error *e)
{
	begin_message(c, number);
	check_sum(c);
	size_t top = c->message.banner == SIZE_MAX ? c->message.first : c->message.banner;
	for (size_t i = c->message.first; i < c->message.end; i++) {
		if (i == top)
			TRY(check_banner(c, e));
		TRY(check_marks(c, i, e));
		TRY(check_place(c, i, e));
		TRY(check_block(c, i, e));
	}
	TRY(check_banner_whole(c, e));
	return check_block_whole(c, e);
}

tl_status
tl_check(const struct tl_scheme *scheme, const struct tl_source *source, uint32_t date,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct checking c = { .scheme = scheme->scheme,
		.date = date,
		.put = { .answer = answer },
		.suggestions = most_suggestions };

	arena_init(&c.scratch, mark_ceiling);
	buf_init(&c.text, scratch_ceiling);
	buf_init(&c.fix, scratch_ceiling);
	tl_status status = read_source(source, scheme->scheme, &c.document, e);
	if (status == TL_OK)
		status = rollup_new(scheme->scheme, &c.rollup, e);
	for (size_t i = 0; status == TL_OK && i < c.document.message_count; i++)
		status = check_message(&c, i, e);
	if (status == TL_OK)
		status = put_end(&c.put, e);
	if (status == TL_OK && c.found > 0)
		status = TL_NO;
	rollup_free(c.rollup);
	document_release(&c.document);
	buf_release(&c.text);
	buf_release(&c.fix);
	arena_release(&c.scratch);
	return status;
}
