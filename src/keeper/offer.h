/* SPDX-License-Identifier: ISC */
/*
 * offer - a share that somebody hands over, checked before it is kept.
 *
 * specs/sealing.md sections 6 and 7: the wave's statement is proven to be in
 * the ledger and signed by a publisher, names this keeper at its index, and
 * the share, opened with the keeper's identity, lies on the polynomial that
 * the statement commits to.  No files, no clock.
 */
#ifndef KEEPER_OFFER_H
#define KEEPER_OFFER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/age_key.h"
#include "telltale/err.h"
#include "telltale/opening.h"
#include "telltale/policy.h"
#include "telltale/share.h"
#include "telltale/statement.h"

#define KEEPER_BULLETIN_LEN	16	/* hex digits */

/* Who checks. */
struct keeper_self {
	const char *origin;
	unsigned number;			/* from 1 */
	const struct tt_age_identity *identity;
	const struct tt_policy *policy;
	const struct tt_statement *keys;	/* the newest, trusted; NULL:
				 * who signed was checked when it came, for
				 * a publisher's key may be another by now */
	struct hash keys_hash;			/* SHA-256 of its bytes */
};

struct keeper_offer {
	struct span share;		/* the sealed file */
	struct tt_opening wave;		/* its statement, proven */
};

/* What a wave's statement says that keeping and showing need. */
struct keeper_wave {
	char bulletin[KEEPER_BULLETIN_LEN + 1];
	int64_t opens_s;	/* as sealed; a move is not in it */
	struct tt_age_recipient recipient;
	struct tt_wave_commitment commitment;
};

/*
 * TT_ESYNTAX or TT_EKEY if the statement, which is a `wave`, does not name
 * this keeper at its index or its commitments are none.
 */
enum tt_err keeper_wave_read(const struct tt_statement *wave,
    const struct keeper_self *self, struct keeper_wave *out) MUST_USE;

/*
 * The share in a sealed file, for that wave.  share is in secret memory.
 * TT_ENOMATCH and the other words of age files; TT_ESHARE: another wave,
 * index or instant, or off the polynomial; TT_EREFUSED, TT_EUNSIGNED,
 * TT_ESIG: not a publisher's.
 */
enum tt_err keeper_share_open(struct span sealed, const struct hash *leaf,
    const struct keeper_wave *wave, const struct keeper_self *self,
    struct tt_share *share) MUST_USE;

/* An accepted offer: the statement's bytes borrow from the offer. */
struct keeper_accepted {
	struct hash leaf;
	struct span statement;
	struct keeper_wave wave;
};

/* All of it.  Errors of the two above and of tt_opening_check. */
enum tt_err keeper_offer_check(const struct keeper_offer *o,
    const struct keeper_self *self, struct keeper_accepted *out) MUST_USE;

/*
 * The body of POST /share: {"share": base64, "set_proof", "tlog_proof",
 * "batch"}; other members are not looked at.  The spans of *out are in room,
 * which is the caller's to buf_done.  TT_ESYNTAX, TT_ELIMIT.
 */
#define KEEPER_OFFER_MAX	262144	/* bytes */
enum tt_err keeper_offer_parse(struct span body, struct buf *room,
    struct keeper_offer *out) MUST_USE;

#endif
