/* SPDX-License-Identifier: ISC */
/* order - of a list in free order, what an order that was kept in part says. */
#ifndef READING_ORDER_H
#define READING_ORDER_H

#include "base/span.h"
#include "telltale/site.h"

enum order {
	ORDER_SAYS,	/* which alternatives it can have been */
	ORDER_NOTHING,	/* too few of the items, or all alternatives agree */
	ORDER_NOBODYS,
};

/*
 * Of s, a site whose alternatives are the same words ordered otherwise, and
 * the normal text that stands in its place.  ORDER_SAYS: likelihood[a] is 1
 * if the words that stand once in text and in alternative a have the same
 * order in both, else 0.  Otherwise likelihood is left as it was.
 */
enum order order_read(const struct tt_site *s, struct span text,
    float likelihood[TT_Q_MAX]);

#endif
