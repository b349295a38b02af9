/* SPDX-License-Identifier: ISC */
#include "extract/parse.h"

#include "extract/tell.h"

static parse_fn *const table[] = {
	[FORMAT_BYTES] = parse_bytes,
	[FORMAT_TEXT] = parse_text,
	[FORMAT_ARCHIVE] = parse_archive,
	[FORMAT_HTML] = parse_html,
	[FORMAT_MAIL] = parse_mail,
	[FORMAT_PDF] = parse_pdf,
	[FORMAT_PICTURE] = parse_picture,
	[FORMAT_OFFICE] = parse_office,
	[FORMAT_RTF] = parse_rtf,
	[FORMAT_CAPTURE] = parse_capture,
};

_Static_assert(sizeof(table) / sizeof(table[0]) == FORMAT_COUNT,
    "a reader for each format");

void
parse_as(enum format f, struct hatch *h, const struct parse *in)
{
	table[f](h, in);
}
