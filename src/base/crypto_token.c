/* docs/dependencies.md says why. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include <stdio.h>

#include <openssl/engine.h>
#include <openssl/err.h>

#include "base/crypto.h"
#include "base/crypto_token.h"
#include "base/wipe.h"

#define PATH_SIZE 512
#define PIN_MAX   256 /* PKCS#11 sets no limit; tokens do, at 255 and less */

/* The folder that the library was built with: `ENGINESDIR: "/usr/lib/x86_64-linux-gnu/engines-3"`. */
static bool
engine_path(char out[PATH_SIZE])
{
	const char *said = OpenSSL_version(OPENSSL_ENGINES_DIR);
	const char *from = strchr(said, '"'), *to = from == NULL ? NULL : strchr(from + 1, '"');
	if (to == NULL || to - from > PATH_SIZE - 32)
		return false;
	size_t len = (size_t)(to - from - 1);
	memcpy(out, from + 1, len);
	memcpy(out + len, "/pkcs11.so", sizeof "/pkcs11.so");
	return true;
}

static bool
command(ENGINE *engine, const char *name, const char *value)
{
	return ENGINE_ctrl_cmd_string(engine, name, value, 0) == 1;
}

static ENGINE *
load_engine(void)
{
	char path[PATH_SIZE];
	OPENSSL_init_crypto(OPENSSL_INIT_ENGINE_DYNAMIC, NULL);
	ENGINE *engine = ENGINE_by_id("dynamic");
	if (engine == NULL)
		return NULL;
	if (engine_path(path) && command(engine, "SO_PATH", path) &&
	    command(engine, "ID", "pkcs11") && command(engine, "LOAD", NULL))
		return engine;
	ENGINE_free(engine);
	return NULL;
}

/* Where no module is named, p11-kit's, which stands for all that it knows: never one that a variable names. */
static bool
start(ENGINE *engine, const char *module, struct slice pin)
{
	char text[PIN_MAX + 1];
	if (pin.len == 0 || pin.len > PIN_MAX || !command(engine, "QUIET", NULL) ||
	    !command(engine, "MODULE_PATH", module != NULL ? module : "p11-kit-proxy.so"))
		return false;
	memcpy(text, pin.ptr, pin.len);
	text[pin.len] = '\0';
	bool done = command(engine, "PIN", text);
	wipe(text, sizeof text);
	return done && ENGINE_init(engine) == 1;
}

tl_status
token_key_load(struct signing_key *out, const char *uri, const char *module, struct slice pin,
    struct tl_error *e)
{
	*out = (struct signing_key){ 0 };
	TRY(crypto_start(e));
	ENGINE *engine = load_engine();
	if (engine == NULL) {
		ERR_clear_error();
		return error_set(e, TL_KEY,
		    "the engine for PKCS#11 is not there; install libengine-pkcs11-openssl");
	}
	tl_status status = TL_OK;
	if (start(engine, module, pin)) {
		out->key = ENGINE_load_private_key(engine, uri, NULL, NULL);
		out->in_token = out->key != NULL;
		(void)ENGINE_finish(engine); /* the key has a reference of its own */
	} else {
		status = error_set(
		    e, TL_KEY, "the PKCS#11 module cannot be used; name it: module-path=/…");
	}
	ENGINE_free(engine);
	ERR_clear_error();
	if (status == TL_OK && out->key == NULL)
		status = error_set(e, TL_KEY,
		    "the token gives no private key: look at token and object of the URI, and at the PIN");
	return status;
}
