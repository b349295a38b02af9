/* SPDX-License-Identifier: ISC */
/* timeline - what happened around a bulletin, and what that leaves open. */
#include <stdio.h>

#include "cli/clock.h"
#include "cli/line/events_file.h"
#include "cli/line/gather.h"
#include "cli/line/verbs.h"
#include "cli/out.h"
#include "cli/say.h"
#include "cli/sealed.h"
#include "cli/sheet.h"
#include "store/file.h"

static const struct opt opts[] = {
	{ "events", 0, OPT_VALUE, "FILE",
	    "events and sightings besides those on record" },
	{ "svg", 0, OPT_VALUE, "FILE", "write the drawing there" },
	{ "html", 0, OPT_VALUE, "FILE",
	    "write a page there: drawing, instants, explanations" },
	VAULT_OPTS,
	CLI_OPTS
};

static const struct usage usage = {
	.verb = "timeline",
	.args = "BULLETIN",
	.examples = {
		{ "timeline EX-2026-014",
		    "waves, receipts, events and attacks seen" },
		{ "timeline EX-2026-014 --events seen.json --html line.html",
		    "with what a file says, as a page" },
	},
	.opts = opts,
	.args_min = 1,
	.args_max = 1,
	.notes = "It weighs nothing: it says which explanations the instants "
	    "exclude, and accuses\nnobody. The form of FILE is in "
	    "docs/formats.md.",
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

static int
write_svg(const struct line *l, const char *path)
{
	char title[256];
	struct buf b;
	enum tt_err e;

	if (path == NULL)
		return CLI_DONE;
	snprintf(title, sizeof(title), "Time line of %s", l->name);
	if ((e = line_svg(&b, l, title)) == TT_OK)
		e = file_write(path, b.p, b.n, 0600);
	buf_done(&b);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL, "cannot write %s",
	    path);
}

static enum tt_err
put_body(struct html_out *h, const struct line *l, const char *title)
{
	enum tt_err e;

	html_out_open(h, "header");
	html_out_element(h, "h1", NULL, title);
	html_out_element(h, "p", "dim", "All instants are UTC.");
	html_out_close(h);
	html_out_open(h, "main");
	if ((e = line_draw(h, l, title)) != TT_OK)
		return e;
	part_heading(h, "h2", "explanations", "What the instants leave");
	line_explanations(h, &l->independent, "By sightings that no partner "
	    "could influence");
	if (line_has_interested(l)) {
		part_heading(h, "h2", "interested", "With the word of those "
		    "whom it concerns, too");
		line_explanations(h, &l->all, "By all sightings");
	}
	part_heading(h, "h2", "instants", "All instants");
	if ((e = line_table(h, l)) != TT_OK)
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
write_page(const struct line *l, const char *path)
{
	char title[256];
	struct html_out h;
	struct buf b;
	enum tt_err e;
	int code;

	if (path == NULL)
		return CLI_DONE;
	snprintf(title, sizeof(title), "Time line of %s", l->name);
	buf_init(&b, SHEET_MAX);
	sheet_begin(&h, &b, span_str(title), line_style);
	e = put_body(&h, l, title);
	code = e == TT_OK ? sheet_end(&h, path) : say_err(e, NULL,
	    "cannot write the page %s", path);
	buf_done(&b);
	return code;
}

static int
print(const struct cli *c, const struct line *l,
    const struct vault_bulletin *b)
{
	struct out_json o;
	enum tt_err e;

	if (c->json) {
		out_json_begin(&o, "telltale-timeline/1");
		json_out_key(o.j, "bulletin");
		json_out_str(o.j, b->name);
		json_out_key(o.j, "id");
		json_out_str(o.j, b->id);
		if ((e = line_json(o.j, l)) == TT_OK)
			return out_json_end(&o);
		out_json_drop(&o);
	} else if ((e = line_print(l)) == TT_OK)
		return CLI_DONE;
	return say_err(e, NULL, "cannot draw the time line");
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

static int
run(struct cli *c, struct vault *v, struct line *l,
    const struct vault_bulletin *b, const struct opt_values *o)
{
	int code;
	enum tt_err e;

	if ((code = ask_hub(v)) != CLI_DONE ||
	    (code = gather_line(l, v, b, clock_now())) != CLI_DONE ||
	    (code = read_events(l, opt_value(opts, o, "events"))) != CLI_DONE)
		return code;
	if ((e = line_explain(l)) != TT_OK)
		return say_err(e, NULL, "cannot compare explanations");
	if ((code = write_svg(l, opt_value(opts, o, "svg"))) != CLI_DONE ||
	    (code = write_page(l, opt_value(opts, o, "html"))) != CLI_DONE)
		return code;
	return print(c, l, b);
}

int
verb_timeline(struct cli *c, int argc, char **argv)
{
	struct vault_bulletin b;
	struct opt_values o;
	struct vault v = { .lock = -1 };
	struct line *l = NULL;
	int code;

	if ((code = cli_parse(c, &usage, argc, argv, &o)) != CLI_GO)
		return code;
	if ((code = vault_open(&v, c, VAULT_WRITE, opt_value(opts, &o,
	    "passphrase-file"))) == CLI_DONE &&
	    (code = sealed_find_told(&v, o.args[0], &b)) == CLI_DONE) {
		if ((l = line_new(b.name)) == NULL)
			code = say_err(TT_ENOMEM, NULL, "cannot draw");
		else
			code = run(c, &v, l, &b, &o);
	}
	line_free(l);
	vault_close(&v);
	return code;
}
