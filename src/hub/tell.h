/* SPDX-License-Identifier: ISC */
/*
 * tell - keepers hear from the hub what they cannot ask for: officers' orders
 * and how far the log has grown.
 *
 * specs/ledger.md section 9, end.  Orders go first, the checkpoint after all
 * of them: it is the word that nothing is kept back.  A keeper that started
 * anew is told all orders again, for its disk may be an old one.
 */
#ifndef HUB_TELL_H
#define HUB_TELL_H

#include "base/attr.h"
#include "hub/hub.h"

/*
 * Tells every keeper what it has not heeded yet; one thread only.  *left: how
 * many keepers are to be asked again soon.
 */
enum tt_err tell_keepers(struct hub *h, unsigned *left) MUST_USE;

/*
 * One order to one keeper, by whoever brought it: statement as body of POST
 * /WHAT.  Its answer, and what it signed is kept.  TT_ENET: not there.
 */
struct http_answer;
enum tt_err tell_order(struct hub *h, const struct hub_keeper *k,
    const char *what, struct span statement, struct http_answer *out)
    MUST_USE;

#endif
