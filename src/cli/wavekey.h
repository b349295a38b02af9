/* SPDX-License-Identifier: ISC */
/*
 * wavekey - the key of one wave while it is being sealed: drawn, committed
 * to, split, proven, forgotten.
 *
 * specs/sealing.md section 6.  The secret is in guarded memory and gone with
 * wavekey_done; what remains is the public half and sealed shares.
 */
#ifndef CLI_WAVEKEY_H
#define CLI_WAVEKEY_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/rng.h"
#include "store/home.h"
#include "telltale/age_key.h"
#include "telltale/share.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

/* Keepers of the programme, in the order of their indices from 1. */
struct wavekey_keepers {
	unsigned n;
	unsigned k;		/* so many open a wave */
	struct tt_age_recipient recipient[TT_SHARES_MAX];
};

/*
 * From telltale.conf's lines `keeper 01 age1... VKEY` and `threshold K`, which
 * is all of them unless given.  TT_ENOENT if there is no keeper, TT_ESYNTAX if
 * they are not numbered 01 and up, TT_ERANGE if k is not from 1 to n.
 */
enum tt_err wavekey_keepers(const struct conf *conf,
    struct wavekey_keepers *out) MUST_USE;

#define WAVEKEY_ROW_MAX	(TT_AGE_RECIPIENT_LEN + TT_VKEY_TEXT_MAX + 8)

/* One of these lines' values, with its NUL; number from 1. */
void wavekey_row(unsigned number, const struct tt_age_recipient *seal,
    const struct tt_vkey *sign, char out[WAVEKEY_ROW_MAX]);

struct wavekey {
	struct tt_wave_secret *secret;		/* secret memory */
	struct tt_age_identity *identity;	/* likewise */
	struct tt_share *shares;		/* likewise, one a keeper */
	struct tt_wave_commitment commitment;
	const struct wavekey_keepers *keepers;	/* borrowed */
};

/* A new key, shared k of n.  TT_ENOMEM, TT_ERANGE. */
enum tt_err wavekey_draw(struct wavekey *w,
    const struct wavekey_keepers *keepers, struct rng rng) MUST_USE;
void wavekey_done(struct wavekey *w);	/* wipes; safe on a zeroed one */

/* Adds recipient, threshold, coefficient* and keeper* to a `wave`. */
void wavekey_put(const struct wavekey *w, struct tt_statement_out *o);

/* Appends keeper i's share (from 0), signed and sealed to it. */
enum tt_err wavekey_share(const struct wavekey *w, unsigned i,
    const struct hash *wave, struct span origin, int64_t now_s,
    int64_t opens_s, const struct tt_signer *publisher, struct rng rng,
    struct buf *out) MUST_USE;

#endif
