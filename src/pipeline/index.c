#include <stdlib.h>

#include "manifest/index.h"
#include "manifest/seal.h"
#include "pipeline/openings.h"
#include "pipeline/put.h"
#include "pipeline/signer.h"

static const size_t block = (size_t)1 << 16;

/* Rows leave in blocks; the seal is made over what left. */
struct index_of {
	enum index_form form;
	struct tl_sink sink;
	struct slice source;
	struct hasher whole, hasher;
	struct buf text;
	unsigned char *scratch; /* FORM_LINE_MAX */
	uint64_t rows;
	size_t at; /* lines and pages of the source are counted up to here */
	uint64_t line, page;
	bool pages; /* the source has form feeds */
};

static tl_status
flush(struct index_of *x, size_t least, struct tl_error *e)
{
	TRY(buf_check(&x->text, e));
	if (x->text.len == 0 || x->text.len < least)
		return TL_OK;
	hasher_add(&x->whole, buf_slice(&x->text));
	TRY(write_sink(x->sink, buf_slice(&x->text), e));
	buf_clear(&x->text);
	return TL_OK;
}

static tl_status
begin(void *context, const struct digest *manifest, uint64_t withheld, struct tl_error *e)
{
	struct index_of *x = context;

	return index_print_head(&x->text, x->form, manifest, withheld, e);
}

static bool
wants(void *context, uint64_t gap)
{
	(void)context;
	(void)gap;
	return true;
}

/* Pieces come in the order of the source, so that each byte is looked at once. */
static void
count_lines(struct index_of *x, size_t to)
{
	for (; x->at < to; x->at++) {
		x->line += x->source.ptr[x->at] == '\n';
		x->page += x->source.ptr[x->at] == '\f';
	}
}

static tl_status
see(void *context, const struct opened_piece *piece, struct tl_error *e)
{
	struct index_of *x = context;
	struct form_value values[FORM_FIELDS_MAX];
	struct index_row row = { .number = ++x->rows,
		.portion = piece->portion,
		.reason = piece->reason,
		.gap = piece->gap };

	if (form_parse_as(LINE_WITHHELD, piece->descriptor, x->scratch, values) != FLAW_NONE)
		return error_set(e, TL_NO, "a descriptor of the record cannot be read");
	count_lines(x, (size_t)piece->start);
	row.line = x->line;
	row.page = x->pages ? x->page : 0;
	row.kind = values[0].text;
	row.marking = values[1].text;
	row.exemption = values[2].text;
	row.rules = values[3].text;
	gap_trace_open(piece->trace, (size_t)piece->inner, GAP_DESCRIPTOR, &row.proof);
	TRY(index_print_row(&x->text, x->form, &row, &x->hasher, e));
	return flush(x, block, e);
}

static tl_status
make(struct index_of *x, const struct tl_withheld *files, struct digest *digest, struct tl_error *e)
{
	const struct openings openings = {
		.context = x, .begin = begin, .wants = wants, .see = see
	};

	TRY(hasher_init(&x->whole, e));
	TRY(hasher_init(&x->hasher, e));
	hasher_begin(&x->whole);
	x->scratch = malloc(FORM_LINE_MAX);
	if (x->scratch == NULL)
		return error_memory(e);
	TRY(openings_walk(files, &openings, e));
	TRY(index_print_end(&x->text, x->form, e));
	TRY(flush(x, 0, e));
	return hasher_end(&x->whole, digest, e);
}

static tl_status
seal_index(const struct tl_signer *signer, const struct digest *digest, int64_t now,
    struct tl_sink sink, struct tl_error *e)
{
	struct buf seal;

	if (signer == NULL)
		return TL_OK;
	buf_init(&seal, SEAL_MAX);
	tl_status status = seal_make_content(&signer->signer, SEAL_OF_INDEX, digest, now, &seal, e);
	if (status == TL_OK)
		status = write_sink(sink, buf_slice(&seal), e);
	buf_release(&seal);
	return status;
}

tl_status
tl_index(const struct tl_withheld *files, enum tl_index_form form, const struct tl_signer *signer,
    int64_t now, struct tl_sink index, struct tl_sink seal, const struct tl_answer *answer,
    struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct digest digest;
	struct index_of x = { .form = form == TL_INDEX_CSV ? INDEX_CSV : INDEX_XML,
		.sink = index,
		.source = slice_of(files->source.ptr, files->source.len),
		.line = 1,
		.page = 1 };

	if (signer != NULL)
		TRY(seal_signer_check(&signer->signer, now, e));
	x.pages = x.source.len > 0 && memchr(x.source.ptr, '\f', x.source.len) != NULL;
	buf_init(&x.text, block + (size_t)4 * FORM_LINE_MAX);
	tl_status status = make(&x, files, &digest, e);
	if (status == TL_OK)
		status = seal_index(signer, &digest, now, seal, e);
	hasher_release(&x.whole);
	hasher_release(&x.hasher);
	buf_release(&x.text);
	free(x.scratch);
	TRY(status);
	put_row(&put);
	put_number(&put, "rows", (size_t)x.rows);
	return put_end(&put, e);
}
