/* SPDX-License-Identifier: ISC */
/* exception - one rule lifted for one partner: add and list. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/rules/rules_verbs.h"
#include "cli/rules/standing.h"
#include "cli/rules/words.h"
#include "cli/say.h"
#include "cli/verbs.h"

#define EFFECT_MAX	((size_t)8192)	/* bytes */

static const struct opt add_opts[] = {
	{ "bulletin", 0, OPT_VALUE, "B",
	    "for this one: a draft's folder, or its id" },
	{ "until", 0, OPT_VALUE, "INSTANT",
	    "when it ends: 2026-12-08T18:00:00Z" },
	{ "reason", 0, OPT_VALUE, "R", "why; the ledger has it" },
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "say what would be lifted, and lift nothing" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "exception add",
	.args = "PARTNER RULE",
	.examples = {
		{ "exception add kiyokawa duty-possible --bulletin "
		    "drafts/EX-2026-014 --reason 'counsel asked them'",
		    "one rule, one partner, one bulletin" },
		{ "exception add kiyokawa duty-unknown --until "
		    "2027-01-31T00:00:00Z --reason 'declaration is on its "
		    "way'", "for a time, where the rule allows that" },
	},
	.opts = add_opts,
	.args_min = 2,
	.args_max = 2,
	.notes = "Takes two officers, and counsel too for a rule about "
	    "duties. The policy says which\nrules take an exception; those "
	    "about a partner's state and agreement never do. RULE\n`opened` "
	    "gives one who joined late a wave that is open. Without --until "
	    "it ends at\nthe bulletin's public instant.",
};

static const struct opt list_opts[] = { CLI_OPTS };

static const struct usage list_usage = {
	.verb = "exception list",
	.args = "[PARTNER]",
	.examples = {
		{ "exception list", "all exceptions that ever were" },
		{ "exception list kiyokawa --json", "those of one partner" },
	},
	.opts = list_opts,
	.args_max = 1,
};

struct lifting {
	struct vault *v;
	const struct opt_values *o;
	struct vault_partner partner;
	const char *rule, *reason;
	enum approval_act act;
	bool named;				/* for one bulletin */
	char name[TT_ID_MAX + 1];		/* the author's */
	char bulletin[VAULT_BULLETIN_LEN + 1];	/* "": any */
	bool reserve;				/* it has no id yet */
	int64_t public_s;			/* of the bulletin */
	int64_t until_s;
	char words[RULES_WORDS_LEN];		/* what the rule caps */
};

/* The rule may be lifted, and in this way? */
static int
check_rule(struct lifting *l, const struct policy *p)
{
	const struct policy_rule *r = policy_find(p, l->rule);

	l->act = APPROVAL_LATE;
	snprintf(l->words, sizeof(l->words), "waves that are open");
	if (strcmp(l->rule, AUDIENCE_LATE) == 0)
		return l->named ? CLI_DONE : say_fail(CLI_USAGE, NULL,
		    "cannot lift '%s' without --bulletin", l->rule);
	if (r == NULL)
		return say_fail(CLI_USAGE, "telltale policy show",
		    "the policy has no rule '%s'", l->rule);
	l->act = r->of_duty ? APPROVAL_EXCEPTION_DUTY : APPROVAL_EXCEPTION;
	rules_cap_words(&r->cap, l->words);
	if (r->exception == POLICY_NOT_LIFTED)
		return say_fail(CLI_REFUSED, "telltale policy show says which "
		    "rules take one", "cannot lift '%s' for partner '%s': the "
		    "policy lets nobody", l->rule, l->partner.id);
	if (l->named && r->exception == POLICY_FOR_A_TIME)
		return say_fail(CLI_REFUSED, "leave --bulletin out",
		    "cannot lift '%s' for one bulletin: the policy lets it be "
		    "lifted for a time only", l->rule);
	if (!l->named && r->exception == POLICY_FOR_BULLETIN)
		return say_fail(CLI_REFUSED, "name it with --bulletin",
		    "cannot lift '%s' for all bulletins: the policy lets it "
		    "be lifted for one at a time", l->rule);
	return CLI_DONE;
}

