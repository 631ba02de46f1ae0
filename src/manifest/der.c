#include <stdio.h>
#include <stdlib.h>

#include "manifest/der.h"

#define DAY 86400

/* --- writing */

/* Every length in [0x80, 2^32) takes 2 to 5 bytes; `bytes` is filled from its end. */
static size_t
write_length(size_t len, unsigned char bytes[1 + sizeof(size_t)])
{
	size_t at = 1 + sizeof(size_t);
	if (len < 0x80) {
		bytes[--at] = (unsigned char)len;
		return at;
	}
	for (; len > 0; len >>= 8)
		bytes[--at] = (unsigned char)(len & 0xff);
	size_t count = sizeof(size_t) + 1 - at;
	bytes[--at] = (unsigned char)(0x80 | count);
	return at;
}

size_t
der_open(struct buf *out, unsigned char tag)
{
	buf_add_byte(out, tag);
	return out->len;
}

void
der_close(struct buf *out, size_t open)
{
	unsigned char bytes[1 + sizeof(size_t)];
	if (out->failed)
		return;
	size_t len = out->len - open;
	size_t at = write_length(len, bytes);
	size_t count = sizeof bytes - at;
	buf_add(out, bytes + at, count);
	if (out->failed)
		return;
	memmove(out->ptr + open + count, out->ptr + open, len);
	memcpy(out->ptr + open, bytes + at, count);
}

/* X.690 §11.6: as octet strings, the shorter one padded with zeros. No element is a prefix of another one, because
 * each carries its length. */
static int
compare_elements(const void *a, const void *b)
{
	const struct slice *x = a, *y = b;
	return memcmp(x->ptr, y->ptr, x->len < y->len ? x->len : y->len);
}

void
der_close_sorted(struct buf *out, size_t open)
{
	struct slice elements[DER_SET_MAX], rest, content;
	struct buf sorted;
	size_t count = 0;
	if (out->failed)
		return;
	rest = slice_sub(buf_slice(out), open, out->len);
	buf_init(&sorted, rest.len);
	for (; rest.len > 0; count++) {
		if (count == DER_SET_MAX ||
		    der_next_whole(&rest, rest.ptr[0], &elements[count]) != DER_READ) {
			out->failed = true;
			return;
		}
	}
	qsort(elements, count, sizeof elements[0], compare_elements);
	for (size_t i = 0; i < count; i++)
		buf_add_slice(&sorted, elements[i]);
	content = buf_slice(&sorted);
	if (sorted.failed)
		out->failed = true;
	else if (content.len > 0)
		memcpy(out->ptr + open, content.ptr, content.len);
	buf_release(&sorted);
	der_close(out, open);
}

void
der_add(struct buf *out, unsigned char tag, struct slice content)
{
	size_t open = der_open(out, tag);
	buf_add_slice(out, content);
	der_close(out, open);
}

void
der_add_small(struct buf *out, unsigned char number)
{
	der_add(out, DER_INTEGER, slice_of(&number, 1));
}

/* --- time */

struct date {
	int64_t year, month, day; /* month and day from 1 */
};

/* Proleptic Gregorian calendar, in years that begin in March so that the leap day is the last. */
static struct date
date_of_day(int64_t day)
{
	struct date date;
	int64_t shifted = day + 719468; /* from 0000-03-01 */
	int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
	int64_t in_era = shifted - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t march = (5 * in_year + 2) / 153; /* months since March */
	date.day = in_year - (153 * march + 2) / 5 + 1;
	date.month = march < 10 ? march + 3 : march - 9;
	date.year = year + era * 400 + (date.month <= 2 ? 1 : 0);
	return date;
}

