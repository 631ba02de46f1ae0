#include "base/crypto_identity.h"
#include "manifest/seal_read.h"
#include "manifest/tee.h"
#include "manifest/threshold.h"
#include "manifest/verify.h"
#include "pipeline/put.h"
#include "pipeline/signer.h"

/* What somebody is about to sign, and who signed it before. */
struct view {
	struct manifest_verdict verdict;
	struct digest digest;
	struct wide_digest wide;
	struct signatory signed_by[SIGNATURES_MAX];
	size_t count;
};

static struct slice
bytes_of(struct tl_bytes bytes)
{
	return slice_of(bytes.ptr, bytes.len);
}

static tl_status
look(const struct tl_sealing *sealing, struct view *view, struct tl_error *e)
{
	struct tee tee;
	TRY(tee_init(&tee, sealing->manifest, e));
	struct tl_reader manifest = tee_reader(&tee);
	tl_status status = sealing->output.read != NULL
	    ? manifest_verify(
		  manifest, sealing->output, sealing->output_name, &view->verdict, &view->digest, e)
	    : manifest_read(manifest, NULL, &view->verdict, &view->digest, e);
	if (status == TL_OK)
		status = tee_end(&tee, &view->wide, e);
	tee_release(&tee);
	TRY(status);
	if (view->verdict.facts.signers == 0)
		return error_set(e, TL_KEY,
		    "the manifest says that it was released unsigned, and no seal makes it good");
	return TL_OK;
}

static tl_status
add_key(struct view *view, const struct digest *key, struct tl_error *e)
{
	for (size_t i = 0; i < view->count; i++)
		if (digest_equal(&view->signed_by[i].key, key))
			return error_set(
			    e, TL_KEY, "this key has signed the manifest already, and counts once");
	view->signed_by[view->count++].key = *key;
	return TL_OK;
}

/* What others made is looked at as far as it says whose key it is, and that it is over this manifest. */
static tl_status
see_seal(struct view *view, struct slice bytes, struct tl_error *e)
{
	struct seal_read read;
	struct digest key = { { 0 } };
	tl_status status = TL_OK;
	enum seal_reason reason = seal_read_all(&read, SEAL_OF_MANIFEST, bytes);
	if (reason != SEAL_UNCHECKED)
		status = error_set(e, TL_KEY, "a seal that is there already is no good: %s",
		    seal_reason_text(reason));
	else if (!digest_equal(&read.manifest, &view->digest))
		status = error_set(
		    e, TL_KEY, "a seal that is there already belongs to another manifest");
	else
		status = certificate_identity(&read.own.items[0], &key, e);
	seal_read_release(&read);
	TRY(status);
	view->signed_by[view->count++].key = key;
	return TL_OK;
}

static tl_status
see_ssh_seal(struct view *view, struct slice bytes, struct tl_error *e)
{
	struct sshsig sshsig;
	struct digest key;
	enum sshsig_reason reason = sshsig_read(bytes, &sshsig);
	if (reason != SSHSIG_UNCHECKED)
		return error_set(e, TL_KEY, "an SSH signature that is there already is no good: %s",
		    sshsig_reason_text(reason));
	TRY(ssh_key_identity(&sshsig.key, &key, e));
	view->signed_by[view->count++].key = key;
	return TL_OK;
}

static tl_status
see_others(const struct tl_sealing *sealing, struct view *view, struct tl_error *e)
{
	if (sealing->seal_count >= FORM_SIGNERS_MAX || sealing->ssh_seal_count >= FORM_SIGNERS_MAX)
		return error_set(e, TL_KEY, "there are %d seals already, and no more are read",
		    FORM_SIGNERS_MAX);
	for (size_t i = 0; i < sealing->seal_count; i++)
		TRY(see_seal(view, bytes_of(sealing->seals[i]), e));
	for (size_t i = 0; i < sealing->ssh_seal_count; i++)
		TRY(see_ssh_seal(view, bytes_of(sealing->ssh_seals[i]), e));
	return TL_OK;
}

static tl_status
see_signers(const struct tl_signer *signer, const struct tl_ssh_signer *ssh_signer,
    struct view *view, struct tl_error *e)
{
	struct digest key;
	if (signer != NULL) {
		TRY(certificate_identity(&signer->signer.own.items[0], &key, e));
		TRY(add_key(view, &key, e));
	}
	if (ssh_signer != NULL) {
		TRY(ssh_key_identity(&ssh_signer->key.public, &key, e));
		TRY(add_key(view, &key, e));
	}
	return TL_OK;
}

tl_status
tl_seal(const struct tl_signer *signer, const struct tl_ssh_signer *ssh_signer,
    const struct tl_sealing *sealing, const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	struct view view = { .count = 0 };

	if (signer == NULL && ssh_signer == NULL)
		return error_set(e, TL_USAGE, "there is nobody who signs");
	if ((signer == NULL) != (sealing->seal.write == NULL) ||
	    (ssh_signer == NULL) != (sealing->ssh_seal.write == NULL))
		return error_set(e, TL_USAGE, "a signer and a place for the seal go together");
	if (signer != NULL)
		TRY(seal_signer_check(&signer->signer, sealing->now, e));
	TRY(look(sealing, &view, e));
	TRY(see_others(sealing, &view, e));
	TRY(see_signers(signer, ssh_signer, &view, e));
	if (signer != NULL)
		TRY(write_seal(signer, &view.digest, sealing->now, sealing->seal, e));
	if (ssh_signer != NULL)
		TRY(write_ssh_seal(ssh_signer, &view.wide, sealing->ssh_seal, e));
	put_row(&put);
	put_number(&put, "signers", threshold_count(view.signed_by, view.count, 0).signers);
	put_number(&put, "required", (size_t)view.verdict.facts.signers);
	return put_end(&put, e);
}
