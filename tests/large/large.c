/*
 * tests/large/large.c -- a release of any size, cheaply, and what its verifier needs.
 *
 * usage: large make PKI FOLDER MIB   an output of zeros (a file of holes) in two kept pieces, its manifest and its seal
 *        large run COMMAND...        runs it; prints its peak memory in KiB and its time in ms, and ends as it ended
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "../forgery/forge.h"
#include "../forgery/oids.h"

#define PIECES 2

static struct bytes
hex(struct bytes bytes)
{
	char *out = room(2 * bytes.len + 1);
	for (size_t i = 0; i < bytes.len; i++)
		(void)snprintf(out + 2 * i, 3, "%02x", bytes.ptr[i]);
	return text(out);
}

/* SHA-384 of that many MiB of zeros. */
static const char *
zeros(size_t mib)
{
	unsigned char *block = room((size_t)1 << 20), out[64];
	unsigned len = 0;
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_DigestInit_ex2(context, EVP_sha384(), NULL);
	for (size_t i = 0; i < mib; i++)
		EVP_DigestUpdate(context, block, (size_t)1 << 20);
	EVP_DigestFinal_ex(context, out, &len);
	return (const char *)join(hex(copy(out, len)), RAW(0)).ptr;
}

static struct bytes
write_manifest(size_t mib)
{
	char *out = room(16384);
	const char *some = zeros(0), *piece = zeros(mib / PIECES);
	size_t bytes = mib << 20, at;
	at = (size_t)sprintf(out,
	    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	    "<manifest xmlns=\"urn:tearline:manifest:1\" version=\"1\" suite=\"SHA384-P384\""
	    " id=\"00112233445566778899aabbccddeeff\" created=\"2026-11-24T11:08:48Z\">\n"
	    "<tool name=\"large\" version=\"1\"/>\n<policy id=\"p\" version=\"1\" sha384=\"%s\"/>\n"
	    "<scheme id=\"us\" profile=\"x\" version=\"1\" sha384=\"%s\"/>\n"
	    "<source commitment=\"%s\"/>\n<signers required=\"1\"/>\n<list>\n",
	    some, some, some);
	for (size_t i = 0; i < PIECES; i++)
		at += (size_t)sprintf(out + at,
		    "<gap commitment=\"%s\"/>\n<kept offset=\"%zu\" length=\"%zu\" sha384=\"%s\""
		    " marking=\"(U)\"/>\n",
		    some, bytes / PIECES * i, bytes / PIECES, piece);
	(void)sprintf(out + at,
	    "<gap commitment=\"%s\"/>\n</list>\n<audit commitment=\"%s\"/>\n<output name=\"out\""
	    " bytes=\"%zu\" sha384=\"%s\" media-type=\"text/plain\" marking=\"(U)\"/>\n</manifest>\n",
	    some, some, bytes, zeros(mib));
	return text(out);
}

static struct seal
write_a_seal(struct release *r)
{
	char now[32];
	time_t seconds = time(NULL);
	struct who who = load_who(r, "signer");
	(void)strftime(now, sizeof now, "%y%m%d%H%M%SZ", gmtime(&seconds));
	/* make_info() takes the time from the seal that is there. */
	r->seal.infos[0].attributes = SET(SEQ(OID_PKCS9(5), SET(TLV(0x17, text(now)))));
	return (struct seal){ .version = INTEGER(3),
		.digests = SET(SEQ(OID_SHA384)),
		.type = OID_MANIFEST,
		.attached = NOTHING,
		.certificates = TLV(0xa0, who.certificate),
		.lists = NOTHING,
		.infos = { make_info(r, &who, "SHA384") },
		.count = 1 };
}

static int
make(const char *pki, const char *folder, size_t mib)
{
	char path[4096];
	struct release r = { .pki = pki, .manifest = write_manifest(mib) };
	r.seal = write_a_seal(&r);
	(void)snprintf(path, sizeof path, "%s/out", folder);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
	if (fd < 0 || ftruncate(fd, (off_t)mib << 20) != 0)
		die("cannot be written", path);
	(void)close(fd);
	write_file(folder, "out.manifest.xml", r.manifest);
	write_file(folder, "out.manifest.xml.p7s", write_seal(&r.seal));
	return 0;
}

static int
run(char **command)
{
	struct timespec from, to;
	struct rusage usage;
	int status;
	(void)clock_gettime(CLOCK_MONOTONIC, &from);
	pid_t child = fork();
	if (child == 0) {
		int null = open("/dev/null", O_WRONLY);
		(void)dup2(null, 1);
		(void)execvp(command[0], command);
		_exit(127);
	}
	if (wait4(child, &status, 0, &usage) != child)
		die("cannot be run", command[0]);
	(void)clock_gettime(CLOCK_MONOTONIC, &to);
	printf("%ld %ld\n", usage.ru_maxrss,
	    (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int
main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "make") == 0)
		return make(argv[2], argv[3], strtoul(argv[4], NULL, 10));
	if (argc > 2 && strcmp(argv[1], "run") == 0)
		return run(argv + 2);
	die("usage", "large make PKI FOLDER MIB | large run COMMAND...");
	return 2;
}
