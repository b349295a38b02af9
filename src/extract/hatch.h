/* SPDX-License-Identifier: ISC */
/*
 * hatch - what a confined child may hand to its parent, and nothing else.
 *
 * A run of messages, each one byte of type, four of length (lowest first, at
 * most HATCH_BODY_MAX) and a body:
 *
 *   T  type: the format's name, LF, the media type
 *   I  item: the name of what it begins to work at (a page, a member)
 *   P  piece: kind (1 byte), width, height (4 each, 0 but for SEEN), a name
 *   D  data: the next bytes of the piece, at least one
 *   W  words: of SEEN, after its data: 25 bytes each, rising, none empty
 *   E  end of the piece
 *   N  note: a name, LF, why it could not be read
 *   Z  done; nothing may follow
 *
 * T comes first and once, D, W and E only within a piece, all else only
 * outside.  Names and causes are at most HATCH_NAME_MAX bytes of UTF-8 with
 * no control and nothing that turns the direction of writing: they are shown
 * to people.  The writer makes them so; the reader, which believes nothing,
 * refuses others.  FILE is a file within the file, to be looked at in turn.
 *
 * When a child dies at an item, another one skips that and all before it.
 * Pure: the writer writes through put, the reader reads from memory.
 */
#ifndef EXTRACT_HATCH_H
#define EXTRACT_HATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/piece.h"

#define HATCH_HEAD	5			/* bytes */
#define HATCH_BODY_MAX	((size_t)64 << 10)	/* bytes */
#define HATCH_NAME_MAX	255			/* bytes */
#define HATCH_WORD	25			/* bytes */

enum hatch_kind {
	HATCH_TEXT,
	HATCH_SEEN,
	HATCH_BYTES,
	HATCH_FILE,
	HATCH_KIND_COUNT
};

struct hatch {
	void (*put)(void *arg, const void *p, size_t n);
	void *arg;
	uint32_t skip;		/* items that were seen to before */
	uint32_t items;		/* begun so far, skipped ones too */
};

void hatch_type(struct hatch *h, const char *format, const char *media);

/* Before any work at an item; false if it is one of those to be skipped. */
bool hatch_item(struct hatch *h, struct span name);

void hatch_open(struct hatch *h, enum hatch_kind kind, struct span name);
void hatch_open_seen(struct hatch *h, struct span name, uint32_t width,
    uint32_t height);
void hatch_add(struct hatch *h, struct span bytes);
void hatch_words(struct hatch *h, const struct tt_piece_word *w, size_t n);
void hatch_close(struct hatch *h);

/* Open, add, close. */
void hatch_whole(struct hatch *h, enum hatch_kind kind, struct span name,
    struct span bytes);
void hatch_note(struct hatch *h, struct span name, const char *cause);
void hatch_done(struct hatch *h);

enum hatch_type {
	HATCH_MSG_TYPE,
	HATCH_MSG_ITEM,
	HATCH_MSG_PIECE,
	HATCH_MSG_DATA,
	HATCH_MSG_WORDS,
	HATCH_MSG_END,
	HATCH_MSG_NOTE,
	HATCH_MSG_DONE,
	HATCH_MSG_COUNT
};

/* Spans point into what was read. */
struct hatch_msg {
	enum hatch_type type;
	struct span name;	/* TYPE: of the format; ITEM, PIECE, NOTE */
	struct span body;	/* TYPE: media; NOTE: cause; DATA, WORDS */
	enum hatch_kind kind;	/* PIECE */
	uint32_t width, height;	/* PIECE */
};

/* Where a reader is; zero at the start. */
struct hatch_in {
	bool typed, open, done;
	enum hatch_kind kind;
	bool words;		/* of this piece were seen */
	uint32_t width, height;
	uint64_t bytes;		/* of this piece */
	uint64_t word_end;
};

/*
 * Cut the next message off *in.  TT_EAGAIN, and nothing changed, if it is
 * not all there yet.  TT_ESYNTAX if it is none or not in its place: then the
 * child is not what it was, and nothing more of it should be believed.
 */
enum tt_err hatch_next(struct hatch_in *s, struct span *in,
    struct hatch_msg *m) MUST_USE;

/* The i-th of the words of a WORDS message; i below body.n / HATCH_WORD. */
struct tt_piece_word hatch_word(struct span body, size_t i);

/*
 * s as a name: what is not fit to be shown is '?', cut at HATCH_NAME_MAX.
 * Returns its bytes; out has a NUL after them.
 */
size_t hatch_clean(char out[HATCH_NAME_MAX + 1], struct span s);

#endif
