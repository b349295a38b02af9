/* SPDX-License-Identifier: ISC */
/*
 * checkpoint - what a log promises: "at SIZE leaves, my root hash was ROOT".
 *
 * Text form: https://c2sp.org/tlog-checkpoint, "Note text"; signatures are
 * note.h's business.  Stricter than the spec in two ways: extension lines,
 * which it does not recommend, are refused, and an origin is what origin.h
 * says.  Pure: no I/O, heap, or globals.
 */
#ifndef TT_CHECKPOINT_H
#define TT_CHECKPOINT_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "telltale/err.h"
#include "telltale/origin.h"
#include "telltale/vkey.h"

#define TT_CHECKPOINT_TEXT_MAX	(TT_ORIGIN_MAX + 20 + 44 + 3)	/* bytes */

struct tt_checkpoint {
	char		origin[TT_ORIGIN_MAX + 1]; /* NUL-terminated */
	uint64_t	size;			   /* leaves */
	struct hash	root;
};

/*
 * Read the len bytes at text, which need no NUL.
 * TT_ESYNTAX if they are not exactly one checkpoint, TT_ERANGE if origin or
 * size is too large.  On error *cp is left as it was.
 */
enum tt_err tt_checkpoint_parse(struct tt_checkpoint *cp, const char *text,
    size_t len) MUST_USE;

/*
 * Write cp and a NUL to out; room for TT_CHECKPOINT_TEXT_MAX + 1 is always
 * enough.  TT_ENOSPC if cap is too small; then out is left as it was.
 */
enum tt_err tt_checkpoint_format(const struct tt_checkpoint *cp, char *out,
    size_t cap) MUST_USE;

/*
 * Append cp as a note signed by its log.  TT_EKEY unless log has type
 * TT_KEY_SIGN and cp's origin for a name.
 */
enum tt_err tt_checkpoint_sign(struct buf *note,
    const struct tt_checkpoint *cp, const struct tt_signer *log) MUST_USE;

/*
 * Whether next may follow last: what the notary asks before it signs, and
 * what a client asks before it believes (specs/ledger.md section 6).  The
 * proof is of consistency, n hashes; none where sizes are equal or last is
 * empty.
 * TT_EREFUSED: another origin.  TT_EROLLBACK: next is smaller.  TT_EFORK:
 * same size and another root, a proof that does not hold, or a size of 0
 * with a root other than the empty tree's.
 */
enum tt_err tt_checkpoint_follows(const struct tt_checkpoint *last,
    const struct tt_checkpoint *next, const struct hash *proof,
    size_t n) MUST_USE;

#endif
