/* SPDX-License-Identifier: ISC */
/*
 * timing - what an opening before the first attack says of a partner, and
 * what it does not.  specs/evidence.md section 17.
 *
 * Fixed tiers single nobody out, so nothing here may be asked of them.  It
 * rests on a stagger (stagger.h): the slots of a wave were assigned to its
 * partners by a random permutation, committed to before.  The first attack
 * stands at T; `before` is how many slots lie before T.
 *
 * The promise, and all that it assumes.  Of c leakers in a wave, c at most
 * TIMING_C_MAX, s >= 1 have slots before T, and T may depend on the leakers'
 * slots in any way.  Given those, the innocents' slots are a uniform
 * permutation of the rest: an innocent one's is before T with probability
 * (k - s)/(K - c).  If T has to do with no opening (found independently) it
 * is k/K.  Both are at most timing_chance(K, k, 1), so that each factor has a
 * mean of at most 1.  More leakers in one wave than TIMING_C_MAX break it.
 * So does a T that came from somebody who saw the attack because the wave had
 * opened for them: timing_first.
 *
 * Pure.  Logarithms are natural.
 */
#ifndef PROGRAMME_TIMING_H
#define PROGRAMME_TIMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "programme/history.h"
#include "telltale/err.h"

#define TIMING_C_MAX		3	/* leakers in one wave */
#define TIMING_LAMBDA		.5	/* of what one has, staked at once */
#define TIMING_SLOTS_MAX	4096	/* partners in one wave */
#define TIMING_INCIDENTS_MAX	65536
#define TIMING_NOBODY		UINT32_MAX

/* One attack on what one staggered wave was told. */
struct timing_incident {
	uint32_t slots;		/* K: partners, and slots, in the wave */
	uint32_t before;	/* k: slots before T */
	bool reported;		/* T is a partner's report, confirmed by one
				 * whom no partner could influence */
	bool reporter_early;	/* and that partner's slot is before T */
};

/*
 * The sighting that fixes T: the earliest of those whom no partner could
 * influence, and of partners' reports that such a one confirms.  An uncertain
 * instant stands where it ends: a leaker's slot is then surely before it,
 * which is what the promise asks.  NULL: none fixes T.
 */
const struct history_sighting *timing_first(const struct history_sighting *s,
    size_t n);

/*
 * K and k of a wave whose slots open at opens_s, for that T; reporter is the
 * index of the partner whose report it is, or TIMING_NOBODY.  TT_ERANGE
 * without slots, over TIMING_SLOTS_MAX, or if reporter is none of them.
 */
enum tt_err timing_incident_of(struct timing_incident *out,
    const int64_t *opens_s, size_t n, int64_t t_s, uint32_t reporter)
    MUST_USE;

/*
 * At most this often one of g innocents, chosen without looking at slots, has
 * a slot before T.  g = 1: the pi of section 17,
 * min(1, max(k/K, (k - 1)/(K - c_max))).
 */
double timing_chance(uint32_t slots, uint32_t before, uint32_t g);

/*
 * The same of an incident, for anybody but its reporter: as under
 * timing_ln_factor.  1 if k is 0 or K.
 */
double timing_incident_chance(const struct timing_incident *i, uint32_t g);

/*
 * ln of the factor of a group of g (of a partner: 1) for one incident; hit:
 * one of them had a slot before T.  0, that is no evidence, if k is 0 or K,
 * and for whoever's report fixed T (is_reporter: one of the group did).
 *
 * A report's T may also depend on its reporter's slot.  Then pi is the larger
 * of that with and of that without the reporter in the wave, which holds
 * whether the reporter is innocent or not.
 */
double timing_ln_factor(const struct timing_incident *i, uint32_t g, bool hit,
    bool is_reporter);

/*
 * Products over incidents, of one partner or group after the other: mean at
 * most 1 whenever one looks (Ville), so that whoever has once reached the
 * threshold is accused for good.
 */
struct timing_score {
	double ln_e, ln_most;	/* now, and the greatest so far */
	unsigned incidents;
};

void timing_score_add(struct timing_score *s, double ln_factor);

/* ln(K/epsilon): K all partners ever in the wave. */
double timing_threshold(size_t partners, double epsilon);
bool timing_accuses(const struct timing_score *s, size_t partners,
    double epsilon);

/*
 * Incidents until that, for one who always leaks early, at that pi: the least
 * n with n ln(1 + lambda (1/pi - 1)) >= ln(K/epsilon).  0: never (pi is 1).
 */
unsigned timing_least(double pi, size_t partners, double epsilon);

/*
 * The exact test: the probability of at least `hits` in incidents of these
 * chances (timing_chance), independent; for partner or group.  All incidents
 * are chosen beforehand: whoever may stop when it suits takes the products.
 * TT_ELIMIT over TIMING_INCIDENTS_MAX, TT_ERANGE, TT_ENOMEM.
 */
enum tt_err timing_tail(const double *chance, size_t n, size_t hits,
    double *p) MUST_USE;

#endif
