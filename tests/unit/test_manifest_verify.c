#include "edit_kit.h"

TEST(an_output_fits_its_own_manifest)
{
	struct manifest_verdict verdict;
	struct digest digest;
	struct tl_error e = { 0 };
	assert_ok(unit_examine(buf_slice(&small.manifest), buf_slice(&small.output), "cable.txt",
	    &verdict, &digest, &e));
	assert_int_equal(verdict.reason, MANIFEST_FITS);
	assert_true(digest_equal(&digest, &small.digest));
	assert_string_equal(verdict.facts.created, "2026-11-24T11:08:48Z");
	assert_string_equal(verdict.facts.tool, "tearline");
	assert_string_equal(verdict.facts.policy, "us-public");
	assert_string_equal(verdict.facts.policy_version, "2");
	assert_string_equal(verdict.facts.scheme, "us");
	assert_string_equal(verdict.facts.profile, "state-telegram");
	assert_string_equal(verdict.facts.output_name, "cable.txt");
	assert_string_equal(verdict.facts.media_type, "text/plain");
	assert_string_equal(verdict.facts.marking, "UNCLASSIFIED");
	assert_int_equal(strlen(verdict.facts.id), 32);
	assert_int_equal(verdict.facts.signers, 1);
	assert_int_equal(verdict.facts.kept, 2);
	assert_int_equal(verdict.facts.inserted, 3);
	assert_int_equal(verdict.facts.gaps, 3);
	assert_int_equal(verdict.facts.output_bytes, small.output.len);
}

/* F-15 */
TEST(a_release_of_nothing_has_one_gap_and_fits_an_empty_output)
{
	struct release_unit unit;
	const struct manifest_head head = unit_head();
	unit_begin(&unit, &head);
	unit_withhold(&unit, "all of it");
	const struct manifest_tail tail = unit_tail(&unit);
	unit_finish(&unit, &tail);
	struct slice manifest = buf_slice(&unit.manifest);
	assert_int_equal(reason_of(manifest, slice_of(NULL, 0), "cable.txt"), MANIFEST_FITS);
	assert_int_equal(
	    reason_of(manifest, slice_str("x"), "cable.txt"), MANIFEST_OUTPUT_APPENDED);
	unit_release(&unit);
}

/* F-16 */
TEST(every_changed_byte_of_the_manifest_is_refused_or_changes_its_digest)
{
	static const unsigned char changes[] = { 0x01, 0x20, 0x80 };
	struct buf copy;
	size_t fits = 0;
	buf_init(&copy, small.manifest.len);
	buf_add_slice(&copy, buf_slice(&small.manifest));
	for (size_t i = 0; i < copy.len; i++)
		for (size_t c = 0; c < sizeof changes; c++) {
			copy.ptr[i] ^= changes[c];
			/* reason_of() checks that a fitting one has the digest of its own bytes,
			 * which are not the sealed ones. */
			fits += reason_of(buf_slice(&copy), buf_slice(&small.output),
				    "cable.txt") == MANIFEST_FITS;
			copy.ptr[i] ^= changes[c];
		}
	/* Salted commitments, names of policy and tool, markings and the like are bound by the seal alone. */
	assert_in_range(fits, 1, 2 * (6 * 96 + 250));
	buf_release(&copy);
}

/* The same where only the output's side is looked at: no digest of a kept piece, range, template or order, nothing of
 * the form, can be changed at all. */
TEST(every_changed_byte_of_the_list_and_of_the_form_is_refused)
{
	static const unsigned char changes[] = { 0x01, 0x20, 0x80 };
	static const char *const free_texts[] = { "commitment=\"", "marking=\"", "id=\"",
		"created=\"", "name=\"tearline", "version=\"", "profile=\"", "required=\"",
		"media-type=\"", "scheme id=\"", "policy id=\"" };
	struct buf copy;
	buf_init(&copy, small.manifest.len);
	buf_add_slice(&copy, buf_slice(&small.manifest));
	bool *is_free = calloc(copy.len, 1);
	assert_non_null(is_free);
	for (size_t t = 0; t < sizeof free_texts / sizeof *free_texts; t++)
		for (size_t i = 0; i < copy.len; i++)
			if (slice_starts(slice_sub(buf_slice(&copy), i, copy.len), free_texts[t]))
				for (size_t k = i + strcspn((const char *)copy.ptr + i, "\"") + 1;
				     copy.ptr[k] != '"'; k++)
					is_free[k] = true;
	/* The policy's and the scheme's digests, and the notice's text as far as nothing uses it. */
	for (size_t i = 0; i < copy.len; i++)
		if (slice_starts(slice_sub(buf_slice(&copy), i, copy.len), "sha384=\"010203") ||
		    slice_starts(slice_sub(buf_slice(&copy), i, copy.len), "sha384=\"040506"))
			memset(is_free + i + 8, 1, 96);
	for (size_t i = 0; i < copy.len; i++)
		for (size_t c = 0; !is_free[i] && c < sizeof changes; c++) {
			copy.ptr[i] ^= changes[c];
			if (reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt") ==
			    MANIFEST_FITS)
				fail_msg("byte %zu, change %zu", i, c);
			copy.ptr[i] ^= changes[c];
		}
	free(is_free);
	buf_release(&copy);
}

