/* SPDX-License-Identifier: ISC */
/*
 * admit - what ends in `approved`: partner approve, renew, reinstate.  Two
 * people, an agreement that has not ended, a vetting record that is complete.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/change.h"
#include "cli/people/signed.h"
#include "cli/people/verbs.h"
#include "cli/people/vet.h"
#include "cli/say.h"
#include "store/vault_agreement.h"

#define DAY	86400

#define ADMIT_OPTS							\
	SIGNED_OPTS,							\
	{ "reason", 0, OPT_VALUE, "TEXT", "why; in the ledger" },	\
	{ "dry-run", 'n', OPT_FLAG, NULL,				\
	    "say what would happen, and do nothing" },			\
	VAULT_OPTS,							\
	CLI_OPTS

static const struct opt opts[] = { ADMIT_OPTS };

static const struct opt reinstate_opts[] = {
	{ "probation", 0, OPT_VALUE, "LENGTH",
	    "strictest profile and last wave for so long, as in 180d" },
	ADMIT_OPTS
};

static const struct usage approve_usage = {
	.verb = "partner approve",
	.args = "PARTNER...",
	.examples = {
		{ "partner approve kiyokawa", "admit one partner" },
		{ "partner approve kiyokawa --agreement 1 --paper scan.pdf "
		    "--signer 'Y. Kiyokawa'",
		    "which has just signed version 1 of the agreement" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = OPT_ARGS_MAX,
	.notes = "It takes a signed agreement that has not ended, a vetting "
	    "record that is complete\n(telltale partner vet), and two "
	    "officers; in a programme made with --small-team\none officer, "
	    "and a record only if there is one, or if telltale.conf of the "
	    "vault says\n'vetting required'. Renews an expired partner, "
	    "reinstates a suspended one.",
};

static const struct usage renew_usage = {
	.verb = "partner renew",
	.args = "PARTNER...",
	.examples = {
		{ "partner renew kiyokawa", "by what it signed last: telltale "
		    "agreement sign" },
		{ "partner renew kiyokawa --agreement 2 --paper scan.pdf "
		    "--signer 'Y. Kiyokawa' --expires 2028-11-20",
		    "by a scan of what it signed" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = OPT_ARGS_MAX,
	.notes = "For partners that are approved, or whose agreement has "
	    "ended. Two officers, as\nto approve.",
};

static const struct usage reinstate_usage = {
	.verb = "partner reinstate",
	.args = "PARTNER",
	.examples = {
		{ "partner reinstate kiyokawa", "end a suspension" },
		{ "partner reinstate kiyokawa --probation 180d",
		    "one that was removed, and was vetted again" },
	},
	.opts = reinstate_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "After a removal: when its term is over, telltale partner "
	    "vet with new answers; a\nnew agreement; then this, with "
	    "--probation. Its readers get new keys.",
};

/* One run of one of the three verbs. */
struct admitting {
	struct vault *v;
	const struct usage *u;
	const struct opt_values *o;
	struct people_change *change;
	size_t n;
	int64_t now_s, probation_s;
	const char *reason;		/* or NULL */
	struct vault_signing paper;	/* that the options name; version
					 * "": none */
};

static bool
is(const struct admitting *a, const struct usage *u)
{
	return a->u == u;
}

/* What it signed, unless what is recorded is newer. */
static int
take_signed(struct admitting *a, struct vault_partner *p)
{
	struct vault_signing s;
	enum tt_err e = vault_signing_last(a->v->db, p->id, &s);

	if (e == TT_ENOENT)
		return CLI_DONE;
	if (e != TT_OK)
		return partner_cannot(a->v, e, "read what it has signed");
	/* of a day it is not known when */
	if (p->agreement[0] != '\0' && s.signed_s + DAY <= p->signed_s)
		return CLI_DONE;
	memcpy(p->agreement, s.version, sizeof(p->agreement));
	p->signed_s = s.signed_s;
	p->ends_s = s.ends_s;
	return CLI_DONE;
}

