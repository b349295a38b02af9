/* SPDX-License-Identifier: ISC */
/*
 * Pictures: prepared with as little as is needed, and seen.
 *
 * A clean screenshot is best left alone; a photograph is not.  So the least
 * is tried first, and more only while tesseract is unsure; what it is surest
 * of wins, by letters, so that a page turned by a quarter does not win with
 * three lucky ones.
 */
#include <stdio.h>

#include "extract/ocr.h"
#include "extract/parse.h"

#define SURE_ENOUGH	92.	/* no other preparation is tried */
#define UNSURE		70.	/* the picture may lie on its side */
#define LETTERS_LEAST	8.	/* fewer are dust */

struct look {
	int quads;
	enum picture_care care;
	double below;		/* only if nothing was as sure as this */
};

static const struct look looks[] = {
	{ 0, PICTURE_PLAIN, 101 },
	{ 0, PICTURE_EVEN, SURE_ENOUGH },
	{ 0, PICTURE_SOFT, SURE_ENOUGH },
	{ 1, PICTURE_EVEN, UNSURE },
	{ 3, PICTURE_EVEN, UNSURE },
	{ 2, PICTURE_EVEN, UNSURE },
};

/* How much was seen: letters, by how sure beyond a guess. */
static double
worth(const struct ocr_seen *s)
{
	return s->letters * (s->sure - 30);
}

static void
give(struct hatch *h, struct span name, const struct ocr_seen *s, PIX *grey)
{
	hatch_open_seen(h, name, (uint32_t)pixGetWidth(grey),
	    (uint32_t)pixGetHeight(grey));
	hatch_add(h, buf_view(&s->text));
	hatch_words(h, (const void *)s->words.p,
	    s->words.n / sizeof(struct tt_piece_word));
	hatch_close(h);
}

/* The best of several looks at one picture. */
static enum tt_err
look(struct ocr *o, PIX *grey, struct ocr_seen *best)
{
	struct ocr_seen s;
	struct picture p;
	enum tt_err e;

	for (size_t i = 0; i < N_ROWS(looks); i++) {
		if (best->sure >= looks[i].below)
			continue;
		if ((e = picture_prepare(&p, grey, looks[i].quads,
		    looks[i].care)) != TT_OK)
			return e;
		e = ocr_see(o, &p, &s);
		picture_done(&p);
		if (e != TT_OK)
			return e;
		if (i > 0 && worth(&s) <= worth(best)) {
			ocr_seen_done(&s);
			continue;
		}
		ocr_seen_done(best);
		*best = s;
	}
	return TT_OK;
}

static void
see(struct hatch *h, struct ocr *o, struct span name, PIX *grey)
{
	struct ocr_seen s = { .letters = 0 };

	if (look(o, grey, &s) != TT_OK)
		hatch_note(h, name, "there is not enough memory to read it");
	else if (s.letters >= LETTERS_LEAST)
		give(h, name, &s, grey);
	else
		hatch_note(h, name, "no text was recognised in it");
	ocr_seen_done(&s);
}

static void
see_page(struct hatch *h, struct ocr *o, struct span name, struct span file,
    unsigned page)
{
	PIX *grey = NULL;
	enum tt_err e;

	if ((e = picture_read(&grey, file, page)) == TT_OK)
		see(h, o, name, grey);
	else
		hatch_note(h, name, e == TT_ELIMIT ?
		    "it claims more pixels than are read" :
		    "it is damaged or cut off");
	pixDestroy(&grey);
}

void
parse_picture(struct hatch *h, const struct parse *in)
{
	unsigned pages = picture_pages(in->file);
	struct ocr *o = NULL;
	char name[32] = "";

	if (ocr_new(&o) != TT_OK) {
		hatch_note(h, SPAN(""), "tesseract, which reads pictures, "
		    "cannot be started; is its English table installed?");
		return;
	}
	for (unsigned i = 0; i < pages; i++) {
		if (pages > 1)
			snprintf(name, sizeof(name), "page %u", i + 1);
		if (hatch_item(h, span_str(name)))
			see_page(h, o, span_str(name), in->file, i);
	}
	ocr_free(o);
}
