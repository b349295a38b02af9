/* SPDX-License-Identifier: ISC */
#include "programme/consent.h"

static const struct consent_rule rules[] = {
	{ CONSENT_UNBOUND, CONSENT_INVITE, CONSENT_INVITED, CONSENT_PLAIN },
	{ CONSENT_UNBOUND, CONSENT_IS_PARTY, CONSENT_SIGNATORY,
	    CONSENT_PLAIN },
	{ CONSENT_UNBOUND, CONSENT_REFUSE, CONSENT_DECLINED,
	    CONSENT_REFUSED },
	{ CONSENT_INVITED, CONSENT_REFUSE, CONSENT_DECLINED,
	    CONSENT_REFUSED },
	{ CONSENT_INVITED, CONSENT_SIGN, CONSENT_SIGNATORY, CONSENT_PLAIN },
	{ CONSENT_INVITED, CONSENT_SIGN_STALE, CONSENT_INVITED,
	    CONSENT_PLAIN },
	{ CONSENT_INVITED, CONSENT_SILENCE, CONSENT_DECLINED,
	    CONSENT_SILENT },
	{ CONSENT_SIGNATORY, CONSENT_SIGN, CONSENT_SIGNATORY,
	    CONSENT_PLAIN },
	{ CONSENT_SIGNATORY, CONSENT_CARRY, CONSENT_SIGNATORY,
	    CONSENT_CARRIED },
	{ CONSENT_SIGNATORY, CONSENT_CHANGE, CONSENT_LAPSED, CONSENT_PLAIN },
	{ CONSENT_SIGNATORY, CONSENT_WITHDRAW, CONSENT_DECLINED,
	    CONSENT_WITHDRAWN },
	{ CONSENT_LAPSED, CONSENT_SIGN, CONSENT_SIGNATORY, CONSENT_PLAIN },
	{ CONSENT_LAPSED, CONSENT_REFUSE, CONSENT_DECLINED,
	    CONSENT_REFUSED },
	{ CONSENT_LAPSED, CONSENT_OLD_INSTANT, CONSENT_DECLINED,
	    CONSENT_OLD_PASSED },
	{ CONSENT_DECLINED, CONSENT_INVITE, CONSENT_INVITED, CONSENT_PLAIN },
	{ CONSENT_DECLINED, CONSENT_SIGN, CONSENT_SIGNATORY, CONSENT_PLAIN },
	{ CONSENT_UNBOUND, CONSENT_END, CONSENT_UNBOUND, CONSENT_PLAIN },
	{ CONSENT_INVITED, CONSENT_END, CONSENT_UNBOUND, CONSENT_PLAIN },
	{ CONSENT_SIGNATORY, CONSENT_END, CONSENT_UNBOUND, CONSENT_PLAIN },
	{ CONSENT_LAPSED, CONSENT_END, CONSENT_UNBOUND, CONSENT_PLAIN },
	{ CONSENT_DECLINED, CONSENT_END, CONSENT_UNBOUND, CONSENT_PLAIN },
};

static const struct consent_gets gets[] = {
	[CONSENT_UNBOUND] = { false, CONSENT_COPY_NO, false, false },
	[CONSENT_INVITED] = { true, CONSENT_COPY_AFTER_SIGNING, false,
	    false },
	[CONSENT_SIGNATORY] = { true, CONSENT_COPY_YES, true, true },
	[CONSENT_LAPSED] = { true, CONSENT_COPY_HAD, true, false },
	[CONSENT_DECLINED] = { true, CONSENT_COPY_HAD, false, false },
};

static const char *const states[] = {
	[CONSENT_UNBOUND] = "unbound",
	[CONSENT_INVITED] = "invited",
	[CONSENT_SIGNATORY] = "signatory",
	[CONSENT_LAPSED] = "lapsed",
	[CONSENT_DECLINED] = "declined",
};

static const char *const hows[] = {
	[CONSENT_PLAIN] = "",
	[CONSENT_CARRIED] = "carried",
	[CONSENT_REFUSED] = "refused",
	[CONSENT_SILENT] = "silent",
	[CONSENT_OLD_PASSED] = "the old instant passed",
	[CONSENT_WITHDRAWN] = "withdrawn",
};

_Static_assert(N_ROWS(gets) == CONSENT_STATES, "a row for each state");
_Static_assert(N_ROWS(states) == CONSENT_STATES, "a word for each state");
_Static_assert(N_ROWS(hows) == CONSENT_HOWS, "words for each");

const struct consent_rule *
consent_rule(enum consent_state from, enum consent_event event)
{
	for (size_t i = 0; i < N_ROWS(rules); i++)
		if (rules[i].from == from && rules[i].event == event)
			return &rules[i];
	return NULL;
}

const struct consent_gets *
consent_gets(enum consent_state s)
{
	return &gets[s];
}

