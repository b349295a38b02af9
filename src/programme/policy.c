/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "programme/duty.h"
#include "programme/partner.h"
#include "programme/policy_own.h"

const struct policy_fact_rule policy_fact_rules[] = {
	[POLICY_STATE] = { .name = "partner.state", .kind = KIND_WORDS,
	    .words = partner_states, .n_words = PARTNER_STATES, .kept = true },
	[POLICY_TIER] = { .name = "partner.tier", .kind = KIND_WORDS },
	[POLICY_PROBATION] = { .name = "partner.probation", .kind = KIND_YES },
	[POLICY_PROFILE] = { .name = "partner.profile", .kind = KIND_YES },
	[POLICY_DECLARED] = { .name = "partner.declared", .kind = KIND_WORDS,
	    .words = profile_declared, .n_words = PROFILE_DECLARED },
	[POLICY_PROTECTS] = { .name = "partner.protects", .kind = KIND_WORDS,
	    .words = profile_protects, .n_words = PROFILE_PROTECTS },
	[POLICY_AFFILIATION] = { .name = "partner.affiliation",
	    .kind = KIND_WORDS },
	[POLICY_UNDERTAKING] = { .name = "partner.undertaking",
	    .kind = KIND_WORDS },
	[POLICY_COUNTRY] = { .name = "partner.country", .kind = KIND_WORDS,
	    .nation = true },
	[POLICY_OWNER] = { .name = "partner.owner", .kind = KIND_WORDS,
	    .nation = true },
	[POLICY_AGREEMENT] = { .name = "agreement.version", .kind = KIND_WORDS,
	    .kept = true },
	[POLICY_AGREEMENT_ENDS] = { .name = "agreement.valid_until",
	    .kind = KIND_BEFORE, .kept = true },
	[POLICY_DUTY] = { .name = "duty.report", .kind = KIND_WORDS,
	    .words = duty_reports, .n_words = DUTY_REPORTS },
};

const char *const policy_scopes[] = {
	[POLICY_NOT_LIFTED] = "none",
	[POLICY_FOR_BULLETIN] = "bulletin",
	[POLICY_FOR_A_TIME] = "time",
	[POLICY_FOR_EITHER] = "either",
};

_Static_assert(N_ROWS(policy_scopes) == POLICY_SCOPES, "a word for each");

_Static_assert(N_ROWS(policy_fact_rules) == POLICY_FACTS, "a row for each");
_Static_assert(PROFILE_COUNTRIES_MAX <= POLICY_VALUES_MAX &&
    PROFILE_NAMES_MAX <= POLICY_VALUES_MAX, "all of a profile are facts");

const char *
policy_fact_name(enum policy_fact f)
{
	return policy_fact_rules[f].name;
}

static enum tt_profile
poorer(enum tt_profile a, enum tt_profile b)
{
	return a < b ? a : b;
}

struct policy_cap
policy_cap_both(struct policy_cap a, struct policy_cap b)
{
	return (struct policy_cap){ .nothing = a.nothing || b.nothing,
		.last = a.last || b.last,
		.lead_max_s = a.lead_max_s < b.lead_max_s ? a.lead_max_s :
		    b.lead_max_s,
		.profile_max = poorer(a.profile_max, b.profile_max) };
}

void
policy_fact_add(struct policy_facts *f, enum policy_fact fact,
    const char *value)
{
	assert(f->n[fact] < POLICY_VALUES_MAX);
	f->value[fact][f->n[fact]++] = value;
}

static bool
has_word(const struct policy_facts *f, const struct policy_condition *c)
{
	for (size_t i = 0; i < f->n[c->fact]; i++)
		for (size_t k = 0; k < c->n; k++)
			if (strcmp(f->value[c->fact][i], c->word[k]) == 0)
				return true;
	return false;
}

static bool
is_so(const struct policy_facts *f, const struct policy_condition *c)
{
	switch (policy_fact_rules[c->fact].kind) {
	case KIND_WORDS:
		return has_word(f, c) != c->denied;
	case KIND_YES:
		return f->yes[c->fact] == c->yes;
	case KIND_BEFORE:
		return f->agreement_ends_s < (c->before_opening ? f->opens_s :
		    f->public_s);
	}
	return true;	/* a cap too many rather than one too few */
}

uint64_t
policy_match(const struct policy *p, const struct policy_facts *f)
{
	uint64_t matched = 0;
	size_t k;

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct policy_rule *r = &p->rule[i];

		for (k = 0; k < r->n && is_so(f, &r->when[k]); k++)
			;
		if (k == r->n)
			matched |= UINT64_C(1) << i;
	}
	return matched;
}

struct policy_cap
policy_caps(const struct policy *p, uint64_t rules)
{
	struct policy_cap all = POLICY_UNCAPPED;

	for (size_t i = 0; i < p->n_rules; i++)
		if (rules & UINT64_C(1) << i)
			all = policy_cap_both(all, p->rule[i].cap);
	return all;
}

const struct policy_rule *
policy_find(const struct policy *p, const char *id)
{
	for (size_t i = 0; i < p->n_rules; i++)
		if (strcmp(p->rule[i].id, id) == 0)
			return &p->rule[i];
	return NULL;
}

const struct policy_tier *
policy_tier_of(const struct policy *p, const char *name)
{
	const struct policy_tier *any = NULL;

	for (size_t i = 0; i < p->n_tiers; i++) {
		if (strcmp(p->tier[i].name, name) == 0)
			return &p->tier[i];
		if (strcmp(p->tier[i].name, POLICY_ANY_TIER) == 0)
			any = &p->tier[i];
	}
	return any;
}

void
policy_free(struct policy *p)
{
	free(p);
}
