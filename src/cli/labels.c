#include <stdio.h>
#include <string.h>

#include "cli/inputs.h"
#include "cli/labels.h"

#define LABEL_CEILING ((size_t)1 << 20)

static tl_status
parse_one(const struct tl_scheme *scheme, const char *path, const struct tl_answer *to,
    struct tl_error *e)
{
	struct file file = { 0 };
	tl_status status = file_read(path, LABEL_CEILING, &file, e);
	if (status == TL_OK) {
		struct tl_bytes bytes = file_bytes(&file);
		status = tl_label_parse(scheme, &bytes, path, to, e);
	}
	file_close(&file);
	return status;
}

tl_status
labels_parse(const struct arguments *a, const struct tl_scheme *scheme, const struct tl_answer *to,
    struct tl_error *e)
{
	tl_status all = TL_OK;
	for (size_t i = 1; i < a->operands || i == 1; i++) {
		tl_status status = parse_one(scheme, i < a->operands ? a->operand[i] : "-", to, e);
		if (status != TL_OK && status != TL_NO)
			return status;
		all = status == TL_NO ? TL_NO : all;
	}
	return all;
}

tl_status
labels_compare(const struct arguments *a, const struct tl_scheme *scheme, enum tl_order *order,
    struct tl_error *e)
{
	struct file files[2] = { { 0 } };
	const char *const names[2] = { a->operand[1], a->operand[2] };
	tl_status status = file_read(names[0], LABEL_CEILING, &files[0], e);
	if (status == TL_OK)
		status = file_read(names[1], LABEL_CEILING, &files[1], e);
	if (status == TL_OK) {
		struct tl_bytes bytes[2] = { file_bytes(&files[0]), file_bytes(&files[1]) };
		status = tl_label_compare(scheme, bytes, names, order, e);
	}
	file_close(&files[0]);
	file_close(&files[1]);
	return status;
}

static int
to_stdout(void *context, const void *bytes, size_t len)
{
	(void)context;
	return fwrite(bytes, 1, len, stdout) == len ? 0 : -1;
}

tl_status
labels_print(const struct arguments *a, const struct tl_scheme *scheme, struct tl_error *e)
{
	struct tl_sink sink = { NULL, to_stdout };
	if (a->operands < 2)
		return usage_error(e, "print --label takes the marks as operands: ",
		    "tearline mark print --label MARK...");
	for (size_t i = 1; i < a->operands; i++) {
		tl_status status =
		    tl_label_print(scheme, a->operand[i], strlen(a->operand[i]), sink, e);
		if (status != TL_OK)
			return status;
	}
	return TL_OK;
}
