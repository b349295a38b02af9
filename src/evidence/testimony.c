/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/testimony.h"

_Static_assert(TT_TEAM_MAX == MODEL_MEMBERS_MAX, "a team is one's members");

/* ln of the number of ways to choose k of n. */
static double
ln_choose(double n, unsigned k)
{
	double sum = 0;

	for (unsigned i = 0; i < k; i++)
		sum += log((n - i) / (i + 1.));
	return sum;
}

static void
weigh_outside(struct testimony *t, uint64_t n)
{
	t->log_e_out = -INFINITY;
	for (size_t i = 0; i < t->panel.n; i++) {
		const struct hypothesis *h = &t->panel.h[i];
		double e = testimony_outside(table_score(h->table,
		    t->mix->n_sites, t->row), n, h->known);

		if (e <= t->log_e_out)
			continue;
		t->log_e_out = e;
		t->outside = t->team;
		t->outside.model = h->model;
		t->outside.n = h->known;
	}
}

double
testimony_outside(double score, uint64_t n, unsigned shown)
{
	return score - ln_choose((double)n - 1, shown) -
	    log(TT_MODELS * (TT_TEAM_MAX + 1.));
}

struct tt_team
testimony_team(const struct decoder *d, const struct team *team)
{
	struct tt_team t = { .model = team->model, .n = team->n };

	for (unsigned i = 0; i < team->n; i++)
		t.at[i] = d->pool.index[team->at[i]];
	return t;
}

enum tt_err
testimony_init(struct testimony *t, struct decoder *d, size_t index,
    uint64_t n, bool comb, const double *ln_more)
{
	const struct prior *prior = d->field->prior;
	size_t n_sites = prior->list->n;
	double score[PRIOR_LISTS];
	struct team team;
	enum tt_err e;

	*t = (struct testimony){ .mix = NULL };
	if ((t->row = wiped_new(n_sites + 1, 1)) == NULL)
		return TT_ENOMEM;
	if ((e = decoder_run(d, index, &team)) != TT_OK ||
	    (e = panel_fill(&t->panel, d, &team)) != TT_OK ||
	    (e = mixture_new(&t->mix, prior->list, t->panel.h,
	    t->panel.n)) != TT_OK)
		goto out;
	t->team = testimony_team(d, &team);
	memcpy(t->row, field_row(d->field, index), n_sites);
	e = certificate_make(&t->certificate, t->mix, prior_score(prior,
	    t->row, score), t->row, comb, ln_more);
	if (e == TT_OK)
		weigh_outside(t, n);
out:
	if (e != TT_OK)
		testimony_done(t);
	return e;
}

void
testimony_done(struct testimony *t)
{
	mixture_free(t->mix);
	wiped_free(t->row);
	t->mix = NULL;
	t->row = NULL;
}