static int64_t
day_of_date(struct date date)
{
	int64_t year = date.month <= 2 ? date.year - 1 : date.year;
	int64_t era = (year >= 0 ? year : year - 399) / 400;
	int64_t in_era = year - era * 400;
	int64_t march = date.month > 2 ? date.month - 3 : date.month + 9;
	int64_t in_year = (153 * march + 2) / 5 + date.day - 1;
	return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

void
der_add_time(struct buf *out, int64_t seconds)
{
	char text[32];
	int64_t day = seconds / DAY - (seconds % DAY < 0 ? 1 : 0);
	int second = (int)(seconds - day * DAY);
	struct date date = { 0, 0, 0 };
	if (day > -800000 && day < 3000000)
		date = date_of_day(day);
	if (date.year < 1 || date.year > 9999) {
		out->failed = true;
		return;
	}
	int len = snprintf(text, sizeof text, "%04d%02d%02d%02d%02d%02dZ", (int)date.year,
	    (int)date.month, (int)date.day, second / 3600, second / 60 % 60, second % 60);
	bool utc = date.year >= 1950 && date.year <= 2049;
	der_add(out, utc ? DER_UTC_TIME : DER_GENERAL_TIME,
	    slice_of(text + (utc ? 2 : 0), (size_t)len - (utc ? 2 : 0)));
}

/* Two digits; anything else yields a number that no date has. */
static int
two_digits(const unsigned char *at)
{
	if (at[0] < '0' || at[0] > '9' || at[1] < '0' || at[1] > '9')
		return 1000;
	return (at[0] - '0') * 10 + at[1] - '0';
}

bool
der_read_time(struct slice whole, int64_t *seconds)
{
	*seconds = 0;
	if (whole.len < 3 || whole.len > 17)
		return false;
	bool utc = whole.ptr[0] == DER_UTC_TIME;
	if (whole.len != (size_t)(utc ? 15 : 17))
		return false;
	const unsigned char *at = whole.ptr + 2;
	int century = utc ? (two_digits(at) >= 50 ? 19 : 20) : two_digits(at);
	at += utc ? 0 : 2;
	struct date date = { century * 100 + two_digits(at), two_digits(at + 2),
		two_digits(at + 4) };
	if (date.month > 12)
		return false;
	int64_t value = day_of_date(date) * DAY + two_digits(at + 6) * 3600 +
	    two_digits(at + 8) * 60 + two_digits(at + 10);

	/* 31 February, hour 24, a second 60, a missing Z: all of them come out in another form. */
	struct buf again;
	buf_init(&again, 32);
	der_add_time(&again, value);
	bool same = !again.failed && slice_equal(buf_slice(&again), whole);
	buf_release(&again);
	*seconds = same ? value : 0;
	return same;
}

/* --- reading */

bool
der_is_next(struct slice rest, unsigned char tag)
{
	return rest.len > 0 && rest.ptr[0] == tag;
}

static enum der_answer
read_header(struct slice rest, unsigned char tag, size_t *header, size_t *len)
{
	if (rest.len == 0)
		return DER_ENDED;
	if (rest.ptr[0] != tag || rest.len < 2)
		return DER_BAD;
	*header = 2;
	*len = rest.ptr[1];
	if (*len < 0x80)
		return rest.len - 2 < *len ? DER_BAD : DER_READ;
	size_t count = *len & 0x7f;
	if (count == 0 || count > 4)
		return DER_BAD_LENGTH;
	if (rest.len - 2 < count)
		return DER_BAD;
	*header += count;
	*len = 0;
	for (size_t i = 0; i < count; i++)
		*len = *len << 8 | rest.ptr[2 + i];
	if (*len < 0x80 || rest.ptr[2] == 0)
		return DER_BAD_LENGTH;
	return rest.len - *header < *len ? DER_BAD : DER_READ;
}

enum der_answer
der_next(struct slice *rest, unsigned char tag, struct slice *content)
{
	size_t header = 0, len = 0;
	*content = slice_of(NULL, 0);
	enum der_answer answer = read_header(*rest, tag, &header, &len);
	if (answer != DER_READ)
		return answer;
	*content = slice_sub(*rest, header, header + len);
	*rest = slice_sub(*rest, header + len, rest->len);
	return DER_READ;
}

enum der_answer
der_next_whole(struct slice *rest, unsigned char tag, struct slice *whole)
{
	size_t header = 0, len = 0;
	*whole = slice_of(NULL, 0);
	enum der_answer answer = read_header(*rest, tag, &header, &len);
	if (answer != DER_READ)
		return answer;
	*whole = slice_sub(*rest, 0, header + len);
	*rest = slice_sub(*rest, header + len, rest->len);
	return DER_READ;
}
