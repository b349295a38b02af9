/* SPDX-License-Identifier: ISC */
/* front - the first page: is it working, what waits, what there is. */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "cli/desk/view.h"
#include "cli/vault.h"
#include "programme/outlook.h"
#include "store/vault_bulletin.h"

static const struct {
	enum outlook_kind kind;
	enum page_look look;
} looks[] = {
	{ OUTLOOK_ALARM, PAGE_BAD }, { OUTLOOK_SUSPICIOUS, PAGE_BAD },
	{ OUTLOOK_FAILING, PAGE_BAD }, { OUTLOOK_DUE, PAGE_DUE },
	{ OUTLOOK_UNKNOWN, PAGE_DUE },
};

static enum page_look
look_of(const char *kind)
{
	for (size_t i = 0; i < N_ROWS(looks); i++)
		if (strcmp(kind, outlook_kind_text(looks[i].kind)) == 0)
			return looks[i].look;
	return PAGE_PLAIN;
}

/* What a command can be read on, here. */
static void
put_next(struct view *v, const char *next)
{
	static const struct {
		const char *command, *room;
	} rooms[] = {
		{ "telltale approve ", "/requests/" },
		{ "telltale embargo show ", "/bulletin/" },
		{ "telltale case show ", "/case/" },
	};
	struct span rest = span_str(next);

	if (next[0] == '\0') {
		html_out_str(&v->h, "-");
		return;
	}
	html_out_element(&v->h, "code", NULL, next);
	for (size_t i = 0; i < N_ROWS(rooms); i++)
		if (span_skip(&rest, rooms[i].command) &&
		    memchr(rest.p, ' ', rest.n) == NULL) {
			html_out_str(&v->h, " ");
			view_link(v, rooms[i].room, rest.p, "look");
			return;
		}
}

static void
put_items(struct view *v, const json_t *items)
{
	static const char *const heads[] = { "state", "what", "when",
		"to do" };
	const json_t *item;
	const char *kind;

	part_table(&v->h, NULL, "What is due, late, suspicious, unknown",
	    heads, N_ROWS(heads));
	for (size_t i = 0; i < json_array_size(items); i++) {
		item = json_array_get(items, i);
		kind = view_str(item, "kind");
		html_out_open(&v->h, "tr");
		html_out_open(&v->h, "td");
		page_pill(&v->h, look_of(kind), kind);
		html_out_close(&v->h);
		view_cell(v, item, "what");
		view_moment_cell(v, item, "at");
		html_out_open(&v->h, "td");
		put_next(v, view_str(item, "next"));
		html_out_close(&v->h);
		html_out_close(&v->h);
	}
	part_table_end(&v->h);
}

static const char *const status_words[] = { "status", "--json", NULL };
static const char *const status_fetch[] = { "status", "--fetch", "--json",
	NULL };

static void
put_status(struct view *v)
{
	const char *const *words = v->d->sealed && !desk_is_shut(v->d) ?
	    status_fetch : status_words;
	const json_t *items;
	struct ask a;

	part_heading(&v->h, "h2", "status", "Is it working?");
	if (!ask_json(v->d, words, &a)) {
		view_said(v, "The status is unknown", &a, true);
	} else {
		items = json_object_get(a.json, "items");
		health_note(v, items);
		view_said(v, "", &a, false);
		if (json_is_true(json_object_get(a.json, "well")))
			html_out_element(&v->h, "p", "done", "All is well.");
		if (json_array_size(items) > 0)
			put_items(v, items);
	}
	view_command(v, words);
	ask_done(&a);
}

static void
put_shut(struct view *v)
{
	html_out_open(&v->h, "p");
	page_pill(&v->h, PAGE_DUE, "unknown");
	html_out_str(&v->h, " Your key is kept under a passphrase: ");
	view_link(v, "/unlock", "", "unlock it");
	html_out_close(&v->h);
}

static void
put_requests(struct view *v)
{
	static const char *const words[] = { "approve", "--json", "--quiet",
		NULL };
	struct ask a;
	size_t n;

	part_heading(&v->h, "h2", "waiting", "Requests");
	if (desk_is_shut(v->d)) {
		put_shut(v);
		return;
	}
	if (!ask_json(v->d, words, &a)) {
		view_said(v, "What waits is unknown", &a, true);
	} else {
		n = json_array_size(json_object_get(a.json, "requests"));
		html_out_open(&v->h, "p");
		if (n == 0)
			html_out_str(&v->h, "Nothing waits for a second "
			    "person.");
		else {
			html_out_fmt(&v->h, "%zu wait%s for a second person: ",
			    n, n == 1 ? "s" : "");
			view_link(v, "/requests", "", "read and decide");
		}
		html_out_close(&v->h);
	}
	ask_done(&a);
}

