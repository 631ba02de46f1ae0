#include <stdarg.h>
#include <stdio.h>

#include "base/error.h"

static void
fill(struct tl_error *e, tl_status status, const char *file, size_t line, size_t column,
    const char *format, va_list list)
{
	if (e == NULL || e->status != TL_OK)
		return;
	e->status = status;
	e->line = line;
	e->column = column;
	(void)snprintf(e->file, sizeof e->file, "%s", file);
	(void)vsnprintf(e->what, sizeof e->what, format, list);
}

tl_status
error_set(struct tl_error *e, tl_status status, const char *format, ...)
{
	va_list list;
	va_start(list, format);
	fill(e, status, "", 0, 0, format, list);
	va_end(list);
	return status;
}

tl_status
error_at(struct tl_error *e, tl_status status, const char *file, size_t line, size_t column,
    const char *format, ...)
{
	va_list list;
	va_start(list, format);
	fill(e, status, file, line, column, format, list);
	va_end(list);
	return status;
}

tl_status
error_memory(struct tl_error *e)
{
	return error_set(e, TL_SYSTEM, "out of memory, or a size limit was reached");
}
