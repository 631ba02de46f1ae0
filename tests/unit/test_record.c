#include "manifest_unit.h"

#include "base/xml.h"
#include "manifest/record.h"

static const char policy_text[] =
    "<?xml version=\"1.0\"?>\n<policy id=\"x\">\r\n\t<!-- \"&amp;\" -->\n\n"
    "<title>Z\xc3\xb6llner</title></policy>\n\n";

static const struct record_library libraries[] = { { "OpenSSL", "3.0.19" },
	{ "libxml2", "2.9.14" } };

static struct record_head
head_of(struct slice policy)
{
	struct record_head head = {
		.tool = "tearline",
		.tool_version = "0.1.0",
		.confinement = "none",
		.libraries = libraries,
		.library_count = 2,
		.manifest_id = { 1, 2, 3, 0xff },
		.created = "2026-11-24T11:08:48Z",
		.output_name = "cable.txt",
		.source_file = "in/cable \"7\".txt",
		.source_format = "telegram",
		.source_bytes = 1000,
		.source_digest = { { 7, 8, 9 } },
		.scheme_id = "us",
		.scheme_profile = "state-telegram",
		.scheme_version = "1",
		.scheme_digest = { { 4, 5, 6 } },
		.policy_id = "us-public",
		.policy_version = "2",
		.policy_digest = unit_sha384(policy),
		.policy = policy,
	};
	memcpy(head.seed, unit_seed, SEED_SIZE);
	return head;
}

static struct record_piece
piece_of(uint64_t index)
{
	return (struct record_piece){
		.kept = index % 3 != 1,
		.index = index,
		.portion = index / 2,
		.start = 10 * index,
		.end = 10 * index + 10,
		.kind = slice_str("paragraph"),
		.written = slice_str("(S//NF)"),
		.marking = slice_str("(S//NF)"),
		.released = slice_str("(U)"),
		.read = slice_str("own"),
		.decision = slice_str("part"),
		.rules = slice_str("names sources"),
		.reason = slice_str("rule"),
		.exemption = index % 3 == 1 ? slice_str("(b)(1)") : slice_of(NULL, 0),
		.gap = index % 3 == 1 ? index : 0,
		.inner = index % 3 == 1 ? 1 : 0,
	};
}

static struct digest
write_record(struct buf *out, const struct record_head *head, size_t pieces)
{
	static const char *const warnings[] = { "the banner was higher than its portions" };
	struct record_writer w;
	struct digest digest;
	buf_init(out, (size_t)1 << 28);
	assert_ok(record_writer_init(&w, head, (struct tl_sink){ out, memory_write }, NULL));
	for (size_t i = 0; i < pieces; i++) {
		const struct record_piece piece = piece_of(i);
		assert_ok(record_writer_piece(&w, &piece, NULL));
	}
	assert_ok(record_writer_finish(&w, warnings, 1, &digest, NULL));
	record_writer_release(&w);
	return digest;
}

static tl_status
see(void *context, const struct record_piece *piece, struct tl_error *e)
{
	uint64_t *next = context;
	const struct record_piece expected = piece_of((*next)++);
	(void)e;
	assert_int_equal(piece->kept, expected.kept);
	assert_int_equal(piece->index, expected.index);
	assert_int_equal(piece->portion, expected.portion);
	assert_int_equal(piece->start, expected.start);
	assert_int_equal(piece->end, expected.end);
	assert_true(slice_equal(piece->kind, expected.kind));
	assert_true(slice_equal(piece->written, expected.written));
	assert_true(slice_equal(piece->marking, expected.marking));
	assert_true(slice_equal(piece->released, expected.released));
	assert_true(slice_equal(piece->read, expected.read));
	assert_true(slice_equal(piece->decision, expected.decision));
	assert_true(slice_equal(piece->rules, expected.rules));
	assert_true(slice_equal(piece->reason, expected.reason));
	assert_true(slice_equal(piece->exemption, expected.exemption));
	assert_int_equal(piece->gap, expected.gap);
	assert_int_equal(piece->inner, expected.inner);
	return TL_OK;
}

