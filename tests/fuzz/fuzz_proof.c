/* A proof is refused with a reason, or it is the one that its writer would write of what was read. */
#include "fuzz.h"

#include "manifest/proof.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct proof proof;
	struct tl_error e = { 0 };
	struct buf again;
	struct hasher hasher;
	struct digest commitment = { { 1 } };
	tl_status status = proof_read(&proof, slice_of(data, size), &e);
	LAW(status == TL_OK || status == TL_NO);
	LAW((status == TL_OK) == (proof.reason == PROOF_UNCHECKED));
	if (status == TL_NO) {
		LAW(e.what[0] != '\0' && strcmp(e.what, proof.text) == 0);
		LAW(proof_judge(&proof, &proof.manifest, NULL) == TL_NO);
		proof_release(&proof);
		return 0;
	}
	buf_init(&again, 2 * PROOF_MAX);
	LAW(hasher_init(&hasher, NULL) == TL_OK);
	LAW(proof_begin(&again, &proof.manifest, NULL) == TL_OK);
	for (size_t i = 0; i < proof.count; i++) {
		const struct opening *o = &proof.openings[i].opening;
		LAW(opening_print(&again, o->gap, &o->proof, opening_content(&proof.reader, o),
			&hasher, NULL) == TL_OK);
		proof_see_gap(&proof, o->gap, &commitment, 0);
	}
	LAW(proof_end(&again, NULL) == TL_OK);
	LAW(again.len == size && memcmp(again.ptr, data, size) == 0);
	LAW(proof_judge(&proof, &proof.manifest, NULL) == TL_NO);
	hasher_release(&hasher);
	buf_release(&again);
	proof_release(&proof);
	return 0;
}
