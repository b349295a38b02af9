/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/lone.h"
#include "evidence/sum.h"

#define INTER_MORE	.5	/* nats that INTER is preferred by */

enum tt_err
lone_init(struct lone *l, const struct seen_list *list, enum table_level level)
{
	struct lone t = { .list = list };
	size_t n = list->n + 1;
	enum tt_err e = TT_ENOMEM;

	for (unsigned b = 0; b < LONE_MODELS; b++) {
		t.table[b] = secret_new(n * sizeof(*t.table[b]));
		if (t.table[b] == NULL)
			goto out;
		table_fill(&model_bank[b], list, NULL, t.table[b]);
		t.h[b] = (struct hypothesis){ .model = b,
			.l = table_marginal(&model_bank[b], list, level) +
			    INTER_MORE, .table = t.table[b] };
	}
	*l = t;
	e = mixture_new(&l->mix, list, l->h, LONE_MODELS);
	t = (struct lone){ .list = NULL };	/* transferred */
	if (e != TT_OK)
		lone_done(l);
out:
	lone_done(&t);
	return e;
}

void
lone_done(struct lone *l)
{
	for (unsigned b = 0; b < LONE_MODELS; b++)
		secret_free(l->table[b]);
	mixture_free(l->mix);
	memset(l, 0, sizeof(*l));
}

double
lone_score(const struct lone *l, const uint8_t *row,
    double score[LONE_MODELS])
{
	double sum = -INFINITY;

	for (unsigned b = 0; b < LONE_MODELS; b++) {
		score[b] = table_score(l->table[b], l->list->n, row);
		sum = ln_add(sum, score[b]);
	}
	return sum - log(LONE_MODELS);
}
