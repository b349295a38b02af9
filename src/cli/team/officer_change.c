/* SPDX-License-Identifier: ISC */
/* vault add-officer and remove-officer: the next list of keys is asked for. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_out.h"
#include "base/secret.h"
#include "cli/clock.h"
#include "cli/confirm.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/team/officers.h"

static const struct opt add_opts[] = {
	{ "role", 0, OPT_VALUE, "ROLE",
	    "officer, or counsel, who only approves; officer unless given" },
	{ "end-small-team", 0, OPT_FLAG, NULL,
	    "from now on one officer's signature no longer stands for two" },
	{ "dry-run", 0, OPT_FLAG, NULL, "only show what would be asked for" },
	{ "yes", 0, OPT_VALUE, "FINGERPRINT",
	    "that the new officer read to you, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "vault add-officer",
	.args = "FILE",
	.examples = {
		{ "vault add-officer ben.public",
		    "share the vault with ben, after his fingerprint was "
		    "compared" },
		{ "vault add-officer dora.public --role counsel",
		    "with counsel, who signs removals and findings" },
	},
	.opts = add_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "FILE is NAME.public of telltale vault officer-key. Two "
	    "officers sign the new list\nof keys; then all secrets of each "
	    "vault are sealed to its people anew. The new\nofficer gets a "
	    "backup made after that, and telltale vault restore.",
};

static const struct opt drop_opts[] = {
	{ "reason", 0, OPT_VALUE, "TEXT", "why, for the one who approves" },
	{ "dry-run", 0, OPT_FLAG, NULL, "only show what would be asked for" },
	{ "yes", 0, OPT_VALUE, "NAME", "the name, instead of typing it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage drop_usage = {
	.verb = "vault remove-officer",
	.args = "NAME",
	.examples = {
		{ "vault remove-officer ben", "ben no longer shares the "
		    "vault" },
		{ "vault remove-officer ben --reason 'left the company' "
		    "--yes=ben", "the same from a script" },
	},
	.opts = drop_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "Two other officers sign the new list; the publisher's key "
	    "is made anew. What NAME\nhas copied stays theirs: of what is "
	    "sealed already, they know every mark.",
};

/* What is asked for, before it is. */
struct plan {
	struct vault *v;
	struct roll roll;
	struct lineup_file *lineup;	/* as it will be */
	struct officers_change change;
	struct lineup_officer who;	/* who comes or goes */
	struct tt_signer *publisher;	/* new, or NULL */
	struct buf statement, effect, shown;
};

static int
begin(struct plan *p, struct vault *v)
{
	int code;

	*p = (struct plan){ .v = v };
	buf_init(&p->statement, TT_STATEMENT_MAX);
	buf_init(&p->effect, REQUEST_EFFECT_MAX);
	buf_init(&p->shown, LINEUP_FILE_MAX);
	if ((code = roll_load(v, &p->roll)) != CLI_DONE)
		return code;
	return vault_line_up(v, &p->lineup);
}

static void
end(struct plan *p)
{
	roll_done(&p->roll);
	free(p->lineup);
	secret_free(p->publisher);
	buf_done(&p->statement);
	buf_done(&p->effect);
	buf_done(&p->shown);
}

/* The publisher's new key, for those who stay. */
static enum tt_err
seal_publisher(const struct plan *p, struct buf *armored)
{
	struct tt_age_recipient to[LINEUP_OFFICERS_MAX];
	struct buf text;
	enum tt_err e;

	for (size_t i = 0; i < p->lineup->n; i++)
		to[i] = p->lineup->of[i].seal;
	buf_init_secret(&text, 4096);
	tt_signer_format(p->publisher, &text);
	if ((e = buf_err(&text)) == TT_OK)
		e = vault_seal(to, p->lineup->n, buf_view(&text), armored);
	buf_done(&text);
	return e;
}

static enum tt_err
write_effect(struct plan *p)
{
	struct buf lines, publisher;
	struct json_out *j;
	enum tt_err e = TT_ENOMEM;

	buf_init(&lines, LINEUP_FILE_MAX);
	buf_init(&publisher, 65536);
	lineup_file_format(p->lineup, &lines);
	if (p->publisher != NULL &&
	    (e = seal_publisher(p, &publisher)) != TT_OK)
		goto out;
	if ((e = buf_err(&lines)) != TT_OK ||
	    (j = json_out_new(&p->effect, JSON_CANONICAL)) == NULL)
		goto out;
	json_out_object(j);
	json_out_key(j, "officers");
	json_out_span(j, buf_view(&lines));
	if (p->publisher != NULL) {
		json_out_key(j, "publisher");
		json_out_span(j, buf_view(&publisher));
	}
	json_out_object_end(j);
	e = json_out_end(j);
out:
	buf_done(&lines);
	buf_done(&publisher);
	return e;
}

