/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/combine.h"
#include "reading/odds.h"

#define SAYS_NOTHING	0.5	/* odds of the least likely one */
#define EXCLUDES	0.02	/* of the best after two quotes: a mixture */

/* A voice, and what it is sorted by: those that agree, the clearest first. */
struct say {
	uint32_t place;
	unsigned best;
	float sum;
	size_t i;
};

static unsigned
likeliest(const float l[TT_Q_MAX], unsigned q)
{
	unsigned best = 0;

	for (unsigned a = 1; a < q; a++)
		if (l[a] > l[best])
			best = a;
	return best;
}

static float
sum(const float l[TT_Q_MAX], unsigned q)
{
	float all = 0;

	for (unsigned a = 0; a < q; a++)
		all += l[a];
	return all;
}

static int
by_clearness(const void *a, const void *b)
{
	const struct say *x = a, *y = b;

	if (x->place != y->place)
		return x->place < y->place ? -1 : 1;
	if (x->best != y->best)
		return x->best < y->best ? -1 : 1;
	if (x->sum < y->sum || x->sum > y->sum)
		return x->sum < y->sum ? -1 : 1;
	return x->i < y->i ? -1 : x->i > y->i;
}

static size_t
list_choices(const struct voice *v, size_t n, unsigned q, struct say *says)
{
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		if (v[i].o.kind == OPINION_CHOICE)
			says[k++] = (struct say){ v[i].place,
				likeliest(v[i].o.likelihood, q),
				sum(v[i].o.likelihood, q), i };
	qsort(says, k, sizeof(*says), by_clearness);
	return k;
}

/* Multiply by o, and scale so that the largest is 1 again; it was that. */
static float
multiply(float l[TT_Q_MAX], const struct opinion *o, unsigned q)
{
	float best = 0;

	for (unsigned a = 0; a < q; a++) {
		l[a] *= o->likelihood[a];
		best = best < l[a] ? l[a] : best;
	}
	for (unsigned a = 0; a < q && best > 0; a++)
		l[a] /= best;
	return best;
}

enum tt_err
combine(const struct voice *v, size_t n, unsigned q, float l[TT_Q_MAX],
    bool *mixed)
{
	struct say *says = calloc(n + 1, sizeof(*says));
	float any[TT_Q_MAX] = { 0 };
	const struct opinion *o;
	size_t n_says;

	if (says == NULL)
		return TT_ENOMEM;
	n_says = list_choices(v, n, q, says);
	*mixed = false;
	for (unsigned a = 0; a < q; a++)
		l[a] = 1;
	for (size_t i = 0; i < n_says; i++) {
		if (i > 0 && says[i].place == says[i - 1].place &&
		    says[i].best == says[i - 1].best)
			continue;
		o = &v[says[i].i].o;
		for (unsigned a = 0; a < q; a++)
			if (any[a] < o->likelihood[a])
				any[a] = o->likelihood[a];
		if (multiply(l, o, q) < EXCLUDES)
			*mixed = true;
	}
	if (*mixed)
		memcpy(l, any, sizeof(any));
	free(says);
	return TT_OK;
}

void
combine_observe(const float l[TT_Q_MAX], unsigned q, struct tt_observation *o)
{
	unsigned best = likeliest(l, q), near = 0;
	float least = 1;

	for (unsigned a = 0; a < q; a++) {
		near += l[a] > RULED_OUT * l[best];
		if (least > l[a])
			least = l[a];
	}
	if (near == 1) {
		o->kind = TT_OBS_SYMBOL;
		o->symbol = best;
		return;
	}
	if (least > SAYS_NOTHING * l[best])
		return;
	o->kind = TT_OBS_SOFT;
	o->q = q;
	for (unsigned a = 0; a < q; a++)
		o->likelihood[a] = l[a];
}
