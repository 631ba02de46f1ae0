#include "log_kit.h"

#include "manifest/log_proof.h"

TEST(names_of_tiles_are_those_of_the_specification)
{
	char name[LOG_NAME_MAX];
	log_tile_name(name, 0, 1234067, LOG_TILE);
	assert_string_equal(name, "tile/0/x001/x234/067");
	log_tile_name(name, 2, 0, 5);
	assert_string_equal(name, "tile/2/000.p/5");
	log_tile_name(name, LOG_LEVEL_ENTRIES, 1000, 255);
	assert_string_equal(name, "tile/entries/x001/000.p/255");
	log_tile_name(name, 0, UINT32_MAX, LOG_TILE);
	assert_string_equal(name, "tile/0/x004/x294/x967/295");
}

/* tlog-tiles: a tree of 256 entries has one finished tile and one hash above it; 70,000 would have 273. */
TEST(a_log_has_the_tiles_of_its_size)
{
	struct kit *kit = kit_new();
	assert_ok(kit_append(kit, 0, 256, NULL));
	assert_non_null(kit_find(kit, "tile/0/000"));
	assert_non_null(kit_find(kit, "tile/entries/000"));
	assert_non_null(kit_find(kit, "tile/1/000.p/1"));
	assert_int_equal(kit_find(kit, "tile/0/000")->len, 8192);
	assert_null(kit_find(kit, "tile/0/001.p/0"));
	assert_int_equal(kit->count, 4);
	assert_ok(kit_append(kit, 256, 700, NULL));
	assert_non_null(kit_find(kit, "tile/0/002.p/188"));
	assert_non_null(kit_find(kit, "tile/entries/002.p/188"));
	assert_non_null(kit_find(kit, "tile/1/000.p/2"));
	assert_ok(kit_check(kit, NULL, 0, NULL));
	kit_free(kit);
}

TEST(the_same_entries_make_the_same_log_however_they_are_appended)
{
	struct kit *one = kit_new(), *many = kit_new();
	assert_ok(kit_append(one, 0, 300, NULL));
	for (size_t i = 0; i < 300; i += 7)
		assert_ok(kit_append(many, i, i + 7 < 300 ? i + 7 : 300, NULL));
	for (size_t i = 0; i < one->count; i++) {
		const struct kit_file *file = kit_find(many, one->files[i].name);
		assert_non_null(file);
		assert_int_equal(file->len, one->files[i].len);
		assert_memory_equal(file->bytes, one->files[i].bytes, file->len);
	}
	/* Unfinished tiles go when the finished one is there. */
	assert_null(kit_find(many, "tile/0/000.p/7"));
	kit_free(one);
	kit_free(many);
}

/* Killed before each step of an append: the next one completes it, and nothing was ever written over. */
TEST(an_append_that_is_cut_short_is_completed)
{
	struct tl_error e;
	for (size_t step = 1;; step++) {
		struct kit *kit = kit_new();
		assert_ok(kit_append(kit, 0, 250, NULL));
		kit->limit = kit->steps + step;
		bool done = kit_append(kit, 250, 260, NULL) == TL_OK;
		kit->limit = 0;
		e = (struct tl_error){ 0 };
		if (kit_append(kit, 260, 261, &e) != TL_OK)
			fail_msg("step %zu: %s: %s", step, e.file, e.what);
		struct checkpoint head;
		struct buf note;
		buf_init(&note, NOTE_MAX);
		kit_head(kit, &note, &head);
		/* Only a note that never reached the disk is an append that never was. */
		assert_true(head.size == 261 || (step == 1 && head.size == 251));
		assert_null(kit_find(kit, "pending"));
		buf_release(&note);
		assert_ok(kit_check(kit, NULL, 0, NULL));
		kit_free(kit);
		if (done)
			break;
	}
}

TEST(a_log_that_was_rolled_back_is_not_gone_on_with)
{
	static const size_t later[] = { 11, 30, 255, 256, 300 };
	for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
		struct kit *kit = kit_new();
		unsigned char old[1024];
		assert_ok(kit_append(kit, 0, 10, NULL));
		int64_t len = kit_read(kit, "checkpoint", old, sizeof old);
		assert_ok(kit_append(kit, 10, later[i], NULL));
		assert_int_equal(kit_write(kit, "checkpoint", old, (size_t)len, 1), 0);
		assert_int_equal(kit_append(kit, 500, 501, NULL), TL_NO);
		kit_free(kit);
	}
}

