#include "manifest_unit.h"

#include "base/xml.h"
#include "manifest/beside.h"

static struct release_unit small;

static int
make_small(void **state)
{
	(void)state;
	unit_small(&small, 1);
	return 0;
}

static int
drop_small(void **state)
{
	(void)state;
	unit_release(&small);
	return 0;
}

static enum manifest_reason
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

/* The manifest with the first `from` replaced by `to`. */
static enum manifest_reason
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

static void
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

/* F-18 */
TEST(what_is_not_plain_xml_of_one_form_is_refused)
{
	static const struct edit edits[] = {
		{ "<?xml", "\xef\xbb\xbf<?xml", MANIFEST_BOM },
		{ "<?xml", "\xff\xfe<?xml", MANIFEST_ENCODING },
		{ "<?xml", " <?xml", MANIFEST_DECLARATION },
		{ "<?xml", "\n<?xml", MANIFEST_DECLARATION },
		{ "1.0\" enc", "1.1\" enc", MANIFEST_DECLARATION },
		{ "UTF-8", "UTF-7", MANIFEST_DECLARATION },
		{ "UTF-8", "utf-8", MANIFEST_DECLARATION },
		{ "UTF-8\"?>", "UTF-8\" standalone=\"yes\"?>", MANIFEST_DECLARATION },
		{ "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", "", MANIFEST_DECLARATION },
		{ "?>\n", "?>\r\n", MANIFEST_CRLF },
		{ "<list>\n", "<list>\r\n", MANIFEST_CRLF },
		{ "?>\n", "?>\n<!DOCTYPE manifest>\n", MANIFEST_DOCTYPE },
		{ "<list>\n", "<list>\n<!-- x -->\n", MANIFEST_MARKUP },
		{ "<list>\n", "<list>\n<![CDATA[x]]>\n", MANIFEST_MARKUP },
		{ "<list>\n", "<list>\n<?x y?>\n", MANIFEST_MARKUP },
		{ "<list>\n", "<list>\n\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list>\ntext\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", " <list>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list >\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list> \n", MANIFEST_ATTRIBUTES },
		{ "<list>\n", "<list/>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<LIST>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<t:list>\n", MANIFEST_UNKNOWN_LINE },
		{ "<list>\n", "<list>", MANIFEST_ATTRIBUTES },
		{ "<signers", "<extra/>\n<signers", MANIFEST_UNKNOWN_LINE },
		{ "</manifest>\n", "</manifest>\n\n", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest>\n ", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest>\n</manifest>\n", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest>\n<!-- x -->\n", MANIFEST_TRAILING },
		{ "</manifest>\n", "</manifest> \n", MANIFEST_ATTRIBUTES },
		{ "urn:tearline:manifest:1", "urn:tearline:manifest:2", MANIFEST_UNKNOWN_LINE },
		{ "version=\"1\" suite", "version=\"2\" suite", MANIFEST_VERSION },
		{ "version=\"1\" suite", "version=\"11\" suite", MANIFEST_VERSION },
		{ "SHA384-P384", "SHA256-P256", MANIFEST_UNKNOWN_LINE },
		{ "tearline\"", "tea\xc3(line\"", MANIFEST_ENCODING },
	};
	TRY_EDITS(edits);
}

TEST(a_nul_is_refused_wherever_it_stands)
{
	struct buf copy;
	buf_init(&copy, small.manifest.len + 10);
	for (size_t i = 0; i <= small.manifest.len; i += 7) {
		buf_clear(&copy);
		buf_add(&copy, small.manifest.ptr, i);
		buf_add_byte(&copy, '\0');
		buf_add(&copy, small.manifest.ptr + i, small.manifest.len - i);
		enum manifest_reason reason =
		    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt");
		assert_true(reason == MANIFEST_NUL);
	}
	buf_clear(&copy);
	buf_add_slice(&copy, buf_slice(&small.manifest));
	buf_add(&copy, "\0junk", 5);
	assert_int_equal(
	    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt"), MANIFEST_TRAILING);
	buf_release(&copy);
}

/* F-18 */
TEST(attributes_are_all_there_in_order_and_spelled_one_way)
{
	static const struct edit edits[] = {
		{ "<tool name=\"tearline\" version=\"0.1.0\"/>",
		    "<tool version=\"0.1.0\" name=\"tearline\"/>", MANIFEST_ATTRIBUTES },
		{ "<tool name=\"tearline\" version=\"0.1.0\"/>", "<tool name=\"tearline\"/>",
		    MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version=\"0.1.0\" x=\"y\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version='0.1.0'", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version = \"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", " version=\"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"/>", "version=\"0.1.0\" />", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"/>", "version=\"0.1.0\"></tool>", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "Version=\"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "xmlns:a=\"b\" version=\"0.1.0\"", MANIFEST_ATTRIBUTES },
		{ "version=\"0.1.0\"", "version=\"0.1.0", MANIFEST_ATTRIBUTES },
		{ "template=\"banner\"", "template=\"Banner\"", MANIFEST_ATTRIBUTES },
		{ "template=\"banner\"", "template=\"\"", MANIFEST_ATTRIBUTES },
	};
	TRY_EDITS(edits);
}

/* F-10, F-18 */
TEST(texts_have_one_spelling_and_hide_nothing)
{
	static const struct edit edits[] = {
		{ "name=\"tearline\"", "name=\"tea&#114;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tea&#x72;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&apos;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&#10;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&#9;line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear>line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear<line\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\tline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\xe2\x80\xaeline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\xe2\x80\x8bline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear\xef\xbf\xbfline\"", MANIFEST_TEXT },
		{ "name=\"tearline\"", "name=\"tear&amp;line\"", MANIFEST_FITS },
		{ "name=\"tearline\"", "name=\"tear\xc3\xb6line\"", MANIFEST_FITS },
		{ "name=\"tearline\"", "name=\"\"", MANIFEST_FITS },
		{ "text=\"&#10;\"", "text=\"\n\"", MANIFEST_ATTRIBUTES },
		{ "text=\"&#10;\"", "text=\"&#xa;\"", MANIFEST_TEXT },
		{ "text=\"&#10;\"", "text=\"&#010;\"", MANIFEST_TEXT },
	};
	TRY_EDITS(edits);
}

/* F-18 */
TEST(numbers_digests_and_times_have_one_spelling)
{
	static const struct edit edits[] = {
		{ "length=\"13\"", "length=\"013\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"+13\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"-13\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\" 13\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"13 \"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"0xd\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"1e1\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"18446744073709551616\"", MANIFEST_NUMBER },
		{ "length=\"13\"", "length=\"18446744073709551629\"", MANIFEST_NUMBER },
		{ "length=\"47\"", "length=\"18446744073709551615\"", MANIFEST_NUMBER },
		{ "length=\"47\"", "length=\"18446744073709551602\"", MANIFEST_OUTPUT_TRUNCATED },
		{ "sha384=\"01", "sha384=\"0", MANIFEST_DIGEST },
		{ "sha384=\"01", "sha384=\"001", MANIFEST_DIGEST },
		{ "sha384=\"01", "sha384=\"0A", MANIFEST_DIGEST },
		{ "sha384=\"01", "sha384=\"0g", MANIFEST_DIGEST },
		{ "commitment=\"", "commitment=\"A", MANIFEST_DIGEST },
		{ " id=\"bc47", " id=\"BC47", MANIFEST_DIGEST },
		{ " id=\"bc47", " id=\"c47", MANIFEST_DIGEST },
		{ "2026-11-24T", "2026-11-31T", MANIFEST_TIME },
		{ "11:08:48Z", "11:08:48", MANIFEST_TIME },
		{ "11:08:48Z", "11:08:48+00:00", MANIFEST_TIME },
	};
	TRY_EDITS(edits);
}

/* F-11 */
TEST(an_output_name_in_a_manifest_is_one_path_component)
{
	static const struct edit edits[] = {
		{ "\"cable.txt\"", "\"../cable.txt\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"/cable.txt\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"a\\cable.txt\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\".\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"..\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"\"", MANIFEST_NAME },
		{ "\"cable.txt\"", "\"cable&#10;.txt\"", MANIFEST_TEXT },
		{ "\"cable.txt\"", "\"cable\xe2\x80\xae.txt\"", MANIFEST_TEXT },
		{ "\"cable.txt\"", "\"other.txt\"", MANIFEST_OUTPUT_NAME },
	};
	TRY_EDITS(edits);
	assert_int_equal(
	    reason_of(buf_slice(&small.manifest), buf_slice(&small.output), "renamed.txt"),
	    MANIFEST_OUTPUT_NAME);
	assert_int_equal(
	    reason_of(buf_slice(&small.manifest), buf_slice(&small.output), NULL), MANIFEST_FITS);
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

/* F-2, F-18 */
TEST(elements_stand_in_one_order)
{
	static const struct edit edits[] = {
		{ "<tool name=\"tearline\" version=\"0.1.0\"/>\n", "", MANIFEST_ORDER },
		{ "<signers required=\"1\"/>\n",
		    "<signers required=\"1\"/>\n<signers required=\"1\"/>\n", MANIFEST_ORDER },
		{ "<list>\n", "", MANIFEST_ORDER },
		{ "<list>\n", "<list>\n<list>\n", MANIFEST_ORDER },
		{ "</list>\n", "</list>\n</list>\n", MANIFEST_ORDER },
		{ "</list>\n",
		    "</list>\n<insert offset=\"113\" length=\"1\" template=\"notice\"/>\n",
		    MANIFEST_ORDER },
		{ "</list>\n", "", MANIFEST_ORDER },
		{ "<list>\n", "<list>\n</list>\n", MANIFEST_ORDER },
		{ "</list>\n", "</list>\n<downgrade authority=\"a\" count=\"1\"/>\n",
		    MANIFEST_FITS },
		{ "</list>\n",
		    "</list>\n<amount pieces=\"1\" bytes=\"2\"/>\n<amount pieces=\"1\" "
		    "bytes=\"2\"/>\n",
		    MANIFEST_ORDER },
		{ "</list>\n",
		    "</list>\n<exemption text=\"a\" count=\"1\"/>\n<downgrade authority=\"a\" "
		    "count=\"1\"/>\n",
		    MANIFEST_ORDER },
		{ "</manifest>\n", "", MANIFEST_UNFINISHED },
		{ "<list>\n",
		    "<list>\n<withheld kind=\"\" marking=\"\" exemption=\"\" rules=\"\"/>\n",
		    MANIFEST_UNKNOWN_LINE },
	};
	TRY_EDITS(edits);
}

/* Two lists that a stock tool could take for the one or the other. */
TEST(a_second_output_or_gap_in_a_row_is_refused)
{
	struct slice manifest = buf_slice(&small.manifest);
	static const char *const lines[] = { "<output ", "<gap ", "<kept ", "<audit " };
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
		const unsigned char *at =
		    memmem(manifest.ptr, manifest.len, lines[i], strlen(lines[i]));
		assert_non_null(at);
		const unsigned char *end = memchr(at, '\n', 1000);
		struct buf copy;
		buf_init(&copy, (size_t)1 << 20);
		buf_add(&copy, manifest.ptr, (size_t)(end + 1 - manifest.ptr));
		buf_add(&copy, at, (size_t)(manifest.ptr + manifest.len - at));
		enum manifest_reason reason =
		    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt");
		assert_int_equal(reason, MANIFEST_ORDER);
		buf_release(&copy);
	}
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

/* F-12 */
TEST(templates_are_declared_in_order_and_once)
{
	static const struct edit edits[] = {
		{ "<template name=\"banner\"",
		    "<template name=\"banner\" text=\"UNCLASSIFIED\"/>\n<template name=\"banner\"",
		    MANIFEST_TEMPLATES },
		{ "<template name=\"banner\"",
		    "<template name=\"banner\" text=\"X\"/>\n<template name=\"banner\"",
		    MANIFEST_FITS },
		{ "<template name=\"banner\"",
		    "<template name=\"notice\" text=\"X\"/>\n<template name=\"banner\"",
		    MANIFEST_TEMPLATES },
		{ "<template name=\"notice\"",
		    "<template name=\"separator\" text=\"&#10;\"/>\n<template name=\"notice\"",
		    MANIFEST_TEMPLATES },
		{ "text=\"&#10;\"", "text=\"&#10;&#10;\"", MANIFEST_TEMPLATES },
		{ "text=\"UNCLASSIFIED\"", "text=\"\"", MANIFEST_TEMPLATES },
		{ "text=\"UNCLASSIFIED\"", "text=\"SECRET\"", MANIFEST_INSERT },
		{ "[{amount} not declassified]", "[{amount} {amount} not declassified]",
		    MANIFEST_TEMPLATES },
		{ "[{amount} not declassified]", "[{count} lines not declassified]",
		    MANIFEST_INSERT },
		{ "[{amount} not declassified]", "{exemption}", MANIFEST_FITS },
	};
	TRY_EDITS(edits);
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

TEST(a_line_longer_than_any_is_refused_in_constant_memory)
{
	struct buf copy;
	buf_init(&copy, (size_t)1 << 24);
	buf_add_str(&copy, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest ");
	while (copy.len < 1 << 22)
		buf_add_str(&copy, "xxxxxxxxxxxxxxxx");
	assert_int_equal(
	    reason_of(buf_slice(&copy), buf_slice(&small.output), "cable.txt"), MANIFEST_LONG_LINE);
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

static tl_status
count_start(void *context, const struct xml_event *event, struct tl_error *e)
{
	(void)event, (void)e;
	++*(size_t *)context;
	return TL_OK;
}

/* The verifier reads lines; whoever reads XML sees the same. */
TEST(a_fitting_manifest_is_plain_xml)
{
	static const struct xml_dialect dialect = { .namespace_uri = "urn:tearline:manifest:1",
		.status = TL_NO,
		.max_depth = 3,
		.max_bytes = 1 << 20 };
	struct memory m = { .bytes = buf_slice(&small.manifest) };
	size_t elements = 0, opened = 0;
	const struct xml_visitor visitor = { .context = &elements, .start = count_start };
	assert_ok(xml_scan(
	    (struct tl_reader){ &m, memory_read }, "manifest", &dialect, &visitor, NULL, NULL));
	for (size_t i = 0; i + 1 < small.manifest.len; i++)
		opened += small.manifest.ptr[i] == '<' && small.manifest.ptr[i + 1] >= 'a';
	assert_int_equal(elements, opened);
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

TEST(a_digest_beside_is_that_of_all_bytes)
{
	static const size_t lens[] = { 0, 1, BESIDE_SLOT, 2 * BESIDE_SLOT, 3 * BESIDE_SLOT + 5,
		40 * BESIDE_SLOT + 77 };
	for (size_t i = 0; i < sizeof lens / sizeof *lens; i++) {
		struct beside beside;
		struct digest digest;
		struct buf all;
		unsigned char next = 0;
		buf_init(&all, (size_t)1 << 24);
		assert_ok(beside_init(&beside, NULL));
		for (size_t left = lens[i]; left > 0;) {
			size_t len = left < BESIDE_SLOT ? left : BESIDE_SLOT;
			unsigned char *slot = beside_slot(&beside);
			memset(slot, next++, len);
			buf_add(&all, slot, len);
			beside_give(&beside, len);
			left -= len;
		}
		assert_ok(beside_end(&beside, &digest, NULL));
		struct digest expected = unit_sha384(buf_slice(&all));
		assert_true(digest_equal(&digest, &expected));
		beside_release(&beside);
		buf_release(&all);
	}
}

TEST(a_digest_beside_can_be_given_up_at_any_time)
{
	for (size_t slots = 0; slots < 12; slots++) {
		struct beside beside;
		assert_ok(beside_init(&beside, NULL));
		for (size_t i = 0; i < slots; i++) {
			memset(beside_slot(&beside), 0, BESIDE_SLOT);
			beside_give(&beside, BESIDE_SLOT);
		}
		beside_release(&beside);
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
		cmocka_unit_test(what_is_not_plain_xml_of_one_form_is_refused),
		cmocka_unit_test(a_nul_is_refused_wherever_it_stands),
		cmocka_unit_test(attributes_are_all_there_in_order_and_spelled_one_way),
		cmocka_unit_test(texts_have_one_spelling_and_hide_nothing),
		cmocka_unit_test(numbers_digests_and_times_have_one_spelling),
		cmocka_unit_test(an_output_name_in_a_manifest_is_one_path_component),
		cmocka_unit_test(the_list_covers_the_output_exactly),
		cmocka_unit_test(elements_stand_in_one_order),
		cmocka_unit_test(a_second_output_or_gap_in_a_row_is_refused),
		cmocka_unit_test(kept_pieces_cannot_change_places),
		cmocka_unit_test(templates_are_declared_in_order_and_once),
		cmocka_unit_test(converted_line_ends_of_the_output_are_called_by_their_name),
		cmocka_unit_test(a_line_longer_than_any_is_refused_in_constant_memory),
		cmocka_unit_test(large_outputs_fit_and_one_wrong_byte_in_them_is_found),
		cmocka_unit_test(bytes_come_one_at_a_time_too),
		cmocka_unit_test(a_reader_that_fails_or_lies_is_the_systems_fault),
		cmocka_unit_test(a_fitting_manifest_is_plain_xml),
		cmocka_unit_test(every_reason_has_its_sentence),
		cmocka_unit_test(a_digest_beside_is_that_of_all_bytes),
		cmocka_unit_test(a_digest_beside_can_be_given_up_at_any_time),
	};
	return cmocka_run_group_tests(tests, make_small, drop_small);
}
