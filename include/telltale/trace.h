/* SPDX-License-Identifier: ISC */
/*
 * trace - who an observation vector accuses, and how sure that is.
 *
 * evidence.md sections 7 to 13: holders first, at half of epsilon, then, in
 * each holder that is named, its copies at the other half.  An innocent's row
 * is independent of the specimen, so that the bound of each suspect holds
 * whatever the leakers did.  Of several who mixed their copies only those are
 * named who are certified one by one, each by a procedure that found the
 * others as if this one did not exist.  Pure; deterministic.
 */
#ifndef TT_TRACE_H
#define TT_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/codebook.h"
#include "telltale/err.h"
#include "telltale/observation.h"
#include "telltale/roster.h"
#include "telltale/verdict.h"

#define TT_EPSILON		1e-6	/* by default */
#define TT_STRONG		1e-3	/* bound of `strong` */
#define TT_MODELS		23	/* section 9 */
#define TT_NO_COPY		UINT32_MAX
#define TT_NONE_COLLUDERS	3
#define TT_TEAM_MAX		8	/* members that a model may know */
#define TT_THREADS_MAX		64

/* All borrowed. */
struct tt_trace_request {
	const struct tt_codebook *codebook;
	const struct tt_roster *roster;
	const struct tt_observations *observations;
	const bool *permitted;	/* per slot: found wherever the bulletin is used
				 * as allowed; NULL: none */
	/* Holders that registered that they send their own constants as a
	 * permitted use, and per slot which those are: what stands there may
	 * have been copied from them, and names none of these.  NULL: none */
	const bool *emits, *emitted;
	double epsilon;		/* 0 < epsilon < 1 */
	uint64_t t;		/* 1: the first specimen of this bulletin */
	unsigned power_trials;	/* for *none*; 0: as power.h has it */
	unsigned threads;	/* that may be used, at most TT_THREADS_MAX; 0
				 * is 1.  The answer does not depend on it */

	/* Of other bulletins that are traced in the same specimen: a bound
	 * counts the holders of all (section 13). */
	size_t n_others;

	/*
	 * Readings, each of a text that everybody could have before the leak
	 * (earlier advisories, a manual), against the same bulletin.  One that
	 * explains the specimen is set aside as the public rendering is.
	 */
	const struct tt_observations *const *published;
	size_t n_published;
};

/* How a model says that leakers work. */
struct tt_model_told {
	unsigned colluders;
	const char *strategy;	/* "inter", as attack.h names them */
	double misread;
	const char *words;	/* of two or more: "took each place ..." */
};

struct tt_model_told tt_model_tell(unsigned model);	/* below TT_MODELS */

/* read, novel, gone and erased make the total. */
struct tt_site_counts {
	uint32_t total, read, novel, gone, erased;
	uint32_t absent;	/* of the total: this row never had them */
};

/* What one site adds to log e, in nats. */
struct tt_ground {
	uint32_t slot;
	double nats;	/* ln of the averaged factor */
};

/*
 * Rows that explain the specimen well together, and how: what the decoder
 * guessed.  It accuses nobody.
 */
struct tt_team {
	unsigned model;		/* of section 9, below TT_MODELS */
	unsigned n;
	uint32_t at[TT_TEAM_MAX];	/* indexes in the roster: of holders
					 * or copies, as the level is */
};

struct tt_suspect {
	enum tt_site_level level;
	uint32_t holder;	/* index in the roster */
	uint32_t copy;		/* index in the roster; TT_NO_COPY at holder
				 * level, but if the holder has only one */
	bool certified;		/* else: p is 1, log_e from the single score */
	double log_e;
	double log_e_comb;	/* NAN: not computed, or not at this level */
	double ln_p;		/* at most 0; where exp(ln_p) underflows, a p
				 * is told as the smallest normal double */
	double ln_bound;	/* at most 0; bound: any innocent is named */
	uint64_t n;		/* what bound multiplies with */
	enum tt_verdict verdict;
	bool needs_permitted;	/* would be named, but only by such sites */

	/* Of a certified row; both teams were found without it. */
	struct tt_team team;	/* D */
	struct tt_team outside;	/* who must be shown besides, so that */
	double log_e_out;	/* ... an outsider who sees only these rows has
				 * this; section 11.  NAN if not certified */
	struct tt_site_counts sites;	/* of the level, for this row */
	struct tt_ground *grounds;	/* sites read, most telling first; of
					 * a certified row only */
	size_t n_grounds;
};

struct tt_trace {
	enum tt_verdict verdict;	/* of the best holder */
	double epsilon, epsilon_t;	/* promise; share of the t-th */
	uint64_t t;
	size_t n_holders, n_copies;
	struct tt_site_counts sites;	/* of both levels; absent: those that
					 * the first suspect lacks */
	struct tt_site_counts level[TT_SITE_LEVEL_COUNT];
	double weight[TT_MODELS];	/* of the models, as the best holder was
					 * weighed; all 0: none certified */
	struct tt_team team;	/* of holders: D with everybody there */

	/*
	 * Holders by rising bound, then falling log e, then number; then, so
	 * ordered, the copies of each holder that is named.  All certified,
	 * and the ten best of each level.
	 */
	struct tt_suspect *suspects;
	size_t n_suspects;

	/*
	 * For combining bulletins (telltale/sequence.h): ln of half of e and
	 * e_comb of each of the n_holders; of one not certified, half of what
	 * its single score gives.
	 */
	double *ln_e;

	/* The public rendering stands apart: it accuses nobody. */
	struct tt_suspect *public_text;	/* NULL: not in the roster */
	bool public_explains;	/* sites that agree with it were erased */
	bool *published_explain; /* n_published of the request; likewise */
	size_t n_published;
	size_t n_others;	/* as requested */

	/*
	 * How likely one, two, three who mix would have been named, with the
	 * sites read and under the worst attack; NAN where nothing turned on
	 * it.  *none* asks for all three.
	 */
	double power[TT_NONE_COLLUDERS];
	double least_ln_p;	/* of a row that agrees at every site */
	bool too_short;		/* not even such a row could be named */
};

/*
 * What p, e and e_comb would bound each by itself, with its share of the
 * error (section 11), in logarithms; ln_bound is the least of them, or 0.
 * Above 0, and INFINITY where there is none: it says nothing.
 */
struct tt_parts {
	double p, e, e_comb;
};

struct tt_parts tt_suspect_parts(const struct tt_suspect *s);

/*
 * TT_ERANGE if an observation does not fit its slot (a symbol >= q, q other
 * likelihoods, a value >= N, values at a q-ary slot or the reverse), epsilon,
 * t or threads cannot be, or the roster is not as tt_roster_check asks;
 * TT_ELIMIT, TT_ENOMEM.
 */
enum tt_err tt_trace_run(struct tt_trace **out,
    const struct tt_trace_request *request) MUST_USE;
void tt_trace_free(struct tt_trace *t);	/* NULL is fine */

#endif
