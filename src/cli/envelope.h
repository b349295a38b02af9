/* SPDX-License-Identifier: ISC */
/*
 * envelope - what the hub shows a reader of one bulletin, checked before
 * anything is signed.
 *
 * specs/ledger.md, "A reader's receipt"; the JSON of GET
 * /api/v1/bulletin/ID.  After envelope_read, codebook, wave and copies are in
 * a log of the policy, signed by a publisher of the `keys` that were in force
 * then; they speak of one bulletin and name each other; the reader has a leaf
 * in copies; and the terms say what the wave says, or a move of it that two
 * officers signed and the log has.  What is left to the
 * caller: whether these `keys` are to be believed (keychain.h), and whether
 * the checkpoints continue what was seen before (hubclient_saw).  Pure.
 */
#ifndef CLI_ENVELOPE_H
#define CLI_ENVELOPE_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/json_in.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/opening.h"
#include "telltale/policy.h"
#include "telltale/reader_id.h"
#include "telltale/statement.h"
#include "telltale/terms.h"
#include "telltale/vkey.h"

#define ENVELOPE_MAX	((size_t)1 << 20)	/* bytes of the JSON */

/* The statements, in the order in which they are checked. */
enum envelope_part {
	ENVELOPE_CODEBOOK,
	ENVELOPE_WAVE,
	ENVELOPE_COPIES,
	ENVELOPE_MOVE,		/* only where the wave has another instant */
	ENVELOPE_PARTS
};

struct envelope_proven {
	struct tt_opened	opened;
	struct tt_statement	keys;	/* in force then */
	struct span		head;	/* the opening's checkpoint */
	struct span		keys_head;
};

struct envelope {
	json_t			*root;	/* all spans point into it */
	struct envelope_proven	part[ENVELOPE_PARTS];
	size_t			n_parts;	/* that are there */
	struct tt_terms		terms;
	struct span		terms_file;
	struct tt_statement	copy;	/* the reader's leaf */
	struct hash		copy_hash;
	struct tt_age_recipient	wave;
	int64_t			opens_s, until_s;
	uint64_t		bytes;	/* of the copy */
};

/* What must come out. */
struct envelope_want {
	struct span		origin;
	struct span		bulletin;	/* 16 hex digits */
	uint8_t			reader[TT_READER_ID_LEN];
	const struct tt_policy	*policy;
};

struct envelope_diag {
	const char *what;	/* constant: "the wave's opening" */
};

/*
 * TT_ESYNTAX, TT_ENOENT and the like: the answer is not what it should be;
 * TT_EPROOF, TT_ESIG, TT_EUNSIGNED, TT_EREFUSED, TT_EINTEGRITY: something in
 * it does not hold.  *diag says what.  envelope_free after TT_OK.
 */
enum tt_err envelope_read(struct envelope **out, struct span json,
    const struct envelope_want *want, struct envelope_diag *diag) MUST_USE;
void envelope_free(struct envelope *d);	/* NULL is fine */

/* The statement that the reader signs for it; appended to out. */
enum tt_err envelope_sign(const struct envelope *d, int64_t now_s,
    const struct tt_signer *reader, struct buf *out) MUST_USE;

/*
 * Whether receipt, parsed, is one for this envelope, signed by reader's key.
 * TT_EREFUSED, TT_ESIG, TT_EUNSIGNED.
 */
enum tt_err envelope_is_for(const struct envelope *d,
    const struct tt_statement *receipt, const struct tt_vkey *reader)
    MUST_USE;

#endif
