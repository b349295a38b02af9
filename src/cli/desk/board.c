/* SPDX-License-Identifier: ISC */
/*
 * board - who has a bulletin, who is bound, what happens next.
 *
 * A receipt is fetch and acknowledgement at once (hub.md): so one column.
 * Opening is not reported by stock tools, and is not claimed.
 */
#include <stdio.h>
#include <string.h>

#include "cli/desk/view.h"

/* The first in a list of objects whose member is that. */
static const json_t *
row_of(const json_t *rows, const char *key, const char *value)
{
	const json_t *row;

	for (size_t i = 0; i < json_array_size(rows); i++) {
		row = json_array_get(rows, i);
		if (strcmp(view_str(row, key), value) == 0)
			return row;
	}
	return NULL;
}

static void
put_clock(struct view *v, const json_t *embargo)
{
	const char *end = view_str(embargo, "end");

	html_out_open(&v->h, "p");
	html_out_attr(&v->h, "class", "clock");
	html_out_str(&v->h, "Embargo: ");
	page_pill(&v->h, PAGE_PLAIN, view_str(embargo, "state"));
	if (end[0] != '\0')
		html_out_fmt(&v->h, " %.100s", end);
	html_out_str(&v->h, ". Public: ");
	view_moment(v, embargo, "public");
	html_out_close(&v->h);
	if (view_str(embargo, "proposed_public")[0] != '\0') {
		html_out_open(&v->h, "p");
		html_out_str(&v->h, "Proposed, and not in force: ");
		view_moment(v, embargo, "proposed_public");
		html_out_close(&v->h);
	}
	html_out_element(&v->h, "p", "dim", "At a wave's instant its keepers "
	    "release the key, and whoever signed can open; at the public "
	    "instant everybody may speak and the public text goes out.");
}

static void
put_waves(struct view *v, const json_t *embargo)
{
	static const struct view_column cols[] = {
		{ "wave", "wave", false }, { "profile", "profile", false },
		{ "opens", "opens", true },
		{ "released", "key released", true },
		{ "open", "open", false }, { "readers", "readers", false },
	};

	part_heading(&v->h, "h2", "waves", "Waves");
	view_table(v, "Waves", json_object_get(embargo, "waves"), cols,
	    N_ROWS(cols));
}

/* Since when a level of the census holds: an interval, of which the end. */
static void
put_level(struct view *v, const json_t *reader, const char *level)
{
	view_moment_cell(v, json_object_get(reader, level), "until");
}

static void
put_consent(struct view *v, const json_t *partner)
{
	const char *state = view_str(partner, "consent");

	html_out_open(&v->h, "td");
	if (state[0] == '\0')
		html_out_str(&v->h, "-");
	else
		page_pill(&v->h, strcmp(state, "signatory") == 0 ? PAGE_GOOD :
		    PAGE_DUE, state);
	html_out_close(&v->h);
}

static void
put_matrix(struct view *v, const json_t *census, const json_t *embargo)
{
	static const char *const heads[] = { "partner", "reader", "wave",
		"sealed to", "told", "could open", "fetched and signed for",
		"opened, as they say", "consent" };
	const json_t *readers = json_object_get(census, "readers"), *r;

	part_table(&v->h, NULL, "Who has it", heads, N_ROWS(heads));
	for (size_t i = 0; i < json_array_size(readers) &&
	    i < VIEW_ROWS_MAX; i++) {
		r = json_array_get(readers, i);
		html_out_open(&v->h, "tr");
		html_out_open(&v->h, "th");
		html_out_attr(&v->h, "scope", "row");
		view_text(v, view_str(r, "partner"));
		html_out_close(&v->h);
		view_cell(v, r, "reader");
		view_cell(v, r, "wave");
		html_out_element(&v->h, "td", NULL, "yes");
		put_level(v, r, "told");
		put_level(v, r, "could");
		put_level(v, r, "fetched");
		put_level(v, r, "opened");
		put_consent(v, row_of(json_object_get(embargo, "partners"),
		    "partner", view_str(r, "partner")));
		html_out_close(&v->h);
	}
	part_table_end(&v->h);
	html_out_element(&v->h, "p", "dim", "A receipt is signed before a "
	    "copy is handed over: fetched and acknowledged are one. Whoever "
	    "opens it with age itself gives no word of it: that there is none "
	    "proves nothing.");
}

