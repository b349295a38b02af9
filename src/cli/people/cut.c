/* SPDX-License-Identifier: ISC */
/*
 * cut - partner suspend and remove: one act each, of which the hub knows on
 * the next request of any of the partner's readers.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/held.h"
#include "cli/people/signed.h"
#include "cli/people/verbs.h"
#include "cli/say.h"

#define DAY		86400
#define TERM_MAX	36500	/* days */

#define CUT_OPTS							\
	{ "reason", 0, OPT_VALUE, "TEXT", "why; in the ledger" },	\
	{ "dry-run", 'n', OPT_FLAG, NULL,				\
	    "say what would happen, and do nothing" },			\
	VAULT_OPTS,							\
	CLI_OPTS

static const struct opt suspend_opts[] = {
	{ "confirm", 0, OPT_FLAG, NULL,
	    "in a small team: one that was made before it was small" },
	CUT_OPTS
};

static const struct opt remove_opts[] = {
	{ "term", 0, OPT_VALUE, "DAYS", "no vetting before they are over" },
	{ "yes", 0, OPT_VALUE, "ID",
	    "the partner's id, instead of typing it" },
	CUT_OPTS
};

static const struct usage suspend_usage = {
	.verb = "partner suspend",
	.args = "PARTNER",
	.examples = {
		{ "partner suspend kiyokawa --reason 'copy 17 found abroad'",
		    "cut a partner off, at once" },
		{ "partner suspend kiyokawa --reason 'copy 17 found abroad' "
		    "--dry-run", "what would happen" },
	},
	.opts = suspend_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "One officer does it, at once: the next request of any of "
	    "its readers is refused.\nUnless a second officer confirms it "
	    "within 72 h (telltale approve) it\nlapses. In a small team it "
	    "is confirmed with it.",
};

static const struct usage remove_usage = {
	.verb = "partner remove",
	.args = "PARTNER",
	.examples = {
		{ "partner remove kiyokawa --reason 'finding 2026-3' --term "
		    "365 --dry-run", "what would happen" },
		{ "partner remove kiyokawa --reason 'finding 2026-3' --term "
		    "365 --yes=kiyokawa", "do it, from a script" },
	},
	.opts = remove_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Two officers and counsel. Ends its readers' keys with it; "
	    "what it still holds:\ntelltale partner holds.",
};

struct cutting {
	struct vault *v;
	const struct usage *u;
	const struct opt_values *o;
	const char *reason;
	struct people_change c;
	int64_t now_s, term_s;
};

static bool
removes(const struct cutting *k)
{
	return k->u == &remove_usage;
}

static int
read_options(struct cutting *k)
{
	const char *term = removes(k) ? opt_value(remove_opts, k->o,
	    "term") : NULL;
	uint64_t days;

	k->reason = opt_value(k->u->opts, k->o, "reason");
	if (k->reason != NULL && !import_value_ok(span_str(k->reason)))
		return signed_wrong(k->u->verb, "reason", "a text of 1 to 1024 "
		    "bytes without control characters");
	if (!removes(k))
		return CLI_DONE;
	if (term == NULL || span_u64(span_str(term), TERM_MAX, &days) !=
	    TT_OK)
		return signed_wrong(k->u->verb, "term",
		    "a number of days, at most 36500");
	k->term_s = (int64_t)days * DAY;
	return CLI_DONE;
}

static int
refuse(const struct cutting *k, enum partner_state s, enum tt_err e,
    const char *why)
{
	if (e == TT_ESTATE)
		return say_fail(CLI_REFUSED, "telltale partner show says since "
		    "when", "cannot %s partner '%s': it is %s", k->u->verb +
		    strlen("partner "), k->c.p.id, partner_state_text(s));
	say_fail(CLI_REFUSED, NULL, "cannot %s partner '%s': it takes %s",
	    k->u->verb + strlen("partner "), k->c.p.id, why);
	say_hint("telltale %s %s --reason TEXT", k->u->verb, k->c.p.id);
	return CLI_REFUSED;
}

/* A second officer stands by what the first one did. */
static int
confirm(struct cutting *k)
{
	struct people_change *c = &k->c;
	if (people_state(&c->p, &c->s, k->now_s) != PARTNER_SUSPENDED)
		return refuse(k, people_state(&c->p, &c->s, k->now_s),
		    TT_ESTATE, "");
	if (c->s.confirmed || c->s.officer[0] == '\0')
		return say_fail(CLI_REFUSED, NULL, "the suspension of '%s' is "
		    "confirmed already", c->p.id);
	if (!vault_small_team(k->v))
		return say_fail(CLI_REFUSED, "telltale approve lists it for "
		    "another officer, who signs it there", "cannot confirm "
		    "the suspension of '%s': %s asked for it, and what is "
		    "asked is confirmed as it was asked", c->p.id,
		    c->s.officer);
	if (k->reason == NULL && c->s.reason[0] != '\0')
		k->reason = c->s.reason;
	c->s.confirmed = true;
	return CLI_DONE;
}

