#include "manifest/verify.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "manifest/beside.h"
#include "manifest/lines.h"
#include "manifest/template.h"

/* The output as it is consumed; `len - at` bytes of the slot given last are not used yet. */
struct stream {
	struct tl_reader reader;
	struct beside whole;
	const unsigned char *slot;
	size_t at, len;
	bool ended, has_cr;
};

struct examination {
	struct lines lines;
	struct stream output;
	struct hasher hasher; /* of kept pieces */
	struct templates templates;
	unsigned char *scratch; /* FORM_LINE_MAX for texts, INSERT_MAX for an insertion */
	const char *output_name;
	const struct manifest_watch *watch; /* NULL: nobody looks on */
	bool alone;                         /* there is no output */
	enum form_line last;
	uint64_t offset; /* of the output, where the next line must begin */
	struct manifest_verdict *out;
	struct tl_error *e;
};

/* The only place where a reason is given: the first one stays. */
static tl_status
refuse(struct examination *x, enum manifest_reason reason)
{
	if (x->out->reason == MANIFEST_UNREAD) {
		x->out->reason = reason;
		x->out->line = x->lines.number;
	}
	return error_at(x->e, TL_NO, "", x->lines.number, 0, "%s", manifest_reason_text(reason));
}

/* A converted output fails in many ways; say why. */
static tl_status
refuse_output(struct examination *x, enum manifest_reason reason)
{
	return refuse(x, x->output.has_cr ? MANIFEST_OUTPUT_CRLF : reason);
}

static tl_status
refill(struct stream *stream, struct tl_error *e)
{
	unsigned char *slot = beside_slot(&stream->whole);
	size_t len = 0;
	while (len < BESIDE_SLOT && !stream->ended) {
		int64_t got =
		    stream->reader.read(stream->reader.context, slot + len, BESIDE_SLOT - len);
		if (got < 0 || (uint64_t)got > BESIDE_SLOT - len)
			return error_set(e, TL_SYSTEM, "the output cannot be read");
		stream->ended = got == 0;
		len += (size_t)got;
	}
	beside_give(&stream->whole, len);
	stream->slot = slot;
	stream->at = 0;
	stream->len = len;
	stream->has_cr = stream->has_cr || memchr(slot, '\r', len) != NULL;
	return TL_OK;
}

/* The next bytes, at most `max` and at least one; none at the end of the output. */
static tl_status
take(struct stream *stream, uint64_t max, struct slice *out, struct tl_error *e)
{
	if (stream->at == stream->len && !stream->ended)
		TRY(refill(stream, e));
	size_t have = stream->len - stream->at;
	*out = slice_of(stream->slot + stream->at, have < max ? have : (size_t)max);
	stream->at += out->len;
	return TL_OK;
}

/* Holes, overlaps and reordering all show as an offset that is not where the last line ended. */
static tl_status
check_range(struct examination *x, const struct form_value *values)
{
	if (values[0].number != x->offset || values[1].number == 0)
		return refuse(x, MANIFEST_COVER);
	if (values[1].number > UINT64_MAX - x->offset)
		return refuse(x, MANIFEST_NUMBER);
	x->offset += values[1].number;
	return TL_OK;
}

static tl_status
see_kept(struct examination *x, const struct form_value *values)
{
	struct digest digest;
	TRY(check_range(x, values));
	x->out->facts.kept++;
	if (x->alone)
		return TL_OK;
	hasher_begin(&x->hasher);
	for (uint64_t left = values[1].number; left > 0;) {
		struct slice part;
		TRY(take(&x->output, left, &part, x->e));
		if (part.len == 0)
			return refuse_output(x, MANIFEST_OUTPUT_TRUNCATED);
		hasher_add(&x->hasher, part);
		if (x->watch != NULL && x->watch->bytes != NULL)
			TRY(x->watch->bytes(x->watch->context, part, x->e));
		left -= part.len;
	}
	TRY(hasher_end(&x->hasher, &digest, x->e));
	if (!digest_equal(&digest, &values[2].digest))
		return refuse_output(x, MANIFEST_KEPT);
	return TL_OK;
}