TEST(every_changed_byte_of_a_log_is_found)
{
	struct kit *kit = kit_new();
	assert_ok(kit_append(kit, 0, 259, NULL));
	for (size_t i = 0; i < kit->count; i++) {
		struct kit_file *file = &kit->files[i];
		for (size_t at = 0; at < file->len; at += 1 + file->len / 97) {
			file->bytes[at] ^= 0x20;
			assert_int_equal(kit_check(kit, NULL, 0, NULL), TL_NO);
			file->bytes[at] ^= 0x20;
		}
		file->len--;
		assert_int_equal(kit_check(kit, NULL, 0, NULL), TL_NO);
		file->len++;
	}
	assert_ok(kit_check(kit, NULL, 0, NULL));
	kit_free(kit);
}

TEST(a_log_of_which_a_file_is_missing_is_refused)
{
	struct kit *kit = kit_new();
	assert_ok(kit_append(kit, 0, 259, NULL));
	for (size_t i = 0; i < kit->count; i++) {
		char first = kit->files[i].name[0];
		kit->files[i].name[0] = '_';
		assert_int_equal(kit_check(kit, NULL, 0, NULL), TL_NO);
		kit->files[i].name[0] = first;
	}
	kit_free(kit);
}

static struct log_state
state_of(struct kit *kit)
{
	struct log_state state = { .origin = "logs.example/unit" };
	struct checkpoint head;
	struct buf note;
	buf_init(&note, NOTE_MAX);
	kit_head(kit, &note, &head);
	state.size = head.size;
	state.root = head.root;
	buf_release(&note);
	return state;
}

TEST(what_was_seen_of_a_log_must_still_be_in_it)
{
	struct kit *kit = kit_new();
	struct log_state seen[4];
	assert_ok(kit_append(kit, 0, 0, NULL));
	seen[2] = state_of(kit);
	assert_ok(kit_append(kit, 0, 5, NULL));
	seen[1] = state_of(kit);
	assert_ok(kit_append(kit, 5, 300, NULL));
	seen[0] = state_of(kit);
	seen[3] = seen[1];
	assert_ok(kit_check(kit, seen, 4, NULL));
	seen[1].root.bytes[0] ^= 1;
	struct tl_error e = { 0 };
	assert_int_equal(kit_check(kit, seen, 4, &e), TL_NO);
	assert_non_null(strstr(e.what, "forked"));
	seen[1].root.bytes[0] ^= 1;
	seen[3].size = 301;
	e = (struct tl_error){ 0 };
	assert_int_equal(kit_check(kit, seen, 4, &e), TL_NO);
	assert_non_null(strstr(e.what, "rolled back"));
	kit_free(kit);
}

TEST(every_proof_of_every_size_leads_to_the_root)
{
	struct kit *kit = kit_new();
	struct log_state states[80];
	struct hasher hasher;
	assert_ok(hasher_init_sha256(&hasher, NULL));
	/* Past the finished tile: both levels are read. */
	assert_ok(kit_append(kit, 0, 200, NULL));
	for (size_t i = 0; i < 70; i++) {
		assert_ok(kit_append(kit, 200 + i, 201 + i, NULL));
		states[i] = state_of(kit);
	}
	struct tl_log_store store = kit_store(kit);
	const struct log_state *now = &states[69];
	for (size_t i = 0; i < 270; i++) {
		struct tree_path path;
		struct digest leaf, root;
		struct log_entry entry = kit_entry(i);
		uint64_t index;
		assert_ok(log_find(&store, now->size, &entry, &index, NULL));
		assert_int_equal(index, i);
		assert_ok(log_inclusion(&store, i, now->size, &path, NULL));
		assert_ok(tree_leaf(&hasher, slice_of(entry.bytes, LOG_ENTRY_SIZE),
		    slice_of(NULL, 0), &leaf, NULL));
		assert_ok(tree_climb(&hasher, &leaf, &path, now->size, &root, NULL));
		assert_true(digest_equal(&root, &now->root));
	}
	for (size_t i = 0; i < 70; i++) {
		struct tree_path path;
		assert_ok(log_consistency(&store, states[i].size, now->size, &path, NULL));
		assert_ok(tree_consistent(
		    &hasher, &path, states[i].size, &states[i].root, now->size, &now->root, NULL));
	}
	hasher_release(&hasher);
	kit_free(kit);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_tiles_are_those_of_the_specification),
		cmocka_unit_test(a_log_has_the_tiles_of_its_size),
		cmocka_unit_test(the_same_entries_make_the_same_log_however_they_are_appended),
		cmocka_unit_test(an_append_that_is_cut_short_is_completed),
		cmocka_unit_test(a_log_that_was_rolled_back_is_not_gone_on_with),
		cmocka_unit_test(every_changed_byte_of_a_log_is_found),
		cmocka_unit_test(a_log_of_which_a_file_is_missing_is_refused),
		cmocka_unit_test(what_was_seen_of_a_log_must_still_be_in_it),
		cmocka_unit_test(every_proof_of_every_size_leads_to_the_root),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
