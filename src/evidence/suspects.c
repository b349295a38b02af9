/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "evidence/suspects.h"
#include "evidence/table.h"

#define FIRST	16	/* places of a list that begins */

/* A suspect with what it is sorted by when all else is equal. */
struct ranked {
	struct tt_suspect s;
	uint64_t number;
};

static int
by_bound(const void *a, const void *b)
{
	const struct ranked *p = a, *q = b;

	if (p->s.ln_bound != q->s.ln_bound)
		return p->s.ln_bound < q->s.ln_bound ? -1 : 1;
	if (p->s.log_e != q->s.log_e)
		return p->s.log_e > q->s.log_e ? -1 : 1;
	return p->number < q->number ? -1 : p->number > q->number;
}

static int
by_nats(const void *a, const void *b)
{
	const struct tt_ground *p = a, *q = b;

	if (p->nats != q->nats)
		return p->nats > q->nats ? -1 : 1;
	return p->slot < q->slot ? -1 : p->slot > q->slot;
}

static uint64_t
number_of(const struct tt_suspect *s, const struct tt_roster *roster)
{
	return s->level == TT_SITE_HOLDER ? roster->holders[s->holder].number :
	    roster->copies[s->copy].number;
}

enum tt_err
suspects_add(struct suspects *list, struct tt_suspect *s)
{
	if (list->n == list->cap) {
		size_t cap = list->cap == 0 ? FIRST : 2 * list->cap;
		struct tt_suspect *at;

		at = reallocarray(list->at, cap, sizeof(*at));
		if (at == NULL) {
			free(s->grounds);
			return TT_ENOMEM;
		}
		list->at = at;
		list->cap = cap;
	}
	list->at[list->n++] = *s;
	return TT_OK;
}

void
suspects_done(struct suspects *list)
{
	for (size_t i = 0; i < list->n; i++)
		free(list->at[i].grounds);
	free(list->at);
	*list = (struct suspects){ .n = 0 };
}

bool
suspects_have(const struct suspects *list, enum tt_site_level level,
    uint32_t index)
{
	for (size_t i = 0; i < list->n; i++) {
		const struct tt_suspect *s = &list->at[i];

		if (s->level == level && index ==
		    (level == TT_SITE_HOLDER ? s->holder : s->copy))
			return true;
	}
	return false;
}

enum tt_err
suspects_sort(struct suspects *list, size_t from,
    const struct tt_roster *roster)
{
	size_t n = list->n - from;
	struct ranked *r = calloc(n + 1, sizeof(*r));

	if (r == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < n; i++)
		r[i] = (struct ranked){ list->at[from + i],
			number_of(&list->at[from + i], roster) };
	qsort(r, n, sizeof(*r), by_bound);
	for (size_t i = 0; i < n; i++)
		list->at[from + i] = r[i].s;
	free(r);
	return TT_OK;
}

enum tt_err
suspect_grounds(struct tt_suspect *s, const struct seen_list *list,
    double (*mean)[CLASS_COUNT], const uint8_t *row)
{
	struct tt_ground *g = calloc(list->n + 1, sizeof(*g));
	size_t n = 0;

	if (g == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < list->n; i++)
		if (list->at[i].how == SEEN_READ && row[i] != CLASS_ABSENT)
			g[n++] = (struct tt_ground){ list->at[i].slot,
				mean[i][row[i]] };
	qsort(g, n, sizeof(*g), by_nats);
	s->grounds = g;
	s->n_grounds = n;
	return TT_OK;
}
