/* SPDX-License-Identifier: ISC */
/*
 * changes - what a revision changed, line by line, against the copy that this
 * reader opened before: both are the reader's own, so that marks which stayed
 * show as no change.
 *
 * The earlier copy is opened anew from what is kept in receipts/ID.N; where
 * it cannot be, that is said, and the newer one is opened all the same.
 */
#ifndef CLI_CHANGES_H
#define CLI_CHANGES_H

#include "base/attr.h"
#include "base/json_out.h"
#include "cli/parcel.h"
#include "telltale/archive.h"

struct changes;

/* NULL: nothing was opened before. */
struct changes *changes_find(const struct parcel *p,
    const struct tt_archive *now) MUST_USE;
void changes_free(struct changes *c);	/* NULL is fine */

/* Lines for people; or members "earlier" and "changed" of the object that is
 * open.  c may be NULL. */
void changes_print(const struct changes *c);
void changes_json(const struct changes *c, struct json_out *j);

#endif
