/* SPDX-License-Identifier: ISC */
/* policy_format - telltale-policy/1, written. */
#include <stdio.h>

#include "base/instant.h"
#include "base/json_out.h"
#include "programme/policy_own.h"

static void
put_str(struct json_out *j, const char *key, const char *value)
{
	json_out_key(j, key);
	json_out_str(j, value);
}

static void
put_length(struct json_out *j, const char *key, int64_t s)
{
	char text[32];

	if (s == POLICY_NO_LEAD)
		return;
	snprintf(text, sizeof(text), "%llds", (long long)s);
	put_str(j, key, text);
}

/* The members of a cap; what takes nothing away is left out. */
static void
put_cap(struct json_out *j, const struct policy_cap *c)
{
	if (c->nothing) {
		json_out_key(j, "nothing");
		json_out_bool(j, true);
	}
	if (c->last)
		put_str(j, "wave", "last");
	put_length(j, "lead_max", c->lead_max_s);
	if (c->profile_max != TT_PROFILE_FULL)
		put_str(j, "profile_max", tt_profile_name(c->profile_max));
}

static void
put_words(struct json_out *j, const struct policy_condition *c)
{
	if (c->denied) {
		json_out_object(j);
		json_out_key(j, "not");
	}
	json_out_array(j);
	for (size_t i = 0; i < c->n; i++)
		json_out_str(j, c->word[i]);
	json_out_array_end(j);
	if (c->denied)
		json_out_object_end(j);
}

static void
put_condition(struct json_out *j, const struct policy_condition *c)
{
	json_out_key(j, policy_fact_rules[c->fact].name);
	switch (policy_fact_rules[c->fact].kind) {
	case KIND_WORDS:
		put_words(j, c);
		break;
	case KIND_YES:
		json_out_bool(j, c->yes);
		break;
	case KIND_BEFORE:
		json_out_object(j);
		put_str(j, "before", c->before_opening ? "opens_at" :
		    "public_at");
		json_out_object_end(j);
		break;
	}
}

static void
put_rule(struct json_out *j, const struct policy_rule *r)
{
	json_out_object(j);
	put_str(j, "id", r->id);
	json_out_key(j, "when");
	json_out_object(j);
	for (size_t i = 0; i < r->n; i++)
		put_condition(j, &r->when[i]);
	json_out_object_end(j);
	json_out_key(j, "cap");
	json_out_object(j);
	put_cap(j, &r->cap);
	json_out_object_end(j);
	if (r->because[0] != '\0')
		put_str(j, "because", r->because);
	if (r->note[0] != '\0')
		put_str(j, "note", r->note);
	if (r->exception != POLICY_NOT_LIFTED) {
		json_out_key(j, "exception");
		json_out_object(j);
		json_out_key(j, "approvals");
		json_out_int(j, POLICY_APPROVALS);
		put_str(j, "scope", policy_scopes[r->exception]);
		json_out_object_end(j);
	}
	json_out_object_end(j);
}

static void
put_profiles(struct json_out *j, const struct policy *p)
{
	json_out_key(j, "profiles");
	json_out_array(j);
	for (unsigned i = 0; i < TT_PROFILE_PUBLIC; i++)
		if (p->profiles & 1u << i)
			json_out_str(j, tt_profile_name((enum tt_profile)i));
	json_out_array_end(j);
	json_out_key(j, "tiers");
	json_out_object(j);
	for (size_t i = 0; i < p->n_tiers; i++) {
		json_out_key(j, p->tier[i].name);
		json_out_object(j);
		put_cap(j, &p->tier[i].cap);
		json_out_object_end(j);
	}
	json_out_object_end(j);
}

enum tt_err
policy_format(const struct policy *p, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);
	char at[INSTANT_LEN + 1];

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	put_str(j, "format", "telltale-policy/1");
	json_out_key(j, "version");
	json_out_int(j, p->version);
	instant_format(p->effective_s, at);
	put_str(j, "effective_from", at);
	put_length(j, "embargo_max", p->embargo_max_s);
	put_profiles(j, p);
	json_out_key(j, "rules");
	json_out_array(j);
	for (size_t i = 0; i < p->n_rules; i++)
		put_rule(j, &p->rule[i]);
	json_out_array_end(j);
	json_out_object_end(j);
	return json_out_end(j);
}
