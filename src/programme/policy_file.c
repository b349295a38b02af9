/* SPDX-License-Identifier: ISC */
/* policy_file - telltale-policy/1, read. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "programme/member.h"
#include "programme/policy_own.h"

static const char say_fact[] = "known are: partner.state, .tier, "
    ".probation, .profile, .declared, .protects, .affiliation, "
    ".undertaking, .country, .owner; agreement.version, .valid_until; "
    "duty.report";
static const char say_cap[] = "known are: nothing, wave, lead_max, "
    "profile_max";
static const char say_member[] = "what is not understood would not be "
    "applied";

static bool
is_known(const struct policy_fact_rule *fact, const char *word)
{
	for (size_t i = 0; i < fact->n_words; i++)
		if (strcmp(fact->words[i], word) == 0)
			return true;
	return fact->words == NULL;
}

static void
read_words(struct reader *r, struct node in, const char *key,
    struct policy_condition *c)
{
	const struct policy_fact_rule *fact = &policy_fact_rules[c->fact];

	c->n = member_names(r, in, key, c->word, POLICY_WORDS_MAX);
	if (c->n == 0)
		node_tell(r, TT_ERROR, node_member(in, key), NULL,
		    "%s is compared with no word", fact->name);
	for (size_t i = 0; i < c->n; i++)
		if (!is_known(fact, c->word[i]))
			node_tell(r, TT_ERROR, node_member(in, key), NULL,
			    "%s is never '%s'", fact->name, c->word[i]);
	if (fact->nation)
		node_tell(r, TT_WARNING, node_member(in, key),
		    "name the duty, the undertaking or the owner that you "
		    "mean", "a rule that names a country will be wrong in "
		    "both directions");
}

static void
read_before(struct reader *r, struct node value, struct policy_condition *c)
{
	static const char *const known[] = { "before", NULL };
	static const char *const instants[] = { "public_at", "opens_at" };
	unsigned i = 0;

	if (!json_is_object(value.v)) {
		node_tell(r, TT_ERROR, value, "write { \"before\": "
		    "\"public_at\" }", "this should be an object");
		return;
	}
	member_only(r, value, known, NULL);
	if (node_word(r, value, "before", instants, N_ROWS(instants), &i))
		c->before_opening = i == 1;
}

static void
read_condition(struct reader *r, struct node when, const char *key,
    struct policy_condition *c)
{
	static const char *const known[] = { "not", NULL };
	struct node value = node_member(when, key);

	switch (policy_fact_rules[c->fact].kind) {
	case KIND_WORDS:
		c->denied = json_is_object(value.v);
		if (c->denied)
			member_only(r, value, known, NULL);
		read_words(r, c->denied ? value : when, c->denied ? "not" :
		    key, c);
		break;
	case KIND_YES:
		(void)member_yes(r, when, key, &c->yes);
		break;
	case KIND_BEFORE:
		read_before(r, value, c);
		break;
	}
}

static enum policy_fact
fact_of(const char *key)
{
	enum policy_fact f;

	for (f = 0; f < POLICY_FACTS; f++)
		if (strcmp(policy_fact_rules[f].name, key) == 0)
			break;
	return f;
}

static void
read_when(struct reader *r, struct node n, struct policy_rule *rule)
{
	struct node when = node_member(n, "when");
	const char *key;
	json_t *value;

	if (!json_is_object(when.v)) {
		node_tell(r, TT_ERROR, when.v == NULL ? n : when, NULL,
		    "\"when\" should be an object");
		return;
	}
	if (json_object_size(when.v) > POLICY_CONDITIONS_MAX)
		node_tell(r, TT_ERROR, when, NULL, "more than %d facts",
		    POLICY_CONDITIONS_MAX);
	if (json_object_size(when.v) == 0)
		node_tell(r, TT_WARNING, when, NULL,
		    "the rule matches everybody");
	json_object_foreach(when.v, key, value) {
		struct policy_condition *c = &rule->when[rule->n];

		if (rule->n == POLICY_CONDITIONS_MAX)
			break;
		if ((c->fact = fact_of(key)) == POLICY_FACTS) {
			node_tell(r, TT_ERROR, node_member(when, key),
			    say_fact, "there is no fact \"%.60s\"", key);
			continue;
		}
		read_condition(r, when, key, c);
		rule->of_duty |= c->fact == POLICY_DUTY;
		rule->n++;
	}
}

/* lead_max and profile_max, of a tier or of a rule. */
static void
read_limits(struct reader *r, struct node n, const struct policy *p,
    struct policy_cap *cap)
{
	const char *names[TT_PROFILE_PUBLIC];	/* which is of no wave */
	unsigned profile;

