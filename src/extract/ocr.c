/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>
#include <tesseract/capi.h>

#include "base/utf8.h"
#include "extract/extract.h"
#include "extract/ocr.h"

#define LANGUAGE	"eng"
#define DPI		300	/* of a picture scaled for its letters */

struct ocr {
	TessBaseAPI *api;
};

enum tt_err
ocr_new(struct ocr **out)
{
	struct ocr *o = calloc(1, sizeof(*o));

	if (o == NULL)
		return TT_ENOMEM;
	if ((o->api = TessBaseAPICreate()) == NULL ||
	    TessBaseAPIInit3(o->api, NULL, LANGUAGE) != 0) {
		ocr_free(o);
		return TT_EIO;
	}
	TessBaseAPISetPageSegMode(o->api, PSM_AUTO);
	*out = o;
	return TT_OK;
}

void
ocr_free(struct ocr *o)
{
	if (o == NULL)
		return;
	if (o->api != NULL)
		TessBaseAPIDelete(o->api);
	free(o);
}

/* What stands between a word and the one before it. */
static void
separate(struct buf *text, const TessPageIterator *at)
{
	if (text->n == 0)
		return;
	if (TessPageIteratorIsAtBeginningOf(at, RIL_BLOCK) ||
	    TessPageIteratorIsAtBeginningOf(at, RIL_PARA))
		buf_str(text, "\n\n");
	else if (TessPageIteratorIsAtBeginningOf(at, RIL_TEXTLINE))
		buf_char(text, '\n');
	else
		buf_char(text, ' ');
}

static uint32_t
between(int v, uint32_t most)
{
	return v < 0 ? 0 : (uint32_t)v > most ? most : (uint32_t)v;
}

static void
add_word(struct ocr_seen *s, const struct picture *p, const char *word,
    const TessPageIterator *at, double sure)
{
	struct tt_piece_word w = { .offset = (uint32_t)s->text.n };
	uint32_t wide = (uint32_t)pixGetWidth(p->pix);
	uint32_t high = (uint32_t)pixGetHeight(p->pix), box[4];
	int l = 0, t = 0, r = 0, b = 0;

	TessPageIteratorBoundingBox(at, RIL_WORD, &l, &t, &r, &b);
	box[0] = between(l, wide);
	box[1] = between(t, high);
	box[2] = between(r, wide) - box[0];
	box[3] = between(b, high) - box[1];
	picture_back(p, box);
	w.length = (uint32_t)strlen(word);
	w.x = box[0];
	w.y = box[1];
	w.w = box[2];
	w.h = box[3];
	w.sure = sure <= 0 ? 0 : sure >= 100 ? 100 : (uint8_t)sure;
	buf_str(&s->text, word);
	buf_add(&s->words, &w, sizeof(w));
	s->letters += w.length;
	s->sure += sure * w.length;
}

static void
add_words(struct ocr_seen *s, const struct picture *p, TessResultIterator *it)
{
	const TessPageIterator *at =
	    TessResultIteratorGetPageIteratorConst(it);
	char *word;

	do {
		word = TessResultIteratorGetUTF8Text(it, RIL_WORD);
		if (word != NULL && word[0] != '\0' && word[0] != ' ' &&
		    utf8_valid(word, strlen(word))) {
			separate(&s->text, at);
			add_word(s, p, word, at, (double)
			    TessResultIteratorConfidence(it, RIL_WORD));
		}
		TessDeleteText(word);
	} while (TessResultIteratorNext(it, RIL_WORD));
}

enum tt_err
ocr_see(struct ocr *o, const struct picture *p, struct ocr_seen *out)
{
	struct ocr_seen s = { .letters = 0 };
	TessResultIterator *it;

	buf_init(&s.text, EXTRACT_TEXT_MAX);
	buf_init(&s.words, EXTRACT_TEXT_MAX * 8);
	TessBaseAPISetImage2(o->api, p->pix);
	TessBaseAPISetSourceResolution(o->api, DPI);
	if (TessBaseAPIRecognize(o->api, NULL) == 0 &&
	    (it = TessBaseAPIGetIterator(o->api)) != NULL) {
		add_words(&s, p, it);
		TessResultIteratorDelete(it);
	}
	TessBaseAPIClear(o->api);
	if (s.text.n > 0)
		buf_char(&s.text, '\n');
	if (s.letters > 0)
		s.sure /= s.letters;
	if (buf_err(&s.text) != TT_OK || buf_err(&s.words) != TT_OK) {
		enum tt_err e = buf_err(&s.text);

		ocr_seen_done(&s);
		return e != TT_OK ? e : TT_ENOMEM;
	}
	*out = s;
	return TT_OK;
}

void
ocr_seen_done(struct ocr_seen *s)
{
	buf_done(&s->text);
	buf_done(&s->words);
}
