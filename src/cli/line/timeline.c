/* SPDX-License-Identifier: ISC */
/*
 * timeline - what happened around a bulletin, and what that leaves open; of a
 * case the time line of each bulletin that it is about, with its own log.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/case/case.h"
#include "cli/clock.h"
#include "cli/line/events_file.h"
#include "cli/line/gather.h"
#include "cli/line/verbs.h"
#include "cli/line/weigh.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/sheet.h"
#include "cli/trace.h"
#include "store/file.h"

/* What is drawn: one line for each bulletin. */
struct lines {
	struct vault_case about;
	bool of_case;
	struct vault_bulletin bulletin[TRACE_BULLETINS_MAX];
	struct line *at[TRACE_BULLETINS_MAX];
	struct weigh weigh[TRACE_BULLETINS_MAX];
	size_t n;
};

static const struct opt opts[] = {
	{ "events", 0, OPT_VALUE, "FILE",
	    "events and sightings besides those on record" },
	{ "svg", 0, OPT_VALUE, "FILE",
	    "write the drawing there; -: to standard output" },
	{ "html", 0, OPT_VALUE, "FILE",
	    "write a page there: drawing, instants, explanations" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "timeline",
	.args = "CASE|BULLETIN",
	.examples = {
		{ "timeline EX-2026-014",
		    "waves, receipts, events and attacks seen" },
		{ "timeline EX-2026-014 --events seen.json --html line.html",
		    "with what a file says, as a page" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "It says which explanations the instants exclude, and accuses "
	    "nobody by them. Only\nof a wave that was staggered it says how "
	    "likely an innocent partner's slot is\nbefore the first attack. "
	    "The form of FILE is in docs/formats.md.",
};

static int
read_events(struct line *l, const char *path)
{
	struct json_diag diag;
	struct buf text;
	enum tt_err e;

	if (path == NULL)
		return CLI_DONE;
	if ((e = file_read(path, EVENTS_TEXT_MAX, &text)) != TT_OK)
		return say_err(e, NULL, "cannot read %s", path);
	e = events_parse(l, buf_view(&text), &diag);
	buf_done(&text);
	if (e == TT_OK)
		return CLI_DONE;
	if (e == TT_ENOMEM)
		return say_err(e, NULL, "cannot use %s", path);
	say_fail(CLI_USAGE, NULL, "cannot use %s", path);
	say_place("%s:%d:%d: %s", path, diag.line, diag.column, diag.text);
	say_hint("its form is in docs/formats.md");
	return CLI_USAGE;
}

/* Then the drawing is the product, and nothing else is printed. */
static bool
is_stdout(const char *path)
{
	return path != NULL && strcmp(path, "-") == 0;
}

static int
write_svg(const struct lines *x, const char *path)
{
	char title[256];
	struct buf b;
	enum tt_err e;

	if (path == NULL)
		return CLI_DONE;
	if (x->n > 1)
		return say_fail(CLI_USAGE, "name one of them instead of the "
		    "case; --html has all", "cannot draw %s: the case is about "
		    "%zu bulletins", path, x->n);
	snprintf(title, sizeof(title), "Time line of %s", x->at[0]->name);
	e = line_svg(&b, x->at[0], title);
	if (e == TT_OK && is_stdout(path)) {
		if (fwrite(b.p, 1, b.n, stdout) != b.n)
			e = TT_EIO;
	} else if (e == TT_OK)
		e = file_write(path, b.p, b.n, 0600);
	buf_done(&b);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot write %s",
	    path);
}

static enum tt_err
put_line(struct html_out *h, const struct line *l, const struct weigh *w)
{
	char title[256];
	enum tt_err e;

	snprintf(title, sizeof(title), "Time line of %s", l->name);
	html_out_open(h, "section");
	html_out_element(h, "h2", NULL, l->name);
	if ((e = line_draw(h, l, title)) != TT_OK)
		return e;
	html_out_element(h, "h3", NULL, "What the instants leave");
	line_explanations(h, &l->independent, "By sightings that no partner "
	    "could influence");
	if (line_has_interested(l)) {
		html_out_element(h, "h3", NULL, "With the word of those whom "
		    "it concerns, too");
		line_explanations(h, &l->all, "By all sightings");
	}
	weigh_table(h, w);
	html_out_element(h, "h3", NULL, "All instants");
	if ((e = line_table(h, l)) != TT_OK)
		return e;
	html_out_close(h);
	return TT_OK;
}

static enum tt_err
put_body(struct html_out *h, const struct lines *x, const char *title)
{
	enum tt_err e;

	html_out_open(h, "header");
	html_out_element(h, "h1", NULL, title);
	html_out_element(h, "p", "dim", "All instants are UTC.");
	html_out_close(h);
	html_out_open(h, "main");
	for (size_t i = 0; i < x->n; i++)
		if ((e = put_line(h, x->at[i], &x->weigh[i])) != TT_OK)
			return e;
	part_heading(h, "h2", "limits", "What this cannot say");
	html_out_open(h, "ul");
	for (size_t i = 0; line_limits[i] != NULL; i++)
		html_out_element(h, "li", NULL, line_limits[i]);
	html_out_close(h);
	html_out_close(h);
	return TT_OK;
}

static int
write_page(const struct lines *x, const char *path)
{
	char title[TT_TITLE_MAX + 32];
	struct html_out h;
	struct buf b;
	enum tt_err e;
	int code;

	if (path == NULL)
		return CLI_DONE;
	snprintf(title, sizeof(title), "Time line of %s", x->of_case ?
	    x->about.title : x->at[0]->name);
	buf_init(&b, SHEET_MAX);
	sheet_begin(&h, &b, span_str(title), line_style);
	e = put_body(&h, x, title);
	code = e == TT_OK ? sheet_end(&h, path) : say_err(e, NULL,
	    "cannot write the page %s", path);
	buf_done(&b);
	return code;
}

static enum tt_err
put_members(struct json_out *j, const struct lines *x, size_t i)
{
	json_out_key(j, "bulletin");
	json_out_str(j, x->bulletin[i].name);
	json_out_key(j, "id");
	json_out_str(j, x->bulletin[i].id);
	weigh_json(j, &x->weigh[i]);
	return line_json(j, x->at[i]);
}

static int
print_json(const struct lines *x)
{
	struct out_json o;
	enum tt_err e = TT_OK;

	out_json_begin(&o, "telltale-timeline/1");
	if (x->of_case) {
		json_out_key(o.j, "case");
		json_out_str(o.j, x->about.id);
		json_out_key(o.j, "bulletins");
		json_out_array(o.j);
		for (size_t i = 0; i < x->n && e == TT_OK; i++) {
			json_out_object(o.j);
			e = put_members(o.j, x, i);
			json_out_object_end(o.j);
		}
		json_out_array_end(o.j);
	} else {
		e = put_members(o.j, x, 0);
	}
	if (e == TT_OK)
		return out_json_end(&o);
	out_json_drop(&o);
	return say_err(e, NULL, "cannot draw the time line");
}

static int
print(const struct cli *c, const struct lines *x)
{
	enum tt_err e = TT_OK;

	if (c->json)
		return print_json(x);
	for (size_t i = 0; i < x->n && e == TT_OK; i++) {
		if (x->n > 1)
			out_line("%s%s", i > 0 ? "\n" : "", x->at[i]->name);
		if ((e = line_print(x->at[i])) == TT_OK)
			weigh_print(&x->weigh[i]);
	}
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot draw the "
	    "time line");
}

/* Receipts and releases that the vault has not seen yet. */
static int
ask_hub(struct vault *v)
{
	int code = vault_greet(v);

	if (code != CLI_DONE)
		return code;
	if (!v->away)
		return vault_fetch(v);
	say_note(v->cli, "the hub cannot be reached now: receipts and "
	    "releases after the last visit are missing");
	return CLI_DONE;
}

static enum tt_err
take_bulletin(void *ctx, struct span id)
{
	struct lines *x = ctx;

	if (x->n == TRACE_BULLETINS_MAX)
		return TT_ELIMIT;
	return span_copy(id, x->bulletin[x->n++].id,
	    sizeof(x->bulletin[0].id));
}

static int
find_case(struct lines *x, struct vault *v, const char *id)
{
	enum tt_err e;
	int code;

	if ((code = case_find(v, id, &x->about)) != CLI_DONE)
		return code;
	x->of_case = true;
	e = vault_case_bulletins(v->db, x->about.id, take_bulletin, x);
	for (size_t i = 0; i < x->n && e == TT_OK; i++)
		e = vault_bulletin_get(v->db, span_str(x->bulletin[i].id),
		    &x->bulletin[i]);
	if (e != TT_OK)
		return case_cannot(v, e, "read the bulletins of the case");
	return x->n > 0 ? CLI_DONE : say_fail(CLI_NO, "telltale timeline "
	    "BULLETIN", "case %s is about no bulletin yet", x->about.id);
}

/* What it is about: a bulletin, or else a case. */
static int
find(struct lines *x, struct vault *v, const char *id)
{
	enum tt_err e = vault_bulletin_told(v->db, span_str(id),
	    &x->bulletin[0]);
	struct vault_case c;

	if (e == TT_ENOENT && vault_case_get(v->db, span_str(id), &c) !=
	    TT_ENOENT)
		return find_case(x, v, id);
	x->n = 1;
	return sealed_find_told(v, id, &x->bulletin[0]);
}

static enum tt_err
put_act(void *ctx, const struct vault_case_entry *e)
{
	const struct line_act a = { e->at_s, case_act_text(e->act),
		e->officer };

	return line_add_act(ctx, &a);
}

/* Everything that has an instant, and what that leaves. */
static int
fill(struct lines *x, size_t i, struct vault *v, const char *events)
{
	struct line *l = x->at[i] = line_new(x->bulletin[i].name);
	enum tt_err e = l != NULL ? TT_OK : TT_ENOMEM;
	int code;

	if (e == TT_OK && x->of_case)
		e = vault_case_entries(v->db, x->about.id, put_act, l);
	if (e != TT_OK)
		return case_cannot(v, e, "read the log of the case");
	if ((code = gather_line(l, v, &x->bulletin[i], clock_now())) !=
	    CLI_DONE || (code = read_events(l, events)) != CLI_DONE)
		return code;
	if ((e = line_explain(l)) != TT_OK)
		return say_err(e, NULL, "cannot compare explanations");
	return weigh_make(&x->weigh[i], v, &x->bulletin[i], l,
	    events != NULL, clock_now());
}

static int
run(struct cli *c, struct vault *v, struct lines *x,
    const struct opt_values *o)
{
	int code;

	if ((code = find(x, v, o->args[0])) != CLI_DONE ||
	    (code = ask_hub(v)) != CLI_DONE)
		return code;
	for (size_t i = 0; i < x->n; i++)
		if ((code = fill(x, i, v, opt_value(opts, o, "events"))) !=
		    CLI_DONE)
			return code;
	if ((code = write_svg(x, opt_value(opts, o, "svg"))) != CLI_DONE ||
	    (code = write_page(x, opt_value(opts, o, "html"))) != CLI_DONE)
		return code;
	return is_stdout(opt_value(opts, o, "svg")) ? CLI_DONE : print(c, x);
}

int
verb_timeline(struct cli *c, int argc, char **argv)
{
	struct opt_values o;
	struct vault v = { .lock = -1 };
	struct lines *x = NULL;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((x = calloc(1, sizeof(*x))) == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot draw");
	if ((code = vault_open(&v, c, VAULT_WRITE, opt_value(opts, &o,
	    "passphrase-file"))) == CLI_DONE)
		code = run(c, &v, x, &o);
	for (size_t i = 0; i < x->n; i++) {
		line_free(x->at[i]);
		weigh_done(&x->weigh[i]);
	}
	free(x);
	vault_close(&v);
	return code;
}
