#include "manifest_unit.h"

#include <stdio.h>

#include "base/xml.h"

#define HEX12 "############"
#define HASH  HEX12 HEX12 HEX12 HEX12 HEX12 HEX12 HEX12 HEX12

/* Every lower-case hexadecimal run of 32 or 96 digits becomes as many '#': what is left is the shape. */
static void
blank_digests(struct buf *text)
{
	size_t run = 0;
	for (size_t i = 0; i <= text->len; i++) {
		unsigned char c = i < text->len ? text->ptr[i] : ' ';
		if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) {
			run++;
			continue;
		}
		if (run == 32 || run == 96)
			memset(text->ptr + i - run, '#', run);
		run = 0;
	}
}

/* F-1, F-2, F-8 */
TEST(a_manifest_has_exactly_these_lines)
{
	struct release_unit unit;
	unit_small(&unit, 3);
	blank_digests(&unit.manifest);
	assert_slice(buf_slice(&unit.manifest),
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<manifest xmlns=\"urn:tearline:manifest:1\" version=\"1\" suite=\"SHA384-P384\" "
	    "id=\"################################\" created=\"2026-11-24T11:08:48Z\">\n"
	    "<tool name=\"tearline\" version=\"0.1.0\"/>\n"
	    "<policy id=\"us-public\" version=\"2\" sha384=\"" HASH "\"/>\n"
	    "<scheme id=\"us\" profile=\"state-telegram\" version=\"1\" sha384=\"" HASH "\"/>\n"
	    "<source commitment=\"" HASH "\"/>\n"
	    "<signers required=\"1\"/>\n"
	    "<template name=\"notice\" text=\"[{amount} not declassified]\"/>\n"
	    "<template name=\"banner\" text=\"UNCLASSIFIED\"/>\n"
	    "<template name=\"separator\" text=\"&#10;\"/>\n"
	    "<list>\n"
	    "<gap commitment=\"" HASH "\"/>\n"
	    "<insert offset=\"0\" length=\"13\" template=\"banner\"/>\n"
	    "<kept offset=\"13\" length=\"47\" sha384=\"" HASH "\" marking=\"(U)\"/>\n"
	    "<gap commitment=\"" HASH "\"/>\n"
	    "<insert offset=\"60\" length=\"26\" template=\"notice\"/>\n"
	    "<insert offset=\"86\" length=\"1\" template=\"separator\"/>\n"
	    "<kept offset=\"87\" length=\"26\" sha384=\"" HASH "\" marking=\"(U)\"/>\n"
	    "<gap commitment=\"" HASH "\"/>\n"
	    "</list>\n"
	    "<audit commitment=\"" HASH "\"/>\n"
	    "<output name=\"cable.txt\" bytes=\"113\" sha384=\"" HASH
	    "\" media-type=\"text/plain\" marking=\"UNCLASSIFIED\"/>\n"
	    "</manifest>\n");
	unit_release(&unit);
}

/* F-2: without a notice and without numbers the output is the same, and then so is the manifest. */
TEST(none_and_forty_withheld_pieces_give_the_same_shape)
{
	static const int counts[] = { 1, 7, 15, 16, 17, 40 };
	struct release_unit none;
	unit_small(&none, 0);
	blank_digests(&none.manifest);
	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
		struct release_unit some;
		unit_small(&some, counts[i]);
		blank_digests(&some.manifest);
		assert_int_equal(some.manifest.len, none.manifest.len);
		assert_memory_equal(some.manifest.ptr, none.manifest.ptr, none.manifest.len);
		unit_release(&some);
	}
	unit_release(&none);
}

static bool
holds(struct slice text, const char *word)
{
	return memmem(text.ptr, text.len, word, strlen(word)) != NULL;
}

