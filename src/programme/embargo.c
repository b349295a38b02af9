/* SPDX-License-Identifier: ISC */
#include "programme/embargo.h"

#define OFFICER		EMBARGO_NEEDS_OFFICER
#define SECOND		(EMBARGO_NEEDS_OFFICER | EMBARGO_NEEDS_SECOND)
#define REASON		EMBARGO_NEEDS_REASON
#define PROPOSING	(EMBARGO_NEEDS_OFFICER | EMBARGO_NEEDS_INSTANTS | \
			EMBARGO_NEEDS_UNKNOWN | \
			EMBARGO_NEEDS_SECOND_IF_ATTACKED)
#define OVER		(EMBARGO_RELEASES | EMBARGO_PUBLISHES | EMBARGO_LOGS)

static const struct embargo_rule rules[] = {
	{ EMBARGO_NONE, EMBARGO_PROPOSE, EMBARGO_PROPOSED, EMBARGO_NOT_ENDED,
	    PROPOSING, EMBARGO_HASHES_TERMS },
	{ EMBARGO_PROPOSED, EMBARGO_PROPOSE, EMBARGO_PROPOSED,
	    EMBARGO_NOT_ENDED, PROPOSING,
	    EMBARGO_HASHES_TERMS | EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_PROPOSED, EMBARGO_ACCEPT, EMBARGO_ACTIVE, EMBARGO_NOT_ENDED,
	    EMBARGO_NEEDS_PARTIES, EMBARGO_LOGS | EMBARGO_INVITES |
	    EMBARGO_SETS_TERMS },
	{ EMBARGO_PROPOSED, EMBARGO_REJECT, EMBARGO_NONE, EMBARGO_NOT_ENDED,
	    0, EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_PROPOSED, EMBARGO_PUBLIC, EMBARGO_NONE, EMBARGO_NOT_ENDED,
	    0, EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_ACTIVE, EMBARGO_REVISE, EMBARGO_REVISING, EMBARGO_NOT_ENDED,
	    EMBARGO_NEEDS_PARTY, EMBARGO_HASHES_TERMS },
	{ EMBARGO_REVISING, EMBARGO_REVISE, EMBARGO_REVISING,
	    EMBARGO_NOT_ENDED, EMBARGO_NEEDS_PARTY,
	    EMBARGO_HASHES_TERMS | EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_REVISING, EMBARGO_ADOPT, EMBARGO_ACTIVE, EMBARGO_NOT_ENDED,
	    OFFICER | EMBARGO_NEEDS_PARTIES | EMBARGO_NEEDS_KEEPERS |
	    EMBARGO_NEEDS_SECOND_IF_LATER, EMBARGO_LOGS | EMBARGO_SETS_TERMS },
	{ EMBARGO_REVISING, EMBARGO_DROP, EMBARGO_ACTIVE, EMBARGO_NOT_ENDED,
	    EMBARGO_NEEDS_DROPPER, EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_ACTIVE, EMBARGO_REACHED, EMBARGO_ENDED, EMBARGO_SCHEDULED,
	    EMBARGO_NEEDS_CLOCKS, OVER },
	{ EMBARGO_REVISING, EMBARGO_REACHED, EMBARGO_ENDED, EMBARGO_SCHEDULED,
	    EMBARGO_NEEDS_CLOCKS, OVER | EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_ACTIVE, EMBARGO_END, EMBARGO_ENDED, EMBARGO_BY_REASON,
	    SECOND | REASON, OVER },
	{ EMBARGO_REVISING, EMBARGO_END, EMBARGO_ENDED, EMBARGO_BY_REASON,
	    SECOND | REASON, OVER | EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_ACTIVE, EMBARGO_PUBLIC, EMBARGO_ENDED, EMBARGO_BY_PUBLIC,
	    OFFICER, OVER },
	{ EMBARGO_REVISING, EMBARGO_PUBLIC, EMBARGO_ENDED, EMBARGO_BY_PUBLIC,
	    OFFICER, OVER | EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_ACTIVE, EMBARGO_ATTACKED, EMBARGO_ENDED, EMBARGO_EXPLOITED,
	    OFFICER | REASON, OVER },
	{ EMBARGO_REVISING, EMBARGO_ATTACKED, EMBARGO_ENDED,
	    EMBARGO_EXPLOITED, OFFICER | REASON,
	    OVER | EMBARGO_DROPS_PROPOSAL },
	{ EMBARGO_ACTIVE, EMBARGO_KEEP, EMBARGO_ACTIVE, EMBARGO_NOT_ENDED,
	    OFFICER | REASON, EMBARGO_LOGS },
	{ EMBARGO_REVISING, EMBARGO_KEEP, EMBARGO_REVISING, EMBARGO_NOT_ENDED,
	    OFFICER | REASON, EMBARGO_LOGS },
	{ EMBARGO_ACTIVE, EMBARGO_RETRACT, EMBARGO_ENDED, EMBARGO_RETRACTED,
	    SECOND, EMBARGO_LOGS },
	{ EMBARGO_REVISING, EMBARGO_RETRACT, EMBARGO_ENDED, EMBARGO_RETRACTED,
	    SECOND, EMBARGO_LOGS | EMBARGO_DROPS_PROPOSAL },
};

