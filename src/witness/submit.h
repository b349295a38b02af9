/* SPDX-License-Identifier: ISC */
/*
 * submit - a request to cosign a checkpoint, read and judged.
 *
 * https://c2sp.org/tlog-witness, POST add-checkpoint; specs/ledger.md section
 * 4 has the order of checks, and the first that fails answers.  No files, no
 * clock.
 */
#ifndef WITNESS_SUBMIT_H
#define WITNESS_SUBMIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/checkpoint.h"
#include "telltale/err.h"
#include "telltale/note.h"
#include "telltale/vkey.h"

#define SUBMIT_MAX	((size_t)256 << 10)	/* bytes of a request */

/* Borrows from the body. */
struct submit {
	uint64_t		old;
	struct hash		proof[MERKLE_PROOF_MAX];
	size_t			n_proof;
	struct span		text;	/* the checkpoint with signatures */
	struct tt_note		note;
	struct tt_checkpoint	cp;
};

/* TT_ESYNTAX, TT_ELIMIT, TT_ERANGE: all of them 400. */
enum tt_err submit_parse(struct span body, struct submit *out) MUST_USE;

enum submit_word {
	SUBMIT_COSIGN,		/* 200 */
	SUBMIT_BAD,		/* 400: old is over the size */
	SUBMIT_UNKNOWN,		/* 404: not a log of ours */
	SUBMIT_UNSIGNED,	/* 403 */
	SUBMIT_STALE,		/* 409: old is not what was cosigned last */
	SUBMIT_UNPROVEN,	/* 422 */
	SUBMIT_FORK,		/* 422, and two heads that are evidence */
	SUBMIT_FORGOTTEN,	/* we have cosigned more than we remember */
	SUBMIT_WORDS
};

unsigned submit_status(enum submit_word w);	/* of the answer */

/*
 * key: what the witness has for the log's origin, NULL if it has none; own is
 * the witness's; last what it cosigned last, size 0 if nothing.
 */
enum submit_word submit_judge(const struct submit *s,
    const struct tt_vkey *key, const struct tt_vkey *own,
    const struct tt_checkpoint *last);

#endif