/* F-7 */
TEST(no_withheld_word_mark_rule_or_exemption_is_in_the_manifest)
{
	struct release_unit unit;
	unit_small(&unit, 5);
	struct slice manifest = buf_slice(&unit.manifest);
	assert_false(holds(manifest, "price"));
	assert_false(holds(manifest, "C//NF"));
	assert_false(holds(manifest, "names"));
	assert_false(holds(manifest, "1.4(d)"));
	assert_false(holds(manifest, "paragraph"));
	/* Nor its unsalted digest. */
	struct digest body = unit_sha384(slice_str("2. (C//NF) He named a price.\n"));
	struct buf hex;
	buf_init(&hex, 200);
	buf_add_hex(&hex, body.bytes, DIGEST_SIZE);
	buf_add_byte(&hex, '\0');
	assert_false(holds(manifest, (const char *)hex.ptr));
	buf_release(&hex);
	unit_release(&unit);
}

/* F-14 */
TEST(the_same_seed_gives_the_same_bytes_again)
{
	struct release_unit first, second;
	unit_small(&first, 9);
	unit_small(&second, 9);
	assert_int_equal(first.manifest.len, second.manifest.len);
	assert_memory_equal(first.manifest.ptr, second.manifest.ptr, first.manifest.len);
	assert_true(digest_equal(&first.digest, &second.digest));
	unit_release(&first);
	unit_release(&second);
}

TEST(the_digest_is_that_of_the_bytes_that_left)
{
	struct release_unit unit;
	unit_small(&unit, 1);
	struct digest digest = unit_sha384(buf_slice(&unit.manifest));
	assert_true(digest_equal(&digest, &unit.digest));
	unit_release(&unit);
}

/* F-13: the first draws of the stream, with the numbers of openssl enc -aes-256-ctr and openssl dgst -sha384. */
TEST(id_and_source_commitment_are_what_the_openssl_program_computes)
{
	struct release_unit unit;
	unit_small(&unit, 0);
	struct slice manifest = buf_slice(&unit.manifest);
	assert_true(holds(manifest, "id=\"bc47efe7e5be1658b2b28edbbb015be9\""));
	assert_true(holds(manifest,
	    "<source commitment=\"6cab14d71810451b84e287c3df923d44f61003e6e3c91d0777d664e0a408c621993c7fceba4b43e3418da51a1282c407\"/>\n"));
	assert_true(holds(manifest,
	    "<audit commitment=\"10539fbceee3847b908273306afe16fb445711b0a37701d38be8439e1acb674c77070f2e76c3a9066ec10da802823d6e\"/>\n"));
	unit_release(&unit);
}

TEST(the_schema_accepts_what_the_writer_writes)
{
	static const struct xml_dialect dialect = { .namespace_uri = "urn:tearline:manifest:1",
		.schema = "schema/manifest.rng",
		.status = TL_NO,
		.max_depth = 3,
		.max_bytes = 1 << 20 };
	static const struct manifest_count downgrades[] = { { "MDR case 2019-114", 2 },
		{ "never used", 0 } };
	static const struct manifest_count exemptions[] = { { "(b)(1) & \"1.4(d)\" <x>", 3 } };
	struct release_unit unit;
	struct tl_error e = { 0 };
	const struct manifest_head head = unit_head();
	unit_begin(&unit, &head);
	unit_kept(&unit, "1. (U) Text.\n");
	unit_withhold(&unit, "2. (S) More.\n");
	struct manifest_tail tail = unit_tail(&unit);
	tail.downgrades = downgrades;
	tail.downgrade_count = 2;
	tail.exemptions = exemptions;
	tail.exemption_count = 1;
	tail.show_amount = true;
	unit_finish(&unit, &tail);
	struct slice manifest = buf_slice(&unit.manifest);
	assert_true(holds(manifest,
	    "</list>\n"
	    "<downgrade authority=\"MDR case 2019-114\" count=\"2\"/>\n"
	    "<exemption text=\"(b)(1) &amp; &quot;1.4(d)&quot; &lt;x&gt;\" count=\"3\"/>\n"
	    "<amount pieces=\"1\" bytes=\"13\"/>\n"
	    "<audit "));
	assert_false(holds(manifest, "never used"));

	struct arena arena;
	const struct xml_node *root;
	arena_init(&arena, 1 << 22);
	assert_ok(xml_parse(manifest, "manifest", &dialect, &arena, &root, &e));
	assert_string_equal(root->name, "manifest");
	arena_release(&arena);

	struct manifest_verdict verdict;
	struct digest digest;
	assert_ok(
	    unit_examine(manifest, buf_slice(&unit.output), "cable.txt", &verdict, &digest, &e));
	assert_int_equal(verdict.facts.downgrades, 1);
	unit_release(&unit);
}