	for (unsigned i = 0; i < TT_PROFILE_PUBLIC; i++)
		names[i] = tt_profile_name((enum tt_profile)i);
	if (member_there(n, "lead_max"))
		(void)member_length(r, n, "lead_max", &cap->lead_max_s);
	if (!member_there(n, "profile_max") || !node_word(r, n,
	    "profile_max", names, TT_PROFILE_PUBLIC, &profile))
		return;
	cap->profile_max = (enum tt_profile)profile;
	if ((p->profiles & 1u << profile) == 0)
		node_tell(r, TT_ERROR, node_member(n, "profile_max"), NULL,
		    "'%s' is not among \"profiles\"", names[profile]);
}

static void
read_cap(struct reader *r, struct node n, const struct policy *p,
    struct policy_rule *rule)
{
	static const char *const known[] = { "nothing", "wave", "lead_max",
		"profile_max", NULL };
	static const char *const waves[] = { "last" };
	struct node cap = node_member(n, "cap");
	unsigned w;

	if (!json_is_object(cap.v)) {
		node_tell(r, TT_ERROR, cap.v == NULL ? n : cap, NULL,
		    "\"cap\" should be an object");
		return;
	}
	member_only(r, cap, known, say_cap);
	if (member_there(cap, "nothing"))
		(void)member_yes(r, cap, "nothing", &rule->cap.nothing);
	if (member_there(cap, "wave"))
		rule->cap.last = node_word(r, cap, "wave", waves, 1, &w);
	read_limits(r, cap, p, &rule->cap);
}

/* Rules on which everything rests stay as they are. */
static bool
is_kept(const struct policy_rule *rule)
{
	bool kept = strcmp(rule->id, "state") == 0 ||
	    strcmp(rule->id, "agreement") == 0;

	for (size_t i = 0; i < rule->n; i++)
		kept = kept || policy_fact_rules[rule->when[i].fact].kept;
	return kept;
}

static void
read_exception(struct reader *r, struct node n, struct policy_rule *rule)
{
	static const char *const known[] = { "approvals", "scope", NULL };
	struct node x = node_member(n, "exception");
	unsigned scope;

	if (x.v == NULL)
		return;
	if (!json_is_object(x.v)) {
		node_tell(r, TT_ERROR, x, NULL, "this should be an object");
		return;
	}
	member_only(r, x, known, say_member);
	if (json_integer_value(json_object_get(x.v, "approvals")) !=
	    POLICY_APPROVALS)
		node_tell(r, TT_ERROR, node_member(x, "approvals"), NULL,
		    "an exception takes %d people, so write %d",
		    POLICY_APPROVALS, POLICY_APPROVALS);
	if (node_word(r, x, "scope", policy_scopes, POLICY_SCOPES, &scope))
		rule->exception = (enum policy_scope)scope;
	if (is_kept(rule) && rule->exception != POLICY_NOT_LIFTED)
		node_tell(r, TT_ERROR, x, "leave it out",
		    "a rule about a partner's state or agreement takes no "
		    "exception");
	if (rule->of_duty && rule->exception != POLICY_NOT_LIFTED &&
	    strncmp(rule->id, POLICY_DUTY_PREFIX,
	    strlen(POLICY_DUTY_PREFIX)) != 0)
		node_tell(r, TT_ERROR, node_member(n, "id"),
		    "so the ledger can tell that counsel must sign",
		    "a rule about duties that takes an exception has an id "
		    "that begins with " POLICY_DUTY_PREFIX);
}

static bool
is_neutral(const struct policy_cap *c)
{
	return !c->nothing && !c->last && c->lead_max_s == POLICY_NO_LEAD &&
	    c->profile_max == TT_PROFILE_FULL;
}

static void
read_rule(struct reader *r, struct node n, const struct policy *p,
    struct policy_rule *rule)
{
	static const char *const known[] = { "id", "when", "cap", "because",
		"note", "exception", NULL };

	rule->cap = POLICY_UNCAPPED;
	if (!json_is_object(n.v)) {
		node_tell(r, TT_ERROR, n, NULL, "a rule should be an object");
		return;
	}
	member_only(r, n, known, say_member);
	(void)node_id(r, n, "id", rule->id);
	rule->of_duty = strncmp(rule->id, POLICY_DUTY_PREFIX,
	    strlen(POLICY_DUTY_PREFIX)) == 0;
	read_when(r, n, rule);
	read_cap(r, n, p, rule);
	read_exception(r, n, rule);
	if (!is_neutral(&rule->cap) || member_there(n, "because"))
		(void)member_line(r, n, "because", rule->because,
		    sizeof(rule->because));
	if (member_there(n, "note"))
		(void)member_line(r, n, "note", rule->note,
		    sizeof(rule->note));
}

