/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "programme/audience.h"

static const char *const ids[] = {
	[AUDIENCE_TIER] = "tier",
	[AUDIENCE_STATE] = "state",
	[AUDIENCE_READER] = "reader",
	[AUDIENCE_OPENED] = AUDIENCE_LATE,
	[AUDIENCE_HEIR] = "replaces",
	[AUDIENCE_POLICY] = "policy",
	[AUDIENCE_PARTY] = "party",
};

static const char *const reader_words[] = {
	[READER_LISTED] = "has not been invited",
	[READER_INVITED] = "was invited and has not joined",
	[READER_JOINED] = "has joined and is not confirmed",
	[READER_ACTIVE] = "is active",
	[READER_REVOKED] = "was revoked",
};

static const char *const outcomes[] = {
	[AUDIENCE_GRANTED] = "granted",
	[AUDIENCE_HAS_OPENED] = "has opened",
	[AUDIENCE_LEAD] = "opens earlier than is allowed",
	[AUDIENCE_NOT_LAST] = "is not the last",
	[AUDIENCE_NOTHING] = "nothing is allowed",
	[AUDIENCE_EMPTY] = "the profile has no part here",
};

_Static_assert(N_ROWS(ids) == AUDIENCE_RULES, "an id for each rule");
_Static_assert(N_ROWS(reader_words) == READER_STATES, "words for each state");
_Static_assert(N_ROWS(outcomes) == AUDIENCE_OUTCOMES, "words for each");

/* What one question needs while it is answered. */
struct deciding {
	const struct audience_ask *ask;
	const struct audience_bulletin *b;
	struct policy_facts facts;
	const struct policy_tier *tier;	/* NULL where there is no policy */
	size_t order[TT_WAVES_MAX];	/* longest lead first */
	const struct tt_wave *first;	/* that lists the tier */
	int64_t last_s;			/* when the last wave opens */
	bool late;			/* waves that have opened count */
	bool heir;			/* in the last wave, and for no tier */
	bool based;
	enum tt_profile base;		/* of the first wave that counted */
	struct audience_answer a;
};

static struct audience_answer PRINTF(3, 4)
nothing(struct audience_answer a, enum audience_rule rule, const char *fmt,
    ...)
{
	va_list ap;

	a.granted = false;
	a.rule = rule;
	va_start(ap, fmt);
	vsnprintf(a.because, sizeof(a.because), fmt, ap);
	va_end(ap);
	return a;
}

static struct audience_answer
not_approved(const struct audience_ask *ask, enum partner_state now)
{
	const struct audience_answer none = { .granted = false };
	char end[INSTANT_LEN + 1];

	if (now != PARTNER_EXPIRED || ask->partner == PARTNER_EXPIRED)
		return nothing(none, AUDIENCE_STATE,
		    "only approved partners; this one is %s",
		    partner_state_text(now));
	instant_format(ask->agreement_ends_s, end);
	return nothing(none, AUDIENCE_STATE, "only approved partners; the "
	    "agreement of this one ended at %s", end);
}

static bool
lists(const struct tt_wave *w, const char *tier)
{
	for (size_t i = 0; i < w->n_tiers; i++)
		if (strcmp(w->tiers[i], tier) == 0)
			return true;
	return false;
}

/* Earlier, else richer, else as they stand. */
static bool
better(const struct tt_wave *a, const struct tt_wave *b)
{
	if (a->opens_at_s != b->opens_at_s)
		return a->opens_at_s < b->opens_at_s;
	return a->profile > b->profile;
}

static bool
counts(const struct deciding *d, const struct tt_wave *w)
{
	return d->late || w->opens_at_s > d->b->now_s;
}

static void
sort_waves(struct deciding *d)
{
	const struct audience_bulletin *b = d->b;
	const struct tt_wave *w = b->waves;
	size_t at;

	d->last_s = INT64_MIN;
	for (size_t i = 0; i < b->n_waves; i++) {
		for (at = i; at > 0 && better(&w[i], &w[d->order[at - 1]]);
		    at--)
			d->order[at] = d->order[at - 1];
		d->order[at] = i;
		if (counts(d, &w[i]) && w[i].opens_at_s > d->last_s)
			d->last_s = w[i].opens_at_s;
	}
	for (size_t i = 0; i < b->n_waves && d->first == NULL; i++)
		if (lists(&w[d->order[i]], d->ask->tier))
			d->first = &w[d->order[i]];
}

