/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "evidence/model.h"

const struct model model_bank[] = {
	{ 1, BETA_INTER, .01 },		/* 0 */
	{ 1, BETA_INTER, .1 },
	{ 2, BETA_INTER, .01 },
	{ 2, BETA_INTER, .1 },
	{ 3, BETA_INTER, .01 },
	{ 3, BETA_RND, .01 },		/* 5 */
	{ 3, BETA_MIN, .01 },
	{ 3, BETA_MAJ, .01 },
	{ 3, BETA_INTER, .15 },
	{ 5, BETA_INTER, .01 },
	{ 5, BETA_RND, .01 },		/* 10 */
	{ 5, BETA_MIN, .01 },
	{ 5, BETA_MAJ, .01 },
	{ 5, BETA_INTER, .2 },
	{ 8, BETA_INTER, .02 },
	{ 8, BETA_MIN, .02 },		/* 15 */
	{ 8, BETA_MAJ, .02 },
	{ 2, BETA_STRIP, .05 },
	{ 3, BETA_STRIP, .05 },
	{ 5, BETA_STRIP, .05 },
	{ 2, BETA_REDRAW, .05 },	/* 20 */
	{ 3, BETA_REDRAW, .05 },
	{ 5, BETA_REDRAW, .05 },
};
_Static_assert(N_ROWS(model_bank) == TT_MODELS, "section 9 has so many");

static const struct {
	const char *name, *words;
} betas[] = {
	[BETA_INTER] = { "inter", "took each place from one of their copies, "
	    "as it came" },
	[BETA_RND] = { "rnd", "took at each place any wording that they "
	    "had, each as often" },
	[BETA_MIN] = { "min", "took at each place what fewest of them had" },
	[BETA_MAJ] = { "maj", "took at each place what most of them had" },
	[BETA_STRIP] = { "strip", "cut out or rewrote the places at which "
	    "their copies differ" },
	[BETA_REDRAW] = { "redraw", "drew anew, from all wordings, where "
	    "their copies differ" },
};
_Static_assert(N_ROWS(betas) == BETA_REDRAW + 1, "one for each");

/* How much a symbol that r colluders hold is preferred. */
static double
preference(enum model_beta beta, unsigned r)
{
	double x = r;

	if (r == 0)
		return 0;
	switch (beta) {
	case BETA_INTER:
		return x;
	case BETA_RND:
		return 1;
	case BETA_MIN:
		return 1 / (x * x * x * x);
	case BETA_MAJ:
		return x * x * x * x;
	case BETA_STRIP:
	case BETA_REDRAW:
		break;
	}
	assert(beta != BETA_STRIP && beta != BETA_REDRAW);
	return 0;
}

static double
power(double x, unsigned n)
{
	double r = 1;

	while (n-- > 0)
		r *= x;
	return r;
}

static unsigned
sum(const unsigned *v, unsigned n)
{
	unsigned s = 0;

	for (unsigned i = 0; i < n; i++)
		s += v[i];
	return s;
}

/* The next way to write sum(z) as q numbers; false after the last. */
static bool
next_composition(unsigned *z, unsigned q)
{
	unsigned i = 0, t;

	while (z[i] == 0)
		if (++i == q)
			return false;	/* all of nothing: there is one way */
	if (i == q - 1)
		return false;
	t = z[i];
	z[i] = 0;
	z[0] = t - 1;
	z[i + 1]++;
	return true;
}

/* The probability that the unknown ones hold z: multinomial. */
static double
multinomial(const unsigned *z, unsigned q, const double *p)
{
	double r = 1;
	unsigned n = 0;

	for (unsigned a = 0; a < q; a++)
		for (unsigned k = 1; k <= z[a]; k++)
			r *= p[a] * ++n / k;
	return r;
}

/* Sum over all that the u unknown ones may hold. */
static void
enumerate(const struct model *m, unsigned q, const double *p,
    const unsigned *counts, unsigned u, double *out)
{
	unsigned z[TT_Q_MAX] = { u };
	double g[TT_Q_MAX];

	memset(out, 0, q * sizeof(*out));
	do {
		double all = 0, w = multinomial(z, q, p);

		for (unsigned a = 0; a < q; a++) {
			g[a] = preference(m->beta, counts[a] + z[a]);
			all += g[a];
		}
		for (unsigned a = 0; a < q; a++)
			out[a] += w * g[a] / all;
	} while (next_composition(z, q));
}

/* Where the sum is INTER's, or is taken for it because it is too long. */
static bool
closed_form(const struct model *m, unsigned q)
{
	return m->beta == BETA_INTER || m->c <= 2 || (m->c > 5 && q > 4);
}

/* The probability, for each symbol, that all c hold it. */
static double
unanimous(const struct model *m, unsigned q, const double *p,
    const unsigned *counts, unsigned k, double *out)
{
	double any = 0;

	for (unsigned a = 0; a < q; a++) {
		out[a] = counts[a] == k ? power(p[a], m->c - k) : 0;
		any += out[a];
	}
	return any;
}

void
model_channel(const struct model *m, unsigned q, const double *p,
    const unsigned *counts, double *out, double *gone)
{
	unsigned k = sum(counts, q), u = m->c - k;
	double all, noise = m->nu / q;

	assert(k <= m->c && m->c <= MODEL_MEMBERS_MAX);
	*gone = 0;
	if (m->beta == BETA_STRIP) {
		all = unanimous(m, q, p, counts, k, out);
		noise = m->nu / (q + 1);
		*gone = (1 - m->nu) * (1 - all) + noise;
	} else if (m->beta == BETA_REDRAW) {
		all = unanimous(m, q, p, counts, k, out);
		for (unsigned a = 0; a < q; a++)
			out[a] += (1 - all) / q;
	} else if (closed_form(m, q)) {
		for (unsigned a = 0; a < q; a++)
			out[a] = (counts[a] + u * p[a]) / m->c;
	} else {
		enumerate(m, q, p, counts, u, out);
	}
	for (unsigned a = 0; a < q; a++)
		out[a] = (1 - m->nu) * out[a] + noise;
}

struct tt_model_told
tt_model_tell(unsigned model)
{
	const struct model *m = &model_bank[model];

	assert(model < TT_MODELS);
	return (struct tt_model_told){ m->c, betas[m->beta].name, m->nu,
		betas[m->beta].words };
}

double
model_channel_value(const struct model *m, double p, unsigned in,
    unsigned known)
{
	assert(in <= known && known <= m->c);
	return (1 - m->nu) * (in + (m->c - known) * p) / m->c + m->nu * p;
}
