/* SPDX-License-Identifier: ISC */
/* proof_lines - the lines that set proofs and log proofs have in common. */
#ifndef LEDGER_PROOF_LINES_H
#define LEDGER_PROOF_LINES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"

/* "index N".  TT_ESYNTAX, TT_ERANGE. */
enum tt_err proof_index(struct span *in, uint64_t *out) MUST_USE;

/* Hashes, one a line, and the empty line after them.  TT_ELIMIT over max. */
enum tt_err proof_hashes(struct span *in, struct hash *out, size_t max,
    size_t *n) MUST_USE;

/* "index N", the hashes, an empty line. */
void proof_write(struct buf *b, uint64_t index, const struct hash *proof,
    size_t n);

#endif
