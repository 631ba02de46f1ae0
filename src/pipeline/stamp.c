#include "manifest/seal_read.h"
#include "manifest/token.h"
#include "pipeline/put.h"
#include "pipeline/signer.h"
#include "pipeline/trust.h"

static struct slice
bytes_of(struct tl_bytes bytes)
{
	return slice_of(bytes.ptr, bytes.len);
}

tl_status
tl_stamp_request(struct tl_bytes seal, struct tl_sink request, struct tl_error *e)
{
	struct buf der;

	if (seal.len == 0)
		return error_set(e, TL_KEY, "the seal is empty");
	buf_init(&der, TOKEN_MAX);
	tl_status status = token_request(bytes_of(seal), &der, e);
	if (status == TL_OK)
		status = write_sink(request, buf_slice(&der), e);
	buf_release(&der);
	return status;
}

/* The verifier would refuse the pair; better now, where nothing is released yet. */
static tl_status
check_claim(struct slice seal, const struct token_verdict *token, struct tl_error *e)
{
	struct seal_read read;
	enum seal_reason reason = seal_read_all(&read, SEAL_OF_MANIFEST, seal);
	int64_t claimed = read.signing_time;
	seal_read_release(&read);
	if (reason == SEAL_UNCHECKED && claimed > token->moment.until + CLOCK_SKEW)
		return error_set(e, TL_KEY,
		    "the seal claims a later time than the time stamp proves; one of the two "
		    "clocks is wrong");
	return TL_OK;
}

static tl_status
report(const struct tl_answer *answer, const struct token_verdict *verdict, struct tl_error *e)
{
	struct put put = { .answer = answer };

	put_row(&put);
	put_time(&put, "time", verdict->moment.at);
	put_string(&put, "tsa", verdict->tsa);
	put_string(&put, "tsa_policy", verdict->policy);
	return put_end(&put, e);
}

/* What was made is checked as a verifier will check it. */
static tl_status
accept(const struct tl_trust *tsa, const struct tl_stamp *stamp, struct buf *der,
    struct token_verdict *verdict, struct tl_error *e)
{
	struct tl_error inner = { 0 };
	struct slice seal = bytes_of(stamp->seal);

	TRY(token_make(bytes_of(stamp->request), bytes_of(stamp->response), der, e));
	tl_status status =
	    token_check(&tsa->trust.trust, buf_slice(der), seal, stamp->now, verdict, &inner);
	if (status != TL_OK)
		return error_set(e, status == TL_NO ? TL_KEY : status, "%s", inner.what);
	return check_claim(seal, verdict, e);
}

tl_status
tl_stamp_accept(const struct tl_trust *tsa, const struct tl_stamp *stamp, struct tl_sink token,
    const struct tl_answer *answer, struct tl_error *e)
{
	struct token_verdict verdict;
	struct buf der;

	buf_init(&der, TOKEN_MAX);
	tl_status status = accept(tsa, stamp, &der, &verdict, e);
	if (status == TL_OK)
		status = write_sink(token, buf_slice(&der), e);
	buf_release(&der);
	return status == TL_OK ? report(answer, &verdict, e) : status;
}
