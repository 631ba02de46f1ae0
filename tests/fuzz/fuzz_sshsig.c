/*
 * An SSH signature, a NUL, and a list of signers. What is read is the only text that says it; what verifies is named in the
 * list; nothing verifies under an empty one.
 */
#include "fuzz.h"

#include "manifest/allowed.h"
#include "manifest/sshsig_form.h"

static void
check_list(struct slice list, struct slice signature)
{
	static const struct wide_digest manifest = { { 0 } };
	struct ssh_trust trust = { .text = NULL };
	struct sshsig_verdict verdict;
	LAW(ssh_trust_add_identity(&trust, slice_str("alice"), NULL) == TL_OK);
	LAW(sshsig_check(&trust, signature, &manifest, 0, &verdict, NULL) == TL_NO);
	LAW(verdict.reason != SSHSIG_GOOD && verdict.reason != SSHSIG_UNCHECKED);
	if (ssh_trust_add_signers(&trust, list, "list", NULL) == TL_OK) {
		tl_status status =
		    sshsig_check(&trust, signature, &manifest, 1800000000, &verdict, NULL);
		LAW((status == TL_OK) == (verdict.reason == SSHSIG_GOOD));
		LAW((verdict.signer[0] != '\0') == (status == TL_OK));
		for (size_t line = 0; line < 4; line++)
			(void)ssh_trust_has_role(&trust, line, "reviewer");
	}
	ssh_trust_release(&trust);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct slice list = slice_of(data, size), signature = slice_split(&list, '\0');
	struct sshsig sshsig;
	enum sshsig_reason reason = sshsig_read(signature, &sshsig);
	LAW(reason != SSHSIG_GOOD && sshsig_reason_text(reason) != NULL);
	if (reason == SSHSIG_UNCHECKED) {
		struct buf again;
		buf_init(&again, 2 * SSHSIG_MAX);
		LAW(sshsig_encode(&again, &sshsig, NULL) == TL_OK);
		LAW(slice_equal(buf_slice(&again), signature));
		buf_release(&again);
	}
	check_list(list, signature);
	return 0;
}
