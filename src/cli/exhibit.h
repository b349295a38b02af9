/* SPDX-License-Identifier: ISC */
/*
 * exhibit - a specimen read against one bulletin: what stands in it at which
 * site.  Looks at no row of a codebook.
 */
#ifndef CLI_EXHIBIT_H
#define CLI_EXHIBIT_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/specimen.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/reading.h"
#include "telltale/site.h"

struct exhibit {
	struct tt_reading *reading;	/* of all the specimen's pieces */
	const struct tt_observations *observations; /* its: slots are sites */
	size_t n_read;		/* sites: symbol, soft or values */
	size_t read[TT_SITE_CLASS_COUNT], total[TT_SITE_CLASS_COUNT];
};

/* Errors of tt_reading_read. */
enum tt_err exhibit_read(struct exhibit *x, const struct tt_bulletin *b,
    const struct specimen *s) MUST_USE;
void exhibit_done(struct exhibit *x);	/* safe on a zeroed one */

/* Append a symbol's text, in quotes, cut short; "nothing" if it is empty. */
void exhibit_symbol(const struct tt_site *s, uint64_t v, struct buf *out);

/*
 * Append what was found at a site, as one line for people: the alternative,
 * or the values.  "nothing" for an empty one.
 */
void exhibit_found(const struct exhibit *x, const struct tt_bulletin *b,
    uint32_t site, struct buf *out);

#endif
