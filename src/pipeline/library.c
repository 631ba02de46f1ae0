#include <stdlib.h>

#include "base/resource.h"
#include "format/format.h"
#include "pipeline/library.h"
#include "pipeline/put.h"

const char *
tl_version(void)
{
	return TL_VERSION;
}

tl_status
tl_resource(const char *name, const void **bytes, size_t *len, struct tl_error *e)
{
	struct slice found = resource_find(name);

	*bytes = found.ptr;
	*len = found.len;
	if (found.ptr == NULL)
		return error_set(e, TL_USAGE,
		    "there is no shipped file %s (`tearline policy list` names the policies)",
		    name);
	return TL_OK;
}

tl_status
tl_list_formats(const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	for (const struct format *const *f = formats; *f != NULL; f++) {
		put_row(&put);
		put_string(&put, "name", (*f)->name);
		put_string(&put, "media-type", (*f)->media_type);
	}
	return put_end(&put, e);
}

/* "schemes/us.xml" with head "schemes/" is "us"; a name in another folder, or no XML, is nothing. */
static bool
short_name(const char *name, const char *head, char out[64])
{
	size_t skip = strlen(head), len = strlen(name);

	if (strncmp(name, head, skip) != 0 || len < skip + 5 || len - skip - 4 >= 64 ||
	    strcmp(name + len - 4, ".xml") != 0 || strchr(name + skip, '/') != NULL)
		return false;
	memcpy(out, name + skip, len - skip - 4);
	out[len - skip - 4] = '\0';
	return true;
}

tl_status
tl_list_schemes(const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	char name[64];

	for (const struct resource *r = resources; r->name != NULL; r++) {
		struct scheme *scheme;
		if (!short_name(r->name, "schemes/", name))
			continue;
		TRY(scheme_load_shipped(name, NULL, &scheme, e));
		put_row(&put);
		put_string(&put, "id", scheme_id(scheme));
		put_string(&put, "version", scheme_version(scheme));
		put_string(&put, "title", scheme_title(scheme));
		put_list(&put, "profiles");
		for (const char *const *p = scheme_profiles(scheme); *p != NULL; p++)
			put_string(&put, NULL, *p);
		put_close(&put);
		scheme_free(scheme);
	}
	return put_end(&put, e);
}

tl_status
tl_list_policies(const struct tl_answer *answer, struct tl_error *e)
{
	struct put put = { .answer = answer };
	char name[64];

	for (const struct resource *r = resources; r->name != NULL; r++) {
		struct policy *policy;
		if (!short_name(r->name, "", name))
			continue;
		TRY(policy_load(slice_of(r->start, (size_t)(r->end - r->start)), name, &policy, e));
		put_row(&put);
		put_string(&put, "name", name);
		put_string(&put, "id", policy_id(policy));
		put_string(&put, "version", policy_version(policy));
		put_string(&put, "title", policy_title(policy));
		policy_free(policy);
	}
	return put_end(&put, e);
}

/* The scheme in its wrapper, where loading it went well. */
static tl_status
wrap_scheme(tl_status status, struct scheme *scheme, struct tl_scheme **out, struct tl_error *e)
{
	*out = NULL;
	if (status != TL_OK)
		return status;
	*out = calloc(1, sizeof **out);
	if (*out == NULL) {
		scheme_free(scheme);
		return error_memory(e);
	}
	(*out)->scheme = scheme;
	return TL_OK;
}

tl_status
tl_scheme_load(const char *id, const char *profile, struct tl_scheme **out, struct tl_error *e)
{
	struct scheme *scheme;
	tl_status status = scheme_load_shipped(id, profile, &scheme, e);
	return wrap_scheme(status, scheme, out, e);
}

tl_status
tl_scheme_read(const void *xml, size_t len, const char *file, const char *profile,
    struct tl_scheme **out, struct tl_error *e)
{
	struct scheme *scheme;
	tl_status status = scheme_load(slice_of(xml, len), file, profile, &scheme, e);
	return wrap_scheme(status, scheme, out, e);
}

void
tl_scheme_free(struct tl_scheme *scheme)
{
	if (scheme == NULL)
		return;
	scheme_free(scheme->scheme);
	free(scheme);
}

tl_status
tl_policy_load(
    const void *xml, size_t len, const char *file, struct tl_policy **out, struct tl_error *e)
{
	*out = NULL;
	struct tl_policy *wrapper = calloc(1, sizeof *wrapper);
	if (wrapper == NULL)
		return error_memory(e);
	tl_status status = policy_load(slice_of(xml, len), file, &wrapper->policy, e);
	if (status != TL_OK) {
		free(wrapper);
		return status;
	}
	*out = wrapper;
	return TL_OK;
}

void
tl_policy_free(struct tl_policy *policy)
{
	if (policy == NULL)
		return;
	policy_free(policy->policy);
	free(policy);
}

tl_status
read_source(const struct tl_source *source, const struct scheme *scheme, struct document *document,
    struct tl_error *e)
{
	struct slice bytes = slice_of(source->bytes, source->len);
	const struct format *asked = NULL, *found = NULL;

	document_init(document, source->file, bytes, scheme);
	if (source->format != NULL) {
		asked = format_find(source->format);
		if (asked == NULL)
			return error_set(e, TL_USAGE,
			    "this build has no format %s (`tearline formats` lists them)",
			    source->format);
	}
	TRY(format_check_text(bytes, source->file, e));
	/* A format that is asked for may be one that no bid recognises, but none that the bytes contradict. */
	tl_status detected =
	    format_detect(bytes, source->file, scheme, &found, asked == NULL ? e : NULL);
	if (asked == NULL && detected != TL_OK)
		return detected;
	if (asked != NULL && detected == TL_OK && found != asked)
		return error_at(e, TL_DOCUMENT, source->file, 0, 0,
		    "the bytes look like %s, not like %s; leave --format away to read them so",
		    found->name, asked->name);
	const struct format *format = asked != NULL ? asked : found;
	document->format = format->name;
	TRY(format_read(format, document, e));
	document_trim(document);
	return document_check(document, e);
}
