#include <stdlib.h>

#include "base/crypto_trial.h"
#include "pipeline/signer.h"

static struct slice
bytes_of(struct tl_bytes bytes)
{
	return slice_of(bytes.ptr, bytes.len);
}

/* A loaded signer into a handle. */
static tl_status
wrap(const struct seal_signer *loaded, struct tl_signer **out, struct tl_error *e)
{
	struct seal_signer signer = *loaded;
	*out = calloc(1, sizeof **out);
	if (*out == NULL) {
		seal_signer_release(&signer);
		return error_memory(e);
	}
	(*out)->signer = signer;
	return TL_OK;
}

tl_status
tl_signer_load(struct tl_bytes key, struct tl_bytes certificate, struct tl_bytes chain,
    struct tl_bytes passphrase, int64_t now, struct tl_signer **out, struct tl_error *e)
{
	struct seal_signer signer;
	*out = NULL;
	TRY(seal_signer_load(&signer, bytes_of(key), bytes_of(certificate), bytes_of(chain),
	    bytes_of(passphrase), now, e));
	return wrap(&signer, out, e);
}

tl_status
tl_signer_load_token(const struct tl_token *token, struct tl_bytes certificate,
    struct tl_bytes chain, int64_t now, struct tl_signer **out, struct tl_error *e)
{
	const struct seal_token inner = { token->uri, token->module, bytes_of(token->pin) };
	struct seal_signer signer;
	*out = NULL;
	TRY(seal_signer_load_token(
	    &signer, &inner, bytes_of(certificate), bytes_of(chain), now, e));
	return wrap(&signer, out, e);
}

tl_status
tl_ssh_signer_load(
    struct tl_bytes key, struct tl_bytes passphrase, struct tl_ssh_signer **out, struct tl_error *e)
{
	*out = NULL;
	struct tl_ssh_signer *signer = calloc(1, sizeof *signer);
	if (signer == NULL)
		return error_memory(e);
	tl_status status = ssh_private_load(&signer->key, bytes_of(key), bytes_of(passphrase), e);
	if (status != TL_OK) {
		free(signer);
		return status;
	}
	*out = signer;
	return TL_OK;
}

void
tl_ssh_signer_free(struct tl_ssh_signer *signer)
{
	if (signer == NULL)
		return;
	ssh_private_release(&signer->key);
	free(signer);
}

void
tl_signer_free(struct tl_signer *signer)
{
	if (signer == NULL)
		return;
	seal_signer_release(&signer->signer);
	free(signer);
}

tl_status
write_sink(struct tl_sink sink, struct slice bytes, struct tl_error *e)
{
	if (sink.write(sink.context, bytes.ptr, bytes.len) != 0)
		return error_set(e, TL_SYSTEM, "a part of the release could not be written");
	return TL_OK;
}

tl_status
write_seal(const struct tl_signer *signer, const struct digest *manifest, int64_t now,
    struct tl_sink sink, struct tl_error *e)
{
	struct buf seal;

	buf_init(&seal, SEAL_MAX);
	tl_status status = seal_make(&signer->signer, manifest, now, &seal, e);
	if (status == TL_OK)
		status = write_sink(sink, buf_slice(&seal), e);
	buf_release(&seal);
	return status;
}

tl_status
write_ssh_seal(const struct tl_ssh_signer *signer, const struct wide_digest *manifest,
    struct tl_sink sink, struct tl_error *e)
{
	struct buf seal;

	buf_init(&seal, SSHSIG_MAX);
	tl_status status = sshsig_make(&signer->key, manifest, &seal, e);
	if (status == TL_OK)
		status = write_sink(sink, buf_slice(&seal), e);
	buf_release(&seal);
	return status;
}

tl_status
tl_trial_keys(int64_t now, struct tl_sink ca, struct tl_sink certificate, struct tl_sink key,
    struct tl_error *e)
{
	struct buf pem[3];

	for (size_t i = 0; i < 3; i++)
		buf_init(&pem[i], (size_t)1 << 16);
	tl_status status = crypto_make_trial_pki(now, &pem[0], &pem[1], &pem[2], e);
	if (status == TL_OK)
		status = write_sink(ca, buf_slice(&pem[0]), e);
	if (status == TL_OK)
		status = write_sink(certificate, buf_slice(&pem[1]), e);
	if (status == TL_OK)
		status = write_sink(key, buf_slice(&pem[2]), e);
	for (size_t i = 0; i < 3; i++)
		buf_release(&pem[i]);
	return status;
}
