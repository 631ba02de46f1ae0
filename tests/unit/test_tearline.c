/*
 * tests/unit/test_tearline.c -- the public interface as a program uses it, in memory: redact, verify, audit, and every
 * byte of a release changed.
 */
#include "unit.h"

#include <stdlib.h>

static const char telegram[] = "O 271130Z FEB 04\n"
			       "FM AMEMBASSY PORT MARLOW\n"
			       "TO RUEHC/SECSTATE WASHDC IMMEDIATE 2114\n"
			       "BT\n"
			       "C O N F I D E N T I A L PORT MARLOW 000417\n\n"
			       "SUBJECT: (U) FISHERIES TALKS\n\n"
			       "1. (U) The talks opened on Thursday.\n\n"
			       "2. (C) The minister will accept the quota.\n\n"
			       "3. (U) The talks go on in April.\n";

struct bytes {
	unsigned char *ptr;
	size_t len;
};

struct release {
	struct bytes output, manifest, seal, record;
};

static const int64_t now = INT64_C(1790000000);

static int
write_bytes(void *context, const void *bytes, size_t len)
{
	struct bytes *to = context;
	to->ptr = realloc(to->ptr, to->len + len + 1);
	assert_non_null(to->ptr);
	memcpy(to->ptr + to->len, bytes, len);
	to->len += len;
	return 0;
}

static int64_t
read_back(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	const struct bytes *output = context;
	size_t left = offset < output->len ? output->len - (size_t)offset : 0;
	size_t n = left < capacity ? left : capacity;
	if (n > 0)
		memcpy(bytes, output->ptr + offset, n);
	return (int64_t)n;
}

struct cursor {
	struct bytes rest;
};

static int64_t
read_bytes(void *context, void *bytes, size_t capacity)
{
	struct cursor *c = context;
	size_t n = c->rest.len < capacity ? c->rest.len : capacity;
	if (n > 0)
		memcpy(bytes, c->rest.ptr, n);
	c->rest.ptr += n;
	c->rest.len -= n;
	return (int64_t)n;
}

static struct tl_bytes
give(struct bytes bytes)
{
	return (struct tl_bytes){ bytes.ptr, bytes.len };
}

static struct bytes ca, certificate, key;
static struct tl_trust *trust;
static struct release honest;

static const struct tl_source source = { telegram, sizeof telegram - 1, "telegram.txt", NULL };

static tl_status
redact(const char *policy_name, bool sign, struct release *out, struct tl_error *e)
{
	struct tl_policy *policy = NULL;
	struct tl_signer *signer = NULL;
	const void *xml;
	size_t len;

	*out = (struct release){ 0 };
	assert_ok(tl_resource(policy_name, &xml, &len, e));
	assert_ok(tl_policy_load(xml, len, policy_name, &policy, e));
	if (sign)
		assert_ok(tl_signer_load(give(key), give(certificate), (struct tl_bytes){ 0 },
		    (struct tl_bytes){ 0 }, now, &signer, e));
	struct tl_release to = { .output_name = "out.txt",
		.now = now,
		.output = { &out->output, write_bytes },
		.read_back = read_back,
		.context = &out->output,
		.manifest = { &out->manifest, write_bytes },
		.seal = { &out->seal, sign ? write_bytes : NULL },
		.record = { &out->record, write_bytes } };
	tl_status status = tl_redact(policy, &source, signer, &to, NULL, e);
	tl_signer_free(signer);
	tl_policy_free(policy);
	return status;
}

static void
drop(struct release *release)
{
	free(release->output.ptr);
	free(release->manifest.ptr);
	free(release->seal.ptr);
	free(release->record.ptr);
}

static tl_status
verify(const struct release *release, const char *name)
{
	struct cursor manifest = { release->manifest }, output = { release->output };
	struct tl_evidence evidence = { .manifest = { &manifest, read_bytes },
		.output = { &output, read_bytes },
		.output_name = name,
		.seal = give(release->seal),
		.now = now };
	return tl_verify(trust, &evidence, NULL, NULL);
}

