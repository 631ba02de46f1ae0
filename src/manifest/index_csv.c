#include "manifest/index.h"
#include "manifest/text.h"

#define HEAD                                                                                       \
	"number,portion,page,line,kind,marking,exemption,rules,reason,gap,gap-salt,leaf-salt,"     \
	"\"steps to manifest "

/* --- writing: RFC 4180; texts always between quotes, numbers and hexadecimal never */

/* Signs that make a formula of a cell for one spreadsheet or another, also behind blanks, also in their wide forms. */
static bool
is_formula(struct slice text)
{
	static const char *const wide[] = { "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d",
		"\xef\xbc\xa0" };
	while (text.len > 0 && text.ptr[0] == ' ')
		text = slice_sub(text, 1, text.len);
	if (text.len > 0 && memchr("=+-@", text.ptr[0], 4) != NULL)
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (slice_starts(text, wide[i]))
			return true;
	return false;
}

/* An apostrophe before it makes it a text; one that was there gets another, so that the first can be taken off again. */
static void
add_text(struct buf *out, struct slice text)
{
	buf_add_byte(out, '"');
	if (is_formula(text) || slice_starts(text, "'"))
		buf_add_byte(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			buf_add_byte(out, '"');
		buf_add_byte(out, text.ptr[i]);
	}
	buf_add_str(out, "\",");
}

static void
add_number(struct buf *out, uint64_t number)
{
	buf_add_number(out, number);
	buf_add_byte(out, ',');
}

static void
add_place(struct buf *out, uint64_t number)
{
	if (number > 0)
		buf_add_number(out, number);
	buf_add_byte(out, ',');
}

void
index_print_csv_head(struct buf *out, const struct digest *manifest)
{
	buf_add_str(out, HEAD);
	buf_add_hex(out, manifest->bytes, DIGEST_SIZE);
	buf_add_str(out, "\"\r\n");
}

void
index_print_csv_row(struct buf *out, const struct index_row *row)
{
	const struct tree_path *path = &row->proof.path;
	add_number(out, row->number);
	add_number(out, row->portion);
	add_place(out, row->page);
	add_place(out, row->line);
	add_text(out, row->kind);
	add_text(out, row->marking);
	add_text(out, row->exemption);
	add_text(out, row->rules);
	add_text(out, row->reason);
	add_number(out, row->gap);
	buf_add_hex(out, row->proof.gap_salt, GAP_SALT_SIZE);
	buf_add_byte(out, ',');
	buf_add_hex(out, row->proof.leaf_salt, GAP_SALT_SIZE);
	buf_add_byte(out, ',');
	for (size_t i = 0; i < path->depth; i++) {
		buf_add_byte(out, (path->index >> i & 1) != 0 ? 'L' : 'R');
		buf_add_hex(out, path->steps[i].bytes, DIGEST_SIZE);
	}
	buf_add_str(out, "\r\n");
}

/* --- reading: loosely, because the caller writes the row again and compares */

static struct slice
take_cell(struct slice *rest)
{
	return slice_split(rest, ',');
}

static bool
take_number(struct slice *rest, uint64_t *out)
{
	return text_take_number(take_cell(rest), out);
}

static bool
take_place(struct slice *rest, uint64_t *out)
{
	struct slice cell = take_cell(rest);
	*out = 0;
	return cell.len == 0 || text_take_number(cell, out);
}

static bool
take_salt(struct slice *rest, unsigned char salt[GAP_SALT_SIZE])
{
	return text_take_hex(take_cell(rest), salt, GAP_SALT_SIZE);
}

/* Decoded at *to, which moves. */
static bool
take_text(struct slice *rest, unsigned char **to, struct slice *out)
{
	unsigned char *start = *to;
	size_t at = 1;
	if (rest->len == 0 || rest->ptr[0] != '"')
		return false;
	if (rest->len > 1 && rest->ptr[1] == '\'')
		at++;
	for (; at < rest->len; at++) {
		bool quote = rest->ptr[at] == '"';
		if (quote && (at + 1 == rest->len || rest->ptr[at + 1] != '"'))
			break;
		at += quote;
		*(*to)++ = rest->ptr[at];
	}
	if (rest->len - at < 2 || rest->ptr[at + 1] != ',')
		return false;
	*rest = slice_sub(*rest, at + 2, rest->len);
	*out = slice_of(start, (size_t)(*to - start));
	return text_is_displayable(*out, false) && out->len <= FORM_RULES_MAX;
}

static bool
take_steps(struct slice rest, struct tree_path *path)
{
	const size_t step = 1 + 2 * DIGEST_SIZE;
	if (rest.len < 2 || rest.len % step != 2 || rest.len / step > TREE_DEPTH_MAX ||
	    rest.ptr[rest.len - 2] != '\r' || rest.ptr[rest.len - 1] != '\n')
		return false;
	for (; rest.len > 2; rest = slice_sub(rest, step, rest.len)) {
		path->index |= (uint64_t)(rest.ptr[0] == 'L') << path->depth;
		if (!text_take_hex(
			slice_sub(rest, 1, step), path->steps[path->depth++].bytes, DIGEST_SIZE))
			return false;
	}
	return true;
}

bool
index_read_csv_head(struct slice line, struct digest *manifest)
{
	const size_t head = sizeof HEAD - 1, hex = 2 * DIGEST_SIZE;
	return slice_starts(line, HEAD) && line.len == head + hex + 3 &&
	    text_take_hex(slice_sub(line, head, head + hex), manifest->bytes, DIGEST_SIZE) &&
	    slice_is(slice_sub(line, head + hex, line.len), "\"\r\n");
}

bool
index_read_csv_row(struct slice line, unsigned char *texts, struct index_row *row)
{
	struct slice rest = line;
	*row = (struct index_row){ .proof = { .leaf = GAP_DESCRIPTOR } };
	return take_number(&rest, &row->number) && take_number(&rest, &row->portion) &&
	    take_place(&rest, &row->page) && take_place(&rest, &row->line) &&
	    take_text(&rest, &texts, &row->kind) && take_text(&rest, &texts, &row->marking) &&
	    take_text(&rest, &texts, &row->exemption) && take_text(&rest, &texts, &row->rules) &&
	    take_text(&rest, &texts, &row->reason) && take_number(&rest, &row->gap) &&
	    take_salt(&rest, row->proof.gap_salt) && take_salt(&rest, row->proof.leaf_salt) &&
	    take_steps(rest, &row->proof.path);
}
