#include "ssh_kit.h"

static tl_status
check_under(struct slice list, const char *identity, struct slice signature, int64_t now,
    struct sshsig_verdict *verdict)
{
	struct ssh_trust trust = { .text = NULL };
	struct tl_error e = { 0 };
	struct wide_digest digest = ssh_digest();
	assert_ok(ssh_trust_add_signers(&trust, list, "allowed", &e));
	assert_ok(ssh_trust_add_identity(&trust, slice_str(identity), &e));
	tl_status status = sshsig_check(&trust, signature, &digest, now, verdict, &e);
	assert_int_equal(status == TL_OK, verdict->reason == SSHSIG_GOOD);
	if (status != TL_OK)
		assert_string_equal(e.what, verdict->text);
	assert_int_equal(status == TL_OK, verdict->signer[0] != '\0');
	ssh_trust_release(&trust);
	return status;
}

static void
assert_good(EVP_PKEY *key, struct slice signature)
{
	struct sshsig_verdict verdict;
	assert_ok(check_under(ssh_line("alice ", key), "alice", signature, KIT_NOW, &verdict));
	assert_string_equal(verdict.signer, "alice");
	assert_int_equal(verdict.principals_line, 1);
}

static void
assert_refused(EVP_PKEY *key, struct slice signature, enum sshsig_reason reason)
{
	struct sshsig_verdict verdict;
	tl_status status =
	    check_under(ssh_line("alice ", key), "alice", signature, KIT_NOW, &verdict);
	assert_int_equal(status, TL_NO);
	assert_int_equal(verdict.reason, reason);
}

static void
assert_forgery(struct ssh_forgery f, enum sshsig_reason reason)
{
	f.key = kit_ec("P-384");
	assert_refused(f.key, ssh_forge(&f), reason);
	f.key = ssh_ed25519();
	if (!f.padded_r && f.key_type == NULL)
		assert_refused(f.key, ssh_forge(&f), reason);
}

TEST(honest_signature_of_either_kind_is_good)
{
	struct ssh_forgery ec = { .key = kit_ec("P-384") }, ed = { .key = ssh_ed25519() };
	for (int i = 0; i < 20; i++)
		assert_good(ec.key, ssh_forge(&ec));
	assert_good(ed.key, ssh_forge(&ed));
}

/* ssh-keygen does not choose; both are by the same key over the same bytes. */
TEST(either_s_is_accepted_and_ours_is_the_lower)
{
	struct ssh_forgery f = { .key = kit_ec("P-384"), .high_s = true };
	assert_good(f.key, ssh_forge(&f));
	f = (struct ssh_forgery){ .key = f.key, .low_s = true };
	assert_good(f.key, ssh_forge(&f));
}

TEST(what_we_make_is_what_we_accept)
{
	EVP_PKEY *keys[] = { kit_ec("P-384"), ssh_ed25519() };
	struct wide_digest digest = ssh_digest();
	for (size_t i = 0; i < 2; i++) {
		struct ssh_private key;
		struct buf out;
		assert_ok(ssh_private_load(&key, kit_key_pem(keys[i], NULL), KIT_NOTHING, NULL));
		buf_init(&out, SSHSIG_MAX);
		for (int n = 0; n < 8; n++) {
			struct sshsig read;
			assert_ok(sshsig_make(&key, &digest, &out, NULL));
			assert_good(keys[i], buf_slice(&out));
			assert_int_equal(sshsig_read(buf_slice(&out), &read), SSHSIG_UNCHECKED);
			if (i == 0) /* the upper half of the order begins with 7f… */
				assert_true(read.signature.bytes[SSH_P384_HALF] < 0x80);
		}
		buf_release(&out);
		ssh_private_release(&key);
	}
}

TEST(every_field_has_one_value)
{
	assert_forgery((struct ssh_forgery){ .magic = "SSHSIX" }, SSHSIG_MAGIC_BYTES);
	assert_forgery((struct ssh_forgery){ .version = 2 }, SSHSIG_VERSION);
	assert_forgery((struct ssh_forgery){ .name_space = "file" }, SSHSIG_OTHER_NAMESPACE);
	assert_forgery((struct ssh_forgery){ .name_space = "" }, SSHSIG_OTHER_NAMESPACE);
	assert_forgery(
	    (struct ssh_forgery){ .name_space = SSHSIG_NAMESPACE "x" }, SSHSIG_OTHER_NAMESPACE);
	assert_forgery((struct ssh_forgery){ .reserved = "x" }, SSHSIG_RESERVED);
	assert_forgery((struct ssh_forgery){ .hash = "sha256" }, SSHSIG_HASH);
	assert_forgery((struct ssh_forgery){ .hash = "SHA512" }, SSHSIG_HASH);
	assert_forgery((struct ssh_forgery){ .type = "rsa-sha2-512" }, SSHSIG_SIGNATURE_TYPE);
	assert_forgery((struct ssh_forgery){ .key_type = "ecdsa-sha2-nistp256" }, SSHSIG_KEY_TYPE);
}

