/*
 * tests/unit/manifest_unit.h -- a small release, its manifest in memory, and readers over memory.
 */
#ifndef UNIT_MANIFEST_UNIT_H
#define UNIT_MANIFEST_UNIT_H

#include "unit.h"

#include <stdlib.h>

#include "manifest/encode.h"
#include "manifest/verify.h"

static inline int
memory_write(void *context, const void *bytes, size_t len)
{
	struct buf *buf = context;
	buf_add(buf, bytes, len);
	return buf->failed ? -1 : 0;
}

/* Hands out at most `step` bytes at once. */
struct memory {
	struct slice bytes;
	size_t at, step;
};

static inline int64_t
memory_read(void *context, void *bytes, size_t capacity)
{
	struct memory *memory = context;
	size_t len = memory->bytes.len - memory->at;
	if (len > capacity)
		len = capacity;
	if (memory->step > 0 && len > memory->step)
		len = memory->step;
	if (len > 0)
		memcpy(bytes, memory->bytes.ptr + memory->at, len);
	memory->at += len;
	return (int64_t)len;
}

static const unsigned char unit_seed[SEED_SIZE] = "a seed of thirty-two bytes, yes.";

static inline struct manifest_head
unit_head(void)
{
	static const struct slice banners[] = {
		{ (const unsigned char *)"UNCLASSIFIED", 12 },
		{ (const unsigned char *)"UNCLASSIFIED", 12 },
	};
	return (struct manifest_head){
		.created = "2026-11-24T11:08:48Z",
		.tool = "tearline",
		.tool_version = "0.1.0",
		.policy_id = "us-public",
		.policy_version = "2",
		.policy_digest = { { 1, 2, 3 } },
		.scheme_id = "us",
		.scheme_profile = "state-telegram",
		.scheme_version = "1",
		.scheme_digest = { { 4, 5, 6 } },
		.source_digest = { { 7, 8, 9 } },
		.signers = 1,
		.notice = slice_str("[{amount} not declassified]"),
		.banners = banners,
		.banner_count = 2,
	};
}

static inline struct withheld
unit_withheld(const char *body)
{
	return (struct withheld){
		.kind = slice_str("paragraph"),
		.marking = slice_str("(C//NF)"),
		.exemption = slice_str("(b)(1) 1.4(d)"),
		.rules = slice_str("names sources"),
		.body = slice_str(body),
	};
}

/* What the pipeline does: the writer's calls go to the output and to the manifest. */
struct release_unit {
	struct manifest_writer *writer;
	struct buf output, manifest;
	struct digest digest;
};

static inline void
unit_begin(struct release_unit *unit, const struct manifest_head *head)
{
	buf_init(&unit->output, (size_t)1 << 28);
	buf_init(&unit->manifest, (size_t)1 << 28);
	unit->writer = malloc(sizeof *unit->writer);
	assert_non_null(unit->writer);
	assert_ok(manifest_writer_init(unit->writer, head, unit_seed,
	    (struct tl_sink){ &unit->manifest, memory_write }, NULL));
}

static inline void
unit_kept(struct release_unit *unit, const char *text)
{
	buf_add_str(&unit->output, text);
	assert_ok(manifest_writer_kept(unit->writer, slice_str(text), slice_str("(U)"), NULL));
}

static inline void
unit_insert(struct release_unit *unit, enum insert_template name, const char *text)
{
	buf_add_str(&unit->output, text);
	assert_ok(manifest_writer_insert(unit->writer, name, slice_str(text), NULL));
}

static inline void
unit_withhold(struct release_unit *unit, const char *body)
{
	const struct withheld piece = unit_withheld(body);
	assert_ok(manifest_writer_withheld(unit->writer, &piece, NULL));
}

static inline struct digest
unit_sha384(struct slice bytes)
{
	struct hasher hasher;
	struct digest digest;
	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(hasher_digest(&hasher, bytes, &digest, NULL));
	hasher_release(&hasher);
	return digest;
}

static inline struct manifest_tail
unit_tail(const struct release_unit *unit)
{
	return (struct manifest_tail){
		.output_name = "cable.txt",
		.output_bytes = unit->output.len,
		.output_digest = unit_sha384(buf_slice(&unit->output)),
		.media_type = "text/plain",
		.marking = slice_str("UNCLASSIFIED"),
	};
}

static inline void
unit_finish(struct release_unit *unit, const struct manifest_tail *tail)
{
	assert_ok(manifest_writer_finish(unit->writer, tail, &unit->digest, NULL));
	manifest_writer_release(unit->writer);
	free(unit->writer);
}

static inline void
unit_release(struct release_unit *unit)
{
	buf_release(&unit->output);
	buf_release(&unit->manifest);
}

/* A banner, two kept pieces, `withheld` withheld ones in the gap between them, a notice. */
static inline void
unit_small(struct release_unit *unit, int withheld)
{
	const struct manifest_head head = unit_head();
	unit_begin(unit, &head);
	unit_insert(unit, INSERT_BANNER, "UNCLASSIFIED\n");
	unit_kept(unit, "1. (U) The harbour master of Port Almer wrote.\n");
	for (int i = 0; i < withheld; i++)
		unit_withhold(unit, "2. (C//NF) He named a price.\n");
	unit_insert(unit, INSERT_NOTICE, "[1 line not declassified]\n");
	unit_insert(unit, INSERT_SEPARATOR, "\n");
	unit_kept(unit, "3. (U) He left on Friday.\n");
	const struct manifest_tail tail = unit_tail(unit);
	unit_finish(unit, &tail);
}

static inline tl_status
unit_examine(struct slice manifest, struct slice output, const char *name,
    struct manifest_verdict *verdict, struct digest *digest, struct tl_error *e)
{
	struct memory m = { .bytes = manifest }, o = { .bytes = output };
	return manifest_verify((struct tl_reader){ &m, memory_read },
	    (struct tl_reader){ &o, memory_read }, name, verdict, digest, e);
}

#endif
