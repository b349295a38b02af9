/* SPDX-License-Identifier: ISC */
/*
 * policy - who may get what, and when, as a file that a person can read.
 *
 * specs/stories.md 3.6, written as telltale-policy/1 (docs/policy.md): tiers
 * grant, rules cap.  Every rule that matches adds its cap, the strictest
 * holds, and no order changes that.  What the rules look at are facts of the
 * partner, of the bulletin, and of one wave; who puts them together and tries
 * the waves is audience.h.  (The policy of a log's witnesses is another thing:
 * telltale/policy.h.)  Pure.
 */
#ifndef PROGRAMME_POLICY_H
#define PROGRAMME_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/diag.h"
#include "telltale/manifest.h"

#define POLICY_MAX		((size_t)1 << 18)	/* bytes of the file */
#define POLICY_RULES_MAX	64	/* a bit each */
#define POLICY_TIERS_MAX	64
#define POLICY_CONDITIONS_MAX	8	/* of a rule */
#define POLICY_WORDS_MAX	32	/* of a condition */
#define POLICY_BECAUSE_MAX	160	/* bytes, with NUL */
#define POLICY_NO_LEAD		INT64_MAX	/* no longest lead */
#define POLICY_DUTY_PREFIX	"duty"	/* ids of what counsel lifts, too */
#define POLICY_ANY_TIER		"*"	/* a tier that is not named */

enum policy_fact {
	POLICY_STATE,		/* partner.state */
	POLICY_TIER,		/* partner.tier */
	POLICY_PROBATION,	/* partner.probation */
	POLICY_PROFILE,		/* partner.profile: there is one */
	POLICY_DECLARED,	/* partner.declared */
	POLICY_PROTECTS,	/* partner.protects: a product of it */
	POLICY_AFFILIATION,	/* partner.affiliation */
	POLICY_UNDERTAKING,	/* partner.undertaking */
	POLICY_COUNTRY,		/* partner.country */
	POLICY_OWNER,		/* partner.owner: countries */
	POLICY_AGREEMENT,	/* agreement.version */
	POLICY_AGREEMENT_ENDS,	/* agreement.valid_until */
	POLICY_DUTY,		/* duty.report: of one wave */
	POLICY_FACTS
};

const char *policy_fact_name(enum policy_fact f);	/* "partner.state" */

/* One fact that must be so. */
struct policy_condition {
	enum policy_fact fact;
	bool denied;		/* "not": none of the words */
	bool yes;		/* of facts that are true or false */
	bool before_opening;	/* agreement.valid_until; else public_at */
	char word[POLICY_WORDS_MAX][TT_ID_MAX + 1];
	size_t n;
};

/* What is granted at most.  The neutral cap takes nothing away. */
struct policy_cap {
	bool nothing;
	bool last;			/* the last wave only */
	int64_t lead_max_s;		/* or POLICY_NO_LEAD */
	enum tt_profile profile_max;
};

#define POLICY_UNCAPPED	((struct policy_cap){ .lead_max_s = POLICY_NO_LEAD, \
	.profile_max = TT_PROFILE_FULL })

/* The stricter in each respect. */
struct policy_cap policy_cap_both(struct policy_cap a, struct policy_cap b);

enum policy_scope {
	POLICY_NOT_LIFTED,	/* the rule takes no exception */
	POLICY_FOR_BULLETIN,	/* one for one bulletin */
	POLICY_FOR_A_TIME,	/* one with an end, for any bulletin */
	POLICY_FOR_EITHER,
	POLICY_SCOPES
};

struct policy_rule {
	char id[TT_ID_MAX + 1];
	struct policy_condition when[POLICY_CONDITIONS_MAX];	/* all */
	size_t n;
	struct policy_cap cap;
	char because[POLICY_BECAUSE_MAX], note[POLICY_BECAUSE_MAX];
	enum policy_scope exception;
	bool of_duty;		/* looks at a duty: counsel lifts it, too */
};

struct policy_tier {
	char name[TT_ID_MAX + 1];	/* or POLICY_ANY_TIER */
	struct policy_cap cap;
};

struct policy {
	int64_t version;		/* from 1; 0: the built-in one */
	int64_t effective_s;
	int64_t embargo_max_s;		/* or POLICY_NO_LEAD */
	unsigned profiles;		/* 1 << each that it knows */
	struct policy_tier tier[POLICY_TIERS_MAX];
	size_t n_tiers;
	struct policy_rule rule[POLICY_RULES_MAX];
	size_t n_rules;
};

/*
 * All faults come out in one run, each with its place.  What is not
 * understood is refused: a cap that is passed over would give more.  Warned
 * of: a rule that names a country, one that matches everybody.
 * TT_ESYNTAX, TT_ELIMIT, TT_ENOMEM; then *out is as it was.
 */
enum tt_err policy_parse(struct policy **out, struct span text,
    struct span file, struct tt_diags *diags) MUST_USE;
void policy_free(struct policy *p);	/* NULL is fine */

/* The same in canonical JSON, from what was understood. */
enum tt_err policy_format(const struct policy *p, struct buf *out) MUST_USE;

const struct policy_rule *policy_find(const struct policy *p, const char *id);

/* By its name, else that for any; NULL: it grants nothing. */
const struct policy_tier *policy_tier_of(const struct policy *p,
    const char *name);

#define POLICY_VALUES_MAX	64	/* of one fact */

/* What is so; a fact of words may have several at once. */
struct policy_facts {
	const char *value[POLICY_FACTS][POLICY_VALUES_MAX];
	size_t n[POLICY_FACTS];
	bool yes[POLICY_FACTS];
	int64_t agreement_ends_s;	/* INT64_MAX: it has no end */
	int64_t opens_s, public_s;
};

/* value is borrowed.  That it fits is asserted: limits of profiles agree. */
void policy_fact_add(struct policy_facts *f, enum policy_fact fact,
    const char *value);

/* The rules that match: 1 << index in rule. */
uint64_t policy_match(const struct policy *p, const struct policy_facts *f);

/* All caps of these rules together. */
struct policy_cap policy_caps(const struct policy *p, uint64_t rules);

#endif
