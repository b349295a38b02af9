/* SPDX-License-Identifier: ISC */
/*
 * terms - the file that a receipt signs for.
 *
 * specs/hub.md section 3: a head in the form of a statement of kind `terms`,
 * without time, an empty line, and the vendor's embargo text as it stands.
 * `terms` everywhere else is the SHA-256 of the whole.  Pure.
 */
#ifndef TT_TERMS_H
#define TT_TERMS_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/statement.h"

#define TT_TERMS_MAX	262144	/* bytes, head and text */

struct tt_terms {
	struct tt_statement	head;
	struct span		text;	/* embargo.txt; UTF-8, LF and tab */
	struct hash		hash;	/* SHA-256 of the file */
};

/* TT_ESYNTAX, TT_EVERSION, TT_ELIMIT; *diag may be NULL. */
enum tt_err tt_terms_parse(struct tt_terms *out, struct span file,
    struct tt_statement_diag *diag) MUST_USE;

/* Ends head (of kind TT_TERMS), appends the file.  TT_ESYNTAX, TT_ELIMIT. */
enum tt_err tt_terms_write(struct tt_statement_out *head, struct span text,
    struct buf *file) MUST_USE;

#endif
