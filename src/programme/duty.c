/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "programme/duty.h"

const char *const duty_reports[] = {
	[DUTY_NONE] = "none",
	[DUTY_POSSIBLE] = "possible",
	[DUTY_UNKNOWN] = "unknown",
	[DUTY_CERTAIN] = "certain",
};

_Static_assert(N_ROWS(duty_reports) == DUTY_REPORTS, "a word for each");

/* The least of several is what they say together. */
enum bound { BOUND_NO, BOUND_UNSURE, BOUND_YES };

static enum bound
both(enum bound a, enum bound b)
{
	return a < b ? a : b;
}

static enum bound
either(enum bound a, enum bound b)
{
	return a > b ? a : b;
}

static bool
is_in(const struct duties *d, const char *jurisdiction, const char *country)
{
	if (strcmp(jurisdiction, country) == 0)
		return true;
	for (size_t i = 0; i < d->n_groups; i++) {
		if (strcmp(d->group[i].name, jurisdiction) != 0)
			continue;
		for (size_t k = 0; k < d->group[i].n; k++)
			if (strcmp(d->group[i].country[k], country) == 0)
				return true;
	}
	return false;
}

/* Whether one of the n countries is in it; without any, nobody knows. */
static enum bound
any_in(const struct duties *d, const char *jurisdiction,
    const char (*country)[MEMBER_COUNTRY_LEN + 1], size_t n, bool known)
{
	for (size_t i = 0; i < n; i++)
		if (is_in(d, jurisdiction, country[i]))
			return BOUND_YES;
	return known ? BOUND_NO : BOUND_UNSURE;
}

static enum bound
by_territory(const struct duty_ask *ask, const struct duty *d)
{
	const struct profile *p = ask->profile;
	enum bound here = any_in(ask->duties, d->jurisdiction, p->country,
	    p->n_countries, p->n_countries > 0);
	enum bound sold = any_in(ask->duties, d->jurisdiction, p->market,
	    p->n_markets, p->markets_known);

	switch (d->territory) {
	case TERRITORY_ANYWHERE:
		return BOUND_YES;
	case TERRITORY_ESTABLISHED:
		return here;
	case TERRITORY_OFFERING:
		return sold;
	case TERRITORY_EITHER:
		return either(here, sold);
	case DUTY_TERRITORIES:
		break;
	}
	return BOUND_UNSURE;
}

static enum bound
is_about(const struct duty_ask *ask, const char *family)
{
	if (family[0] == '\0' || ask->n_products == 0)
		return BOUND_UNSURE;
	for (size_t i = 0; i < ask->n_products; i++)
		if (strcmp(ask->products[i], family) == 0)
			return BOUND_YES;
	return BOUND_NO;
}

static enum bound
by_role(const struct duty_ask *ask, const struct duty *d)
{
	const struct profile *p = ask->profile;
	enum bound b = BOUND_NO;

	if (d->roles & 1u << ROLE_ANYBODY)
		return BOUND_YES;
	for (size_t i = 0; i < p->n_roles; i++) {
		if ((d->roles & 1u << p->role[i].role) == 0)
			continue;
		b = either(b, d->subject == SUBJECT_OWN_PRODUCT ?
		    is_about(ask, p->role[i].family) : BOUND_YES);
	}
	return b;
}

/* A bulletin can begin it, and it is the law while it is secret. */
static bool
concerns(const struct duty_ask *ask, const struct duty *d)
{
	return !d->prohibits && d->subject != SUBJECT_OWN_SYSTEMS &&
	    d->trigger != TRIGGER_INCIDENT && d->in_force_s < ask->public_s &&
	    d->ends_s > ask->opens_s;
}

static int64_t
later(int64_t from_s, int64_t after_s)
{
	int64_t sum;

	return __builtin_add_overflow(from_s, after_s, &sum) ? DUTY_NEVER :
	    sum;
}

static int64_t
begins(const struct duty_ask *ask, enum duty_trigger t)
{
	switch (t) {
	case TRIGGER_VULNERABILITY:
		return ask->opens_s;
	case TRIGGER_EXPLOITATION:
		return ask->exploited_s > ask->opens_s ? ask->exploited_s :
		    ask->opens_s;
	case TRIGGER_FIX:
	case TRIGGER_INCIDENT:
	case DUTY_TRIGGERS:
		break;
	}
	return ask->public_s;
}

