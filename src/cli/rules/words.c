/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/attr.h"
#include "base/instant.h"
#include "cli/rules/words.h"

struct words {
	char *out;
	size_t at;
};

static void PRINTF(2, 3)
say(struct words *w, const char *fmt, ...)
{
	size_t room = RULES_WORDS_LEN - w->at;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsnprintf(w->out + w->at, room, fmt, ap);
	va_end(ap);
	if (n >= 0 && (size_t)n < room) {
		w->at += (size_t)n;
		return;
	}
	memcpy(w->out + RULES_WORDS_LEN - 4, "...", 4);
	w->at = RULES_WORDS_LEN - 1;
}

static void
condition(struct words *w, const struct policy_condition *c)
{
	const char *fact = policy_fact_name(c->fact);

	if (c->fact == POLICY_AGREEMENT_ENDS) {
		say(w, "%s is before the %s", fact, c->before_opening ?
		    "wave opens" : "public instant");
		return;
	}
	if (c->n == 0) {
		say(w, "%s is %s", fact, c->yes ? "so" : "not so");
		return;
	}
	say(w, "%s is %s", fact, c->denied ? "not " : "");
	for (size_t i = 0; i < c->n; i++)
		say(w, "%s%s", i == 0 ? "" : " or ", c->word[i]);
}

void
rules_when_words(const struct policy_rule *r, char out[RULES_WORDS_LEN])
{
	struct words w = { out, 0 };

	out[0] = '\0';
	if (r->n == 0)
		say(&w, "always");
	for (size_t i = 0; i < r->n; i++) {
		say(&w, "%s", i == 0 ? "" : ", and ");
		condition(&w, &r->when[i]);
	}
}

void
rules_cap_words(const struct policy_cap *c, char out[RULES_WORDS_LEN])
{
	struct words w = { out, 0 };
	char lead[LENGTH_LEN];

	out[0] = '\0';
	if (c->nothing)
		say(&w, "nothing before the public instant");
	if (c->last)
		say(&w, "%slast wave", w.at > 0 ? ", " : "");
	if (c->lead_max_s != POLICY_NO_LEAD) {
		length_format(c->lead_max_s, lead);
		say(&w, "%s%s ahead at most", w.at > 0 ? ", " : "", lead);
	}
	if (c->profile_max != TT_PROFILE_FULL)
		say(&w, "%s%s at most", w.at > 0 ? ", " : "",
		    tt_profile_name(c->profile_max));
	if (w.at == 0)
		say(&w, "no cap");
}

const char *
rules_scope_words(enum policy_scope s)
{
	switch (s) {
	case POLICY_FOR_BULLETIN:
		return "for a bulletin";
	case POLICY_FOR_A_TIME:
		return "for a time";
	case POLICY_FOR_EITHER:
		return "for a bulletin or a time";
	case POLICY_NOT_LIFTED:
	case POLICY_SCOPES:
		break;
	}
	return NULL;
}

void
rules_cap_json(struct json_out *j, const struct policy_cap *c)
{
	json_out_key(j, "nothing");
	json_out_bool(j, c->nothing);
	json_out_key(j, "last_wave");
	json_out_bool(j, c->last);
	json_out_key(j, "lead_max_s");
	if (c->lead_max_s == POLICY_NO_LEAD)
		json_out_null(j);
	else
		json_out_int(j, c->lead_max_s);
	json_out_key(j, "profile_max");
	json_out_str(j, tt_profile_name(c->profile_max));
}

void
rules_policy_json(struct json_out *j, const struct policy *p,
    const char *name)
{
	json_out_key(j, "policy");
	json_out_str(j, name);
	json_out_key(j, "embargo_max_s");
	if (p->embargo_max_s == POLICY_NO_LEAD)
		json_out_null(j);
	else
		json_out_int(j, p->embargo_max_s);
	json_out_key(j, "tiers");
	json_out_array(j);
	for (size_t i = 0; i < p->n_tiers; i++) {
		json_out_object(j);
		json_out_key(j, "tier");
		json_out_str(j, p->tier[i].name);
		rules_cap_json(j, &p->tier[i].cap);
		json_out_object_end(j);
	}
	json_out_array_end(j);
}
