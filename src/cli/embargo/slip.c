/* SPDX-License-Identifier: ISC */
/* slip - another public instant: proposed, agreed, held by keepers, adopted. */
#include <stdlib.h>

#include "cli/confirm.h"
#include "cli/embargo/slip_do.h"
#include "cli/embargo/verbs.h"
#include "cli/embargo/zone.h"
#include "cli/out.h"
#include "cli/say.h"

static const struct opt opts[] = {
	{ "to", 0, OPT_VALUE, "INSTANT",
	    "the new public instant; \"YYYY-MM-DD hh:mm ZONE\" too" },
	{ "reason", 0, OPT_VALUE, "TEXT", "why; it stands in the ledger" },
	{ "drop", 0, OPT_FLAG, NULL, "give up what is proposed" },
	{ "dry-run", 'n', OPT_FLAG, NULL,
	    "what would move, and who would have to consent again" },
	{ "yes", 0, OPT_VALUE, "ID",
	    "the bulletin's id, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "slip",
	.args = "BULLETIN",
	.examples = {
		{ "slip EX-2026-014 --to '2026-12-15 10:00 "
		    "America/Los_Angeles' --dry-run",
		    "which waves would move, and who could speak when" },
		{ "slip EX-2026-014",
		    "go on with what is proposed: ask the keepers again" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Later or earlier. The old instant stands until terms "
	    "parties have accepted and\nenough keepers have confirmed.",
};

struct slipping {
	struct vault *v;
	const struct opt_values *o;
	struct standing *s;
	int64_t to_s;
	bool to, dry;
};

static int
read_to(struct slipping *k)
{
	const char *text = opt_value(opts, k->o, "to");
	struct zone_diag diag = { .twice = false };
	enum tt_err e;

	k->dry = opt_set(opts, k->o, "dry-run");
	if (text == NULL)
		return CLI_DONE;
	if ((e = zone_parse(span_str(text), &k->to_s, &diag)) != TT_OK)
		return zone_say("slip", "to", text, e, &diag);
	k->to = true;
	return CLI_DONE;
}

static int
again(struct slipping *k)
{
	standing_free(k->s);
	return standing_open(&k->s, k->v, k->o->args[0], false);
}

/* All have accepted what is proposed; CLI_LATER after saying who has not. */
static int
ask_parties(const struct standing *s, unsigned revision)
{
	int code = CLI_DONE;

	for (size_t i = 0; i < s->n_parties; i++) {
		const struct vault_party *p = &s->party[i];

		if (p->revision == revision && p->accepts)
			continue;
		say_note(s->v->cli, "%s, %s, is to accept terms %u: by "
		    "their key, or telltale embargo answer %s '%s' --accept "
		    "or --refuse", vault_party_role_text(p->role), p->name,
		    revision, s->b.id, p->name);
		code = CLI_LATER;
	}
	return code;
}

static bool
is_signed(const struct standing *s)
{
	for (size_t i = 0; i < s->n_said; i++)
		if (s->said[i].entry.said == EMBARGO_SAID_PROPOSED &&
		    s->said[i].entry.revision == s->now.proposed &&
		    s->said[i].stated)
			return true;
	return false;
}

/* The proposal stands; what it takes is asked for, then it is adopted. */
static int
sign_and_adopt(struct slipping *k, struct slip_plan *p)
{
	const char *reason = opt_value(opts, k->o, "reason");
	struct request_new n = { .act = APPROVAL_LENGTHEN,
		.subject = k->s->b.id };
	struct request_made made;
	int code;

	if ((code = slip_ask(p, reason, &made)) != CLI_DONE)
		return code;
	if ((code = request_said(k->v, &n, &made)) == CLI_LATER)
		say_hint("then telltale slip %s again: keepers are told, and "
		    "it is in force", k->s->b.id);
	if (code != CLI_DONE || (code = again(k)) != CLI_DONE)
		return code;
	return slip_adopt(k->s);
}

/* A public instant, new or proposed before and waiting for parties. */
static int
propose(struct slipping *k, int64_t public_s)
{
	bool open = k->s->now.state == EMBARGO_REVISING &&
	    k->s->now.proposed_s == public_s;
	struct slip_plan *p = calloc(1, sizeof(*p));
	int code;

	if (p == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot slip");
	if ((code = slip_plan_make(p, k->s, public_s)) != CLI_DONE)
		goto out;
	if (open)
		p->revision = k->s->now.proposed;
	if ((code = slip_plan_print(p)) != CLI_DONE || k->dry)
		goto out;
	if ((code = confirm_bulletin(k->v->cli, &k->s->b, "slip", "",
	    opt_value(opts, k->o, "yes"))) != CLI_DONE)
		goto out;
	if (!open && k->s->n_parties > 0 &&
	    (code = slip_propose(p)) != CLI_DONE)
		goto out;
	if ((code = ask_parties(k->s, p->revision)) == CLI_DONE)
		code = sign_and_adopt(k, p);
out:
	slip_plan_done(p);
	free(p);
	return code;
}

static int
act(struct slipping *k)
{
	const struct embargo_now *now = &k->s->now;
	bool open = now->state == EMBARGO_REVISING;

	if (opt_set(opts, k->o, "drop"))
		return slip_drop(k->s);
	if (!k->to && !open)
		return say_fail(CLI_USAGE, "telltale slip BULLETIN --to "
		    "INSTANT", "slip: nothing is proposed for %s, so --to is "
		    "needed", k->s->b.name);
	if (!k->to)
		k->to_s = now->proposed_s;
	if (open && now->proposed_s == k->to_s && is_signed(k->s) && !k->dry)
		return slip_adopt(k->s);
	return propose(k, k->to_s);
}

int
verb_slip(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct slipping k = { .v = &v, .o = &o };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_to(&k)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = standing_open(&k.s, &v, o.args[0], true)) == CLI_DONE &&
	    (code = standing_in_force(k.s, "slip")) == CLI_DONE)
		code = act(&k);
	standing_free(k.s);
	vault_close(&v);
	return code;
}
