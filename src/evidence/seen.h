/* SPDX-License-Identifier: ISC */
/*
 * seen - the observed sites of a specimen, ready for scoring.
 *
 * At each, rows fall into classes: of a q-ary site its symbols, of a value
 * site two, the row's value is among those on offer (class 0) or not.  A row
 * is a class for each site seen, or CLASS_ABSENT.  Secret, for biases are.
 */
#ifndef EVIDENCE_SEEN_H
#define EVIDENCE_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/code.h"
#include "telltale/observation.h"

#define CLASS_IN	0
#define CLASS_OUT	1
#define CLASS_ABSENT	TT_Q_MAX
#define CLASS_COUNT	(TT_Q_MAX + 1)	/* absent is one, too */

enum seen_how { SEEN_READ, SEEN_GONE, SEEN_NOVEL };

struct seen {
	uint32_t slot;
	enum tt_site_level level;
	enum seen_how how;
	bool value;		/* a value site: two classes */
	bool constant;		/* says nothing: all classes alike */
	bool rare;		/* a value site with N / N_V >= 2^48 */
	bool permitted;		/* found wherever the bulletin is used */
	unsigned n;		/* classes */
	double p[TT_Q_MAX];	/* of a random row to be in each; sum 1 */
	double likelihood[TT_Q_MAX];	/* of a q-ary site that was read */
	const uint64_t *values;	/* of a value site, ascending; borrowed */
	size_t n_values;
};

struct seen_list {
	size_t n;
	struct seen *at;
};

/*
 * Lives as long as observations.  TT_ERANGE if an observation does not fit
 * its slot, or has none; TT_ENOMEM.
 */
enum tt_err seen_new(struct seen_list **out, const struct tt_code *code,
    const struct tt_observations *observations, const bool *permitted)
    MUST_USE;

/* Those for which keep is set.  TT_ENOMEM. */
enum tt_err seen_keep(struct seen_list **out, const struct seen_list *list,
    const bool *keep) MUST_USE;
void seen_free(struct seen_list *list);	/* NULL is fine */

/* The class of a row that has this symbol there. */
uint8_t seen_class(const struct seen *s, uint64_t symbol);

/*
 * The probability that a row's value is among those on offer, out of n; never
 * too small.  Section 4 asks N_V / N up to n = 2^32.  Above, where values are
 * not equally likely to more than 2^-32, it is exact for a whole set, and the
 * largest that any N_V values have for a count.
 */
double seen_share(uint64_t n, const struct tt_observation *o);

#endif
