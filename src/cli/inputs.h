/*
 * cli/inputs.h -- policy, scheme, signer and source as several verbs name them on the command line.
 *
 * Idea:   -p takes the name of a shipped policy or a path; a key comes with its certificate; SOURCE is a file or
 *         standard input.
 * Always: what is opened here is released by the same verb.
 * Owns:   the caller owns what is loaded; bytes are wiped with file_close().
 * Fails:  TL_USAGE, TL_POLICY, TL_KEY, TL_SYSTEM, with the file's name.
 */
#ifndef CLI_INPUTS_H
#define CLI_INPUTS_H

#include "cli/file.h"

/* "us-public" is the shipped one; a name with a dot or a slash in it is a path. */
tl_status load_policy(const char *name, struct tl_policy **out, struct tl_error *e);

/* The same for --scheme; NULL: us. A file may hold a security policy in XML-SPIF. */
tl_status load_scheme(
    const char *name, const char *profile, struct tl_scheme **out, struct tl_error *e);

/* `key`: a file, or a token's URI (RFC 7512). `passphrase`: env:NAME, file:PATH, fd:N, or NULL: asked on the terminal when the key needs one. */
tl_status load_signer(const char *key, const char *certificate, const char *chain,
    const char *passphrase, struct tl_signer **out, struct tl_error *e);

/* Whether the key is a token's; load_signer() asks. `pin`: as a passphrase, NULL: what the URI's pin-source says. */
bool is_token(const char *key);
tl_status load_token_signer(const char *key, const char *pin, const struct file *certificate,
    const struct file *chain, struct tl_signer **out, struct tl_error *e);

tl_status load_ssh_signer(
    const char *key, const char *passphrase, struct tl_ssh_signer **out, struct tl_error *e);

/* SOURCE, or standard input where it is not given; `format` NULL or "auto": from the bytes. */
tl_status load_source(const char *path, const char *format, struct file *file,
    struct tl_source *source, struct tl_error *e);

/* From env:NAME, file:PATH, fd:N or, where `how` is NULL, the terminal. Ends at the first line end. */
tl_status read_passphrase(const char *how, struct file *out, struct tl_error *e);

/* "2010-06-28" as 20100628; 0 where it is no date. */
uint32_t date_number(const char *text);

#endif
