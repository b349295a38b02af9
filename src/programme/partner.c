/* SPDX-License-Identifier: ISC */
#include <stddef.h>

#include "programme/partner.h"

#define AGREEMENT	PARTNER_NEEDS_AGREEMENT
#define REASON		PARTNER_NEEDS_REASON
#define TERM		PARTNER_NEEDS_TERM

const char *const partner_states[] = {
	[PARTNER_APPLIED] = "applied",
	[PARTNER_VETTING] = "vetting",
	[PARTNER_APPROVED] = "approved",
	[PARTNER_EXPIRED] = "expired",
	[PARTNER_SUSPENDED] = "suspended",
	[PARTNER_REMOVED] = "removed",
	[PARTNER_REFUSED] = "refused",
	[PARTNER_WITHDRAWN] = "withdrawn",
};

_Static_assert(N_ROWS(partner_states) == PARTNER_STATES,
    "a word for each state");

static const struct partner_rule rules[] = {
	{ PARTNER_APPLIED, PARTNER_VET, PARTNER_VETTING, 1, false, 0 },
	{ PARTNER_APPLIED, PARTNER_REFUSE, PARTNER_REFUSED, 1, false, 0 },
	{ PARTNER_APPLIED, PARTNER_WITHDRAW, PARTNER_WITHDRAWN, 0, false, 0 },
	{ PARTNER_VETTING, PARTNER_APPROVE, PARTNER_APPROVED, 2, false,
	    AGREEMENT },
	{ PARTNER_VETTING, PARTNER_REFUSE, PARTNER_REFUSED, 1, false, 0 },
	{ PARTNER_VETTING, PARTNER_WITHDRAW, PARTNER_WITHDRAWN, 0, false, 0 },
	{ PARTNER_APPROVED, PARTNER_VET, PARTNER_VETTING, 1, false, 0 },
	{ PARTNER_APPROVED, PARTNER_RENEW, PARTNER_APPROVED, 2, false,
	    AGREEMENT },
	{ PARTNER_APPROVED, PARTNER_SUSPEND, PARTNER_SUSPENDED, 1, false,
	    REASON },
	{ PARTNER_APPROVED, PARTNER_REMOVE, PARTNER_REMOVED, 2, true, REASON },
	{ PARTNER_APPROVED, PARTNER_WITHDRAW, PARTNER_WITHDRAWN, 0, false, 0 },
	{ PARTNER_EXPIRED, PARTNER_RENEW, PARTNER_APPROVED, 2, false,
	    AGREEMENT },
	{ PARTNER_EXPIRED, PARTNER_SUSPEND, PARTNER_SUSPENDED, 1, false,
	    REASON },
	{ PARTNER_EXPIRED, PARTNER_REMOVE, PARTNER_REMOVED, 2, true, REASON },
	{ PARTNER_EXPIRED, PARTNER_VET, PARTNER_VETTING, 1, false, 0 },
	{ PARTNER_EXPIRED, PARTNER_WITHDRAW, PARTNER_WITHDRAWN, 0, false, 0 },
	{ PARTNER_SUSPENDED, PARTNER_REINSTATE, PARTNER_APPROVED, 2, false,
	    AGREEMENT },
	{ PARTNER_SUSPENDED, PARTNER_LAPSE, PARTNER_APPROVED, 0, false, 0 },
	{ PARTNER_SUSPENDED, PARTNER_REMOVE, PARTNER_REMOVED, 2, true,
	    REASON },
	{ PARTNER_REMOVED, PARTNER_VET, PARTNER_VETTING, 1, false, TERM },
	{ PARTNER_REFUSED, PARTNER_APPLY, PARTNER_APPLIED, 1, false, 0 },
	{ PARTNER_WITHDRAWN, PARTNER_APPLY, PARTNER_APPLIED, 1, false, 0 },
};

static const struct partner_meaning meanings[] = {
	[PARTNER_APPLIED] = { "form, or partner add", "nothing", "-", "none",
	    "vetting, refused, withdrawn" },
	[PARTNER_VETTING] = { "an officer; also a change of owner or country",
	    "the questions of the vetting", "stay theirs; no new ones",
	    "those it had are refused", "approved, refused, withdrawn" },
	[PARTNER_APPROVED] = { "two people; vetting complete; agreement signed",
	    "what the policy gives it", "stay theirs", "readers may join",
	    "suspended, removed, expired, vetting, withdrawn" },
	[PARTNER_EXPIRED] = { "the end of the agreement, by itself",
	    "public matter, notices of terms, the renewal",
	    "stay theirs; no new copy, no wave that has not opened",
	    "paused", "approved on signing, suspended, removed, vetting, "
	    "withdrawn" },
	[PARTNER_SUSPENDED] = { "one officer, at once; lapses unless a second "
	    "confirms it within 72 h", "notices that concern it",
	    "cannot be recalled; waves that have not opened are withheld",
	    "refused from the next request on",
	    "approved by two people, removed" },
	[PARTNER_REMOVED] = { "two people and counsel, with a reason and a "
	    "term", "nothing but public matter", "cannot be recalled; what is "
	    "owed is sent again, and whether destruction was confirmed is "
	    "recorded", "revoked", "vetting, not before the term ends" },
	[PARTNER_REFUSED] = { "an officer", "nothing", "-", "none",
	    "applied" },
	[PARTNER_WITHDRAWN] = { "the partner", "nothing",
	    "stay bound by what was signed", "refused", "applied" },
};

_Static_assert(N_ROWS(meanings) == PARTNER_STATES, "words for each state");