TEST(nothing_stands_behind_a_field)
{
	assert_forgery((struct ssh_forgery){ .behind_key = "x" }, SSHSIG_KEY);
	assert_forgery((struct ssh_forgery){ .behind_signature = "x" }, SSHSIG_LENGTHS);
	assert_forgery((struct ssh_forgery){ .behind_content = "x" }, SSHSIG_LENGTHS);
	assert_forgery((struct ssh_forgery){ .behind_blob = "x" }, SSHSIG_LENGTHS);
	assert_forgery((struct ssh_forgery){ .padded_r = true }, SSHSIG_LENGTHS);
}

TEST(armour_has_one_form)
{
	EVP_PKEY *key = ssh_ed25519();
	struct ssh_forgery f = { .key = key };
	struct slice honest = ssh_forge(&f);
	assert_refused(key, KIT_NOTHING, SSHSIG_EMPTY);
	assert_refused(key, kit_join(honest, slice_str("\n")), SSHSIG_AROUND);
	assert_refused(key, kit_join(honest, honest), SSHSIG_AROUND);
	assert_refused(key, kit_join(slice_str("\n"), honest), SSHSIG_AROUND);
	assert_refused(key, kit_join(slice_str("Hello\n"), honest), SSHSIG_AROUND);
	assert_refused(key, slice_sub(honest, 0, honest.len - 1), SSHSIG_ARMOUR);
	assert_refused(key, slice_str("-----BEGIN PGP SIGNATURE-----\n"), SSHSIG_ARMOUR);
	f.columns = 64;
	assert_refused(key, ssh_forge(&f), SSHSIG_FORM);
	f.columns = 76;
	assert_refused(key, ssh_forge(&f), SSHSIG_ARMOUR);
	unsigned char *long_one = kit_alloc(SSHSIG_MAX + 1);
	memset(long_one, 'A', SSHSIG_MAX + 1);
	assert_refused(key, slice_of(long_one, SSHSIG_MAX + 1), SSHSIG_TOO_LARGE);
	unsigned char *crlf = kit_alloc(honest.len);
	memcpy(crlf, honest.ptr, honest.len);
	crlf[29] = '\r';
	assert_refused(key, slice_of(crlf, honest.len), SSHSIG_ARMOUR);
}

/* Every bit: refused, or not even read. */
TEST(no_bit_of_a_signature_can_be_changed)
{
	EVP_PKEY *keys[] = { kit_ec("P-384"), ssh_ed25519() };
	for (size_t k = 0; k < 2; k++) {
		struct ssh_forgery f = { .key = keys[k] };
		struct slice honest = ssh_forge(&f);
		struct slice list = ssh_line("alice ", keys[k]);
		unsigned char *changed = kit_alloc(honest.len);
		for (size_t bit = 0; bit < 8 * honest.len; bit++) {
			struct sshsig_verdict verdict;
			memcpy(changed, honest.ptr, honest.len);
			changed[bit / 8] ^= (unsigned char)(1 << bit % 8);
			assert_int_equal(check_under(list, "alice", slice_of(changed, honest.len),
					     KIT_NOW, &verdict),
			    TL_NO);
		}
		for (size_t len = 0; len < honest.len; len++) {
			struct sshsig_verdict verdict;
			assert_int_equal(check_under(list, "alice", slice_sub(honest, 0, len),
					     KIT_NOW, &verdict),
			    TL_NO);
		}
	}
}

TEST(signature_by_another_key_is_wrong)
{
	struct ssh_forgery f = { .key = kit_ec("P-384"), .named = kit_ec("P-384") };
	assert_refused(f.named, ssh_forge(&f), SSHSIG_SIGNATURE);
	assert_refused(f.key, ssh_forge(&f), SSHSIG_NOT_ALLOWED);
	f = (struct ssh_forgery){ .key = ssh_ed25519(), .named = ssh_ed25519() };
	assert_refused(f.named, ssh_forge(&f), SSHSIG_SIGNATURE);
}

TEST(another_manifest_is_another_signature)
{
	struct ssh_forgery f = { .key = ssh_ed25519() };
	struct ssh_trust trust = { .text = NULL };
	struct sshsig_verdict verdict;
	struct wide_digest digest = ssh_digest();
	digest.bytes[63] ^= 1;
	assert_ok(ssh_trust_add_signers(&trust, ssh_line("alice ", f.key), "allowed", NULL));
	assert_ok(ssh_trust_add_identity(&trust, slice_str("alice"), NULL));
	assert_int_equal(
	    sshsig_check(&trust, ssh_forge(&f), &digest, KIT_NOW, &verdict, NULL), TL_NO);
	assert_int_equal(verdict.reason, SSHSIG_SIGNATURE);
	ssh_trust_release(&trust);
}

