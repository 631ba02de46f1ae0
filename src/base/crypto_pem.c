#include <limits.h>

#include <openssl/err.h>
#include <openssl/pem.h>

#include "base/crypto.h"
#include "base/crypto_pem.h"

static const char begin[] = "-----BEGIN ";

static size_t
count_blocks(struct slice bytes)
{
	size_t count = 0;
	const unsigned char *at;
	while (
	    bytes.len > 0 && (at = memmem(bytes.ptr, bytes.len, begin, sizeof begin - 1)) != NULL) {
		size_t used = (size_t)(at - bytes.ptr) + sizeof begin - 1;
		bytes = slice_sub(bytes, used, bytes.len);
		count++;
	}
	return count;
}

bool
pem_is(struct slice bytes)
{
	return count_blocks(bytes) > 0;
}

static void
forget_block(struct pem_reader *reader)
{
	OPENSSL_secure_free(reader->label);
	OPENSSL_secure_free(reader->headers);
	OPENSSL_secure_clear_free(reader->bytes, (size_t)reader->len);
	reader->label = NULL;
	reader->headers = NULL;
	reader->bytes = NULL;
	reader->len = 0;
}

tl_status
pem_init(struct pem_reader *reader, struct slice bytes, struct tl_error *e)
{
	*reader = (struct pem_reader){ 0 };
	TRY(crypto_start(e));
	if (bytes.len > CRYPTO_FILE_MAX)
		return error_set(e, TL_KEY, "a key or certificate file is too large");
	reader->left = count_blocks(bytes);
	reader->bio = BIO_new_mem_buf(bytes.ptr, (int)bytes.len);
	return reader->bio != NULL ? TL_OK : error_memory(e);
}

void
pem_release(struct pem_reader *reader)
{
	forget_block(reader);
	BIO_free(reader->bio);
	*reader = (struct pem_reader){ 0 };
}

tl_status
pem_next(struct pem_reader *reader, struct tl_error *e)
{
	forget_block(reader);
	/* "Secure" makes the library wipe what it decoded. */
	bool read = PEM_read_bio_ex(reader->bio, &reader->label, &reader->headers, &reader->bytes,
			&reader->len, PEM_FLAG_SECURE | PEM_FLAG_EAY_COMPATIBLE) == 1;
	ERR_clear_error();
	if (read && reader->left > 0) {
		reader->left--;
		return TL_OK;
	}
	forget_block(reader);
	if (!read && reader->left == 0)
		return TL_OK;
	return error_set(e, TL_KEY, "a PEM block is damaged; write the file again");
}