/* Of a draft's folder its name and public instant; NULL: it is none. */
static int
read_draft(struct lifting *l, const char *folder)
{
	struct draft *d = calloc(1, sizeof(*d));
	int code;

	if (d == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot read %s", folder);
	if ((code = draft_read(d, folder, TT_MANIFEST_ANY_TIME)) ==
	    CLI_DONE) {
		memcpy(l->name, d->manifest->id, sizeof(l->name));
		l->public_s = d->manifest->public_at_s;
	}
	draft_done(d);
	free(d);
	return code;
}

static int
unknown_bulletin(const char *what)
{
	return say_fail(CLI_TROUBLE, "name a draft's folder, or the id of "
	    "what is sealed", "there is no bulletin '%s'", what);
}

/* The bulletin's id in the ledger; one that has none gets it now. */
static int
find_bulletin(struct lifting *l)
{
	const char *what = opt_value(add_opts, l->o, "bulletin");
	struct vault_bulletin b;
	char name[TT_ID_MAX + 1];
	uint8_t id[VAULT_BULLETIN_LEN / 2];
	enum tt_err e;
	int code;

	if (what == NULL)
		return CLI_DONE;
	l->named = true;
	if (draft_name(what, name)) {
		if ((code = read_draft(l, what)) != CLI_DONE)
			return code;
	} else {
		e = vault_bulletin_get(l->v->db, span_str(what), &b);
		if (e == TT_ENOENT)
			return unknown_bulletin(what);
		if (e != TT_OK)
			return partner_cannot(l->v, e, "find the bulletin");
		memcpy(l->name, b.name, sizeof(l->name));
		l->public_s = b.public_s;
	}
	if ((e = standing_bulletin_id(l->v->db, l->name, l->bulletin)) !=
	    TT_OK)
		return partner_cannot(l->v, e, "find the bulletin");
	if (l->bulletin[0] != '\0')
		return CLI_DONE;
	rng_fill(rng_system(), id, sizeof(id));
	hex_encode(l->bulletin, id, sizeof(id));
	l->reserve = true;
	return CLI_DONE;
}

static int
read_until(struct lifting *l)
{
	const char *s = opt_value(add_opts, l->o, "until");

	l->until_s = l->public_s;
	if (s == NULL && !l->named)
		return say_fail(CLI_USAGE, "telltale exception add --help",
		    "an exception has an end: --bulletin, or --until");
	if (s != NULL && instant_parse_human(span_str(s), &l->until_s) !=
	    TT_OK)
		return say_fail(CLI_USAGE, "write date, time and zone: "
		    "2026-12-08T18:00:00Z", "exception add: --until '%s' is "
		    "no instant", s);
	if (l->until_s <= clock_now())
		return say_fail(CLI_USAGE, NULL, "exception add: its end is "
		    "past");
	return CLI_DONE;
}

static int
read_all(struct lifting *l)
{
	struct ruleset rules = { .policy = NULL };
	int code;

	l->rule = l->o->args[1];
	l->reason = opt_value(add_opts, l->o, "reason");
	if (l->reason == NULL || !import_value_ok(span_str(l->reason)))
		return say_fail(CLI_USAGE, "--reason R: the ledger has it",
		    "exception add: an exception has a reason, of 1 to 1024 "
		    "bytes on one line");
	if ((code = partner_get(l->v, l->o->args[0], &l->partner)) !=
	    CLI_DONE || (code = find_bulletin(l)) != CLI_DONE)
		return code;
	if ((code = ruleset_load(&rules, l->v->db, clock_now())) == CLI_DONE)
		code = check_rule(l, rules.policy);
	ruleset_done(&rules);
	return code == CLI_DONE ? read_until(l) : code;
}

static enum tt_err
write_statement(const struct lifting *l, struct buf *out)
{
	struct tt_statement_out *o = calloc(1, sizeof(*o));
	enum tt_err e;

	if (o == NULL)
		return TT_ENOMEM;
	tt_statement_begin(o, TT_EXCEPTION, span_str(vault_origin(l->v)),
	    clock_now());
	tt_statement_put_str(o, "partner", l->partner.ref);
	tt_statement_put_str(o, "bulletin", l->named ? l->bulletin : NULL);
	tt_statement_put_str(o, "rule", l->rule);
	tt_statement_put_instant(o, "until", l->until_s);
	tt_statement_put_str(o, "reason", l->reason);
	e = tt_statement_end(o, out);
	free(o);
	return e;
}

static void
put(struct json_out *j, const char *key, const char *value)
{
	json_out_key(j, key);
	json_out_str(j, value);
}

static enum tt_err
write_effect(const struct lifting *l, struct buf *out)
{
	struct json_out *j = json_out_new(out, JSON_CANONICAL);

	if (j == NULL)
		return TT_ENOMEM;
	json_out_object(j);
	put(j, "partner", l->partner.id);
	put(j, "rule", l->rule);
	put(j, "bulletin", l->bulletin);
	put(j, "reason", l->reason);
	put(j, "name", l->reserve ? l->name : "");
	json_out_key(j, "until");
	json_out_int(j, l->until_s);
	json_out_object_end(j);
	return json_out_end(j);
}

static void
write_shown(const struct lifting *l, struct buf *out)
{
	char until[INSTANT_LEN + 1];

	instant_format(l->until_s, until);
	buf_printf(out, "rule %s (%s) does not count for partner %s, %s, "
	    "until %s\nreason: %s\n", l->rule, l->words, l->partner.id,
	    l->named ? l->name : "any bulletin", until, l->reason);
}

static int
ask(struct lifting *l)
{
	struct request_new n = { .act = l->act, .subject = l->partner.id,
		.reason = l->reason, .n = 1 };
	struct buf statement, effect, shown;
	struct request_made made;
	enum tt_err e;
	int code;

	buf_init(&statement, TT_STATEMENT_MAX);
	buf_init(&effect, EFFECT_MAX);
	buf_init(&shown, EFFECT_MAX);
	write_shown(l, &shown);
	if ((e = write_statement(l, &statement)) != TT_OK ||
	    (e = write_effect(l, &effect)) != TT_OK ||
	    (e = buf_err(&shown)) != TT_OK)
		code = say_err(e, NULL, "cannot ask to lift '%s'", l->rule);
	else {
		n.statement[0] = buf_view(&statement);
		n.effect = buf_view(&effect);
		n.shown = buf_view(&shown);
		if ((code = request_ask(l->v, &n, &made)) == CLI_DONE)
			code = request_said(l->v, &n, &made);
	}
	buf_done(&statement);
	buf_done(&effect);
	buf_done(&shown);
	return code;
}

static int
say_lifted(const struct lifting *l, bool dry)
{
	char until[OUT_MOMENT_LEN], at[INSTANT_LEN + 1];
	struct out_json o;

	out_moment(until, l->until_s, clock_now());
	instant_format(l->until_s, at);
	if (!l->v->cli->json) {
		out_line("%s %s (%s) for partner %s, %s, until %s", dry ?
		    "would lift" : "lifted", l->rule, l->words,
		    l->partner.id, l->named ? l->name : "any bulletin",
		    until);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-exception/1");
	put(o.j, "partner", l->partner.id);
	put(o.j, "rule", l->rule);
	put(o.j, "bulletin", l->named ? l->name : NULL);
	put(o.j, "until", at);
	put(o.j, "reason", l->reason);
	return out_json_end(&o);
}

static int
lift(struct lifting *l)
{
	bool dry = opt_set(add_opts, l->o, "dry-run");
	int code, posted;

	if ((code = read_all(l)) != CLI_DONE)
		return code;
	if (dry)
		return say_lifted(l, true);
	if ((code = vault_greet(l->v)) != CLI_DONE ||
	    (code = ask(l)) != CLI_DONE)
		return code;
	posted = vault_post(l->v);
	code = say_lifted(l, false);
	return posted != CLI_DONE ? posted : code;
}

static int
exception_add(struct cli *c, int argc, char **argv)
{
	struct lifting l = { .public_s = 0 };
	struct opt_values o;
	struct vault v;
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &o)) != CLI_GO)
		return code;
	l.v = &v;
	l.o = &o;
	if ((code = vault_open(&v, c, opt_set(add_opts, &o, "dry-run") ?
	    VAULT_READ : VAULT_WRITE, opt_value(add_opts, &o,
	    "passphrase-file"))) == CLI_DONE)
		code = lift(&l);
	vault_close(&v);
	return code;
}

