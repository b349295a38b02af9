/* SPDX-License-Identifier: ISC */
/*
 * leave - the states that the ledger has no word for: refused, withdrawn,
 * applied once more, and vetting after a change of owner or country.
 */
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/paragraph.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/held.h"
#include "cli/people/signed.h"
#include "cli/people/verbs.h"
#include "cli/say.h"

#define OWED_MAX	4096	/* bytes */

static const struct opt opts[] = {
	{ "reason", 0, OPT_VALUE, "TEXT", "why" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct opt changed_opts[] = {
	{ "reason", 0, OPT_VALUE, "TEXT", "what changed" },
	{ "run-on", 0, OPT_VALUE, "TEXT",
	    "why it keeps its access for 14 days all the same" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage refuse_usage = {
	.verb = "partner refuse",
	.args = "PARTNER",
	.examples = {
		{ "partner refuse kiyokawa --reason 'third-party signatures "
		    "only'", "an application that is not granted" },
		{ "partner refuse kiyokawa --reason 'no answer' --json",
		    "the same, with an answer for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
};

static const struct usage withdraw_usage = {
	.verb = "partner withdraw",
	.args = "PARTNER",
	.examples = {
		{ "partner withdraw kiyokawa", "it leaves, by its own wish" },
		{ "partner withdraw kiyokawa --reason 'letter of 20 November'",
		    "and how that was said" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "What it holds stays under what it signed: telltale partner "
	    "holds.",
};

static const struct usage apply_usage = {
	.verb = "partner apply",
	.args = "PARTNER",
	.examples = {
		{ "partner apply kiyokawa", "one that was refused, or left, "
		    "applies again" },
		{ "partner apply kiyokawa --json", "the same for a script" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
};

static const struct usage changed_usage = {
	.verb = "partner changed",
	.args = "PARTNER",
	.examples = {
		{ "partner changed kiyokawa --reason 'bought by Arbour Inc'",
		    "vetted anew; no access meanwhile" },
		{ "partner changed kiyokawa --reason 'bought by Arbour Inc' "
		    "--run-on 'same team, same country'",
		    "with access for 14 days" },
	},
	.opts = changed_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "A merger, another owner or country. Then telltale partner "
	    "vet with new answers,\nand telltale partner approve.",
};

struct leaving {
	struct vault *v;
	const struct usage *u;
	const struct opt_values *o;
	enum partner_event event;
	const char *reason;
	struct people_change c;
};

static int
run_on(struct leaving *k, int64_t now_s)
{
	struct vault_standing *s = &k->c.s;
	enum tt_err e;

	s->runs_on_s = now_s + PARTNER_RUN_ON_S;
	s->vetting = VAULT_VETTING_NONE;
	s->vetted_s = now_s;
	e = vault_standing_set(k->v->db, k->c.p.id, s);
	if (e == TT_OK)
		e = vault_change_add(k->v->db, k->c.p.id,
		    &(struct vault_change){ .at_s = now_s, .was = k->c.was,
		    .state = k->c.was,
		    .officer = conf_get(&k->v->conf, "officer"),
		    .reason = opt_value(changed_opts, k->o, "run-on") });
	return e == TT_OK ? CLI_DONE : partner_cannot(k->v, e,
	    "keep the change");
}

static int
move(struct leaving *k)
{
	struct partner_facts f = { .officers = 1 };
	int64_t now_s = clock_now();
	enum partner_state s = people_state(&k->c.p, &k->c.s, now_s);
	bool changed = k->u == &changed_usage;
	const char *why = "";
	enum tt_err e = TT_ESTATE;

	if (!changed || s == PARTNER_APPROVED || s == PARTNER_EXPIRED)
		e = partner_move(s, k->event, &f, &k->c.p.state, &why);
	if (e != TT_OK)
		return say_fail(CLI_REFUSED, "telltale partner states says "
		    "what leads where", "cannot do that: partner '%s' is %s",
		    k->c.p.id, partner_state_text(s));
	if (changed && opt_set(changed_opts, k->o, "run-on"))
		return run_on(k, now_s);
	if (changed) {	/* asked anew: what was answered is of the old one */
		k->c.s.vetting = VAULT_VETTING_NONE;
		k->c.s.vetted_s = now_s;
	}
	return people_move(k->v, &k->c, k->reason);
}

static int
read_owed(const struct leaving *k, struct buf *out)
{
	int64_t now_s = clock_now();
	struct held h;
	int code;

	if ((code = held_read(&h, k->v, &k->c.p, now_s)) != CLI_DONE)
		return code;
	held_owed(&h, &k->c.p, now_s, out);
	held_done(&h);
	if (buf_err(out) == TT_OK)
		return CLI_DONE;
	code = say_err(buf_err(out), NULL, "cannot say what stays owed");
	buf_done(out);
	return code;
}

static int
print(struct leaving *k)
{
	const char *state;
	struct out_json o;
	struct buf owed;
	int code;

	if ((code = people_load(k->v, k->o->args[0], &k->c)) != CLI_DONE)
		return code;
	state = partner_state_text(people_state(&k->c.p, &k->c.s,
	    clock_now()));
	buf_init(&owed, OWED_MAX);
	if (k->event == PARTNER_WITHDRAW && (code = read_owed(k, &owed)) !=
	    CLI_DONE)
		return code;
	if (!k->v->cli->json) {
		out_line("partner %s is %s", k->c.p.id, state);
		if (owed.n > 0)
			paragraph(0, "%s", owed.p);
		buf_done(&owed);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-partner-state/1");
	json_out_key(o.j, "id");
	json_out_str(o.j, k->c.p.id);
	json_out_key(o.j, "state");
	json_out_str(o.j, state);
	if (owed.n > 0) {
		json_out_key(o.j, "owed");
		json_out_span(o.j, buf_view(&owed));
	}
	buf_done(&owed);
	return out_json_end(&o);
}

static int
run(struct leaving *k)
{
	int code, posted;

	if ((code = vault_greet(k->v)) != CLI_DONE ||
	    (code = people_settle(k->v)) != CLI_DONE ||
	    (code = people_load(k->v, k->o->args[0], &k->c)) != CLI_DONE ||
	    (code = move(k)) != CLI_DONE)
		return code;
	posted = vault_post(k->v);
	code = print(k);
	return posted != CLI_DONE ? posted : code;
}

static int
check_text(const struct leaving *k, const char *option, const char *s)
{
	if (s == NULL || import_value_ok(span_str(s)))
		return CLI_DONE;
	return signed_wrong(k->u->verb, option, "a text of 1 to 1024 bytes "
	    "without control characters");
}

static int
leave(struct cli *c, const struct usage *u, enum partner_event event,
    int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct leaving k = { .v = &v, .u = u, .o = &o, .event = event };
	bool asks = event == PARTNER_REFUSE || event == PARTNER_VET;
	int code;

	if ((code = cli_parse(c, u, argc, argv, &o)) != CLI_GO)
		return code;
	k.reason = opt_value(u->opts, &o, "reason");
	if (asks && k.reason == NULL)
		return signed_wrong(u->verb, "reason", "given");
	if ((code = check_text(&k, "reason", k.reason)) != CLI_DONE ||
	    (u == &changed_usage && (code = check_text(&k, "run-on",
	    opt_value(changed_opts, &o, "run-on"))) != CLI_DONE))
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(u->opts, &o, "passphrase-file"));
	if (code == CLI_DONE)
		code = run(&k);
	vault_close(&v);
	return code;
}

int
verb_partner_refuse(struct cli *c, int argc, char **argv)
{
	return leave(c, &refuse_usage, PARTNER_REFUSE, argc, argv);
}

int
verb_partner_withdraw(struct cli *c, int argc, char **argv)
{
	return leave(c, &withdraw_usage, PARTNER_WITHDRAW, argc, argv);
}

int
verb_partner_apply(struct cli *c, int argc, char **argv)
{
	return leave(c, &apply_usage, PARTNER_APPLY, argc, argv);
}

int
verb_partner_changed(struct cli *c, int argc, char **argv)
{
	return leave(c, &changed_usage, PARTNER_VET, argc, argv);
}
