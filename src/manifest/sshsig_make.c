#include "manifest/sshsig_form.h"

tl_status
sshsig_make(const struct ssh_private *key, const struct wide_digest *manifest, struct buf *out,
    struct tl_error *e)
{
	struct sshsig sshsig = { .key = key->public };
	struct buf content;
	buf_clear(out);
	buf_init(&content, SSHSIG_MAX);
	sshsig_add_signed(&content, manifest);
	tl_status status = buf_check(&content, e);
	if (status == TL_OK)
		status = ssh_private_sign(key, buf_slice(&content), &sshsig.signature, e);
	if (status == TL_OK)
		status = sshsig_encode(out, &sshsig, e);
	buf_release(&content);
	if (status != TL_OK)
		buf_clear(out);
	return status;
}
