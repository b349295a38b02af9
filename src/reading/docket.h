/* SPDX-License-Identifier: ISC */
/*
 * docket - what was found in one specimen, before it is settled.
 *
 * A finding is one stretch, aligned to one window.  An opinion is what one
 * quote of one place says by itself.  Some rest on what many channels lose
 * (case, quotes); those say so, and count only if the specimen as a whole
 * shows that its channel kept it.
 */
#ifndef READING_DOCKET_H
#define READING_DOCKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reading/lattice.h"
#include "telltale/bulletin.h"
#include "telltale/normal.h"
#include "telltale/piece.h"
#include "telltale/site.h"

enum opinion_kind {
	OPINION_CHOICE,		/* a likelihood for each alternative */
	OPINION_VALUE,		/* possible values of a value site */
	OPINION_GONE,
	OPINION_NOVEL,
};

#define OFFERS_MAX	16	/* values that one constant may be */

/* What a channel may lose. */
enum { KEEPS_CASE = 1, KEEPS_QUOTES = 2 };

struct opinion {
	enum opinion_kind kind;
	uint32_t element;
	uint32_t from, to;	/* of the normal text: what stands there */
	unsigned needs;		/* or else the symbols of alike are one */
	uint16_t alike;
	union {
		float likelihood[TT_Q_MAX];	/* CHOICE: the largest is 1 */
		uint64_t value[OFFERS_MAX];	/* VALUE: all that may stand
						 * there, what was read first */
	};
	unsigned n_values;
};

/* Bytes of the normal text that an element of the path explains. */
struct claim {
	uint32_t from, to;
	uint32_t element;
};

/* Bytes that somebody else explains better than finding number so does. */
struct loss {
	uint32_t finding;
	uint32_t from, to;
};

/* What the path cannot explain, this side of a gap. */
struct fault {
	uint32_t at;		/* byte of the normal text */
	uint32_t n;		/* bytes, or nodes, that are wrong there */
};

/* How often a thing that channels lose was kept, and lost. */
struct tally {
	uint32_t kept, lost;
};

struct finding {
	uint32_t stretch;
	uint32_t from, to;	/* of the normal text: first and last byte */
	int32_t score;
	int32_t evidence;	/* of it, from text that has no choice */
	bool accepted;
	struct tally case_upper, case_lower, quotes;
	uint32_t named, misnamed;	/* names and numbers of the core that
					 * stand there, or others for them */
	size_t claim, n_claims;
	size_t fault, n_faults;
	size_t opinion, n_opinions;
	size_t loss, n_losses;
};

struct docket {
	const struct tt_bulletin *b;
	const struct lattice *l;
	const struct tt_normal *t;
	const struct tt_piece *piece;
	struct span specimen;	/* the piece's bytes */
	struct { struct finding *at; size_t n, cap; } findings;
	struct { struct claim *at; size_t n, cap; } claims;
	struct { struct fault *at; size_t n, cap; } faults;
	struct { struct loss *at; size_t n, cap; } losses;
	struct { struct opinion *at; size_t n, cap; } opinions;
};

#endif
