/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "base/secret.h"
#include "evidence/rehearsal.h"
#include "evidence/row.h"

#define CLEAR	.9	/* of the likelihoods: taken as an exact reading */

/* The holder with most copies, the first of several. */
static size_t
largest(const size_t *first, size_t n)
{
	size_t best = 0;

	for (size_t h = 1; h < n; h++)
		if (first[h + 1] - first[h] > first[best + 1] - first[best])
			best = h;
	return best;
}

/* Holder h of the roster as the k-th that is played. */
static void
play(struct rehearsal *p, const struct tt_roster *r, const size_t *first,
    size_t h, size_t k)
{
	p->holders[k].number = k;
	if (r->holders[h].is_public)
		p->public = k;
	for (size_t j = first[h]; j < first[h + 1]; j++) {
		struct tt_copy_of *c = &p->copies[p->roster.n_copies];

		*c = r->copies[j];
		c->number = p->roster.n_copies++;
		c->holder = (uint32_t)k;
	}
	p->first[k + 1] = p->roster.n_copies;
}

/* The largest holder, and then as many others as are played. */
static enum tt_err
copy_roster(struct rehearsal *p, const struct tt_roster *r)
{
	size_t *first = row_first_copies(r);
	size_t n = r->n_holders < TT_POWER_WALK ? r->n_holders : TT_POWER_WALK;
	size_t most, k = 0;

	p->holders = calloc(n, sizeof(*p->holders));
	p->copies = calloc(r->n_copies, sizeof(*p->copies));
	p->first = calloc(n + 1, sizeof(*p->first));
	if (first == NULL || p->holders == NULL || p->copies == NULL ||
	    p->first == NULL) {
		free(first);
		return TT_ENOMEM;
	}
	p->public = SIZE_MAX;
	p->n_others = p->plan->n_others + r->n_holders - n;
	p->roster = *r;
	p->roster.holders = p->holders;
	p->roster.n_holders = n;
	p->roster.copies = p->copies;
	p->roster.n_copies = 0;
	most = largest(first, r->n_holders);
	play(p, r, first, most, k++);
	for (size_t h = 0; k < n; h++)
		if (h != most)
			play(p, r, first, h, k++);
	free(first);
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

/* What is read at a slot; *o's value, if it is one, is in stage->leak. */
static void
read_slot(struct stage *stage, struct coin *c, uint32_t i,
    struct tt_observation *o)
{
	const struct rehearsal *p = stage->p;
	const struct tt_slot *s = &tt_codebook_code(p->codebook)->slots[i];
	struct tt_leak *l = &stage->leak[i];

	*o = (struct tt_observation){ .slot = i, .kind = TT_OBS_GONE };
	if (l->how != TT_LEAK_SYMBOL)
		return;
	if (coin_chance(c, p->plan->misread))
		l->symbol = coin_other(c, l->symbol, s->n);
	if (s->kind != TT_SLOT_VALUE) {
		o->kind = TT_OBS_SYMBOL;
		o->symbol = (unsigned)l->symbol;
		return;
	}
	o->kind = TT_OBS_VALUES;
	o->values = &l->symbol;
	o->n_values = 1;
	o->count = p->offer[i];
	o->whole = o->count == 1;
}

/* How many sites in a row an extent has of n. */
static size_t
length(const struct rehearsal *p, enum tt_extent extent, size_t n)
{
	uint64_t words = p->plan->words;

	switch (extent) {
	case TT_EXTENT_HALF:
		return (n + 1) / 2;
	case TT_EXTENT_WORDS:
		if (words <= TT_POWER_WORDS)
			return n;
		return (size_t)ceil((double)n * TT_POWER_WORDS /
		    (double)words);
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

static enum tt_err
set_stages(struct rehearsal *p)
{
	size_t n = tt_codebook_code(p->codebook)->n;
	unsigned threads = p->plan->threads == 0 ? 1 : p->plan->threads;

	if ((p->stage = calloc(threads, sizeof(*p->stage))) == NULL)
		return TT_ENOMEM;
	for (; p->n_stages < threads; p->n_stages++) {
		struct stage *s = &p->stage[p->n_stages];

		s->p = p;
		s->symbols = wiped_new((n + 1) * TT_COLLUDERS_MAX,
		    sizeof(*s->symbols));
		s->leak = calloc(n + 1, sizeof(*s->leak));
		s->reading = calloc(n + 1, sizeof(*s->reading));
		s->memo = memo_new();
		if (s->symbols == NULL || s->leak == NULL ||
		    s->reading == NULL || s->memo == NULL) {
			p->n_stages++;	/* to be cleared, too */
			return TT_ENOMEM;
		}
	}
	return TT_OK;
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
	if (p->offer == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < code->n; i++)
		p->offer[i] = slots != NULL ? 1 :
		    rehearsal_offer(plan->like, i);
	return set_stages(p);
}

void
rehearsal_close(struct rehearsal *p)
{
	tt_codebook_free(p->codebook);
	free(p->holders);
	free(p->copies);
	free(p->first);
	free(p->offer);
	for (unsigned i = 0; i < p->n_stages; i++) {
		wiped_free(p->stage[i].symbols);
		free(p->stage[i].leak);
		free(p->stage[i].reading);
		memo_free(p->stage[i].memo);
	}
	free(p->stage);
}

/* Let the attack play on those copies. */
static void
attack_copies(struct stage *s, struct coin *c, const size_t *copies,
    size_t n, const struct tt_attack *attack, double parameter)
{
	const struct rehearsal *p = s->p;
	const struct tt_code *code = tt_codebook_code(p->codebook);
	const uint64_t *rows[TT_COLLUDERS_MAX];
	const bool *has_slots[TT_COLLUDERS_MAX];
	const struct tt_coalition coalition = { .code = code, .n = n,
		.rows = rows, .has = has_slots, .found = p->plan->found };

	assert(n >= 1 && n <= TT_COLLUDERS_MAX);
	for (size_t k = 0; k < n; k++) {
		const struct tt_copy_of *copy = &p->copies[copies[k]];
		uint64_t *row = s->symbols + k * code->n;

		tt_codebook_copy(p->codebook, copy->holder, copies[k], row);
		rows[k] = row;
		has_slots[k] = p->roster.n_profiles == 0 ? NULL :
		    p->roster.profiles[copy->profile];
	}
	tt_attack_play(attack, parameter, &coalition, c, s->leak);
}

enum tt_err
rehearsal_leak(struct stage *s, struct coin *c, const size_t *copies,
    size_t n, const struct tt_attack *attack, double parameter,
    enum tt_extent extent, struct tt_observations **out)
{
	const struct rehearsal *p = s->p;
	size_t n_slots = tt_codebook_code(p->codebook)->n, all = 0, k = 0;
	size_t from, len, n_read = 0;

	attack_copies(s, c, copies, n, attack, parameter);
	for (uint32_t i = 0; i < n_slots; i++)
		all += s->leak[i].how != TT_LEAK_NONE;
	len = length(p, extent, all);
	from = coin_below(c, all - len + 1);
	for (uint32_t i = 0; i < n_slots; i++) {
		if (s->leak[i].how == TT_LEAK_NONE)
			continue;
		if (k >= from && k < from + len && p->offer[i] > 0 &&
		    !coin_chance(c, p->plan->loss))
			read_slot(s, c, i, &s->reading[n_read++]);
		k++;
	}
	return tt_observations_new(out, s->reading, n_read);
}
