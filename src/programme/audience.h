/* SPDX-License-Identifier: ISC */
/*
 * audience - who gets what, when, and why not: the one function that decides.
 *
 * A wave of the bulletin lists tiers, and a tier grants; the partner's state
 * and the rules of the policy cap (specs/stories.md 3.3, 3.5 rules 5 and 9,
 * 3.6).  Waves are tried longest lead first, with the facts that depend on
 * the wave computed for each, and the first that survives its caps is it.
 * Whatever the answer, it names the rules that matched and those that
 * decided.  Pure.
 */
#ifndef PROGRAMME_AUDIENCE_H
#define PROGRAMME_AUDIENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "programme/duty.h"
#include "programme/partner.h"
#include "programme/policy.h"
#include "telltale/manifest.h"

#define AUDIENCE_WORDS_MAX	256	/* bytes, with NUL */
#define AUDIENCE_EXCEPTIONS_MAX	32	/* of one partner, of one bulletin */
#define AUDIENCE_LATE		"opened"	/* as a rule that is lifted */

/* Two people lifted one rule for one partner and this bulletin. */
struct audience_exception {
	char rule[TT_ID_MAX + 1];	/* of the policy, or AUDIENCE_LATE */
	int64_t until_s;	/* no longer from then on */
};

/* What is so for the bulletin, whoever asks. */
struct audience_bulletin {
	const struct tt_wave *waves;	/* in any order */
	size_t n_waves;
	int64_t public_s, now_s;
	int64_t exploited_s;		/* or DUTY_NEVER */
	const char (*products)[TT_ID_MAX + 1];
	size_t n_products;
	unsigned empty;		/* 1 << each profile that has no part here */
	const struct policy *policy;	/* NULL: no rules, any tier */
	const struct duties *duties;	/* NULL: none */
};

struct audience_ask {
	const struct audience_bulletin *bulletin;
	const char *tier;		/* the partner's */
	bool party;		/* a finder, a coordinator: no partner */
	enum partner_state partner;	/* as recorded */
	int64_t since_s;		/* of that */
	const char *agreement;		/* version; NULL: none */
	int64_t agreement_ends_s;	/* or PARTNER_NO_END */
	const struct profile *profile;	/* NULL: none */
	int64_t probation_s;		/* until; 0: it is not on probation */
	const struct audience_exception *exceptions;
	size_t n_exceptions;
	enum reader_state reader;
	bool had;	/* a revision, and the reader had a copy of it:
			 * waves that have opened count too */
	bool heir;	/* had a copy of what the bulletin replaces: gets its
			 * last wave where none lists the tier (3.12) */
};

enum audience_rule {
	AUDIENCE_TIER,		/* granted, or the tier grants nothing */
	AUDIENCE_STATE,		/* the partner is not approved now */
	AUDIENCE_READER,	/* the reader has no confirmed key */
	AUDIENCE_OPENED,	/* all waves that it could be in have opened */
	AUDIENCE_HEIR,		/* granted as to an heir, and for that alone */
	AUDIENCE_POLICY,	/* rules of the policy: decided */
	AUDIENCE_PARTY,		/* it agrees to dates, and is no partner */
	AUDIENCE_RULES
};

struct audience_answer {
	bool granted;
	size_t wave;			/* granted: index in waves */
	enum tt_profile profile;	/* granted */
	enum audience_rule rule;	/* that decided */
	const char *policy_rule;	/* AUDIENCE_POLICY: the chief of
				 * decided; borrowed from the policy */
	uint64_t matched;	/* rules of the policy: 1 << index */
	uint64_t decided;	/* those of them that took something away */
	uint64_t lifted;	/* those that matched, but for an exception */
	bool late;		/* granted an open wave, by exception */
	char because[AUDIENCE_WORDS_MAX];
};

/* What became of one wave that was tried. */
enum audience_outcome {
	AUDIENCE_GRANTED,
	AUDIENCE_HAS_OPENED,
	AUDIENCE_LEAD,		/* longer than is allowed */
	AUDIENCE_NOT_LAST,
	AUDIENCE_NOTHING,	/* a rule says so */
	AUDIENCE_EMPTY,		/* the profile has no part here */
	AUDIENCE_OUTCOMES
};

const char *audience_outcome_text(enum audience_outcome o);

struct audience_try {
	size_t wave;
	bool listed;		/* for the tier; else a cap led here */
	enum audience_outcome outcome;
	struct duty_answer duty;	/* of waves that have not opened */
	uint64_t matched, lifted, against;	/* against: they shut it */
	struct policy_cap cap;		/* the tier's and the rules' */
	enum tt_profile profile;	/* that the caps leave */
};

/* Every step, for whoever wants to see them. */
struct audience_trace {
	struct audience_try row[TT_WAVES_MAX];
	size_t n;
	const struct policy_tier *tier;		/* NULL: none */
	struct policy_facts facts;	/* borrow from the question */
};

/* As if the reader were active; trace may be NULL. */
struct audience_answer audience_trace_of(const struct audience_ask *ask,
    struct audience_trace *trace);

/* The same for one reader: what the partner would get, if they are active. */
struct audience_answer audience_of(const struct audience_ask *ask);

/* An answer of audience_trace_of, for a reader in that state. */
struct audience_answer audience_for(const struct audience_answer *a,
    enum reader_state reader);

/* "tier", or the policy's rule. */
const char *audience_rule_id(const struct audience_answer *a);

#endif
