/* SPDX-License-Identifier: ISC */
/*
 * picture - a picture as a recogniser of letters likes it, and the way back.
 *
 * Grey, dark letters on a light and even ground, upright, large enough.  The
 * file is read by leptonica (PNG, JPEG, WebP, GIF, BMP, TIFF, PNM) after its
 * own header was asked for its size.
 */
#ifndef EXTRACT_PICTURE_H
#define EXTRACT_PICTURE_H

#include <leptonica/allheaders.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define PICTURE_PIXELS_MAX	((uint64_t)64 << 20)
#define PICTURE_PAGES_MAX	64	/* of a TIFF */

struct picture {
	PIX *pix;		/* 8 bits grey; picture_done */
	uint32_t width, height;	/* as found */
	int quads;		/* then turned right so often, by 90 degrees */
	double scale;		/* then this many times as large */
	double angle;		/* radians, then turned right by it */
};

/* How much is done about noise, moire and bad light. */
enum picture_care { PICTURE_PLAIN, PICTURE_EVEN, PICTURE_SOFT };

/* Of a TIFF; other files have one. */
unsigned picture_pages(struct span file);

/*
 * Page number page (0 is the first), grey, as found; pixDestroy it.
 * TT_ELIMIT if it claims more than PICTURE_PIXELS_MAX, TT_ESYNTAX if it is
 * damaged or none.
 */
enum tt_err picture_read(PIX **grey, struct span file, unsigned page) MUST_USE;

/* TT_ENOMEM is its only error. */
enum tt_err picture_prepare(struct picture *p, PIX *grey, int quads,
    enum picture_care care) MUST_USE;
void picture_done(struct picture *p);	/* safe on a zeroed one */

/* In place: a box in p->pix becomes the one around it in the found picture. */
void picture_back(const struct picture *p, uint32_t box[4] /* x y w h */);

#endif