/* After the end: acknowledged, without effect. */
static const struct embargo_rule ended = { EMBARGO_ENDED, EMBARGO_EVENTS,
	EMBARGO_ENDED, EMBARGO_NOT_ENDED, 0, 0 };

static const char *const states[] = {
	[EMBARGO_NONE] = "none",
	[EMBARGO_PROPOSED] = "proposed",
	[EMBARGO_ACTIVE] = "active",
	[EMBARGO_REVISING] = "revising",
	[EMBARGO_ENDED] = "ended",
};

static const char *const events[] = {
	[EMBARGO_PROPOSE] = "propose",
	[EMBARGO_ACCEPT] = "accept",
	[EMBARGO_REJECT] = "reject",
	[EMBARGO_REVISE] = "revise",
	[EMBARGO_ADOPT] = "adopt",
	[EMBARGO_DROP] = "drop",
	[EMBARGO_REACHED] = "instant reached",
	[EMBARGO_END] = "end early",
	[EMBARGO_PUBLIC] = "it became public",
	[EMBARGO_ATTACKED] = "attacks seen",
	[EMBARGO_KEEP] = "keep it",
	[EMBARGO_RETRACT] = "retract",
};

static const char *const ends[] = {
	[EMBARGO_NOT_ENDED] = "not ended",
	[EMBARGO_SCHEDULED] = "scheduled",
	[EMBARGO_BY_REASON] = "reason",
	[EMBARGO_BY_PUBLIC] = "public",
	[EMBARGO_EXPLOITED] = "exploited",
	[EMBARGO_RETRACTED] = "retracted",
};

static const struct {
	const char *text;
	enum embargo_event event;
} reasons[] = {
	[EMBARGO_LEAK] = { "leak", EMBARGO_END },
	[EMBARGO_ATTACKS] = { "exploited", EMBARGO_ATTACKED },
	[EMBARGO_ELSEWHERE] = { "public-elsewhere", EMBARGO_PUBLIC },
	[EMBARGO_FINDER] = { "finder", EMBARGO_END },
	[EMBARGO_MISTAKE] = { "mistake", EMBARGO_END },
	[EMBARGO_OTHER] = { "other", EMBARGO_END },
};

static const char *const saids[] = {
	[EMBARGO_SAID_PROPOSED] = "proposed",
	[EMBARGO_SAID_ACTIVE] = "active",
	[EMBARGO_SAID_DROPPED] = "dropped",
	[EMBARGO_SAID_KEPT] = "kept",
	[EMBARGO_SAID_ENDED] = "ended",
	[EMBARGO_SAID_RETRACTED] = "retracted",
};

