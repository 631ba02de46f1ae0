#include "manifest/beside.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/wipe.h"

/* A stream of fewer full slots is hashed before a thread has started. */
#define THREAD_FROM 2
/* Waking a sleeper costs as much as hashing half a slot: whoever waits is woken for several slots at once. */
#define WAKE_FROM (BESIDE_SLOTS / 2)

struct beside_thread {
	pthread_t id;
	pthread_mutex_t lock;
	pthread_cond_t moved;
};

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
	struct beside_thread *thread = beside->thread;
	pthread_mutex_lock(&thread->lock);
	for (;;) {
		while (beside->hashed == beside->given && !beside->ended)
			pthread_cond_wait(&thread->moved, &thread->lock);
		if (beside->hashed == beside->given)
			break;
		size_t number = beside->hashed;
		pthread_mutex_unlock(&thread->lock);
		hash_slot(beside, number);
		pthread_mutex_lock(&thread->lock);
		beside->hashed++;
		if (beside->given - beside->hashed == WAKE_FROM)
			pthread_cond_signal(&thread->moved);
	}
	pthread_mutex_unlock(&thread->lock);
	return NULL;
}

static bool
run_thread(struct beside *beside, struct beside_thread *thread)
{
	if (pthread_mutex_init(&thread->lock, NULL) != 0)
		return false;
	if (pthread_cond_init(&thread->moved, NULL) == 0) {
		beside->thread = thread;
		if (pthread_create(&thread->id, NULL, hash_slots, beside) == 0)
			return true;
		beside->thread = NULL;
		pthread_cond_destroy(&thread->moved);
	}
	pthread_mutex_destroy(&thread->lock);
	return false;
}

static void
start_thread(struct beside *beside)
{
	struct beside_thread *thread = malloc(sizeof *thread);
	if (thread != NULL && run_thread(beside, thread))
		return;
	free(thread);
	beside->alone = true;
}

static void
end_thread(struct beside *beside)
{
	struct beside_thread *thread = beside->thread;
	if (thread == NULL)
		return;
	pthread_mutex_lock(&thread->lock);
	beside->ended = true;
	pthread_cond_signal(&thread->moved);
	pthread_mutex_unlock(&thread->lock);
	pthread_join(thread->id, NULL);
	pthread_cond_destroy(&thread->moved);
	pthread_mutex_destroy(&thread->lock);
	free(thread);
	beside->thread = NULL;
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
	struct beside_thread *thread = beside->thread;
	if (thread != NULL) {
		pthread_mutex_lock(&thread->lock);
		while (beside->given - beside->hashed >= BESIDE_SLOTS)
			pthread_cond_wait(&thread->moved, &thread->lock);
		pthread_mutex_unlock(&thread->lock);
	}
	return beside->slots + beside->given % BESIDE_SLOTS * BESIDE_SLOT;
}

void
beside_give(struct beside *beside, size_t len)
{
	if (beside->thread == NULL && !beside->alone && len == BESIDE_SLOT &&
	    beside->given >= THREAD_FROM)
		start_thread(beside);
	size_t slot = beside->given % BESIDE_SLOTS;
	beside->lens[slot] = len;
	if (beside->most[slot] < len)
		beside->most[slot] = len;
	struct beside_thread *thread = beside->thread;
	if (thread == NULL) {
		hash_slot(beside, beside->given++);
		beside->hashed = beside->given;
		return;
	}
	pthread_mutex_lock(&thread->lock);
	beside->given++;
	if (beside->given - beside->hashed == WAKE_FROM)
		pthread_cond_signal(&thread->moved);
	pthread_mutex_unlock(&thread->lock);
}

tl_status
beside_end(struct beside *beside, struct digest *out, struct tl_error *e)
{
	end_thread(beside);
	return hasher_end(&beside->hasher, out, e);
}
