/* SPDX-License-Identifier: ISC */
/* docket - what the procedure on one specimen has at hand. */
#ifndef EVIDENCE_DOCKET_H
#define EVIDENCE_DOCKET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "evidence/judge.h"
#include "evidence/memo.h"
#include "evidence/scales.h"
#include "evidence/seen.h"
#include "evidence/suspects.h"
#include "telltale/err.h"
#include "telltale/trace.h"

#define DOCKET_NONE	SIZE_MAX

struct docket {
	const struct tt_trace_request *r;	/* borrowed */
	const struct tt_code *code;
	struct memo *memo;	/* borrowed */
	const struct judge_only *only;	/* borrowed; or NULL */
	size_t public;		/* index of that holder, or DOCKET_NONE */
	double ln_limit;	/* a bound at most this names */
	size_t *first;		/* of each holder's copies */
	struct seen_list *seen;
	bool *keep;		/* of seen: not told by a text that is known */
	bool *strict;		/* of those, not a permitted use's either */
	struct scales *scales;	/* of keep */
	struct scales *without;	/* of strict; NULL if it is the same */
	struct scales *silent;	/* of these, what nobody registered as sent;
				 * NULL if it is the same as keep */
	struct suspects suspects;
	double weight[TT_MODELS];	/* as the best of them was weighed */
	double ln_best;			/* its bound */
};

/* TT_ERANGE, TT_ENOMEM; close it also after an error. */
enum tt_err docket_open(struct docket *d, const struct tt_trace_request *r,
    struct memo *memo) MUST_USE;
void docket_close(struct docket *d);

/* Anew, of the sites kept.  TT_ENOMEM. */
enum tt_err docket_set_up(struct docket *d) MUST_USE;

/* Whom a bound at holder level multiplies with; copies of one holder. */
size_t docket_holders(const struct docket *d);
size_t docket_copies(const struct docket *d, size_t holder);
double docket_epsilon_t(const struct docket *d);

/*
 * Weigh one row: a suspect with its grounds and the verdict that the
 * certificate gives.  TT_ENOMEM.
 */
enum tt_err docket_certify(struct docket *d, enum tt_site_level level,
    size_t index, struct tt_suspect *out) MUST_USE;

/* A row of which only S_single is known: p is 1. */
struct tt_suspect docket_show(const struct docket *d,
    enum tt_site_level level, const struct scored *row);

#endif
