/* SPDX-License-Identifier: ISC */
/*
 * notary - signs the log's checkpoints, each only as the last one's successor.
 *
 * Its state, the newest (size, root) that it signed, is a file of its own
 * that no backup of the database covers, and is on the disk before a
 * signature leaves (specs/ledger.md sections 5 and 6).  Asked again for the
 * same size and root it gives the same bytes.  One caller at a time.
 */
#ifndef HUB_NOTARY_H
#define HUB_NOTARY_H

#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "telltale/checkpoint.h"
#include "telltale/err.h"
#include "telltale/vkey.h"

struct notary;

/* A state that has signed nothing.  TT_EEXIST if there is one. */
enum tt_err notary_create(const char *state, const char *origin) MUST_USE;

/*
 * A state that goes on after cp, for a ledger that is restored without one:
 * what was signed after cp is forgotten.  TT_EEXIST.
 */
enum tt_err notary_resume(const char *state, const struct tt_checkpoint *cp)
    MUST_USE;

/*
 * TT_ENOENT: state or key are missing; TT_EREFUSED: others can read the key;
 * TT_EKEY: it is not origin's, or the state is another log's; TT_EINTEGRITY:
 * the state is none; TT_ESYNTAX: the key is none.
 */
enum tt_err notary_open(struct notary **out, const char *state,
    const char *key, const char *origin) MUST_USE;
void notary_close(struct notary *n);	/* wipes; NULL is fine */

const struct tt_checkpoint *notary_last(const struct notary *n);
const struct tt_vkey *notary_key(const struct notary *n);

/*
 * Appends next as a signed note.  proof: of consistency from notary_last.
 * TT_EREFUSED, TT_EROLLBACK, TT_EFORK: nothing was signed; TT_EFULL, TT_EIO:
 * neither, the state could not be kept.
 */
enum tt_err notary_sign(struct notary *n, const struct tt_checkpoint *next,
    const struct hash *proof, size_t n_proof, struct buf *note) MUST_USE;

#endif
