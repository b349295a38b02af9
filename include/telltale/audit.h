/* SPDX-License-Identifier: ISC */
/*
 * audit - an evidence bundle judged by somebody who trusts nobody.
 *
 * specs/ledger.md section 8: the bytes of a bundle and the verifier's own
 * policy go in, fourteen checks are made in order, and the first that fails
 * ends it.  What a bundle may hold, beyond that section: docs/bundle.md.  A
 * bundle without a finding shows what a reader, or the vendor, signed and
 * received, and accuses nobody.  Pure: no I/O, no clock.
 */
#ifndef TT_AUDIT_H
#define TT_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/policy.h"
#include "telltale/site.h"
#include "telltale/verdict.h"

#define TT_AUDIT_MAX		((size_t)200 << 20)	/* bytes of a bundle */
#define TT_AUDIT_SAID_MAX	400	/* bytes of a line, with NUL */

/* The numbers of the section's table. */
enum tt_audit_check {
	TT_AUDIT_USAGE = 1,	/* 1 and 2 are the caller's */
	TT_AUDIT_READABLE,
	TT_AUDIT_FILES,
	TT_AUDIT_CHECKPOINTS,
	TT_AUDIT_ENTRIES,
	TT_AUDIT_SETS,
	TT_AUDIT_SIGNATURES,
	TT_AUDIT_LINKS,
	TT_AUDIT_ORDER,
	TT_AUDIT_COPY,
	TT_AUDIT_ROWS,
	TT_AUDIT_RENDERING,
	TT_AUDIT_SCORE,
	TT_AUDIT_ALL,
	TT_AUDIT_CHECKS		/* one more than the last */
};

enum tt_audit_state {
	TT_AUDIT_NOT_REACHED,
	TT_AUDIT_HOLDS,
	TT_AUDIT_NOTHING,	/* the bundle claims nothing of the kind */
	TT_AUDIT_FAILED
};

struct tt_audit_line {
	enum tt_audit_state state;
	char said[TT_AUDIT_SAID_MAX];	/* UTF-8, one line */
};

/* What one finding of the bundle comes to. */
struct tt_audit_finding {
	enum tt_site_level level;
	enum tt_verdict verdict;
	bool accuses;		/* has a suspect that is opened here */
	uint64_t number;	/* the suspect's row */
	uint64_t n, t;
	double epsilon;
	double log_e, ln_p, ln_bound;	/* the vendor's, recomputed if whole */
	double log_e_out;	/* recomputed; NAN: no such line */
	double log_e_left;	/* less what is left to the vendor */
	double ln_bound_out;	/* over n, with log_e_left */
	double ln_bound_blind;	/* over every number there could be */
};

#define TT_AUDIT_FINDINGS	2	/* holder and copy */

struct tt_audit {
	struct tt_audit_line line[TT_AUDIT_CHECKS];	/* [0] unused */
	enum tt_audit_check failed;	/* 0: everything holds */
	char origin[TT_ORIGIN_MAX + 1];
	bool whole, full, small_team;
	size_t receipts;		/* that were checked */
	struct hash specimen;		/* SHA-256; with a finding */
	struct tt_audit_finding finding[TT_AUDIT_FINDINGS];
	size_t n_findings;
};

/* "files", and what the check asks; constants. */
const char *tt_audit_name(enum tt_audit_check c);
const char *tt_audit_asks(enum tt_audit_check c);

/*
 * All checks from TT_AUDIT_FILES on.  TT_ENOMEM: nothing was judged.  A bad
 * bundle is TT_OK, and out->failed.  About 8 MiB of memory besides what a
 * whole bundle's codebook takes.
 */
enum tt_err tt_audit_run(struct tt_audit *out, struct span bundle,
    const struct tt_policy *policy) MUST_USE;

#endif
