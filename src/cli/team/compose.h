/* SPDX-License-Identifier: ISC */
/*
 * compose - a statement, from its text and the lines of those who signed it.
 *
 * More people agree to an act than some of its statements bear signatures
 * of (counsel to a finding; two officers to what a publisher signs): of the
 * lines, in the order in which they came, those are taken that the ledger's
 * table still asks for.  So every vault makes the same bytes.  Pure.
 */
#ifndef CLI_TEAM_COMPOSE_H
#define CLI_TEAM_COMPOSE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/authority.h"

#define COMPOSE_LINES_MAX	64

/*
 * Appends to note.  publisher is asked for, and may be NULL, where the table
 * wants a publisher's line.  TT_EUNSIGNED: lines are missing; errors of
 * tt_authority_missing and of tt_note_sign.
 */
enum tt_err compose(struct span text, const struct span *line, size_t n,
    const struct tt_authority *a, const struct tt_signer *publisher,
    struct buf *note) MUST_USE;

/* Does a publisher sign statements of that kind? */
bool compose_is_published(struct span text);

#endif