const char *
consent_state_text(enum consent_state s)
{
	return states[s];
}

const char *
consent_how_text(enum consent_how h)
{
	return hows[h];
}

/* The terms in force, as they are for one partner. */
struct terms {
	unsigned revision;
	int64_t public_s, respond_by_s;
	bool ended;
};

static void
apply(struct consent_now *c, enum consent_event event, int64_t at_s)
{
	const struct consent_rule *r = consent_rule(c->state, event);

	if (r == NULL)
		return;
	if (r->to != c->state)
		c->since_s = at_s;
	if (event == CONSENT_END)
		c->before_end = c->state;
	c->state = r->to;
	c->how = r->how;
}

/* What the clock alone does by at_s. */
static void
pass(struct consent_now *c, const struct terms *t, int64_t at_s)
{
	if (t->ended)
		return;
	if (c->state == CONSENT_INVITED && t->respond_by_s <= at_s &&
	    t->respond_by_s < t->public_s)
		apply(c, CONSENT_SILENCE, t->respond_by_s);
	if (c->state == CONSENT_LAPSED && c->bound_until_s <= at_s)
		apply(c, CONSENT_OLD_INSTANT, c->bound_until_s);
}

static enum consent_event
change_of(const struct consent_now *c, int64_t public_s, bool uses_changed,
    int64_t allowance_s)
{
	int64_t more = public_s - c->bound_until_s;

	if (uses_changed || (more > 0 && c->lengthened_s + more > allowance_s))
		return CONSENT_CHANGE;
	return CONSENT_CARRY;
}

struct consent_now
consent_if(const struct consent_now *now, int64_t public_s,
    bool uses_changed, int64_t allowance_s)
{
	struct consent_now c = *now;
	enum consent_event event;

	if (c.state != CONSENT_SIGNATORY)
		return c;
	event = change_of(&c, public_s, uses_changed, allowance_s);
	if (event == CONSENT_CARRY) {
		if (public_s > c.bound_until_s)
			c.lengthened_s += public_s - c.bound_until_s;
		c.bound_until_s = public_s;
	}
	apply(&c, event, c.since_s);
	return c;
}

/* Terms that became shorter bind whoever lapsed no longer than they say. */
static void
adopt(struct consent_now *c, struct terms *t, const struct consent_entry *e,
    int64_t allowance_s)
{
	enum consent_state was = c->state;

	*c = consent_if(c, e->public_s, e->uses_changed, allowance_s);
	if (c->state != was)
		c->since_s = e->at_s;
	if (c->state == CONSENT_LAPSED && e->public_s < c->bound_until_s)
		c->bound_until_s = e->public_s;
	t->revision = e->revision;
	t->public_s = e->public_s;
	t->respond_by_s = e->respond_by_s;
}

static void
sign(struct consent_now *c, const struct terms *t,
    const struct consent_entry *e)
{
	if (e->revision != t->revision) {
		apply(c, CONSENT_SIGN_STALE, e->at_s);
		return;
	}
	apply(c, CONSENT_SIGN, e->at_s);
	if (c->state != CONSENT_SIGNATORY)
		return;
	c->bound_until_s = t->public_s;
	c->lengthened_s = 0;
	c->signed_revision = e->revision;
}

static void
take(struct consent_now *c, struct terms *t, const struct consent_entry *e,
    int64_t allowance_s)
{
	switch (e->said) {
	case CONSENT_SAID_INVITED:
		t->revision = e->revision;
		t->public_s = e->public_s;
		t->respond_by_s = e->respond_by_s;
		apply(c, CONSENT_INVITE, e->at_s);
		break;
	case CONSENT_SAID_PARTY:
		apply(c, CONSENT_IS_PARTY, e->at_s);
		c->bound_until_s = t->public_s;
		break;
	case CONSENT_SAID_SIGNED:
		sign(c, t, e);
		break;
	case CONSENT_SAID_REFUSED:
		apply(c, CONSENT_REFUSE, e->at_s);
		break;
	case CONSENT_SAID_WITHDRAWN:
		apply(c, CONSENT_WITHDRAW, e->at_s);
		break;
	case CONSENT_SAID_ADOPTED:
		adopt(c, t, e, allowance_s);
		break;
	case CONSENT_SAID_ENDED:
		apply(c, CONSENT_END, e->at_s);
		t->ended = true;
		break;
	}
}

struct consent_now
consent_of(const struct consent_entry *entry, size_t n, int64_t allowance_s,
    int64_t now_s)
{
	struct consent_now c = { .state = CONSENT_UNBOUND };
	struct terms t = { .revision = 0 };

	for (size_t i = 0; i < n && !t.ended; i++) {
		pass(&c, &t, entry[i].at_s);
		take(&c, &t, &entry[i], allowance_s);
	}
	pass(&c, &t, now_s);
	return c;
}