static tl_status
see_insert(struct examination *x, const struct form_value *values)
{
	unsigned char *bytes = x->scratch + FORM_LINE_MAX;
	size_t len = 0;
	TRY(check_range(x, values));
	if (values[1].number > INSERT_MAX)
		return refuse(x, MANIFEST_INSERT);
	x->out->facts.inserted++;
	if (x->alone)
		return TL_OK;
	while (len < values[1].number) {
		struct slice part;
		TRY(take(&x->output, values[1].number - len, &part, x->e));
		if (part.len == 0)
			return refuse_output(x, MANIFEST_OUTPUT_TRUNCATED);
		memcpy(bytes + len, part.ptr, part.len);
		len += part.len;
	}
	enum insert_template name = (enum insert_template)values[2].number;
	if (!templates_match(&x->templates, name, slice_of(bytes, len)))
		return refuse_output(x, MANIFEST_INSERT);
	return TL_OK;
}

static tl_status
see_list_end(struct examination *x, const struct form_value *values)
{
	(void)values;
	struct slice rest;
	if (x->alone)
		return TL_OK;
	TRY(take(&x->output, 1, &rest, x->e));
	return rest.len == 0 ? TL_OK : refuse_output(x, MANIFEST_OUTPUT_APPENDED);
}

static void
keep(char *to, size_t size, struct slice text)
{
	size_t len = text.len < size ? text.len : size - 1;
	memcpy(to, text.ptr, len);
	to[len] = '\0';
}

static tl_status
see_output(struct examination *x, const struct form_value *values)
{
	struct manifest_facts *facts = &x->out->facts;
	if (x->alone)
		facts->output = values[2].digest;
	else
		TRY(beside_end(&x->output.whole, &facts->output, x->e));
	if (values[1].number != x->offset)
		return refuse(x, MANIFEST_OUTPUT_BYTES);
	if (!digest_equal(&facts->output, &values[2].digest))
		return refuse(x, MANIFEST_OUTPUT_DIGEST);
	if (x->output_name != NULL && !slice_is(values[0].text, x->output_name))
		return refuse(x, MANIFEST_OUTPUT_NAME);
	facts->output_bytes = x->offset;
	keep(facts->output_name, sizeof facts->output_name, values[0].text);
	keep(facts->media_type, FACT_SIZE, values[3].text);
	keep(facts->marking, FACT_SIZE, values[4].text);
	return TL_OK;
}

static tl_status
see_template(struct examination *x, const struct form_value *values)
{
	tl_status status = templates_declare(
	    &x->templates, (enum insert_template)values[0].number, values[1].text, NULL);
	return status == TL_NO ? refuse(x, MANIFEST_TEMPLATES) : status;
}

static tl_status
see_root(struct examination *x, const struct form_value *values)
{
	struct manifest_facts *facts = &x->out->facts;
	static const char digit[] = "0123456789abcdef";
	memcpy(facts->raw_id, values[0].id, FORM_ID_SIZE);
	for (size_t i = 0; i < FORM_ID_SIZE; i++) {
		facts->id[2 * i] = digit[values[0].id[i] >> 4];
		facts->id[2 * i + 1] = digit[values[0].id[i] & 15];
	}
	keep(facts->created, sizeof facts->created, values[1].text);
	return TL_OK;
}

static tl_status
see_policy(struct examination *x, const struct form_value *values)
{
	struct manifest_facts *facts = &x->out->facts;
	keep(facts->policy, FACT_SIZE, values[0].text);
	keep(facts->policy_version, FACT_SIZE, values[1].text);
	facts->policy_digest = values[2].digest;
	return TL_OK;
}

static tl_status
see_scheme(struct examination *x, const struct form_value *values)
{
	struct manifest_facts *facts = &x->out->facts;
	keep(facts->scheme, FACT_SIZE, values[0].text);
	keep(facts->profile, FACT_SIZE, values[1].text);
	facts->scheme_digest = values[3].digest;
	return TL_OK;
}

static tl_status
see_supersedes(struct examination *x, const struct form_value *values)
{
	struct manifest_facts *facts = &x->out->facts;
	facts->earlier.named = true;
	memcpy(facts->earlier.id, values[0].id, FORM_ID_SIZE);
	facts->earlier.digest = values[1].digest;
	return TL_OK;
}