/* F-9: the commitment is there and looks the same whether a record is kept or not. */
TEST(a_kept_record_changes_one_digest_and_nothing_else)
{
	struct release_unit with, without;
	struct digest record = { { 42 } };
	unit_small(&without, 1);
	const struct manifest_head head = unit_head();
	unit_begin(&with, &head);
	unit_insert(&with, INSERT_BANNER, "UNCLASSIFIED\n");
	unit_kept(&with, "1. (U) The harbour master of Port Almer wrote.\n");
	unit_withhold(&with, "2. (C//NF) He named a price.\n");
	unit_insert(&with, INSERT_NOTICE, "[1 line not declassified]\n");
	unit_insert(&with, INSERT_SEPARATOR, "\n");
	unit_kept(&with, "3. (U) He left on Friday.\n");
	struct manifest_tail tail = unit_tail(&with);
	tail.record = &record;
	unit_finish(&with, &tail);

	assert_int_equal(with.manifest.len, without.manifest.len);
	size_t first = 0, last = with.manifest.len;
	while (with.manifest.ptr[first] == without.manifest.ptr[first])
		first++;
	while (with.manifest.ptr[last - 1] == without.manifest.ptr[last - 1])
		last--;
	assert_true(last - first <= 96);
	static const char audit[] = "<audit commitment=\"";
	const unsigned char *line = memmem(with.manifest.ptr, first, audit, strlen(audit));
	assert_non_null(line);
	assert_true(with.manifest.ptr + first < line + strlen(audit) + 96);
	unit_release(&with);
	unit_release(&without);
}

TEST(pieces_and_insertions_of_no_bytes_leave_no_line)
{
	struct release_unit unit;
	const struct manifest_head head = unit_head();
	unit_begin(&unit, &head);
	unit_kept(&unit, "");
	unit_insert(&unit, INSERT_NOTICE, "");
	const struct manifest_tail tail = unit_tail(&unit);
	unit_finish(&unit, &tail);
	blank_digests(&unit.manifest);
	assert_true(
	    holds(buf_slice(&unit.manifest), "<list>\n<gap commitment=\"" HASH "\"/>\n</list>\n"));
	unit_release(&unit);
}

TEST(a_descriptor_is_one_line)
{
	static unsigned char line[FORM_LINE_MAX];
	size_t len;
	const struct withheld piece = unit_withheld("");
	assert_ok(manifest_descriptor(&piece, line, &len, NULL));
	assert_slice(slice_of(line, len),
	    "<withheld kind=\"paragraph\" marking=\"(C//NF)\" exemption=\"(b)(1) 1.4(d)\" "
	    "rules=\"names sources\"/>\n");
}

static tl_status
try_head(const struct manifest_head *head, struct tl_error *e)
{
	struct release_unit unit;
	memset(e, 0, sizeof *e);
	buf_init(&unit.manifest, (size_t)1 << 24);
	unit.writer = malloc(sizeof *unit.writer);
	assert_non_null(unit.writer);
	tl_status status = manifest_writer_init(
	    unit.writer, head, unit_seed, (struct tl_sink){ &unit.manifest, memory_write }, e);
	manifest_writer_release(unit.writer);
	free(unit.writer);
	buf_release(&unit.manifest);
	return status;
}