static void
read_rules(struct reader *r, struct node top, struct policy *p)
{
	struct node all = node_member(top, "rules");
	size_t items = json_array_size(all.v);

	if (!json_is_array(all.v) || items > POLICY_RULES_MAX) {
		node_tell(r, TT_ERROR, all.v == NULL ? top : all, NULL,
		    "\"rules\" should be a list of at most %d",
		    POLICY_RULES_MAX);
		return;
	}
	p->n_rules = items;
	for (size_t i = 0; i < items; i++)
		read_rule(r, node_item(all, i), p, &p->rule[i]);
	for (size_t i = 0; i < items; i++)
		for (size_t k = 0; k < i && p->rule[i].id[0] != '\0'; k++)
			if (strcmp(p->rule[i].id, p->rule[k].id) == 0)
				node_tell(r, TT_ERROR, node_item(all, i),
				    "give it another",
				    "two rules have the id '%s'",
				    p->rule[i].id);
}

static void
read_tier(struct reader *r, struct node all, const char *key,
    struct policy *p)
{
	static const char *const known[] = { "lead_max", "profile_max",
		NULL };
	struct policy_tier *t = &p->tier[p->n_tiers];
	struct node n = node_member(all, key);

	t->cap = POLICY_UNCAPPED;
	if (strcmp(key, POLICY_ANY_TIER) != 0 && !tt_id_ok(span_str(key))) {
		node_tell(r, TT_ERROR, n, NULL,
		    "'%.60s' is no tier's name", key);
		return;
	}
	snprintf(t->name, sizeof(t->name), "%s", key);
	p->n_tiers++;
	if (!json_is_object(n.v)) {
		node_tell(r, TT_ERROR, n, NULL, "a tier should be an object");
		return;
	}
	member_only(r, n, known, say_member);
	read_limits(r, n, p, &t->cap);
}

static void
read_tiers(struct reader *r, struct node top, struct policy *p)
{
	struct node all = node_member(top, "tiers");
	const char *key;
	json_t *value;

	if (!json_is_object(all.v) || json_object_size(all.v) == 0 ||
	    json_object_size(all.v) > POLICY_TIERS_MAX) {
		node_tell(r, TT_ERROR, all.v == NULL ? top : all, NULL,
		    "\"tiers\" should be an object of 1 to %d tiers",
		    POLICY_TIERS_MAX);
		return;
	}
	json_object_foreach(all.v, key, value)
		read_tier(r, all, key, p);
}

static void
read_profiles(struct reader *r, struct node top, struct policy *p)
{
	char name[TT_PROFILE_PUBLIC][TT_ID_MAX + 1];
	size_t n = member_names(r, top, "profiles", name, TT_PROFILE_PUBLIC);
	unsigned k, least = 0;

	for (size_t i = 0; i < n; i++) {
		for (k = least; k < TT_PROFILE_PUBLIC; k++)
			if (strcmp(name[i],
			    tt_profile_name((enum tt_profile)k)) == 0)
				break;
		if (k == TT_PROFILE_PUBLIC) {
			node_tell(r, TT_ERROR, node_member(top, "profiles"),
			    "write them in rising order: brief, no-poc, full",
			    "'%s' is no profile, or not in its place",
			    name[i]);
			return;
		}
		p->profiles |= 1u << k;
		least = k + 1;
	}
	if (n == 0)
		node_tell(r, TT_ERROR, top, NULL, "there are no \"profiles\"");
}

static void
read_policy(struct reader *r, struct node top, struct policy *p)
{
	static const char *const known[] = { "format", "version",
		"effective_from", "profiles", "tiers", "embargo_max", "rules",
		NULL };
	struct node version = node_member(top, "version");

	p->embargo_max_s = POLICY_NO_LEAD;
	if (!member_format(r, top, "telltale-policy/1"))
		return;
	member_only(r, top, known, say_member);
	p->version = json_integer_value(version.v);
	if (!json_is_integer(version.v) || p->version < 0 ||
	    p->version > INT32_MAX)
		node_tell(r, TT_ERROR, version.v == NULL ? top : version,
		    NULL, "\"version\" should be a whole number");
	if (member_there(top, "effective_from"))
		(void)node_instant(r, top, "effective_from",
		    &p->effective_s);
	if (member_there(top, "embargo_max"))
		(void)member_length(r, top, "embargo_max", &p->embargo_max_s);
	read_profiles(r, top, p);
	read_tiers(r, top, p);
	read_rules(r, top, p);
}

enum tt_err
policy_parse(struct policy **out, struct span text, struct span file,
    struct tt_diags *diags)
{
	struct reader r = { .text = text, .file = file, .diags = diags };
	size_t errors = diags->n_errors, rows = diags->n;
	struct policy *p = NULL;
	struct node top;
	enum tt_err e;

	if ((e = member_root(&r, POLICY_MAX, &top)) != TT_OK)
		return e;
	if ((p = calloc(1, sizeof(*p))) == NULL)
		e = TT_ENOMEM;
	else
		read_policy(&r, top, p);
	json_decref(top.v);
	tt_diags_sort(diags, rows);
	if (e == TT_OK && diags->n_errors > errors)
		e = TT_ESYNTAX;
	if (e != TT_OK) {
		policy_free(p);
		return e;
	}
	*out = p;
	return TT_OK;
}