/* Has two people's word that the rule is not to count for this wave? */
static bool
excepted(const struct audience_ask *ask, const char *rule, int64_t opens_s)
{
	const struct audience_exception *x = ask->exceptions;

	for (size_t i = 0; i < ask->n_exceptions; i++)
		if (strcmp(x[i].rule, rule) == 0 &&
		    ask->bulletin->now_s < x[i].until_s &&
		    opens_s < x[i].until_s)
			return true;
	return false;
}

/* Of the rules that match, those that an exception lifts. */
static uint64_t
lifted_of(const struct deciding *d, uint64_t matched, int64_t opens_s)
{
	const struct policy *p = d->b->policy;
	uint64_t lifted = 0, bit;

	for (size_t i = 0; p != NULL && i < p->n_rules; i++) {
		bit = UINT64_C(1) << i;
		if ((matched & bit) != 0 &&
		    p->rule[i].exception != POLICY_NOT_LIFTED &&
		    excepted(d->ask, p->rule[i].id, opens_s))
			lifted |= bit;
	}
	return lifted;
}

static void
profile_facts(struct policy_facts *f, const struct profile *p)
{
	for (size_t i = 0; i < p->n_affiliations; i++)
		policy_fact_add(f, POLICY_AFFILIATION, p->affiliation[i]);
	for (size_t i = 0; i < p->n_undertakings; i++)
		policy_fact_add(f, POLICY_UNDERTAKING, p->undertaking[i]);
	for (size_t i = 0; i < p->n_countries; i++)
		policy_fact_add(f, POLICY_COUNTRY, p->country[i]);
	for (size_t i = 0; i < p->n_owners; i++)
		policy_fact_add(f, POLICY_OWNER, p->owner[i]);
}

/* All but those of one wave. */
static void
partner_facts(struct deciding *d, enum partner_state now)
{
	const struct audience_ask *ask = d->ask;
	struct policy_facts *f = &d->facts;
	const struct profile *p = ask->profile;
	int64_t since;

	policy_fact_add(f, POLICY_STATE, partner_state_text(now));
	policy_fact_add(f, POLICY_TIER, ask->tier);
	policy_fact_add(f, POLICY_DECLARED, profile_declared[
	    profile_declared_at(p, d->b->now_s, ask->since_s, &since)]);
	policy_fact_add(f, POLICY_PROTECTS, profile_protects[
	    profile_protects_any(p, d->b->products, d->b->n_products)]);
	if (ask->agreement != NULL)
		policy_fact_add(f, POLICY_AGREEMENT, ask->agreement);
	f->yes[POLICY_PROFILE] = p != NULL;
	f->yes[POLICY_PROBATION] = d->b->now_s < ask->probation_s ||
	    (p != NULL && p->on_probation &&
	    d->b->now_s < p->probation_until_s);
	f->agreement_ends_s = ask->agreement_ends_s;
	f->public_s = d->b->public_s;
	if (p != NULL)
		profile_facts(f, p);
}

/* What is so of this wave, and the rules that match then. */
static void
match(struct deciding *d, const struct tt_wave *w, struct audience_try *t)
{
	const struct duty_ask duty = { .duties = d->b->duties,
		.profile = d->ask->profile, .now_s = d->b->now_s,
		.since_partner_s = d->ask->since_s,
		.opens_s = w->opens_at_s, .public_s = d->b->public_s,
		.exploited_s = d->b->exploited_s,
		.products = d->b->products, .n_products = d->b->n_products };

	t->duty = duty_of(&duty);
	d->facts.opens_s = w->opens_at_s;
	d->facts.n[POLICY_DUTY] = 0;
	for (enum duty_report r = 0; r < DUTY_REPORTS; r++)
		if (t->duty.all & 1u << r)
			policy_fact_add(&d->facts, POLICY_DUTY,
			    duty_reports[r]);
	t->cap = d->tier != NULL ? d->tier->cap : POLICY_UNCAPPED;
	if (d->b->policy == NULL)
		return;
	t->matched = policy_match(d->b->policy, &d->facts);
	t->lifted = lifted_of(d, t->matched, w->opens_at_s);
	t->cap = policy_cap_both(t->cap, policy_caps(d->b->policy,
	    t->matched & ~t->lifted));
}