_Static_assert(N_ROWS(states) == EMBARGO_STATES, "a word for each state");
_Static_assert(N_ROWS(events) == EMBARGO_EVENTS, "words for each event");
_Static_assert(N_ROWS(ends) == EMBARGO_ENDS, "a word for each end");
_Static_assert(N_ROWS(reasons) == EMBARGO_REASONS, "a row for each reason");
_Static_assert(N_ROWS(saids) == EMBARGO_SAIDS, "a word for each");

/* One need and its words; the first that is missing is said. */
static const struct {
	unsigned need;
	const char *what;
} needs[] = {
	{ EMBARGO_NEEDS_OFFICER, "an officer" },
	{ EMBARGO_NEEDS_PARTY, "an officer or a terms party" },
	{ EMBARGO_NEEDS_DROPPER, "an officer, or respond-by to pass" },
	{ EMBARGO_NEEDS_INSTANTS, "instants that are valid" },
	{ EMBARGO_NEEDS_UNKNOWN, "a flaw that is not public" },
	{ EMBARGO_NEEDS_PARTIES, "every terms party to accept" },
	{ EMBARGO_NEEDS_KEEPERS, "more keepers to confirm" },
	{ EMBARGO_NEEDS_CLOCKS, "a checkpoint that says the instant came" },
	{ EMBARGO_NEEDS_REASON, "a reason" },
	{ EMBARGO_NEEDS_SECOND, "a second officer" },
};

const struct embargo_rule *
embargo_rule(enum embargo_state from, enum embargo_event event)
{
	if (from == EMBARGO_ENDED)
		return &ended;
	for (size_t i = 0; i < N_ROWS(rules); i++)
		if (rules[i].from == from && rules[i].event == event)
			return &rules[i];
	return NULL;
}

/* All that r needs of these facts, as plain needs. */
static unsigned
needed(const struct embargo_rule *r, const struct embargo_facts *f)
{
	unsigned n = r->needs;

	if ((n & EMBARGO_NEEDS_SECOND_IF_ATTACKED) && f->attacked)
		n |= EMBARGO_NEEDS_SECOND | EMBARGO_NEEDS_REASON;
	if ((n & EMBARGO_NEEDS_SECOND_IF_LATER) && f->later)
		n |= EMBARGO_NEEDS_SECOND;
	if (f->small_team)
		n &= ~(unsigned)EMBARGO_NEEDS_SECOND;
	return n & ~(unsigned)(EMBARGO_NEEDS_SECOND_IF_ATTACKED |
	    EMBARGO_NEEDS_SECOND_IF_LATER);
}

static unsigned
present(const struct embargo_facts *f)
{
	unsigned has = f->has;

	if (has & EMBARGO_NEEDS_OFFICER)
		has |= EMBARGO_NEEDS_PARTY | EMBARGO_NEEDS_DROPPER;
	if (f->respond_by_passed)
		has |= EMBARGO_NEEDS_DROPPER;
	return has;
}

enum tt_err
embargo_move(enum embargo_state from, enum embargo_event event,
    const struct embargo_facts *facts, const struct embargo_rule **out,
    const char **why)
{
	const struct embargo_rule *r = embargo_rule(from, event);
	unsigned lacks;

	if (r == NULL) {
		if (why != NULL)
			*why = "another state";
		return TT_ESTATE;
	}
	lacks = needed(r, facts) & ~present(facts);
	for (size_t i = 0; i < N_ROWS(needs); i++)
		if (lacks & needs[i].need) {
			if (why != NULL)
				*why = needs[i].what;
			return TT_EREFUSED;
		}
	*out = r;
	return TT_OK;
}

const char *
embargo_state_text(enum embargo_state s)
{
	return states[s];
}

const char *
embargo_event_text(enum embargo_event e)
{
	return events[e];
}

const char *
embargo_end_text(enum embargo_end e)
{
	return ends[e];
}

const char *
embargo_reason_text(enum embargo_reason r)
{
	return reasons[r].text;
}

enum embargo_event
embargo_reason_event(enum embargo_reason r)
{
	return reasons[r].event;
}