static int
refuse_state(const struct admitting *a, const struct vault_partner *p,
    enum partner_state s, const char *hint)
{
	say_fail(CLI_REFUSED, NULL, "cannot %s partner '%s': it is %s",
	    a->u->verb + strlen("partner "), p->id, partner_state_text(s));
	say_hint("%s %s", hint, p->id);
	return CLI_REFUSED;
}

/* The event that leads to approved from where it is, for this verb. */
static int
event_of(const struct admitting *a, const struct people_change *c,
    enum partner_state s, enum partner_event *out)
{
	bool returns = s == PARTNER_VETTING && c->s.removed_s != 0;

	if (s == PARTNER_REMOVED || s == PARTNER_REFUSED ||
	    s == PARTNER_WITHDRAWN)
		return refuse_state(a, &c->p, s, s == PARTNER_REMOVED ?
		    "when its term is over: telltale partner vet" :
		    "telltale partner apply");
	if (is(a, &reinstate_usage) && !returns && !c->s.away &&
	    s != PARTNER_SUSPENDED)
		return refuse_state(a, &c->p, s, "telltale partner show");
	if (is(a, &renew_usage) && s != PARTNER_APPROVED &&
	    s != PARTNER_EXPIRED)
		return refuse_state(a, &c->p, s, "telltale partner show");
	if (is(a, &approve_usage) && returns)
		return refuse_state(a, &c->p, s, "it was removed once: "
		    "telltale partner reinstate --probation LENGTH");
	if (returns && a->probation_s == 0)
		return signed_wrong(a->u->verb, "probation",
		    "given, and it was removed once");
	*out = s == PARTNER_SUSPENDED ? PARTNER_REINSTATE :
	    s == PARTNER_APPROVED || s == PARTNER_EXPIRED ? PARTNER_RENEW :
	    PARTNER_APPROVE;
	return CLI_DONE;
}

static int
say_lacks(const struct admitting *a, const struct people_change *c,
    const char *why, bool agreement)
{
	say_fail(CLI_REFUSED, NULL, "cannot %s partner '%s': it takes %s",
	    a->u->verb + strlen("partner "), c->p.id, why);
	if (!agreement)
		say_hint("telltale %s %s --agreement VERSION --paper SCAN "
		    "--signer NAME; or one of its readers: telltale agreement "
		    "sign VERSION FILE", a->u->verb, c->p.id);
	return CLI_REFUSED;
}

/* By the table: as the approvals that are asked for will make it. */
static int
move(const struct admitting *a, struct people_change *c,
    enum partner_state s, enum partner_event event)
{
	struct partner_facts f = people_facts(a->v, APPROVAL_ADMIT);
	const char *why = "";
	bool agreement = c->p.agreement[0] != '\0' && c->p.ends_s > a->now_s;
	enum tt_err e;

	/* a removal ends what was signed before it */
	if (event == PARTNER_APPROVE && c->s.removed_s != 0 &&
	    c->p.signed_s + DAY <= c->s.removed_s)
		agreement = false;
	if (agreement)
		f.has = PARTNER_NEEDS_AGREEMENT;
	if (s == PARTNER_APPLIED &&
	    partner_move(s, PARTNER_VET, &f, &s, &why) != TT_OK)
		return say_lacks(a, c, why, true);
	if ((e = partner_move(s, event, &f, &c->p.state, &why)) == TT_OK)
		return CLI_DONE;
	return say_lacks(a, c, why, e != TT_EREFUSED || agreement);
}

/*
 * What the options say that it signed is shown, by a scan or by a record; of
 * what was recorded before it is said where there is one.
 */
static int
find_basis(struct admitting *a, const struct opt *table,
    struct people_change *c)
{
	struct vault_signing s;
	char hex[HEX_LEN(sizeof(s.scan.b)) + 1];
	enum tt_err e = TT_OK;
	int code;

