/* SPDX-License-Identifier: ISC */
/*
 * finder - who reported the flaw, when, and what has become of the report.
 *
 * A finder is a knower (specs/stories.md RF-1).  What `finder show` prints is
 * fit to be sent: their own dates and line, the state of their report, the
 * instant of the publication; nothing of partners, waves or other knowers.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/known/known.h"
#include "cli/known/party_key.h"
#include "cli/known/view_make.h"
#include "cli/known/view_words.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"
#include "store/vault_known.h"

static const struct opt add_opts[] = {
	{ "name", 0, OPT_VALUE, "NAME", "the person, or the team" },
	{ "reported", 0, OPT_VALUE, "MOMENT",
	    "when the report came; a day or a month stays one" },
	{ "found", 0, OPT_VALUE, "MOMENT",
	    "since when they knew; from the report on unless given" },
	{ "organisation", 0, OPT_VALUE, "O",
	    "where they work; their own name unless given" },
	{ "source", 0, OPT_VALUE, "S", "how that is known" },
	{ "conflict", 0, OPT_VALUE, "TEXT", "a conflict of interest" },
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "finder add",
	.args = "BULLETIN",
	.examples = {
		{ "finder add EX-2026-014 --name 'R. Aalto' --reported "
		    "2026-10-02", "who reported it, some time of that day" },
		{ "finder add EX-2026-014 --name 'R. Aalto' --reported "
		    "2026-10-02T08:15:00Z --found 2026-09 --source 'report "
		    "4711'", "with what it rests on" },
	},
	.opts = add_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "The finder is in the census from then on.",
};

static const struct opt name_opts[] = {
	{ "name", 0, OPT_VALUE, "NAME",
	    "which finder, where a bulletin has several" },
	CLI_OPTS
};

static const struct usage date_usage = {
	.verb = "finder date",
	.args = "BULLETIN acknowledged|fix|credit|bounty|reported MOMENT",
	.examples = {
		{ "finder date EX-2026-014 acknowledged 2026-10-03",
		    "some time of that day" },
		{ "finder date EX-2026-014 fix 2026-11-20T16:00:00Z",
		    "an exact one" },
	},
	.opts = name_opts,
	.args_min = 3,
	.args_max = 3,
	.notes = "A later word takes the place of an earlier one.",
};

static const struct usage show_usage = {
	.verb = "finder show",
	.args = "BULLETIN",
	.examples = {
		{ "finder show EX-2026-014",
		    "the state of their report, in words fit to send" },
		{ "finder show EX-2026-014 --json", "the same for a script" },
	},
	.opts = name_opts,
	.args_min = 1,
	.args_max = 1,
};

static const struct opt invite_opts[] = {
	{ "name", 0, OPT_VALUE, "NAME",
	    "which finder, where a bulletin has several" },
	PARTY_KEY_OPTS,
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage invite_usage = {
	.verb = "finder invite",
	.args = "BULLETIN",
	.examples = {
		{ "finder invite EX-2026-014 --email r@aalto.example "
		    "-o aalto.invitation", "give the finder a key of their "
		    "own" },
		{ "finder invite EX-2026-014 --reader kiyokawa-2",
		    "who is a partner's reader, too: by the key they have" },
	},
	.opts = invite_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = PARTY_KEY_NOTES,
};

/* One finder, or what is entered of one. */
struct report {
	struct vault_finder finder;
	struct vault_knower line;
	struct moment reported;
	const char *wanted;		/* a name, or NULL */
	size_t n;			/* finders that fit */
	struct view view;
};

static enum tt_err
pick(void *ctx, const struct vault_finder *f)
{
	struct report *r = ctx;

	if (r->wanted != NULL && strcmp(r->wanted, f->name) != 0)
		return TT_OK;
	if (r->n++ == 0)
		r->finder = *f;
	return TT_OK;
}

