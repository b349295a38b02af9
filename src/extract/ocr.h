/* SPDX-License-Identifier: ISC */
/*
 * ocr - the words that tesseract sees in a prepared picture, where, and how
 * sure it is of each.
 *
 * Lines end with LF, paragraphs with an empty line; a word broken at the end
 * of a line stays in two.
 */
#ifndef EXTRACT_OCR_H
#define EXTRACT_OCR_H

#include "base/attr.h"
#include "base/buf.h"
#include "extract/picture.h"
#include "telltale/err.h"

struct ocr;

/* What was seen; ocr_seen_done it. */
struct ocr_seen {
	struct buf text;
	struct buf words;	/* struct tt_piece_word, of the found picture */
	double letters;		/* that stand in words */
	double sure;		/* 0 to 100, the mean over them */
};

/* TT_EIO if tesseract or its table for English is not there. */
enum tt_err ocr_new(struct ocr **out) MUST_USE;
void ocr_free(struct ocr *o);	/* NULL is fine */

/* TT_ENOMEM, TT_ELIMIT. */
enum tt_err ocr_see(struct ocr *o, const struct picture *p,
    struct ocr_seen *out) MUST_USE;
void ocr_seen_done(struct ocr_seen *s);	/* safe on a zeroed one */

#endif
