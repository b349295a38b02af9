/* SPDX-License-Identifier: ISC */
/* policy - the verbs about the policy; here: check and show. */
#include <stdio.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/out.h"
#include "cli/rules/rules_verbs.h"
#include "cli/rules/ruleset.h"
#include "cli/rules/words.h"
#include "cli/vault.h"
#include "cli/verbs.h"
#include "programme/rules.h"

static const struct opt opts[] = { CLI_OPTS };

static const struct usage check_usage = {
	.verb = "policy check",
	.args = "FILE",
	.examples = {
		{ "policy check policy.json",
		    "what is wrong with it, each fault with its place" },
		{ "policy check policy.json --json",
		    "the rules as they were understood" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Needs no vault. What is not understood is a fault: a cap "
	    "that is passed over would\ngive somebody more. The language is "
	    "in docs/policy.md.",
};

static const struct usage show_usage = {
	.verb = "policy show",
	.args = "",
	.examples = {
		{ "policy show", "the policy in force, rule by rule" },
		{ "policy show --json", "the same for a script" },
	},
	.opts = opts,
};

static void
head(const struct policy *p, const char *name)
{
	char lead[LENGTH_LEN];

	out_line("policy %s", name);
	for (size_t i = 0; i < p->n_tiers; i++) {
		const struct policy_cap *c = &p->tier[i].cap;

		if (c->lead_max_s == POLICY_NO_LEAD)
			snprintf(lead, sizeof(lead), "any lead");
		else
			length_format(c->lead_max_s, lead);
		out_line("tier %s: %s, %s at most", p->tier[i].name, lead,
		    tt_profile_name(c->profile_max));
	}
	if (p->embargo_max_s == POLICY_NO_LEAD)
		return;
	length_format(p->embargo_max_s, lead);
	out_line("longest embargo: %s", lead);
}

static int
print(const struct cli *c, const struct policy *p, const char *name,
    const char *format)
{
	static const struct out_column cols[] = {
		{ "rule", "rule", OUT_TEXT },
		{ "when", "when", OUT_TEXT },
		{ "cap", "cap", OUT_TEXT },
		{ "exception", "exception", OUT_TEXT },
		{ "because", "because", OUT_TEXT },
	};
	char when[RULES_WORDS_LEN], cap[RULES_WORDS_LEN];
	struct out_table *t;

	if (!c->json)
		head(p, name);
	t = out_table_new(c, format, "rules", cols, N_ROWS(cols));
	if (c->json)
		rules_policy_json(out_table_head(t), p, name);
	for (size_t i = 0; i < p->n_rules; i++) {
		const struct policy_rule *r = &p->rule[i];

		out_str(t, r->id);
		rules_when_words(r, when);
		out_str(t, when);
		rules_cap_words(&r->cap, cap);
		out_str(t, cap);
		out_str(t, rules_scope_words(r->exception));
		out_str(t, r->because[0] != '\0' ? r->because : r->note);
	}
	return out_table_end(t);
}

static int
policy_check(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct policy *p = NULL;
	char name[32];
	int code;

	if ((code = cli_parse(c, &check_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = ruleset_read_policy(o.args[0], &p, NULL)) == CLI_DONE) {
		snprintf(name, sizeof(name), "version %lld",
		    (long long)p->version);
		code = print(c, p, name, "telltale-policy-check/1");
	}
	policy_free(p);
	return code;
}

static int
policy_show(struct cli *c, int argc, char **argv)
{
	char name[RULESET_NAME_LEN];
	struct ruleset r = { .policy = NULL };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &show_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (code = ruleset_load(&r, v.db, clock_now())) == CLI_DONE) {
		ruleset_name(&r.policy_is, name);
		code = print(c, r.policy, name, "telltale-policy-show/1");
	}
	ruleset_done(&r);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "check", "is a policy's file right?", policy_check },
	{ "show", "the policy in force", policy_show },
	{ "explain", "what one partner gets of a bulletin, and why",
	    verb_policy_explain },
	{ "adopt", "put a new version in force; two people and counsel",
	    verb_policy_adopt },
	{ NULL, NULL, NULL },
};

int
verb_policy(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "policy", verbs, argc, argv);
}
