#include <errno.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/inputs.h"

#define URI_MAX 1024

/* RFC 7512: path attributes, and behind a ? what is ours to read. */
struct uri {
	char path[URI_MAX], module[URI_MAX], pin_source[URI_MAX];
};

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* RFC 3986 §2.1; no NUL comes out of it. */
static bool
decode(const char *text, size_t len, char out[URI_MAX])
{
	size_t used = 0;
	for (size_t i = 0; i < len; i++) {
		char c = text[i];
		if (c == '%') {
			int high = i + 2 < len ? digit_of(text[i + 1]) : -1;
			int low = i + 2 < len ? digit_of(text[i + 2]) : -1;
			if (high < 0 || low < 0 || (high | low) == 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		}
		if (used == URI_MAX - 1)
			return false;
		out[used++] = c;
	}
	out[used] = '\0';
	return used > 0;
}

static bool
take(const char *attribute, size_t len, const char *name, char out[URI_MAX], bool *flaw)
{
	size_t skip = strlen(name);
	if (len < skip || strncmp(attribute, name, skip) != 0)
		return false;
	*flaw = out[0] != '\0' || !decode(attribute + skip, len - skip, out);
	return true;
}

static tl_status
read_query(const char *query, struct uri *uri, struct tl_error *e)
{
	bool flaw = false;
	while (*query != '\0' && !flaw) {
		size_t len = strcspn(query, "&");
		if (strncmp(query, "pin-value", 9) == 0)
			return usage_error(e, "a PIN never stands in an argument: ",
			    "put it into a file, and give pin-source=file:PATH");
		if (!take(query, len, "pin-source=file:", uri->pin_source, &flaw) &&
		    !take(query, len, "module-path=", uri->module, &flaw))
			return usage_error(e, "behind the ? of a token's URI stand ",
			    "pin-source=file:PATH and module-path=PATH only");
		query += len + (query[len] == '&');
	}
	if (flaw || (uri->module[0] != '\0' && uri->module[0] != '/'))
		return usage_error(e, "the URI of the token is malformed: ",
		    "a path in it is absolute, and given once");
	return TL_OK;
}

static tl_status
read_uri(const char *text, struct uri *uri, struct tl_error *e)
{
	size_t len = strcspn(text, "?");
	*uri = (struct uri){ .path = "" };
	if (len >= URI_MAX || strlen(text) >= 2 * URI_MAX)
		return usage_error(e, "the URI of the token is too long; ",
		    "it names token and object: pkcs11:token=…;object=…");
	memcpy(uri->path, text, len);
	uri->path[len] = '\0';
	if (strstr(uri->path, "pin-value") != NULL || strstr(uri->path, "pinfile") != NULL)
		return usage_error(e, "a PIN never stands in an argument: ",
		    "put it into a file, and give ?pin-source=file:PATH");
	return read_query(text[len] == '?' ? text + len + 1 : "", uri, e);
}

/* The first line of a file that only its owner can read, or as a passphrase. */
static tl_status
read_pin(const struct uri *uri, const char *how, struct file *out, struct tl_error *e)
{
	if (uri->pin_source[0] == '\0' || how != NULL)
		return read_passphrase(how, out, e);
	tl_status status = file_read_key(uri->pin_source, out, e);
	for (size_t i = 0; status == TL_OK && i < out->len; i++)
		if (out->bytes[i] == '\n' || out->bytes[i] == '\r')
			out->len = i;
	return status;
}

bool
is_token(const char *key)
{
	return strncmp(key, "pkcs11:", 7) == 0;
}

tl_status
load_token_signer(const char *key, const char *pin, const struct file *certificate,
    const struct file *chain, struct tl_signer **out, struct tl_error *e)
{
	struct uri uri;
	struct file file = { 0 };

	tl_status status = read_uri(key, &uri, e);
	if (status == TL_OK && uri.module[0] != '\0' && access(uri.module, R_OK) != 0)
		status = system_error(e, uri.module, "cannot be opened", errno);
	if (status == TL_OK)
		status = read_pin(&uri, pin, &file, e);
	const struct tl_token token = { uri.path, uri.module[0] != '\0' ? uri.module : NULL,
		file_bytes(&file) };
	if (status == TL_OK)
		status = tl_signer_load_token(&token, file_bytes(certificate), file_bytes(chain),
		    (int64_t)time(NULL), out, e);
	file_close(&file);
	return status;
}
