/*
 * tests/leaks/search.c -- is this word in these files, in any dress?
 *
 * usage: search WORD FILE...
 *
 * Prints one line for each dress in which the word is found, and exits with 1. Dresses: as it is, other letter case, spaced,
 * backwards, UTF-16 in both orders, hexadecimal, base64 at its three alignments, percent and character references, and the
 * SHA-256 and SHA-384 of the word.
 */
#include <ctype.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bytes {
	unsigned char *ptr;
	size_t len;
};

static struct bytes
read_file(const char *path)
{
	struct bytes file = { NULL, 0 };
	FILE *in = fopen(path, "rb");
	if (in == NULL) {
		fprintf(stderr, "search: cannot read %s\n", path);
		exit(2);
	}
	for (size_t n = 1; n > 0;) {
		file.ptr = realloc(file.ptr, file.len + 65536);
		if (file.ptr == NULL)
			exit(2);
		n = fread(file.ptr + file.len, 1, 65536, in);
		file.len += n;
	}
	(void)fclose(in);
	return file;
}

/* In any letter case when `fold`. */
static int
holds(struct bytes file, const unsigned char *what, size_t len, int fold)
{
	for (size_t at = 0; at + len <= file.len; at++) {
		size_t i = 0;
		while (i < len &&
		    (fold ? tolower(file.ptr[at + i]) == tolower(what[i])
			  : file.ptr[at + i] == what[i]))
			i++;
		if (i == len)
			return 1;
	}
	return 0;
}

static int found;

static void
look(struct bytes file, const char *path, const char *dress, const void *what, size_t len, int fold)
{
	if (len >= 3 && holds(file, what, len, fold)) {
		printf("%s holds it %s\n", path, dress);
		found = 1;
	}
}

static void
look_wide(struct bytes file, const char *path, const char *word)
{
	unsigned char low[256], high[256];
	size_t n = strlen(word);

	for (size_t i = 0; i < n; i++) {
		low[2 * i] = high[2 * i + 1] = (unsigned char)word[i];
		low[2 * i + 1] = high[2 * i] = 0;
	}
	look(file, path, "in UTF-16LE", low, 2 * n, 1);
	look(file, path, "in UTF-16BE", high, 2 * n, 1);
}

static void
look_hex(struct bytes file, const char *path, const char *dress, const char *before,
    const char *after, const unsigned char *bytes, size_t n, const char *format)
{
	char text[2048] = "";

	for (size_t i = 0; i < n; i++) {
		char one[16], number[8];
		(void)snprintf(
		    number, sizeof number, strcmp(format, "d") == 0 ? "%d" : "%02x", bytes[i]);
		(void)snprintf(one, sizeof one, "%s%s%s", before, number, after);
		strcat(text, one);
	}
	look(file, path, dress, text, strlen(text), 1);
}

/* The middle of each alignment: its edges depend on the neighbours. */
static void
look_base64(struct bytes file, const char *path, const char *word)
{
	for (size_t skip = 0; skip < 3; skip++) {
		unsigned char padded[256] = { 0 }, coded[512];
		size_t n = strlen(word);
		memcpy(padded + skip, word, n);
		int len = EVP_EncodeBlock(coded, padded, (int)(n + skip));
		size_t from = skip == 0 ? 0 : 4, to = (size_t)len - ((n + skip) % 3 == 0 ? 0 : 4);
		look(file, path, "in base64", coded + from, to - from, 0);
	}
}

static void
look_digests(struct bytes file, const char *path, const char *word)
{
	const EVP_MD *const methods[] = { EVP_sha256(), EVP_sha384() };

	for (size_t i = 0; i < 2; i++) {
		unsigned char digest[EVP_MAX_MD_SIZE];
		unsigned int len;
		if (EVP_Digest(word, strlen(word), digest, &len, methods[i], NULL) != 1)
			exit(2);
		look(file, path, "as a digest", digest, len, 0);
		look_hex(file, path, "as a digest in hexadecimal", "", "", digest, len, "x");
	}
}

int
main(int argc, char **argv)
{
	if (argc < 3 || strlen(argv[1]) > 100)
		return 2;
	const char *word = argv[1];
	size_t n = strlen(word);
	char spaced[256], backwards[256];
	for (size_t i = 0; i < n; i++) {
		spaced[2 * i] = word[i];
		spaced[2 * i + 1] = ' ';
		backwards[i] = word[n - 1 - i];
	}
	for (int f = 2; f < argc; f++) {
		struct bytes file = read_file(argv[f]);
		look(file, argv[f], "as it is", word, n, 1);
		look(file, argv[f], "spaced", spaced, 2 * n - 1, 1);
		look(file, argv[f], "backwards", backwards, n, 1);
		look_wide(file, argv[f], word);
		look_hex(
		    file, argv[f], "in hexadecimal", "", "", (const unsigned char *)word, n, "x");
		look_hex(
		    file, argv[f], "percent-encoded", "%", "", (const unsigned char *)word, n, "x");
		look_hex(file, argv[f], "as references", "&#x", ";", (const unsigned char *)word, n,
		    "x");
		look_hex(
		    file, argv[f], "as references", "&#", ";", (const unsigned char *)word, n, "d");
		look_base64(file, argv[f], word);
		look_digests(file, argv[f], word);
		free(file.ptr);
	}
	return found;
}
