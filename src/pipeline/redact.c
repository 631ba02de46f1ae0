#include <stdio.h>
#include <time.h>

#include "base/wipe.h"
#include "base/xml.h"
#include "manifest/claims.h"
#include "pipeline/library.h"
#include "pipeline/put.h"
#include "pipeline/redact.h"
#include "pipeline/signer.h"

tl_status
redact_time(int64_t now, char out[FORM_TIME_SIZE + 1], struct tl_error *e)
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
take_log(const struct tl_log_head *head, struct log_state *out, struct tl_error *e)
{
	if (head == NULL)
		return TL_OK;
	struct form_value values[FORM_FIELDS_MAX] = {
		{ .text = slice_of(head->origin, strnlen(head->origin, sizeof head->origin)) },
		{ .number = head->size }
	};
	memcpy(values[2].digest.bytes, head->root, SHA256_SIZE);
	if (!log_state_take(out, values))
		return error_set(e, TL_USAGE, "this is no head of a log");
	return TL_OK;
}

tl_status
redact_report(const struct tl_answer *answer, const struct outcome *outcome, struct tl_error *e)
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
redact_source(const struct redaction *r, struct outcome *out, struct tl_error *e)
{
	const struct tl_release *release = r->release;
	/* libxml2 is loaded to say its version: only where a record takes it down. */
	const char *xml_version = release->record.write != NULL ? xml_library_version() : "";
	const struct record_library libraries[] = { { "libcrypto", crypto_library_version() },
		{ "libxml2", xml_version } };
	unsigned char seed[SEED_SIZE];
	char created[FORM_TIME_SIZE + 1];
	struct earlier earlier = { .reason = EARLIER_NONE };
	struct log_state log;

	TRY(redact_time(release->now, created, e));
	TRY(take_log(release->log, &log, e));
	TRY(crypto_random(seed, sizeof seed, e));
	tl_status status = read_earlier(release, &earlier, e);
	const struct job job = {
		.policy = r->policy,
		.source = r->source,
		.seed = seed,
		.created = created,
		.tool_version = tl_version(),
		.libraries = libraries,
		.library_count = sizeof libraries / sizeof libraries[0],
		.supersedes = earlier.name,
		.earlier = earlier.reason != EARLIER_NONE ? &earlier : NULL,
		.signers = r->signers,
		.leaf = r->leaf,
		.log = release->log != NULL ? &log : NULL,
		.output_name = release->output_name,
		.output = release->output,
		.manifest = release->manifest,
		.record = release->record,
		.read_back = release->read_back,
		.context = release->context,
	};
	if (status == TL_OK)
		status = corridor(&job, out, e);
	earlier_release(&earlier);
	wipe(seed, sizeof seed);
	return status;
}

/* The SSH signature is made of the manifest on its way out. */
static tl_status
redact_and_seal(const struct redaction *r, const struct tl_signer *signer,
    const struct tl_release *release, struct outcome *out, struct tl_error *e)
{
	struct passing passing = { release->manifest, { NULL, true } };
	struct tl_release through = *release;
	struct redaction redaction = *r;

	if (release->ssh_signer != NULL) {
		TRY(wide_init(&passing.hasher, e));
		through.manifest = (struct tl_sink){ &passing, pass_on };
	}
	redaction.release = &through;
	tl_status status = redact_source(&redaction, out, e);
	if (status == TL_OK)
		status = seal_release(signer, release, &out->manifest, &passing, e);
	wide_release(&passing.hasher);
	return status;
}

tl_status
tl_redact(const struct tl_policy *policy, const struct tl_source *source,
    const struct tl_signer *signer, const struct tl_release *release,
    const struct tl_answer *answer, struct tl_error *e)
{
	bool sealed = signer != NULL || release->ssh_signer != NULL;
	const struct redaction redaction = { .policy = policy->policy,
		.source = source,
		.signers = sealed ? policy_signers(policy->policy) : 0 };
	struct outcome outcome;

	TRY(check_signers(signer, release, e));
	TRY(redact_and_seal(&redaction, signer, release, &outcome, e));
	return redact_report(answer, &outcome, e);
}
