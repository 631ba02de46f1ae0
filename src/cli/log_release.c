#include "cli/log_release.h"

tl_status
log_release_begin(struct log_release *release, const char *path, const char *key,
    const char *passphrase, struct tl_error *e)
{
	struct log_store store = { .folder = -1, .lock = -1 };

	*release = (struct log_release){ .path = path };
	if (path == NULL)
		return TL_OK;
	tl_status status = load_log_signer(key, passphrase, &release->signer, e);
	if (status == TL_OK)
		status = log_store_open(&store, path, LOG_TO_READ, e);
	if (status == TL_OK) {
		struct tl_log_store files = log_store_of(&store);
		status = tl_log_head(&files, release->signer, &release->head, e);
		log_store_explain(&store, e);
	}
	log_store_close(&store);
	return status;
}

const struct tl_log_head *
log_release_head(const struct log_release *release)
{
	return release->path != NULL ? &release->head : NULL;
}

tl_status
log_release_append(const struct log_release *release, const struct tl_reader *manifests,
    size_t count, struct tl_error *e)
{
	struct log_store store = { .folder = -1, .lock = -1 };

	if (release->path == NULL)
		return TL_OK;
	tl_status status = log_store_open(&store, release->path, LOG_TO_APPEND, e);
	if (status == TL_OK) {
		struct tl_log_store files = log_store_of(&store);
		status = tl_log_append(&files, release->signer, NULL, manifests, count, NULL, e);
		log_store_explain(&store, e);
	}
	log_store_close(&store);
	return status;
}

void
log_release_end(struct log_release *release)
{
	tl_log_signer_free(release->signer);
	*release = (struct log_release){ .path = NULL };
}
