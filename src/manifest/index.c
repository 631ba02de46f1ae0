#include "manifest/index.h"

#include <stdlib.h>

/* Two leaves for each of GAP_PIECES_MAX pieces. */
#define DEPTH_MAX 23

static const char *const sentences[INDEX_REASONS] = {
	[INDEX_NONE] = "no index was given",
	[INDEX_UNCHECKED] = "the index was not checked",
	[INDEX_GOOD] = "every row of the index leads to the manifest",
	[INDEX_FORM] = "the index is not in the one form that it can have",
	[INDEX_OPENING] = "an opening of the index is wrong",
	[INDEX_ORDER] = "the rows of the index are out of order",
	[INDEX_TWICE] = "two rows of the index open the same piece",
	[INDEX_COUNT] = "the index has more or fewer rows than it says",
	[INDEX_TRAILING] = "bytes stand behind the end of the index",
	[INDEX_OTHER_MANIFEST] = "the index belongs to another manifest",
	[INDEX_GAP] = "a row of the index does not lead to its gap's commitment",
	[INDEX_NO_GAP] = "a row of the index names a gap that the manifest does not have",
	[INDEX_UNSIGNED] = "there is no seal over the index: anybody can have written it",
	[INDEX_SEAL] = "the seal over the index is not good",
};

static void
refuse_with(struct index_check *check, enum index_reason reason, const char *text)
{
	if (check->reason != INDEX_UNCHECKED)
		return; /* the first one stays */
	check->reason = reason;
	check->text = text;
}

void
index_settle(struct index_check *check, enum index_reason reason)
{
	refuse_with(check, reason, sentences[reason]);
}

static bool
is_refused(const struct index_check *check)
{
	return check->reason != INDEX_UNCHECKED;
}

/* --- rows */

static void
take_row(struct index_check *check, uint64_t number, const struct opening *opening)
{
	if (number != check->rows + 1 || (check->rows > 0 && opening->gap < check->gap))
		index_settle(check, INDEX_ORDER);
	if (opening->proof.leaf != GAP_DESCRIPTOR || opening->proof.path.depth > DEPTH_MAX)
		index_settle(check, INDEX_FORM);
	check->rows++;
	check->ahead = true;
	check->gap = opening->gap;
	check->place = opening->proof.path.index;
	check->depth = opening->proof.path.depth;
	check->commitment = opening->climb.commitment;
}

static tl_status
read_xml_row(struct index_check *check, const struct form_value *row, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	enum opening_reason reason = OPENING_UNREAD;
	struct opening opening;
	uint64_t number = row[0].number;
	bool there;
	buf_clear(&check->reader.content);
	TRY(opening_expect(&check->reader, LINE_OPENING, values, &there, e));
	if (!there) {
		index_settle(check, INDEX_FORM);
		return TL_OK;
	}
	/* A refusal stands in the check; `e` is for what cannot be read. */
	struct tl_error inner = { 0 };
	tl_status status = opening_read(&check->reader, values, &opening, &reason, &inner);
	if (status == TL_NO) {
		refuse_with(check, INDEX_OPENING, opening_reason_text(reason));
		return TL_OK;
	}
	if (status != TL_OK)
		return error_set(e, status, "%s", inner.what);
	TRY(opening_expect(&check->reader, LINE_ROW_END, values, &there, e));
	if (!there)
		index_settle(check, INDEX_FORM);
	take_row(check, number, &opening);
	return TL_OK;
}

/* Nothing stands behind the end. */
static tl_status
read_end(struct index_check *check, struct tl_error *e)
{
	struct slice line;
	TRY(lines_next(&check->reader.lines, &line, e));
	if (line.len > 0)
		index_settle(check, INDEX_TRAILING);
	if (check->rows != check->declared)
		index_settle(check, INDEX_COUNT);
	return TL_OK;
}

static tl_status
read_xml(struct index_check *check, struct slice line, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	if (form_parse_as(LINE_ROW, line, check->reader.scratch, values) == FLAW_NONE)
		return read_xml_row(check, values, e);
	if (form_parse_as(LINE_INDEX_END, line, check->reader.scratch, values) == FLAW_NONE)
		return read_end(check, e);
	index_settle(check, INDEX_FORM);
	return TL_OK;
}

/* The end of the file is the end of a CSV. */
static tl_status
read_csv(struct index_check *check, struct slice line, struct tl_error *e)
{
	struct index_row row;
	struct opening opening = { .gap = 0 };
	size_t len = 0;
	if (line.len == 0)
		return TL_OK;
	bool good = index_read_csv_row(line, check->reader.scratch, &row);
	buf_clear(&check->again);
	if (good)
		index_print_csv_row(&check->again, &row);
	TRY(buf_check(&check->again, e));
	const struct form_value values[] = { { .text = row.kind }, { .text = row.marking },
		{ .text = row.exemption }, { .text = row.rules } };
	good = good && slice_equal(buf_slice(&check->again), line) &&
	    row.proof.path.depth >= GAP_DEPTH &&
	    form_print(LINE_WITHHELD, values, check->line, &len, NULL) == TL_OK;
	if (!good) {
		index_settle(check, INDEX_FORM);
		return TL_OK;
	}
	opening.gap = row.gap;
	opening.proof = row.proof;
	TRY(gap_proof_climb(
	    &row.proof, slice_of(check->line, len), &check->reader.hasher, &opening.climb, e));
	take_row(check, row.number, &opening);
	return TL_OK;
}