/* F-10 */
TEST(texts_that_show_something_else_than_they_are_do_not_get_in)
{
	static const char *const texts[] = {
		"a\nb", "a\tb", "a\rb", "a\x01", "a\x7f", "a\xc2\x85", /* NEL, a C1 control */
		"a\xe2\x80\xae"
		"b", /* right-to-left override */
		"a\xe2\x81\xa6"
		"b", /* left-to-right isolate */
		"a\xe2\x80\x8b"
		"b", /* zero-width space */
		"a\xef\xbb\xbf"
		"b", /* byte order mark */
		"a\xe2\x80\xa8"
		"b",             /* line separator */
		"a\xef\xbf\xbe", /* no character */
		"a\xc3",         /* not UTF-8 */
		"a\xed\xa0\x80", /* a surrogate */
	};
	struct tl_error e;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct manifest_head head = unit_head();
		head.policy_version = texts[i];
		assert_int_equal(try_head(&head, &e), TL_POLICY);
		assert_int_equal(e.status, TL_POLICY);
	}
	struct manifest_head head = unit_head();
	head.policy_version = "zw\xc3\xb6lf \xe2\x82\xac \xf0\x9f\x93\x9c";
	assert_ok(try_head(&head, &e));
}

TEST(texts_have_a_ceiling)
{
	static char text[FORM_TEXT_MAX + 2];
	struct tl_error e;
	struct manifest_head head = unit_head();
	memset(text, '"', FORM_TEXT_MAX);
	head.scheme_id = head.scheme_profile = head.scheme_version = text;
	assert_ok(try_head(&head, &e));
	text[FORM_TEXT_MAX] = '"';
	assert_int_equal(try_head(&head, &e), TL_POLICY);
}

TEST(times_are_utc_in_whole_seconds)
{
	static const char *const bad[] = { "", "2026-11-24", "2026-11-24T11:08:48",
		"2026-11-24 11:08:48Z", "2026-13-24T11:08:48Z", "2026-00-24T11:08:48Z",
		"2026-02-29T11:08:48Z", "2026-11-31T11:08:48Z", "2026-11-00T11:08:48Z",
		"2026-11-24T24:08:48Z", "2026-11-24T11:60:48Z", "2026-11-24T11:08:60Z",
		"2026-11-24T11:08:4xZ", "2026-11-24T11:08:48+", "2100-02-29T00:00:00Z" };
	struct tl_error e;
	struct manifest_head head = unit_head();
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		head.created = bad[i];
		assert_int_equal(try_head(&head, &e), TL_USAGE);
	}
	head.created = "2024-02-29T23:59:59Z";
	assert_ok(try_head(&head, &e));
	head.created = "2000-02-29T00:00:00Z";
	assert_ok(try_head(&head, &e));
}

/* F-11 */
TEST(an_output_name_is_one_path_component)
{
	static const char *const bad[] = { "", ".", "..", "/x", "a/b", "../x", "a\\b", "a\nb",
		"a\xe2\x80\xae"
		"txt.exe" };
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct release_unit unit;
		struct tl_error e = { 0 };
		const struct manifest_head head = unit_head();
		unit_begin(&unit, &head);
		struct manifest_tail tail = unit_tail(&unit);
		tail.output_name = bad[i];
		assert_int_equal(
		    manifest_writer_finish(unit.writer, &tail, &unit.digest, &e), TL_USAGE);
		manifest_writer_release(unit.writer);
		free(unit.writer);
		unit_release(&unit);
	}
}

TEST(rule_ids_are_divided_by_one_blank)
{
	static const char *const bad[] = { " a", "a ", "a  b", "a\"b", "a&b", "\xc3\xa4" };
	static unsigned char line[FORM_LINE_MAX];
	size_t len;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct tl_error e = { 0 };
		struct withheld piece = unit_withheld("");
		piece.rules = slice_str(bad[i]);
		assert_int_equal(manifest_descriptor(&piece, line, &len, &e), TL_POLICY);
	}
	struct withheld piece = unit_withheld("");
	piece.rules = slice_of(NULL, 0);
	assert_ok(manifest_descriptor(&piece, line, &len, NULL));
}

/* F-12: what the verifier would refuse is not written. */
TEST(an_insertion_must_be_a_filled_in_template)
{
	struct release_unit unit;
	struct tl_error e = { 0 };
	const struct manifest_head head = unit_head();
	unit_begin(&unit, &head);
	assert_int_equal(manifest_writer_insert(unit.writer, INSERT_NOTICE,
			     slice_str("[1 line (a price) not declassified]"), &e),
	    TL_DOCUMENT);
	assert_int_equal(e.status, TL_DOCUMENT);
	manifest_writer_release(unit.writer);
	free(unit.writer);
	unit_release(&unit);
}