static tl_status
read_record(struct slice bytes, record_see_piece *each, void *context, struct record *out,
    struct tl_error *e)
{
	struct memory m = { .bytes = bytes };
	return record_read(
	    (struct tl_reader){ &m, memory_read }, "audit.xml", each, context, out, e);
}

/* F-20 */
TEST(a_record_gives_back_all_that_a_replay_needs)
{
	struct buf text;
	struct record record;
	uint64_t next = 0;
	const struct record_head head = head_of(slice_str(policy_text));
	struct digest digest = write_record(&text, &head, 40);
	assert_ok(read_record(buf_slice(&text), see, &next, &record, NULL));
	assert_int_equal(next, 40);
	assert_int_equal(record.kept, 27);
	assert_int_equal(record.withheld, 13);
	assert_int_equal(record.warnings, 1);
	assert_true(digest_equal(&record.digest, &digest));
	struct digest bytes = unit_sha384(buf_slice(&text));
	assert_true(digest_equal(&bytes, &digest));
	assert_memory_equal(record.head.seed, unit_seed, SEED_SIZE);
	assert_memory_equal(record.head.manifest_id, head.manifest_id, FORM_ID_SIZE);
	assert_string_equal(record.head.created, head.created);
	assert_string_equal(record.head.output_name, head.output_name);
	assert_string_equal(record.head.tool, "tearline");
	assert_string_equal(record.head.tool_version, "0.1.0");
	assert_string_equal(record.head.confinement, "none");
	assert_int_equal(record.head.library_count, 2);
	assert_string_equal(record.head.libraries[1].name, "libxml2");
	assert_string_equal(record.head.libraries[1].version, "2.9.14");
	assert_string_equal(record.head.source_file, head.source_file);
	assert_string_equal(record.head.source_format, "telegram");
	assert_int_equal(record.head.source_bytes, 1000);
	assert_true(digest_equal(&record.head.source_digest, &head.source_digest));
	assert_string_equal(record.head.scheme_id, "us");
	assert_string_equal(record.head.scheme_profile, "state-telegram");
	assert_string_equal(record.head.scheme_version, "1");
	assert_true(digest_equal(&record.head.scheme_digest, &head.scheme_digest));
	assert_string_equal(record.head.policy_id, "us-public");
	assert_string_equal(record.head.policy_version, "2");
	assert_slice(record.head.policy, policy_text);
	record_release(&record);
	buf_release(&text);
}

/* The copy is the policy's exact bytes: its digest is its identity. */
TEST(the_policy_comes_back_byte_for_byte)
{
	static const char *const policies[] = { "", "\n", "x", "x\n", "\n\nx", "a\rb\r\nc", "\t",
		" ", "]]>", "&#10;", "<a b=\"c\">&lt;</a>", "\xf0\x9f\x93\x9c" };
	for (size_t i = 0; i < sizeof policies / sizeof *policies; i++) {
		struct buf text;
		struct record record;
		const struct record_head head = head_of(slice_str(policies[i]));
		(void)write_record(&text, &head, 0);
		assert_ok(read_record(buf_slice(&text), NULL, NULL, &record, NULL));
		assert_slice(record.head.policy, policies[i]);
		record_release(&record);
		buf_release(&text);
	}
}

TEST(the_schema_accepts_what_the_writer_writes)
{
	static const struct xml_dialect dialect = { .namespace_uri = "urn:tearline:record:1",
		.schema = "schema/record.rng",
		.status = TL_NO,
		.max_depth = 3,
		.max_bytes = 1 << 20 };
	struct buf text;
	struct arena arena;
	struct tl_error e = { 0 };
	const struct xml_node *root;
	const struct record_head head = head_of(slice_str(policy_text));
	(void)write_record(&text, &head, 5);
	arena_init(&arena, 1 << 22);
	if (xml_parse(buf_slice(&text), "audit.xml", &dialect, &arena, &root, &e) != TL_OK)
		fail_msg("%zu: %s", e.line, e.what);
	arena_release(&arena);
	buf_release(&text);
}