/* A point that is not on the curve verifies nothing. */
TEST(point_off_the_curve_is_refused)
{
	struct ssh_key key = { .kind = SSH_P384, .bytes = { 4, 1, 2, 3 } };
	struct ssh_signature signature = { { 1 } };
	struct digest identity;
	assert_false(ssh_signed(&key, slice_str("x"), &signature));
	assert_int_equal(ssh_key_identity(&key, &identity, NULL), TL_KEY);
}

TEST(who_is_asked_for_must_be_the_one_who_signed)
{
	struct ssh_forgery f = { .key = ssh_ed25519() };
	struct slice signature = ssh_forge(&f);
	static const struct {
		const char *before, *identity;
		enum sshsig_reason reason;
	} rows[] = {
		{ "alice ", "alice", SSHSIG_GOOD },
		{ "alice ", "Alice", SSHSIG_NOT_ALLOWED },
		{ "alice ", "alic", SSHSIG_NOT_ALLOWED },
		{ "bob,alice ", "alice", SSHSIG_GOOD },
		{ "*@example.org ", "alice@example.org", SSHSIG_GOOD },
		{ "*@example.org,!alice@* ", "alice@example.org", SSHSIG_NOT_ALLOWED },
		{ "!alice@* ", "bob@example.org", SSHSIG_NOT_ALLOWED },
		{ "a?ice ", "alice", SSHSIG_GOOD },
		{ "alice namespaces=\"tearline-manifest-v1\" ", "alice", SSHSIG_GOOD },
		{ "alice namespaces=\"git,tearline-*\" ", "alice", SSHSIG_GOOD },
		{ "alice namespaces=\"git\" ", "alice", SSHSIG_NOT_ALLOWED },
		{ "alice valid-after=\"20270115Z\" ", "alice", SSHSIG_GOOD },
		{ "alice valid-after=\"20270115080000Z\" ", "alice", SSHSIG_GOOD },
		{ "alice valid-after=\"20270115080001Z\" ", "alice", SSHSIG_NOT_YET },
		{ "alice valid-before=\"202701150800Z\" ", "alice", SSHSIG_GOOD },
		{ "alice valid-before=\"20270115075959Z\" ", "alice", SSHSIG_EXPIRED },
		{ "alice valid-after=\"20200229Z\",valid-before=\"99991231Z\" ", "alice",
		    SSHSIG_GOOD },
	};
	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		struct sshsig_verdict verdict;
		(void)check_under(ssh_line(rows[i].before, f.key), rows[i].identity, signature,
		    KIT_NOW, &verdict);
		assert_int_equal(verdict.reason, rows[i].reason);
	}
}

/* A role stands literally: a star is nobody's role. */
TEST(role_is_one_of_the_principals)
{
	struct ssh_trust trust = { .text = NULL };
	EVP_PKEY *key = ssh_ed25519();
	struct slice list = kit_join(slice_str("# signers\n\n"), ssh_line("bob,reviewer ", key));
	list = kit_join(list, ssh_line("*,alice ", ssh_ed25519()));
	assert_ok(ssh_trust_add_signers(&trust, list, "allowed", NULL));
	assert_true(ssh_trust_has_role(&trust, 3, "reviewer"));
	assert_false(ssh_trust_has_role(&trust, 3, "review"));
	assert_false(ssh_trust_has_role(&trust, 4, "reviewer"));
	assert_false(ssh_trust_has_role(&trust, 1, "reviewer"));
	ssh_trust_release(&trust);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(honest_signature_of_either_kind_is_good, kit_release),
		cmocka_unit_test_teardown(either_s_is_accepted_and_ours_is_the_lower, kit_release),
		cmocka_unit_test_teardown(what_we_make_is_what_we_accept, kit_release),
		cmocka_unit_test_teardown(every_field_has_one_value, kit_release),
		cmocka_unit_test_teardown(nothing_stands_behind_a_field, kit_release),
		cmocka_unit_test_teardown(armour_has_one_form, kit_release),
		cmocka_unit_test_teardown(no_bit_of_a_signature_can_be_changed, kit_release),
		cmocka_unit_test_teardown(signature_by_another_key_is_wrong, kit_release),
		cmocka_unit_test_teardown(another_manifest_is_another_signature, kit_release),
		cmocka_unit_test(point_off_the_curve_is_refused),
		cmocka_unit_test_teardown(who_is_asked_for_must_be_the_one_who_signed, kit_release),
		cmocka_unit_test_teardown(role_is_one_of_the_principals, kit_release),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
