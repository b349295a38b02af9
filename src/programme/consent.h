/* SPDX-License-Identifier: ISC */
/*
 * consent - a partner's state towards one bulletin.
 *
 * specs/stories.md 3.2: the table, and what each state gets.  The state is
 * derived from entries, in their order, and from the clock; nobody sets it.
 * Two things go beyond the table and stand beside it in the text: a late yes
 * is never refused while the embargo stands, so whoever declined may sign;
 * and who is silent through a change of terms stays what they were.  Pure.
 */
#ifndef PROGRAMME_CONSENT_H
#define PROGRAMME_CONSENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"

enum consent_state {
	CONSENT_UNBOUND,
	CONSENT_INVITED,
	CONSENT_SIGNATORY,
	CONSENT_LAPSED,		/* bound until the old instant */
	CONSENT_DECLINED,
	CONSENT_STATES
};

enum consent_event {
	CONSENT_INVITE,		/* their wave was published; again, too */
	CONSENT_IS_PARTY,	/* a terms party, or filed the report */
	CONSENT_REFUSE,
	CONSENT_SIGN,		/* the terms in force */
	CONSENT_SIGN_STALE,	/* terms that are no longer in force */
	CONSENT_SILENCE,	/* respond-by passes */
	CONSENT_CARRY,		/* shorter, or longer within the allowance */
	CONSENT_CHANGE,		/* longer beyond it, or other uses */
	CONSENT_OLD_INSTANT,	/* passes, for one who lapsed */
	CONSENT_WITHDRAW,
	CONSENT_END,		/* of the embargo */
	CONSENT_EVENTS
};

/* How it came to be what it is. */
enum consent_how {
	CONSENT_PLAIN,
	CONSENT_CARRIED,
	CONSENT_REFUSED,
	CONSENT_SILENT,
	CONSENT_OLD_PASSED,
	CONSENT_WITHDRAWN,
	CONSENT_HOWS
};

struct consent_rule {
	enum consent_state from;
	enum consent_event event;
	enum consent_state to;
	enum consent_how how;
};

/* The row, or NULL: the event leaves the state as it is. */
const struct consent_rule *consent_rule(enum consent_state from,
    enum consent_event event);

enum consent_copy {
	CONSENT_COPY_NO,
	CONSENT_COPY_AFTER_SIGNING,
	CONSENT_COPY_YES,
	CONSENT_COPY_HAD,	/* what they have, nothing new */
};

/* What a state gets: the second table of 3.2. */
struct consent_gets {
	bool notice;		/* of terms */
	enum consent_copy copy;
	bool opens;		/* at the instant, what they have */
	bool later;		/* parts, revisions */
};

const struct consent_gets *consent_gets(enum consent_state s);

const char *consent_state_text(enum consent_state s);	/* "signatory" */
const char *consent_how_text(enum consent_how h);	/* "carried"; "" */

enum consent_said {
	CONSENT_SAID_INVITED,	/* published to them, or invited again */
	CONSENT_SAID_PARTY,
	CONSENT_SAID_SIGNED,	/* terms of `revision` */
	CONSENT_SAID_REFUSED,
	CONSENT_SAID_WITHDRAWN,
	CONSENT_SAID_ADOPTED,	/* terms of `revision`, for everybody */
	CONSENT_SAID_ENDED,
};

/* One fact of an entry, as it concerns this partner. */
struct consent_entry {
	enum consent_said said;
	int64_t at_s;
	unsigned revision;	/* SIGNED, ADOPTED; INVITED: in force then */
	int64_t public_s;	/* ADOPTED, INVITED: by these terms */
	int64_t respond_by_s;	/* likewise */
	bool uses_changed;	/* ADOPTED */
};

struct consent_now {
	enum consent_state state;
	enum consent_how how;
	int64_t since_s;
	int64_t bound_until_s;	/* by what was signed; 0: by nothing */
	int64_t lengthened_s;	/* since they signed, of the allowance */
	unsigned signed_revision;	/* newest one signed; 0: none */
	enum consent_state before_end;	/* last state before it; for reports */
};

/*
 * From all entries in their order, as of now_s.  allowance_s: how much longer
 * a signature carries, in all, by the partner's agreement.
 */
struct consent_now consent_of(const struct consent_entry *entry, size_t n,
    int64_t allowance_s, int64_t now_s);

/*
 * What adopting terms would do to it, before it is done: the state that
 * follows; who lapses is free to speak at bound_until_s.
 */
struct consent_now consent_if(const struct consent_now *now,
    int64_t public_s, bool uses_changed, int64_t allowance_s);

#endif
