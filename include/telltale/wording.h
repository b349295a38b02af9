/* SPDX-License-Identifier: ISC */
/*
 * wording - which words may stand for which, and where a draft has such.
 *
 * Tables are data (share/wordings, a vendor's own in the vault): groups of
 * wordings that are interchangeable both ways, each with the context in
 * which it is safe and the reason.  Built-in rules add what no list holds:
 * contractions, number words, dates, serial commas, the order of lists.
 * The tables' form is in docs/formats.md.
 *
 * A proposal replaces bytes of one draft.  Proposals never overlap, and none
 * is coupled to another: whatever is chosen at one leaves the others right.
 * Never touched: identifiers, versions, numbers with a meaning, quotes, code,
 * URLs, names, CVE and CWE ids, normative words (must, should, may).
 * Pure; linear in draft and table but for sorting.
 */
#ifndef TT_WORDING_H
#define TT_WORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/diag.h"
#include "telltale/err.h"
#include "telltale/prose.h"
#include "telltale/site.h"

struct tt_wordings;

/* One table, as it was read: name is for diagnostics. */
struct tt_wordings_text {
	struct span name;
	struct span text;
	bool own;		/* a vendor's, not the public one */
};

/*
 * The public table (share/wordings/en), one text a file; constants.  What a
 * vendor's tables are written with (classes, forms) is in it too.
 */
const struct tt_wordings_text *tt_wordings_public(size_t *n);

/*
 * Read n tables, which may go afterwards; those that come first win where
 * two match alike.  All faults are added to diags with table and line: a
 * group that is not interchangeable both ways, overlaps another of its own
 * table, or is not of the form.  TT_ESYNTAX if there is one, TT_ELIMIT,
 * TT_ENOMEM; then *out is as it was.
 */
enum tt_err tt_wordings_parse(struct tt_wordings **out,
    const struct tt_wordings_text *tables, size_t n, struct tt_diags *diags)
    MUST_USE;
void tt_wordings_free(struct tt_wordings *w);	/* NULL is fine */
size_t tt_wordings_n(const struct tt_wordings *w);	/* groups */

struct tt_proposal {
	size_t offset, length;	/* bytes of the draft; 0 long: inserts */
	const struct span *alternatives; /* n, the draft's own first */
	size_t n;		/* 2 to TT_Q_MAX */
	enum tt_site_class class;
	const char *group;	/* its name in the table, or the rule's */
	const char *why;	/* half a sentence */
	bool own;		/* from a vendor's table */
};

struct tt_proposals {
	const struct tt_proposal *at;	/* by offset */
	size_t n;
	size_t words;		/* no headings, identifiers, URLs */
};

/*
 * All that may be marked in draft, which was cut as p.  w may be NULL: rules
 * only.  The outcome borrows from draft and w.  TT_ENOMEM.
 */
enum tt_err tt_wording_propose(struct tt_proposals **out,
    const struct tt_wordings *w, struct span draft, const struct tt_prose *p)
    MUST_USE;
void tt_proposals_free(struct tt_proposals *p);	/* NULL is fine */

#endif
