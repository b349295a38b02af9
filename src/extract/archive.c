/* SPDX-License-Identifier: ISC */
/*
 * Archives: any files, and office documents, which are archives of XML and
 * pictures.
 */
#include <string.h>

#include "extract/extract.h"
#include "extract/office.h"
#include "extract/parse.h"
#include "extract/unpack.h"

void
parse_archive(struct hatch *h, const struct parse *in)
{
	const struct unpack u = { .h = h, .take = parse_inner };

	unpack(&u, in->file);
}

/* XML with text: of Word, PowerPoint, Excel, OpenDocument. */
static bool
is_text_part(const char *name)
{
	static const char *const begins[] = { "word/document", "word/comments",
		"word/footnotes", "word/endnotes", "word/header",
		"word/footer", "ppt/slides/slide", "ppt/notesSlides/",
		"ppt/comments/", "xl/sharedStrings", "content.xml" };
	size_t n = strlen(name);

	if (n < 4 || strcmp(name + n - 4, ".xml") != 0)
		return false;
	for (size_t i = 0; i < N_ROWS(begins); i++)
		if (strncmp(name, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

static bool
is_office_part(const char *name)
{
	return is_text_part(name) || strstr(name, "/media/") != NULL ||
	    strstr(name, "/embeddings/") != NULL ||
	    strncmp(name, "Pictures/", 9) == 0;
}

static const char *
why(enum tt_err e)
{
	return e == TT_ESYNTAX ? "its XML is damaged or cut off" :
	    e == TT_EREFUSED ? "its XML declares a document type, as only "
	    "bombs do" :
	    e == TT_ELIMIT ? "its XML is deeper or larger than is read" :
	    "there is not enough memory to read it";
}

static void
take_part(struct hatch *h, struct span name, struct span bytes)
{
	struct buf out;
	enum tt_err e;

	if (!is_text_part(name.p)) {
		parse_inner(h, name, bytes);
		return;
	}
	buf_init(&out, EXTRACT_TEXT_MAX);
	if ((e = office_text(bytes, &out)) != TT_OK)
		hatch_note(h, name, why(e));
	if (out.n > 0)
		hatch_whole(h, HATCH_TEXT, name, buf_view(&out));
	buf_done(&out);
}

void
parse_office(struct hatch *h, const struct parse *in)
{
	const struct unpack u = { .h = h, .wants = is_office_part,
		.take = take_part };

	unpack(&u, in->file);
}
