/* SPDX-License-Identifier: ISC */
/* clocks - the vendor's own deadlines: what is due, what was filed. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/case/case.h"
#include "cli/clock.h"
#include "cli/known/alerts.h"
#include "cli/known/clock_notices.h"
#include "cli/known/known.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"
#include "programme/own_duty.h"
#include "store/vault_sighting.h"
#include "telltale/manifest.h"

static const struct opt list_opts[] = {
	{ "open", 0, OPT_FLAG, NULL, "only those that still run" },
	CLI_OPTS
};

static const struct usage list_usage = {
	.verb = "clocks list",
	.args = "",
	.examples = {
		{ "clocks list", "every deadline of our own, and its state" },
		{ "clocks list --open", "what is still to be filed" },
	},
	.opts = list_opts,
	.notes = "Exit 1: one is overdue.",
};

static const struct opt close_opts[] = {
	{ "reference", 0, OPT_VALUE, "R", "of what was filed" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage close_usage = {
	.verb = "clocks close",
	.args = "NUMBER",
	.examples = {
		{ "clocks close 4 --reference SRP-2026-1177",
		    "it was filed, under that reference" },
		{ "clocks close 4 --reference SRP-2026-1177 --json",
		    "the same for a script" },
	},
	.opts = close_opts,
	.args_min = 1,
	.args_max = 1,
};

static const struct opt dismiss_opts[] = {
	{ "reason", 0, OPT_VALUE, "TEXT", "why nothing is to be filed" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage dismiss_usage = {
	.verb = "clocks dismiss",
	.args = "NUMBER",
	.examples = {
		{ "clocks dismiss 4 --reason 'not sold in the Union'",
		    "it does not apply; that stays on record" },
		{ "clocks dismiss 4 --reason 'a test of our own'",
		    "a false alarm" },
	},
	.opts = dismiss_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "A further sighting starts a new one.",
};

static const struct opt fix_opts[] = {
	{ "at", 0, OPT_VALUE, "INSTANT", "since when there is one" },
	{ "case", 0, OPT_VALUE, "ID", "of a case without a bulletin" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage fix_usage = {
	.verb = "clocks fix",
	.args = "[BULLETIN]",
	.examples = {
		{ "clocks fix EX-2026-014 --at 2026-12-08T18:00:00Z",
		    "a fix is available since then: the final report is due "
		    "from it" },
		{ "clocks fix --case 6f1d0c92 --at 2026-12-08T18:00:00Z",
		    "the same of a case" },
	},
	.opts = fix_opts,
	.args_max = 1,
	.notes = "Unless it is said, a bulletin's fix is available from its "
	    "public instant on.",
};

static const struct out_column cols[] = {
	{ "n", "n", OUT_NUMBER },
	{ "subject", "of", OUT_TEXT },
	{ "duty", "duty", OUT_TEXT },
	{ "stage", "stage", OUT_TEXT },
	{ "aware", "aware since", OUT_TEXT },
	{ "due", "due", OUT_TEXT },
	{ "state", "state", OUT_TEXT },
	{ "at", "since", OUT_TEXT },
	{ "note", "reference, or reason", OUT_TEXT },
	{ "file", "what to file", OUT_TEXT },
	{ "recipient", "where", OUT_TEXT },
};

struct listing {
	struct vault *v;
	struct out_table *t;
	int64_t now_s;
	bool open_only, late;
};

static void
out_due(struct listing *l, int64_t due_s)
{
	char at[OUT_MOMENT_LEN];

	if (due_s == OWN_DUTY_NEVER)
		out_str(l->t, "once there is a fix");
	else if (l->v->cli->json || !l->v->cli->tty_out)
		out_instant(l->t, due_s);
	else {
		out_moment(at, due_s, l->now_s);
		out_str(l->t, at);
	}
}

static enum tt_err
list_one(void *ctx, const struct vault_clock *c)
{
	const struct own_duty_stage *s = &own_duty_stages[c->stage];
	struct listing *l = ctx;
	char subject[ALERTS_NAME_MAX];
	int64_t due_s;
	bool late;
	enum tt_err e;

	if (l->open_only && c->state != OWN_DUTY_OPEN)
		return TT_OK;
	if ((e = alerts_clock(l->v->db, c, l->now_s, false, subject, &due_s)) !=
	    TT_OK)
		return e;
	late = c->state == OWN_DUTY_OPEN && due_s <= l->now_s;
	l->late = l->late || late;
	out_int(l->t, c->n);
	out_str(l->t, subject);
	out_str(l->t, s->duty);
	out_str(l->t, s->stage);
	out_instant(l->t, c->aware_s);
	out_due(l, due_s);
	out_str(l->t, late ? "overdue" : own_duty_state_text(c->state));
	if (c->at_s == 0)
		out_none(l->t);
	else
		out_instant(l->t, c->at_s);
	out_str(l->t, c->note[0] == '\0' ? NULL : c->note);
	out_str(l->t, s->what);
	out_str(l->t, s->recipient);
	return TT_OK;
}

static int
clocks_list(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct vault v = { .lock = -1 };
	struct listing l = { .v = &v, .now_s = clock_now() };
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &values)) != CLI_GO)
		return code;
	l.open_only = opt_set(list_opts, &values, "open");
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE) {
		l.t = out_table_new(c, "telltale-clocks/1", "clocks", cols,
		    N_ROWS(cols));
		if ((e = vault_clock_each(v.db, list_one, &l)) == TT_OK)
			code = out_table_end(l.t);
		else {
			out_table_drop(l.t);
			code = partner_cannot(&v, e, "list our own clocks");
		}
	}
	vault_close(&v);
	return code == CLI_DONE && l.late ? CLI_NO : code;
}

static int
move(struct vault *v, struct vault_clock *c, enum own_duty_event event)
{
	enum tt_err e = vault_clock_get(v->db, c->n, c);

	if (e == TT_ENOENT)
		return say_fail(CLI_TROUBLE, "telltale clocks list",
		    "there is no clock %lld", (long long)c->n);
	if (e != TT_OK)
		return partner_cannot(v, e, "read our own clocks");
	switch (own_duty_move(c->state, event)) {
	case OWN_DUTY_BECOME_CLOSED:
		c->state = OWN_DUTY_CLOSED;
		return CLI_DONE;
	case OWN_DUTY_BECOME_DISMISSED:
		c->state = OWN_DUTY_DISMISSED;
		return CLI_DONE;
	case OWN_DUTY_REFUSE:
	case OWN_DUTY_EARLIER:
	case OWN_DUTY_STAY:
	case OWN_DUTY_ANEW:
		break;
	}
	return say_fail(CLI_REFUSED, "what is on record stays there",
	    "clock %lld is %s already", (long long)c->n,
	    own_duty_state_text(c->state));
}

/*
 * In the transaction that is open, `kept` is what came of the change: the
 * mail that waits follows it, or nothing changes.
 */
