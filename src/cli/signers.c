#include <string.h>
#include <unistd.h>

#include "cli/file.h"
#include "cli/signers.h"

tl_status
add_signer(struct tl_trust *trust, const char *who, struct tl_error *e)
{
	struct file file;
	if (access(who, F_OK) != 0)
		return tl_trust_require_signer(trust, (struct tl_bytes){ who, strlen(who) }, e);
	tl_status status = file_read(who, KEY_CEILING, &file, e);
	if (status == TL_OK)
		status = tl_trust_require_signer(trust, file_bytes(&file), e);
	file_close(&file);
	return status;
}

tl_status
add_role(struct tl_trust *trust, const char *role, struct tl_error *e)
{
	struct file file;
	const char *equals = strchr(role, '=');
	if (equals == NULL)
		return usage_error(e, "--role takes ROLE=FILE with a certificate, not ", role);
	tl_status status = file_read(equals + 1, KEY_CEILING, &file, e);
	if (status == TL_OK)
		status = tl_trust_add_role(trust,
		    (struct tl_bytes){ role, (size_t)(equals - role) }, file_bytes(&file), e);
	file_close(&file);
	return status;
}

tl_status
add_ssh_signers(struct tl_trust *trust, const char *path, struct tl_error *e)
{
	struct file file;
	tl_status status = file_read(path, KEY_CEILING, &file, e);
	if (status == TL_OK)
		status = tl_trust_add_ssh_signers(trust, file_bytes(&file), path, e);
	file_close(&file);
	return status;
}
