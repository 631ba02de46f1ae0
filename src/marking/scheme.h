/*
 * marking/scheme.h -- one marking vocabulary, loaded from XML.
 *
 * Idea:   levels, categories, tokens, forms, captions and profiles are data of policies/schemes/<id>.xml. The C code
 *         knows category types (restrictive, permissive, informative) and grammar shapes, and no token by name.
 * Always: immutable after load. Identity is id, version and the SHA-384 of the exact bytes.
 * Owns:   scheme_free() releases everything; markings made under a scheme must not outlive it.
 * Fails:  TL_POLICY with file, line and what was expected; TL_USAGE for a scheme this build does not know.
 */
#ifndef MARKING_SCHEME_H
#define MARKING_SCHEME_H

#include "base/crypto.h"
#include "base/slice.h"

struct scheme;
struct marking;

/* `profile` NULL: the scheme's default. An unknown profile is TL_POLICY. */
TL_CHECK tl_status scheme_load(struct slice xml, const char *file, const char *profile,
    struct scheme **out, struct tl_error *e);
/* A shipped scheme by its id, from the embedded resources. */
TL_CHECK tl_status scheme_load_shipped(
    const char *id, const char *profile, struct scheme **out, struct tl_error *e);
void scheme_free(struct scheme *scheme);

const char *scheme_id(const struct scheme *scheme);
const char *scheme_version(const struct scheme *scheme);
const char *scheme_profile(const struct scheme *scheme);
const char *scheme_title(const struct scheme *scheme);
const struct digest *scheme_digest(const struct scheme *scheme);
/* Has it marks that are lists of keys and values? */
bool scheme_has_fields(const struct scheme *scheme);
/* The names of all profiles, ended by NULL. */
const char *const *scheme_profiles(const struct scheme *scheme);

/* A control, caption or list name in any of its forms, to its number; -1 where the scheme has none. */
int scheme_token(const struct scheme *scheme, struct slice name);
/* A level in any of its forms ("C", "CONFIDENTIAL", "UNCLAS"), any letter case, to its rank (0 lowest); -1. */
int scheme_level(const struct scheme *scheme, struct slice name);
/* The canonical short name of a rank: "U". */
const char *scheme_level_name(const struct scheme *scheme, int rank);
/* A word of the language that is nearly a level, and none: "CONFIDENCE". Any letter case. */
bool scheme_is_innocent(const struct scheme *scheme, struct slice word);
/* The lowest marking of the scheme: "(U)". Owned by the scheme. */
const struct marking *scheme_lowest(const struct scheme *scheme);
/* The highest level that the scheme has, with an unknown control: nothing but itself dominates it. What a
 * damaged mark reads as. Owned by the scheme. */
const struct marking *scheme_damaged(const struct scheme *scheme);

#endif
