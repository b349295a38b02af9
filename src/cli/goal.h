/* SPDX-License-Identifier: ISC */
/*
 * goal - how much marking is enough: "c=2 holders=100 words=400".
 *
 * To name one of c partners who mix their copies, of so many holders, in 95
 * of 100 cases, from any excerpt of so many words.  About how many sites that
 * takes is what evidence.md section 14 measured for the worst attack (redraw);
 * how far they go, telltale/power.h is asked.
 */
#ifndef CLI_GOAL_H
#define CLI_GOAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/marking.h"
#include "telltale/power.h"

#define GOAL_COLLUDERS_MAX	3
#define GOAL_HOLDERS		100	/* where nobody says how many */
#define GOAL_COPIES		20	/* of each, as `power` has it */
#define GOAL_THIN_MAX		8	/* paragraphs that are shown */

struct goal {
	uint64_t colluders, holders, words;
};

/* TT_ESYNTAX if it is not of the form, TT_ERANGE for what is not known. */
enum tt_err goal_parse(struct goal *out, const char *text) MUST_USE;

/*
 * Sites of both levels that the goal wants in an excerpt; n_sites are those
 * of the whole bulletin, of which few are all of the better kind.
 */
uint32_t goal_sites(const struct goal *g, size_t n_sites);

/* A row of words of the draft that has the fewest sites of all as long. */
struct goal_window {
	uint32_t part;		/* the one that is looked at */
	size_t words;		/* of the part */
	size_t from, to;	/* bytes of the draft */
	uint32_t sites;		/* in words, that stand or were accepted */
	uint32_t first, n;	/* places of the part in the marked text */
};

/* A paragraph with fewer sites than its share. */
struct goal_thin {
	size_t offset;		/* of the draft */
	uint32_t words, sites, wanted;
};

struct goal_report {
	uint32_t wanted;
	bool met;
	struct goal_window thinnest;
	struct goal_thin thin[GOAL_THIN_MAX];	/* the thinnest first */
	size_t n_thin, n_thin_all;
	struct tt_power power;	/* from that window, under the worst attack,
				 * measured; none named of no sites */
};

/*
 * Accept as many of the open choices as the goal takes, spread over the
 * text, and say how far that goes.
 */
enum tt_err goal_reach(struct marking *m, const struct goal *g,
    struct goal_report *out) MUST_USE;

/* How far what is accepted goes; nothing is changed. */
enum tt_err goal_look(const struct marking *m, const struct goal *g,
    struct goal_report *out) MUST_USE;

/*
 * How often one of the goal's colluders is named under the attack that leaves
 * least: from the whole bulletin, or, w not NULL, from that window.
 */
enum tt_err goal_power(const struct marking *m, const struct goal *g,
    const struct goal_window *w, unsigned trials, struct tt_power *out)
    MUST_USE;

#endif