static int
move(struct cutting *k)
{
	enum approval_act act = removes(k) ? APPROVAL_REMOVE :
	    APPROVAL_SUSPEND;
	struct partner_facts f = people_facts(k->v, act);
	enum partner_state s = people_state(&k->c.p, &k->c.s, k->now_s);
	const char *why = "";
	enum tt_err e;

	if (!removes(k) && opt_set(suspend_opts, k->o, "confirm"))
		return confirm(k);
	if (k->reason != NULL)
		f.has = PARTNER_NEEDS_REASON;
	if ((e = partner_move(s, removes(k) ? PARTNER_REMOVE :
	    PARTNER_SUSPEND, &f, &k->c.p.state, &why)) != TT_OK)
		return refuse(k, s, e, why);
	k->c.s.confirmed = vault_small_team(k->v);
	if (removes(k)) {
		k->c.s.removed_s = k->now_s;
		k->c.s.term_s = k->now_s + k->term_s;
		k->c.s.probation_s = 0;
	}
	return CLI_DONE;
}

static int
show(const struct cutting *k)
{
	struct span text, line;
	struct buf b;

	buf_init(&b, 65536);
	people_describe(&k->c, k->reason, k->now_s, &b);
	text = buf_view(&b);
	while (!k->v->cli->json && span_line(&text, &line))
		out_line("%.*s", (int)line.n, line.p);
	buf_done(&b);
	return held_print(k->v, &k->c.p, k->now_s);
}

static int
print(const struct cutting *k, const struct request_made *made)
{
	bool waits = made->state == REQUEST_WAITS;
	struct held h;
	struct out_json o;
	int code;

	if ((code = held_read(&h, k->v, &k->c.p, k->now_s)) != CLI_DONE)
		return code;
	if (!k->v->cli->json) {
		out_line("partner %s is %s", k->c.p.id, waits ? "as it was" :
		    partner_state_text(k->c.p.state));
		if (h.kept > 0)
			out_line("%zu cop%s cannot be recalled: telltale "
			    "partner holds %s", h.kept, h.kept == 1 ? "y" :
			    "ies", k->c.p.id);
		held_ahead(k->v, &h);
		if (!waits && !k->c.s.confirmed && !removes(k))
			say_note(k->v->cli, "it lapses in 72 h unless a second "
			    "officer confirms it: telltale approve %s",
			    made->id);
		held_done(&h);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-partner-state/1");
	json_out_key(o.j, "id");
	json_out_str(o.j, k->c.p.id);
	json_out_key(o.j, "state");
	json_out_str(o.j, partner_state_text(waits ? k->c.was :
	    k->c.p.state));
	json_out_key(o.j, "request");
	json_out_str(o.j, waits ? made->id : NULL);
	json_out_key(o.j, "confirmed");
	json_out_bool(o.j, k->c.s.confirmed);
	json_out_key(o.j, "copies_kept");
	json_out_u64(o.j, h.kept);
	json_out_key(o.j, "copies_withheld");
	json_out_u64(o.j, h.withheld);
	json_out_key(o.j, "copies_ahead");
	json_out_u64(o.j, h.ahead);
	held_done(&h);
	return out_json_end(&o);
}

static int
run(struct cutting *k)
{
	const struct people_ask ask = { .act = removes(k) ? APPROVAL_REMOVE :
	    APPROVAL_SUSPEND, .subject = k->c.p.id, .reason = k->reason,
	    .change = &k->c, .n = 1 };
	const struct request_new n = { .act = ask.act,
		.subject = k->o->args[0] };
	struct request_made made;
	int code, posted, then;

	if ((code = people_ask(k->v, &ask, &made)) != CLI_DONE)
		return code;
	posted = vault_post(k->v);
	if (posted == CLI_DONE && !k->v->away)
		posted = vault_fetch(k->v);	/* for what it holds */
	then = request_said(k->v, &n, &made);
	if ((code = print(k, &made)) != CLI_DONE || posted != CLI_DONE)
		return posted != CLI_DONE ? posted : code;
	return then;
}

static int
prepare(struct cutting *k)
{
	bool dry = opt_set(k->u->opts, k->o, "dry-run");
	int code;

	if ((code = vault_greet(k->v)) != CLI_DONE ||
	    (!dry && (code = people_settle(k->v)) != CLI_DONE) ||
	    (code = people_load(k->v, k->o->args[0], &k->c)) != CLI_DONE ||
	    (code = move(k)) != CLI_DONE)
		return code;
	if (dry)
		return show(k);
	if (removes(k) && (code = confirm_id(k->v->cli, "remove",
	    k->c.p.id, opt_value(remove_opts, k->o, "yes"))) != CLI_DONE)
		return code;
	return run(k);
}

static int
cut(struct cli *c, const struct usage *u, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct cutting k = { .v = &v, .u = u, .o = &o,
		.now_s = clock_now() };
	int code;

	if ((code = cli_parse(c, u, argc, argv, &o)) != CLI_GO ||
	    (code = read_options(&k)) != CLI_DONE)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(u->opts, &o, "passphrase-file"));
	if (code == CLI_DONE)
		code = prepare(&k);
	vault_close(&v);
	return code;
}

int
verb_partner_suspend(struct cli *c, int argc, char **argv)
{
	return cut(c, &suspend_usage, argc, argv);
}

int
verb_partner_remove(struct cli *c, int argc, char **argv)
{
	return cut(c, &remove_usage, argc, argv);
}
