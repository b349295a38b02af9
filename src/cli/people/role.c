/* SPDX-License-Identifier: ISC */
/* role - reader role: who is admin, and who answers for a machine. */
#include <stdio.h>
#include <string.h>

#include "cli/mine/tell.h"
#include "cli/out.h"
#include "cli/partner.h"
#include "cli/people/machine.h"
#include "cli/people/verbs.h"
#include "cli/say.h"
#include "store/vault_standing.h"

static const struct opt opts[] = {
	{ "answers", 0, OPT_VALUE, "READER",
	    "READER is a machine, and this person answers for it" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "reader role",
	.args = "READER [admin|reader]",
	.examples = {
		{ "reader role kiyokawa-1 admin",
		    "who speaks for the partner" },
		{ "reader role kiyokawa-gateway --answers kiyokawa-2",
		    "another person answers for a machine" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 2,
	.notes = "An admin sees the partner's readers, invites, stops, and can "
	    "leave: telltale\npeople, in their own home.",
};

int
machine_person(struct vault *v, const char *partner, const char *person)
{
	struct vault_reader r;
	struct vault_role role;
	enum tt_err e;
	int code;

	if ((code = reader_get(v, person, &r)) != CLI_DONE)
		return code;
	if ((e = vault_role_get(v->db, person, &role)) != TT_OK)
		return partner_cannot(v, e, "read a reader's role");
	if (strcmp(r.partner, partner) != 0)
		return say_fail(CLI_REFUSED, "name a person of the machine's "
		    "own partner", "'%s' cannot answer for a machine of '%s': "
		    "this reader is of '%s'", person, partner, r.partner);
	if (role.answers[0] != '\0')
		return say_fail(CLI_REFUSED, "name a person", "'%s' cannot "
		    "answer for a machine: it is one", person);
	if (r.state == READER_REVOKED)
		return say_fail(CLI_REFUSED, "name another person", "'%s' "
		    "cannot answer for a machine: this reader was revoked",
		    person);
	return CLI_DONE;
}

/* What was asked for, into role. */
static int
change(struct vault *v, const struct opt_values *o,
    const struct vault_reader *r, struct vault_role *role)
{
	const char *answers = opt_value(opts, o, "answers");
	const char *word = o->n_args > 1 ? o->args[1] : NULL;
	int code;

	if (word != NULL && strcmp(word, "admin") != 0 &&
	    strcmp(word, "reader") != 0)
		return say_fail(CLI_USAGE, "telltale reader role --help",
		    "reader role: '%s' is neither admin nor reader", word);
	if (answers != NULL && strcmp(answers, r->id) == 0)
		return say_fail(CLI_REFUSED, "name a person", "'%s' cannot "
		    "answer for itself", r->id);
	if (answers != NULL && (code = machine_person(v, r->partner,
	    answers)) != CLI_DONE)
		return code;
	if (word != NULL)
		role->admin = strcmp(word, "admin") == 0;
	if (answers != NULL)
		span_copy(span_str(answers), role->answers,
		    sizeof(role->answers));
	if (role->admin && role->answers[0] != '\0')
		return say_fail(CLI_REFUSED, "make a person admin", "'%s' "
		    "cannot be admin: it is a machine", r->id);
	return CLI_DONE;
}

static int
print(const struct cli *c, const struct vault_reader *r,
    const struct vault_role *role)
{
	struct out_json o;

	if (!c->json) {
		out_line("reader %s is %s%s", r->id, role->admin ? "admin" :
		    role->answers[0] != '\0' ? "a machine, for which answers " :
		    "reader", role->answers);
		return CLI_DONE;
	}
	out_json_begin(&o, "telltale-reader-role/1");
	json_out_key(o.j, "id");
	json_out_str(o.j, r->id);
	json_out_key(o.j, "role");
	json_out_str(o.j, role->admin ? "admin" : "reader");
	json_out_key(o.j, "answers");
	json_out_str(o.j, role->answers[0] != '\0' ? role->answers : NULL);
	return out_json_end(&o);
}

static int
run(struct vault *v, const struct opt_values *o)
{
	struct vault_reader r;
	struct vault_role role;
	enum tt_err e;
	int code;

	if ((code = reader_get(v, o->args[0], &r)) != CLI_DONE)
		return code;
	if ((e = vault_role_get(v->db, r.id, &role)) != TT_OK)
		return partner_cannot(v, e, "read a reader's role");
	if ((code = change(v, o, &r, &role)) != CLI_DONE)
		return code;
	if (o->n_args == 1 && !opt_set(opts, o, "answers"))
		return print(v->cli, &r, &role);
	if ((e = vault_role_set(v->db, r.id, &role)) != TT_OK)
		return partner_cannot(v, e, "keep a reader's role");
	if ((code = vault_greet(v)) != CLI_DONE ||
	    (code = tell_admins(v)) != CLI_DONE)
		return code;
	if (v->away)
		say_note(v->cli, "the hub cannot be reached now; it hears of "
		    "it when letters are fetched");
	return print(v->cli, &r, &role);
}

int
verb_reader_role(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE,
	    opt_value(opts, &o, "passphrase-file"))) == CLI_DONE)
		code = run(&v, &o);
	vault_close(&v);
	return code;
}
