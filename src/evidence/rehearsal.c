/* SPDX-License-Identifier: ISC */
#include <math.h>
#include <stdlib.h>

#include "base/secret.h"
#include "evidence/rehearsal.h"

#define CLEAR	.9	/* of the likelihoods: taken as an exact reading */

static enum tt_err
copy_roster(struct rehearsal *p, const struct tt_roster *r)
{
	p->holders = calloc(r->n_holders, sizeof(*p->holders));
	p->copies = calloc(r->n_copies, sizeof(*p->copies));
	p->first = calloc(r->n_holders + 1, sizeof(*p->first));
	if (p->holders == NULL || p->copies == NULL || p->first == NULL)
		return TT_ENOMEM;
	for (size_t h = 0; h < r->n_holders; h++)
		p->holders[h].number = h;
	for (size_t j = 0; j < r->n_copies; j++) {
		p->copies[j] = r->copies[j];
		p->copies[j].number = j;
		p->first[r->copies[j].holder + 1] = j + 1;
	}
	p->roster = *r;
	p->roster.holders = p->holders;
	p->roster.copies = p->copies;
	return TT_OK;
}

/* Is one alternative nearly all that was read? */
static bool
is_clear(const struct tt_observation *o)
{
	double most = 0, sum = 0;

	for (unsigned a = 0; a < o->q; a++) {
		most = fmax(most, o->likelihood[a]);
		sum += o->likelihood[a];
	}
	return most >= CLEAR * sum;
}

static bool
has(const struct rehearsal *p, size_t copy, uint32_t slot)
{
	const struct tt_roster *r = &p->roster;

	return r->n_profiles == 0 ||
	    r->profiles[r->copies[copy].profile][slot];
}

/* Another symbol than x, as likely as any. */
static uint64_t
misread(struct coin *c, uint64_t x, uint64_t n)
{
	uint64_t y = coin_below(c, n - 1);

	return y < x ? y : y + 1;
}

/* What is read at a slot; *o's value, if it is one, is in p->symbols. */
static void
read_slot(struct rehearsal *p, struct coin *c, uint32_t i,
    struct tt_observation *o)
{
	const struct tt_slot *s = &tt_codebook_code(p->codebook)->slots[i];

	if (coin_chance(c, p->plan->misread))
		p->symbols[i] = misread(c, p->symbols[i], s->n);
	*o = (struct tt_observation){ .slot = i, .kind = TT_OBS_SYMBOL };
	if (s->kind != TT_SLOT_VALUE) {
		o->symbol = (unsigned)p->symbols[i];
		return;
	}
	o->kind = TT_OBS_VALUES;
	o->values = &p->symbols[i];
	o->n_values = 1;
	o->count = p->offer[i];
	o->whole = o->count == 1;
}

/* How many sites in a row an extent has of n. */
static size_t
length(enum tt_extent extent, size_t n)
{
	switch (extent) {
	case TT_EXTENT_HALF:
		return (n + 1) / 2;
	case TT_EXTENT_TENTH:
		return (n + 9) / 10;
	case TT_EXTENT_WHOLE:
	case TT_EXTENT_COUNT:
		break;
	}
	return n;
}

uint64_t
rehearsal_offer(const struct tt_observations *like, uint32_t slot)
{
	const struct tt_observation *o;

	if (like == NULL)
		return 1;
	o = tt_observations_at(like, slot);
	if (o == NULL)
		return 0;
	switch (o->kind) {
	case TT_OBS_SYMBOL:
		return 1;
	case TT_OBS_SOFT:
		return is_clear(o);
	case TT_OBS_VALUES:
		return o->count;
	case TT_OBS_ERASED:
	case TT_OBS_GONE:
	case TT_OBS_NOVEL:
	case TT_OBS_KIND_COUNT:
		break;
	}
	return 0;
}

enum tt_err
rehearsal_open(struct rehearsal *p, const struct tt_power_plan *plan,
    const struct tt_slot *slots, size_t n)
{
	const struct tt_code *code;
	enum tt_err e;

	*p = (struct rehearsal){ .plan = plan };
	if ((e = copy_roster(p, plan->roster)) != TT_OK ||
	    (e = tt_codebook_rehearse(&p->codebook, plan->codebook, slots,
	    n)) != TT_OK)
		return e;
	code = tt_codebook_code(p->codebook);
	p->offer = calloc(code->n + 1, sizeof(*p->offer));
	p->symbols = secret_new((code->n + 1) * sizeof(*p->symbols));
	p->reading = calloc(code->n + 1, sizeof(*p->reading));
	p->memo = memo_new();
	if (p->offer == NULL || p->symbols == NULL || p->reading == NULL ||
	    p->memo == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < code->n; i++)
		p->offer[i] = slots != NULL ? 1 :
		    rehearsal_offer(plan->like, i);
	return TT_OK;
}

void
rehearsal_close(struct rehearsal *p)
{
	tt_codebook_free(p->codebook);
	free(p->holders);
	free(p->copies);
	free(p->first);
	free(p->offer);
	secret_free(p->symbols);
	free(p->reading);
	memo_free(p->memo);
}

enum tt_err
rehearsal_leak(struct rehearsal *p, struct coin *c, size_t copy,
    enum tt_extent extent, struct tt_observations **out)
{
	size_t n_slots = tt_codebook_code(p->codebook)->n, n = 0, k = 0;
	size_t from, len, n_read = 0;

	tt_codebook_copy(p->codebook, p->copies[copy].holder, copy,
	    p->symbols);
	for (uint32_t i = 0; i < n_slots; i++)
		n += has(p, copy, i);
	len = length(extent, n);
	from = coin_below(c, n - len + 1);
	for (uint32_t i = 0; i < n_slots; i++) {
		if (!has(p, copy, i))
			continue;
		if (k >= from && k < from + len && p->offer[i] > 0 &&
		    !coin_chance(c, p->plan->loss))
			read_slot(p, c, i, &p->reading[n_read++]);
		k++;
	}
	return tt_observations_new(out, p->reading, n_read);
}
