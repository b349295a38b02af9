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
#include "cli/paragraph.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/verbs.h"
#include "store/vault_embargo.h"
#include "store/vault_known.h"

enum date { REPORTED, ACKNOWLEDGED, FIX, CREDIT, BOUNTY, DATES };

/* In the order in which they come to pass. */
static const struct {
	const char *name, *words;
} dates[] = {
	[REPORTED] = { "reported", "You reported it" },
	[ACKNOWLEDGED] = { "acknowledged", "We acknowledged your report" },
	[FIX] = { "fix", "A fix was made" },
	[CREDIT] = { "credit", "The credit was agreed with you" },
	[BOUNTY] = { "bounty", "The bounty was paid" },
};

_Static_assert(N_ROWS(dates) == DATES, "a name for each date");

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

/* One finder, and what is on record of the report. */
struct report {
	struct vault_finder finder;
	struct vault_knower line;
	bool has[DATES];
	struct moment at[DATES];
	const char *wanted;		/* a name, or NULL */
	size_t n;			/* finders that fit */
	struct embargo_now now;
	int64_t planned_s;		/* public, when it was sealed */
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

static enum tt_err
take_date(void *ctx, struct span what, const struct moment *at)
{
	struct report *r = ctx;

	for (size_t i = 0; i < DATES; i++)
		if (span_is(what, dates[i].name)) {
			r->has[i] = true;
			r->at[i] = *at;
			return TT_OK;
		}
	return TT_EINTEGRITY;
}

static enum tt_err
take_line(void *ctx, const struct vault_knower *k)
{
	struct report *r = ctx;

	if (k->n == r->finder.knower)
		r->line = *k;
	return TT_OK;
}

/* The one finder of b that is meant. */
static int
find(struct vault *v, const struct vault_bulletin *b, struct report *r)
{
	enum tt_err e;

	if ((e = vault_finder_each(v->db, b->id, pick, r)) == TT_OK &&
	    r->n == 1 && (e = vault_finder_date_each(v->db, b->id,
	    r->finder.name, take_date, r)) == TT_OK)
		e = vault_knower_each(v->db, b->id, take_line, r);
	if (e != TT_OK)
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

/* What has become of the report, as far as a finder may know. */
static const char *
state_of(const struct report *r)
{
	if (r->now.state == EMBARGO_ENDED)
		return r->now.end == EMBARGO_RETRACTED ?
		    "The bulletin was retracted, and nothing is published by "
		    "it." : "The advisory is public.";
	if (r->has[FIX])
		return "A fix is made; the advisory is being prepared.";
	if (r->has[ACKNOWLEDGED])
		return "The report was acknowledged; a fix is being made.";
	return "The report was received.";
}

/* The date that was promised, and what became of it. */
static void
show_date(const struct report *r, int64_t public_s, int64_t now_s)
{
	char at[OUT_MOMENT_LEN], was[OUT_MOMENT_LEN];

	if (r->now.state == EMBARGO_ENDED) {
		out_moment(at, r->now.ended_s, now_s);
		out_moment(was, r->now.public_s, now_s);
		paragraph(0, r->now.end == EMBARGO_RETRACTED ?
		    "It was retracted at %s." : "It is public since %s.", at);
		if (r->now.end != EMBARGO_SCHEDULED)
			paragraph(0, "It was to be public at %s.", was);
		return;
	}
	out_moment(at, public_s, now_s);
	paragraph(0, "It is to be public at %s.", at);
	if (public_s != r->planned_s) {
		out_moment(was, r->planned_s, now_s);
		paragraph(0, "It was to be public at %s before the date was "
		    "moved.", was);
	}
	if (r->now.state == EMBARGO_REVISING) {
		out_moment(at, r->now.proposed_s, now_s);
		paragraph(0, "Another date is proposed: %s. Until it is "
		    "adopted nothing changes.", at);
	}
}

static int
show_words(const struct report *r, const struct vault_bulletin *b)
{
	struct buf t;

	paragraph(0, "To %s, about your report, %s.", r->finder.name,
	    b->title);
	for (size_t i = 0; i < DATES; i++) {
		if (!r->has[i])
			continue;
		buf_init(&t, 256);
		moment_text(&t, &r->at[i]);
		paragraph(0, "- %s: %s.", dates[i].words, t.p);
		buf_done(&t);
	}
	paragraph(0, "%s", state_of(r));
	show_date(r, b->public_s, clock_now());
	buf_init(&t, 256);
	moment_text(&t, &r->line.since);
	paragraph(0, "In the list of who could have known what, you stand "
	    "as %s, who knew since %s. The list accuses nobody.",
	    r->line.role, t.p);
	buf_done(&t);
	return CLI_DONE;
}

static int
show_json(const struct report *r, const struct vault_bulletin *b)
{
	struct out_json o;
	struct json_out *j = out_json_begin(&o, "telltale-finder/1");

	known_put_str(j, "name", r->finder.name);
	known_put_str(j, "title", b->title);
	for (size_t i = 0; i < DATES; i++) {
		if (r->has[i])
			known_put_moment(j, dates[i].name, &r->at[i]);
		else
			known_put_str(j, dates[i].name, NULL);
	}
	known_put_str(j, "state", state_of(r));
	known_put_str(j, "embargo", embargo_state_text(r->now.state));
	known_put_str(j, "end", r->now.state == EMBARGO_ENDED ?
	    embargo_end_text(r->now.end) : NULL);
	json_out_at(j, "public", r->now.state == EMBARGO_ENDED ?
	    r->now.public_s : b->public_s);
	json_out_at_or(j, "ended", r->now.ended_s, 0);
	json_out_at_or(j, "proposed", r->now.state == EMBARGO_REVISING ?
	    r->now.proposed_s : 0, 0);
	known_put_moment(j, "knew", &r->line.since);
	return out_json_end(&o);
}

/* Where it stands, and the date that was said first. */
static enum tt_err
read_embargo(struct vault *v, const char *id, struct report *r)
{
	struct vault_embargo *said = calloc(VAULT_EMBARGO_MAX,
	    sizeof(*said));
	enum tt_err e = TT_ENOMEM;
	size_t n = 0;

	if (said != NULL && (e = vault_embargo_all(v->db, id, said,
	    VAULT_EMBARGO_MAX, &n)) == TT_OK)
		e = vault_embargo_now(v->db, id, clock_now(), &r->now);
	if (e == TT_OK && n > 0)
		r->planned_s = said[0].entry.public_s;
	free(said);
	return e;
}

static int
show(struct vault *v, const struct known_opts *o, struct report *r)
{
	struct vault_bulletin b;
	enum tt_err e;
	int code;

	r->wanted = known_value(o, "name");
	if ((code = vault_open(v, o->cli, VAULT_READ, NULL)) != CLI_DONE ||
	    (code = sealed_find_told(v, o->values->args[0], &b)) !=
	    CLI_DONE)
		return code;
	if ((code = known_in_force(v, &b)) != CLI_DONE ||
	    (code = find(v, &b, r)) != CLI_DONE)
		return code;
	r->planned_s = b.public_s;
	if ((e = read_embargo(v, b.id, r)) != TT_OK)
		return partner_cannot(v, e, "read where the embargo stands");
	return o->cli->json ? show_json(r, &b) : show_words(r, &b);
}

static int
read_new(const struct known_opts *o, int64_t now_s, struct report *r)
{
	struct vault_knower *k = &r->line;
	int code;

	if ((code = known_words(o, "name", true, r->finder.name,
	    sizeof(r->finder.name))) != CLI_DONE ||
	    (code = known_moment(o, "reported", now_s, &r->at[REPORTED])) !=
	    CLI_DONE ||
	    (code = known_words(o, "organisation", false, k->organisation,
	    sizeof(k->organisation))) != CLI_DONE ||
	    (code = known_words(o, "source", false, k->source,
	    sizeof(k->source))) != CLI_DONE ||
	    (code = known_words(o, "conflict", false, k->conflict,
	    sizeof(k->conflict))) != CLI_DONE)
		return code;
	k->since = r->at[REPORTED];
	if (known_value(o, "found") != NULL &&
	    (code = known_moment(o, "found", now_s, &k->since)) != CLI_DONE)
		return code;
	if (k->since.from_s > r->at[REPORTED].until_s)
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
		    dates[REPORTED].name, &r->at[REPORTED]);
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
	r->has[REPORTED] = true;
	return o->cli->json ? show_json(r, &b) : show_words(r, &b);
}

static int
date(struct vault *v, const struct known_opts *o, struct report *r)
{
	const char *what = o->values->args[1];
	struct vault_bulletin b;
	struct moment at;
	size_t i = 0;
	int code;
	enum tt_err e;

	while (i < DATES && strcmp(what, dates[i].name) != 0)
		i++;
	if (i == DATES)
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
	r->has[i] = true;
	r->at[i] = at;
	return o->cli->json ? show_json(r, &b) : show_words(r, &b);
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

static const struct verb verbs[] = {
	{ "add", "enter who reported the flaw", finder_add },
	{ "date", "enter a date of the report", finder_date },
	{ "show", "the state of their report, in words fit to send",
	    finder_show },
	{ NULL, NULL, NULL },
};

int
verb_finder(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "finder", verbs, argc, argv);
}
