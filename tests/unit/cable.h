/*
 * tests/unit/cable.h -- the head of a telegram, for the tests of its reader.
 */
#ifndef UNIT_CABLE_H
#define UNIT_CABLE_H

#include "reading.h"

#define CLASS_LINE(level) level " PORT MARLOW 000417\n\nSUBJECT: (U) SABLE BANK\n\n"
#define CONFIDENTIAL      CLASS_LINE("C O N F I D E N T I A L")
#define SECRET            CLASS_LINE("S E C R E T")

#define WITH(text)                                                                                 \
	struct reading_test t = { 0 };                                                             \
	read_text(&t, "telegram", text)

#endif
