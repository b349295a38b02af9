/* SPDX-License-Identifier: ISC */
/*
 * note - text that keys have signed.
 *
 * https://c2sp.org/signed-note, with the refusals of specs/ledger.md section
 * 3: text, an empty line, and lines "— NAME BASE64(id || signature)".  The
 * text is to be ignored until tt_note_open has said yes.  sodium_init() must
 * have succeeded.  Pure.
 */
#ifndef TT_NOTE_H
#define TT_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/vkey.h"

#define TT_NOTE_MAX		65536	/* bytes, all of it */
#define TT_NOTE_LINES_MAX	64

struct tt_note_line {
	struct span	name;
	struct span	base64;	/* of id and signature */
	uint8_t		id[TT_KEY_ID_LEN];
};

/* Borrows from what was parsed. */
struct tt_note {
	struct span		text;	/* with its last LF */
	struct span		lines;	/* all after the last empty line */
	size_t			n;
	struct tt_note_line	line[TT_NOTE_LINES_MAX];
};

/* What a key of the caller's said: one for each, in its order. */
struct tt_note_signed {
	bool		yes;
	uint64_t	time;	/* TT_KEY_COSIGN only: POSIX seconds */
};

/*
 * Only the form: nothing is verified.  TT_ESYNTAX, or TT_ELIMIT over 64
 * lines or 64 KiB.
 */
enum tt_err tt_note_parse(struct tt_note *out, struct span note) MUST_USE;

/*
 * Which of the n known keys have signed; signed_by has room for n.
 * TT_ESIG if a line of a known key does not verify, whatever the others say;
 * TT_EUNSIGNED if no known key signed.  Of two lines of one key the first
 * counts; lines of unknown keys are ignored.  About 60 us a known line.
 */
enum tt_err tt_note_open(const struct tt_note *note,
    const struct tt_vkey *known, size_t n, struct tt_note_signed *signed_by)
    MUST_USE;

/*
 * Append text, an empty line, and a line of each of the n > 0 signers, sorted
 * by name, then id.  Their type must be TT_KEY_SIGN, else TT_EKEY; TT_ESYNTAX
 * if text cannot be a note's or its first line begins "cosignature/"; TT_EEXIST
 * if a signer stands twice; TT_ELIMIT.
 */
enum tt_err tt_note_sign(struct buf *note, struct span text,
    const struct tt_signer *const *signers, size_t n) MUST_USE;

/*
 * Append note with the line of one more signer in its sorted place.  Errors
 * as above, and TT_ESYNTAX if the lines were not sorted.
 */
enum tt_err tt_note_add(struct buf *out, struct span note,
    const struct tt_signer *signer) MUST_USE;

/*
 * Append a witness's line, of cosignature/v1 (https://c2sp.org/
 * tlog-cosignature), over text, at time (POSIX seconds).  TT_EKEY unless the
 * type is TT_KEY_COSIGN; TT_ERANGE for time 0 or from 2^63 on.
 */
enum tt_err tt_note_cosign(struct buf *line, struct span text, uint64_t time,
    const struct tt_signer *witness) MUST_USE;

#endif
