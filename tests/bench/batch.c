/*
 * tests/bench/batch.c -- many small documents in memory under one seal, beside the hashing of their sources.
 *
 * usage: batch FILE [COUNT]
 *
 * One thread; user time; the median of five rounds of each, in turns.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include <openssl/evp.h>

#include "tearline.h"

#define NOW    INT64_C(1795521600)
#define ROUNDS 5

struct memory {
	unsigned char *bytes;
	size_t len, capacity;
};

static int
put(void *context, const void *bytes, size_t len)
{
	struct memory *memory = context;
	if (len > memory->capacity - memory->len)
		return -1;
	memcpy(memory->bytes + memory->len, bytes, len);
	memory->len += len;
	return 0;
}

static int64_t
get(void *context, uint64_t offset, void *bytes, size_t capacity)
{
	const struct memory *memory = context;
	size_t left = offset < memory->len ? memory->len - (size_t)offset : 0;
	if (left > capacity)
		left = capacity;
	memcpy(bytes, memory->bytes + (left > 0 ? offset : 0), left);
	return (int64_t)left;
}

static struct memory
room(size_t capacity)
{
	struct memory memory = { malloc(capacity), 0, capacity };
	if (memory.bytes == NULL)
		exit(6);
	return memory;
}

static double
user_time(void)
{
	struct rusage usage;
	(void)getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + (double)usage.ru_utime.tv_usec / 1e6;
}

static void
must(tl_status status, const struct tl_error *e)
{
	if (status == TL_OK)
		return;
	fprintf(stderr, "batch: %s\n", e->what);
	exit(6);
}

struct bench {
	struct memory source, output, manifest, small[3];
	struct tl_policy *policy;
	struct tl_signer *signer;
	size_t count;
};

/* The documents differ in a number, so that none is the other's copy. */
static void
vary(struct bench *b, size_t number)
{
	char digits[8];
	(void)snprintf(digits, sizeof digits, "%05zu", number % 100000);
	memcpy(b->source.bytes + b->source.len - 6, digits, 5);
}

static double
seal(struct bench *b)
{
	struct tl_error e = { 0 };
	struct tl_batch *batch;
	double from = user_time();

	must(tl_batch_new(b->policy, b->signer, b->count, NOW, &batch, &e), &e);
	for (size_t i = 0; i < b->count; i++) {
		vary(b, i);
		b->output.len = b->manifest.len = 0;
		const struct tl_source source = { b->source.bytes, b->source.len, "memory", NULL };
		const struct tl_release release = { .output_name = "out",
			.output = { &b->output, put },
			.read_back = get,
			.context = &b->output,
			.manifest = { &b->manifest, put } };
		must(tl_batch_redact(batch, i, &source, &release, NULL, &e), &e);
	}
	b->small[0].len = b->small[1].len = 0;
	must(tl_batch_seal(batch, (struct tl_sink){ &b->small[0], put },
		 (struct tl_sink){ &b->small[1], put }, &e),
	    &e);
	for (size_t i = 0; i < b->count; i++) {
		b->small[2].len = 0;
		must(tl_batch_prove(batch, i, (struct tl_sink){ &b->small[2], put }, &e), &e);
	}
	tl_batch_free(batch);
	return user_time() - from;
}

static double
hash(struct bench *b)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	EVP_MD *method = EVP_MD_fetch(NULL, "SHA2-384", NULL);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	double from = user_time();

	for (size_t i = 0; i < b->count; i++) {
		vary(b, i);
		if (EVP_DigestInit_ex2(context, method, NULL) != 1 ||
		    EVP_DigestUpdate(context, b->source.bytes, b->source.len) != 1 ||
		    EVP_DigestFinal_ex(context, digest, NULL) != 1)
			exit(6);
	}
	from = user_time() - from;
	EVP_MD_CTX_free(context);
	EVP_MD_free(method);
	return from;
}

static int
by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void
prepare(struct bench *b, const char *path)
{
	struct tl_error e = { 0 };
	struct memory pem[3] = { room(1 << 16), room(1 << 16), room(1 << 16) };
	const void *policy;
	size_t len;
	FILE *file = fopen(path, "rb");

	b->source = room(1 << 20);
	b->output = room(1 << 20);
	b->manifest = room(1 << 22);
	for (size_t i = 0; i < 3; i++)
		b->small[i] = room(1 << 16);
	if (file == NULL || (b->source.len = fread(b->source.bytes, 1, 1 << 20, file)) < 64)
		exit(2);
	(void)fclose(file);
	must(tl_resource("us-public.xml", &policy, &len, &e), &e);
	must(tl_policy_load(policy, len, "us-public", &b->policy, &e), &e);
	must(tl_trial_keys(NOW, (struct tl_sink){ &pem[0], put }, (struct tl_sink){ &pem[1], put },
		 (struct tl_sink){ &pem[2], put }, &e),
	    &e);
	must(tl_signer_load((struct tl_bytes){ pem[2].bytes, pem[2].len },
		 (struct tl_bytes){ pem[1].bytes, pem[1].len }, (struct tl_bytes){ 0 },
		 (struct tl_bytes){ 0 }, NOW, &b->signer, &e),
	    &e);
}

int
main(int argc, char **argv)
{
	struct bench b = { .count = argc > 2 ? (size_t)strtoul(argv[2], NULL, 10) : 10000 };
	double sealed[ROUNDS], hashed[ROUNDS];

	if (argc < 2)
		return 2;
	prepare(&b, argv[1]);
	for (size_t i = 0; i < ROUNDS; i++) {
		hashed[i] = hash(&b);
		sealed[i] = seal(&b);
	}
	qsort(sealed, ROUNDS, sizeof *sealed, by_size);
	qsort(hashed, ROUNDS, sizeof *hashed, by_size);
	double this = sealed[ROUNDS / 2], beside = hashed[ROUNDS / 2];
	printf("%-40s %8.1f us %8.1f us %8.2f %8s\n", "batch of small documents : hashing them",
	    this / (double)b.count * 1e6, beside / (double)b.count * 1e6, this / beside, "(6)");
	return 0;
}