/* F-16 */
TEST(every_truncated_manifest_is_refused)
{
	for (size_t len = 0; len < small.manifest.len; len++)
		assert_int_not_equal(reason_of(slice_of(small.manifest.ptr, len),
					 buf_slice(&small.output), "cable.txt"),
		    MANIFEST_FITS);
	assert_int_equal(
	    reason_of(slice_of(NULL, 0), buf_slice(&small.output), "cable.txt"), MANIFEST_EMPTY);
	assert_int_equal(reason_of(slice_of(small.manifest.ptr, small.manifest.len - 1),
			     buf_slice(&small.output), "cable.txt"),
	    MANIFEST_UNFINISHED);
}

/* F-17 */
TEST(every_changed_truncated_or_appended_output_is_refused)
{
	static const unsigned char changes[] = { 0x01, 0x20, 0x80 };
	struct slice manifest = buf_slice(&small.manifest);
	struct buf copy;
	buf_init(&copy, small.output.len + 1);
	buf_add_slice(&copy, buf_slice(&small.output));
	for (size_t i = 0; i < copy.len; i++)
		for (size_t c = 0; c < sizeof changes; c++) {
			copy.ptr[i] ^= changes[c];
			assert_int_not_equal(
			    reason_of(manifest, buf_slice(&copy), "cable.txt"), MANIFEST_FITS);
			copy.ptr[i] ^= changes[c];
		}
	for (size_t len = 0; len < copy.len; len++)
		assert_int_equal(reason_of(manifest, slice_of(copy.ptr, len), "cable.txt"),
		    MANIFEST_OUTPUT_TRUNCATED);
	buf_add_byte(&copy, '\n');
	assert_int_equal(
	    reason_of(manifest, buf_slice(&copy), "cable.txt"), MANIFEST_OUTPUT_APPENDED);
	buf_release(&copy);
}

/* F-1, F-19 */
TEST(the_list_covers_the_output_exactly)
{
	static const struct edit edits[] = {
		{ "offset=\"13\"", "offset=\"14\"", MANIFEST_COVER },
		{ "offset=\"13\"", "offset=\"12\"", MANIFEST_COVER },
		{ "offset=\"87\"", "offset=\"13\"", MANIFEST_COVER },
		{ "offset=\"0\"", "offset=\"1\"", MANIFEST_COVER },
		{ "length=\"13\"", "length=\"0\"", MANIFEST_COVER },
		{ "length=\"47\"", "length=\"46\"", MANIFEST_KEPT },
		{ "length=\"47\"", "length=\"48\"", MANIFEST_KEPT },
		{ "length=\"13\"", "length=\"12\"", MANIFEST_COVER },
		{ "length=\"13\"", "length=\"5000\"", MANIFEST_INSERT },
		{ "length=\"26\" template=\"notice\"", "length=\"26\" template=\"banner\"",
		    MANIFEST_INSERT },
		{ "bytes=\"113\"", "bytes=\"112\"", MANIFEST_OUTPUT_BYTES },
		{ "<insert offset=\"86\" length=\"1\" template=\"separator\"/>\n", "",
		    MANIFEST_COVER },
		{ "<insert offset=\"86\" length=\"1\" template=\"separator\"/>\n",
		    "<insert offset=\"86\" length=\"1\" template=\"separator\"/>\n"
		    "<insert offset=\"86\" length=\"1\" template=\"separator\"/>\n",
		    MANIFEST_COVER },
	};
	TRY_EDITS(edits);
}

/* F-19 */
TEST(kept_pieces_cannot_change_places)
{
	struct release_unit unit;
	const struct manifest_head head = unit_head();
	unit_begin(&unit, &head);
	unit_kept(&unit, "1. (U) One.\n");
	unit_kept(&unit, "2. (U) Two.\n");
	const struct manifest_tail tail = unit_tail(&unit);
	unit_finish(&unit, &tail);
	assert_int_equal(reason_of(buf_slice(&unit.manifest),
			     slice_str("2. (U) Two.\n1. (U) One.\n"), "cable.txt"),
	    MANIFEST_KEPT);
	unit_release(&unit);
}

TEST(converted_line_ends_of_the_output_are_called_by_their_name)
{
	struct buf copy;
	buf_init(&copy, 1000);
	for (size_t i = 0; i < small.output.len; i++) {
		if (small.output.ptr[i] == '\n')
			buf_add_byte(&copy, '\r');
		buf_add_byte(&copy, small.output.ptr[i]);
	}
	assert_int_equal(reason_of(buf_slice(&small.manifest), buf_slice(&copy), "cable.txt"),
	    MANIFEST_OUTPUT_CRLF);
	buf_release(&copy);
}

