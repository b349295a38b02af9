/* SPDX-License-Identifier: ISC */
/*
 * align - one stretch of the marked text against one window of the specimen.
 *
 * The best local path through the lattice: it begins and ends at any byte of
 * literal text, passes each site by one of its chains, or by none.  Scores
 * are 1/16 nat, roughly the log of how much likelier the path makes the
 * window than a text that has nothing to do with the bulletin.  Slips of the
 * finger, white space and punctuation cost little; a gap, in which any text
 * may stand for any, costs as much as ten letters give.
 *
 * What a site was is not read off the path alone: for each of its chains the
 * best path through that one is found too (forward and backward pass).
 * Smith and Waterman 1981, Gotoh 1982, over a graph of chains.
 * Time and memory: nodes of the stretch times bytes of the window.
 */
#ifndef READING_ALIGN_H
#define READING_ALIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "reading/lattice.h"
#include "telltale/err.h"
#include "telltale/piece.h"

#define NAT		16		/* units of a score */
#define SCORE_NONE	(-(1 << 28))	/* no such path */
#define ALIGN_CELLS_MAX	((size_t)3 << 27) /* nodes times bytes */

enum crossing {
	CROSS_NOT,	/* the path is not there */
	CROSS_TEXT,	/* between two bytes that it explains */
	CROSS_GAP,	/* in a gap */
};

struct costs {
	int16_t match[256][256];	/* node, byte: > 0 if it is that one */
	int16_t drop[256];		/* a node that is missing */
	int16_t extra[256];		/* a byte that is too much */
};

/* Where, between two elements, the path is. */
struct cross {
	enum crossing how;
	uint32_t at;		/* bytes of the window before it */
};

struct site_scores {
	int32_t bypassed;	/* of the best path with a gap for the site */
	int32_t missed;		/* that has no part of it */
	int32_t *chain;		/* through each chain, in the order of them */
	uint32_t taken;		/* chain of the best path, or n: none */
};

struct alignment {
	int32_t score;
	const struct cross *cross;	/* one more than elements */
	const struct site_scores *sites; /* one for each element */
	const int32_t *byte;	/* for each node, from the stretch's first on:
				 * the byte of the window that it is, or -1 */
	uint32_t first_node;	/* the stretch's */
};

struct window {
	const uint8_t *text;
	size_t n;
	const bool *breaks;	/* n + 1: a sentence or line may begin there */
};

struct aligner;

struct aligner *aligner_new(const struct lattice *l);	/* NULL: no memory */
void aligner_free(struct aligner *a);

/* What is aligned from now on is of that kind: TEXT at first, or SEEN. */
void aligner_channel(struct aligner *a, enum tt_piece_kind kind);

/*
 * *out is good until the next call.  TT_ENOENT if the best path scores less
 * than least, TT_ELIMIT if the work is over ALIGN_CELLS_MAX, TT_ENOMEM.
 */
enum tt_err align(struct aligner *a, const struct stretch *s,
    const struct window *w, int32_t least, struct alignment *out) MUST_USE;

#endif
