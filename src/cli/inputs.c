#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cli/inputs.h"

tl_status
load_policy(const char *name, struct tl_policy **out, struct tl_error *e)
{
	struct file file;
	char resource[128];
	const void *bytes;
	size_t len;

	*out = NULL;
	if (strpbrk(name, "./") == NULL && strlen(name) < 100) {
		(void)snprintf(resource, sizeof resource, "%s.xml", name);
		tl_status status = tl_resource(resource, &bytes, &len, e);
		return status == TL_OK ? tl_policy_load(bytes, len, name, out, e) : status;
	}
	tl_status status = file_read(name, (size_t)16 << 20, &file, e);
	if (status == TL_OK)
		status = tl_policy_load(file.bytes, file.len, name, out, e);
	file_close(&file);
	return status;
}

tl_status
load_scheme(const char *name, const char *profile, struct tl_scheme **out, struct tl_error *e)
{
	struct file file;

	*out = NULL;
	if (name == NULL || strpbrk(name, "./") == NULL)
		return tl_scheme_load(name == NULL ? "us" : name, profile, out, e);
	tl_status status = file_read(name, (size_t)16 << 20, &file, e);
	if (status == TL_OK)
		status = tl_scheme_read(file.bytes, file.len, name, profile, out, e);
	file_close(&file);
	return status;
}

/* RFC 7468 §11, and the older form of RFC 1421. */
static bool
needs_passphrase(const struct file *key)
{
	return memmem(key->bytes, key->len, "ENCRYPTED", 9) != NULL;
}

tl_status
load_signer(const char *key, const char *certificate, const char *chain, const char *passphrase,
    struct tl_signer **out, struct tl_error *e)
{
	struct file files[4] = { { 0 } };

	*out = NULL;
	bool token = is_token(key);
	tl_status status = token ? TL_OK : file_read_key(key, &files[0], e);
	if (status == TL_OK)
		status = file_read(certificate, KEY_CEILING, &files[1], e);
	if (status == TL_OK && chain != NULL)
		status = file_read(chain, KEY_CEILING, &files[2], e);
	if (status == TL_OK && token)
		status = load_token_signer(key, passphrase, &files[1], &files[2], out, e);
	if (status == TL_OK && !token && (passphrase != NULL || needs_passphrase(&files[0])))
		status = read_passphrase(passphrase, &files[3], e);
	if (status == TL_OK && !token)
		status = tl_signer_load(file_bytes(&files[0]), file_bytes(&files[1]),
		    file_bytes(&files[2]), file_bytes(&files[3]), (int64_t)time(NULL), out, e);
	for (size_t i = 0; i < 4; i++)
		file_close(&files[i]);
	return status;
}

tl_status
load_ssh_signer(
    const char *key, const char *passphrase, struct tl_ssh_signer **out, struct tl_error *e)
{
	struct file files[2] = { { 0 } };

	*out = NULL;
	tl_status status = file_read_key(key, &files[0], e);
	if (status == TL_OK && (passphrase != NULL || needs_passphrase(&files[0])))
		status = read_passphrase(passphrase, &files[1], e);
	if (status == TL_OK)
		status = tl_ssh_signer_load(file_bytes(&files[0]), file_bytes(&files[1]), out, e);
	file_close(&files[0]);
	file_close(&files[1]);
	return status;
}

tl_status
load_source(const char *path, const char *format, struct file *file, struct tl_source *source,
    struct tl_error *e)
{
	bool standard = path == NULL || strcmp(path, "-") == 0;
	tl_status status = file_read(standard ? "-" : path, FILE_CEILING, file, e);
	*source = (struct tl_source){ .bytes = file->bytes,
		.len = file->len,
		.file = standard ? "standard input" : path,
		.format = format != NULL && strcmp(format, "auto") == 0 ? NULL : format };
	return status;
}

uint32_t
date_number(const char *text)
{
	static const char form[] = "0000-00-00";
	uint32_t number = 0;

	if (strlen(text) != sizeof form - 1)
		return 0;
	for (size_t i = 0; form[i] != '\0'; i++) {
		if (form[i] == '-' ? text[i] != '-' : text[i] < '0' || text[i] > '9')
			return 0;
		if (form[i] != '-')
			number = number * 10 + (uint32_t)(text[i] - '0');
	}
	uint32_t month = number / 100 % 100, day = number % 100;
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 ? number : 0;
}