TEST(a_notice_with_a_placeholder_twice_is_refused)
{
	struct tl_error e;
	struct manifest_head head = unit_head();
	head.notice = slice_str("[{amount} {amount}]");
	assert_int_equal(try_head(&head, &e), TL_DOCUMENT);
	head.notice = slice_str("{exemption}{exemption}");
	assert_int_equal(try_head(&head, &e), TL_DOCUMENT);
	head.notice = slice_str("two\nlines");
	assert_int_equal(try_head(&head, &e), TL_DOCUMENT);
	head.notice = slice_of(NULL, 0);
	assert_ok(try_head(&head, &e));
}

TEST(there_may_be_sixty_two_banners_and_no_more)
{
	static char texts[TEMPLATES_MAX][16];
	struct slice banners[TEMPLATES_MAX];
	struct tl_error e;
	struct manifest_head head = unit_head();
	for (size_t i = 0; i < TEMPLATES_MAX; i++) {
		(void)snprintf(texts[i], sizeof texts[i], "BANNER %zu", i);
		banners[i] = slice_str(texts[i]);
	}
	head.banners = banners;
	head.banner_count = TEMPLATES_MAX - 2;
	assert_ok(try_head(&head, &e));
	head.banner_count = TEMPLATES_MAX - 1;
	assert_int_equal(try_head(&head, &e), TL_DOCUMENT);
}

static int
full_disk(void *context, const void *bytes, size_t len)
{
	size_t *left = context;
	(void)bytes;
	if (len > *left)
		return -1;
	*left -= len;
	return 0;
}

TEST(a_sink_that_fails_is_reported)
{
	struct tl_error e = { 0 };
	size_t left = 3 * STRETCH_TEXT -
	    1; /* the third stretch does not fit; it leaves when the fourth is full */
	struct manifest_writer *w = malloc(sizeof *w);
	const struct manifest_head head = unit_head();
	assert_non_null(w);
	assert_ok(
	    manifest_writer_init(w, &head, unit_seed, (struct tl_sink){ &left, full_disk }, NULL));
	tl_status status = TL_OK;
	size_t pieces = 0;
	while (status == TL_OK && pieces++ < 10000)
		status = manifest_writer_kept(w, slice_str("text"), slice_str("(U)"), &e);
	assert_int_equal(status, TL_SYSTEM);
	assert_in_range(pieces, 3800, 3900);
	manifest_writer_release(w);
	free(w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_manifest_has_exactly_these_lines),
		cmocka_unit_test(none_and_forty_withheld_pieces_give_the_same_shape),
		cmocka_unit_test(no_withheld_word_mark_rule_or_exemption_is_in_the_manifest),
		cmocka_unit_test(the_same_seed_gives_the_same_bytes_again),
		cmocka_unit_test(the_digest_is_that_of_the_bytes_that_left),
		cmocka_unit_test(id_and_source_commitment_are_what_the_openssl_program_computes),
		cmocka_unit_test(the_schema_accepts_what_the_writer_writes),
		cmocka_unit_test(a_kept_record_changes_one_digest_and_nothing_else),
		cmocka_unit_test(pieces_and_insertions_of_no_bytes_leave_no_line),
		cmocka_unit_test(a_descriptor_is_one_line),
		cmocka_unit_test(texts_that_show_something_else_than_they_are_do_not_get_in),
		cmocka_unit_test(texts_have_a_ceiling),
		cmocka_unit_test(times_are_utc_in_whole_seconds),
		cmocka_unit_test(an_output_name_is_one_path_component),
		cmocka_unit_test(rule_ids_are_divided_by_one_blank),
		cmocka_unit_test(an_insertion_must_be_a_filled_in_template),
		cmocka_unit_test(a_notice_with_a_placeholder_twice_is_refused),
		cmocka_unit_test(there_may_be_sixty_two_banners_and_no_more),
		cmocka_unit_test(a_sink_that_fails_is_reported),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