/* A mark can be any bytes of a hostile document. */
TEST(what_xml_cannot_carry_is_shown_as_a_replacement)
{
	struct buf text;
	struct record_writer w;
	struct digest digest;
	struct record record;
	const struct record_head head = head_of(slice_str(policy_text));
	static const char hostile[] = "(S\0\x01\x0c\xff\xef\xbf\xbf)\n<\"&>\t";
	static const char shown[] =
	    "written=\"(S\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd)"
	    "&#10;&lt;&quot;&amp;&gt;&#9;\"";
	struct record_piece piece = piece_of(0);
	piece.written = slice_of(hostile, sizeof hostile - 1);
	buf_init(&text, (size_t)1 << 20);
	assert_ok(record_writer_init(&w, &head, (struct tl_sink){ &text, memory_write }, NULL));
	assert_ok(record_writer_piece(&w, &piece, NULL));
	assert_ok(record_writer_finish(&w, NULL, 0, &digest, NULL));
	record_writer_release(&w);
	assert_non_null(memmem(text.ptr, text.len, shown, sizeof shown - 1));
	assert_ok(read_record(buf_slice(&text), NULL, NULL, &record, NULL));
	record_release(&record);
	buf_release(&text);
}

/* F-21: the seed is in the record and in nothing else. */
TEST(the_seed_stands_in_the_record_and_not_in_the_manifest)
{
	struct buf text, hex;
	struct release_unit unit;
	const struct record_head head = head_of(slice_str(policy_text));
	(void)write_record(&text, &head, 1);
	unit_small(&unit, 1);
	buf_init(&hex, 100);
	buf_add_hex(&hex, unit_seed, SEED_SIZE);
	assert_non_null(memmem(text.ptr, text.len, hex.ptr, hex.len));
	assert_null(memmem(unit.manifest.ptr, unit.manifest.len, hex.ptr, 8));
	unit_release(&unit);
	buf_release(&hex);
	buf_release(&text);
}

TEST(every_truncated_record_is_refused)
{
	struct buf text;
	const struct record_head head = head_of(slice_str(policy_text));
	(void)write_record(&text, &head, 3);
	for (size_t len = 0; len + 1 < text.len; len++) {
		struct record record;
		struct tl_error e = { 0 };
		assert_int_equal(
		    read_record(slice_of(text.ptr, len), NULL, NULL, &record, &e), TL_NO);
		assert_null(record.head.tool);
	}
	buf_release(&text);
}

static void
refuse_edit(const char *from, const char *to)
{
	struct buf text, copy;
	struct record record;
	struct tl_error e = { 0 };
	const struct record_head head = head_of(slice_str(policy_text));
	(void)write_record(&text, &head, 5);
	const unsigned char *at = memmem(text.ptr, text.len, from, strlen(from));
	assert_non_null(at);
	buf_init(&copy, (size_t)1 << 20);
	buf_add(&copy, text.ptr, (size_t)(at - text.ptr));
	buf_add_str(&copy, to);
	at += strlen(from);
	buf_add(&copy, at, (size_t)(text.ptr + text.len - at));
	if (read_record(buf_slice(&copy), NULL, NULL, &record, &e) != TL_NO)
		fail_msg("%s -> %s", from, to);
	assert_int_equal(e.status, TL_NO);
	buf_release(&copy);
	buf_release(&text);
}

TEST(what_is_no_record_is_refused)
{
	static const char *const edits[][2] = {
		{ "urn:tearline:record:1", "urn:tearline:record:2" },
		{ "version=\"1\">", "version=\"2\">" },
		{ "<tool name=\"tearline\"", "<tool x=\"tearline\"" },
		{ " confinement=\"none\"", "" },
		{ " confinement=\"none\"", " confinement=\"none\" more=\"\"" },
		{ "<seed hex=", "<extra/><seed hex=" },
		{ "<seed hex=\"61", "<seed hex=\"6" },
		{ "<seed hex=\"61", "<seed hex=\"6G" },
		{ "<seed ", "<tool name=\"\" version=\"\" confinement=\"\"/><seed " },
		{ "bytes=\"1000\"", "bytes=\"01000\"" },
		{ "bytes=\"1000\"", "bytes=\"30\"" },
		{ "created=\"2026", "created=\"x026" },
		{ "output=\"cable.txt\"", "output=\"../cable.txt\"" },
		{ "index=\"1\"", "index=\"2\"" },
		{ "index=\"0\"", "index=\"1\"" },
		{ "start=\"0\" end=\"10\"", "start=\"11\" end=\"10\"" },
		{ "end=\"10\"", "end=\"1001\"" },
		{ "gap=\"1\"", "gap=\"-1\"" },
		{ "inner=\"1\"", "inner=\"\"" },
		{ "<pieces>", "<pieces>text" },
		{ "</pieces>", "</pieces><pieces></pieces>" },
		{ "</pieces>\n", "</pieces>\n<kept/>" },
		{ "<pieces>", "<pieces><pieces>" },
		{ "llner", "llnerin" },
		{ "<record", "<!DOCTYPE record><record" },
		{ "<pieces>", "<pieces><!-- x -->" },
		{ "</record>", "</record>x" },
	};
	for (size_t i = 0; i < sizeof edits / sizeof *edits; i++)
		refuse_edit(edits[i][0], edits[i][1]);
}

