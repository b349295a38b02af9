/* SPDX-License-Identifier: ISC */
/* plan_page - who would get what of a draft, before anything is sealed. */
#include <string.h>

#include "cli/desk/view.h"
#include "cli/vault.h"
#include "http/form.h"
#include "store/vault_bulletin.h"

#define FOLDERS_MAX	32	/* that are offered */

static const char title[] = "Wave planner";

struct offering {
	struct view *v;
	size_t n;
};

/* A folder that was sealed from, newest first. */
static enum tt_err
offer(void *ctx, const struct vault_bulletin *b)
{
	struct offering *o = ctx;

	if (b->folder[0] == '\0' || b->revision > 1)
		return TT_OK;
	if (o->n++ == 0) {
		html_out_element(&o->v->h, "p", NULL,
		    "Folders that were sealed from:");
		html_out_open(&o->v->h, "ul");
		html_out_attr(&o->v->h, "class", "places");
	}
	html_out_open(&o->v->h, "li");
	view_link(o->v, "/plan?dir=", b->folder, b->folder);
	html_out_close(&o->v->h);
	return o->n < FOLDERS_MAX ? TT_OK : TT_EEXIST;
}

static void
put_known(struct view *v)
{
	const struct cli c = { .dir = v->d->dir, .quiet = true };
	struct offering o = { .v = v };
	struct vault vault;

	if (vault_open(&vault, &c, VAULT_READ, NULL) == CLI_DONE &&
	    vault_bulletin_each(vault.db, offer, &o) != TT_OK && o.n == 0)
		html_out_element(&v->h, "p", "wrong",
		    "The vault's bulletins cannot be read.");
	vault_close(&vault);
	if (o.n > 0)
		html_out_close(&v->h);
}

/* By GET: a plan changes nothing, and can be reloaded. */
static void
put_form(struct view *v, struct span dir)
{
	const struct page_field f = { .name = "dir", .label = "draft folder",
		.type = "text", .value = dir, .max = FILE_PATH_MAX - 1,
		.hint = "The folder with bulletin.json, on this machine.",
		.required = true };
	char path[VIEW_PATH_LEN];

	view_path(v, path, "/plan");
	html_out_open(&v->h, "form");
	html_out_attr(&v->h, "method", "get");
	html_out_attr(&v->h, "action", path);
	page_field(&v->h, &f);
	page_form_end(&v->h, "plan");
	put_known(v);
}

static void
put_totals(struct view *v, const json_t *plan)
{
	static const struct view_column waves[] = {
		{ "wave", "wave", false }, { "profile", "profile", false },
		{ "opens", "opens", true }, { "readers", "readers", false },
		{ "bytes", "bytes a copy", false },
		{ "parts", "parts", false },
	};
	static const struct view_column tiers[] = {
		{ "tier", "tier", false }, { "readers", "readers", false },
		{ "left_out", "left out", false },
	};

	html_out_open(&v->h, "p");
	html_out_attr(&v->h, "class", "clock");
	html_out_str(&v->h, "Public: ");
	view_moment(v, plan, "public");
	html_out_close(&v->h);
	part_heading(&v->h, "h2", "waves", "Waves");
	view_table(v, "Waves", json_object_get(plan, "waves"), waves,
	    N_ROWS(waves));
	part_heading(&v->h, "h2", "tiers", "Tiers");
	view_table(v, "Tiers", json_object_get(plan, "tiers"), tiers,
	    N_ROWS(tiers));
	html_out_open(&v->h, "p");
	html_out_fmt(&v->h, "Policy: %.200s. Duties: %.200s.",
	    view_str(plan, "policy"), view_str(plan, "duties"));
	html_out_close(&v->h);
}

/* Who had what it replaces, and gets nothing now. */
static void
put_replaces(struct view *v, const json_t *old, const json_t *left)
{
	const json_t *row;
	size_t i;

	if (!json_is_object(old))
		return;
	part_heading(&v->h, "h2", "replaces", "What it replaces");
	html_out_open(&v->h, "p");
	html_out_fmt(&v->h, "%.64s: of its readers, %lld, this one goes to "
	    "%lld.", view_str(old, "bulletin"),
	    (long long)json_integer_value(json_object_get(old, "readers")),
	    (long long)json_integer_value(json_object_get(old, "granted")));
	json_array_foreach(left, i, row)
		if (json_is_true(json_object_get(row, "had_replaced")))
			html_out_fmt(&v->h, " Without it: %.64s of %.64s, by "
			    "rule %.64s.", view_str(row, "name"),
			    view_str(row, "partner"), view_str(row, "rule"));
	html_out_close(&v->h);
}

static void
put_people(struct view *v, const json_t *plan)
{
	static const struct view_column in[] = {
		{ "partner", "partner", false }, { "name", "reader", false },
		{ "wave", "wave", false }, { "opens", "opens", true },
		{ "profile", "profile", false }, { "bytes", "bytes", false },
		{ "tier", "tier", false }, { "rule", "rule", false },
		{ "because", "because", false },
		{ "exceptions", "exceptions", false },
	};
	static const struct view_column out[] = {
		{ "partner", "partner", false }, { "name", "reader", false },
		{ "tier", "tier", false }, { "rule", "rule", false },
		{ "because", "because", false },
		{ "rules", "rules that match", false },
	};
	const json_t *left = json_object_get(plan, "left_out");

	put_replaces(v, json_object_get(plan, "replaces"), left);
	part_heading(&v->h, "h2", "readers", "Who gets it");
	view_table(v, "Who gets it", json_object_get(plan, "readers"), in,
	    N_ROWS(in));
	part_heading(&v->h, "h2", "left-out", "Who is left out, and why");
	if (json_array_size(left) == 0)
		html_out_element(&v->h, "p", NULL, "Nobody.");
	else
		view_table(v, "Who is left out", left, out, N_ROWS(out));
}

static void
put_plan(struct view *v, const char *dir)
{
	const char *const words[] = { "seal", dir, "--dry-run", "--json",
		NULL };
	struct ask a;

	(void)ask_json(v->d, words, &a);
	if (a.code != CLI_DONE || a.err.n > 0)
		view_said(v, "This would not be sealed", &a,
		    a.code != CLI_DONE);
	if (a.json != NULL) {
		put_totals(v, a.json);
		put_people(v, a.json);
	}
	view_command(v, words);
	if (a.code != CLI_DONE)
		v->r->status = view_status(a.code);
	ask_done(&a);
}

void
show_plan(struct view *v)
{
	struct buf dir;
	enum tt_err e;

	buf_init(&dir, FILE_PATH_MAX - 1);
	/* what begins with a hyphen is a folder here, and no option */
	e = form_get(v->q->query, "dir", &dir);
	if (e == TT_OK && dir.n > 0 && dir.p[0] == '-') {
		buf_clear(&dir);
		e = TT_ESYNTAX;
	}
	view_begin(v, title, "/plan");
	v->r->status = 200;
	put_form(v, buf_view(&dir));
	if (e == TT_OK && dir.n > 0)
		put_plan(v, dir.p);
	else if (e != TT_ENOENT && e != TT_OK) {
		html_out_element(&v->h, "p", "wrong",
		    "This cannot be the path of a folder.");
		v->r->status = 422;
	}
	buf_done(&dir);
	view_end(v, v->r->status);
}
