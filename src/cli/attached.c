#include "cli/attached.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const size_t proof_ceiling = (size_t)17
    << 20; /* the library has its own, and a reason for it */

static tl_status
read_strict(const char *path, size_t ceiling, struct file *out, struct tl_error *e)
{
	int fd;
	tl_status status = file_open_strict(path, &fd, e);
	if (status != TL_OK)
		return status;
	status = file_read_descriptor(fd, path, ceiling, out, e);
	(void)close(fd);
	return status;
}

static tl_status
read_seal(const char *seal, const char *of, struct file *out, struct tl_error *e)
{
	char name[4096];
	int n = snprintf(
	    name, sizeof name, "%s%s", seal != NULL ? seal : of, seal != NULL ? "" : ".p7s");
	if (n < 0 || (size_t)n >= sizeof name)
		return usage_error(e, "this name is too long: ", of);
	return read_strict(name, KEY_CEILING, out, e);
}

static tl_status
check_usage(const char *const *value, struct tl_error *e)
{
	if (value[ATTACHED_INDEX] == NULL && value[ATTACHED_INDEX_SEAL] != NULL)
		return usage_error(e, "a seal of which index? ", "give --index");
	if (value[ATTACHED_EARLIER] == NULL &&
	    (value[ATTACHED_EARLIER_SEAL] != NULL || value[ATTACHED_EARLIER_OUTPUT] != NULL))
		return usage_error(e, "which earlier release? ", "give --earlier MANIFEST");
	if (value[ATTACHED_PROOF] == NULL && value[ATTACHED_SHOW] != NULL)
		return usage_error(e, "there is nothing to show: ", "give --proof");
	return TL_OK;
}

tl_status
attached_files_open(struct attached_files *files, const char *const *value,
    struct tl_evidence *evidence, struct tl_error *e)
{
	tl_status status = check_usage(value, e);
	if (status == TL_OK && value[ATTACHED_PROOF] != NULL)
		status = read_strict(value[ATTACHED_PROOF], proof_ceiling, &files->proof, e);
	if (status == TL_OK && value[ATTACHED_INDEX] != NULL)
		status = file_open_strict(value[ATTACHED_INDEX], &files->index, e);
	if (status == TL_OK && value[ATTACHED_INDEX] != NULL)
		status = read_seal(
		    value[ATTACHED_INDEX_SEAL], value[ATTACHED_INDEX], &files->index_seal, e);
	if (status == TL_OK && value[ATTACHED_EARLIER] != NULL)
		status = file_open_strict(value[ATTACHED_EARLIER], &files->earlier, e);
	if (status == TL_OK && value[ATTACHED_EARLIER] != NULL)
		status = read_seal(
		    value[ATTACHED_EARLIER_SEAL], value[ATTACHED_EARLIER], &files->earlier_seal, e);
	if (status == TL_OK && value[ATTACHED_EARLIER_OUTPUT] != NULL)
		status = read_strict(
		    value[ATTACHED_EARLIER_OUTPUT], FILE_CEILING, &files->earlier_output, e);
	if (status != TL_OK)
		return status;
	evidence->proof = file_bytes(&files->proof);
	evidence->show = value[ATTACHED_SHOW] != NULL;
	if (value[ATTACHED_INDEX] != NULL)
		evidence->index = (struct tl_reader){ &files->index, file_reader_read };
	evidence->index_seal = file_bytes(&files->index_seal);
	if (value[ATTACHED_EARLIER] != NULL)
		evidence->earlier = (struct tl_reader){ &files->earlier, file_reader_read };
	evidence->earlier_seal = file_bytes(&files->earlier_seal);
	evidence->earlier_output = file_bytes(&files->earlier_output);
	return TL_OK;
}

void
attached_files_close(struct attached_files *files)
{
	file_close(&files->proof);
	file_close(&files->index_seal);
	file_close(&files->earlier_seal);
	file_close(&files->earlier_output);
	if (files->index > 0)
		(void)close(files->index);
	if (files->earlier > 0)
		(void)close(files->earlier);
	*files = (struct attached_files){ .index = 0 };
}

/* --- what was told */

/* Control characters of both sets (ISO 6429) become blanks, but for line ends and tabs. */
static void
put_shown(FILE *to, const unsigned char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool c1 = text[i] == 0xc2 && i + 1 < len && text[i + 1] < 0xa0;
		bool control =
		    (text[i] < 0x20 && text[i] != '\n' && text[i] != '\t') || text[i] == 0x7f || c1;
		(void)putc(control ? ' ' : text[i], to);
		i += c1;
	}
	if (len > 0 && text[len - 1] != '\n')
		(void)putc('\n', to);
}