static int
set_up(void **state)
{
	struct tl_error e = { 0 };
	(void)state;
	assert_ok(tl_trial_keys(now, (struct tl_sink){ &ca, write_bytes },
	    (struct tl_sink){ &certificate, write_bytes }, (struct tl_sink){ &key, write_bytes },
	    &e));
	assert_ok(tl_trust_new(&trust, &e));
	assert_ok(tl_trust_add_root(trust, give(ca), &e));
	assert_ok(redact("us-public.xml", true, &honest, &e));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	drop(&honest);
	tl_trust_free(trust);
	free(ca.ptr);
	free(certificate.ptr);
	free(key.ptr);
	return 0;
}

TEST(honest_release_is_good_and_holds_what_it_may)
{
	assert_int_equal(verify(&honest, "out.txt"), TL_OK);
	assert_non_null(memmem(honest.output.ptr, honest.output.len, "go on in April", 14));
	assert_null(memmem(honest.output.ptr, honest.output.len, "quota", 5));
}

TEST(release_under_another_name_is_not_good)
{
	assert_int_equal(verify(&honest, "other.txt"), TL_NO);
}

/* Every byte in each of these ways, and every truncation. */
static void
assert_tamper_is_refused(const char *name, struct bytes *part, const char *changes)
{
	size_t tried = 0;
	for (size_t i = 0; i < part->len; i++)
		for (const char *c = changes; *c != '\0'; c++, tried++) {
			part->ptr[i] ^= (unsigned char)*c;
			assert_int_equal(verify(&honest, "out.txt"), TL_NO);
			part->ptr[i] ^= (unsigned char)*c;
		}
	size_t whole = part->len;
	for (part->len = 0; part->len < whole; part->len++, tried++)
		assert_int_equal(verify(&honest, "out.txt"), TL_NO);
	assert_int_equal(verify(&honest, "out.txt"), TL_OK);
	print_message("%zu changed and cut releases refused: %s\n", tried, name);
}

TEST(every_byte_of_the_output_counts)
{
	assert_tamper_is_refused("the output", &honest.output, "\x01\x20\xff");
}

TEST(every_byte_of_the_manifest_counts)
{
	assert_tamper_is_refused("the manifest", &honest.manifest, "\x01\x20\xff");
}

TEST(every_bit_of_the_seal_counts)
{
	assert_tamper_is_refused("the seal", &honest.seal, "\x01\x02\x04\x08\x10\x20\x40\x80");
}

TEST(anything_behind_the_end_of_a_part_is_refused)
{
	struct bytes *const parts[] = { &honest.output, &honest.manifest, &honest.seal };

	for (size_t i = 0; i < 3; i++) {
		for (int c = 0; c < 256; c += 5) {
			unsigned char byte = (unsigned char)c;
			assert_int_equal(write_bytes(parts[i], &byte, 1), 0);
			assert_int_equal(verify(&honest, "out.txt"), TL_NO);
			parts[i]->len--;
		}
	}
}

TEST(parts_of_two_releases_do_not_mix)
{
	struct release second, mixed;
	struct tl_error e = { 0 };

	assert_ok(redact("us-public.xml", true, &second, &e));
	assert_int_equal(verify(&second, "out.txt"), TL_OK);
	mixed = honest;
	mixed.manifest = second.manifest;
	assert_int_equal(verify(&mixed, "out.txt"), TL_NO);
	mixed = honest;
	mixed.seal = second.seal;
	assert_int_equal(verify(&mixed, "out.txt"), TL_NO);
	drop(&second);
}

TEST(unsigned_release_is_never_good)
{
	struct release bare;
	struct tl_error e = { 0 };

	assert_ok(redact("us-public.xml", false, &bare, &e));
	assert_int_equal(verify(&bare, "out.txt"), TL_NO);
	bare.seal = honest.seal;
	assert_int_equal(verify(&bare, "out.txt"), TL_NO);
	bare.seal = (struct bytes){ 0 };
	drop(&bare);
}

static tl_status
audit(const struct release *release, const char *text, struct tl_error *e)
{
	struct tl_source original = source;
	original.bytes = text;
	original.len = strlen(text);
	return tl_audit(&original, give(release->record), give(release->output),
	    give(release->manifest), NULL, e);
}

TEST(audit_makes_the_same_release_again)
{
	struct tl_error e = { 0 };
	assert_int_equal(audit(&honest, telegram, &e), TL_OK);
}