static enum audience_outcome
shut_by(const struct deciding *d, const struct tt_wave *w,
    const struct policy_cap *cap, enum tt_profile profile)
{
	if (cap->nothing)
		return AUDIENCE_NOTHING;
	if (cap->lead_max_s < d->b->public_s - w->opens_at_s)
		return AUDIENCE_LEAD;
	if (cap->last && w->opens_at_s < d->last_s)
		return AUDIENCE_NOT_LAST;
	if (d->b->empty & 1u << profile)
		return AUDIENCE_EMPTY;
	return AUDIENCE_GRANTED;
}

/*
 * The rules that took something away: of a wave that is shut, those that shut
 * it by themselves; of one that is granted, those that left this profile of
 * what was whole.
 */
static uint64_t
deciders(const struct deciding *d, const struct tt_wave *w,
    const struct audience_try *t, enum tt_profile whole)
{
	const struct policy *p = d->b->policy;
	uint64_t all = 0, bit;
	bool decided;

	for (size_t i = 0; p != NULL && i < p->n_rules; i++) {
		const struct policy_cap *c = &p->rule[i].cap;

		bit = UINT64_C(1) << i;
		if ((t->matched & ~t->lifted & bit) == 0)
			continue;
		if (t->outcome == AUDIENCE_GRANTED)
			decided = c->profile_max < whole &&
			    c->profile_max == t->profile;
		else
			decided = shut_by(d, w, c, c->profile_max < whole ?
			    c->profile_max : whole) != AUDIENCE_GRANTED;
		all |= decided ? bit : 0;
	}
	return all;
}

/* One wave, as far as it was allowed; false: on to the next. */
static bool
try_wave(struct deciding *d, const struct tt_wave *w, struct audience_try *t)
{
	enum tt_profile whole;

	if (!d->based) {
		d->based = true;
		d->base = t->listed || w->profile < d->first->profile ?
		    w->profile : d->first->profile;
	}
	whole = w->profile < d->base ? w->profile : d->base;
	match(d, w, t);
	if (d->tier != NULL && d->tier->cap.profile_max < whole)
		whole = d->tier->cap.profile_max;
	t->profile = t->cap.profile_max < whole ? t->cap.profile_max : whole;
	t->outcome = shut_by(d, w, &t->cap, t->profile);
	t->against = deciders(d, w, t, whole);
	d->a.matched |= t->matched;
	d->a.lifted |= t->lifted;
	d->a.decided |= t->against;
	return t->outcome == AUDIENCE_GRANTED;
}

/* The strictest of them, and of those the first by name. */
static const struct policy_rule *
chief(const struct policy *p, uint64_t rules)
{
	const struct policy_rule *best = NULL, *r;

	for (size_t i = 0; p != NULL && i < p->n_rules; i++) {
		r = &p->rule[i];
		if ((rules & UINT64_C(1) << i) == 0)
			continue;
		if (best == NULL || r->cap.nothing > best->cap.nothing ||
		    (r->cap.nothing == best->cap.nothing &&
		    strcmp(r->id, best->id) < 0))
			best = r;
	}
	return best;
}

/* The words for an answer that rules of the policy decided. */
static void
name_rule(struct audience_answer *a, const struct policy *p, const char *tail)
{
	const struct policy_rule *r = chief(p, a->decided);

	a->rule = AUDIENCE_POLICY;
	a->policy_rule = r->id;
	snprintf(a->because, sizeof(a->because), "%s%s", r->because, tail);
}

static struct audience_answer
grant(struct deciding *d, const struct audience_try *t)
{
	struct audience_answer a = d->a;

	a.granted = true;
	a.wave = t->wave;
	a.profile = t->profile;
	a.late = d->late && !d->ask->had &&
	    d->b->waves[t->wave].opens_at_s <= d->b->now_s;
	a.rule = d->heir ? AUDIENCE_HEIR : AUDIENCE_TIER;
	snprintf(a.because, sizeof(a.because), "%s%.64s%s", d->heir ?
	    "had what this replaces; no wave is for tier " : "tier ",
	    d->ask->tier, a.late ? ", late, by exception" : "");
	if (a.decided != 0)
		name_rule(&a, d->b->policy, "");
	return a;
}

