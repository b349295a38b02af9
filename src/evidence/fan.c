/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/secret.h"
#include "evidence/fan.h"

enum tt_err
fan_init(struct fan *f, size_t n)
{
	f->n = n;
	f->at = calloc(n + 1, sizeof(*f->at));
	return f->at == NULL ? TT_ENOMEM : TT_OK;
}

void
fan_done(struct fan *f)
{
	if (f->at != NULL)
		secret_wipe(f->at, (f->n + 1) * sizeof(*f->at));
	free(f->at);
	*f = (struct fan){ .n = 0 };
}

void
fan_set(struct fan *f, unsigned k, const table_site *t)
{
	for (size_t i = 0; i < f->n; i++)
		for (unsigned a = 0; a < CLASS_COUNT; a++)
			f->at[i][a][k] = t[i]->ln[a];
}

void
fan_score(const struct fan *f, const uint8_t *row, double score[FAN])
{
	double sum[FAN] = { 0 };

	for (size_t i = 0; i < f->n; i++) {
		const double *at = f->at[i][row[i]];

		for (unsigned k = 0; k < FAN; k++)
			sum[k] += at[k];
	}
	for (unsigned k = 0; k < FAN; k++)
		score[k] = sum[k];
}
