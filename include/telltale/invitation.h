/* SPDX-License-Identifier: ISC */
/*
 * invitation - what a reader joins with: a secret until it was used.
 *
 * specs/hub.md section 2: a statement of kind `invitation`, signed by the
 * officer whose key it names; or, if it names one, by an admin of the reader's
 * own partner, who names the officer they were invited by.  It vouches for
 * itself only: whom it comes from is known by the channel that it came by.
 * Written with tt_statement_begin and _sign.  sodium_init() must have
 * succeeded.  Pure.
 */
#ifndef TT_INVITATION_H
#define TT_INVITATION_H

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/statement.h"

#define TT_TOKEN_LEN	32	/* bytes */

/*
 * Parse, and check that the officer or admin named in it signed it, their
 * names are below its log's origin, and log-key is the log's.  now in seconds.
 * TT_ESYNTAX, TT_EVERSION, TT_ELIMIT, TT_ERANGE, TT_EKEY, TT_ESIG,
 * TT_EUNSIGNED, TT_EREFUSED; TT_ESTATE if it has expired.
 */
enum tt_err tt_invitation_open(struct tt_statement *out, struct span text,
    int64_t now, struct tt_statement_diag *diag) MUST_USE;

#endif
