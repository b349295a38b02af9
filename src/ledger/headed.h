/* SPDX-License-Identifier: ISC */
/*
 * headed - somebody's own words under a head of lines: terms, letters.
 *
 * The head is a statement's text; the first empty line ends it.
 */
#ifndef LEDGER_HEADED_H
#define LEDGER_HEADED_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/statement.h"

/*
 * Of that kind; *text is not empty, valid UTF-8, with any line ends and no
 * other controls.  head->bytes and its note's text are the head.  TT_ESYNTAX,
 * TT_EVERSION, TT_ELIMIT; *diag is not NULL.
 */
enum tt_err headed_parse(enum tt_kind kind, struct span file,
    struct tt_statement *head, struct span *text,
    struct tt_statement_diag *diag) MUST_USE;

/* Ends head, appends all of it.  TT_ESYNTAX, TT_ELIMIT. */
enum tt_err headed_write(enum tt_kind kind, struct tt_statement_out *head,
    struct span text, size_t max, struct buf *file) MUST_USE;

#endif
