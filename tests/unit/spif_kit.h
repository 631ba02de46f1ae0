/*
 * tests/unit/spif_kit.h -- an invented policy in XML-SPIF that has one of everything, and what tests of it share.
 */
#ifndef UNIT_SPIF_KIT_H
#define UNIT_SPIF_KIT_H

#include "unit.h"

#include "marking/label.h"
#include "marking/marking.h"

#define SPIF_HEAD                                                                                  \
	"<SPIF xmlns='http://www.xmlspif.org/spif' schemaVersion='2.1' version='7'>\n"             \
	"<securityPolicyId name='HARBOUR' id='1.2.3.9'/>\n"
#define SPIF_LEVELS                                                                                      \
	"<securityClassifications>\n"                                                                    \
	"<securityClassification name='DEEP' lacv='40' hierarchy='4'>"                                   \
	"<markingData phrase='ABYSSAL'><code>replacePolicy</code></markingData>"                         \
	"<markingData xml:lang='fr' phrase='PROFOND'><code>pageTopBottom</code></markingData>"           \
	"</securityClassification>\n"                                                                    \
	"<securityClassification name='OPEN' lacv='10' hierarchy='1'/>\n"                                \
	"<securityClassification name='WATCH' lacv='20' hierarchy='2'>"                                  \
	"<markingData phrase='W'><code>portionMarking</code></markingData>"                              \
	"</securityClassification>\n"                                                                    \
	"<securityClassification name='GUARD' lacv='30' hierarchy='3'>"                                  \
	"<requiredCategory operation='oneOrMore'><categoryGroup tagSetRef='Crew' tagType='permissive'/>" \
	"<categoryGroup tagSetRef='Cargo' tagType='restrictive' lacv='1'/></requiredCategory>"           \
	"</securityClassification>\n"                                                                    \
	"</securityClassifications>\n"
#define SPIF_SETS                                                                                                      \
	"<securityCategoryTagSets>\n"                                                                                  \
	"<securityCategoryTagSet name='Cargo' id='1.2.3.9.1'>\n"                                                       \
	"<securityCategoryTag name='Goods' tagType='restrictive'>\n"                                                   \
	"<tagCategory name='SALT' lacv='001'/>\n"                                                                      \
	"<tagCategory name='TAR' lacv='2'><excludedClass>OPEN</excludedClass></tagCategory>\n"                         \
	"<tagCategory name='ROPE' lacv='3' obsolete='true'/>\n"                                                        \
	"<tagCategory name='LAMP OIL' lacv='4'>"                                                                       \
	"<excludedCategory tagSetRef='Cargo' tagType='restrictive' lacv='2'/></tagCategory>\n"                         \
	"<markingQualifier markingCode='pageTop'><qualifier markingQualifier='+' qualifierCode='separator'/>"          \
	"</markingQualifier></securityCategoryTag></securityCategoryTagSet>\n"                                         \
	"<securityCategoryTagSet name='Crew' id='1.2.3.9.2'>\n"                                                        \
	"<securityCategoryTag name='Ports' tagType='enumerated' enumType='permissive'>\n"                              \
	"<tagCategory name='AAL' lacv='100'><markingData phrase='Aalholm'><code>pageTopBottom</code></markingData>"    \
	"<markingData xml:lang='fr' phrase='\xc3\x85lholm'><code>pageBottom</code></markingData></tagCategory>\n"      \
	"<tagCategory name='BRE' lacv='200'/>\n"                                                                       \
	"<tagCategory name='CRO' lacv='300'/>\n"                                                                       \
	"<markingQualifier><qualifier markingQualifier='for ' qualifierCode='prefix'/>"                                \
	"<qualifier markingQualifier='pour ' qualifierCode='prefix' xml:lang='fr'/>"                                   \
	"<qualifier markingQualifier=', ' qualifierCode='separator'/>"                                                 \
	"<qualifier markingQualifier=' ONLY' qualifierCode='suffix'/></markingQualifier>"                              \
	"</securityCategoryTag>\n"                                                                                     \
	"<securityCategoryTag name='Ranks' tagType='permissive'>"                                                      \
	"<tagCategory name='MATE' lacv='1'><markingData><code>noNameDisplay</code></markingData></tagCategory>"        \
	"<tagCategory name='PILOT' lacv='2'><markingData phrase='HARBOUR/PILOT'><code>noNameDisplay</code>"            \
	"<code>replacePolicy</code></markingData></tagCategory></securityCategoryTag>\n"                               \
	"</securityCategoryTagSet>\n"                                                                                  \
	"<securityCategoryTagSet name='Notes' id='1.2.3.9.3'>\n"                                                       \
	"<securityCategoryTag name='Notes' tagType='tagType7' tag7Encoding='bitSetAttributes' singleSelection='true'>" \
	"<tagCategory name='DRAFT' lacv='1'/><tagCategory name='SALT' lacv='2'>"                                       \
	"<requiredCategory operation='onlyOne'>"                                                                       \
	"<categoryGroup tagSetRef='Cargo' tagType='restrictive' lacv='1'/>"                                            \
	"<categoryGroup tagSetRef='Cargo' tagType='restrictive' lacv='2'/></requiredCategory></tagCategory>"           \
	"<tagCategory name='HUSH' lacv='3'><markingData phrase='QUIET'><code>suppressClassName</code></markingData>"   \
	"<excludedClass>DEEP</excludedClass></tagCategory>"                                                            \
	"<markingQualifier><qualifier markingQualifier='- ' qualifierCode='prefix'/></markingQualifier>"               \
	"</securityCategoryTag></securityCategoryTagSet>\n"                                                            \
	"</securityCategoryTagSets>\n"
