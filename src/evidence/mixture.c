/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/mixture.h"
#include "evidence/sum.h"

#define NEAR		12	/* nats below the best that still average */
#define QUANTA		32	/* of a nat: T counts in these */
#define ROUNDING	1e-9	/* relative, on p, for the convolution's sake */

static double
best(const struct hypothesis *h, size_t n)
{
	double most = -INFINITY;

	for (size_t i = 0; i < n; i++)
		most = fmax(most, h[i].l);
	return most;
}

static void
weigh(struct mixture *m)
{
	double most = best(m->h, m->n), sum = 0;

	for (size_t i = 0; i < m->n; i++)
		sum += m->weight[i] = exp(m->h[i].l - most);
	for (size_t i = 0; i < m->n; i++)
		m->weight[i] /= sum;
}

/* f averaged over the hypotheses near the best, by W. */
static void
average(struct mixture *m, size_t i, unsigned n_classes)
{
	double most = best(m->h, m->n), sum = 0, f[TT_Q_MAX] = { 0 };

	for (size_t k = 0; k < m->n; k++) {
		if (m->h[k].l < most - NEAR)
			continue;
		sum += m->weight[k];
		for (unsigned a = 0; a < n_classes; a++)
			f[a] += m->weight[k] * exp(m->h[k].table[i]->ln[a]);
	}
	for (unsigned a = 0; a < n_classes; a++)
		m->mean[i][a] = log(f[a] / sum);
}

static void
quantise(struct mixture *m, size_t i, const struct seen *s)
{
	struct tail_site *t = &m->tail[i];

	t->n = s->n;
	for (unsigned a = 0; a < s->n; a++) {
		t->p[a] = s->p[a];
		t->t[a] = (int32_t)rint(QUANTA * m->mean[i][a]);
	}
}

enum tt_err
mixture_new(struct mixture **out, const struct seen_list *list,
    const struct hypothesis *h, size_t n)
{
	struct mixture *m;
	size_t size = sizeof(*m) + n * sizeof(double) +
	    list->n * (sizeof(*m->mean) + sizeof(struct tail_site));

	m = wiped_new(size, 1);
	if (m == NULL)
		return TT_ENOMEM;
	m->n_sites = list->n;
	m->n = n;
	m->h = h;
	m->weight = (double *)(m + 1);
	m->mean = (double (*)[CLASS_COUNT])(m->weight + n);
	m->tail = (struct tail_site *)(m->mean + list->n);
	weigh(m);
	for (size_t i = 0; i < list->n; i++) {
		average(m, i, list->at[i].n);
		quantise(m, i, &list->at[i]);
	}
	*out = m;
	return TT_OK;
}

void
mixture_free(struct mixture *m)
{
	wiped_free(m);
}

double
mixture_product(const struct mixture *m, const uint8_t *row,
    const double *ln_more)
{
	double sum = -INFINITY;

	for (size_t k = 0; k < m->n; k++) {
		const struct hypothesis *h = &m->h[k];
		double w = MIXTURE_SHARE * m->weight[k] +
		    (1 - MIXTURE_SHARE) / (double)m->n;
		double s = table_score(h->table, m->n_sites, row);

		if (ln_more != NULL)
			s += ln_more[h->model];
		sum = ln_add(sum, log(w) + s);
	}
	return sum;
}

double
mixture_sitewise(const struct mixture *m, const uint8_t *row)
{
	double sum = 0;

	for (size_t i = 0; i < m->n_sites; i++)
		sum += m->mean[i][row[i]];
	return sum;
}

enum tt_err
mixture_tail(const struct mixture *m, const uint8_t *row, double *ln_p)
{
	struct tail_site *sites = wiped_new(m->n_sites + 1, sizeof(*sites));
	int64_t t_obs = 0;
	size_t n = 0;
	enum tt_err e;

	if (sites == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < m->n_sites; i++) {
		if (row[i] == CLASS_ABSENT)
			continue;
		sites[n++] = m->tail[i];
		t_obs += m->tail[i].t[row[i]];
	}
	e = tail_ln(sites, n, t_obs, ln_p);
	if (e == TT_OK)
		*ln_p = fmin(0, *ln_p + log1p(ROUNDING));
	wiped_free(sites);
	return e;
}
