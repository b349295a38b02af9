/* SPDX-License-Identifier: ISC */
/* search - all that the stretches of a bulletin find in a specimen. */
#ifndef READING_SEARCH_H
#define READING_SEARCH_H

#include "base/attr.h"
#include "reading/docket.h"
#include "reading/owner.h"
#include "telltale/err.h"

struct search {
	struct docket docket;
	struct owners *owners;
	bool *crowded;		/* of each stretch: quotes were left out */
	struct tally case_upper, case_lower, quotes;	/* of all accepted */
};

/* b and t outlive it.  TT_ENOMEM. */
enum tt_err search_run(struct search *s, const struct tt_bulletin *b,
    const struct lattice *l, const struct tt_normal *t, struct span specimen)
    MUST_USE;
void search_done(struct search *s);

/* The opinion is of an accepted finding and its bytes are that one's. */
bool search_stands(const struct search *s, const struct finding *f,
    const struct opinion *o);

/* What the channel kept, of KEEPS_...: as far as the specimen shows. */
unsigned search_kept(const struct search *s, const struct finding *f);

#endif