#define HARBOUR SPIF_HEAD SPIF_LEVELS SPIF_SETS "</SPIF>"

static struct tl_error failure;

static inline struct scheme *
harbour_in(const char *language)
{
	struct scheme *scheme;
	failure = (struct tl_error){ 0 };
	if (scheme_load(slice_str(HARBOUR), "h.xml", language, &scheme, &failure) != TL_OK)
		fail_msg("%s:%zu: %s", failure.file, failure.line, failure.what);
	return scheme;
}

static inline struct scheme *
harbour(void)
{
	return harbour_in(NULL);
}

/* A mark and the memory that it lives in. */
struct sample {
	struct arena arena;
	struct mark mark;
	char banner[512], portion[512];
};

static inline void
print_sample(struct sample *s)
{
	struct buf buf;
	char *const to[2] = { s->banner, s->portion };
	for (size_t i = 0; i < 2; i++) {
		buf_init(&buf, sizeof s->banner - 1);
		if (s->mark.state == MARK_READ)
			marking_print(s->mark.marking, i == 0 ? MARK_BANNER : MARK_PORTION, &buf);
		assert_false(buf.failed);
		if (buf.len > 0)
			memcpy(to[i], buf.ptr, buf.len);
		to[i][buf.len] = '\0';
		buf_release(&buf);
	}
}

static inline void
read_as(const struct scheme *scheme, const char *text, enum mark_form form, struct sample *s)
{
	failure = (struct tl_error){ 0 };
	arena_init(&s->arena, 1 << 22);
	assert_ok(mark_parse(scheme, slice_str(text), form, &s->arena, &s->mark, &failure));
	print_sample(s);
}

static inline void
read_text(const struct scheme *scheme, const char *text, struct sample *s)
{
	read_as(scheme, text, MARK_AUTO, s);
}

/* TL_OK, or why it is no label; the sample is released by the caller in any case. */
static inline tl_status
read_label(const struct scheme *scheme, const char *xml, struct sample *s)
{
	failure = (struct tl_error){ 0 };
	arena_init(&s->arena, 1 << 22);
	tl_status status =
	    label_parse(scheme, slice_str(xml), "l.xml", &s->arena, &s->mark, &failure);
	if (status == TL_OK)
		print_sample(s);
	return status;
}

static inline void
done(struct sample *s)
{
	arena_release(&s->arena);
}

static inline const struct finding *
finding_of(const struct sample *s, const char *rule)
{
	const struct finding *f = s->mark.findings;
	while (f != NULL && strcmp(f->rule, rule) != 0)
		f = f->next;
	return f;
}

#endif