static tl_status
read_row(struct index_check *check, struct tl_error *e)
{
	struct slice line;
	check->ahead = false;
	TRY(lines_next(&check->reader.lines, &line, e));
	return check->form == INDEX_CSV ? read_csv(check, line, e) : read_xml(check, line, e);
}

/* --- the check */

static tl_status
read_head(struct index_check *check, struct tl_error *e)
{
	struct form_value values[FORM_FIELDS_MAX];
	struct slice line;
	bool there;
	TRY(lines_next(&check->reader.lines, &line, e));
	check->form = slice_starts(line, "<") ? INDEX_XML : INDEX_CSV;
	if (check->form == INDEX_CSV) {
		if (!index_read_csv_head(line, &check->manifest))
			index_settle(check, INDEX_FORM);
		return TL_OK;
	}
	there = form_parse_as(LINE_XML, line, check->reader.scratch, values) == FLAW_NONE;
	if (there)
		TRY(opening_expect(&check->reader, LINE_INDEX, values, &there, e));
	if (!there) {
		index_settle(check, INDEX_FORM);
		return TL_OK;
	}
	check->manifest = values[0].digest;
	check->declared = values[1].number;
	return TL_OK;
}

tl_status
index_begin(struct index_check *check, struct tl_reader reader, struct tl_error *e)
{
	*check =
	    (struct index_check){ .reason = INDEX_UNCHECKED, .text = sentences[INDEX_UNCHECKED] };
	buf_init(&check->again, 2 * FORM_LINE_MAX);
	buf_init(&check->taken, sizeof(uint64_t) << DEPTH_MAX);
	TRY(opening_reader_init(&check->reader, reader, FORM_LINE_MAX, e));
	check->line = malloc(FORM_LINE_MAX);
	if (check->line == NULL)
		return error_memory(e);
	TRY(read_head(check, e));
	return is_refused(check) ? TL_OK : read_row(check, e);
}

void
index_release(struct index_check *check)
{
	opening_reader_release(&check->reader);
	free(check->line);
	free(check->places);
	buf_release(&check->again);
	buf_release(&check->taken);
	*check = (struct index_check){ .reason = INDEX_NONE };
}

/* Only what was set is unset: a gap costs what its rows cost. */
static tl_status
enter_gap(struct index_check *check, uint64_t gap, struct tl_error *e)
{
	for (size_t at = 0; at < check->taken.len; at += sizeof(uint64_t)) {
		uint64_t place;
		memcpy(&place, check->taken.ptr + at, sizeof place);
		check->places[place / 8] = 0;
	}
	if (check->taken.len > 0)
		buf_clear(&check->taken);
	check->here = gap;
	check->here_depth = check->depth;
	if (check->places == NULL)
		check->places = calloc(1, (size_t)1 << DEPTH_MAX >> 3);
	return check->places == NULL ? error_memory(e) : TL_OK;
}

static tl_status
take_place(struct index_check *check, struct tl_error *e)
{
	unsigned char bit = (unsigned char)(1u << check->place % 8);
	if (check->depth != check->here_depth || (check->places[check->place / 8] & bit) != 0) {
		index_settle(check, INDEX_TWICE);
		return TL_OK;
	}
	check->places[check->place / 8] |= bit;
	buf_add(&check->taken, &check->place, sizeof check->place);
	return buf_check(&check->taken, e);
}

tl_status
index_see_gap(
    struct index_check *check, uint64_t gap, const struct digest *commitment, struct tl_error *e)
{
	if (is_refused(check) || !check->ahead || check->gap != gap)
		return TL_OK;
	TRY(enter_gap(check, gap, e));
	while (!is_refused(check) && check->ahead && check->gap == gap) {
		if (!digest_equal(&check->commitment, commitment))
			index_settle(check, INDEX_GAP);
		TRY(take_place(check, e));
		if (!is_refused(check))
			TRY(read_row(check, e));
	}
	return TL_OK;
}

tl_status
index_end(struct index_check *check, const struct digest *manifest, struct tl_error *e)
{
	if (!is_refused(check) && !digest_equal(&check->manifest, manifest))
		index_settle(check, INDEX_OTHER_MANIFEST);
	if (check->reason == INDEX_GAP && !digest_equal(&check->manifest, manifest)) {
		check->reason = INDEX_OTHER_MANIFEST; /* the better reason */
		check->text = sentences[INDEX_OTHER_MANIFEST];
	}
	if (is_refused(check))
		return TL_OK;
	if (check->ahead)
		index_settle(check, INDEX_NO_GAP);
	return is_refused(check) ? TL_OK : lines_digest(&check->reader.lines, &check->digest, e);
}
