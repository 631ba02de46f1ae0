#include <time.h>

#include "pipeline/put.h"

static void
send(struct put *put, enum tl_event event, const char *name, struct slice text, int64_t number)
{
	if (put->answer == NULL || put->failed)
		return;
	put->failed =
	    put->answer->put(put->answer->context, event, name, text.ptr, text.len, number) != 0;
}

void
put_row(struct put *put)
{
	send(put, TL_ROW, NULL, slice_str(""), 0);
}

void
put_text(struct put *put, const char *name, struct slice text)
{
	send(put, TL_TEXT, name, text, 0);
}

void
put_string(struct put *put, const char *name, const char *text)
{
	send(put, TL_TEXT, name, slice_str(text), 0);
}

void
put_number(struct put *put, const char *name, size_t number)
{
	send(put, TL_NUMBER, name, slice_str(""), (int64_t)number);
}

void
put_bool(struct put *put, const char *name, bool value)
{
	send(put, TL_BOOL, name, slice_str(""), value);
}

void
put_null(struct put *put, const char *name)
{
	send(put, TL_NULL, name, slice_str(""), 0);
}

void
put_time(struct put *put, const char *name, int64_t seconds)
{
	struct tm parts;
	time_t time = (time_t)seconds;
	char text[] = "0000-00-00T00:00:00Z";

	if (gmtime_r(&time, &parts) != NULL &&
	    strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts) == sizeof text - 1)
		put_string(put, name, text);
	else
		put_null(put, name);
}

void
put_list(struct put *put, const char *name)
{
	send(put, TL_LIST, name, slice_str(""), 0);
}

void
put_object(struct put *put, const char *name)
{
	send(put, TL_OBJECT, name, slice_str(""), 0);
}

void
put_close(struct put *put)
{
	send(put, TL_END, NULL, slice_str(""), 0);
}

tl_status
put_end(const struct put *put, struct tl_error *e)
{
	if (put->failed)
		return error_set(e, TL_SYSTEM, "the answer could not be written");
	return TL_OK;
}
