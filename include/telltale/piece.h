/* SPDX-License-Identifier: ISC */
/*
 * piece - one thing that a specimen holds, as the extractors hand it on.
 *
 * A mail is its text and its attachments, a PDF its pages, a capture its
 * streams.  TEXT is read sentence by sentence; so is SEEN, which was read
 * off a picture and says of each word where it stands and how sure the
 * recogniser was; BYTES are searched for constants.  Borrowed throughout.
 */
#ifndef TT_PIECE_H
#define TT_PIECE_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

#define TT_PIECES_MAX	4096	/* of one specimen */

enum tt_piece_kind {
	TT_PIECE_TEXT,		/* UTF-8, as its author wrote it */
	TT_PIECE_SEEN,		/* UTF-8, recognised in a picture */
	TT_PIECE_BYTES,		/* a stream, a file, a body */
	TT_PIECE_KIND_COUNT
};

/* Of SEEN: a word of the text and its box in the picture, in pixels. */
struct tt_piece_word {
	uint32_t offset, length;	/* bytes of the text */
	uint32_t x, y, w, h;		/* as the picture was found */
	uint8_t sure;			/* 0 to 100, the recogniser's */
};

struct tt_piece {
	enum tt_piece_kind kind;
	struct span name;	/* "page 2", "10.0.0.1:80, request 3" */
	struct span bytes;
	const struct tt_piece_word *words;	/* SEEN: by offset */
	size_t n_words;
	uint32_t width, height;	/* SEEN: pixels of the picture */
};

#endif
