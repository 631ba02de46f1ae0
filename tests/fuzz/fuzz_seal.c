/*
 * A seal. Where nobody is trusted none is good, whatever it is; one that reads has exactly one signer and no objection in
 * its form but those that the rebuilding finds.
 */
#include "fuzz.h"

#include "manifest/seal_read.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice bytes = slice_of(data, size);
	struct seal_verdict verdict;
	struct seal_trust trust;
	struct seal_read read;
	struct digest manifest = { { 0 } };
	enum seal_reason reason = seal_read_all(&read, SEAL_OF_MANIFEST, bytes);
	LAW(reason != SEAL_GOOD && seal_reason_text(reason) != NULL);
	if (reason == SEAL_UNCHECKED) {
		LAW(read.own.count == 1 && size <= SEAL_MAX);
		manifest = read.manifest;
	}
	seal_read_release(&read);
	LAW(seal_trust_init(&trust, NULL) == TL_OK);
	LAW(seal_check(&trust, bytes, &manifest, 1800000000, &verdict, NULL) == TL_NO);
	LAW(verdict.reason != SEAL_GOOD && verdict.reason != SEAL_UNCHECKED);
	LAW(reason == SEAL_UNCHECKED || verdict.reason == reason);
	LAW(verdict.signer[0] == '\0' && !verdict.identity_checked);
	seal_trust_release(&trust);
	return 0;
}
