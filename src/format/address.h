/*
 * format/address.h -- the address lines of a telegram.
 *
 * Idea:   policies may assume that addresses are unclassified (5 FAH-2), so this is where a sentence must not pass for one:
 *         a station has the shape of a station, and what is called otherwise is no address.
 * Always: pure; a line with anything but letters, figures and what joins them is none.
 * Owns:   nothing.
 * Fails:  never.
 */
#ifndef FORMAT_ADDRESS_H
#define FORMAT_ADDRESS_H

#include "document/portion.h"

/* FM, TO, INFO at the head of a line; *len is the length of the word. PORTION_UNKNOWN: none of them. */
enum portion_kind address_kind(struct slice text, size_t *len);
/* "AMEMBASSY PORT MARLOW", "RUEHC/SECSTATE WASHDC IMMEDIATE 2114", "GULL PRIORITY 0088"; the empty text, too. */
bool address_is_station(struct slice text);

#endif