/* F-9 */
TEST(the_manifest_pins_the_record)
{
	struct buf text, hex;
	struct release_unit unit;
	struct hasher hasher;
	struct keystream stream;
	struct digest commitment;
	unsigned char draws[16 + 32 + 32];
	const struct record_head record_head = head_of(slice_str(policy_text));
	struct digest digest = write_record(&text, &record_head, 1);
	const struct manifest_head head = unit_head();
	unit_begin(&unit, &head);
	struct manifest_tail tail = unit_tail(&unit);
	tail.record = &digest;
	unit_finish(&unit, &tail);

	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(keystream_init(&stream, unit_seed, NULL));
	assert_ok(keystream_read(&stream, draws, sizeof draws, NULL));
	assert_ok(record_commitment(&hasher, draws + 48, &digest, &commitment, NULL));
	buf_init(&hex, 200);
	buf_add_str(&hex, "<audit commitment=\"");
	buf_add_hex(&hex, commitment.bytes, DIGEST_SIZE);
	assert_non_null(memmem(unit.manifest.ptr, unit.manifest.len, hex.ptr, hex.len));
	keystream_release(&stream);
	hasher_release(&hasher);
	unit_release(&unit);
	buf_release(&hex);
	buf_release(&text);
}

static tl_status
stop_at_third(void *context, const struct record_piece *piece, struct tl_error *e)
{
	(void)context;
	return piece->index == 2 ? error_set(e, TL_NO, "enough") : TL_OK;
}

TEST(whoever_looks_at_the_pieces_may_stop)
{
	struct buf text;
	struct record record;
	struct tl_error e = { 0 };
	const struct record_head head = head_of(slice_str(policy_text));
	(void)write_record(&text, &head, 5);
	assert_int_equal(read_record(buf_slice(&text), stop_at_third, NULL, &record, &e), TL_NO);
	assert_string_equal(e.what, "enough");
	assert_null(record.head.tool);
	buf_release(&text);
}

static int
no_write(void *context, const void *bytes, size_t len)
{
	(void)context, (void)bytes, (void)len;
	return -1;
}

TEST(a_sink_that_fails_is_reported)
{
	struct record_writer w;
	struct tl_error e = { 0 };
	const struct record_head head = head_of(slice_str(policy_text));
	assert_int_equal(
	    record_writer_init(&w, &head, (struct tl_sink){ NULL, no_write }, &e), TL_SYSTEM);
	record_writer_release(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_gives_back_all_that_a_replay_needs),
		cmocka_unit_test(the_policy_comes_back_byte_for_byte),
		cmocka_unit_test(the_schema_accepts_what_the_writer_writes),
		cmocka_unit_test(what_xml_cannot_carry_is_shown_as_a_replacement),
		cmocka_unit_test(the_seed_stands_in_the_record_and_not_in_the_manifest),
		cmocka_unit_test(every_truncated_record_is_refused),
		cmocka_unit_test(what_is_no_record_is_refused),
		cmocka_unit_test(the_manifest_pins_the_record),
		cmocka_unit_test(whoever_looks_at_the_pieces_may_stop),
		cmocka_unit_test(a_sink_that_fails_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
