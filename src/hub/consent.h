/* SPDX-License-Identifier: ISC */
/*
 * consent - where a reader stands towards a bulletin, from what was said.
 *
 * specs/stories.md 3.2 as a function over facts: nothing is set by hand, and
 * the state follows from the instant whenever it is asked.  Pure.
 */
#ifndef HUB_CONSENT_H
#define HUB_CONSENT_H

#include <stdbool.h>
#include <stdint.h>

enum consent_said {		/* the newest of consents and receipts */
	CONSENT_SAID_NOTHING,
	CONSENT_SAID_YES,
	CONSENT_SAID_NO,
	CONSENT_SAID_NO_MORE,	/* withdrawn */
	CONSENT_SAID_COUNT
};

enum consent_state {
	CONSENT_UNBOUND,	/* there is no embargo any more */
	CONSENT_INVITED,
	CONSENT_SIGNATORY,
	CONSENT_LAPSED,		/* still bound until the old instant */
	CONSENT_DECLINED,
	CONSENT_WITHDRAWN,
	CONSENT_STATES
};

struct consent_facts {
	enum consent_said	said;
	bool	in_force;	/* said of the terms in force, or of ones from
				   which they only shortened, within what the
				   agreement allows */
	int64_t	until_s;	/* of the terms that it was said of */
	int64_t	respond_by_s;	/* of the terms in force */
	bool	over;		/* the embargo ended */
};

enum consent_state consent_state(const struct consent_facts *f,
    int64_t now_s);

const char *consent_text(enum consent_state s);	/* "signatory" */

/*
 * Whether a receipt counts as the yes that it is.  Whoever said no says yes
 * in so many words first; a late yes is never refused.
 */
bool consent_may_sign(const struct consent_facts *f);

/* The word of a `consent` statement. */
bool consent_said_parse(const char *word, enum consent_said *out);

#endif
