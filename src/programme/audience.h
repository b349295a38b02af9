/* SPDX-License-Identifier: ISC */
/*
 * audience - who gets what, when, and why not: the one function that decides.
 *
 * Today tier and state alone decide (specs/stories.md 3.3, 3.5 rules 5 and
 * 9); a programme's policy (3.6) will add its rules here and nowhere else.
 * Whatever the answer, it names the rule that gave it.  Pure.
 */
#ifndef PROGRAMME_AUDIENCE_H
#define PROGRAMME_AUDIENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "programme/partner.h"
#include "telltale/manifest.h"

#define AUDIENCE_WORDS_MAX	192	/* bytes, with NUL */

struct audience_ask {
	const struct tt_wave *waves;	/* of the bulletin, in any order */
	size_t n_waves;
	int64_t now_s;
	const char *tier;		/* the partner's */
	enum partner_state partner;	/* as recorded */
	int64_t agreement_ends_s;	/* or PARTNER_NO_END */
	enum reader_state reader;
	bool revises;			/* waves that have opened count too:
					 * who had a copy gets the next one */
};

enum audience_rule {
	AUDIENCE_TIER,		/* granted, or no wave is for the tier */
	AUDIENCE_STATE,		/* the partner is not approved now */
	AUDIENCE_READER,	/* the reader has no confirmed key */
	AUDIENCE_OPENED,	/* each wave for the tier has opened already */
	AUDIENCE_RULES
};

struct audience_answer {
	bool granted;
	size_t wave;			/* granted: index in waves */
	enum tt_profile profile;	/* granted */
	enum audience_rule rule;	/* that decided */
	char because[AUDIENCE_WORDS_MAX];
};

/*
 * Of the waves that list the tier and have not opened, the earliest; of two
 * at one instant that with the richer profile, else that which stands first.
 */
struct audience_answer audience_of(const struct audience_ask *ask);

/*
 * Why a reader without keys would get nothing: the same, as if the reader
 * were active.  For a plan that is made before readers have joined.
 */
struct audience_answer audience_if_active(const struct audience_ask *ask);

const char *audience_rule_id(enum audience_rule r);	/* "tier" */

#endif
