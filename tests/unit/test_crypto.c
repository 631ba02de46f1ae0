#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

#include "base/crypto.h"

static void
assert_hex(const unsigned char *bytes, size_t len, const char *hex)
{
	struct buf buf;
	buf_init(&buf, 4096);
	buf_add_hex(&buf, bytes, len);
	assert_slice(buf_slice(&buf), hex);
	buf_release(&buf);
}

/* FIPS 180-4 examples, and SHA384ShortMsg.rsp for the empty message. */
#define SHA384_EMPTY                                                                               \
	"38b060a751ac96384cd9327eb1b1e36a21fdb71114be0743"                                         \
	"4c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b"
#define SHA384_ABC                                                                                 \
	"cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"                                         \
	"1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7"
#define SHA384_TWO_BLOCKS                                                                          \
	"09330c33f71147e83d192fc782cd1b4753111b173b3b05d2"                                         \
	"2fa08086e3b0f712fcc7c71a557e2db966c3e9fa91746039"
#define TWO_BLOCKS                                                                                 \
	"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"                                 \
	"hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

static int
hasher_setup(void **state)
{
	struct hasher *hasher = calloc(1, sizeof *hasher);
	*state = hasher;
	return hasher == NULL || hasher_init(hasher, NULL) != TL_OK;
}

static int
hasher_teardown(void **state)
{
	hasher_release(*state);
	free(*state);
	return 0;
}

static void
sha384_agrees_with_the_published_examples(void **state)
{
	struct digest digest;
	assert_ok(hasher_digest(*state, slice_of(NULL, 0), &digest, NULL));
	assert_hex(digest.bytes, DIGEST_SIZE, SHA384_EMPTY);
	assert_ok(hasher_digest(*state, slice_str("abc"), &digest, NULL));
	assert_hex(digest.bytes, DIGEST_SIZE, SHA384_ABC);
	assert_ok(hasher_digest(*state, slice_str(TWO_BLOCKS), &digest, NULL));
	assert_hex(digest.bytes, DIGEST_SIZE, SHA384_TWO_BLOCKS);
}

static void
digest_does_not_depend_on_how_the_bytes_are_cut(void **state)
{
	struct digest digest;
	for (size_t cut = 0; cut <= strlen(TWO_BLOCKS); cut++) {
		hasher_begin(*state);
		hasher_add(*state, slice_sub(slice_str(TWO_BLOCKS), 0, cut));
		hasher_add(*state, slice_sub(slice_str(TWO_BLOCKS), cut, strlen(TWO_BLOCKS)));
		assert_ok(hasher_end(*state, &digest, NULL));
		assert_hex(digest.bytes, DIGEST_SIZE, SHA384_TWO_BLOCKS);
	}
}

static void
beginning_again_forgets_what_was_added(void **state)
{
	struct digest digest;
	hasher_begin(*state);
	hasher_add(*state, slice_str("withdrawn"));
	assert_ok(hasher_digest(*state, slice_str("abc"), &digest, NULL));
	assert_hex(digest.bytes, DIGEST_SIZE, SHA384_ABC);
}

static void
digest_that_was_not_begun_fails_and_is_zero(void **state)
{
	struct tl_error e = { 0 };
	struct digest digest;
	assert_ok(hasher_digest(*state, slice_str("abc"), &digest, NULL));
	hasher_add(*state, slice_str("abc"));
	assert_int_equal(hasher_end(*state, &digest, &e), TL_SYSTEM);
	assert_int_equal(e.status, TL_SYSTEM);
	assert_true(digest_equal(&digest, &(struct digest){ { 0 } }));
}

static void
released_hasher_fails_instead_of_crashing(void **state)
{
	struct hasher hasher;
	struct digest digest;
	(void)state;
	assert_ok(hasher_init(&hasher, NULL));
	hasher_release(&hasher);
	assert_int_equal(hasher_digest(&hasher, slice_str("abc"), &digest, NULL), TL_SYSTEM);
	hasher_release(&hasher);
}