/* Of a bulletin with revisions the newest is told: it comes first. */
struct listing {
	struct view *v;
	char id[VIEW_ROWS_MAX][VAULT_BULLETIN_LEN + 1];
	size_t n;
};

static bool
is_listed(const struct listing *l, const char *id)
{
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->id[i], id) == 0)
			return true;
	return false;
}

static void
put_instant(struct view *v, int64_t at_s)
{
	char at[INSTANT_LEN + 1] = "";
	json_t *row;

	if (at_s != 0)
		instant_format(at_s, at);
	row = json_pack("{s:s}", "at", at);
	view_moment_cell(v, row, "at");
	json_decref(row);
}

static enum tt_err
put_bulletin(void *ctx, const struct vault_bulletin *b)
{
	struct listing *l = ctx;
	struct view *v = l->v;

	if (l->n == VIEW_ROWS_MAX || is_listed(l, b->id))
		return TT_OK;
	memcpy(l->id[l->n++], b->id, sizeof(l->id[0]));
	html_out_open(&v->h, "tr");
	html_out_open(&v->h, "td");
	view_link(v, "/bulletin/", b->id, b->name);
	html_out_close(&v->h);
	html_out_element(&v->h, "td", NULL, b->title);
	put_instant(v, b->public_s);
	put_instant(v, b->sealed_s);
	put_instant(v, b->published_s);
	html_out_close(&v->h);
	return TT_OK;
}

static void
put_bulletins(struct view *v)
{
	static const char *const heads[] = { "bulletin", "title", "public",
		"sealed", "handed over" };
	const struct cli c = { .dir = v->d->dir, .quiet = true };
	struct listing l = { .v = v, .n = 0 };
	struct vault vault;
	enum tt_err e = TT_EIO;

	part_heading(&v->h, "h2", "bulletins", "Bulletins");
	part_table(&v->h, NULL, "Bulletins", heads, N_ROWS(heads));
	if (vault_open(&vault, &c, VAULT_READ, NULL) == CLI_DONE)
		e = vault_bulletin_each(vault.db, put_bulletin, &l);
	vault_close(&vault);
	part_table_end(&v->h);
	if (e != TT_OK && e != TT_ENOENT)
		html_out_element(&v->h, "p", "wrong", "The vault's bulletins "
		    "cannot be read: this list may not be whole.");
	else if (l.n == 0)
		html_out_element(&v->h, "p", NULL, "None is sealed yet. The "
		    "wave planner shows what a draft would give to whom.");
}

static void
put_case_row(struct view *v, const json_t *c)
{
	html_out_open(&v->h, "tr");
	html_out_open(&v->h, "td");
	view_link(v, "/case/", view_str(c, "case"), view_str(c, "case"));
	html_out_close(&v->h);
	view_cell(v, c, "title");
	view_cell(v, c, "state");
	view_cell(v, c, "outcome");
	view_moment_cell(v, c, "opened_at");
	html_out_close(&v->h);
}

static void
put_cases(struct view *v)
{
	static const char *const words[] = { "case", "list", "--json", NULL };
	static const char *const heads[] = { "case", "title", "state",
		"outcome", "opened" };
	const json_t *cases;
	struct ask a;

	part_heading(&v->h, "h2", "cases", "Cases");
	if (!ask_json(v->d, words, &a)) {
		view_said(v, "The cases are unknown", &a, true);
		ask_done(&a);
		return;
	}
	cases = json_object_get(a.json, "cases");
	if (json_array_size(cases) == 0)
		html_out_element(&v->h, "p", NULL, "None was opened.");
	else {
		part_table(&v->h, NULL, "Cases", heads, N_ROWS(heads));
		for (size_t i = 0; i < json_array_size(cases) &&
		    i < VIEW_ROWS_MAX; i++)
			put_case_row(v, json_array_get(cases, i));
		part_table_end(&v->h);
	}
	ask_done(&a);
}

void
show_front(struct view *v)
{
	view_begin(v, "Status", "/");
	put_status(v);
	put_requests(v);
	put_bulletins(v);
	put_cases(v);
	view_end(v, 200);
}