static enum tt_err
write_shown(struct plan *p)
{
	char fingerprint[TT_FINGERPRINT_LEN + 1];

	officers_fingerprint(&p->who, fingerprint);
	if (p->change.add != NULL)
		buf_printf(&p->shown, "%s, with the fingerprint %s, becomes "
		    "%s.\nAll secrets of the vault are sealed to %s as "
		    "well.\n", p->who.name, fingerprint, p->change.counsel ?
		    "counsel" : "an officer", p->who.name);
	else
		buf_printf(&p->shown, "%s, with the fingerprint %s, no longer "
		    "signs or reads.\nThe publisher's key is made anew, and "
		    "all secrets are sealed to the others.\nWhat %s has "
		    "copied stays readable to %s.\n", p->who.name,
		    fingerprint, p->who.name, p->who.name);
	if (p->change.end_small_team)
		buf_str(&p->shown, "From then on one officer's signature no "
		    "longer stands for two.\n");
	buf_str(&p->shown, "The vault is shared by:\n");
	for (size_t i = 0; i < p->lineup->n; i++) {
		officers_fingerprint(&p->lineup->of[i], fingerprint);
		buf_printf(&p->shown, "  %s  %s\n", p->lineup->of[i].name,
		    fingerprint);
	}
	return buf_err(&p->shown);
}

static int
describe(struct plan *p)
{
	enum tt_err e;

	if ((e = officers_state(p->v, &p->roll, &p->change, clock_now(),
	    &p->statement)) != TT_OK ||
	    (e = write_effect(p)) != TT_OK || (e = write_shown(p)) != TT_OK)
		return say_err(e, NULL, "cannot write the next list of keys");
	return CLI_DONE;
}

static void
show(const struct plan *p)
{
	struct span rest = buf_view(&p->shown), line;

	while (span_line(&rest, &line))
		out_line("%.*s", (int)line.n, line.p);
}

static int
ask(struct plan *p, const char *reason)
{
	const struct request_new n = { .act = APPROVAL_KEYS,
		.subject = p->who.name, .reason = reason, .n = 1,
		.statement = { buf_view(&p->statement) },
		.effect = buf_view(&p->effect),
		.shown = buf_view(&p->shown),
		.not_for = p->change.drop != NULL ? p->who.name : NULL };
	struct request_made made;
	int code, posted;

	if ((code = request_ask(p->v, &n, &made)) != CLI_DONE)
		return code;
	posted = vault_post(p->v);
	code = request_said(p->v, &n, &made);
	if (code == CLI_DONE)
		say_note(p->v->cli, "next: telltale vault backup, for "
		    "whoever shares the vault now");
	return posted != CLI_DONE ? posted : code;
}

static int
read_public(struct plan *p, const char *file)
{
	char name[TT_KEY_NAME_MAX + 1];
	struct lineup_file *l = malloc(sizeof(*l));
	struct buf text;
	enum tt_err e = TT_ENOMEM;

	if (l != NULL &&
	    (e = file_read(file, LINEUP_FILE_MAX, &text)) == TT_OK) {
		e = lineup_file_parse(l, buf_view(&text));
		buf_done(&text);
	}
	if (e == TT_OK && (l->n != 1 || tt_key_name(name,
	    span_str(vault_origin(p->v)), TT_OWNER_OFFICER,
	    span_str(l->of[0].name)) != TT_OK ||
	    strcmp(name, l->of[0].sign.name) != 0))
		e = TT_EKEY;
	if (e == TT_OK)
		p->who = l->of[0];
	free(l);
	if (e != TT_OK)
		return say_err(e, "telltale vault officer-key makes one, with "
		    "--origin of this programme", "cannot use %s", file);
	return CLI_DONE;
}

static bool
has_key(const struct lineup_file *l, const struct lineup_officer *o)
{
	for (size_t i = 0; i < l->n; i++)
		if (memcmp(l->of[i].sign.key, o->sign.key,
		    sizeof(o->sign.key)) == 0)
			return true;
	return false;
}

static int
plan_add(struct plan *p, const struct opt_values *o)
{
	const char *role = opt_value(add_opts, o, "role");
	int code;

	if (role != NULL && strcmp(role, "officer") != 0 &&
	    strcmp(role, "counsel") != 0)
		return say_fail(CLI_USAGE, "telltale vault add-officer "
		    "--help", "vault add-officer: --role is officer or "
		    "counsel");
	if ((code = read_public(p, o->args[0])) != CLI_DONE)
		return code;
	if (lineup_file_find(p->lineup, p->who.name) != NULL ||
	    has_key(p->lineup, &p->who))
		return say_fail(CLI_USAGE, "telltale vault officers",
		    "there is an officer '%s', or one with that key, already",
		    p->who.name);
	if (p->lineup->n == LINEUP_OFFICERS_MAX)
		return say_fail(CLI_REFUSED, NULL, "cannot add %s: at most "
		    "%d share a vault", p->who.name, LINEUP_OFFICERS_MAX);
	p->change.add = &p->who;
	p->change.counsel = role != NULL && strcmp(role, "counsel") == 0;
	p->change.end_small_team = opt_set(add_opts, o, "end-small-team");
	p->lineup->of[p->lineup->n++] = p->who;
	return CLI_DONE;
}

