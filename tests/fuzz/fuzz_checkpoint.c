/*
 * Checkpoints and keys of a log: what is accepted is printed again as it was, and nothing that is not signed is believed.
 * The first line may be a key; the rest is a checkpoint.
 */
#include "fuzz.h"

#include "manifest/note.h"

static void
check_key(struct slice text)
{
	struct note_key key;
	struct buf again;
	if (note_key_read(&key, text, NULL) != TL_OK)
		return;
	buf_init(&again, 1 << 12);
	LAW(note_key_print(&again, &key, NULL) == TL_OK && again.len == text.len + 1);
	LAW(memcmp(again.ptr, text.ptr, text.len) == 0);
	buf_release(&again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct note_key nobody = { .name = "nobody.example/log" };
	struct slice all = slice_of(data, size), rest = all;
	struct checkpoint head;
	struct buf again;
	check_key(slice_split(&rest, '\n'));
	if (checkpoint_read(&head, all) != NOTE_FINE)
		return 0;
	buf_init(&again, NOTE_MAX);
	checkpoint_text(&again, head.origin, head.size, &head.root);
	LAW(!again.failed && slice_equal(buf_slice(&again), head.text));
	LAW(head.text.len + 1 + head.signatures.len == size);
	LAW(checkpoint_signed(&head, &nobody) != NOTE_FINE);
	buf_release(&again);
	return 0;
}
