/*
 * pipeline/corridor.h -- bytes in, sanitized bytes and a manifest out.
 *
 * Idea:   the one road through the program: read, decide, write, recheck, manifest. A redaction takes it with a fresh seed
 *         and files behind it; an audit takes it again with the seed of the withheld record and compares.
 * Always: nothing walks backwards. The seal is made by the caller over the digest that comes out.
 * Owns:   everything it makes, until it returns.
 * Fails:  with the first failure of any step. What the sinks took until then must not be published.
 */
#ifndef PIPELINE_CORRIDOR_H
#define PIPELINE_CORRIDOR_H

#include "manifest/claims.h"
#include "manifest/earlier.h"
#include "manifest/record.h"
#include "policy/policy.h"

struct job {
	const struct policy *policy;
	const struct tl_source *source;
	const unsigned char *seed; /* SEED_SIZE bytes */
	const char *created;       /* RFC 3339, UTC, seconds */
	const char *tool_version;
	/* For the record: what it was made with. */
	const struct record_library *libraries;
	size_t library_count;
	struct manifest_earlier supersedes;
	struct earlier *earlier;     /* of it, where it is to be checked; else NULL */
	size_t signers;              /* 0: unsigned */
	bool leaf;                   /* outcome.manifest is SHA384(0x00 || manifest): for a batch */
	const struct log_state *log; /* for the manifest; NULL: none */
	const char *output_name;
	struct tl_sink output, manifest, record; /* record.write NULL: none is kept */
	int64_t (*read_back)(void *context, uint64_t offset, void *bytes, size_t capacity);
	void *context;
};

struct outcome {
	struct digest manifest; /* what the seal is made over */
	size_t kept, withheld;  /* pieces */
	size_t repeated;        /* portions withheld because they repeat withheld words */
	bool
	    repeats_left; /* such words stand in the output; only where the policy just reports them */
};

TL_CHECK tl_status corridor(const struct job *job, struct outcome *out, struct tl_error *e);

#endif
