#include "marking/label.h"
#include "marking/spif.h"
#include "marking/value.h"

/* Room for a label of a marking; a banner is not longer than a mark can be. */
#define LABEL_MAX ((size_t)1 << 20)

static const char *const types[] = { [TYPE_RESTRICTIVE] = "RESTRICTIVE",
	[TYPE_PERMISSIVE] = "PERMISSIVE",
	[TYPE_INFORMATIVE] = "INFORMATIVE" };

static void
add_element(struct buf *out, const char *name, struct slice text)
{
	buf_add_str(out, "<");
	buf_add_str(out, name);
	buf_add_str(out, ">");
	xml_add_escaped(out, text);
	buf_add_str(out, "</");
	buf_add_str(out, name);
	buf_add_str(out, ">");
}

static void
add_attribute(struct buf *out, const char *name, const char *before, const char *value)
{
	buf_add_str(out, " ");
	buf_add_str(out, name);
	buf_add_str(out, "=\"");
	buf_add_str(out, before);
	xml_add_escaped(out, slice_str(value));
	buf_add_str(out, "\"");
}

static void
begin(struct buf *out, const char *policy, const char *oid, struct slice level)
{
	buf_add_str(out,
	    "<originatorConfidentialityLabel "
	    "xmlns=\"urn:nato:stanag:4774:confidentialitymetadatalabel:1:0\">\n"
	    "  <ConfidentialityInformation>\n    <PolicyIdentifier");
	if (oid != NULL)
		add_attribute(out, "URI", "urn:oid:", oid);
	buf_add_str(out, ">");
	xml_add_escaped(out, slice_str(policy));
	buf_add_str(out, "</PolicyIdentifier>\n    ");
	add_element(out, "Classification", level);
	buf_add_str(out, "\n");
}

static void
begin_category(struct buf *out, const char *name, unsigned char type)
{
	buf_add_str(out, "    <Category");
	add_attribute(out, "TagName", "", name);
	add_attribute(out, "Type", "", types[type]);
	buf_add_str(out, ">");
}

static void
end_category(struct buf *out)
{
	buf_add_str(out, "</Category>\n");
}

static void
end(struct buf *out)
{
	buf_add_str(out, "  </ConfidentialityInformation>\n</originatorConfidentialityLabel>\n");
}

/* --- a policy of XML-SPIF ---------------------------------------------------------------------------------------- */

static void
print_spif(const struct marking *marking, struct buf *out)
{
	const struct scheme *scheme = marking->scheme;
	const struct spif *spif = scheme->spif;
	begin(out, spif->name, spif->oid, slice_str(scheme->levels[marking->level].id));
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[i];
		short set = spif->tags[control->category].set;
		bool first = i == 0 || control[-1].type != control->type ||
		    spif->tags[control[-1].category].set != set;
		if (first && i > 0)
			end_category(out);
		if (first)
			begin_category(out, spif->sets[set].name, control->type);
		add_element(out, "GenericValue", control->text);
	}
	if (marking->count > 0)
		end_category(out);
	end(out);
}

/* --- a scheme of our own ----------------------------------------------------------------------------------------- */

/* The next control that a banner shows, of another category than the one before; NULL. */
static const struct control *
next_shown(const struct marking *marking, size_t *at, short category)
{
	for (; *at < marking->count; (*at)++) {
		const struct control *control = &marking->controls[*at];
		if (control->category != category && !control->implied &&
		    !marking->scheme->categories[control->category].unshown)
			return control;
	}
	return NULL;
}

/* The type of a segment is that of the control in it that restricts most. */
static unsigned char
type_of(const struct marking *marking, short category)
{
	unsigned char type = TYPE_INFORMATIVE;
	for (size_t i = 0; i < marking->count; i++) {
		const struct control *control = &marking->controls[i];
		if (control->category == category && control->type < type)
			type = control->type;
	}
	return type;
}

static struct slice
take_segment(struct slice *rest)
{
	const unsigned char *end = memmem(rest->ptr, rest->len, "//", 2);
	size_t len = end == NULL ? rest->len : (size_t)(end - rest->ptr);
	struct slice segment = slice_sub(*rest, 0, len);
	*rest = slice_sub(*rest, end == NULL ? len : len + 2, rest->len);
	return segment;
}

static void
print_segments(const struct marking *marking, struct slice banner, struct buf *out)
{
	const struct scheme *scheme = marking->scheme;
	size_t at = 0;
	short category = -1;
	begin(out, scheme->systems[0].id, NULL, take_segment(&banner));
	while (banner.len > 0) {
		struct slice segment = take_segment(&banner);
		const struct control *control = next_shown(marking, &at, category);
		if (control == NULL)
			break;
		category = control->category;
		begin_category(out, scheme->categories[category].id, type_of(marking, category));
		while (segment.len > 0)
			add_element(out, "GenericValue", slice_split(&segment, '/'));
		end_category(out);
	}
	end(out);
}

/* What a banner cannot say in such pieces ("USA/GBR EYES ONLY") reads as something else, and is not written. */
static bool
reads_so(const struct marking *marking, struct slice label)
{
	struct arena arena;
	struct mark mark;
	arena_init(&arena, (size_t)4 << 20);
	bool same = label_parse(marking->scheme, label, "", &arena, &mark, NULL) == TL_OK &&
	    mark.state == MARK_READ && marking_equal(mark.marking, marking);
	arena_release(&arena);
	return same;
}

bool
label_print(const struct marking *marking, struct buf *out)
{
	struct buf label, banner;
	if (marking->damaged || !marking->known || marking->bare || marking->shut != 0 ||
	    marking->system != 0)
		return false;
	buf_init(&label, LABEL_MAX);
	buf_init(&banner, LABEL_MAX);
	if (marking->scheme->spif != NULL) {
		print_spif(marking, &label);
	} else {
		marking_print(marking, MARK_BANNER, &banner);
		print_segments(marking, buf_slice(&banner), &label);
	}
	bool same = !label.failed && !banner.failed && reads_so(marking, buf_slice(&label));
	if (same)
		buf_add_slice(out, buf_slice(&label));
	buf_release(&banner);
	buf_release(&label);
	return same;
}
