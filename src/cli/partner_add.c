/* SPDX-License-Identifier: ISC */
/* partner add and approve: one record each, and its statement. */
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "telltale/manifest.h"

#define DAY	86400

#define AGREEMENT_OPTS							\
	{ "agreement", 0, OPT_VALUE, "VERSION",				\
	    "the version that it has signed" },				\
	{ "signed", 0, OPT_VALUE, "DAY", "when: YYYY-MM-DD" },		\
	{ "expires", 0, OPT_VALUE, "DAY",				\
	    "the last day on which it is good; else it has no end" }

static const struct opt add_opts[] = {
	{ "name", 0, OPT_VALUE, "NAME", "its full name" },
	{ "tier", 0, OPT_VALUE, "TIER", "as bulletins' waves name it" },
	AGREEMENT_OPTS,
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "partner add",
	.args = "PARTNER",
	.examples = {
		{ "partner add kiyokawa --name 'Kiyokawa Ltd' --tier elite",
		    "enter a partner; it has applied" },
		{ "partner add kiyokawa --name K --tier elite --agreement 1 "
		    "--signed 2026-01-10 --expires 2028-12-31",
		    "with the agreement that it has signed" },
	},
	.opts = add_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "PARTNER is a word of yours: a letter or digit, then up to "
	    "63 of letters,\ndigits, '.', '_' and '-'. The ledger never has "
	    "it.",
};

