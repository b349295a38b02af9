/* SPDX-License-Identifier: ISC */
/*
 * order - what two officers may tell a keeper, checked before it is obeyed.
 *
 * specs/sealing.md section 7, specs/ledger.md section 9: `early` and `move`
 * name a wave; an `embargo` that is retracted names a bulletin.  Signed by two
 * officers of the list that the keeper has, by one where the team is small.
 * No files, no clock.
 */
#ifndef KEEPER_ORDER_H
#define KEEPER_ORDER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "keeper/offer.h"
#include "telltale/err.h"
#include "telltale/statement.h"

struct keeper_order {
	struct hash wave;		/* early, move */
	char bulletin[KEEPER_BULLETIN_LEN + 1];	/* embargo */
	uint64_t number;		/* move: from 1 */
	int64_t opens_s;		/* move */
	int64_t time_s;			/* when it was signed */
};

/*
 * TT_EREFUSED: another kind, another log, an embargo that is not retracted,
 * or a key that has no say; TT_EUNSIGNED: fewer officers than asked for;
 * TT_ESIG; what parsing gives.  *out is then as it was.
 */
enum tt_err keeper_order_check(struct span text, enum tt_kind kind,
    const struct keeper_self *self, struct keeper_order *out) MUST_USE;

/* A statement that was checked when it came, read again.  TT_EINTEGRITY. */
enum tt_err keeper_order_read(struct span text, enum tt_kind kind,
    struct keeper_order *out) MUST_USE;

#endif
