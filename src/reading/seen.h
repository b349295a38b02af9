/* SPDX-License-Identifier: ISC */
/*
 * seen - constants as a recogniser gives them, and how sure it was.
 *
 * Letters correct themselves by the words that they stand in; constants have
 * no such help.  What cannot be a digit is taken for one that looks like it;
 * and unless the recogniser was sure, all values are offered that one digit
 * taken for another would have made of it.
 */
#ifndef READING_SEEN_H
#define READING_SEEN_H

#include "reading/docket.h"

#define SEEN_SURE	80	/* of 100: then what was read stands there */
#define SEEN_POOR	10	/* below, words say little too */

/* Of the words that bytes from..to of the normal text are of, the least. */
unsigned seen_sure(const struct docket *d, size_t from, size_t to);

/*
 * The values that text may be, what was read first; how many, at most
 * OFFERS_MAX, 0 if it is none.
 */
unsigned seen_values(const struct tt_site *s, struct span text, bool sure,
    uint64_t values[OFFERS_MAX]);

#endif
