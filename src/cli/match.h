/* SPDX-License-Identifier: ISC */
/*
 * match - what a suspect's copy has at the sites of a specimen, beside what
 * was read there.
 *
 * Of a holder with several copies only what all of them have in common, its
 * holder-level sites; of a copy within a holder its copy-level ones; of a
 * holder's only copy all.  It opens a row: only for whoever is named, or worth
 * asking.
 */
#ifndef CLI_MATCH_H
#define CLI_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/trace.h"
#include "telltale/err.h"

enum match_is {
	MATCH_AGREES,	/* the copy has what was read, or what is likeliest */
	MATCH_DIFFERS,
	MATCH_LACKS,	/* the copy never had the site */
	MATCH_NOVEL,	/* other words than any copy's were read */
	MATCH_GONE,	/* the place is cut */
	MATCH_TWICE,	/* two different things were read */
	MATCH_IS_COUNT
};

struct match_site {
	uint32_t slot;
	enum match_is is;
	double nats;		/* 0: it was not weighed */
	uint64_t symbol;	/* of the copy; 0 where it lacks the site */
};

struct match {
	struct match_site *at;	/* the grounds in their order, then what else
				 * is known of a site */
	size_t n, n_weighed;	/* the grounds */
	size_t count[MATCH_IS_COUNT];
	double by_chance;	/* how many of those read an innocent row would
				 * agree with, on average */
};

/* TT_ENOMEM.  match_done also after a failure; it wipes. */
enum tt_err match_make(struct match *m, const struct tracing *t,
    const struct tt_suspect *s) MUST_USE;
void match_done(struct match *m);	/* safe on a zeroed one */

/* For programs, "other_words"; for people, "other words". */
const char *match_name(enum match_is is);
const char *match_words(enum match_is is);

/* Append the alternative that the copy has; of a site it lacks, nothing. */
void match_text(const struct tracing *t, const struct match_site *s,
    struct buf *out);

#endif
