/* Every format's reader: total, or a refusal with a documented status. The first byte says which format. */
#include "fuzz.h"

#include "document/reading.h"
#include "format/format.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct scheme *scheme;
	size_t count = 0;
	if (scheme == NULL)
		LAW(scheme_load_shipped("us", "state-telegram", &scheme, NULL) == TL_OK);
	while (formats[count] != NULL)
		count++;
	if (size == 0)
		return 0;
	struct document document;
	struct tl_error e = { 0 };
	document_init(&document, "fuzz.txt", slice_of(data + 1, size - 1), scheme);
	tl_status status = format_read(formats[data[0] % count], &document, &e);
	LAW(status == TL_OK || (status == TL_DOCUMENT && e.what[0] != '\0'));
	if (status == TL_OK)
		status = document_check(&document, &e);
	LAW(status == TL_OK || status == TL_DOCUMENT);
	for (size_t i = 0; status == TL_OK && i < document.count; i++) {
		struct read_marking read = portion_read(&document, i, &reading_default);
		LAW(read.how == READING_NONE || read.marking != NULL);
	}
	document_release(&document);
	return 0;
}
