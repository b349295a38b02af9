/* SPDX-License-Identifier: ISC */
/*
 * memo - the factors of every model, each computed once.
 *
 * What a row gains at a site follows from the model, from the kind of site
 * (its biases, what was read there) and from how many members known have
 * which class.  Most sites are alike, in one specimen and in all specimens of
 * a rehearsal, so that a memo may be kept over many.  Secret, for biases are.
 */
#ifndef EVIDENCE_MEMO_H
#define EVIDENCE_MEMO_H

#include <stdint.h>

#include "base/attr.h"
#include "evidence/model.h"
#include "evidence/seen.h"
#include "telltale/err.h"

/* ln f of evidence.md section 9: of mean 1 over random rows. */
struct factors {
	double ln[CLASS_COUNT];	/* of each class; of an absent one 0 */
	double ln_mean;		/* ln of the sum of p F: the site's marginal */
};

/*
 * Members known, counted by class: 4 bits each.  Whoever lacks the site
 * counts nowhere.
 */
typedef uint64_t members;
#define MEMBERS_NONE		((members)0)
#define MEMBERS_OF(m, class)	((unsigned)((m) >> (4 * (class)) & 15))

/* One member of that class; none for CLASS_ABSENT. */
extern const members members_one[CLASS_COUNT];

struct memo;	/* opaque */

struct memo *memo_new(void) MUST_USE;	/* NULL: no memory */
void memo_free(struct memo *m);		/* NULL is fine; wipes */

/* The kind that a site is of.  TT_ENOMEM. */
enum tt_err memo_kind(struct memo *m, const struct seen *site,
    uint32_t *kind) MUST_USE;

/*
 * Good for as long as m.  Fewer members than the model's c.  NULL: no memory.
 */
const struct factors *memo_factors(struct memo *m, unsigned model,
    uint32_t kind, members known) MUST_USE;

#endif
