/* SPDX-License-Identifier: ISC */
/* run - what is at hand while one piece is searched. */
#ifndef READING_RUN_H
#define READING_RUN_H

#include "reading/align.h"
#include "reading/search.h"
#include "reading/seed.h"

/* What of one stretch was looked at, in all pieces so far. */
struct looks {
	uint32_t windows;
	bool left_out;		/* there may be more quotes of it */
};

struct searcher {
	const struct tt_bulletin *b;
	struct lattice *l;
	struct seeds *seeds;
	struct aligner *aligner;
	struct looks *looks;	/* of each stretch */
	bool *breaks;		/* of one window */
	uint64_t *seen;		/* of one stretch: hashes of windows */
	size_t n_seen;
};

/* One piece at a time. */
struct run {
	struct search *s;
	struct searcher *r;
};

/*
 * Align stretch number to bytes from..to of the normal text, and add what it
 * finds.  TT_ENOMEM.
 */
enum tt_err run_look(struct run *r, uint32_t number, size_t from, size_t to)
    MUST_USE;

/* Byte i of the normal text begins a sentence or a line; or ends it all. */
bool run_breaks(const struct run *r, size_t i);

/* The finding stands: its bytes are its elements'.  TT_ENOMEM. */
enum tt_err run_accept(struct run *r, struct finding *f) MUST_USE;

/* More than a quarter of what it explains is others' text already. */
bool run_is_taken(const struct run *r, const struct finding *f);

#endif