/* The one finder of b that is meant. */
static int
find(struct vault *v, const struct vault_bulletin *b, struct report *r)
{
	enum tt_err e;

	if ((e = vault_finder_each(v->db, b->id, pick, r)) != TT_OK)
		return partner_cannot(v, e, "read who found it");
	if (r->n == 0) {
		say_fail(CLI_TROUBLE, NULL, "there is no such finder of %s on "
		    "record", b->name);
		say_hint("telltale finder add %s --name NAME --reported "
		    "MOMENT", b->name);
		return CLI_TROUBLE;
	}
	if (r->n > 1)
		return say_fail(CLI_USAGE, "which one: --name NAME",
		    "%s has several finders", b->name);
	return CLI_DONE;
}

/* As it is sent to them, if they have a key. */
static int
print(struct vault *v, const struct vault_bulletin *b, struct report *r)
{
	int64_t now_s = clock_now();
	struct out_json o;
	enum tt_err e;

	if ((e = view_make(v, b, r->finder.name, now_s, &r->view)) != TT_OK)
		return partner_cannot(v, e, "read the state of a report");
	if (v->cli->json) {
		view_put(&r->view, out_json_begin(&o, "telltale-finder/1"));
		return out_json_end(&o);
	}
	view_words(&r->view, now_s);
	return CLI_DONE;
}

static int
show(struct vault *v, const struct known_opts *o, struct report *r)
{
	struct vault_bulletin b;
	int code;

	r->wanted = known_value(o, "name");
	if ((code = vault_open(v, o->cli, VAULT_READ, NULL)) != CLI_DONE ||
	    (code = sealed_find_told(v, o->values->args[0], &b)) !=
	    CLI_DONE || (code = find(v, &b, r)) != CLI_DONE)
		return code;
	return print(v, &b, r);
}

static int
read_new(const struct known_opts *o, int64_t now_s, struct report *r)
{
	struct vault_knower *k = &r->line;
	int code;

	if ((code = known_words(o, "name", true, r->finder.name,
	    sizeof(r->finder.name))) != CLI_DONE ||
	    (code = known_moment(o, "reported", now_s, &r->reported)) !=
	    CLI_DONE ||
	    (code = known_words(o, "organisation", false, k->organisation,
	    sizeof(k->organisation))) != CLI_DONE ||
	    (code = known_words(o, "source", false, k->source,
	    sizeof(k->source))) != CLI_DONE ||
	    (code = known_words(o, "conflict", false, k->conflict,
	    sizeof(k->conflict))) != CLI_DONE)
		return code;
	k->since = r->reported;
	if (known_value(o, "found") != NULL &&
	    (code = known_moment(o, "found", now_s, &k->since)) != CLI_DONE)
		return code;
	if (k->since.from_s > r->reported.until_s)
		return known_wrong(o, "found", "before --reported");
	if (k->organisation[0] == '\0')
		memcpy(k->organisation, r->finder.name,
		    sizeof(r->finder.name));
	memcpy(k->person, r->finder.name, sizeof(r->finder.name));
	memcpy(k->role, "finder", sizeof("finder"));
	k->added_s = now_s;
	return CLI_DONE;
}

/* The line in the census, the finder and the first date: all or none. */
static enum tt_err
keep_new(struct db *db, const struct vault_bulletin *b, struct report *r)
{
	enum tt_err e;

	if ((e = db_begin(db)) != TT_OK)
		return e;
	if ((e = vault_knower_add(db, &r->line, &r->finder.knower)) ==
	    TT_OK && (e = vault_finder_add(db, b->id, &r->finder)) == TT_OK)
		e = vault_finder_date_set(db, b->id, r->finder.name,
		    view_date_name(VIEW_REPORTED), &r->reported);
	if (e == TT_OK)
		return db_commit(db);
	db_rollback(db);
	return e;
}

