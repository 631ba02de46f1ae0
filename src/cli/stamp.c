#include <string.h>
#include <time.h>

#include "cli/post.h"
#include "cli/stamp.h"

/* More is no TimeStampResp that would be taken. */
#define RESPONSE_MAX ((size_t)64 << 10)

struct memory {
	unsigned char bytes[1024];
	size_t len;
};

static int
remember(void *context, const void *bytes, size_t len)
{
	struct memory *memory = context;
	if (len > sizeof memory->bytes - memory->len)
		return -1;
	memcpy(memory->bytes + memory->len, bytes, len);
	memory->len += len;
	return 0;
}

tl_status
stamp_request(struct tl_bytes seal, struct part *request, struct tl_error *e)
{
	return tl_stamp_request(seal, (struct tl_sink){ request, part_write }, e);
}

tl_status
stamp_accept(const struct tl_trust *tsa, struct tl_bytes seal, struct tl_bytes request,
    struct tl_bytes response, struct part *token, struct tl_error *e)
{
	const struct tl_stamp stamp = {
		.seal = seal, .request = request, .response = response, .now = (int64_t)time(NULL)
	};
	return tl_stamp_accept(tsa, &stamp, (struct tl_sink){ token, part_write }, NULL, e);
}

tl_status
stamp_online(
    const struct stamping *how, struct tl_bytes seal, struct part *token, struct tl_error *e)
{
	struct memory request = { .len = 0 };
	struct file response;

	tl_status status = tl_stamp_request(seal, (struct tl_sink){ &request, remember }, e);
	if (status != TL_OK)
		return status;
	const struct tl_bytes asked = { request.bytes, request.len };
	status = post(how->command, how->url, asked, RESPONSE_MAX, &response, e);
	if (status == TL_OK)
		status = stamp_accept(how->tsa, seal, asked, file_bytes(&response), token, e);
	file_close(&response);
	return status;
}