TEST(audit_refuses_another_original)
{
	char changed[sizeof telegram];
	struct tl_error e = { 0 };

	memcpy(changed, telegram, sizeof telegram);
	*strstr(changed, "quota") = 'Q';
	assert_int_equal(audit(&honest, changed, &e), TL_NO);
	assert_null(strstr(e.what, "uota"));
}

TEST(audit_refuses_a_record_that_tells_another_story)
{
	struct tl_error e = { 0 };
	unsigned char *at =
	    memmem(honest.record.ptr, honest.record.len, "above-ceiling", strlen("above-ceiling"));
	assert_non_null(at);
	memcpy(at, "unknown-token", strlen("unknown-token"));
	assert_int_equal(audit(&honest, telegram, &e), TL_NO);
	memcpy(at, "above-ceiling", strlen("above-ceiling"));
	assert_int_equal(audit(&honest, telegram, NULL), TL_OK);
}

TEST(audit_refuses_the_record_of_another_release)
{
	struct release second, mixed = honest;
	struct tl_error e = { 0 };

	assert_ok(redact("us-public.xml", true, &second, &e));
	mixed.record = second.record;
	assert_int_equal(audit(&mixed, telegram, &e), TL_NO);
	drop(&second);
}

TEST(strict_policy_leaves_no_notice)
{
	struct release strict;
	struct tl_error e = { 0 };

	assert_ok(redact("strict.xml", true, &strict, &e));
	assert_null(memchr(strict.output.ptr, '[', strict.output.len));
	assert_null(memmem(strict.output.ptr, strict.output.len, "\n\n\n", 3));
	assert_int_equal(verify(&strict, "out.txt"), TL_OK);
	drop(&strict);
}

static int
refuse(void *context, const void *bytes, size_t len)
{
	size_t *left = context;
	(void)bytes;
	if (*left < len)
		return -1;
	*left -= len;
	return 0;
}

TEST(sink_that_fails_at_any_byte_fails_the_redaction)
{
	struct tl_policy *policy;
	const void *xml;
	size_t len;

	assert_ok(tl_resource("us-public.xml", &xml, &len, NULL));
	assert_ok(tl_policy_load(xml, len, "us-public", &policy, NULL));
	for (size_t part = 0; part < 2; part++) {
		size_t whole = part == 0 ? honest.output.len : honest.manifest.len;
		for (size_t room = 0; room < whole; room += 97) {
			struct release out = { 0 };
			struct tl_error e = { 0 };
			size_t left = room;
			struct tl_sink full = { &left, refuse };
			struct tl_release to = { .output_name = "out.txt",
				.now = now,
				.output =
				    part == 0 ? full : (struct tl_sink){ &out.output, write_bytes },
				.read_back = read_back,
				.context = &out.output,
				.manifest = part == 1
				    ? full
				    : (struct tl_sink){ &out.manifest, write_bytes } };
			assert_int_equal(
			    tl_redact(policy, &source, NULL, &to, NULL, &e), TL_SYSTEM);
			assert_int_not_equal(e.what[0], 0);
			drop(&out);
		}
	}
	tl_policy_free(policy);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(honest_release_is_good_and_holds_what_it_may),
		cmocka_unit_test(release_under_another_name_is_not_good),
		cmocka_unit_test(every_byte_of_the_output_counts),
		cmocka_unit_test(every_byte_of_the_manifest_counts),
		cmocka_unit_test(every_bit_of_the_seal_counts),
		cmocka_unit_test(anything_behind_the_end_of_a_part_is_refused),
		cmocka_unit_test(parts_of_two_releases_do_not_mix),
		cmocka_unit_test(unsigned_release_is_never_good),
		cmocka_unit_test(audit_makes_the_same_release_again),
		cmocka_unit_test(audit_refuses_another_original),
		cmocka_unit_test(audit_refuses_a_record_that_tells_another_story),
		cmocka_unit_test(audit_refuses_the_record_of_another_release),
		cmocka_unit_test(strict_policy_leaves_no_notice),
		cmocka_unit_test(sink_that_fails_at_any_byte_fails_the_redaction),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
