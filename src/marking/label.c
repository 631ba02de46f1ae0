#include "marking/label.h"
#include "marking/value.h"

static const struct xml_dialect stanag = {
	.namespace_uri = "urn:nato:stanag:4774:confidentialitymetadatalabel:1:0",
	.mixed = true,
	.status = TL_DOCUMENT,
	.max_depth = 8,
	.max_bytes = (size_t)1 << 18,
};

static const struct xml_dialect spiffy = {
	.namespace_uri = "http://surevine.com/xmlns/spiffy",
	.mixed = true,
	.status = TL_DOCUMENT,
	.max_depth = 8,
	.max_bytes = (size_t)1 << 18,
};

/* The root's name says which format; the namespace is checked by the door. */
static const struct {
	const char *root;
	const struct xml_dialect *dialect;
	tl_status (*read)(struct label_reader *r, const struct xml_node *root);
} kinds[] = {
	{ "originatorConfidentialityLabel", &stanag, label_read_4774 },
	{ "alternativeConfidentialityLabel", &stanag, label_read_4774 },
	{ "metadataConfidentialityLabel", &stanag, label_read_4774 },
	{ "label", &spiffy, label_read_spiffy },
	{ "clearance", &spiffy, label_read_spiffy },
};

tl_status
label_refuse(const struct label_reader *r, const struct xml_node *node, const char *what)
{
	return error_at(
	    r->e, TL_DOCUMENT, r->file, node->line, node->column, "%.64s: %s", node->name, what);
}

static bool
is_word(const char *words, const char *word)
{
	struct slice rest = slice_str(words), one;
	while (form_word(&rest, &one)) {
		if (slice_is(one, word))
			return true;
	}
	return false;
}

tl_status
label_shape(const struct label_reader *r, const struct xml_node *node, const char *attrs, bool text,
    bool children)
{
	for (size_t i = 0; i < node->attr_count; i++) {
		const char *name = node->attrs[i].name;
		bool foreign = strcmp(name, XML_FOREIGN) == 0 && node->parent == NULL;
		if (!foreign && !is_word(attrs, name))
			return error_at(r->e, TL_DOCUMENT, r->file, node->line, node->column,
			    "%.64s: the attribute %.64s is not understood", node->name, name);
	}
	if (!text && slice_trim(slice_str(node->text)).len > 0)
		return label_refuse(r, node, "there is text where only elements are expected");
	if (!children && node->child != NULL)
		return label_refuse(r, node, "there are elements where only text is expected");
	return TL_OK;
}

tl_status
label_text(const struct label_reader *r, const struct xml_node *node, const char **out)
{
	struct slice text = slice_trim(slice_str(node->text));
	if (text.len == 0 || text.len > LABEL_TEXT_MAX)
		return label_refuse(r, node, "its text is empty, or longer than 256 bytes");
	*out = arena_copy(r->arena, text);
	return *out == NULL ? error_memory(r->e) : TL_OK;
}

tl_status
label_add(const struct label_reader *r, const struct xml_node *node, struct label_value value)
{
	if (r->label->count == LABEL_VALUES_MAX)
		return label_refuse(r, node, "a label has at most 256 values");
	r->label->values[r->label->count++] = value;
	return TL_OK;
}

bool
label_is_of(const struct label *label, const char *name, const char *oid)
{
	return (label->policy != NULL || label->policy_id != NULL) &&
	    (label->policy == NULL || strcmp(label->policy, name) == 0) &&
	    (label->policy_id == NULL || (oid != NULL && strcmp(label->policy_id, oid) == 0));
}

/* Names of a label may be anything; what could not be shown safely is not shown. */
static bool
is_printable(const char *name)
{
	size_t len = 0;
	for (; name[len] != '\0' && len <= LABEL_TEXT_MAX; len++) {
		if (name[len] < ' ' || name[len] > '~')
			return false;
	}
	return len > 0 && len <= LABEL_TEXT_MAX;
}

tl_status
label_note(struct arena *arena, struct mark *mark, const char *rule, enum severity severity,
    const char *text, const char *name, struct tl_error *e)
{
	struct buf buf;
	struct finding *finding = arena_alloc(arena, sizeof *finding);
	buf_init(&buf, 1024);
	buf_add_str(&buf, text);
	if (name != NULL) {
		buf_add_str(&buf, ": ");
		buf_add_str(&buf, is_printable(name) ? name : "a name that is not printable ASCII");
	}
	char *copy = buf.failed || finding == NULL ? NULL : arena_copy(arena, buf_slice(&buf));
	buf_release(&buf);
	if (copy == NULL)
		return error_memory(e);
	*finding = (struct finding){
		.rule = rule, .text = copy, .severity = severity, .next = mark->findings
	};
	mark->findings = finding;
	mark->valid = mark->valid && severity != SEVERITY_ERROR;
	return TL_OK;
}

static tl_status
read_label(struct label_reader *r, struct slice xml)
{
	struct slice name = xml_root_name(xml);
	const struct xml_node *root;
	size_t at = 0;
	while (at < sizeof kinds / sizeof *kinds && !slice_is(name, kinds[at].root))
		at++;
	if (at == sizeof kinds / sizeof *kinds)
		return error_at(r->e, TL_DOCUMENT, r->file, 0, 0,
		    "this is no label: the root is not originatorConfidentialityLabel, alternativeConfidentialityLabel, metadataConfidentialityLabel, label or clearance");
	TRY(xml_parse(xml, r->file, kinds[at].dialect, r->arena, &root, r->e));
	return kinds[at].read(r, root);
}

tl_status
label_parse(const struct scheme *scheme, struct slice xml, const char *file, struct arena *arena,
    struct mark *out, struct tl_error *e)
{
	struct label label = { .values =
				   arena_array(arena, LABEL_VALUES_MAX, sizeof *label.values) };
	struct label_reader r = { &label, arena, file, e };
	*out = (struct mark){ .marking = scheme_damaged(scheme) };
	if (label.values == NULL)
		return error_memory(e);
	TRY(read_label(&r, xml));
	TRY(scheme->spif != NULL ? label_in_spif(scheme, &label, arena, out, e)
				 : label_in_scheme(scheme, &label, arena, out, e));
	if (label.privacy_mark)
		TRY(label_note(arena, out, "label-privacy-mark", SEVERITY_WARNING,
		    "the label has a privacy mark, which informs and is not kept", NULL, e));
	return TL_OK;
}
