/* SPDX-License-Identifier: ISC */
/* explain - what one partner gets of a bulletin: facts, rules, waves. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/replaced.h"
#include "cli/revision.h"
#include "cli/rules/rules_verbs.h"
#include "cli/rules/standing.h"
#include "cli/rules/words.h"
#include "cli/say.h"
#include "cli/sealed.h"

static const struct opt opts[] = {
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "policy explain",
	.args = "PARTNER BULLETIN",
	.examples = {
		{ "policy explain kiyokawa drafts/EX-2026-014",
		    "what the partner would get of a draft, and why" },
		{ "policy explain kiyokawa EX-2026-014 --json",
		    "the same of one that is sealed, for a script" },
	},
	.opts = opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "BULLETIN is a draft's folder, or what is sealed under an id. "
	    "Ends with 0 if the\npartner gets a wave, with 1 if it gets "
	    "nothing before the public instant.",
};

struct explaining {
	struct vault *v;
	struct vault_partner partner;
	struct draft own;		/* of a folder */
	struct sealed sealed;		/* of an id */
	const struct draft *d;		/* the one of them that is */
	struct revision before;
	struct replaced replaced;
	struct ruleset rules;
	struct standing standing;
	struct audience_bulletin b;
	struct audience_ask ask;
	struct audience_answer a;
	struct audience_trace t;
	int64_t now_s;
};

static int
read_sealed(struct explaining *x, const char *id)
{
	struct vault_bulletin record;
	int code;

	if ((code = sealed_find(x->v, id, &record)) != CLI_DONE ||
	    (code = sealed_open(&x->sealed, x->v, &record)) != CLI_DONE)
		return code;
	x->d = &x->sealed.draft;
	return CLI_DONE;
}

static int
read_bulletin(struct explaining *x, const char *what)
{
	char name[TT_ID_MAX + 1];
	int code;

	if (!draft_name(what, name)) {
		if ((code = read_sealed(x, what)) != CLI_DONE)
			return code;
		return revision_find(&x->before, x->v, x->d->manifest->id,
		    x->now_s);
	}
	if ((code = revision_find(&x->before, x->v, name, x->now_s)) !=
	    CLI_DONE)
		return code;
	x->d = &x->own;
	return draft_read(&x->own, what, revision_judged_at(&x->before,
	    x->now_s));
}

static int
answer(struct explaining *x)
{
	char id[VAULT_BULLETIN_LEN + 1];
	const char *name = x->d->manifest->id;
	const struct vault_copy *had;
	enum tt_err e;
	int code;

	if ((code = ruleset_load(&x->rules, x->v->db, x->now_s)) != CLI_DONE)
		return code;
	if ((e = standing_bulletin_id(x->v->db, name, id)) != TT_OK ||
	    (e = standing_load(&x->standing, x->v->db, x->partner.id, id)) !=
	    TT_OK)
		return partner_cannot(x->v, e, "read what is known of the "
		    "partner");
	x->b = standing_bulletin(x->d, &x->rules, x->now_s);
	if ((e = standing_exploited(x->v->db, id, &x->b)) != TT_OK)
		return partner_cannot(x->v, e, "read the sightings");
	x->ask = standing_ask(&x->b, &x->partner, &x->standing);
	had = x->before.any && !x->before.replaces ?
	    revision_holder(&x->before, x->partner.id) : NULL;
	x->ask.had = had != NULL && had->revision > 0;
	if ((code = replaced_find(&x->replaced, x->v->db, x->d->manifest,
	    id)) != CLI_DONE)
		return code;
	x->ask.heir = replaced_had_partner(&x->replaced, x->partner.id);
	x->a = audience_trace_of(&x->ask, &x->t);
	return CLI_DONE;
}

static const struct tt_wave *
wave_of(const struct explaining *x, size_t i)
{
	return &x->b.waves[i];
}

static void
print_facts(const struct explaining *x)
{
	const struct policy_facts *f = &x->t.facts;

	for (enum policy_fact k = 0; k < POLICY_FACTS; k++) {
		if (k == POLICY_DUTY || k == POLICY_AGREEMENT_ENDS)
			continue;
		if (k == POLICY_PROBATION || k == POLICY_PROFILE)
			out_line("fact       %s: %s", policy_fact_name(k),
			    f->yes[k] ? "yes" : "no");
		for (size_t i = 0; i < f->n[k]; i++)
			out_line("fact       %s: %s", policy_fact_name(k),
			    f->value[k][i]);
	}
}

static void
print_agreement(const struct explaining *x)
{
	char at[OUT_MOMENT_LEN];

	if (x->partner.ends_s == PARTNER_NO_END) {
		out_line("fact       %s: without end",
		    policy_fact_name(POLICY_AGREEMENT_ENDS));
		return;
	}
	out_moment(at, x->partner.ends_s, x->now_s);
	out_line("fact       %s: %s",
	    policy_fact_name(POLICY_AGREEMENT_ENDS), at);
}

