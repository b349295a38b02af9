/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <string.h>

#include "base/secret.h"
#include "evidence/seen.h"

#define RARE	0x1p-48		/* p of a value that names by itself */

__extension__ typedef unsigned __int128 wide;	/* ISO C has none */

static struct seen_list *
allocate(size_t n)
{
	size_t size = sizeof(struct seen_list) + n * sizeof(struct seen);
	struct seen_list *list;

	list = wiped_new(size, 1);
	if (list != NULL)
		list->at = (struct seen *)(list + 1);
	return list;
}

static bool
all_alike(const double *v, unsigned n)
{
	for (unsigned a = 1; a < n; a++)
		if (v[a] != v[0])
			return false;
	return true;
}

static bool
values_below(const struct tt_observation *o, uint64_t n)
{
	return o->n_values == 0 || o->values[o->n_values - 1] < n;
}

/* How many of the 2^64 draws u give a value below v: u n / 2^64 < v. */
static wide
draws_below(uint64_t v, uint64_t n)
{
	return (((wide)v << 64) + n - 1) / n;
}

static enum tt_err
look_at_value(struct seen *s, const struct tt_slot *slot,
    const struct tt_observation *o)
{
	s->value = true;
	s->n = 2;
	if (o->kind == TT_OBS_GONE || o->kind == TT_OBS_NOVEL) {
		s->constant = true;
		s->p[CLASS_IN] = 1;
		return TT_OK;
	}
	if (o->kind != TT_OBS_VALUES || !values_below(o, slot->n))
		return TT_ERANGE;
	s->p[CLASS_IN] = seen_share(slot->n, o);
	s->p[CLASS_OUT] = 1 - s->p[CLASS_IN];
	s->constant = s->p[CLASS_IN] >= 1;
	s->rare = s->p[CLASS_IN] <= RARE;
	s->values = o->values;
	s->n_values = o->n_values;
	return TT_OK;
}

static enum tt_err
look_at_symbol(struct seen *s, const struct tt_slot *slot,
    const struct tt_bias *bias, const struct tt_observation *o)
{
	s->n = (unsigned)slot->n;
	for (unsigned a = 0; a < s->n; a++)
		s->p[a] = (double)bias->w[a] / TT_BIAS_SUM;
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		if (o->symbol >= slot->n)
			return TT_ERANGE;
		s->likelihood[o->symbol] = 1;
		return TT_OK;
	case TT_OBS_SOFT:
		if (o->q != slot->n)
			return TT_ERANGE;
		memcpy(s->likelihood, o->likelihood, sizeof(s->likelihood));
		s->constant = all_alike(s->likelihood, s->n);
		return TT_OK;
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
		return TT_OK;
	case TT_OBS_ERASED:
	case TT_OBS_VALUES:
	case TT_OBS_KIND_COUNT:
		break;
	}
	return TT_ERANGE;
}

static enum seen_how
how(enum tt_observation_kind kind)
{
	return kind == TT_OBS_GONE ? SEEN_GONE :
	    kind == TT_OBS_NOVEL ? SEEN_NOVEL : SEEN_READ;
}

enum tt_err
seen_new(struct seen_list **out, const struct tt_code *code,
    const struct tt_observations *observations, const bool *permitted)
{
	struct seen_list *list = allocate(observations->n);

	if (list == NULL)
		return TT_ENOMEM;
	list->n = observations->n;
	for (size_t i = 0; i < list->n; i++) {
		const struct tt_observation *o = &observations->at[i];
		const struct tt_slot *slot = &code->slots[o->slot];
		struct seen *s = &list->at[i];
		enum tt_err e = TT_ERANGE;

		if (o->slot < code->n) {
			*s = (struct seen){ .slot = o->slot,
				.level = slot->level, .how = how(o->kind),
				.permitted = permitted != NULL &&
				    permitted[o->slot] };
			e = slot->kind == TT_SLOT_VALUE ?
			    look_at_value(s, slot, o) :
			    look_at_symbol(s, slot, &code->bias[o->slot], o);
		}
		if (e != TT_OK) {
			seen_free(list);
			return e;
		}
	}
	*out = list;
	return TT_OK;
}

enum tt_err
seen_keep(struct seen_list **out, const struct seen_list *list,
    const bool *keep)
{
	struct seen_list *kept = allocate(list->n);

	if (kept == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < list->n; i++)
		if (keep[i])
			kept->at[kept->n++] = list->at[i];
	*out = kept;
	return TT_OK;
}

void
seen_free(struct seen_list *list)
{
	wiped_free(list);
}

uint8_t
seen_class(const struct seen *s, uint64_t symbol)
{
	size_t lo = 0, hi = s->n_values;

	if (!s->value)
		return (uint8_t)symbol;
	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->values[mid] < symbol)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->n_values && s->values[lo] == symbol ? CLASS_IN :
	    CLASS_OUT;
}

double
seen_share(uint64_t n, const struct tt_observation *o)
{
	const wide all = (wide)1 << 64;	/* u's, each as likely */
	uint64_t more = (uint64_t)(all % n), n_v = o->count;
	wide us = 0;

	if (n_v >= n)
		return 1;
	if (n <= (uint64_t)1 << 32)
		return (double)n_v / (double)n;
	if (o->whole)
		for (size_t i = 0; i < o->n_values; i++)
			us += draws_below(o->values[i] + 1, n) -
			    draws_below(o->values[i], n);
	else
		us = n_v * (all / n) + (n_v < more ? n_v : more);
	return fmin(1, (double)us * 0x1p-64);
}