/* No wave is left: the public release. */
static struct audience_answer
refuse(struct deciding *d, enum audience_outcome last)
{
	if (d->a.decided != 0) {
		d->a.granted = false;
		name_rule(&d->a, d->b->policy, last == AUDIENCE_EMPTY ?
		    "; what that leaves has no part here" : "");
		return d->a;
	}
	if (last == AUDIENCE_LEAD || last == AUDIENCE_EMPTY)
		return nothing(d->a, AUDIENCE_TIER, last == AUDIENCE_LEAD ?
		    "no wave opens as late as tier %.64s allows" :
		    "what tier %.64s allows has no part here", d->ask->tier);
	return nothing(d->a, AUDIENCE_OPENED,
	    "each wave for tier %.64s has opened", d->ask->tier);
}

static struct audience_answer
walk(struct deciding *d, struct audience_trace *trace)
{
	enum audience_outcome last = AUDIENCE_HAS_OPENED;
	const struct tt_wave *w;

	for (size_t i = 0; i < d->b->n_waves; i++) {
		struct audience_try t = { .wave = d->order[i] };

		w = &d->b->waves[t.wave];
		t.listed = lists(w, d->ask->tier);
		if (w->opens_at_s < d->first->opens_at_s || (!t.listed &&
		    w != d->first &&
		    w->opens_at_s == d->first->opens_at_s))
			continue;
		t.outcome = AUDIENCE_HAS_OPENED;
		if (counts(d, w)) {
			(void)try_wave(d, w, &t);
			last = t.outcome;
		}
		if (trace != NULL)
			trace->row[trace->n++] = t;
		if (t.outcome == AUDIENCE_GRANTED)
			return grant(d, &t);
	}
	return refuse(d, last);
}

struct audience_answer
audience_trace_of(const struct audience_ask *ask,
    struct audience_trace *trace)
{
	struct deciding d = { .ask = ask, .b = ask->bulletin };
	enum partner_state now = partner_state_at(ask->partner,
	    ask->agreement_ends_s, d.b->now_s);

	if (trace != NULL)
		*trace = (struct audience_trace){ .n = 0 };
	if (ask->party)
		return nothing(d.a, AUDIENCE_PARTY, "a party agrees to dates, "
		    "and has no copy, whatever its tier");
	if (now != PARTNER_APPROVED)
		return not_approved(ask, now);
	if (d.b->policy != NULL) {
		d.tier = policy_tier_of(d.b->policy, ask->tier);
		if (trace != NULL)
			trace->tier = d.tier;
		if (d.tier == NULL)
			return nothing(d.a, AUDIENCE_TIER,
			    "the policy has no tier %.64s", ask->tier);
	}
	d.late = ask->had || excepted(ask, AUDIENCE_LATE, d.b->now_s);
	sort_waves(&d);
	d.heir = d.first == NULL && ask->heir && d.b->n_waves > 0;
	if (d.heir)
		d.first = &d.b->waves[d.order[d.b->n_waves - 1]];
	if (d.first == NULL)
		return nothing(d.a, AUDIENCE_TIER, "no wave is for tier %.64s",
		    ask->tier);
	partner_facts(&d, now);
	if (trace != NULL)
		trace->facts = d.facts;
	return walk(&d, trace);
}

struct audience_answer
audience_for(const struct audience_answer *a, enum reader_state reader)
{
	if (!a->granted || reader == READER_ACTIVE)
		return *a;
	return nothing(*a, AUDIENCE_READER,
	    "only confirmed readers; this one %s", reader_words[reader]);
}

struct audience_answer
audience_of(const struct audience_ask *ask)
{
	struct audience_answer a = audience_trace_of(ask, NULL);

	return audience_for(&a, ask->reader);
}

const char *
audience_rule_id(const struct audience_answer *a)
{
	return a->rule == AUDIENCE_POLICY ? a->policy_rule : ids[a->rule];
}

const char *
audience_outcome_text(enum audience_outcome o)
{
	return outcomes[o];
}