/* Several threads' worth of output, and every way of cutting the reads. */
TEST(large_outputs_fit_and_one_wrong_byte_in_them_is_found)
{
	static const size_t steps[] = { 0, 1000, 65537, 300000 };
	struct release_unit unit;
	const struct manifest_head head = unit_head();
	char *text = malloc(3000001);
	assert_non_null(text);
	memset(text, 'x', 3000000);
	text[3000000] = '\0';
	unit_begin(&unit, &head);
	unit_kept(&unit, text);
	unit_kept(&unit, text + 1000000);
	unit_insert(&unit, INSERT_SEPARATOR, "\n");
	unit_kept(&unit, text + 2999999);
	const struct manifest_tail tail = unit_tail(&unit);
	unit_finish(&unit, &tail);
	for (size_t i = 0; i < 2 * sizeof steps / sizeof *steps; i++) {
		struct memory m = { buf_slice(&unit.manifest), 0, steps[i / 2] },
			      o = { buf_slice(&unit.output), 0, steps[i / 2] };
		struct manifest_verdict verdict;
		struct digest digest;
		struct tl_error e = { 0 };
		unit.output.ptr[4999000] ^= i % 2;
		tl_status status = manifest_verify((struct tl_reader){ &m, memory_read },
		    (struct tl_reader){ &o, memory_read }, "cable.txt", &verdict, &digest, &e);
		assert_int_equal(status, i % 2 == 0 ? TL_OK : TL_NO);
		assert_int_equal(verdict.reason, i % 2 == 0 ? MANIFEST_FITS : MANIFEST_KEPT);
		unit.output.ptr[4999000] ^= i % 2;
	}
	free(text);
	unit_release(&unit);
}

TEST(bytes_come_one_at_a_time_too)
{
	struct memory m = { buf_slice(&small.manifest), 0, 1 },
		      o = { buf_slice(&small.output), 0, 1 };
	struct manifest_verdict verdict;
	struct digest digest;
	assert_ok(manifest_verify((struct tl_reader){ &m, memory_read },
	    (struct tl_reader){ &o, memory_read }, "cable.txt", &verdict, &digest, NULL));
	assert_true(digest_equal(&digest, &small.digest));
}

static int64_t
broken_read(void *context, void *bytes, size_t capacity)
{
	struct memory *memory = context;
	return memory->at >= 30 ? -1 : memory_read(context, bytes, capacity < 30 ? capacity : 30);
}

static int64_t
lying_read(void *context, void *bytes, size_t capacity)
{
	(void)context, (void)bytes;
	return (int64_t)capacity + 1;
}

TEST(a_reader_that_fails_or_lies_is_the_systems_fault)
{
	struct manifest_verdict verdict;
	struct digest digest;
	for (int i = 0; i < 4; i++) {
		struct memory m = { .bytes = buf_slice(&small.manifest) },
			      o = { .bytes = buf_slice(&small.output) };
		struct tl_reader readers[2] = { { &m, memory_read }, { &o, memory_read } };
		struct tl_error e = { 0 };
		readers[i % 2].read = i < 2 ? broken_read : lying_read;
		assert_int_equal(
		    manifest_verify(readers[0], readers[1], "cable.txt", &verdict, &digest, &e),
		    TL_SYSTEM);
		assert_int_equal(verdict.reason, MANIFEST_UNREAD);
		assert_int_equal(verdict.facts.kept, 0);
	}
}

TEST(every_reason_has_its_sentence)
{
	for (int i = 0; i < MANIFEST_REASONS; i++) {
		const char *text = manifest_reason_text((enum manifest_reason)i);
		assert_non_null(text);
		for (int k = 0; k < i; k++)
			assert_string_not_equal(
			    text, manifest_reason_text((enum manifest_reason)k));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_output_fits_its_own_manifest),
		cmocka_unit_test(a_release_of_nothing_has_one_gap_and_fits_an_empty_output),
		cmocka_unit_test(
		    every_changed_byte_of_the_manifest_is_refused_or_changes_its_digest),
		cmocka_unit_test(every_changed_byte_of_the_list_and_of_the_form_is_refused),
		cmocka_unit_test(every_truncated_manifest_is_refused),
		cmocka_unit_test(every_changed_truncated_or_appended_output_is_refused),
		cmocka_unit_test(the_list_covers_the_output_exactly),
		cmocka_unit_test(kept_pieces_cannot_change_places),
		cmocka_unit_test(converted_line_ends_of_the_output_are_called_by_their_name),
		cmocka_unit_test(large_outputs_fit_and_one_wrong_byte_in_them_is_found),
		cmocka_unit_test(bytes_come_one_at_a_time_too),
		cmocka_unit_test(a_reader_that_fails_or_lies_is_the_systems_fault),
		cmocka_unit_test(every_reason_has_its_sentence),
	};
	return cmocka_run_group_tests(tests, make_small, drop_small);
}