static void
print_rules(const struct explaining *x)
{
	const struct policy *p = x->rules.policy;
	char when[RULES_WORDS_LEN], cap[RULES_WORDS_LEN];
	uint64_t bit;

	for (size_t i = 0; i < p->n_rules; i++) {
		const struct policy_rule *r = &p->rule[i];

		bit = UINT64_C(1) << i;
		if ((x->a.matched & bit) == 0)
			continue;
		rules_when_words(r, when);
		rules_cap_words(&r->cap, cap);
		out_line("rule       %s: %s; %s (%s)%s%s", r->id, when, cap,
		    r->because[0] != '\0' ? r->because : r->note,
		    (x->a.lifted & bit) != 0 ? "; lifted by exception" : "",
		    (x->a.decided & bit) != 0 ? "; decides" : "");
	}
	if (x->a.matched == 0)
		out_line("rule       none matches");
}

static const char *
by_lot(const struct tt_wave *w)
{
	return w->stagger_s > 0 ? " or later, in a slot by lot" : "";
}

static void
print_wave(const struct explaining *x, const struct audience_try *t)
{
	const struct tt_wave *w = wave_of(x, t->wave);
	char at[OUT_MOMENT_LEN], cap[RULES_WORDS_LEN], ids[RULESET_IDS_LEN];

	out_moment(at, w->opens_at_s, x->now_s);
	out_line("wave       %s, %s, opens %s%s%s", w->name,
	    tt_profile_name(w->profile), at, by_lot(w), t->listed ? "" :
	    "; does not list the tier");
	if (t->outcome == AUDIENCE_HAS_OPENED) {
		out_line("           %s",
		    audience_outcome_text(t->outcome));
		return;
	}
	out_line("           %s: %s; %s",
	    policy_fact_name(POLICY_DUTY), duty_reports[t->duty.report],
	    t->duty.because);
	rules_cap_words(&t->cap, cap);
	ruleset_ids(x->rules.policy, t->against, ids);
	out_line("           caps together: %s; %s%s%s", cap,
	    audience_outcome_text(t->outcome), ids[0] != '\0' ? " by " : "",
	    ids);
}

static void
print_result(const struct explaining *x)
{
	char at[OUT_MOMENT_LEN];

	if (!x->a.granted) {
		out_line("result     nothing before the public instant, by "
		    "%s: %s", audience_rule_id(&x->a), x->a.because);
		return;
	}
	out_moment(at, wave_of(x, x->a.wave)->opens_at_s, x->now_s);
	out_line("result     wave %s, %s, opens %s%s, by %s: %s",
	    wave_of(x, x->a.wave)->name, tt_profile_name(x->a.profile), at,
	    by_lot(wave_of(x, x->a.wave)), audience_rule_id(&x->a),
	    x->a.because);
}

static void
print(const struct explaining *x)
{
	char policy[RULESET_NAME_LEN], duties[RULESET_NAME_LEN];

	ruleset_name(&x->rules.policy_is, policy);
	ruleset_name(&x->rules.duties_is, duties);
	out_line("partner    %s, of tier %s", x->partner.id,
	    x->partner.tier);
	out_line("bulletin   %s", x->d->manifest->id);
	out_line("by         policy %s, duties %s", policy, duties);
	print_facts(x);
	print_agreement(x);
	print_rules(x);
	for (size_t i = 0; i < x->t.n; i++)
		print_wave(x, &x->t.row[i]);
	print_result(x);
}

static void
put_str(struct json_out *j, const char *key, const char *value)
{
	json_out_key(j, key);
	json_out_str(j, value);
}

static void
put_ids(struct json_out *j, const char *key, const struct policy *p,
    uint64_t rules)
{
	json_out_key(j, key);
	json_out_array(j);
	for (size_t i = 0; i < p->n_rules; i++)
		if (rules & UINT64_C(1) << i)
			json_out_str(j, p->rule[i].id);
	json_out_array_end(j);
}

static void
json_facts(const struct explaining *x, struct json_out *j)
{
	const struct policy_facts *f = &x->t.facts;

	json_out_key(j, "facts");
	json_out_object(j);
	for (enum policy_fact k = 0; k < POLICY_FACTS; k++) {
		if (k == POLICY_DUTY)
			continue;
		if (k == POLICY_AGREEMENT_ENDS) {
			json_out_at_or(j, policy_fact_name(k),
			    x->partner.ends_s, PARTNER_NO_END);
			continue;
		}
		json_out_key(j, policy_fact_name(k));
		if (k == POLICY_PROBATION || k == POLICY_PROFILE) {
			json_out_bool(j, f->yes[k]);
			continue;
		}
		json_out_array(j);
		for (size_t i = 0; i < f->n[k]; i++)
			json_out_str(j, f->value[k][i]);
		json_out_array_end(j);
	}
	json_out_object_end(j);
}

