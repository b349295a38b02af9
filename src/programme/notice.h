/* SPDX-License-Identifier: ISC */
/*
 * notice - what is told by mail, to whom, and what it may never say.
 *
 * specs/stories.md 3.10 as a table.  A notice is a template (share/notices)
 * filled with facts; each event has its facts and takes no others, so what
 * they are not (titles, products, who else) has no way in.  What people
 * write themselves is checked besides.  Pure.
 */
#ifndef PROGRAMME_NOTICE_H
#define PROGRAMME_NOTICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

#define NOTICE_SUBJECT_MAX	128	/* bytes */
#define NOTICE_TEXT_MAX		49152	/* bytes, of a filled notice */
#define NOTICE_GIVE_UP_S	86400	/* after the first try */

enum notice_event {
	NOTICE_INVITATION,
	NOTICE_OPEN,
	NOTICE_TERMS,
	NOTICE_REVISED,
	NOTICE_ENDED,
	NOTICE_RETRACTED,
	NOTICE_SUSPENDED,
	NOTICE_REMOVED,
	NOTICE_EXPIRED,
	NOTICE_REINSTATED,
	NOTICE_READER_NEW,
	NOTICE_READER_REVOKED,
	NOTICE_DUTY_DUE,
	NOTICE_DUTY_REPORTED,
	NOTICE_VENDOR_CLOCK,
	NOTICE_APPROVAL,
	NOTICE_APPROVAL_EXPIRING,
	NOTICE_FINDING,
	NOTICE_KEEPER,
	NOTICE_BREACH,
	NOTICE_EVENTS
};

/* To whom.  One recipient each, always. */
enum notice_audience {
	NOTICE_TO_READER,	/* of the wave, or who has a copy */
	NOTICE_TO_PARTNER,	/* the partner's admins */
	NOTICE_TO_OFFICERS,	/* and operators */
	NOTICE_TO_COUNSEL,	/* and officers */
	NOTICE_TO_APPROVERS,
};

enum notice_fact {
	NOTICE_BULLETIN,	/* 16 hex digits */
	NOTICE_WAVE,		/* likewise: of the terms */
	NOTICE_OPENS,		/* instants */
	NOTICE_PUBLIC,
	NOTICE_RESPOND_BY,
	NOTICE_UNTIL,
	NOTICE_WHEN,
	NOTICE_TERM,
	NOTICE_TERMS_HASH,	/* hex */
	NOTICE_USES,		/* several lines */
	NOTICE_AGREEMENT,	/* likewise: its version, what differs */
	NOTICE_WAS,
	NOTICE_NOW,
	NOTICE_SIGN,
	NOTICE_WHY,
	NOTICE_LINK,		/* below the hub's URL */
	NOTICE_WHAT,
	NOTICE_WHAT_LINE,
	NOTICE_GROUND,
	NOTICE_BINDS,
	NOTICE_HOLDS,
	NOTICE_WHO,
	NOTICE_UNDO,
	NOTICE_DEADLINES,
	NOTICE_REQUEST,
	NOTICE_DRY_RUN,
	NOTICE_OTHERWISE,	/* if nobody signs */
	NOTICE_CASE,
	NOTICE_SAFE,
	NOTICE_UNSAFE,
	NOTICE_HAS,
	NOTICE_HAS_NOT,
	NOTICE_ROTATE,
	NOTICE_HUB,		/* its URL */
	NOTICE_FACTS
};

struct notice_rule {
	const char *name;	/* "reader-new": its template's, too */
	enum notice_audience to;
	uint64_t facts;		/* bits of enum notice_fact: all of them, and
				 * no others */
	bool inside;		/* to people of the vendor: may name partners */
};

const struct notice_rule *notice_rule(enum notice_event e);
bool notice_parse(struct span name, enum notice_event *out);

const char *notice_fact_name(enum notice_fact f);	/* "respond-by" */
bool notice_fact_lines(enum notice_fact f);	/* may have several lines */
bool notice_fact_typed(enum notice_fact f);	/* by people: look through it */

/* As it stands in share/notices. */
const char *notice_template(enum notice_event e);

/*
 * Subject and text of a notice, appended.  TT_ENOENT: a fact is missing;
 * TT_EREFUSED: one is given that the event does not take; TT_ESYNTAX: one has
 * control characters, lines where there may be none, or is no UTF-8; *about
 * is its name then.  TT_ELIMIT over one of the limits above.
 */
enum tt_err notice_fill(enum notice_event e,
    const struct span facts[NOTICE_FACTS], struct buf *subject,
    struct buf *text, const char **about) MUST_USE;

/*
 * Whether text says none of what no notice outside the house may say: a CVE
 * id, a CVSS score or vector, the word severity, or one of n words, whole and
 * in any case (those under 3 bytes are passed over).  *found is the one.
 */
bool notice_clean(struct span text, const struct span *words, size_t n,
    struct span *found);

enum notice_state {
	NOTICE_WAITING,
	NOTICE_SENT,
	NOTICE_FAILED,		/* given up: shown, and never sent again */
	NOTICE_DROPPED,		/* nobody is to have it any more */
	NOTICE_STATES
};

enum notice_try {
	NOTICE_TAKEN,		/* the server has it */
	NOTICE_LATER,		/* no server, or it says: not now */
	NOTICE_NEVER,		/* it says: never */
	NOTICE_OBSOLETE,	/* whom it is for may not have it by now */
	NOTICE_TRIES
};

/*
 * What a try leads to, from NOTICE_WAITING: nothing leads anywhere else.
 * tries counts this one; first_s is when the first was.  *next_s, if it still
 * waits, is when to try again: after 1, 2, 4, ... minutes, at most an hour.
 */
enum notice_state notice_tried(enum notice_try t, unsigned tries,
    int64_t first_s, int64_t now_s, int64_t *next_s);

const char *notice_state_text(enum notice_state s);	/* "waiting" */
bool notice_state_parse(struct span s, enum notice_state *out);

#endif