/* One text of the effect; it was written by write_effect. */
static enum tt_err
take(const json_t *effect, const char *key, char *out, size_t cap)
{
	struct span s;
	enum tt_err e = json_in_str(effect, key, &s, NULL);

	return e == TT_OK ? span_copy(s, out, cap) : e;
}

static enum tt_err
read_effect(const struct request_done *r, struct vault_exception *x,
    char name[TT_ID_MAX + 1])
{
	enum tt_err e;

	if ((e = take(r->effect, "partner", x->partner,
	    sizeof(x->partner))) == TT_OK &&
	    (e = take(r->effect, "rule", x->rule, sizeof(x->rule))) ==
	    TT_OK &&
	    (e = take(r->effect, "bulletin", x->bulletin,
	    sizeof(x->bulletin))) == TT_OK &&
	    (e = take(r->effect, "reason", x->reason, sizeof(x->reason))) ==
	    TT_OK &&
	    (e = take(r->effect, "name", name, TT_ID_MAX + 1)) == TT_OK)
		e = json_in_int(r->effect, "until", 0, INT64_MAX,
		    &x->until_s, NULL);
	return e;
}

/* Somebody else's exception may have kept another id meanwhile. */
static enum tt_err
reserve(struct db *db, const char *name, const char *id)
{
	char has[VAULT_BULLETIN_LEN + 1];
	enum tt_err e = standing_bulletin_id(db, name, has);

	if (e != TT_OK)
		return e;
	if (has[0] == '\0')
		return vault_reserved_add(db, name, id);
	return strcmp(has, id) == 0 ? TT_OK : TT_ESTATE;
}

