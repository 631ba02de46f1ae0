/*
 * tests/unit/edit_kit.h -- a small release whose manifest is edited, and the reason why the verifier then refuses it.
 */
#ifndef UNIT_EDIT_KIT_H
#define UNIT_EDIT_KIT_H

#include "manifest_unit.h"

static struct release_unit small;

static inline int
make_small(void **state)
{
	(void)state;
	unit_small(&small, 1);
	return 0;
}

static inline int
drop_small(void **state)
{
	(void)state;
	unit_release(&small);
	return 0;
}

static inline enum manifest_reason
reason_of(struct slice manifest, struct slice output, const char *name)
{
	struct manifest_verdict verdict;
	struct digest digest, zero = { { 0 } };
	struct tl_error e = { 0 };
	tl_status status = unit_examine(manifest, output, name, &verdict, &digest, &e);
	if (status == TL_OK) {
		assert_int_equal(verdict.reason, MANIFEST_FITS);
		struct digest expected = unit_sha384(manifest);
		assert_true(digest_equal(&digest, &expected));
		return MANIFEST_FITS;
	}
	assert_int_equal(status, TL_NO);
	assert_int_equal(e.status, TL_NO);
	assert_string_equal(e.what, manifest_reason_text(verdict.reason));
	assert_true(digest_equal(&digest, &zero));
	assert_int_equal(verdict.facts.id[0], 0);
	assert_int_equal(verdict.facts.signers, 0);
	assert_true(verdict.reason != MANIFEST_UNREAD && verdict.reason != MANIFEST_FITS);
	return verdict.reason;
}

/* The manifest with the first `from` replaced by `to`. */
static inline enum manifest_reason
edited(const char *from, const char *to)
{
	struct slice manifest = buf_slice(&small.manifest);
	const unsigned char *at = memmem(manifest.ptr, manifest.len, from, strlen(from));
	struct buf copy;
	assert_non_null(at);
	buf_init(&copy, (size_t)1 << 20);
	buf_add(&copy, manifest.ptr, (size_t)(at - manifest.ptr));
	buf_add_str(&copy, to);
	at += strlen(from);
	buf_add(&copy, at, (size_t)(manifest.ptr + manifest.len - at));
	enum manifest_reason reason =
	    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt");
	buf_release(&copy);
	return reason;
}

struct edit {
	const char *from, *to;
	enum manifest_reason reason;
};

static inline void
try_edits(const struct edit *edits, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		enum manifest_reason reason = edited(edits[i].from, edits[i].to);
		if (reason != edits[i].reason)
			fail_msg("%s -> %s: %s", edits[i].from, edits[i].to,
			    manifest_reason_text(reason));
	}
}
#define TRY_EDITS(edits) try_edits(edits, sizeof(edits) / sizeof *(edits))

#endif