	if ((code = signed_read(table, a->o, a->u->verb, &c->p,
	    &a->paper)) != CLI_DONE)
		return code;
	s = a->paper;
	if (!opt_set(table, a->o, "agreement"))
		e = vault_signing_of(a->v->db, c->p.id, c->p.agreement, &s);
	else if ((code = signed_basis(a->v, &c->p, a->u->verb, &s)) !=
	    CLI_DONE)
		return code;
	if (e != TT_OK)
		return e == TT_ENOENT ? CLI_DONE : partner_cannot(a->v, e,
		    "read what it has signed");
	if (opt_set(table, a->o, "agreement")) {
		c->p.signed_s = s.signed_s;
		c->p.ends_s = s.ends_s;
	}
	hex_encode(hex, s.scan.b, sizeof(s.scan.b));
	snprintf(c->basis, sizeof(c->basis), "agreement %s, signed %s, "
	    "SHA-256 %s", s.version, s.reader[0] != '\0' ? "by key" :
	    "on paper", hex);
	return CLI_DONE;
}

/* *skip: there is nothing to do. */
static int
prepare(struct admitting *a, const char *id, struct people_change *c,
    bool *skip)
{
	const struct opt *table = is(a, &reinstate_usage) ? reinstate_opts :
	    opts;
	enum partner_event event = PARTNER_APPROVE;
	enum partner_state s;
	char had[sizeof(c->p.agreement)];
	int64_t signed_s;
	int code;

	*skip = false;
	if ((code = people_load(a->v, id, c)) != CLI_DONE)
		return code;
	memcpy(had, c->p.agreement, sizeof(had));
	signed_s = c->p.signed_s;
	s = people_state(&c->p, &c->s, a->now_s);
	if ((code = take_signed(a, &c->p)) != CLI_DONE ||
	    (code = find_basis(a, table, c)) != CLI_DONE ||
	    (code = event_of(a, c, s, &event)) != CLI_DONE)
		return code;
	if (s == PARTNER_APPROVED && !c->s.away && strcmp(had,
	    c->p.agreement) == 0 && signed_s == c->p.signed_s) {
		say_note(a->v->cli, "partner %s is approved already, by the "
		    "same agreement", id);
		*skip = true;
		return CLI_DONE;
	}
	if (event == PARTNER_APPROVE &&
	    (code = vet_check(a->v, c, a->now_s)) != CLI_DONE)
		return code;
	if (event == PARTNER_APPROVE && a->reason == NULL &&
	    people_vetting_required(a->v))
		return say_lacks(a, c, "the reason of the decision, by "
		    "--reason", true);
	if (a->probation_s != 0)
		c->s.probation_s = a->now_s + a->probation_s;
	c->s.confirmed = false;
	return move(a, c, s, event);
}

