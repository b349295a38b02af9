/* SPDX-License-Identifier: ISC */
/*
 * csaf - a copy as a CSAF 2.0 document, and the name of a document's file.
 *
 * Category csaf_base: prose says of no product, in a form that programs know,
 * whether it is affected.  It is a draft for ever, version 0.REVISION.0, and
 * 0.REVISION.1 from the public instant on: the document for everybody is the
 * vendor's.  Copies differ, so each has a tracking id of its own, and the
 * first reference is to the original (CSAF 2.1, on sharing groups; the rules
 * for a CSAF modifier).  Pure.
 */
#ifndef EXCHANGE_CSAF_H
#define EXCHANGE_CSAF_H

#include "base/attr.h"
#include "exchange/exchange.h"

/* Appends to out.  TT_ELIMIT, TT_ENOMEM, TT_ESYNTAX (not UTF-8). */
enum tt_err csaf_write(struct buf *out, const struct exchange *x) MUST_USE;

/* The tracking id of what csaf_write writes. */
void csaf_id(const struct exchange *x, struct buf *out);

/*
 * CSAF 2.0 section 5.1: lower case, each run of other characters than
 * a-z 0-9 + - an underscore, and ".json".
 */
void csaf_file_name(struct span tracking_id, struct buf *out);

#endif
