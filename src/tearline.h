/*
 * tearline.h -- the whole public interface of libtearline.
 *
 * Idea:   a policy-driven filter reads the marking of each portion of a document, keeps or withholds it, and
 *         writes the sanitized output with a sealed manifest. A verifier needs no policy and no key.
 * Always: the first failure is in struct tl_error and is never overwritten. Outputs are set empty before anything
 *         can fail and are filled only on success. The library never prints, exits or opens a file.
 * Owns:   what a tl_*_new or tl_*_load call returns is released with the matching tl_*_free. Bytes handed in must
 *         stay readable until the object made from them is freed.
 * Fails:  every call returns a tl_status whose value is also the exit status of the command line.
 */
#ifndef TEARLINE_H
#define TEARLINE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define TL_PUBLIC __attribute__((visibility("default")))
#define TL_CHECK  __attribute__((warn_unused_result))
#else
#define TL_PUBLIC
#define TL_CHECK
#endif

/* What happened. The numbers are the exit statuses of the command line and never change. */
typedef enum tl_status {
	TL_OK = 0,       /* done, or the answer is yes */
	TL_NO = 1,       /* the answer is no: not good, not dominated, findings */
	TL_USAGE = 2,    /* wrong use of the command line or of the interface */
	TL_DOCUMENT = 3, /* the document was refused */
	TL_POLICY = 4,   /* the policy or the scheme is wrong */
	TL_KEY = 5,      /* key, certificate or seal */
	TL_SYSTEM = 6    /* file, memory, disk */
} tl_status;

/* The first failure. `what` says what is wrong and what to do; it never holds a byte of the document. */
struct tl_error {
	tl_status status;
	size_t line;   /* from 1; 0: no line */
	size_t column; /* from 1; 0: no column */
	char file[256];
	char what[512];
};

/* Where bytes come from: fills at most `capacity` bytes, returns how many, 0 at the end, -1 on failure. */
struct tl_reader {
	void *context;
	int64_t (*read)(void *context, void *bytes, size_t capacity);
};

/* Where bytes go: takes all `len` bytes and returns 0, or returns -1. */
struct tl_sink {
	void *context;
	int (*write)(void *context, const void *bytes, size_t len);
};

#endif