bool
embargo_reason_parse(struct span s, enum embargo_reason *out)
{
	if (s.n > EMBARGO_REASON_MAX)
		return false;
	for (enum embargo_reason r = 0; r < EMBARGO_OTHER; r++)
		if (span_is(s, reasons[r].text)) {
			*out = r;
			return true;
		}
	if (!span_skip(&s, "other:"))
		return false;
	while (span_skip(&s, " "))
		;
	if (s.n == 0)
		return false;
	*out = EMBARGO_OTHER;
	return true;
}

const char *
embargo_said_text(enum embargo_said s)
{
	return saids[s];
}

bool
embargo_said_parse(struct span s, enum embargo_said *out)
{
	for (enum embargo_said i = 0; i < EMBARGO_SAIDS; i++)
		if (span_is(s, saids[i])) {
			*out = i;
			return true;
		}
	return false;
}

/* The event that an entry is, from where the embargo stands. */
static enum embargo_event
event_of(const struct embargo_entry *e, const struct embargo_now *now)
{
	bool first = now->state == EMBARGO_NONE ||
	    now->state == EMBARGO_PROPOSED;

	switch (e->said) {
	case EMBARGO_SAID_PROPOSED:
		return first ? EMBARGO_PROPOSE : EMBARGO_REVISE;
	case EMBARGO_SAID_ACTIVE:
		return first ? EMBARGO_ACCEPT : EMBARGO_ADOPT;
	case EMBARGO_SAID_DROPPED:
		return first ? EMBARGO_REJECT : EMBARGO_DROP;
	case EMBARGO_SAID_KEPT:
		return EMBARGO_KEEP;
	case EMBARGO_SAID_ENDED:
		return embargo_reason_event(e->reason);
	case EMBARGO_SAID_RETRACTED:
		return EMBARGO_RETRACT;
	case EMBARGO_SAIDS:
		break;
	}
	return EMBARGO_EVENTS;
}

/* An adopted entry stands for its own proposal where none is on record. */
static void
imply_proposal(struct embargo_now *now, const struct embargo_entry *e)
{
	if (e->said != EMBARGO_SAID_ACTIVE || e->revision <= now->revision)
		return;
	if (now->state == EMBARGO_NONE)
		now->state = EMBARGO_PROPOSED;
	else if (now->state == EMBARGO_ACTIVE)
		now->state = EMBARGO_REVISING;
}

static void
reach(struct embargo_now *now, int64_t at_s)
{
	if ((now->state == EMBARGO_ACTIVE || now->state ==
	    EMBARGO_REVISING) && now->public_s <= at_s) {
		now->state = EMBARGO_ENDED;
		now->end = EMBARGO_SCHEDULED;
		now->ended_s = now->public_s;
		now->proposed = 0;
	}
}

static void
take(struct embargo_now *now, const struct embargo_entry *e)
{
	const struct embargo_rule *r;

	imply_proposal(now, e);
	r = embargo_rule(now->state, event_of(e, now));
	if (r == NULL || r->from == EMBARGO_ENDED)
		return;
	if (r->also & (EMBARGO_DROPS_PROPOSAL | EMBARGO_SETS_TERMS))
		now->proposed = 0;
	if (e->said == EMBARGO_SAID_PROPOSED) {
		now->proposed = e->revision;
		now->proposed_s = e->public_s;
	}
	if (r->also & EMBARGO_SETS_TERMS) {
		now->revision = e->revision;
		now->public_s = e->public_s;
	}
	now->state = r->to;
	now->end = r->end;
	if (r->to == EMBARGO_ENDED)
		now->ended_s = e->at_s;
}

struct embargo_now
embargo_of(const struct embargo_entry *entry, size_t n, int64_t now_s)
{
	struct embargo_now now = { .state = EMBARGO_NONE };

	for (size_t i = 0; i < n && now.state != EMBARGO_ENDED; i++) {
		reach(&now, entry[i].at_s);
		take(&now, &entry[i]);
	}
	reach(&now, now_s);
	return now;
}
