#include "manifest/claims.h"

#include <stdlib.h>

#include "manifest/lines.h"

void
log_state_print(const struct log_state *state, struct form_value values[FORM_FIELDS_MAX])
{
	values[0].text = slice_str(state->origin);
	values[1].number = state->size;
	values[2].digest = state->root;
}

bool
log_state_take(struct log_state *out, const struct form_value values[FORM_FIELDS_MAX])
{
	*out = (struct log_state){ .size = 0 };
	if (!note_is_name(values[0].text) || values[1].number > LOG_SIZE_MAX)
		return false;
	memcpy(out->origin, values[0].text.ptr, values[0].text.len);
	out->size = values[1].number;
	out->root = values[2].digest;
	return true;
}

static tl_status
no_manifest(const struct lines *lines, struct tl_error *e)
{
	return error_at(e, TL_NO, "", lines->number, 0,
	    "this is no manifest, or it was changed; verify it with its output");
}

static tl_status
read_lines(struct claims *out, struct lines *lines, unsigned char *scratch, struct tl_error *e)
{
	enum form_line last = LINE_UNKNOWN, line;
	struct form_value values[FORM_FIELDS_MAX];
	struct slice bytes;
	for (;;) {
		TRY(lines_next(lines, &bytes, e));
		if (bytes.len == 0)
			break;
		if (form_parse(bytes, scratch, &line, values) != FLAW_NONE ||
		    !form_follows(last, line))
			return no_manifest(lines, e);
		if (line == LINE_MANIFEST)
			memcpy(out->id, values[0].id, FORM_ID_SIZE);
		if (line == LINE_LOG && !log_state_take(&out->log, values))
			return no_manifest(lines, e);
		last = line;
	}
	return last == LINE_MANIFEST_END ? TL_OK : no_manifest(lines, e);
}

tl_status
claims_read(struct claims *out, struct tl_reader manifest, struct tl_error *e)
{
	struct lines lines;
	*out = (struct claims){ .log = { .size = 0 } };
	tl_status status = lines_init(&lines, manifest, e);
	unsigned char *scratch = malloc(FORM_LINE_MAX);
	if (status == TL_OK && scratch == NULL)
		status = error_memory(e);
	if (status == TL_OK)
		status = read_lines(out, &lines, scratch, e);
	if (status == TL_OK)
		status = lines_digest(&lines, &out->digest, e);
	free(scratch);
	lines_release(&lines);
	return status;
}
