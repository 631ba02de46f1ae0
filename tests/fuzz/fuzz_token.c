/* An answer of a time-stamping authority is brought into its one form or refused, and without roots nothing is good. */
#include "fuzz.h"

#include "manifest/token.h"
#include "manifest/token_form.h"

static const char seal[] = "fuzz";

/* Nonce 9, over the seal above: the corpus answers it. */
static void
ask(struct buf *out)
{
	struct time_hash hash;
	LAW(time_hash_of(TIME_SHA384, slice_str(seal), &hash, NULL) == TL_OK);
	size_t request = der_open(out, DER_SEQUENCE);
	der_add_small(out, 1);
	size_t imprint = der_open(out, DER_SEQUENCE);
	token_add_digest(out, TIME_SHA384, true);
	der_add(out, DER_OCTETS, slice_of(hash.bytes, hash.len));
	der_close(out, imprint);
	der_add_small(out, 9);
	der_close(out, request);
	LAW(buf_check(out, NULL) == TL_OK);
}

static enum token_reason
judge(const struct trust *trust, struct slice token)
{
	struct token_verdict verdict;
	struct tl_error e = { 0 };
	LAW(token_check(trust, token, slice_str(seal), INT64_C(1800000000), &verdict, &e) == TL_NO);
	LAW(verdict.reason > TOKEN_GOOD && verdict.reason < TOKEN_REASONS);
	LAW(strcmp(e.what, verdict.text) == 0 && !verdict.moment.proved);
	return verdict.reason;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf request, made, again;
	struct trust none;
	struct tl_error e = { 0 };
	LAW(trust_init(&none, NULL) == TL_OK);
	buf_init(&request, TOKEN_MAX);
	buf_init(&made, TOKEN_MAX);
	buf_init(&again, TOKEN_MAX);
	ask(&request);
	(void)judge(&none, slice_of(data, size));
	if (token_make(buf_slice(&request), slice_of(data, size), &made, &e) == TL_OK) {
		/* The form is right; what is wrong is what the form cannot know. */
		enum token_reason reason = judge(&none, buf_slice(&made));
		LAW(reason != TOKEN_FORM && reason != TOKEN_NOT_DER && reason != TOKEN_TRAILING);
		LAW(token_make(buf_slice(&request), buf_slice(&made), &again, NULL) == TL_OK);
		LAW(slice_equal(buf_slice(&again), buf_slice(&made)));
	} else {
		LAW(e.status == TL_KEY && e.what[0] != '\0' && made.len == 0);
	}
	buf_release(&again);
	buf_release(&made);
	buf_release(&request);
	trust_release(&none);
	return 0;
}
