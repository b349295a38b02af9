/* SPDX-License-Identifier: ISC */
/* Plain text, and what is of no known kind. */
#include <string.h>

#include "extract/decode.h"
#include "extract/extract.h"
#include "extract/parse.h"
#include "extract/tell.h"

static void
give_text(struct hatch *h, struct span name, struct span bytes)
{
	struct buf out;
	enum tt_err e;

	buf_init(&out, EXTRACT_TEXT_MAX);
	e = decode_text(bytes, NULL, &out);
	if (e != TT_OK)
		hatch_note(h, name, e == TT_ELIMIT ? "more text than is read; "
		    "it was searched for constants only" :
		    "there is not enough memory to read it");
	else if (out.n > 0)
		hatch_whole(h, HATCH_TEXT, name, buf_view(&out));
	buf_done(&out);
}

static void
give_both(struct hatch *h, struct span name, struct span bytes, bool text)
{
	if (text)
		give_text(h, name, bytes);
	hatch_whole(h, HATCH_BYTES, name, bytes);
}

/* Word 97 and its like; and what a password turns a newer document into. */
static bool
is_compound(struct span file)
{
	return file.n >= 8 &&
	    memcmp(file.p, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

void
parse_bytes(struct hatch *h, const struct parse *in)
{
	if (is_compound(in->file))
		hatch_note(h, SPAN(""), "it is an office document of the old "
		    "kind, or needs a password; it was searched for constants "
		    "only");
	give_both(h, SPAN(""), in->file, decode_is_text(in->file));
}

void
parse_text(struct hatch *h, const struct parse *in)
{
	give_both(h, SPAN(""), in->file, true);
}

void
parse_inner(struct hatch *h, struct span name, struct span bytes)
{
	struct told told;

	if (bytes.n == 0)
		return;
	tell(&told, bytes);
	if (told.format == FORMAT_TEXT || told.format == FORMAT_BYTES)
		give_both(h, name, bytes, told.format == FORMAT_TEXT);
	else
		hatch_whole(h, HATCH_FILE, name, bytes);
}