static int
add(struct vault *v, const struct known_opts *o, struct report *r)
{
	struct vault_bulletin b;
	int code;
	enum tt_err e;

	if ((code = read_new(o, clock_now(), r)) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE, NULL)) != CLI_DONE ||
	    (code = sealed_find_told(v, o->values->args[0], &b)) !=
	    CLI_DONE)
		return code;
	memcpy(r->line.bulletin, b.id, sizeof(b.id));
	(void)span_copy(span_str(known_officer(v)), r->line.officer,
	    sizeof(r->line.officer));
	if ((e = keep_new(v->db, &b, r)) == TT_EEXIST)
		return say_fail(CLI_USAGE, "telltale finder date changes a "
		    "date", "%s is a finder of %s already", r->finder.name,
		    b.name);
	if (e != TT_OK)
		return partner_cannot(v, e, "keep who found it");
	return print(v, &b, r);
}

static int
date(struct vault *v, const struct known_opts *o, struct report *r)
{
	const char *what = o->values->args[1];
	struct vault_bulletin b;
	struct moment at;
	enum view_date d;
	int code;
	enum tt_err e;

	if (!view_date_parse(span_str(what), &d))
		return say_fail(CLI_USAGE, "acknowledged, fix, credit, "
		    "bounty or reported", "finder date: '%s' is no date of a "
		    "report", what);
	r->wanted = known_value(o, "name");
	if ((code = known_moment_of(o->verb, what, o->values->args[2],
	    clock_now(), &at)) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE, NULL)) != CLI_DONE ||
	    (code = sealed_find_told(v, o->values->args[0], &b)) !=
	    CLI_DONE || (code = find(v, &b, r)) != CLI_DONE)
		return code;
	if ((e = vault_finder_date_set(v->db, b.id, r->finder.name, what,
	    &at)) != TT_OK)
		return partner_cannot(v, e, "keep the date");
	return print(v, &b, r);
}

static int
invite(struct vault *v, const struct known_opts *o, struct report *r)
{
	const struct party_key_ask ask = party_key_ask(o);
	struct vault_bulletin b;
	int code;

	r->wanted = known_value(o, "name");
	if ((code = party_key_check(&ask)) != CLI_DONE ||
	    (code = vault_open(v, o->cli, VAULT_WRITE,
	    known_value(o, "passphrase-file"))) != CLI_DONE ||
	    (code = sealed_find_told(v, o->values->args[0], &b)) !=
	    CLI_DONE || (code = find(v, &b, r)) != CLI_DONE)
		return code;
	return party_key_give(v, &b, r->finder.name, &ask);
}

typedef int act(struct vault *v, const struct known_opts *o,
    struct report *r);

static int
run(struct cli *c, const struct usage *u, act *fn, int argc, char **argv)
{
	static struct opt_values values;
	struct known_opts o = { c, u->verb, u->opts, &values };
	struct vault v = { .lock = -1 };
	struct report *r;
	int code;

	if ((code = cli_parse(c, u, argc, argv, &values)) != CLI_GO)
		return code;
	if ((r = calloc(1, sizeof(*r))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot look for the finder");
	code = fn(&v, &o, r);
	free(r);
	vault_close(&v);
	return code;
}

static int
finder_add(struct cli *c, int argc, char **argv)
{
	return run(c, &add_usage, add, argc, argv);
}

static int
finder_date(struct cli *c, int argc, char **argv)
{
	return run(c, &date_usage, date, argc, argv);
}

static int
finder_show(struct cli *c, int argc, char **argv)
{
	return run(c, &show_usage, show, argc, argv);
}

static int
finder_invite(struct cli *c, int argc, char **argv)
{
	return run(c, &invite_usage, invite, argc, argv);
}

static const struct verb verbs[] = {
	{ "add", "enter who reported the flaw", finder_add },
	{ "date", "enter a date of the report", finder_date },
	{ "invite", "give them a key: they read their report, and answer",
	    finder_invite },
	{ "show", "the state of their report, in words fit to send",
	    finder_show },
	{ NULL, NULL, NULL },
};

int
verb_finder(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "finder", verbs, argc, argv);
}
