/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "extract/format.h"

#define GB	((uint64_t)1 << 30)

/* Every child has its input mapped and some 300 MB of libraries. */
static const struct format_limits table[] = {
	[FORMAT_BYTES] = { "bytes", "a file", 60, 60, 3 * GB },
	[FORMAT_TEXT] = { "text", "a text", 60, 60, 3 * GB },
	[FORMAT_ARCHIVE] = { "archive", "an archive", 120, 60, 3 * GB },
	[FORMAT_HTML] = { "html", "a page", 30, 40, 3 * GB },
	[FORMAT_MAIL] = { "mail", "a mail", 60, 60, 3 * GB },
	[FORMAT_PDF] = { "pdf", "a PDF", 120, 20, 3 * GB },
	[FORMAT_PICTURE] = { "picture", "a picture", 120, 120, 3 * GB },
	[FORMAT_OFFICE] = { "office", "an office document", 60, 60, 3 * GB },
	[FORMAT_CAPTURE] = { "capture", "a capture", 600, 120, 4 * GB },
	[FORMAT_RTF] = { "rtf", "a rich text", 60, 60, 3 * GB },
};

_Static_assert(sizeof(table) / sizeof(table[0]) == FORMAT_COUNT,
    "limits for each format");

const struct format_limits *
format_limits(enum format f)
{
	return &table[f];
}

enum format
format_by_name(struct span name)
{
	size_t f = 0;

	while (f < FORMAT_COUNT && !span_is(name, table[f].name))
		f++;
	return (enum format)f;
}
