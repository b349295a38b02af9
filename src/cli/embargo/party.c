/* SPDX-License-Identifier: ISC */
/*
 * embargo party, invite, answer - who besides the vendor agrees to terms.
 *
 * A finder or a coordinator who was promised a date is asked about another
 * one: without their yes it is not adopted, and the old terms stay in force.
 * They say it by their key (answer.h), if they were given one: embargo invite,
 * finder invite; else by mail or by word, and an officer notes it here.
 */
#include <stdio.h>
#include <string.h>

#include "cli/embargo/answer.h"
#include "cli/embargo/verbs.h"
#include "cli/import.h"
#include "cli/known/party_key.h"
#include "cli/out.h"
#include "cli/say.h"

static const struct opt add_opts[] = {
	{ "role", 0, OPT_VALUE, "ROLE", "finder or coordinator" },
	{ "note", 0, OPT_VALUE, "TEXT", "how they came to be one" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "embargo party",
	.args = "BULLETIN NAME",
	.examples = {
		{ "embargo party EX-2026-014 'R. Idler' --role finder",
		    "who is asked before the date moves" },
		{ "embargo party EX-2026-014 'CERT North' "
		    "--role coordinator --note 'mail of 3 December'",
		    "with where it was agreed" },
	},
	.opts = add_opts,
	.args_min = 2,
	.args_max = 2,
};

static const struct opt answer_opts[] = {
	{ "accept", 0, OPT_FLAG, NULL, "they accept what is proposed" },
	{ "refuse", 0, OPT_FLAG, NULL, "they do not: the old terms stay" },
	{ "note", 0, OPT_VALUE, "TEXT", "where they said so" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage answer_usage = {
	.verb = "embargo answer",
	.args = "BULLETIN NAME",
	.examples = {
		{ "embargo answer EX-2026-014 'R. Idler' --accept",
		    "then telltale slip goes on" },
		{ "embargo answer EX-2026-014 'R. Idler' --refuse "
		    "--note 'by telephone'", "then the proposal is dropped" },
	},
	.opts = answer_opts,
	.args_min = 2,
	.args_max = 2,
};

static int
read_note(const char *verb, const char *note, struct vault_party *p)
{
	if (note == NULL)
		return CLI_DONE;
	if (!import_value_ok(span_str(note)) ||
	    strlen(note) > VAULT_NOTE_MAX)
		return say_fail(CLI_USAGE, NULL, "embargo %s: --note is "
		    "one line of at most %d bytes", verb, VAULT_NOTE_MAX);
	snprintf(p->note, sizeof(p->note), "%s", note);
	return CLI_DONE;
}

static int
read_new(const struct opt_values *o, struct vault_party *p)
{
	const char *role = opt_value(add_opts, o, "role");

	p->role = 0;
	while (role != NULL && p->role < VAULT_PARTY_ROLES &&
	    strcmp(role, vault_party_role_text(p->role)) != 0)
		p->role++;
	if (role == NULL || p->role == VAULT_PARTY_ROLES)
		return say_fail(CLI_USAGE, NULL, "embargo party: --role "
		    "is finder or coordinator");
	if (!import_value_ok(span_str(o->args[1])) ||
	    strlen(o->args[1]) > VAULT_PARTY_NAME_MAX)
		return say_fail(CLI_USAGE, NULL, "embargo party: a name "
		    "is one line of at most %d bytes", VAULT_PARTY_NAME_MAX);
	snprintf(p->name, sizeof(p->name), "%s", o->args[1]);
	return read_note("party", opt_value(add_opts, o, "note"), p);
}

static int
print(const struct standing *s, const struct vault_party *p,
    const char *what)
{
	struct out_json o;
	struct json_out *j;

	if (!s->v->cli->json) {
		out_line("%s: %s (%s) %s", s->b.id, p->name,
		    vault_party_role_text(p->role), what);
		return CLI_DONE;
	}
	j = out_json_begin(&o, "telltale-embargo-party/1");
	json_out_key(j, "id");
	json_out_str(j, s->b.id);
	json_out_key(j, "party");
	json_out_str(j, p->name);
	json_out_key(j, "role");
	json_out_str(j, vault_party_role_text(p->role));
	json_out_key(j, "state");
	json_out_str(j, what);
	return out_json_end(&o);
}

static int
add(struct standing *s, struct vault_party *p)
{
	enum tt_err e;

	if (s->now.state == EMBARGO_ENDED)
		return standing_in_force(s, "add a party to");
	if (s->n_parties == VAULT_PARTIES_MAX)
		return say_fail(CLI_REFUSED, NULL, "%s has %d terms parties, "
		    "which is the most", s->b.name, VAULT_PARTIES_MAX);
	p->added_s = s->now_s;
	e = vault_party_add(s->v->db, s->b.id, p);
	if (e == TT_EEXIST)
		return say_fail(CLI_USAGE, NULL, "%s is a terms party of %s "
		    "already", p->name, s->b.name);
	if (e != TT_OK)
		return say_err(e, NULL, "cannot add a party to %s",
		    s->b.name);
	return print(s, p, "is a terms party");
}

int
verb_embargo_party(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault_party p = { .name = "" };
	struct vault v = { .lock = -1 };
	struct standing *s = NULL;
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_new(&o, &p)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(add_opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = standing_open(&s, &v, o.args[0], false)) == CLI_DONE)
		code = add(s, &p);
	standing_free(s);
	vault_close(&v);
	return code;
}

/* Whoever has a key answers by it. */
static int
check_no_key(struct standing *s, const char *name)
{
	struct vault_party_key k;
	struct vault_reader r;
	bool has;
	int code;

	if ((code = party_key_in_force(s->v, s->b.id, name, &k, &r, &has)) !=
	    CLI_DONE || !has)
		return code;
	say_fail(CLI_REFUSED, NULL, "%s answers by a key, that of %s: nobody "
	    "else can", name, r.id);
	say_hint("telltale letter list takes the answer in; if the key is "
	    "lost, telltale reader revoke %s", r.id);
	return CLI_REFUSED;
}

static int
answer(struct standing *s, const char *name, bool accepts, const char *note)
{
	struct vault_party p = { .name = "" };
	const char *words = answer_words(s, accepts);
	bool first = s->now.revision == 0;
	int code;

	for (size_t i = 0; i < s->n_parties; i++)
		if (strcmp(s->party[i].name, name) == 0)
			p = s->party[i];
	if (p.name[0] == '\0')
		return say_fail(CLI_TROUBLE, "telltale embargo show lists "
		    "them", "%s is no terms party of %s", name, s->b.name);
	if ((p.revision = answer_asked(s, &p.public_s)) == 0)
		return say_fail(CLI_REFUSED, "telltale slip proposes one",
		    "no other public instant is proposed for %s", s->b.name);
	if ((code = check_no_key(s, name)) != CLI_DONE ||
	    (code = read_note("answer", note, &p)) != CLI_DONE)
		return code;
	p.accepts = accepts;
	p.answered_s = s->now_s;
	p.letter = 0;
	if ((code = answer_keep(s, &p)) != CLI_DONE)
		return code;
	code = print(s, &p, words);
	if (accepts)
		say_note(s->v->cli, "next: telltale %s %s", first ?
		    "publish" : "slip", s->b.id);
	return code;
}

int
verb_embargo_answer(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	struct standing *s = NULL;
	bool accepts;
	int code;

	if ((code = cli_parse(c, &answer_usage, argc, argv, &o)) != CLI_GO)
		return code;
	accepts = opt_set(answer_opts, &o, "accept");
	if (accepts == opt_set(answer_opts, &o, "refuse"))
		return say_fail(CLI_USAGE, NULL, "embargo answer: "
		    "--accept or --refuse?");
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(answer_opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = standing_open(&s, &v, o.args[0], false)) == CLI_DONE)
		code = answer(s, o.args[1], accepts,
		    opt_value(answer_opts, &o, "note"));
	standing_free(s);
	vault_close(&v);
	return code;
}

static const struct opt invite_opts[] = {
	PARTY_KEY_OPTS,
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage invite_usage = {
	.verb = "embargo invite",
	.args = "BULLETIN NAME",
	.examples = {
		{ "embargo invite EX-2026-014 'CERT North' --email "
		    "desk@north.example -o north.invitation",
		    "a coordinator who then answers by a key" },
		{ "embargo invite EX-2026-014 'CERT North' --reader north-1",
		    "the key that they have for another bulletin" },
	},
	.opts = invite_opts,
	.args_min = 2,
	.args_max = 2,
	.notes = PARTY_KEY_NOTES,
};

static int
invite(struct standing *s, const char *name, const struct party_key_ask *a)
{
	for (size_t i = 0; i < s->n_parties; i++)
		if (strcmp(s->party[i].name, name) == 0)
			return party_key_give(s->v, &s->b, name, a);
	return say_fail(CLI_TROUBLE, "telltale embargo party adds one",
	    "%s is no terms party of %s", name, s->b.name);
}

int
verb_embargo_invite(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	const struct known_opts k = { c, invite_usage.verb, invite_opts, &o };
	struct vault v = { .lock = -1 };
	struct standing *s = NULL;
	struct party_key_ask a;
	int code;

	if ((code = cli_parse(c, &invite_usage, argc, argv, &o)) != CLI_GO)
		return code;
	a = party_key_ask(&k);
	if ((code = party_key_check(&a)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(invite_opts, &o, "passphrase-file"))) == CLI_DONE &&
	    (code = standing_open(&s, &v, o.args[0], false)) == CLI_DONE)
		code = invite(s, o.args[1], &a);
	standing_free(s);
	vault_close(&v);
	return code;
}