static const char *const reader_states[] = {
	[READER_LISTED] = "listed",
	[READER_INVITED] = "invited",
	[READER_JOINED] = "joined",
	[READER_ACTIVE] = "active",
	[READER_REVOKED] = "revoked",
};

_Static_assert(N_ROWS(reader_states) == READER_STATES,
    "a word for each state");

static const struct {
	enum reader_state from;
	enum reader_event event;
	enum reader_state to;
} reader_rules[] = {
	{ READER_LISTED, READER_INVITE, READER_INVITED },
	{ READER_INVITED, READER_INVITE, READER_INVITED },
	{ READER_INVITED, READER_JOIN, READER_JOINED },
	{ READER_JOINED, READER_CONFIRM, READER_ACTIVE },
	{ READER_REVOKED, READER_INVITE, READER_INVITED },
	{ READER_LISTED, READER_REVOKE, READER_REVOKED },
	{ READER_INVITED, READER_REVOKE, READER_REVOKED },
	{ READER_JOINED, READER_REVOKE, READER_REVOKED },
	{ READER_ACTIVE, READER_REVOKE, READER_REVOKED },
};

const struct partner_rule *
partner_rule(enum partner_state from, enum partner_event event)
{
	for (size_t i = 0; i < N_ROWS(rules); i++)
		if (rules[i].from == from && rules[i].event == event)
			return &rules[i];
	return NULL;
}

/* What is missing first, or NULL. */
static const char *
missing(const struct partner_rule *r, const struct partner_facts *f)
{
	unsigned needs = r->needs & ~f->has;

	if (needs & AGREEMENT)
		return "a signed agreement that has not ended";
	if (needs & REASON)
		return "a reason";
	if (needs & TERM)
		return "the end of the term that was set";
	if (r->officers > 0 && f->officers == 0)
		return "an officer";
	if (r->officers > f->officers && !f->small_team)
		return "a second officer";
	if (r->counsel && !f->counsel && !f->small_team)
		return "counsel";
	return NULL;
}

enum tt_err
partner_move(enum partner_state from, enum partner_event event,
    const struct partner_facts *facts, enum partner_state *to,
    const char **why)
{
	const struct partner_rule *r = partner_rule(from, event);
	const char *lacks;

	if (r == NULL) {
		if (why != NULL)
			*why = "another state";
		return TT_ESTATE;
	}
	if ((lacks = missing(r, facts)) != NULL) {
		if (why != NULL)
			*why = lacks;
		return TT_EREFUSED;
	}
	*to = r->to;
	return TT_OK;
}

enum partner_state
partner_state_at(enum partner_state recorded, int64_t agreement_ends_s,
    int64_t at_s)
{
	if (recorded == PARTNER_APPROVED && at_s >= agreement_ends_s)
		return PARTNER_EXPIRED;
	return recorded;
}

enum partner_state
partner_standing(const struct partner_clock *c, int64_t at_s)
{
	enum partner_state s = c->recorded;

	if (s == PARTNER_SUSPENDED && !c->confirmed &&
	    at_s - c->since_s >= PARTNER_CONFIRM_S)
		s = PARTNER_APPROVED;
	if (s == PARTNER_APPROVED && c->runs_on_until_s != 0 &&
	    at_s >= c->runs_on_until_s)
		return PARTNER_VETTING;
	return partner_state_at(s, c->agreement_ends_s, at_s);
}

bool
partner_on_probation(const struct partner_clock *c, int64_t at_s)
{
	return c->probation_until_s > at_s &&
	    partner_standing(c, at_s) == PARTNER_APPROVED;
}

const struct partner_meaning *
partner_meaning(enum partner_state s)
{
	return &meanings[s];
}

const char *
partner_state_text(enum partner_state s)
{
	return partner_states[s];
}

bool
partner_state_parse(struct span s, enum partner_state *out)
{
	for (enum partner_state i = 0; i < PARTNER_STATES; i++)
		if (span_is(s, partner_states[i])) {
			*out = i;
			return true;
		}
	return false;
}

const char *
partner_state_logged(enum partner_state s)
{
	switch (s) {
	case PARTNER_APPROVED:
	case PARTNER_SUSPENDED:
	case PARTNER_REMOVED:
		return partner_states[s];
	case PARTNER_APPLIED:
	case PARTNER_VETTING:
	case PARTNER_EXPIRED:
	case PARTNER_REFUSED:
	case PARTNER_WITHDRAWN:
	case PARTNER_STATES:
		break;
	}
	return NULL;
}

enum partner_state
partner_state_told(enum partner_state s)
{
	return partner_state_logged(s) != NULL ? s : PARTNER_SUSPENDED;
}

enum tt_err
reader_move(enum reader_state from, enum reader_event event,
    enum partner_state partner, enum reader_state *to)
{
	for (size_t i = 0; i < N_ROWS(reader_rules); i++) {
		if (reader_rules[i].from != from ||
		    reader_rules[i].event != event)
			continue;
		if (event != READER_REVOKE && partner != PARTNER_APPROVED)
			return TT_EREFUSED;
		*to = reader_rules[i].to;
		return TT_OK;
	}
	return TT_ESTATE;
}

const char *
reader_state_text(enum reader_state s)
{
	return reader_states[s];
}

bool
reader_state_parse(struct span s, enum reader_state *out)
{
	for (enum reader_state i = 0; i < READER_STATES; i++)
		if (span_is(s, reader_states[i])) {
			*out = i;
			return true;
		}
	return false;
}