static void
keep_text(struct told *told, const char *name, const void *text, size_t len)
{
	const struct {
		const char *name;
		char *to;
		size_t size;
	} fields[] = { { "leaf", told->leaf, sizeof told->leaf },
		{ "kind", told->kind, sizeof told->kind },
		{ "marking", told->marking, sizeof told->marking },
		{ "exemption", told->exemption, sizeof told->exemption },
		{ "signer", told->signer, sizeof told->signer } };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(name, fields[i].name) == 0)
			(void)snprintf(
			    fields[i].to, fields[i].size, "%.*s", (int)len, (const char *)text);
	if (strcmp(name, "content") == 0 || strcmp(name, "content-hex") == 0)
		put_shown(told->content, text, len);
}

static void
keep_number(struct told *told, const char *name, int64_t number)
{
	const struct {
		const char *name;
		long long *to;
	} fields[] = { { "gap", &told->gap }, { "offset", &told->offset },
		{ "bytes", &told->bytes }, { "length", &told->length }, { "rows", &told->rows },
		{ "pieces", &told->pieces }, { "new-runs", &told->runs },
		{ "new-bytes", &told->fresh } };
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (strcmp(name, fields[i].name) == 0)
			*fields[i].to = number;
}

static void
tell_opening(struct told *told)
{
	if (strcmp(told->leaf, "body") == 0)
		fprintf(told->lines, "opened: the text of %lld bytes in gap %lld, at byte %lld\n",
		    told->bytes, told->gap, told->offset);
	else
		fprintf(told->lines, "opened: in gap %lld, at byte %lld: %s %s%s%s\n", told->gap,
		    told->offset, told->kind, told->marking,
		    told->exemption[0] != '\0' ? ", exemption " : "", told->exemption);
	(void)fflush(told->content);
	(void)fwrite(told->shown, 1, told->shown_len, told->lines);
	rewind(told->content);
}

/* The numbers come before the list of what is new. */
static void
tell_earlier(struct told *told)
{
	fprintf(told->lines,
	    "still there: all %lld pieces that were released before; new are %lld bytes\n",
	    told->pieces, told->fresh);
}

/* A list or an object ends. */
static void
tell(struct told *told)
{
	if (strcmp(told->part, "opened") == 0 && told->depth == 1)
		tell_opening(told);
	if (strcmp(told->part, "earlier") == 0 && told->depth == 2)
		fprintf(told->lines, "new: bytes %lld to %lld\n", told->offset,
		    told->offset + told->length);
	if (strcmp(told->part, "index") == 0 && told->depth == 0)
		fprintf(told->lines, "index: %lld rows, sealed by %s\n", told->rows, told->signer);
}

int
told_put(struct told *told, enum tl_event event, const char *name, const void *text, size_t len,
    int64_t number)
{
	if (told->lines == NULL) {
		told->lines = open_memstream(&told->text, &told->text_len);
		told->content = open_memstream(&told->shown, &told->shown_len);
	}
	if (told->lines == NULL || told->content == NULL)
		return -1;
	if (event == TL_LIST || event == TL_OBJECT) {
		if (told->depth++ == 0)
			(void)snprintf(told->part, sizeof told->part, "%s", name);
		else if (event == TL_LIST && strcmp(told->part, "earlier") == 0)
			tell_earlier(told);
	} else if (event == TL_END) {
		told->depth--;
		tell(told);
	} else if (told->depth > 0 && name != NULL && event == TL_TEXT) {
		keep_text(told, name, text, len);
	} else if (told->depth > 0 && name != NULL && event == TL_NUMBER) {
		keep_number(told, name, number);
	}
	return 0;
}

tl_status
told_print(struct told *told, struct tl_error *e)
{
	bool failed = false;
	if (told->lines != NULL) {
		failed = ferror(told->lines) != 0 || fclose(told->lines) != 0;
		if (!failed)
			(void)fwrite(told->text, 1, told->text_len, stdout);
	}
	if (told->content != NULL)
		failed = ferror(told->content) != 0 || fclose(told->content) != 0 || failed;
	free(told->text);
	if (told->shown != NULL)
		explicit_bzero(told->shown, told->shown_len);
	free(told->shown);
	*told = (struct told){ .depth = 0 };
	return failed ? system_error(e, "", "no memory", ENOMEM) : TL_OK;
}