TEST(keystream_agrees_with_the_published_examples)
{
	/* AES-256 of the counters 0, 1 and 2 under the zero key: H and the tag of test case 13 and the text of test
	 * case 14 in McGrew and Viega, The Galois/Counter Mode of Operation, appendix B. */
	static const unsigned char zero[SEED_SIZE] = { 0 };
	/* The key of NIST SP 800-38A F.5.5, whose counter starts at f0f1…; ours at 0, so the blocks are those of
	 * `openssl enc -aes-256-ecb -nopad` over the counters. */
	static const unsigned char f55[SEED_SIZE] = { 0x60, 0x3d, 0xeb, 0x10, 0x15, 0xca, 0x71,
		0xbe, 0x2b, 0x73, 0xae, 0xf0, 0x85, 0x7d, 0x77, 0x81, 0x1f, 0x35, 0x2c, 0x07, 0x3b,
		0x61, 0x08, 0xd7, 0x2d, 0x98, 0x10, 0xa3, 0x09, 0x14, 0xdf, 0xf4 };
	unsigned char out[48];
	struct keystream stream;
	assert_ok(keystream_init(&stream, zero, NULL));
	assert_ok(keystream_read(&stream, out, 48, NULL));
	assert_hex(out, 48,
	    "dc95c078a2408989ad48a21492842087530f8afbc74536b9a963b4f1c4cb738b"
	    "cea7403d4d606b6e074ec5d3baf39d18");
	keystream_release(&stream);
	assert_ok(keystream_init(&stream, f55, NULL));
	assert_ok(keystream_read(&stream, out, 32, NULL));
	assert_hex(out, 32, "e568f68194cf76d6174d4cc04310a85491151e5d0b7a1f1bc0d7acd0ae3e51e4");
	keystream_release(&stream);
}

TEST(keystream_does_not_depend_on_how_it_is_read)
{
	static const unsigned char seed[SEED_SIZE] = { 7 };
	unsigned char whole[1000], parts[1000];
	struct keystream stream;
	assert_ok(keystream_init(&stream, seed, NULL));
	assert_ok(keystream_read(&stream, whole, sizeof whole, NULL));
	keystream_release(&stream);

	memset(parts, 0xff, sizeof parts);
	assert_ok(keystream_init(&stream, seed, NULL));
	size_t at = 0;
	for (size_t step = 0; at < sizeof parts; step++) {
		size_t len = step < sizeof parts - at ? step : sizeof parts - at;
		assert_ok(keystream_read(&stream, parts + at, len, NULL));
		at += len;
	}
	assert_memory_equal(whole, parts, sizeof whole);
	keystream_release(&stream);
	assert_int_equal(keystream_read(&stream, parts, 1, NULL), TL_SYSTEM);
}

TEST(random_bytes_differ_from_call_to_call)
{
	unsigned char a[32] = { 0 }, b[32] = { 0 };
	assert_ok(crypto_random(a, sizeof a, NULL));
	assert_ok(crypto_random(b, sizeof b, NULL));
	assert_memory_not_equal(a, b, sizeof a);
	assert_memory_not_equal(a, (unsigned char[32]){ 0 }, sizeof a);
}

TEST(digests_are_equal_only_where_every_bit_is)
{
	struct digest a = { { 0 } };
	assert_true(digest_equal(&a, &(struct digest){ { 0 } }));
	for (size_t bit = 0; bit < 8 * DIGEST_SIZE; bit++) {
		struct digest b = a;
		b.bytes[bit / 8] ^= (unsigned char)(1 << bit % 8);
		assert_false(digest_equal(&a, &b));
	}
}

/* Runs first: OpenSSL reads its configuration once in a process. */
TEST(configuration_named_by_the_environment_is_not_read)
{
	/* Activates the null provider alone, so that no algorithm is left. */
	static const char text[] = "openssl_conf = start\n[start]\nproviders = p\n[p]\nnull = n\n"
				   "[n]\nactivate = 1\n";
	char path[] = "/tmp/tearline-test-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
	assert_int_equal(close(fd), 0);
	assert_int_equal(setenv("OPENSSL_CONF", path, 1), 0);
	struct hasher hasher;
	struct digest digest;
	assert_ok(hasher_init(&hasher, NULL));
	assert_ok(hasher_digest(&hasher, slice_str("abc"), &digest, NULL));
	assert_hex(digest.bytes, DIGEST_SIZE, SHA384_ABC);
	hasher_release(&hasher);
	assert_int_equal(unlink(path), 0);
}

#define WITH_HASHER(test) cmocka_unit_test_setup_teardown(test, hasher_setup, hasher_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(configuration_named_by_the_environment_is_not_read),
		WITH_HASHER(sha384_agrees_with_the_published_examples),
		WITH_HASHER(digest_does_not_depend_on_how_the_bytes_are_cut),
		WITH_HASHER(beginning_again_forgets_what_was_added),
		WITH_HASHER(digest_that_was_not_begun_fails_and_is_zero),
		WITH_HASHER(released_hasher_fails_instead_of_crashing),
		cmocka_unit_test(keystream_agrees_with_the_published_examples),
		cmocka_unit_test(keystream_does_not_depend_on_how_it_is_read),
		cmocka_unit_test(random_bytes_differ_from_call_to_call),
		cmocka_unit_test(digests_are_equal_only_where_every_bit_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
