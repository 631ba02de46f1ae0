#include "manifest/allowed.h"

#include "base/base64.h"
#include "manifest/sshsig_form.h"

/* --- patterns */

/* One pattern; on a mismatch the last star takes one byte more. */
static bool
matches_one(struct slice pattern, struct slice text)
{
	size_t p = 0, t = 0, star = SIZE_MAX, taken = 0;
	while (t < text.len) {
		if (p < pattern.len && pattern.ptr[p] == '*') {
			star = p++;
			taken = t;
		} else if (p < pattern.len &&
		    (pattern.ptr[p] == '?' || pattern.ptr[p] == text.ptr[t])) {
			p++;
			t++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			t = ++taken;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.ptr[p] == '*')
		p++;
	return p == pattern.len;
}

bool
allowed_matches(struct slice patterns, struct slice text)
{
	bool matched = false;
	while (patterns.len > 0) {
		struct slice one = slice_split(&patterns, ',');
		bool not = one.len > 0 && one.ptr[0] == '!';
		if (!matches_one(not ? slice_sub(one, 1, one.len) : one, text))
			continue;
		if (not )
			return false;
		matched = true;
	}
	return matched;
}

/* --- times: YYYYMMDDZ, YYYYMMDDHHMMZ, YYYYMMDDHHMMSSZ */

static int64_t
days_before(int64_t year, int64_t month, int64_t day)
{
	static const int64_t first[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	int64_t past = year - 1;
	return past * 365 + past / 4 - past / 100 + past / 400 - 719162 + first[month - 1] +
	    (leap && month > 2 ? 1 : 0) + day - 1;
}

static bool
is_day(int64_t year, int64_t month, int64_t day)
{
	if (year < 1970 || month < 1 || month > 12 || day < 1)
		return false;
	return day <=
	    (month == 12 ? 31 : days_before(year, month + 1, 1) - days_before(year, month, 1));
}

static bool
read_time(struct slice text, int64_t *out)
{
	int64_t part[6] = { 0 };
	static const size_t widths[] = { 4, 2, 2, 2, 2, 2 };
	if ((text.len != 9 && text.len != 13 && text.len != 15) || text.ptr[text.len - 1] != 'Z')
		return false;
	for (size_t at = 0, i = 0; at < text.len - 1; i++)
		for (size_t n = 0; n < widths[i]; n++, at++) {
			if (text.ptr[at] < '0' || text.ptr[at] > '9')
				return false;
			part[i] = part[i] * 10 + (text.ptr[at] - '0');
		}
	if (!is_day(part[0], part[1], part[2]) || part[3] > 23 || part[4] > 59 || part[5] > 59)
		return false;
	*out = days_before(part[0], part[1], part[2]) * 86400 + part[3] * 3600 + part[4] * 60 +
	    part[5];
	return true;
}

/* --- a line */

static struct slice
skip_blanks(struct slice s)
{
	while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
		s = slice_sub(s, 1, s.len);
	return s;
}

/* Up to the first blank outside of quotes. */
static struct slice
take_word(struct slice *rest)
{
	bool quoted = false;
	size_t len = 0;
	*rest = skip_blanks(*rest);
	while (len < rest->len && (quoted || (rest->ptr[len] != ' ' && rest->ptr[len] != '\t')))
		quoted ^= rest->ptr[len++] == '"';
	struct slice word = slice_sub(*rest, 0, len);
	*rest = slice_sub(*rest, len, rest->len);
	return word;
}

/* name="value" off the front; the value is empty where there is none. */
static bool
take_option(struct slice *rest, struct slice *name, struct slice *value)
{
	size_t len = 0;
	while (len < rest->len && rest->ptr[len] != '=' && rest->ptr[len] != ',')
		len++;
	*name = slice_sub(*rest, 0, len);
	*value = slice_of(NULL, 0);
	if (len < rest->len && rest->ptr[len] == '=') {
		size_t start = len + 2;
		if (start > rest->len || rest->ptr[len + 1] != '"')
			return false;
		const unsigned char *end = memchr(rest->ptr + start, '"', rest->len - start);
		if (end == NULL)
			return false;
		*value = slice_sub(*rest, start, (size_t)(end - rest->ptr));
		len = (size_t)(end - rest->ptr) + 1;
	}
	if (len < rest->len && (rest->ptr[len] != ',' || len + 1 == rest->len))
		return false;
	*rest = slice_sub(*rest, len < rest->len ? len + 1 : len, rest->len);
	return name->len > 0;
}

static const char *
read_options(struct slice rest, struct allowed *line)
{
	static const char *const utc =
	    "a time in this list is YYYYMMDDZ, YYYYMMDDHHMMZ or YYYYMMDDHHMMSSZ, with the Z of UTC";
	bool after = false, before = false;
	while (rest.len > 0) {
		struct slice name, value;
		if (!take_option(&rest, &name, &value))
			return "the options of this line are malformed";
		if (slice_is(name, "cert-authority"))
			return "a cert-authority signs certificates of SSH, which no manifest is signed "
			       "with: list the signers' own keys";
		if (slice_is(name, "namespaces") && line->namespaces.ptr == NULL && value.len > 0)
			line->namespaces = value;
		else if (slice_is(name, "valid-after") && !after)
			after = read_time(value, &line->after);
		else if (slice_is(name, "valid-before") && !before)
			before = read_time(value, &line->before);
		else
			return "an option of this line is unknown, empty or stands twice";
		if ((slice_is(name, "valid-after") && !after) ||
		    (slice_is(name, "valid-before") && !before))
			return utc;
	}
	return NULL;
}

static bool
is_key_type(struct slice word)
{
	return slice_starts(word, "ssh-") || slice_starts(word, "ecdsa-") ||
	    slice_starts(word, "sk-");
}

static const char *
read_key(struct slice type, struct slice text, struct allowed *line)
{
	unsigned char blob[256];
	size_t len;
	line->key.kind = SSH_UNFIT;
	if (text.len == 0)
		return "the key of this line is missing";
	if (!slice_is(type, sshsig_key_type(SSH_P384)) &&
	    !slice_is(type, sshsig_key_type(SSH_ED25519)))
		return NULL;
	if (!base64_take(text, blob, sizeof blob, &len) ||
	    sshsig_read_key(slice_of(blob, len), &line->key) != SSHSIG_UNCHECKED ||
	    !slice_is(type, sshsig_key_type(line->key.kind)))
		return "the key of this line cannot be read";
	return NULL;
}

static bool
is_plain(struct slice line)
{
	for (size_t i = 0; i < line.len; i++)
		if ((line.ptr[i] < 0x20 && line.ptr[i] != '\t') || line.ptr[i] == 0x7f)
			return false;
	return line.len <= ALLOWED_LINE_MAX;
}

static const char *
read_line(struct slice text, struct allowed *line)
{
	if (!is_plain(text))
		return "this line is longer than 8192 bytes or has a control character (line ends are "
		       "LF)";
	line->principals = take_word(&text);
	if (memchr(line->principals.ptr, '"', line->principals.len) != NULL)
		return "principals with quotes are not read: write them without blanks";
	struct slice word = take_word(&text);
	if (!is_key_type(word)) {
		const char *flaw = read_options(word, line);
		if (flaw != NULL)
			return flaw;
		word = take_word(&text);
	}
	if (!is_key_type(word))
		return "this line has no key: it is made of principals, options, type of key and key";
	return read_key(word, take_word(&text), line);
}

bool
allowed_next(struct slice *rest, struct allowed *line, const char **flaw)
{
	*flaw = NULL;
	while (rest->len > 0) {
		struct slice text = skip_blanks(slice_split(rest, '\n'));
		line->number++;
		if (text.len == 0 || text.ptr[0] == '#')
			continue;
		*line = (struct allowed){
			.number = line->number, .after = INT64_MIN, .before = INT64_MAX
		};
		*flaw = read_line(text, line);
		return *flaw == NULL;
	}
	return false;
}
