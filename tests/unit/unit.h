/*
 * tests/unit/unit.h -- what every unit test program includes: cmocka and a few words.
 */
#ifndef UNIT_UNIT_H
#define UNIT_UNIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/slice.h"

/* A test is a sentence: TEST(buf_refuses_more_than_its_ceiling) { ... } */
#define TEST(name) static void name(void **state __attribute__((unused)))

#define assert_ok(call) assert_int_equal((call), TL_OK)
#define assert_slice(s, text)                                                                      \
	do {                                                                                       \
		struct slice assert_s = (s);                                                       \
		assert_int_equal(assert_s.len, strlen(text));                                      \
		assert_memory_equal(assert_s.ptr, text, strlen(text));                             \
	} while (0)

#endif