static void
json_duty(const struct duty_answer *d, struct json_out *j)
{
	json_out_key(j, "duty");
	json_out_object(j);
	put_str(j, "report", duty_reports[d->report]);
	put_str(j, "duty", d->id[0] != '\0' ? d->id : NULL);
	json_out_at_or(j, "due", d->due_s, DUTY_NEVER);
	put_str(j, "declared", profile_declared[d->declared]);
	json_out_at_or(j, "lacking_since", d->declared == DECLARED_CURRENT ? 0 :
	    d->since_s, 0);
	put_str(j, "because", d->because);
	json_out_object_end(j);
}

static void
json_wave(const struct explaining *x, const struct audience_try *t,
    struct json_out *j)
{
	const struct policy *p = x->rules.policy;
	const struct tt_wave *w = wave_of(x, t->wave);

	json_out_object(j);
	put_str(j, "wave", w->name);
	json_out_at_or(j, "opens", w->opens_at_s, INT64_MIN);
	json_out_key(j, "listed");
	json_out_bool(j, t->listed);
	put_str(j, "outcome", audience_outcome_text(t->outcome));
	if (t->outcome != AUDIENCE_HAS_OPENED) {
		json_duty(&t->duty, j);
		put_ids(j, "matched", p, t->matched);
		put_ids(j, "exceptions", p, t->lifted);
		put_ids(j, "against", p, t->against);
		put_str(j, "profile", tt_profile_name(t->profile));
		rules_cap_json(j, &t->cap);
	}
	json_out_object_end(j);
}

static void
json_result(const struct explaining *x, struct json_out *j)
{
	const struct policy *p = x->rules.policy;

	json_out_key(j, "granted");
	json_out_bool(j, x->a.granted);
	put_str(j, "wave", x->a.granted ? wave_of(x, x->a.wave)->name :
	    NULL);
	put_str(j, "profile", x->a.granted ? tt_profile_name(x->a.profile) :
	    NULL);
	json_out_at_or(j, "opens", x->a.granted ?
	    wave_of(x, x->a.wave)->opens_at_s : 0, 0);
	put_str(j, "rule", audience_rule_id(&x->a));
	put_str(j, "because", x->a.because);
	put_ids(j, "matched", p, x->a.matched);
	put_ids(j, "decided", p, x->a.decided);
	put_ids(j, "exceptions", p, x->a.lifted);
}

static int
print_json(const struct explaining *x)
{
	char name[RULESET_NAME_LEN];
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-policy-explain/1");

	put_str(j, "partner", x->partner.id);
	put_str(j, "tier", x->partner.tier);
	put_str(j, "bulletin", x->d->manifest->id);
	ruleset_name(&x->rules.policy_is, name);
	put_str(j, "policy", name);
	ruleset_name(&x->rules.duties_is, name);
	put_str(j, "duties", name);
	json_facts(x, j);
	json_out_key(j, "waves");
	json_out_array(j);
	for (size_t i = 0; i < x->t.n; i++)
		json_wave(x, &x->t.row[i], j);
	json_out_array_end(j);
	json_result(x, j);
	return out_json_end(&o);
}

static int
explain(struct explaining *x, const struct opt_values *o)
{
	int code;

	if ((code = partner_get(x->v, o->args[0], &x->partner)) != CLI_DONE ||
	    (code = read_bulletin(x, o->args[1])) != CLI_DONE ||
	    (code = answer(x)) != CLI_DONE)
		return code;
	if (!x->v->cli->json)
		print(x);
	else if ((code = print_json(x)) != CLI_DONE)
		return code;
	return x->a.granted ? CLI_DONE : CLI_NO;
}

int
verb_policy_explain(struct cli *c, int argc, char **argv)
{
	struct explaining *x = calloc(1, sizeof(*x));
	struct opt_values o;
	struct vault v;
	int code;

	if (x == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot explain");
	if ((code = cli_parse(c, &usage, argc, argv, &o)) == CLI_GO) {
		x->v = &v;
		x->now_s = clock_now();
		if ((code = vault_open(&v, c, VAULT_READ, opt_value(opts, &o,
		    "passphrase-file"))) == CLI_DONE)
			code = explain(x, &o);
		draft_done(&x->own);
		sealed_done(&x->sealed);
		revision_done(&x->before);
		replaced_done(&x->replaced);
		ruleset_done(&x->rules);
		standing_done(&x->standing);
		vault_close(&v);
	}
	free(x);
	return code;
}