/* When the first stage is due at the latest. */
static int64_t
first_due(const struct duty_ask *ask, const struct duty *d)
{
	int64_t start = begins(ask, d->trigger), due = start;
	int64_t first = DUTY_NEVER;

	for (size_t i = 0; i < d->n_stages; i++) {
		const struct duty_stage *s = &d->stage[i];

		due = later(s->from == FROM_PREVIOUS ? due :
		    s->from == FROM_FIX ? ask->public_s : start, s->after_s);
		first = due < first ? due : first;
	}
	return first;
}

static void PRINTF(4, 5)
say(struct duty_answer *a, enum duty_report report, const char *id,
    const char *fmt, ...)
{
	va_list ap;

	a->all |= 1u << report;
	if (report < a->report || (report == a->report &&
	    a->because[0] != '\0'))
		return;
	a->report = report;
	snprintf(a->id, sizeof(a->id), "%s", id);
	va_start(ap, fmt);
	vsnprintf(a->because, sizeof(a->because), fmt, ap);
	va_end(ap);
}

/* Somebody is bound whose first stage is due then. */
static void
say_bound(struct duty_answer *a, const struct duty_ask *ask, const char *id,
    int64_t due_s, const char *whose)
{
	char at[INSTANT_LEN + 1];

	if (due_s >= ask->public_s) {
		say(a, DUTY_POSSIBLE, id, "duty %s binds them%s; it may be "
		    "met at once, and need not be before the public instant",
		    id, whose);
		return;
	}
	if (a->report != DUTY_CERTAIN || due_s < a->due_s)
		a->due_s = due_s;
	instant_format(due_s, at);
	say(a, DUTY_CERTAIN, id, "duty %s binds them%s: a report is due by "
	    "%s, before the public instant", id, whose, at);
}

static void
judge(struct duty_answer *a, const struct duty_ask *ask, const struct duty *d)
{
	enum bound b;

	if (!concerns(ask, d))
		return;
	b = both(by_territory(ask, d), by_role(ask, d));
	if (b == BOUND_NO)
		return;
	if (b == BOUND_UNSURE)
		say(a, DUTY_UNKNOWN, d->id, "duty %s may bind them: %s", d->id,
		    ask->n_products == 0 ? "the bulletin names no products" :
		    "their profile does not say enough");
	else if (d->confidence == CONFIDENCE_UNVERIFIED)
		say(a, DUTY_UNKNOWN, d->id, "duty %s would bind them, and "
		    "nobody has verified it", d->id);
	else
		say_bound(a, ask, d->id, first_due(ask, d), "");
}

/* What they said themselves counts even if the file binds others only. */
static void
judge_declared(struct duty_answer *a, const struct duty_ask *ask,
    const struct profile_duty *p)
{
	const struct duty *d = duties_find(ask->duties, p->id);
	int64_t due = DUTY_NEVER, own;

	if (!p->bound || (d != NULL && d->prohibits))
		return;
	if (d != NULL)
		due = first_due(ask, d);
	if (p->after_s >= 0 && (own = later(ask->opens_s, p->after_s)) < due)
		due = own;
	say_bound(a, ask, p->id, due, ", as they declared");
}

static void
judge_declaration(struct duty_answer *a, const struct duty_ask *ask)
{
	char since[INSTANT_LEN + 1];

	a->declared = profile_declared_at(ask->profile, ask->now_s,
	    ask->since_partner_s, &a->since_s);
	if (a->declared == DECLARED_CURRENT)
		return;
	instant_format(a->since_s, since);
	say(a, DUTY_UNKNOWN, "", a->declared == DECLARED_OVERDUE ?
	    "their declaration is over a year old, since %s" :
	    "they have not declared their duties, since %s", since);
}

struct duty_answer
duty_of(const struct duty_ask *ask)
{
	struct duty_answer a = { .report = DUTY_NONE, .due_s = DUTY_NEVER };

	for (size_t i = 0; ask->profile != NULL &&
	    i < ask->profile->n_duties; i++)
		judge_declared(&a, ask, &ask->profile->duty[i]);
	for (size_t i = 0; ask->duties != NULL && ask->profile != NULL &&
	    i < ask->duties->n; i++)
		judge(&a, ask, &ask->duties->duty[i]);
	judge_declaration(&a, ask);
	if (a.all == 0)
		say(&a, DUTY_NONE, "", "no duty binds them for this bulletin");
	return a;
}
