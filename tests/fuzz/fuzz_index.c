/* An index is refused with a reason, or its rows lead where its openings say. */
#include "fuzz.h"

#include "manifest/index.h"

static int64_t
read_rest(void *context, void *bytes, size_t capacity)
{
	struct slice *rest = context;
	size_t len = rest->len < capacity ? rest->len : capacity;
	if (len > 0)
		memcpy(bytes, rest->ptr, len);
	*rest = slice_sub(*rest, len, rest->len);
	return (int64_t)len;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice rest = slice_of(data, size);
	struct index_check check;
	LAW(index_begin(&check, (struct tl_reader){ &rest, read_rest }, NULL) == TL_OK);
	/* Every gap has the commitment that the next row leads to. */
	for (size_t rows = 0; check.reason == INDEX_UNCHECKED && check.ahead; rows++) {
		struct digest commitment = check.commitment;
		LAW(rows <= size);
		LAW(index_see_gap(&check, check.gap, &commitment, NULL) == TL_OK);
	}
	LAW(index_end(&check, &check.manifest, NULL) == TL_OK);
	LAW(check.text != NULL && check.reason != INDEX_NONE && check.reason != INDEX_GOOD);
	index_release(&check);
	return 0;
}
