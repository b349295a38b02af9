/* SPDX-License-Identifier: ISC */
/*
 * inbox_page - a reader's bulletins: what is to be done first, then what
 * waits, then what is over.  No title and no product: the hub knows none.
 */
#include "hub/answer.h"
#include "hub/portal/pages.h"
#include "hub/portal/portal.h"
#include "hub/portal/row.h"
#include "hub/portal/session.h"

static const struct {
	const char *id, *title, *none;
} groups[] = {
	[ROW_DUE] = { "due", "Action required", "nothing" },
	[ROW_WAITS] = { "waits", "Waiting", "nothing" },
	[ROW_OVER] = { "over", "Over", NULL },
};

_Static_assert(N_ROWS(groups) == ROW_GROUPS, "a heading for each group");

static void
put_row(struct html_out *h, const struct inbox_row *r, int64_t now_s)
{
	html_out_open(h, "li");
	html_out_attr(h, "class", "card");
	html_out_open(h, "h3");
	html_out_open(h, "a");
	html_out_attr_fmt(h, "href", "/portal/bulletin/%s", r->wave.bulletin);
	html_out_str(h, r->wave.bulletin);
	html_out_close(h);
	html_out_str(h, " ");
	row_state(h, r);
	html_out_close(h);
	html_out_element(h, "p", NULL, row_next(r));
	html_out_open(h, "dl");
	row_term(h, "opens", r->wave.opens_s, now_s);
	row_term(h, "public", r->wave.until_s, now_s);
	row_replaces(h, r);
	html_out_close(h);
	html_out_close(h);
}

static void
put_group(struct html_out *h, const struct inbox_rows *rows,
    enum row_group which, int64_t now_s)
{
	size_t n = 0;

	for (size_t i = 0; i < rows->n; i++)
		n += row_group(&rows->row[i]) == which;
	if (n == 0 && groups[which].none == NULL)
		return;
	part_heading(h, "h2", groups[which].id, groups[which].title);
	if (n == 0) {
		html_out_element(h, "p", "dim", groups[which].none);
		return;
	}
	html_out_open(h, "ul");
	html_out_attr(h, "class", "cards");
	for (size_t i = 0; i < rows->n; i++)
		if (row_group(&rows->row[i]) == which)
			put_row(h, &rows->row[i], now_s);
	html_out_close(h);
}

static void
put_people(struct html_out *h)
{
	part_heading(h, "h2", "mine", "My people");
	html_out_open(h, "p");
	html_out_open(h, "a");
	html_out_attr(h, "href", PORTAL_PEOPLE);
	html_out_str(h, "Who reads here for your organisation");
	html_out_close(h);
	html_out_str(h, ": see them, invite, stop.");
	html_out_close(h);
}

static void
page_inbox(struct call *c, const struct inbox_rows *rows, bool admin)
{
	const struct portal_page p = { .title = SPAN("Inbox"),
		.here = PORTAL_HOME, .module = "countdown.js",
		.signed_in = true };
	int64_t now = hub_now(c->hub);
	struct html_out h;

	if (!portal_begin(c, &p, &h))
		return;
	for (enum row_group g = 0; g < ROW_GROUPS; g++)
		put_group(&h, rows, g, now);
	if (admin)
		put_people(&h);
	page_terminal(&h, SPAN("telltale inbox"));
	portal_end(c, &p, &h);
}

void
route_portal(struct call *c)
{
	struct inbox_rows rows = { .n = 0 };
	struct hub_reader r = { .admin = false };
	char reader[HUB_ID_MAX];
	enum tt_err e;

	hub_lock(c->hub);
	if ((e = session_reader(c->hub, c->q, reader)) == TT_OK &&
	    (e = hub_reader_get(c->hub->db, reader, &r)) == TT_OK)
		e = inbox_read(c->hub, reader, &rows);
	hub_unlock(c->hub);
	if (e == TT_OK)
		page_inbox(c, &rows, r.admin);
	else if (e == TT_ENOENT)
		page_sign_in(c);
	else
		answer_err(c->r, e);
	hub_reader_done(&r);
	inbox_rows_done(&rows);
}