static const struct opt approve_opts[] = {
	AGREEMENT_OPTS,
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage approve_usage = {
	.verb = "partner approve",
	.args = "PARTNER...",
	.examples = {
		{ "partner approve kiyokawa", "admit one partner" },
		{ "partner approve kiyokawa --agreement 1 --signed 2026-01-10",
		    "which has just signed version 1 of the agreement" },
	},
	.opts = approve_opts,
	.args_min = 1,
	.args_max = OPT_ARGS_MAX,
	.notes = "It takes a signed agreement that has not ended, and two "
	    "officers; in a programme\nmade with --small-team one officer. "
	    "Renews an expired partner, reinstates a\nsuspended one.",
};

static int
wrong(const char *verb, const char *option, const char *form)
{
	say_fail(CLI_USAGE, NULL, "partner %s: --%s is not %s", verb, option,
	    form);
	say_hint("telltale partner %s --help", verb);
	return CLI_USAGE;
}

static int
day_option(const struct opt *opts, const struct opt_values *o,
    const char *verb, const char *name, int64_t *at_s, bool *day)
{
	const char *s = opt_value(opts, o, name);

	if (s == NULL)
		return CLI_DONE;
	if (import_day(span_str(s), day, at_s) != TT_OK)
		return wrong(verb, name, "a day, YYYY-MM-DD");
	return CLI_DONE;
}

/* The three options about the agreement, into p. */
static int
read_agreement(const struct opt *opts, const struct opt_values *o,
    const char *verb, struct vault_partner *p)
{
	const char *version = opt_value(opts, o, "agreement");
	int64_t ends = PARTNER_NO_END;
	bool day = false;
	int code;

	if (version == NULL && (opt_set(opts, o, "signed") ||
	    opt_set(opts, o, "expires")))
		return wrong(verb, "agreement",
		    "given, and its days are");
	if (version == NULL)
		return CLI_DONE;
	if (!tt_id_ok(span_str(version)))
		return wrong(verb, "agreement", "a version");
	p->signed_s = clock_now();
	if ((code = day_option(opts, o, verb, "signed", &p->signed_s,
	    &day)) != CLI_DONE ||
	    (code = day_option(opts, o, verb, "expires", &ends,
	    &day)) != CLI_DONE)
		return code;
	if (ends != PARTNER_NO_END && day)
		ends += DAY;
	if (ends <= p->signed_s)
		return wrong(verb, "expires", "after the day of signing");
	p->ends_s = ends;
	snprintf(p->agreement, sizeof(p->agreement), "%s", version);
	return CLI_DONE;
}

static int
read_new(const struct opt_values *o, struct vault_partner *p)
{
	const char *name = opt_value(add_opts, o, "name");
	const char *tier = opt_value(add_opts, o, "tier");

	p->ends_s = PARTNER_NO_END;
	p->since_s = clock_now();
	if (!tt_id_ok(span_str(o->args[0])))
		return say_fail(CLI_USAGE, "telltale partner add --help",
		    "partner add: '%s' is no id", o->args[0]);
	if (name == NULL || !import_value_ok(span_str(name)))
		return wrong("add", "name",
		    "a name of 1 to 1024 bytes without control characters");
	if (tier == NULL || !tt_id_ok(span_str(tier)))
		return wrong("add", "tier", "a tier's name");
	snprintf(p->id, sizeof(p->id), "%s", o->args[0]);
	snprintf(p->name, sizeof(p->name), "%s", name);
	snprintf(p->tier, sizeof(p->tier), "%s", tier);
	partner_draw_ref(p);
	return read_agreement(add_opts, o, "add", p);
}

static int
say_state(const struct cli *c, const struct vault_partner *p)
{
	struct out_json o;

	if (!c->json) {
		out_line("partner %s is %s", p->id,
		    partner_state_text(p->state));
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-partner-state/1");
	json_out_key(o.j, "id");
	json_out_str(o.j, p->id);
	json_out_key(o.j, "state");
	json_out_str(o.j, partner_state_text(p->state));
	return out_json_end(&o);
}

int
verb_partner_add(struct cli *c, int argc, char **argv)
{
	struct vault_partner p = { .state = PARTNER_APPLIED };
	struct opt_values o;
	struct vault v;
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_new(&o, &p)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE) {
		e = vault_partner_add(v.db, &p);
		if (e == TT_EEXIST)
			code = say_fail(CLI_USAGE, "telltale partner list",
			    "there is a partner '%s' already", p.id);
		else if (e != TT_OK)
			code = partner_cannot(&v, e, "enter the partner");
		else if ((code = say_state(c, &p)) == CLI_DONE && !c->json)
			say_note(c, "next: telltale partner approve %s%s",
			    p.id, p.agreement[0] != '\0' ? "" :
			    " --agreement VERSION");
	}
	vault_close(&v);
	return code;
}

/* The event that leads from where p is to approved. */
static enum partner_event
event_of(enum partner_state s)
{
	switch (s) {
	case PARTNER_EXPIRED:
		return PARTNER_RENEW;
	case PARTNER_SUSPENDED:
		return PARTNER_REINSTATE;
	case PARTNER_APPLIED:
	case PARTNER_VETTING:
	case PARTNER_APPROVED:
	case PARTNER_REMOVED:
	case PARTNER_REFUSED:
	case PARTNER_WITHDRAWN:
	case PARTNER_STATES:
		break;
	}
	return PARTNER_APPROVE;
}

/* p->state becomes approved, by the rules, or it is said why not. */
static int
admit(struct vault *v, struct vault_partner *p)
{
	struct partner_facts f = { .officers = 1,
		.small_team = vault_small_team(v) };
	enum partner_state s = partner_state_now(p);
	const char *why = "";
	enum tt_err e;

	if (p->agreement[0] != '\0' && p->ends_s > clock_now())
		f.has = PARTNER_NEEDS_AGREEMENT;
	if (s == PARTNER_APPLIED &&
	    (e = partner_move(s, PARTNER_VET, &f, &s, &why)) != TT_OK)
		return say_fail(CLI_REFUSED, NULL, "cannot vet partner '%s': "
		    "it takes %s", p->id, why);
	if ((e = partner_move(s, event_of(s), &f, &p->state, &why)) == TT_OK)
		return CLI_DONE;
	if (e == TT_ESTATE)
		return say_fail(CLI_REFUSED, "telltale partner show says "
		    "since when", "cannot approve partner '%s': it is %s",
		    p->id, partner_state_text(s));
	say_fail(CLI_REFUSED, NULL, "cannot approve partner '%s': it takes %s",
	    p->id, why);
	if ((f.has & PARTNER_NEEDS_AGREEMENT) == 0)
		say_hint("telltale partner approve %s --agreement VERSION "
		    "--signed DAY", p->id);
	return CLI_REFUSED;
}

static int
approve_one(struct vault *v, const struct opt_values *o, const char *id)
{
	struct vault_partner p;
	enum tt_err e;
	int code;

	if ((code = partner_get(v, id, &p)) != CLI_DONE ||
	    (code = read_agreement(approve_opts, o, "approve", &p)) !=
	    CLI_DONE)
		return code;
	if (partner_state_now(&p) == PARTNER_APPROVED &&
	    !opt_set(approve_opts, o, "agreement")) {
		say_note(v->cli, "partner %s was approved already", id);
		return CLI_DONE;
	}
	if (partner_state_now(&p) != PARTNER_APPROVED &&
	    (code = admit(v, &p)) != CLI_DONE)
		return code;
	p.since_s = clock_now();
	if ((code = partner_state_statement(v, &p, NULL, p.since_s)) !=
	    CLI_DONE)
		return code;
	if ((e = vault_partner_set(v->db, &p)) != TT_OK)
		return partner_cannot(v, e, "keep the approval");
	return CLI_DONE;
}

/* All of them, or none. */
static int
approve_all(struct vault *v, const struct opt_values *o)
{
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	for (size_t i = 0; i < o->n_args && code == CLI_DONE; i++)
		code = approve_one(v, o, o->args[i]);
	if (code != CLI_DONE) {
		db_rollback(v->db);
		return code;
	}
	if ((e = db_commit(v->db)) != TT_OK)
		return partner_cannot(v, e, "keep the approval");
	return CLI_DONE;
}

static int
say_approved(const struct cli *c, const struct opt_values *o)
{
	static const struct out_column cols[] = {
		{ "id", "partner", OUT_TEXT },
		{ "state", "state", OUT_TEXT },
	};
	struct out_table *t = out_table_new(c, "telltale-partner-approve/1",
	    "partners", cols, N_ROWS(cols));

	for (size_t i = 0; i < o->n_args; i++) {
		out_str(t, o->args[i]);
		out_str(t, partner_state_text(PARTNER_APPROVED));
	}
	return out_table_end(t);
}

int
verb_partner_approve(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v;
	int code, posted;

	if ((code = cli_parse(c, &approve_usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(approve_opts, &o, "passphrase-file"));
	if (code == CLI_DONE && (code = vault_greet(&v)) == CLI_DONE &&
	    (code = approve_all(&v, &o)) == CLI_DONE) {
		posted = vault_post(&v);
		code = say_approved(c, &o);
		if (posted != CLI_DONE)
			code = posted;
	}
	vault_close(&v);
	return code;
}