static tl_status
see_tool(struct examination *x, const struct form_value *values)
{
	keep(x->out->facts.tool, FACT_SIZE, values[0].text);
	keep(x->out->facts.tool_version, FACT_SIZE, values[1].text);
	return TL_OK;
}

static tl_status
see_source(struct examination *x, const struct form_value *values)
{
	x->out->facts.source = values[0].digest;
	return TL_OK;
}

static tl_status
see_signers(struct examination *x, const struct form_value *values)
{
	x->out->facts.signers = values[0].number;
	return values[0].number <= FORM_SIGNERS_MAX ? TL_OK : refuse(x, MANIFEST_SIGNERS);
}

static tl_status
see_role(struct examination *x, const struct form_value *values)
{
	struct manifest_facts *facts = &x->out->facts;
	if (facts->role_count == FORM_ROLES_MAX || facts->role_count == facts->signers)
		return refuse(x, MANIFEST_SIGNERS);
	keep(facts->roles[facts->role_count++], sizeof facts->roles[0], values[0].text);
	return TL_OK;
}

static tl_status
see_gap(struct examination *x, const struct form_value *values)
{
	(void)values;
	x->out->facts.gaps++;
	return TL_OK;
}

static tl_status
see_downgrade(struct examination *x, const struct form_value *values)
{
	(void)values;
	x->out->facts.downgrades++;
	return TL_OK;
}

static tl_status
see_log(struct examination *x, const struct form_value *values)
{
	return log_state_take(&x->out->facts.log, values) ? TL_OK : refuse(x, MANIFEST_LOG);
}

static tl_status
see_audit(struct examination *x, const struct form_value *values)
{
	x->out->facts.audit = values[0].digest;
	return TL_OK;
}

/* A line that says nothing here has no entry. */
static tl_status (*const seers[LINE_COUNT])(struct examination *, const struct form_value *) = {
	[LINE_MANIFEST] = see_root,
	[LINE_TOOL] = see_tool,
	[LINE_POLICY] = see_policy,
	[LINE_SCHEME] = see_scheme,
	[LINE_SOURCE] = see_source,
	[LINE_SUPERSEDES] = see_supersedes,
	[LINE_SIGNERS] = see_signers,
	[LINE_ROLE] = see_role,
	[LINE_TEMPLATE] = see_template,
	[LINE_GAP] = see_gap,
	[LINE_INSERT] = see_insert,
	[LINE_KEPT] = see_kept,
	[LINE_LIST_END] = see_list_end,
	[LINE_DOWNGRADE] = see_downgrade,
	[LINE_AUDIT] = see_audit,
	[LINE_LOG] = see_log,
	[LINE_OUTPUT] = see_output,
};

/* What went wrong with the bytes of a line that could not be read. */
static enum manifest_reason
reason_of_bytes(const struct examination *x, struct slice line, bool complete)
{
	if (x->lines.number == 1 && slice_starts(line, "\xef\xbb\xbf"))
		return MANIFEST_BOM;
	if (memchr(line.ptr, '\0', line.len) != NULL)
		return MANIFEST_NUL;
	if (complete && line.len > 1 && line.ptr[line.len - 2] == '\r')
		return MANIFEST_CRLF;
	if (utf8_check(line) < line.len && line.len < FORM_LINE_MAX)
		return MANIFEST_ENCODING;
	if (x->lines.number == 1)
		return MANIFEST_DECLARATION;
	if (slice_starts(line, "<!DOCTYPE"))
		return MANIFEST_DOCTYPE;
	if (slice_starts(line, "<!") || slice_starts(line, "<?"))
		return MANIFEST_MARKUP;
	if (!complete)
		return line.len == FORM_LINE_MAX ? MANIFEST_LONG_LINE : MANIFEST_UNFINISHED;
	return MANIFEST_UNKNOWN_LINE;
}

