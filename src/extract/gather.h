/* SPDX-License-Identifier: ISC */
/*
 * gather - what came through the hatch, while it grows: pieces and notes,
 * and the files within files that are still to be looked at.
 *
 * The limits of extract.h are kept here; going over one is a note, once.
 */
#ifndef EXTRACT_GATHER_H
#define EXTRACT_GATHER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "extract/extract.h"
#include "extract/hatch.h"

/* A file: where it was found, and whose it is to free. */
struct gather_file {
	char *name;		/* "" is the specimen itself */
	char *bytes;		/* NULL for the specimen: borrowed below */
	struct span view;
	unsigned depth;
};

struct gather {
	struct tt_piece *pieces;
	size_t n_pieces, cap_pieces;
	struct extract_note *notes;
	size_t n_notes, cap_notes;
	struct gather_file *files;
	size_t n_files, cap_files, next;

	size_t text, bytes, inner;	/* bytes so far, of each sort */
	bool full;			/* a limit was met, and noted */

	/* the piece that is open */
	enum hatch_kind kind;
	struct buf data;
	struct buf words;		/* of struct tt_piece_word */
	char *name;
	uint32_t width, height;

	char item[HATCH_NAME_MAX + 1];	/* that the child is at */
	uint32_t items;			/* that this child began */
};

/* TAKES nothing: name is copied, file borrowed. */
enum tt_err gather_start(struct gather *g, struct span file) MUST_USE;

/* One message about the file at.  TT_ELIMIT: enough, end the child. */
enum tt_err gather_take(struct gather *g, const struct gather_file *at,
    const struct hatch_msg *m) MUST_USE;

/* A piece that was not closed is dropped. */
void gather_drop(struct gather *g);

/* At is a part of the file at, or "". */
enum tt_err gather_note(struct gather *g, const struct gather_file *at,
    struct span part, const char *cause) MUST_USE;

void gather_done(struct gather *g);	/* safe on a zeroed one */

#endif
