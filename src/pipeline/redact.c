#include <stdio.h>
#include <time.h>

#include "base/wipe.h"
#include "base/xml.h"
#include "pipeline/corridor.h"
#include "pipeline/library.h"
#include "pipeline/put.h"
#include "pipeline/signer.h"

/* RFC 3339 in UTC, whole seconds. */
static tl_status
print_time(int64_t now, char out[FORM_TIME_SIZE + 1], struct tl_error *e)
{
	struct tm parts;
	time_t seconds = (time_t)now;

	if (gmtime_r(&seconds, &parts) == NULL ||
	    strftime(out, FORM_TIME_SIZE + 1, "%Y-%m-%dT%H:%M:%SZ", &parts) != FORM_TIME_SIZE)
		return error_set(e, TL_USAGE, "the time is out of range");
	return TL_OK;
}

/* The manifest on its way out, hashed for the SSH signature, which is over another digest than the seal. */
struct passing {
	struct tl_sink to;
	struct wide_hasher hasher;
};

static int
pass_on(void *context, const void *bytes, size_t len)
{
	struct passing *passing = context;
	wide_add(&passing->hasher, slice_of(bytes, len));
	return passing->to.write(passing->to.context, bytes, len);
}

static tl_status
seal_release(const struct tl_signer *signer, const struct tl_release *release,
    const struct digest *manifest, struct passing *passing, struct tl_error *e)
{
	struct wide_digest wide;

	if (signer != NULL)
		TRY(write_seal(signer, manifest, release->now, release->seal, e));
	if (release->ssh_signer == NULL)
		return TL_OK;
	TRY(wide_end(&passing->hasher, &wide, e));
	return write_ssh_seal(release->ssh_signer, &wide, release->ssh_seal, e);
}

static tl_status
check_signers(const struct tl_signer *signer, const struct tl_release *release, struct tl_error *e)
{
	if ((signer == NULL) != (release->seal.write == NULL) ||
	    (release->ssh_signer == NULL) != (release->ssh_seal.write == NULL))
		return error_set(e, TL_USAGE, "a signer and a place for the seal go together");
	return signer == NULL ? TL_OK : seal_signer_check(&signer->signer, release->now, e);
}

static tl_status
report(const struct tl_answer *answer, const struct outcome *outcome, struct tl_error *e)
{
	struct put put = { .answer = answer };

	put_row(&put);
	put_number(&put, "kept", outcome->kept);
	put_number(&put, "withheld", outcome->withheld);
	put_number(&put, "repeated", outcome->repeated);
	put_bool(&put, "repeats-left", outcome->repeats_left);
	return put_end(&put, e);
}

static int64_t
read_rest(void *context, void *bytes, size_t capacity)
{
	struct slice *rest = context;
	size_t n = rest->len < capacity ? rest->len : capacity;

	if (n > 0)
		memcpy(bytes, rest->ptr, n);
	*rest = slice_sub(*rest, n, rest->len);
	return (int64_t)n;
}

/* What was released before; not being one is a refusal of what is asked for, not a verdict. */
static tl_status
read_earlier(const struct tl_release *release, struct earlier *earlier, struct tl_error *e)
{
	struct slice rest = slice_of(release->earlier.ptr, release->earlier.len);
	struct tl_error inner = { 0 };

	if (rest.ptr == NULL)
		return TL_OK;
	tl_status status = earlier_read(earlier, (struct tl_reader){ &rest, read_rest },
	    slice_of(release->earlier_output.ptr, release->earlier_output.len), &inner);
	if (status == TL_NO)
		return error_set(e, TL_DOCUMENT, "the earlier release: %s", inner.what);
	return status == TL_OK ? TL_OK : error_set(e, status, "%s", inner.what);
}

tl_status
tl_redact(const struct tl_policy *policy, const struct tl_source *source,
    const struct tl_signer *signer, const struct tl_release *release,
    const struct tl_answer *answer, struct tl_error *e)
{
	/* libxml2 is loaded to say its version: only where a record takes it down. */
	const char *xml_version = release->record.write != NULL ? xml_library_version() : "";
	const struct record_library libraries[] = { { "libcrypto", crypto_library_version() },
		{ "libxml2", xml_version } };
	unsigned char seed[SEED_SIZE];
	char created[FORM_TIME_SIZE + 1];
	struct outcome outcome;
	struct earlier earlier = { .reason = EARLIER_NONE };
	struct passing passing = { release->manifest, { NULL, true } };
	bool sealed = signer != NULL || release->ssh_signer != NULL;

	TRY(check_signers(signer, release, e));
	TRY(print_time(release->now, created, e));
	TRY(crypto_random(seed, sizeof seed, e));
	tl_status status = read_earlier(release, &earlier, e);
	const struct job job = {
		.policy = policy->policy,
		.source = source,
		.seed = seed,
		.created = created,
		.tool_version = tl_version(),
		.libraries = libraries,
		.library_count = sizeof libraries / sizeof libraries[0],
		.signers = sealed ? policy_signers(policy->policy) : 0,
		.supersedes = earlier.name,
		.earlier = earlier.reason != EARLIER_NONE ? &earlier : NULL,
		.output_name = release->output_name,
		.output = release->output,
		.manifest = release->ssh_signer != NULL ? (struct tl_sink){ &passing, pass_on }
							: release->manifest,
		.record = release->record,
		.read_back = release->read_back,
		.context = release->context,
	};
	if (status == TL_OK && release->ssh_signer != NULL)
		status = wide_init(&passing.hasher, e);
	if (status == TL_OK)
		status = corridor(&job, &outcome, e);
	earlier_release(&earlier);
	wipe(seed, sizeof seed);
	if (status == TL_OK)
		status = seal_release(signer, release, &outcome.manifest, &passing, e);
	wide_release(&passing.hasher);
	TRY(status);
	return report(answer, &outcome, e);
}
