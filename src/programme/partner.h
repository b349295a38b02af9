/* SPDX-License-Identifier: ISC */
/*
 * partner - the states of partners and of their readers, and what moves them.
 *
 * specs/stories.md 3.3 and 3.9 as tables.  Nothing here knows who signed:
 * the caller counts signatures of different people and says what is there.
 * An approval, and so a renewal, takes two: its statement does.
 * In a small team one officer's signature stands for the second person and
 * for counsel (specs/ledger.md section 7, field of `keys`).  Pure.
 */
#ifndef PROGRAMME_PARTNER_H
#define PROGRAMME_PARTNER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

enum partner_state {
	PARTNER_APPLIED,
	PARTNER_VETTING,
	PARTNER_APPROVED,
	PARTNER_EXPIRED,	/* derived: partner_state_at */
	PARTNER_SUSPENDED,
	PARTNER_REMOVED,
	PARTNER_REFUSED,
	PARTNER_WITHDRAWN,
	PARTNER_STATES
};

enum partner_event {
	PARTNER_VET,		/* also: who owns it, or where it is, changed */
	PARTNER_APPROVE,
	PARTNER_RENEW,		/* signs a new agreement */
	PARTNER_SUSPEND,
	PARTNER_REINSTATE,	/* from a suspension */
	PARTNER_LAPSE,		/* no second person within 72 h */
	PARTNER_REMOVE,
	PARTNER_REFUSE,
	PARTNER_WITHDRAW,	/* the partner's own wish */
	PARTNER_APPLY,		/* once more */
	PARTNER_EVENTS
};

enum partner_need {
	PARTNER_NEEDS_AGREEMENT = 1,	/* signed, and not at its end */
	PARTNER_NEEDS_REASON = 2,
	PARTNER_NEEDS_TERM = 4,		/* the term of the removal is over */
};

struct partner_rule {
	enum partner_state from;
	enum partner_event event;
	enum partner_state to;
	unsigned officers;	/* different people */
	bool counsel;		/* one more */
	unsigned needs;		/* of enum partner_need */
};

/* What the caller has. */
struct partner_facts {
	unsigned officers;
	bool counsel;
	bool small_team;
	unsigned has;		/* of enum partner_need */
};

/* The row, or NULL: nothing leads from there by that event. */
const struct partner_rule *partner_rule(enum partner_state from,
    enum partner_event event);

/*
 * TT_OK and *to; TT_ESTATE if there is no such row, TT_EREFUSED if a
 * signature or a need is missing.  *why (may be NULL) is a constant that
 * says which: "a second officer", "a signed agreement".
 */
enum tt_err partner_move(enum partner_state from, enum partner_event event,
    const struct partner_facts *facts, enum partner_state *to,
    const char **why) MUST_USE;

#define PARTNER_NO_END	INT64_MAX

/* An approval ends with its agreement, by itself, whenever one looks. */
enum partner_state partner_state_at(enum partner_state recorded,
    int64_t agreement_ends_s, int64_t at_s);

/*
 * What the passing of time makes of a state: a suspension that nobody
 * confirmed lapses, a partner that ran on while a change of owner is looked
 * at goes into vetting, an approval ends with its agreement.
 */
#define PARTNER_CONFIRM_S	(72 * 3600)
#define PARTNER_RUN_ON_S	(14 * 86400)

struct partner_clock {
	enum partner_state recorded;
	int64_t since_s;		/* of the recorded state */
	int64_t agreement_ends_s;	/* or PARTNER_NO_END */
	bool confirmed;			/* the suspension, by a second one */
	int64_t runs_on_until_s;	/* 0: it does not run on */
	int64_t probation_until_s;	/* 0: none */
};

enum partner_state partner_standing(const struct partner_clock *c,
    int64_t at_s);

/* It is approved, and gets the strictest profile and the last wave only. */
bool partner_on_probation(const struct partner_clock *c, int64_t at_s);

/* What a state means, in words that are shown as they are. */
struct partner_meaning {
	const char *entered;
	const char *receives;
	const char *copies;	/* those that are open already */
	const char *keys;
	const char *next;	/* what it may become */
};

const struct partner_meaning *partner_meaning(enum partner_state s);

extern const char *const partner_states[PARTNER_STATES];	/* "approved" */
const char *partner_state_text(enum partner_state s);
bool partner_state_parse(struct span s, enum partner_state *out);

/*
 * What a `partner` statement says of a state; NULL for those that are the
 * vault's own business.
 */
const char *partner_state_logged(enum partner_state s);

/*
 * The state that the ledger has for a partner that it knows already: what it
 * has no word for takes access away, and is `suspended` there.
 */
enum partner_state partner_state_told(enum partner_state s);

enum reader_state {
	READER_LISTED,		/* has a name here, and no invitation */
	READER_INVITED,
	READER_JOINED,		/* made keys; an officer has yet to confirm */
	READER_ACTIVE,
	READER_REVOKED,
	READER_STATES
};

enum reader_event {
	READER_INVITE,		/* again, too, when keys were lost */
	READER_JOIN,
	READER_CONFIRM,
	READER_REVOKE,
	READER_EVENTS
};

/*
 * TT_ESTATE if there is no such row; TT_EREFUSED if the partner's state lets
 * no reader join (all but revoking ask for an approved partner).
 */
enum tt_err reader_move(enum reader_state from, enum reader_event event,
    enum partner_state partner, enum reader_state *to) MUST_USE;

const char *reader_state_text(enum reader_state s);	/* "active" */
bool reader_state_parse(struct span s, enum reader_state *out);

#endif
