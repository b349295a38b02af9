/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/secret.h"
#include "evidence/fan.h"

enum tt_err
fan_init(struct fan *f, const struct seen_list *list)
{
	struct fan new = { .n = list->n };

	if ((new.site = calloc(list->n + 1, sizeof(*new.site))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < list->n; i++) {
		new.site[i].first = (uint32_t)new.n_rows;
		new.site[i].n = (uint8_t)list->at[i].n;
		new.n_rows += list->at[i].n + 1;
	}
	if ((new.at = wiped_new(new.n_rows + 1, sizeof(*new.at))) == NULL) {
		free(new.site);
		return TT_ENOMEM;
	}
	*f = new;
	return TT_OK;
}

void
fan_done(struct fan *f)
{
	wiped_free(f->at);
	free(f->site);
	*f = (struct fan){ .n = 0 };
}

double *
fan_at(const struct fan *f, size_t site, uint8_t class)
{
	const struct fan_site *s = &f->site[site];

	return f->at[s->first + (class < s->n ? class : s->n)];
}

void
fan_set(struct fan *f, unsigned k, const table_site *t)
{
	for (size_t i = 0; i < f->n; i++)
		for (uint8_t a = 0; a < f->site[i].n; a++)
			fan_at(f, i, a)[k] = t[i]->ln[a];
}

void
fan_score(const struct fan *f, const uint8_t *row, double score[FAN])
{
	double sum[FAN] = { 0 };

	for (size_t i = 0; i < f->n; i++) {
		const double *at = fan_at(f, i, row[i]);

		for (unsigned k = 0; k < FAN; k++)
			sum[k] += at[k];
	}
	for (unsigned k = 0; k < FAN; k++)
		score[k] = sum[k];
}