static tl_status
refuse_line(struct examination *x, struct slice line, enum form_flaw flaw)
{
	static const enum manifest_reason reasons[] = {
		[FLAW_UNREAD] = MANIFEST_UNKNOWN_LINE,
		[FLAW_NONE] = MANIFEST_UNKNOWN_LINE,
		[FLAW_LINE] = MANIFEST_UNKNOWN_LINE,
		[FLAW_FIELD] = MANIFEST_ATTRIBUTES,
		[FLAW_NUMBER] = MANIFEST_NUMBER,
		[FLAW_DIGEST] = MANIFEST_DIGEST,
		[FLAW_TEXT] = MANIFEST_TEXT,
		[FLAW_NAME] = MANIFEST_NAME,
		[FLAW_TIME] = MANIFEST_TIME,
		[FLAW_VERSION] = MANIFEST_VERSION,
	};
	bool complete = line.ptr[line.len - 1] == '\n';
	enum manifest_reason reason = reason_of_bytes(x, line, complete);
	return refuse(x, reason == MANIFEST_UNKNOWN_LINE ? reasons[flaw] : reason);
}

static tl_status
examine_line(struct examination *x, struct slice bytes)
{
	enum form_line line;
	struct form_value values[FORM_FIELDS_MAX];
	if (x->last == LINE_MANIFEST_END)
		return refuse(x, MANIFEST_TRAILING);
	enum form_flaw flaw = form_parse(bytes, x->scratch, &line, values);
	if (flaw != FLAW_NONE || (x->last == LINE_UNKNOWN && line != LINE_XML))
		return refuse_line(x, bytes, flaw);
	if (!form_follows(x->last, line))
		return refuse(x, MANIFEST_ORDER);
	x->last = line;
	if (seers[line] != NULL)
		TRY(seers[line](x, values));
	if (x->watch == NULL)
		return TL_OK;
	return x->watch->line(x->watch->context, line, values, x->offset, x->e);
}

static tl_status
examine(struct examination *x, struct digest *manifest_digest)
{
	struct slice line;
	do {
		TRY(lines_next(&x->lines, &line, x->e));
		if (line.len > 0)
			TRY(examine_line(x, line));
	} while (line.len > 0);
	if (x->lines.number == 0)
		return refuse(x, MANIFEST_EMPTY);
	if (x->last != LINE_MANIFEST_END)
		return refuse(x, MANIFEST_UNFINISHED);
	TRY(lines_digest(&x->lines, manifest_digest, x->e));
	x->out->reason = x->alone ? MANIFEST_ALONE : MANIFEST_FITS;
	return TL_OK;
}

static tl_status
run(struct examination *x, struct tl_reader manifest, struct digest *manifest_digest)
{
	*manifest_digest = (struct digest){ { 0 } };
	memset(x->out, 0, sizeof *x->out);
	templates_init(&x->templates);
	tl_status status = lines_init(&x->lines, manifest, x->e);
	if (status == TL_OK && !x->alone)
		status = beside_init(&x->output.whole, x->e);
	if (status == TL_OK)
		status = hasher_init(&x->hasher, x->e);
	if (status != TL_OK)
		goto out;
	x->scratch = malloc(FORM_LINE_MAX + INSERT_MAX);
	status = x->scratch == NULL ? error_memory(x->e) : examine(x, manifest_digest);
out:
	if (status != TL_OK)
		memset(&x->out->facts, 0, sizeof x->out->facts);
	free(x->scratch);
	hasher_release(&x->hasher);
	beside_release(&x->output.whole);
	templates_release(&x->templates);
	lines_release(&x->lines);
	return status;
}

tl_status
manifest_verify(struct tl_reader manifest, struct tl_reader output, const char *output_name,
    struct manifest_verdict *out, struct digest *manifest_digest, struct tl_error *e)
{
	return manifest_verify_watched(
	    manifest, output, output_name, NULL, out, manifest_digest, e);
}

tl_status
manifest_verify_watched(struct tl_reader manifest, struct tl_reader output, const char *output_name,
    const struct manifest_watch *watch, struct manifest_verdict *out,
    struct digest *manifest_digest, struct tl_error *e)
{
	struct examination x = { .output = { .reader = output },
		.output_name = output_name,
		.watch = watch,
		.out = out,
		.e = e };
	return run(&x, manifest, manifest_digest);
}

tl_status
manifest_read(struct tl_reader manifest, const struct manifest_watch *watch,
    struct manifest_verdict *out, struct digest *manifest_digest, struct tl_error *e)
{
	struct examination x = { .watch = watch, .alone = true, .out = out, .e = e };
	return run(&x, manifest, manifest_digest);
}