static int
keep_and_tell(struct vault *v, const char *subject, enum tt_err kept)
{
	enum tt_err e = kept;
	int code = CLI_DONE;

	if (e == TT_OK &&
	    (code = clock_notices(v, subject)) == CLI_DONE)
		e = db_commit(v->db);
	if (e == TT_OK && code == CLI_DONE)
		return CLI_DONE;
	db_rollback(v->db);
	return code != CLI_DONE ? code : partner_cannot(v, e, "keep that");
}

/* It ends, with a word that stays on record. */
static int
end(struct vault *v, const struct known_opts *o, const char *word,
    enum own_duty_event event)
{
	char note[VAULT_CLOCK_NOTE_MAX + 1];
	struct vault_clock c;
	struct listing l = { .v = v, .now_s = clock_now() };
	enum tt_err e;
	int code;

	if ((code = known_number(o->verb, o->values->args[0], &c.n)) !=
	    CLI_DONE || (code = known_words(o, word, true, note,
	    sizeof(note))) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE,
	    known_value(o, "passphrase-file"))) != CLI_DONE ||
	    (code = move(v, &c, event)) != CLI_DONE)
		return code;
	c.at_s = l.now_s;
	memcpy(c.note, note, sizeof(note));
	(void)span_copy(span_str(known_officer(v)), c.officer,
	    sizeof(c.officer));
	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if ((code = keep_and_tell(v, c.subject,
	    vault_clock_set(v->db, &c))) != CLI_DONE)
		return code;
	l.t = out_table_new(o->cli, "telltale-clocks/1", "clocks", cols,
	    N_ROWS(cols));
	if ((e = list_one(&l, &c)) == TT_OK)
		return out_table_end(l.t);
	out_table_drop(l.t);
	return partner_cannot(v, e, "read our own clocks");
}

static int
clocks_close(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "clocks close", close_opts, &values };
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &close_usage, argc, argv, &values)) !=
	    CLI_GO)
		return code;
	code = end(&v, &o, "reference", OWN_DUTY_CLOSE);
	vault_close(&v);
	return code;
}

static int
clocks_dismiss(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "clocks dismiss", dismiss_opts, &values };
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &dismiss_usage, argc, argv, &values)) !=
	    CLI_GO)
		return code;
	code = end(&v, &o, "reason", OWN_DUTY_DISMISS);
	vault_close(&v);
	return code;
}

static int
fix(struct vault *v, const struct known_opts *o)
{
	const char *id = known_value(o, "case");
	char subject[VAULT_SUBJECT_MAX + 1];
	struct vault_bulletin b;
	struct vault_case c;
	int64_t at_s;
	enum tt_err e;
	int code;

	if (known_value(o, "at") == NULL)
		return known_wrong(o, "at", "given");
	if ((o->values->n_args > 0) == (id != NULL) ||
	    (id != NULL && !tt_id_ok(span_str(id))))
		return known_wrong(o, "case",
		    "a case's id, in the place of a bulletin");
	if ((code = known_instant(o, "at", clock_now(), &at_s)) !=
	    CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE,
	    known_value(o, "passphrase-file"))) != CLI_DONE)
		return code;
	if ((code = id != NULL ? case_find(v, id, &c) :
	    sealed_find_told(v, o->values->args[0], &b)) != CLI_DONE)
		return code;
	snprintf(subject, sizeof(subject), "%s%s", id != NULL ? "case:" : "",
	    id != NULL ? c.id : b.id);
	if ((e = db_begin(v->db)) != TT_OK)
		return partner_cannot(v, e, "change the vault");
	if ((code = keep_and_tell(v, subject, vault_fix_set(v->db, subject,
	    at_s))) != CLI_DONE)
		return code;
	say_note(o->cli, "next: telltale clocks list");
	return CLI_DONE;
}

static int
clocks_fix(struct cli *c, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, "clocks fix", fix_opts, &values };
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &fix_usage, argc, argv, &values)) != CLI_GO)
		return code;
	code = fix(&v, &o);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "list", "what is due, and what was filed", clocks_list },
	{ "close", "it was filed: a reference", clocks_close },
	{ "dismiss", "it does not apply: a reason", clocks_dismiss },
	{ "fix", "since when there is a fix", clocks_fix },
	{ NULL, NULL, NULL },
};

int
verb_clocks(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "clocks", verbs, argc, argv);
}
