/* SPDX-License-Identifier: ISC */
/*
 * statements - taking one in: authority, what it changes, its event.
 */
#ifndef HUB_STATEMENTS_H
#define HUB_STATEMENTS_H

#include "base/attr.h"
#include "hub/hub.h"
#include "store/hub_event.h"

/*
 * Commits the event of a statement whose authority was checked, and what
 * follows from it (newest partner, newest reader).  Under the hub's lock.
 * The same again is TT_OK and changes nothing.  own: see hub_event.h; NULL:
 * the leaf.  reader: whose quota; NULL: the vendor's own.
 */
enum tt_err statement_keep(struct hub *h, const struct tt_statement *s,
    const struct tt_salt *salt, const char *own, const char *reader,
    struct hash *leaf) MUST_USE;

/*
 * An officers' order to keepers, signed as it must be, is kept to be told;
 * text is of that kind, an embargo a retracted one.  Under lock.  Errors of
 * parsing and of authority.
 */
enum tt_err statement_order(struct hub *h, enum tt_kind kind,
    struct span text) MUST_USE;

/*
 * A statement by two officers (by one where the team is small), as POST
 * /api/v1/statement takes it; under lock.  TT_EUNSIGNED: by one.
 */
enum tt_err statement_of_two(struct hub *h, const struct tt_statement *s)
    MUST_USE;

/* Waiting events of one reader; more is TT_EAGAIN. */
#define STATEMENT_QUOTA	64

#endif