/* The fingerprint as it was read to us, in whatever spelling. */
static int
compare(const struct plan *p, const char *yes)
{
	char fingerprint[TT_FINGERPRINT_LEN + 1], typed[sizeof(fingerprint)];
	uint8_t id[TT_READER_ID_LEN];

	officers_fingerprint(&p->who, fingerprint);
	if (yes != NULL && tt_fingerprint_parse(id, span_str(yes)) == TT_OK) {
		tt_fingerprint(typed, id);
		yes = typed;
	}
	if (yes == NULL)
		out_line("compare with what %s reads to you: %s",
		    p->who.name, fingerprint);
	fflush(stdout);
	return confirm_id(p->v->cli, "share the vault with", fingerprint,
	    yes);
}

int
verb_vault_add_officer(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct plan p = { .v = NULL };
	struct vault v;
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(add_opts, &o, "passphrase-file"));
	if (code == CLI_DONE && (code = vault_greet(&v)) == CLI_DONE &&
	    (code = begin(&p, &v)) == CLI_DONE &&
	    (code = plan_add(&p, &o)) == CLI_DONE &&
	    (code = describe(&p)) == CLI_DONE) {
		show(&p);
		if (!opt_set(add_opts, &o, "dry-run") &&
		    (code = compare(&p, opt_value(add_opts, &o, "yes"))) ==
		    CLI_DONE)
			code = ask(&p, NULL);
	}
	end(&p);
	vault_close(&v);
	return code;
}

/* Officers that are left when who is gone; counsel are none. */
static size_t
officers_left(const struct plan *p)
{
	struct approval_person person;
	struct tt_vkey key;
	size_t left = 0;

	for (size_t i = 0; i < p->lineup->n; i++)
		if (roll_find(&p->roll, p->v->db,
		    span_str(p->lineup->of[i].sign.name), NULL, &person,
		    &key) == TT_OK && person.officer)
			left++;
	return left;
}

static void
leave(struct lineup_file *l, const char *name)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->of[i].name, name) != 0)
			l->of[n++] = l->of[i];
	l->n = n;
}

/* Whoever goes knows the publisher's key. */
static enum tt_err
new_publisher(struct plan *p)
{
	const struct tt_signer *old;
	struct tt_signer *s;
	enum tt_err e;

	if (vault_publisher(p->v, &old) != CLI_DONE)
		return TT_ESTATE;
	if ((s = SECRET_NEW(struct tt_signer)) == NULL)
		return TT_ENOMEM;
	e = tt_signer_new(s, span_str(old->vkey.name), TT_KEY_SIGN,
	    rng_system());
	p->publisher = s;
	p->change.publisher = &s->vkey;
	return e;
}

static int
plan_drop(struct plan *p, const char *name)
{
	const struct lineup_officer *who = lineup_file_find(p->lineup, name);
	size_t needed = vault_small_team(p->v) ? 1 : 2;
	enum tt_err e;

	if (who == NULL)
		return say_fail(CLI_TROUBLE, "telltale vault officers",
		    "there is no officer '%s'", name);
	if (strcmp(name, conf_get(&p->v->conf, "officer")) == 0)
		return say_fail(CLI_REFUSED, "two others can", "cannot remove "
		    "%s: it is you", name);
	p->who = *who;
	leave(p->lineup, name);
	if (officers_left(p) < needed)
		return say_fail(CLI_REFUSED, "telltale vault add-officer "
		    "another one first", "cannot remove %s: two officers must "
		    "be left to sign", name);
	p->change.drop = &p->who;
	if ((e = new_publisher(p)) != TT_OK)
		return say_err(e, NULL, "cannot make the publisher's key "
		    "anew");
	return CLI_DONE;
}

int
verb_vault_remove_officer(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct plan p = { .v = NULL };
	struct vault v;
	int code;

	if ((code = cli_parse(c, &drop_usage, argc, argv, &o)) != CLI_GO)
		return code;
	code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(drop_opts, &o, "passphrase-file"));
	if (code == CLI_DONE && (code = vault_greet(&v)) == CLI_DONE &&
	    (code = begin(&p, &v)) == CLI_DONE &&
	    (code = plan_drop(&p, o.args[0])) == CLI_DONE &&
	    (code = describe(&p)) == CLI_DONE) {
		show(&p);
		fflush(stdout);
		if (!opt_set(drop_opts, &o, "dry-run") &&
		    (code = confirm_id(c, "remove officer", p.who.name,
		    opt_value(drop_opts, &o, "yes"))) == CLI_DONE)
			code = ask(&p, opt_value(drop_opts, &o, "reason"));
	}
	end(&p);
	vault_close(&v);
	return code;
}
