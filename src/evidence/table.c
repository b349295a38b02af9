/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "evidence/table.h"

enum tt_err
kinds_init(struct kinds *k, struct memo *memo, const struct seen_list *list)
{
	struct kinds new = { .memo = memo, .n = list->n };
	enum tt_err e = TT_OK;

	if ((new.of = calloc(list->n + 1, sizeof(*new.of))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < list->n && e == TT_OK; i++)
		e = memo_kind(memo, &list->at[i], &new.of[i]);
	if (e == TT_OK)
		*k = new;
	else
		kinds_done(&new);
	return e;
}

void
kinds_done(struct kinds *k)
{
	free(k->of);
	*k = (struct kinds){ .n = 0 };
}

enum tt_err
table_fill(const struct kinds *k, unsigned model, const members *known,
    table_site *out)
{
	for (size_t i = 0; i < k->n; i++)
		if ((out[i] = memo_factors(k->memo, model, k->of[i],
		    known == NULL ? MEMBERS_NONE : known[i])) == NULL)
			return TT_ENOMEM;
	return TT_OK;
}

double
table_score(const table_site *t, size_t n, const uint8_t *row)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += t[i]->ln[row[i]];
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

double
table_marginal(const struct model *m, const table_site *t,
    const struct seen_list *list, enum table_level level)
{
	unsigned cut = 0, read = 0;
	double sum = 0;

	for (size_t i = 0; i < list->n; i++) {
		const struct seen *s = &list->at[i];

		if (level != TABLE_BOTH && (int)s->level != (int)level)
			continue;
		sum += t[i]->ln_mean;
		if (!s->value && !s->constant) {
			cut += s->how != SEEN_READ;
			read += s->how == SEEN_READ;
		}
	}
	return m->beta == BETA_STRIP ? sum : sum + cut_share(cut, read);
}
