/* SPDX-License-Identifier: ISC */
/* order - of a list in free order, what an order that was kept in part says. */
#ifndef READING_ORDER_H
#define READING_ORDER_H

#include <stdbool.h>

#include "base/span.h"
#include "telltale/site.h"

/*
 * Of s, a site whose alternatives are the same words ordered otherwise:
 * likelihood[a] is 1 if the words of normal text that stand once in each
 * alternative stand in text in the order of alternative a, else 0.  False,
 * and nothing written, if that says nothing: fewer than two of them, or an
 * order that is nobody's, or everybody's.
 */
bool order_read(const struct tt_site *s, struct span text,
    float likelihood[TT_Q_MAX]);

#endif
