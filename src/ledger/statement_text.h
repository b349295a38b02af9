/* SPDX-License-Identifier: ISC */
/* statement_text - the lines of a statement, without its signatures. */
#ifndef LEDGER_STATEMENT_TEXT_H
#define LEDGER_STATEMENT_TEXT_H

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/statement.h"

/* Only the first line.  TT_ESYNTAX, TT_EVERSION. */
enum tt_err statement_text_kind(enum tt_kind *out, struct span text) MUST_USE;

/*
 * Fill kind, origin, time and fields; bytes and note are the caller's.
 * *out is scratch on errors.  *diag is not NULL.
 */
enum tt_err statement_text_parse(struct tt_statement *out, struct span text,
    struct tt_statement_diag *diag) MUST_USE;

#endif
