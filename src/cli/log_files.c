#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/log_files.h"

#define SMALL_CEILING ((size_t)1 << 18)

/* A file where there is one of that name, else the key itself: name+hash+base64. */
static tl_status
read_vkey(const char *key, struct file *out, struct tl_error *e)
{
	size_t len = strlen(key);

	if (access(key, F_OK) == 0)
		return file_read(key, SMALL_CEILING, out, e);
	out->bytes = malloc(len + 1);
	if (out->bytes == NULL)
		return system_error(e, "", "no memory", ENOMEM);
	memcpy(out->bytes, key, len);
	out->len = len;
	return TL_OK;
}

tl_status
log_files_read(const char *proof, const char *key, const char *since, struct log_files *out,
    struct tl_error *e)
{
	tl_status status = TL_OK;

	*out = (struct log_files){ 0 };
	if (proof != NULL)
		status = file_read(proof, SMALL_CEILING, &out->proof, e);
	if (status == TL_OK && key != NULL)
		status = read_vkey(key, &out->key, e);
	if (status == TL_OK && since != NULL)
		status = file_read(since, SMALL_CEILING, &out->since, e);
	if (status == TL_OK && since != NULL && out->since.len == 0)
		status = system_error(e, since, "is empty", EINVAL);
	if (status == TL_OK && proof != NULL && out->proof.len == 0)
		status = system_error(e, proof, "is empty", EINVAL);
	if (status != TL_OK)
		log_files_close(out);
	return status;
}

tl_status
batch_files_read(const char *batch, const char *proof, struct log_files *out, struct tl_error *e)
{
	if (batch == NULL)
		return TL_OK;
	tl_status status = file_read(batch, SMALL_CEILING, &out->batch, e);
	if (status == TL_OK)
		status = file_read(proof, SMALL_CEILING, &out->batch_proof, e);
	if (status == TL_OK && out->batch.len == 0)
		status = system_error(e, batch, "is empty", EINVAL);
	return status;
}

void
log_files_close(struct log_files *files)
{
	file_close(&files->proof);
	file_close(&files->key);
	file_close(&files->since);
	file_close(&files->batch);
	file_close(&files->batch_proof);
}

void
log_files_lay(const struct log_files *files, struct tl_evidence *evidence)
{
	evidence->batch = file_bytes(&files->batch);
	evidence->batch_proof = file_bytes(&files->batch_proof);
	evidence->log_proof = file_bytes(&files->proof);
	evidence->log_key = file_bytes(&files->key);
	evidence->log_since = file_bytes(&files->since);
}
