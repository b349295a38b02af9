/* SPDX-License-Identifier: ISC */
/*
 * Sums are counted by what they lose against the largest T: at most `budget`
 * may be lost.  What loses more is dropped; what cannot lose more any longer
 * is safe, and is added up apart.  Both are exact.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/tail.h"

#define CELLS_MAX	((int64_t)1 << 22)
#define STEPS_MAX	((int64_t)1 << 32)	/* sites times cells */

#define SCALE		900	/* the array begins at 2^SCALE ... */
#define LOW		0x1p600	/* ... and is lifted when below LOW, */
#define LIFT		300	/* by 2^LIFT: sums stay below 2^1000 */
#define LOOK		8	/* sites between looks; p is over 2^-65 */

/* One summand as losses, merged and rising; the first is 0. */
struct loss {
	unsigned n;
	int64_t at[TT_Q_MAX];
	double p[TT_Q_MAX];
};

/* How likely each loss is, after some of the sites. */
struct run {
	int64_t budget;
	int64_t lo, hi;		/* losses that are neither safe nor dropped */
	int64_t rest;		/* the most that sites to come can lose */
	double *cell, *next;	/* budget + 1 each, scaled */
	double safe;		/* scaled alike */
	int exponent;		/* true value = cell * 2^-exponent */
};

static void
add_loss(struct loss *l, int64_t at, double p)
{
	unsigned k = l->n;

	for (unsigned i = 0; i < l->n; i++)
		if (l->at[i] == at) {
			l->p[i] += p;
			return;
		}
	for (; k > 0 && l->at[k - 1] > at; k--) {
		l->at[k] = l->at[k - 1];
		l->p[k] = l->p[k - 1];
	}
	l->at[k] = at;
	l->p[k] = p;
	l->n++;
}

/* Values of probability 0 are none. */
static int64_t
largest(const struct tail_site *s)
{
	int64_t most = INT64_MIN;

	for (unsigned a = 0; a < s->n; a++)
		if (s->p[a] > 0 && s->t[a] > most)
			most = s->t[a];
	return most;
}

static void
to_loss(const struct tail_site *s, struct loss *l)
{
	int64_t most = largest(s);

	l->n = 0;
	for (unsigned a = 0; a < s->n; a++)
		if (s->p[a] > 0)
			add_loss(l, most - s->t[a], s->p[a]);
}

/* out[0..n) += p * in[0..n) */
static void
add_scaled(double *restrict out, const double *restrict in, int64_t n, double p)
{
	for (int64_t i = 0; i < n; i++)
		out[i] += p * in[i];
}

static int64_t
least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static void
convolve(struct run *r, const struct loss *l)
{
	int64_t hi = least(r->budget, r->hi + l->at[l->n - 1]);
	double *swap = r->cell;

	memset(r->next + r->lo, 0,
	    (size_t)(hi - r->lo + 1) * sizeof(*r->next));
	for (unsigned k = 0; k < l->n; k++) {
		int64_t last = least(r->hi, hi - l->at[k]);

		if (last >= r->lo)
			add_scaled(r->next + r->lo + l->at[k],
			    r->cell + r->lo, last - r->lo + 1, l->p[k]);
	}
	r->cell = r->next;
	r->next = swap;
	r->hi = hi;
	r->rest -= l->at[l->n - 1];
}

static void
set_apart(struct run *r)
{
	int64_t last = least(r->hi, r->budget - r->rest);

	for (; r->lo <= last; r->lo++)
		r->safe += r->cell[r->lo];
}

static void
lift(struct run *r)
{
	double most = 0;

	for (int64_t i = r->lo; i <= r->hi; i++)
		most = fmax(most, r->cell[i]);
	if (most >= LOW || r->safe >= LOW)
		return;
	for (int64_t i = r->lo; i <= r->hi; i++)
		r->cell[i] *= 0x1p300;
	r->safe *= 0x1p300;
	r->exponent += LIFT;
}

static enum tt_err
run_all(const struct tail_site *sites, size_t n, int64_t budget, int64_t range,
    double *ln_p)
{
	size_t size = (size_t)(budget + 1) * sizeof(double);
	struct run r = { .budget = budget, .rest = range, .exponent = SCALE };
	double *a = calloc(1, size), *b = calloc(1, size);
	enum tt_err e = TT_ENOMEM;
	struct loss l;

	if (a == NULL || b == NULL)
		goto out;
	r.cell = a;
	r.next = b;
	r.cell[0] = ldexp(1, SCALE);
	for (size_t i = 0; i < n && r.lo <= r.hi; i++) {
		to_loss(&sites[i], &l);
		if (l.n < 2)
			continue;
		convolve(&r, &l);
		set_apart(&r);
		if (i % LOOK == 0)
			lift(&r);
	}
	*ln_p = fmin(0, log(r.safe) - r.exponent * M_LN2);
	e = TT_OK;
out:
	free(a);
	free(b);
	return e;
}

enum tt_err
tail_ln(const struct tail_site *sites, size_t n, int64_t t_obs, double *ln_p)
{
	int64_t most = 0, range = 0, budget;
	struct loss l;

	for (size_t i = 0; i < n; i++) {
		to_loss(&sites[i], &l);
		most += largest(&sites[i]);
		range += l.at[l.n - 1];
	}
	budget = most - t_obs;
	if (budget < 0 || budget >= range) {
		*ln_p = budget < 0 ? -INFINITY : 0;
		return TT_OK;
	}
	if (budget >= CELLS_MAX || budget >= STEPS_MAX / (int64_t)n) {
		*ln_p = 0;
		return TT_OK;
	}
	return run_all(sites, n, budget, range, ln_p);
}
