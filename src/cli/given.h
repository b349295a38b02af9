/* SPDX-License-Identifier: ISC */
/*
 * given - what was read before, from a file in the place of a specimen.
 *
 *	{"epsilon": E, "t": T, "observations": [...]}
 *
 * `trace --observations` writes it; another tool or an expert may.  It
 * decides who is accused, so it is taken whole or not at all, and a refusal
 * says in which line what is wrong.  No row is looked at.  Pure.
 */
#ifndef CLI_GIVEN_H
#define CLI_GIVEN_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json_in.h"
#include "base/span.h"
#include "cli/showing.h"
#include "telltale/err.h"
#include "telltale/observation.h"

struct given {
	struct span text;	/* borrowed: lines are told by it */
	double epsilon;		/* any number */
	uint64_t t;		/* which reading of the bulletin, from 1 */
	struct tt_observation_list *list;	/* of which bulletin, it does
						 * not say */
};

/* What it has to fit. */
struct given_frame {
	double epsilon;
	uint64_t next;		/* the t that is to come; 0: any will do */
	const struct showing_site *site;	/* of each slot */
	size_t n_slots;
};

/*
 * TT_ESYNTAX, TT_ENOENT, TT_ERANGE or TT_ELIMIT with the line and the cause
 * in *diag; TT_ENOMEM.  given_done after success only.
 */
enum tt_err given_parse(struct given *g, struct span text,
    struct json_diag *diag) MUST_USE;
void given_done(struct given *g);	/* safe on a zeroed one */

/*
 * TT_ERANGE with *diag, likewise, if epsilon or t is another one, or an item
 * does not fit the site at its slot; TT_ENOMEM.  What passes makes a vector:
 * tt_observations_new finds nothing wrong with it, and tt_trace_run neither.
 */
enum tt_err given_check(const struct given *g, const struct given_frame *f,
    struct json_diag *diag) MUST_USE;

#endif
