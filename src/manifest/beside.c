#include "manifest/beside.h"

#include <stdlib.h>

#include "base/wipe.h"

/* A stream of fewer full slots is hashed before a thread has started. */
#define THREAD_FROM 2
/* Waking a sleeper costs as much as hashing half a slot: whoever waits is woken for several slots at once. */
#define WAKE_FROM (BESIDE_SLOTS / 2)

tl_status
beside_init(struct beside *beside, struct tl_error *e)
{
	memset(beside, 0, sizeof *beside);
	TRY(hasher_init(&beside->hasher, e));
	beside->slots = malloc(BESIDE_SLOT * BESIDE_SLOTS);
	if (beside->slots == NULL)
		return error_memory(e);
	return TL_OK;
}

static void
hash_slot(struct beside *beside, size_t number)
{
	size_t slot = number % BESIDE_SLOTS;
	hasher_add(
	    &beside->hasher, slice_of(beside->slots + slot * BESIDE_SLOT, beside->lens[slot]));
}

static void *
hash_slots(void *context)
{
	struct beside *beside = context;
	pthread_mutex_lock(&beside->lock);
	for (;;) {
		while (beside->hashed == beside->given && !beside->ended)
			pthread_cond_wait(&beside->moved, &beside->lock);
		if (beside->hashed == beside->given)
			break;
		size_t number = beside->hashed;
		pthread_mutex_unlock(&beside->lock);
		hash_slot(beside, number);
		pthread_mutex_lock(&beside->lock);
		beside->hashed++;
		if (beside->given - beside->hashed == WAKE_FROM)
			pthread_cond_signal(&beside->moved);
	}
	pthread_mutex_unlock(&beside->lock);
	return NULL;
}

static void
start_thread(struct beside *beside)
{
	if (pthread_mutex_init(&beside->lock, NULL) != 0)
		goto out;
	if (pthread_cond_init(&beside->moved, NULL) != 0) {
		pthread_mutex_destroy(&beside->lock);
		goto out;
	}
	beside->threaded = pthread_create(&beside->thread, NULL, hash_slots, beside) == 0;
	if (!beside->threaded) {
		pthread_cond_destroy(&beside->moved);
		pthread_mutex_destroy(&beside->lock);
	}
out:
	beside->alone = !beside->threaded;
}

static void
end_thread(struct beside *beside)
{
	if (!beside->threaded)
		return;
	pthread_mutex_lock(&beside->lock);
	beside->ended = true;
	pthread_cond_signal(&beside->moved);
	pthread_mutex_unlock(&beside->lock);
	pthread_join(beside->thread, NULL);
	pthread_cond_destroy(&beside->moved);
	pthread_mutex_destroy(&beside->lock);
	beside->threaded = false;
}

void
beside_release(struct beside *beside)
{
	end_thread(beside);
	hasher_release(&beside->hasher);
	/* Only what was filled: to wipe untouched pages would cost more than to verify a small output. */
	for (size_t i = 0; i < BESIDE_SLOTS; i++)
		if (beside->most[i] > 0)
			wipe(beside->slots + i * BESIDE_SLOT, beside->most[i]);
	free(beside->slots);
	beside->slots = NULL;
}

/* The slot given last stays the caller's to read: it is never the one handed out here. */
unsigned char *
beside_slot(struct beside *beside)
{
	if (beside->threaded) {
		pthread_mutex_lock(&beside->lock);
		while (beside->given - beside->hashed >= BESIDE_SLOTS)
			pthread_cond_wait(&beside->moved, &beside->lock);
		pthread_mutex_unlock(&beside->lock);
	}
	return beside->slots + beside->given % BESIDE_SLOTS * BESIDE_SLOT;
}

void
beside_give(struct beside *beside, size_t len)
{
	if (!beside->threaded && !beside->alone && len == BESIDE_SLOT &&
	    beside->given >= THREAD_FROM)
		start_thread(beside);
	size_t slot = beside->given % BESIDE_SLOTS;
	beside->lens[slot] = len;
	if (beside->most[slot] < len)
		beside->most[slot] = len;
	if (!beside->threaded) {
		hash_slot(beside, beside->given++);
		beside->hashed = beside->given;
		return;
	}
	pthread_mutex_lock(&beside->lock);
	beside->given++;
	if (beside->given - beside->hashed == WAKE_FROM)
		pthread_cond_signal(&beside->moved);
	pthread_mutex_unlock(&beside->lock);
}

tl_status
beside_end(struct beside *beside, struct digest *out, struct tl_error *e)
{
	end_thread(beside);
	return hasher_end(&beside->hasher, out, e);
}
