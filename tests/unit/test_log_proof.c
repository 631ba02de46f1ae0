#include "log_kit.h"

#include "manifest/log_proof.h"

/* A log of 12 entries, the eighth of which is ours; it saw the log with 5, and the verifier remembers 9. */
struct world {
	struct kit *kit;
	struct buf notes[3]; /* of 5, 9 and 12 entries */
	struct log_state seen;
	struct buf text;
	struct digest manifest;
	unsigned char id[FORM_ID_SIZE];
};

static void
make(struct world *w, bool olds)
{
	struct log_proof *proof = calloc(1, sizeof *proof);
	struct tl_log_store store;
	struct checkpoint heads[3];
	static const size_t sizes[] = { 5, 9, 12 };
	size_t ours = 7;
	*w = (struct world){ .kit = kit_new(), .id = { 7 } };
	memcpy(w->manifest.bytes, &ours, sizeof ours);
	for (size_t i = 0, from = 0; i < 3; from = sizes[i++]) {
		assert_ok(kit_append(w->kit, from, sizes[i], NULL));
		buf_init(&w->notes[i], NOTE_MAX);
		kit_head(w->kit, &w->notes[i], &heads[i]);
	}
	memcpy(w->seen.origin, "logs.example/unit", 17);
	w->seen.size = heads[0].size;
	w->seen.root = heads[0].root;
	store = kit_store(w->kit);
	proof->note = buf_slice(&w->notes[2]);
	assert_ok(log_inclusion(&store, 7, 12, &proof->path, NULL));
	for (size_t i = 0; i < 2 && olds; i++) {
		assert_ok(log_consistency(&store, sizes[i], 12, &proof->olds[i], NULL));
		proof->olds[i].index = sizes[i];
		proof->old_count = i + 1;
	}
	buf_init(&w->text, LOG_PROOF_MAX);
	assert_ok(log_proof_print(&w->text, proof, NULL));
	free(proof);
}

static void
drop(struct world *w)
{
	for (size_t i = 0; i < 3; i++)
		buf_release(&w->notes[i]);
	buf_release(&w->text);
	kit_free(w->kit);
}

static struct log_question
question_of(const struct world *w)
{
	return (struct log_question){ .proof = buf_slice(&w->text),
		.key = buf_slice(&w->kit->vkey),
		.since = buf_slice(&w->notes[1]),
		.manifest = &w->manifest,
		.id = w->id,
		.seen = &w->seen };
}

static void
assert_reason(const struct log_question *question, enum log_reason reason)
{
	struct log_verdict verdict;
	struct tl_error e = { 0 };
	assert_int_equal(
	    log_proof_check(question, &verdict, &e), reason == LOG_GOOD ? TL_OK : TL_NO);
	assert_int_equal(verdict.reason, reason);
	if (reason != LOG_GOOD)
		assert_string_equal(e.what, log_reason_text(reason));
}

TEST(a_proof_proves_place_and_memory)
{
	struct world w;
	struct log_verdict verdict;
	make(&w, true);
	struct log_question question = question_of(&w);
	assert_ok(log_proof_check(&question, &verdict, NULL));
	assert_true(verdict.since_checked && verdict.seen_checked);
	assert_int_equal(verdict.index, 7);
	assert_int_equal(verdict.size, 12);
	drop(&w);
}

TEST(each_refusal_of_a_proof_has_its_own_reason)
{
	struct world w;
	struct digest other = { { 9 } };
	make(&w, true);
	const struct log_question honest = question_of(&w);
	struct log_question q = honest;
	q.key = slice_str("nothing");
	assert_reason(&q, LOG_NO_KEY);
	q = honest;
	q.proof = slice_of(NULL, 0);
	assert_reason(&q, LOG_PROOF_FORM);
	q = honest;
	q.manifest = &other;
	assert_reason(&q, LOG_ENTRY);
	q = honest;
	q.since = slice_str("nothing");
	assert_reason(&q, LOG_SINCE_FORM);
	/* It says that it saw the log when its own entry was there already. */
	struct log_state seen = w.seen;
	seen.size = 9;
	q = honest;
	q.seen = &seen;
	assert_reason(&q, LOG_TOO_EARLY);
	seen = w.seen;
	seen.root.bytes[3] ^= 1;
	assert_reason(&q, LOG_MANIFEST_FORKED);
	/* Of another log it proves nothing and refuses nothing. */
	seen.origin[0] = 'x';
	assert_reason(&q, LOG_GOOD);
	drop(&w);
}

TEST(a_proof_without_the_paths_says_what_it_leaves_open)
{
	struct world w;
	struct log_verdict verdict;
	make(&w, false);
	struct log_question q = question_of(&w);
	assert_reason(&q, LOG_SINCE_UNPROVED);
	q.since = slice_of(NULL, 0);
	assert_ok(log_proof_check(&q, &verdict, NULL));
	assert_false(verdict.since_checked || verdict.seen_checked);
	/* The proof's own checkpoint needs no path. */
	q.since = buf_slice(&w.notes[2]);
	assert_ok(log_proof_check(&q, &verdict, NULL));
	assert_true(verdict.since_checked);
	drop(&w);
}

/* The same key signs another log from the same beginning. */
TEST(a_fork_and_a_later_memory_are_refused)
{
	struct world w;
	struct kit *fork = kit_new();
	struct checkpoint head;
	struct buf note;
	make(&w, true);
	struct log_question q = question_of(&w);
	buf_init(&note, NOTE_MAX);
	assert_ok(kit_append(fork, 100, 109, NULL));
	kit_head(fork, &note, &head);
	q.since = buf_slice(&note);
	assert_reason(&q, LOG_SINCE_FORKED);
	assert_ok(kit_append(fork, 109, 113, NULL));
	kit_head(fork, &note, &head);
	q.since = buf_slice(&note);
	assert_reason(&q, LOG_SINCE_LATER);
	buf_release(&note);
	kit_free(fork);
	drop(&w);
}

TEST(every_changed_byte_and_every_cut_of_a_proof_is_refused)
{
	static const unsigned char changes[] = { 0x01, 0x20, 0x80 };
	struct world w;
	struct log_verdict verdict;
	make(&w, true);
	for (size_t i = 0; i < w.text.len; i++) {
		struct log_question q = question_of(&w);
		q.proof.len = i;
		assert_int_equal(log_proof_check(&q, &verdict, NULL), TL_NO);
		for (size_t c = 0; c < sizeof changes; c++) {
			w.text.ptr[i] ^= changes[c];
			q = question_of(&w);
			assert_int_equal(log_proof_check(&q, &verdict, NULL), TL_NO);
			w.text.ptr[i] ^= changes[c];
		}
	}
	drop(&w);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_proof_proves_place_and_memory),
		cmocka_unit_test(each_refusal_of_a_proof_has_its_own_reason),
		cmocka_unit_test(a_proof_without_the_paths_says_what_it_leaves_open),
		cmocka_unit_test(a_fork_and_a_later_memory_are_refused),
		cmocka_unit_test(every_changed_byte_and_every_cut_of_a_proof_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
