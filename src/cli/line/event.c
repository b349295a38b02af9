/* SPDX-License-Identifier: ISC */
/* event - what of a bulletin's matter others could see: entered, listed. */
#include <string.h>

#include "base/instant.h"
#include "cli/clock.h"
#include "cli/import.h"
#include "cli/line/verbs.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "store/vault_history.h"

static const struct opt add_opts[] = {
	{ "what", 0, OPT_VALUE, "KIND",
	    "contest, found, report, vendor, talk, commit, patch, release "
	    "or told" },
	{ "at", 0, OPT_VALUE, "INSTANT",
	    "when: an instant with its offset, or a day" },
	{ "until", 0, OPT_VALUE, "INSTANT",
	    "at the latest, where it is not known exactly" },
	{ "source", 0, OPT_VALUE, "TEXT", "who says so, and where" },
	CLI_OPTS
};

static const struct usage add_usage = {
	.verb = "event add",
	.args = "BULLETIN",
	.examples = {
		{ "event add EX-2026-014 --what contest --at 2026-05-16 "
		    "--source 'the organiser, 16 May'",
		    "shown at a contest on that day" },
		{ "event add EX-2026-014 --what patch "
		    "--at 2026-12-08T18:00:00Z --source 'release notes'",
		    "a fix that can be compared was out from that instant" },
	},
	.opts = add_opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "A day is a day, from midnight to midnight in UTC, never its "
	    "midnight. What is\nentered stays; telltale timeline draws it.",
};

static const struct opt list_opts[] = {
	CLI_OPTS
};

static const struct usage list_usage = {
	.verb = "event list",
	.args = "BULLETIN",
	.examples = {
		{ "event list EX-2026-014", "all that was entered" },
		{ "event list EX-2026-014 --json", "for a program" },
	},
	.opts = list_opts,
	.args_min = 1,
	.args_max = 1,
};

static int
wrong(const char *option, const char *what)
{
	return say_fail(CLI_USAGE, "telltale event add --help",
	    "event add: --%s is not %s", option, what);
}

static int
read_event(const struct opt_values *o, struct vault_event_public *e)
{
	const char *what = opt_value(add_opts, o, "what");
	const char *at = opt_value(add_opts, o, "at");
	const char *until = opt_value(add_opts, o, "until");
	const char *source = opt_value(add_opts, o, "source");

	if (what == NULL ||
	    !history_what_parse(span_str(what), &e->event.what))
		return wrong("what", "contest, found, report, vendor, "
		    "talk, commit, patch, "
		    "release or told");
	if (at == NULL || history_interval(span_str(at),
	    span_str(until != NULL ? until : ""), &e->event.at) != TT_OK)
		return wrong("at", "an instant as 2026-12-08T18:00:00Z or a "
		    "day, with --until not before it");
	if (source == NULL || strlen(source) > VAULT_SOURCE_MAX ||
	    !import_value_ok(span_str(source)))
		return wrong("source", "1 to 1024 bytes that say who says so");
	e->event.source = source;
	e->entered_s = clock_now();
	if (e->event.at.from_s > e->entered_s)
		return say_fail(CLI_USAGE, "enter it when it has happened",
		    "event add: %s is still to come", at);
	return CLI_DONE;
}

static int
say_added(const struct cli *c, const struct vault_bulletin *b,
    const struct vault_event_public *e)
{
	struct out_json o;
	struct buf when;

	if (c->json) {
		out_json_begin(&o, "telltale-event/1");
		json_out_key(o.j, "n");
		json_out_int(o.j, e->n);
		json_out_key(o.j, "bulletin");
		json_out_str(o.j, b->id);
		json_out_key(o.j, "what");
		json_out_str(o.j, history_what_word(e->event.what));
		return out_json_end(&o);
	}
	buf_init(&when, 256);
	census_since_text(&when, &e->event.at);
	out_line("entered for %s: %s, %s", b->name,
	    history_what_text(e->event.what), when.p != NULL ? when.p : "");
	buf_done(&when);
	say_note(c, "next: telltale timeline %s", b->name);
	return CLI_DONE;
}

static int
event_add(struct cli *c, int argc, char **argv)
{
	struct vault_event_public ev = { .n = 0 };
	struct vault_bulletin b;
	struct opt_values o;
	struct vault v = { .lock = -1 };
	enum tt_err e;
	int code;

	if ((code = cli_parse(c, &add_usage, argc, argv, &o)) != CLI_GO ||
	    (code = read_event(&o, &ev)) != CLI_DONE)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, NULL)) == CLI_DONE &&
	    (code = sealed_find_told(&v, o.args[0], &b)) == CLI_DONE) {
		e = vault_history_add(v.db, b.id, &ev, &ev.n);
		code = e == TT_OK ? say_added(c, &b, &ev) :
		    say_err(e, NULL, "cannot enter the event");
	}
	vault_close(&v);
	return code;
}

static const struct out_column columns[] = {
	{ "what", "what", OUT_TEXT },
	{ "from", "from", OUT_TEXT },
	{ "until", "until", OUT_TEXT },
	{ "source", "source", OUT_TEXT },
	{ "entered", "entered", OUT_TEXT },
};

static enum tt_err
put_event(void *ctx, const struct vault_event_public *e)
{
	struct out_table *t = ctx;

	out_str(t, history_what_word(e->event.what));
	out_instant(t, e->event.at.from_s);
	out_instant(t, e->event.at.until_s);
	out_str(t, e->event.source);
	out_instant(t, e->entered_s);
	return TT_OK;
}

static int
list(struct vault *v, const struct vault_bulletin *b)
{
	struct out_table *t = out_table_new(v->cli, "telltale-event-list/1",
	    "events", columns, N_ROWS(columns));
	enum tt_err e = vault_history_each(v->db, b->id, put_event, t);

	if (e == TT_OK)
		return out_table_end(t);
	out_table_drop(t);
	return say_err(e, NULL, "cannot read the events");
}

static int
event_list(struct cli *c, int argc, char **argv)
{
	struct vault_bulletin b;
	struct opt_values o;
	struct vault v = { .lock = -1 };
	int code;

	if ((code = cli_parse(c, &list_usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_READ, NULL)) == CLI_DONE &&
	    (code = sealed_find_told(&v, o.args[0], &b)) == CLI_DONE)
		code = list(&v, &b);
	vault_close(&v);
	return code;
}

static const struct verb verbs[] = {
	{ "add", "enter what others could see, and when", event_add },
	{ "list", "what was entered of a bulletin", event_list },
	{ NULL, NULL, NULL },
};

int
verb_event(struct cli *c, int argc, char **argv)
{
	return cli_dispatch(c, "event", verbs, argc, argv);
}
