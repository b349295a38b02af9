/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "evidence/table.h"

/* Symbols of known members at one site. */
struct counts {
	unsigned of[TT_Q_MAX];
	unsigned n;	/* members that have the site */
};

static void
count(const struct table_known *known, size_t i, struct counts *r)
{
	memset(r, 0, sizeof(*r));
	for (unsigned k = 0; known != NULL && k < known->n; k++) {
		uint8_t a = known->rows[k][i];

		if (a == CLASS_ABSENT)
			continue;
		r->of[a]++;
		r->n++;
	}
}

/* P(what was read | r) of a q-ary site. */
static double
observe_symbol(const struct model *m, const struct seen *s,
    const struct counts *r)
{
	double p[TT_Q_MAX], gone, sum = 0;

	model_channel(m, s->n, s->p, r->of, p, &gone);
	if (s->how != SEEN_READ)
		return gone;
	for (unsigned a = 0; a < s->n; a++)
		sum += s->likelihood[a] * p[a];
	return sum;
}

/* F of every class: P(what was read | r and one more of that class). */
static void
observe_each(const struct model *m, const struct seen *s,
    const struct counts *r, double *f)
{
	struct counts more = *r;

	for (unsigned a = 0; a < s->n; a++) {
		if (s->value) {
			f[a] = model_channel_value(m, s->p[CLASS_IN],
			    r->of[CLASS_IN] + (a == CLASS_IN), r->n + 1);
			continue;
		}
		more.of[a]++;
		f[a] = observe_symbol(m, s, &more);
		more.of[a]--;
	}
}

/* Nothing can be told from this site under this model. */
static bool
silent(const struct model *m, const struct seen *s)
{
	if (s->how == SEEN_READ)
		return s->constant;
	return s->value || m->beta != BETA_STRIP;
}

static double
mean(const struct seen *s, const double *f)
{
	double sum = 0;

	for (unsigned a = 0; a < s->n; a++)
		sum += s->p[a] * f[a];
	return sum;
}

/*
 * STRIP says how often places are cut; so that it can be compared, the others
 * get a share of their own.
 */
static double
cut_share(unsigned cut, unsigned read)
{
	double gamma = (cut + .5) / (cut + read + 1.);

	return cut * log(gamma) + read * log1p(-gamma);
}

void
table_fill(const struct model *m, const struct seen_list *list,
    const struct table_known *known, struct factors *out)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct seen *s = &list->at[i];
		struct counts r;
		double f[TT_Q_MAX], all;

		memset(&out[i], 0, sizeof(out[i]));
		if (silent(m, s))
			continue;
		count(known, i, &r);
		observe_each(m, s, &r, f);
		all = mean(s, f);
		for (unsigned a = 0; a < s->n; a++) {
			out[i].ln[a] = log(f[a] / all);
			assert(isfinite(out[i].ln[a]));	/* nu >= .01 */
		}
	}
}

double
table_score(const struct factors *t, size_t n, const uint8_t *row)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		if (row[i] != CLASS_ABSENT)
			sum += t[i].ln[row[i]];
	return sum;
}

double
table_marginal(const struct model *m, const struct seen_list *list,
    enum table_level level)
{
	const struct counts none = { .n = 0 };
	unsigned cut = 0, read = 0;
	double sum = 0, f[TT_Q_MAX];

	for (size_t i = 0; i < list->n; i++) {
		const struct seen *s = &list->at[i];

		if (level != TABLE_BOTH && (int)s->level != (int)level)
			continue;
		if (!s->value) {
			cut += s->how != SEEN_READ;
			read += s->how == SEEN_READ;
		}
		if (s->value ? s->how != SEEN_READ :
		    s->how != SEEN_READ && m->beta != BETA_STRIP)
			continue;
		observe_each(m, s, &none, f);
		sum += log(mean(s, f));
	}
	return m->beta == BETA_STRIP ? sum : sum + cut_share(cut, read);
}
