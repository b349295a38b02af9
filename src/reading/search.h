/* SPDX-License-Identifier: ISC */
/* search - all that the stretches of a bulletin find in one piece. */
#ifndef READING_SEARCH_H
#define READING_SEARCH_H

#include "base/attr.h"
#include "reading/docket.h"
#include "reading/owner.h"
#include "telltale/err.h"
#include "telltale/piece.h"

/* What all pieces of one specimen are searched with. */
struct searcher;

/* b outlives it.  TT_ENOMEM. */
enum tt_err searcher_new(struct searcher **out, const struct tt_bulletin *b)
    MUST_USE;
void searcher_free(struct searcher *r);	/* NULL is fine */

/* Of all pieces so far, quotes of that stretch were left out. */
bool searcher_crowded(const struct searcher *r, uint32_t stretch);

struct search {
	struct docket docket;
	struct owners *owners;
	struct tally case_upper, case_lower, quotes;	/* of all accepted */
};

/* r, p and t, the piece's normal text, outlive it.  TT_ENOMEM. */
enum tt_err search_run(struct search *s, struct searcher *r,
    const struct tt_piece *p, const struct tt_normal *t) MUST_USE;
void search_done(struct search *s);

/* The opinion is of an accepted finding and its bytes are that one's. */
bool search_stands(const struct search *s, const struct finding *f,
    const struct opinion *o);

/* What the channel kept, of KEEPS_...: as far as the specimen shows. */
unsigned search_kept(const struct search *s, const struct finding *f);

#endif
