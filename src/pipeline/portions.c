#include "pipeline/library.h"
#include "pipeline/rows.h"

static const size_t scratch_ceiling = (size_t)1 << 20;

tl_status
tl_portions(const struct tl_scheme *scheme, const struct tl_source *source,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct document document;
	struct buf scratch;

	buf_init(&scratch, scratch_ceiling);
	tl_status status = read_source(source, scheme->scheme, &document, e);
	for (size_t i = 0; status == TL_OK && i < document.count; i++) {
		struct read_marking read = portion_read(&document, i, &reading_default);
		put_portion(&put, &document, i, &read, &scratch);
		status = buf_check(&scratch, e);
	}
	if (status == TL_OK)
		status = put_end(&put, e);
	buf_release(&scratch);
	document_release(&document);
	return status;
}
