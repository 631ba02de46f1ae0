#include "document/release.h"

static const char *const names[] = {
	[INSERT_NOTICE] = "notice",
	[INSERT_BANNER] = "banner",
	[INSERT_SEPARATOR] = "separator",
};

const char *insert_template_name(enum insert_template template)
{
	return names[template];
}
