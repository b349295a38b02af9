/* SPDX-License-Identifier: ISC */
/* hub members - to whom the programme's members are shown. */
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/members.h"
#include "cli/out.h"
#include "cli/people/change.h"
#include "cli/say.h"
#include "cli/site/membership.h"
#include "cli/site/verbs.h"
#include "store/vault_membership.h"

static const struct opt opts[] = {
	{ "dry-run", 'n', OPT_FLAG, NULL, "who would be named, and no more" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "hub members",
	.args = "[hidden|members|public]",
	.examples = {
		{ "hub members", "as it is, who is named, and what it was" },
		{ "hub members public --dry-run",
		    "who would be named to everybody" },
	},
	.opts = opts,
	.args_max = 1,
	.notes = "hidden: nobody is shown. members: partners see each other's "
	    "names. public: the hub\nshows /public/members.json to "
	    "everybody; what was public once may have been copied.\nNamed "
	    "are approved partners whose vetting record answers \"named\" "
	    "with yes, and no\nother; who is suspended or removed goes with "
	    "that act. Who is in which bulletin is\nnever shown.",
};

struct telling {
	struct json_out *j;
	int64_t now_s;
};

static enum tt_err
tell_decision(void *ctx, const struct vault_membership *m)
{
	struct telling *t = ctx;
	char at[OUT_MOMENT_LEN];

	if (t->j == NULL) {
		out_moment(at, m->at_s, t->now_s);
		out_line("decided %s: %s, by %s", at, membership_text(
		    m->setting), m->officer);
		return TT_OK;
	}
	json_out_object(t->j);
	put_str(t->j, "setting", membership_text(m->setting));
	put_str(t->j, "officer", m->officer);
	json_out_at(t->j, "at", m->at_s);
	json_out_object_end(t->j);
	return TT_OK;
}

static int
print_words(struct vault *v, const struct membership_list *l, int64_t now_s)
{
	struct telling t = { NULL, now_s };
	enum tt_err e;

	out_line("members are %s", l->setting == MEMBERSHIP_HIDDEN ?
	    "hidden" : l->setting == MEMBERSHIP_PUBLIC ? "public" :
	    "shown to each other");
	for (size_t i = 0; i < l->n; i++)
		out_line("named: %s", l->name[i]);
	e = vault_membership_each(v->db, tell_decision, &t);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot read what was "
	    "decided");
}

static int
print(struct vault *v, const struct membership_list *l, int64_t now_s)
{
	struct telling t = { NULL, now_s };
	struct out_json o;
	enum tt_err e;
	int code;

	if (!v->cli->json)
		return print_words(v, l, now_s);
	t.j = out_json_begin(&o, "telltale-hub-members/1");
	put_str(t.j, "setting", membership_text(l->setting));
	json_out_key(t.j, "members");
	json_out_array(t.j);
	for (size_t i = 0; i < l->n; i++)
		json_out_str(t.j, l->name[i]);
	json_out_array_end(t.j);
	json_out_key(t.j, "decisions");
	json_out_array(t.j);
	e = vault_membership_each(v->db, tell_decision, &t);
	json_out_array_end(t.j);
	code = out_json_end(&o);
	return e == TT_OK ? code : say_err(e, NULL, "cannot read what was "
	    "decided");
}

static int
decide(struct vault *v, enum membership setting, int64_t now_s)
{
	struct vault_membership m = { .setting = setting, .at_s = now_s };
	const char *officer = conf_get(&v->conf, "officer");
	enum tt_err e;

	snprintf(m.officer, sizeof(m.officer), "%s", officer != NULL ?
	    officer : "");
	e = vault_membership_add(v->db, &m);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot keep to whom "
	    "members are shown");
}

static int
run(struct vault *v, const struct opt_values *o)
{
	bool dry = opt_set(opts, o, "dry-run"), given = o->n_args == 1;
	int64_t now_s = clock_now();
	struct membership_list l;
	struct vault_membership m;
	enum tt_err e;
	int code;

	if ((e = vault_membership_get(v->db, &m)) != TT_OK)
		return say_err(e, NULL, "cannot read to whom members are "
		    "shown");
	if (given && !membership_parse(span_str(o->args[0]), &m.setting))
		return say_fail(CLI_USAGE, "telltale hub members --help",
		    "hub members: '%s' is none of hidden, members, public",
		    o->args[0]);
	if (!dry && (code = people_settle(v)) != CLI_DONE)
		return code;
	if (given && !dry && (code = decide(v, m.setting, now_s)) != CLI_DONE)
		return code;
	if (!dry && (code = membership_tell(v, given)) !=
	    CLI_DONE)
		return code;
	if ((code = membership_read(v, m.setting, &l)) == CLI_DONE)
		code = print(v, &l, now_s);
	membership_done(&l);
	return code;
}

int
verb_hub_members(struct cli *c, int argc, char **argv)
{
	static struct opt_values o;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, opt_set(opts, &o, "dry-run") ?
	    VAULT_READ : VAULT_WRITE, opt_value(opts, &o,
	    "passphrase-file"))) == CLI_DONE)
		code = run(&v, &o);
	vault_close(&v);
	return code;
}