static int
prepare_all(struct admitting *a)
{
	bool skip;
	int code;

	a->change = calloc(a->o->n_args, sizeof(*a->change));
	if (a->change == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot %s", a->u->verb);
	for (size_t i = 0; i < a->o->n_args; i++) {
		if ((code = prepare(a, a->o->args[i], &a->change[a->n],
		    &skip)) != CLI_DONE)
			return code;
		for (size_t k = 0; k < a->n; k++)
			if (strcmp(a->change[k].p.id, a->o->args[i]) == 0)
				return say_fail(CLI_USAGE, NULL, "%s: '%s' "
				    "stands there twice", a->u->verb,
				    a->o->args[i]);
		a->n += !skip;
	}
	return CLI_DONE;
}

static int
show(const struct admitting *a)
{
	struct buf b;
	struct span text, line;

	buf_init(&b, (size_t)4 << 20);
	for (size_t i = 0; i < a->n; i++)
		people_describe(&a->change[i], a->reason, a->now_s, &b);
	text = buf_view(&b);
	while (span_line(&text, &line))
		out_line("%.*s", (int)line.n, line.p);
	buf_done(&b);
	return CLI_DONE;
}

/* As many to a request as it has room for; what was asked for stays so. */
int
people_admit(struct vault *v, const struct people_change *change, size_t n_all,
    const char *reason, bool *waits)
{
	struct request_made made;
	int code, then;

	*waits = false;
	for (size_t at = 0; at < n_all; at += REQUEST_STATEMENTS_MAX) {
		struct people_ask ask = { .act = APPROVAL_ADMIT,
			.subject = change[at].p.id, .reason = reason,
			.change = &change[at],
			.n = n_all - at < REQUEST_STATEMENTS_MAX ? n_all - at :
			    REQUEST_STATEMENTS_MAX };
		const struct request_new n = { .act = ask.act,
			.subject = ask.subject, .reason = reason };

		if ((code = people_ask(v, &ask, &made)) != CLI_DONE)
			return code;
		then = request_said(v, &n, &made);
		*waits = *waits || then != CLI_DONE;
	}
	return CLI_DONE;
}

static int
print(const struct admitting *a, bool waits)
{
	static const struct out_column cols[] = {
		{ "id", "partner", OUT_TEXT },
		{ "state", "state", OUT_TEXT },
	};
	struct out_table *t = out_table_new(a->v->cli,
	    "telltale-partner-approve/1", "partners", cols, N_ROWS(cols));

	for (size_t i = 0; i < a->o->n_args; i++) {
		out_str(t, a->o->args[i]);
		out_str(t, waits ? "waits" :
		    partner_state_text(PARTNER_APPROVED));
	}
	return out_table_end(t);
}

static int
run(struct admitting *a, bool dry)
{
	bool waits = false;
	int code, posted;

	if ((code = vault_greet(a->v)) != CLI_DONE ||
	    (!dry && (code = people_settle(a->v)) != CLI_DONE) ||
	    (code = prepare_all(a)) != CLI_DONE)
		return code;
	if (dry)
		return show(a);
	for (size_t i = 0; i < a->n && a->paper.version[0] != '\0'; i++)
		if ((code = signed_keep(a->v, a->change[i].p.id,
		    &a->paper)) != CLI_DONE)
			return code;
	if ((code = people_admit(a->v, a->change, a->n,
	    a->reason, &waits)) != CLI_DONE)
		return code;
	posted = vault_post(a->v);
	code = print(a, waits);
	if (posted != CLI_DONE)
		return posted;
	return code == CLI_DONE && waits ? CLI_LATER : code;
}

static int
read_probation(struct admitting *a)
{
	const char *s = is(a, &reinstate_usage) ? opt_value(reinstate_opts,
	    a->o, "probation") : NULL;

	if (s != NULL && (length_parse(span_str(s), &a->probation_s) !=
	    TT_OK || a->probation_s <= 0))
		return signed_wrong(a->u->verb, "probation",
		    "a length such as 180d");
	return CLI_DONE;
}

static int
read_reason(struct admitting *a)
{
	a->reason = opt_value(a->u->opts, a->o, "reason");
	return a->reason == NULL || import_value_ok(span_str(a->reason)) ?
	    CLI_DONE : signed_wrong(a->u->verb, "reason", "a text of 1 to "
	    "1024 bytes without control characters");
}

static int
admit(struct cli *c, const struct usage *u, int argc, char **argv)
{
	struct opt_values *o = calloc(1, sizeof(*o));
	struct vault v = { .lock = -1 };
	struct admitting a = { .v = &v, .u = u, .o = o,
		.now_s = clock_now() };
	int code;

	if (o == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot %s", u->verb);
	if ((code = cli_parse(c, u, argc, argv, o)) == CLI_GO &&
	    (code = read_probation(&a)) == CLI_DONE &&
	    (code = read_reason(&a)) == CLI_DONE) {
		code = vault_open(&v, c, VAULT_WRITE,
		    opt_value(u->opts, o, "passphrase-file"));
		if (code == CLI_DONE)
			code = run(&a, opt_set(u->opts, o, "dry-run"));
		vault_close(&v);
	}
	free(a.change);
	free(o);
	return code;
}

int
verb_partner_approve(struct cli *c, int argc, char **argv)
{
	return admit(c, &approve_usage, argc, argv);
}

int
verb_partner_renew(struct cli *c, int argc, char **argv)
{
	return admit(c, &renew_usage, argc, argv);
}

int
verb_partner_reinstate(struct cli *c, int argc, char **argv)
{
	return admit(c, &reinstate_usage, argc, argv);
}
