/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "evidence/prior.h"
#include "evidence/sum.h"

#define TIE	1e-9	/* nats: the same, but for rounding */

static const unsigned always[] = { 0, 4 };

/* The two that are always there, then the likeliest; the lower number first. */
static void
choose(struct prior *p)
{
	bool taken[TT_MODELS] = { false };

	for (unsigned t = 0; t < PRIOR_LISTS; t++) {
		unsigned most = TT_MODELS;

		for (unsigned b = 0; b < TT_MODELS; b++)
			if (!taken[b] && (most == TT_MODELS ||
			    p->marginal[b] > p->marginal[most] + TIE))
				most = b;
		p->pre[t] = t < N_ROWS(always) ? always[t] : most;
		taken[p->pre[t]] = true;
	}
}

static enum tt_err
fill(struct prior *p, enum table_level level)
{
	table_site *t = calloc(p->list->n + 1, sizeof(*t));
	enum tt_err e = t == NULL ? TT_ENOMEM : TT_OK;

	for (unsigned b = 0; b < TT_MODELS && e == TT_OK; b++) {
		if ((e = table_fill(&p->kinds, b, NULL, t)) != TT_OK)
			break;
		fan_set(&p->all[b / FAN], b % FAN, t);
		p->marginal[b] = table_marginal(&model_bank[b], t, p->list,
		    level);
		p->l[b] = p->marginal[b] +
		    (model_bank[b].beta == BETA_INTER ? INTER_MORE : 0);
	}
	if (e == TT_OK)
		choose(p);
	for (unsigned k = 0; k < PRIOR_LISTS && e == TT_OK; k++)
		if ((e = table_fill(&p->kinds, p->pre[k], NULL, t)) == TT_OK)
			fan_set(&p->lists, k, t);
	free(t);
	return e;
}

enum tt_err
prior_init(struct prior *p, struct memo *memo, const struct seen_list *list,
    enum table_level level)
{
	enum tt_err e;

	*p = (struct prior){ .list = list };
	e = kinds_init(&p->kinds, memo, list);
	if (e == TT_OK)
		e = fan_init(&p->lists, list);
	for (unsigned i = 0; i < PRIOR_FANS && e == TT_OK; i++)
		e = fan_init(&p->all[i], list);
	if (e == TT_OK)
		e = fill(p, level);
	if (e != TT_OK)
		prior_done(p);
	return e;
}

void
prior_done(struct prior *p)
{
	kinds_done(&p->kinds);
	fan_done(&p->lists);
	for (unsigned i = 0; i < PRIOR_FANS; i++)
		fan_done(&p->all[i]);
}

double
prior_single(const double score[PRIOR_LISTS])
{
	double most = -INFINITY, sum = 0;

	for (unsigned t = 0; t < PRIOR_LISTS; t++)
		most = fmax(most, score[t]);
	for (unsigned t = 0; t < PRIOR_LISTS; t++)
		sum += exp(score[t] - most);
	return most + log(sum / PRIOR_LISTS);
}

double
prior_score(const struct prior *p, const uint8_t *row,
    double score[PRIOR_LISTS])
{
	fan_score(&p->lists, row, score);
	return prior_single(score);
}

void
prior_halves(const struct prior *p, const uint8_t *row,
    double half[TT_MODELS])
{
	double score[PRIOR_FANS * FAN], single = -INFINITY;

	for (unsigned i = 0; i < PRIOR_FANS; i++)
		fan_score(&p->all[i], row, score + FAN * i);
	for (unsigned t = 0; t < PRIOR_LISTS; t++)
		single = ln_add(single, score[p->pre[t]]);
	single -= log(PRIOR_LISTS);
	for (unsigned b = 0; b < TT_MODELS; b++)
		half[b] = ln_add(score[b], single) - log(2);
}
