/*
 * cli/signers.h -- who must have sealed a release, as `verify` is told.
 *
 * Idea:   --signer, --role, --ssh-signers and --ssh-identity, put into a trust. The verb names the rows.
 * Always: a file that is named is read once; a name that is no file is a name.
 * Owns:   nothing after it returned.
 * Fails:  TL_USAGE, TL_KEY, TL_SYSTEM, with the file's name.
 */
#ifndef CLI_SIGNERS_H
#define CLI_SIGNERS_H

#include "cli/cli.h"

/* A certificate's file, or a subject. */
tl_status add_signer(struct tl_trust *trust, const char *who, struct tl_error *e);
/* "ROLE=FILE". */
tl_status add_role(struct tl_trust *trust, const char *role, struct tl_error *e);
tl_status add_ssh_signers(struct tl_trust *trust, const char *path, struct tl_error *e);

#endif