int
rules_exception_apply(struct vault *v, const struct request_done *r)
{
	struct vault_exception x = { .at_s = r->at_s, .leaf = r->leaf[0] };
	char name[TT_ID_MAX + 1];
	enum tt_err e;

	snprintf(x.officers, sizeof(x.officers), "%s", r->officers != NULL ?
	    r->officers : "");
	if ((e = read_effect(r, &x, name)) != TT_OK)
		return say_err(e, NULL, "cannot lift a rule for partner '%s'",
		    r->subject);
	if (name[0] != '\0' && (e = reserve(v->db, name, x.bulletin)) ==
	    TT_ESTATE)
		return say_fail(CLI_REFUSED, "ask again", "cannot lift '%s' "
		    "for partner '%s': the bulletin was sealed under another "
		    "id meanwhile", x.rule, x.partner);
	if (e != TT_OK || (e = vault_exception_add(v->db, &x)) != TT_OK)
		return partner_cannot(v, e, "keep the exception");
	return CLI_DONE;
}

static enum tt_err
list_one(void *ctx, const struct vault_exception *x)
{
	struct out_table *t = ctx;

	out_int(t, x->n);
	out_str(t, x->partner);
	out_str(t, x->rule);
	out_str(t, x->bulletin[0] != '\0' ? x->bulletin : NULL);
	out_instant(t, x->until_s);
	out_str(t, x->until_s > clock_now() ? "holds" : "ended");
	out_str(t, x->officers);
	out_str(t, x->reason);
	return TT_OK;
}

static int
exception_list(struct cli *c, int argc, char **argv)
{
	static const struct out_column cols[] = {
		{ "number", "number", OUT_NUMBER },
		{ "partner", "partner", OUT_TEXT },
		{ "rule", "rule", OUT_TEXT },
		{ "bulletin", "bulletin", OUT_TEXT },
		{ "until", "until", OUT_TEXT },
		{ "state", "state", OUT_TEXT },
		{ "officers", "officers", OUT_TEXT },
		{ "reason", "reason", OUT_TEXT },
	};
	struct vault_partner p;
	struct out_table *t;
	struct opt_values o;
	struct vault v;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (o.n_args == 0 || (code = partner_get(&v, o.args[0], &p)) ==
	    CLI_DONE)) {
		t = out_table_new(c, "telltale-exception-list/1",
		    "exceptions", cols, N_ROWS(cols));
		e = vault_exception_each(v.db, o.n_args > 0 ? o.args[0] :
		    NULL, list_one, t);
		if (e == TT_OK)
			code = out_table_end(t);
		else {
			out_table_drop(t);
			code = partner_cannot(&v, e, "list the exceptions");
		}
	}
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "lift one rule for one partner; two people",
	    exception_add },
	{ "list", "which rules were lifted for whom", exception_list },
	{ NULL, NULL, NULL },
};

int
verb_exception(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "exception", verbs, argc, argv);
}
