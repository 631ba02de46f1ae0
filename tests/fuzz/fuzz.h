/*
 * tests/fuzz/fuzz.h -- one entrance for libFuzzer (make fuzz T=marking RUNS=100000) and for the replay of a corpus
 * (tests/fuzz/replay.c, in `make check`).
 *
 * A target ends the process where a law is broken; everything else of an input is an answer.
 */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/resource.h"
#include "marking/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define LAW(holds)                                                                                 \
	do {                                                                                       \
		if (!(holds)) {                                                                    \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #holds);        \
			abort();                                                                   \
		}                                                                                  \
	} while (0)

#endif
