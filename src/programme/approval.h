/* SPDX-License-Identifier: ISC */
/*
 * approval - who must agree before an act is done.
 *
 * specs/stories.md 3.9 as a table.  An act is asked for by one officer, who
 * signs; it is done once so many different people have signed the very same
 * statements.  In a small team one officer's signature stands for the second
 * person and for counsel (specs/ledger.md section 7, field of `keys`).  Pure.
 */
#ifndef PROGRAMME_APPROVAL_H
#define PROGRAMME_APPROVAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

enum approval_act {
	APPROVAL_PUBLISH,	/* plain: one officer */
	APPROVAL_PUBLISH_EARLY,	/* a proof of concept, over 24 h ahead */
	APPROVAL_URGENT,
	APPROVAL_SHORTEN,
	APPROVAL_LENGTHEN,
	APPROVAL_END,		/* release now */
	APPROVAL_RETRACT,
	APPROVAL_ADMIT,		/* approve or reinstate a partner */
	APPROVAL_SUSPEND,	/* at once; confirmed within 72 h */
	APPROVAL_REMOVE,
	APPROVAL_EXCEPTION,
	APPROVAL_EXCEPTION_DUTY,
	APPROVAL_LATE,		/* an open wave for one who joins late */
	APPROVAL_POLICY,	/* policy, duties, agreement: new version */
	APPROVAL_KEYS,		/* officers come and go */
	APPROVAL_CASE_OPEN,
	APPROVAL_FINDING,	/* to the partner concerned */
	APPROVAL_FINDING_OUT,	/* to anybody else */
	APPROVAL_BUNDLE,	/* opens the codebook */
	APPROVAL_ACTS
};

struct approval_rule {
	const char *name;	/* "early-end": in requests and lists */
	unsigned officers;	/* different people, the asker one of them */
	bool counsel;		/* one more */
	int64_t good_for_s;	/* then the request expires */
	bool at_once;		/* done by the asker, to be confirmed */
};

const struct approval_rule *approval_rule(enum approval_act act);

bool approval_parse(struct span name, enum approval_act *out);

/* What becomes of a request. */

enum approval_state {
	APPROVAL_WAITS,		/* for signatures; nothing is done */
	APPROVAL_UNCONFIRMED,	/* done, and lapses unless confirmed */
	APPROVAL_COMPLETE,	/* signed; each vault has yet to do it */
	APPROVAL_DONE,
	APPROVAL_REFUSED,
	APPROVAL_EXPIRED,
	APPROVAL_LAPSED,	/* was done, is undone */
	APPROVAL_STATES
};

enum approval_event {
	APPROVAL_SIGNED,	/* one more, and more are needed */
	APPROVAL_ENOUGH,	/* the last one that was needed */
	APPROVAL_NO,		/* one who may sign said no */
	APPROVAL_TIME,		/* the instant at which it expires */
	APPROVAL_APPLIED,	/* by the vault whose record it is */
	APPROVAL_EVENTS
};

const char *approval_state_text(enum approval_state s);	/* "waits" */
bool approval_state_parse(struct span text, enum approval_state *out);

/* TT_OK and *s moved; TT_ESTATE: nothing may happen to it any more. */
enum tt_err approval_move(enum approval_state *s, enum approval_event e)
    MUST_USE;

/*
 * Where an answer is too late: at the instant itself and after it.  What was
 * complete before it stays so.
 */
bool approval_is_over(int64_t expires_s, int64_t now_s);

/* Who may sign. */

#define APPROVAL_KEY_LEN	32	/* bytes; people are known by key */
#define APPROVAL_PROBATION_S	(7 * 86400)
#define APPROVAL_PEOPLE_MAX	64

struct approval_person {
	uint8_t key[APPROVAL_KEY_LEN];
	bool officer, counsel;		/* by the newest list of keys */
	int64_t enrolled_s;		/* with the first list: 0 */
	bool by_asker;			/* the asker signed that list */
};

/* Those who have said yes, the asker first. */
struct approval_signed {
	struct approval_person person[APPROVAL_PEOPLE_MAX];
	size_t n;
};

struct approval_missing {
	unsigned officers;
	bool counsel;
};

/* Both 0: enough.  One key counts once, as counsel only if that is all. */
struct approval_missing approval_missing(const struct approval_rule *r,
    const struct approval_signed *by);

enum approval_word {
	APPROVAL_MAY,
	APPROVAL_NO_ROLE,	/* neither officer nor counsel */
	APPROVAL_OWN,		/* the asker, whatever role or name */
	APPROVAL_TWICE,		/* has signed it */
	APPROVAL_TOO_NEW,	/* the asker enrolled that key within 7 days */
	APPROVAL_CHANGED,	/* not what was shown */
	APPROVAL_OVER,		/* expired, or decided */
	APPROVAL_NO_NEED,	/* of that role nobody is missing */
	APPROVAL_WORDS
};

/* "it is your own request": a cause, for an error line. */
const char *approval_word_text(enum approval_word w);

struct approval_question {
	const struct approval_rule *rule;
	enum approval_state state;
	const struct approval_signed *by;	/* by->person[0]: the asker */
	const struct approval_person *who;	/* asks to sign */
	const uint8_t *shown, *is;	/* 32 bytes: hash shown, hash of it */
	int64_t expires_s, now_s;
};

/* The first of the reasons against it, in the order of the list. */
enum approval_word approval_may(const struct approval_question *q);

#endif
