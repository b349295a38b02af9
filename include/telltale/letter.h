/* SPDX-License-Identifier: ISC */
/*
 * letter - what a reader tells the vendor, or the vendor answers: a head of
 * lines and somebody's own words, signed together as one note.
 *
 * specs/stories.md PR-5, PR-6, PA-3.  Never logged; it travels as an age file
 * to whoever it is for, so that the hub sees neither head nor words.  Pure.
 */
#ifndef TT_LETTER_H
#define TT_LETTER_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/note.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

#define TT_LETTER_MAX	32768	/* bytes, all of it */

/* Borrows from what was parsed. */
struct tt_letter {
	struct tt_statement head;	/* of kind TT_LETTER */
	struct span text;
	struct tt_note note;
	struct hash hash;		/* SHA-256 of all of it */
};

/* Nothing is verified.  TT_ESYNTAX, TT_EVERSION, TT_ELIMIT. */
enum tt_err tt_letter_parse(struct tt_letter *out, struct span letter,
    struct tt_statement_diag *diag) MUST_USE;

/*
 * Signed by this key and no other, which the head names.  TT_EREFUSED,
 * TT_EUNSIGNED, TT_ESIG.
 */
enum tt_err tt_letter_check(const struct tt_letter *l,
    const struct tt_vkey *key) MUST_USE;

/*
 * Ends head (of kind TT_LETTER; its field key is put here), appends the
 * signed letter.  TT_ESYNTAX: controls other than LF, a text that does not
 * end in LF; TT_ELIMIT.
 */
enum tt_err tt_letter_sign(struct tt_statement_out *head, struct span text,
    const struct tt_signer *signer, struct buf *letter) MUST_USE;

#endif