static void
put_readers(struct view *v, const char *id, const json_t *embargo)
{
	const char *const words[] = { "census", id, "--json", NULL };
	struct ask a;

	part_heading(&v->h, "h2", "who", "Who has it");
	if (!ask_json(v->d, words, &a))
		view_said(v, "Who has it is unknown", &a, true);
	else {
		view_said(v, "", &a, false);
		html_out_element(&v->h, "p", NULL,
		    view_str(a.json, "sentence_bulletin"));
		put_matrix(v, a.json, embargo);
	}
	view_command(v, words);
	ask_done(&a);
}

static void
put_line(struct view *v, const char *id)
{
	const char *const words[] = { "timeline", id, NULL };

	part_heading(&v->h, "h2", "line", "Time line");
	html_out_open(&v->h, "div");
	html_out_attr(&v->h, "class", "picture");
	html_out_attr(&v->h, "tabindex", "0");
	html_out_attr(&v->h, "role", "region");
	html_out_attr(&v->h, "aria-label", "time line");
	html_out_void(&v->h, "img");
	html_out_attr_fmt(&v->h, "src", "%s/bulletin/%s/line.svg",
	    v->d->guard.root, id);
	html_out_attr(&v->h, "alt", "Waves, receipts, events and attacks that "
	    "were seen, each as wide as it is uncertain; the command below "
	    "has them in words.");
	html_out_close(&v->h);
	view_command(v, words);
}

void
show_board(struct view *v)
{
	char id[VIEW_ID_LEN], title[80 + sizeof(id)];
	const char *const words[] = { "embargo", "show", id, "--json", NULL };
	struct ask a;

	snprintf(id, sizeof(id), "%.*s", (int)v->arg.n, v->arg.p);
	if (!ask_json(v->d, words, &a)) {
		snprintf(title, sizeof(title), "Bulletin %s", id);
		view_begin(v, title, NULL);
		view_said(v, "It cannot be shown", &a, true);
		if (desk_is_shut(v->d))
			view_link(v, "/unlock", "", "unlock your key");
		view_end(v, view_status(a.code));
		ask_done(&a);
		return;
	}
	snprintf(title, sizeof(title), "%.64s, %.16s",
	    view_str(a.json, "bulletin"), view_str(a.json, "id"));
	view_begin(v, title, NULL);
	view_said(v, "", &a, false);
	put_clock(v, a.json);
	put_waves(v, a.json);
	view_command(v, words);
	put_readers(v, id, a.json);
	put_line(v, id);
	view_end(v, 200);
	ask_done(&a);
}

/* As a picture: its own style is in it, and nothing can run. */
static const char *const picture_headers[] = {
	"Content-Security-Policy",
	    "default-src 'none'; style-src 'unsafe-inline'; sandbox",
	"Cross-Origin-Resource-Policy", "same-origin",
	"Referrer-Policy", "same-origin", NULL };

void
show_line(struct view *v)
{
	char id[VIEW_ID_LEN];
	const char *const words[] = { "timeline", id, "--svg", "-", "--quiet",
		NULL };
	struct ask a;

	snprintf(id, sizeof(id), "%.*s", (int)v->arg.n, v->arg.p);
	if (ask_verb(v->d, words, (struct span){ NULL, 0 }, &a) &&
	    a.code == CLI_DONE) {
		v->r->status = 200;
		v->r->content_type = "image/svg+xml";
		v->r->headers = picture_headers;
		buf_span(&v->r->body, buf_view(&a.out));
	} else {
		view_begin(v, "Time line", NULL);
		view_said(v, "It cannot be drawn", &a, true);
		view_end(v, view_status(a.code));
	}
	ask_done(&a);
}
