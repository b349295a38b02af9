/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/out.h"
#include "cli/paragraph.h"

#define LINE_WIDTH	78	/* columns */

/* How much of text, n bytes, stands on a line of that width. */
static size_t
line_of(const char *text, size_t n, size_t width)
{
	size_t cut = n;

	if (n > width)
		for (cut = width; cut > 0 && text[cut] != ' '; cut--)
			;
	return cut > 0 ? cut : strcspn(text, " ");
}

static void
wrap(size_t indent, const char *text)
{
	size_t n = strlen(text), hang = strncmp(text, "- ", 2) == 0 ? 2 : 0;
	size_t cut;

	while (n > 0) {
		cut = line_of(text, n, LINE_WIDTH - indent);
		out_line("%*s%.*s", (int)indent, "", (int)cut, text);
		text += cut;
		n -= cut;
		for (; n > 0 && *text == ' '; n--)
			text++;
		indent += hang;
		hang = 0;
	}
}

void
paragraph(size_t indent, const char *fmt, ...)
{
	va_list ap;
	char *text;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return;
	wrap(indent, text);
	free(text);
}
