/* SPDX-License-Identifier: ISC */
/*
 * embargo - the states of a bulletin's embargo, and what moves them.
 *
 * specs/stories.md 3.1 as one table, and the end for all at once that it
 * promises: where an embargo stands follows from its entries in their order
 * and from the clock, and from nothing else.  A proposal takes nothing away:
 * only adopting one changes which terms are in force.  Pure.
 */
#ifndef PROGRAMME_EMBARGO_H
#define PROGRAMME_EMBARGO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

#define EMBARGO_DECIDE_S	(4 * 3600)	/* to end it, or say why not */
#define EMBARGO_MAX_S		(90 * INT64_C(86400))	/* unless policy says */
#define EMBARGO_REASON_MAX	512	/* bytes, "other: TEXT" whole */

enum embargo_state {
	EMBARGO_NONE,
	EMBARGO_PROPOSED,
	EMBARGO_ACTIVE,
	EMBARGO_REVISING,	/* the old terms are in force */
	EMBARGO_ENDED,
	EMBARGO_STATES
};

enum embargo_event {
	EMBARGO_PROPOSE,
	EMBARGO_ACCEPT,		/* the last terms party did */
	EMBARGO_REJECT,
	EMBARGO_REVISE,
	EMBARGO_ADOPT,
	EMBARGO_DROP,		/* the open proposal */
	EMBARGO_REACHED,	/* the public instant */
	EMBARGO_END,		/* early, by decision */
	EMBARGO_PUBLIC,		/* flaw or exploit code became public */
	EMBARGO_ATTACKED,	/* attacks seen, and it is to end */
	EMBARGO_KEEP,		/* seen or public, and it is not to end yet */
	EMBARGO_RETRACT,
	EMBARGO_EVENTS
};

/* Why an embargo is over. */
enum embargo_end {
	EMBARGO_NOT_ENDED,
	EMBARGO_SCHEDULED,
	EMBARGO_BY_REASON,
	EMBARGO_BY_PUBLIC,
	EMBARGO_EXPLOITED,
	EMBARGO_RETRACTED,
	EMBARGO_ENDS
};

enum embargo_need {
	EMBARGO_NEEDS_OFFICER = 1,
	EMBARGO_NEEDS_PARTY = 2,	/* an officer, or a terms party */
	EMBARGO_NEEDS_SECOND = 4,
	EMBARGO_NEEDS_REASON = 8,
	EMBARGO_NEEDS_INSTANTS = 16,	/* they pass 3.5 */
	EMBARGO_NEEDS_UNKNOWN = 32,	/* neither flaw nor exploit public */
	EMBARGO_NEEDS_PARTIES = 64,	/* all terms parties accepted */
	EMBARGO_NEEDS_KEEPERS = 128,	/* enough have confirmed (3.5) */
	EMBARGO_NEEDS_CLOCKS = 256,	/* the hub's, and a checkpoint, agree */
	/* not of every such event: see embargo_facts */
	EMBARGO_NEEDS_SECOND_IF_ATTACKED = 512,	/* and a reason */
	EMBARGO_NEEDS_SECOND_IF_LATER = 1024,
	EMBARGO_NEEDS_DROPPER = 2048,	/* an officer, or respond-by passed */
};

enum embargo_also {
	EMBARGO_HASHES_TERMS = 1,
	EMBARGO_DROPS_PROPOSAL = 2,
	EMBARGO_INVITES = 4,		/* invitations may go out */
	EMBARGO_SETS_TERMS = 8,		/* new ones in force; consent moves */
	EMBARGO_RELEASES = 16,		/* every wave key */
	EMBARGO_PUBLISHES = 32,		/* unless publish_on_end is `hold` */
	EMBARGO_LOGS = 64,		/* an entry of the ledger */
};

struct embargo_rule {
	enum embargo_state from;
	enum embargo_event event;
	enum embargo_state to;
	enum embargo_end end;
	unsigned needs;		/* of enum embargo_need */
	unsigned also;		/* of enum embargo_also */
};

struct embargo_facts {
	unsigned has;		/* of enum embargo_need, the first nine */
	bool small_team;	/* one officer stands for the second person */
	bool attacked;		/* attacks are known as it is proposed */
	bool later;		/* the new public instant is */
	bool respond_by_passed;
};

/* The row, or NULL: nothing leads from there by that event. */
const struct embargo_rule *embargo_rule(enum embargo_state from,
    enum embargo_event event);

/*
 * TT_OK and *out (a row); TT_ESTATE if there is no such row, TT_EREFUSED if
 * something that it needs is missing; *why (may be NULL) says what.  After
 * the end every event is acknowledged, and is without effect.
 */
enum tt_err embargo_move(enum embargo_state from, enum embargo_event event,
    const struct embargo_facts *facts, const struct embargo_rule **out,
    const char **why) MUST_USE;

const char *embargo_state_text(enum embargo_state s);	/* "active" */
const char *embargo_event_text(enum embargo_event e);	/* "end early" */
const char *embargo_end_text(enum embargo_end e);	/* "scheduled" */

/* A closed list of reasons to end early. */
enum embargo_reason {
	EMBARGO_LEAK,
	EMBARGO_ATTACKS,
	EMBARGO_ELSEWHERE,
	EMBARGO_FINDER,
	EMBARGO_MISTAKE,
	EMBARGO_OTHER,		/* with text */
	EMBARGO_REASONS
};

/*
 * "leak", "exploited", "public-elsewhere", "finder", "mistake" or
 * "other:TEXT".  False: none of them, or no text, or one too long.
 */
bool embargo_reason_parse(struct span s, enum embargo_reason *out);
const char *embargo_reason_text(enum embargo_reason r);	/* "leak" */
enum embargo_event embargo_reason_event(enum embargo_reason r);

/* What an entry about a bulletin says. */
enum embargo_said {
	EMBARGO_SAID_PROPOSED,
	EMBARGO_SAID_ACTIVE,	/* a later revision: adopted */
	EMBARGO_SAID_DROPPED,
	EMBARGO_SAID_KEPT,	/* the decision not to end */
	EMBARGO_SAID_ENDED,
	EMBARGO_SAID_RETRACTED,
	EMBARGO_SAIDS
};

const char *embargo_said_text(enum embargo_said s);	/* "proposed" */
bool embargo_said_parse(struct span s, enum embargo_said *out);

struct embargo_entry {
	enum embargo_said said;
	unsigned revision;	/* of the terms */
	int64_t public_s, at_s;
	enum embargo_reason reason;	/* ENDED */
};

/* Where it stands. */
struct embargo_now {
	enum embargo_state state;
	enum embargo_end end;
	unsigned revision;	/* of the terms in force; 0: none were */
	int64_t public_s;	/* by them */
	int64_t ended_s;	/* ENDED */
	unsigned proposed;	/* revision that is open; 0: none */
	int64_t proposed_s;	/* its public instant */
};

/*
 * From all entries in their order, as of now_s.  An entry that no row of the
 * table allows is without effect, as is whatever comes after the end.
 */
struct embargo_now embargo_of(const struct embargo_entry *entry, size_t n,
    int64_t now_s);

#endif
