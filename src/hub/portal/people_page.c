/* SPDX-License-Identifier: ISC */
/*
 * people_page - an admin's own people; people.js asks for them, opens their
 * names, and signs what the admin does.  To who is no admin there is no such
 * page.
 */
#include "hub/answer.h"
#include "hub/portal/pages.h"
#include "hub/portal/portal.h"
#include "hub/portal/session.h"

static const struct portal_choice reasons[] = {
	{ "left", "left the organisation" },
	{ "role", "has another task" },
	{ "keys", "keys lost, or in wrong hands" },
	{ "other", "another" },
};

static const struct page_field fields[] = {
	{ .name = "name", .label = "Name", .type = "text", .max = 200 },
	{ .name = "email", .label = "Address, for notices", .type = "text",
	    .max = 254 },
};

static const struct page_field typed = { .name = "confirm", .type = "text",
	.label = "Type their name as the list above has it", .max = 64 };

static void
put_list(struct html_out *h)
{
	html_out_element(h, "p", NULL, "The hub knows nobody's name: the "
	    "vendor has sealed them to your keys.");
	html_out_open(h, "ul");
	html_out_attr(h, "class", "cards");
	html_out_attr(h, "id", "people");
	html_out_close(h);
}

static void
put_stop(struct html_out *h)
{
	part_heading(h, "h2", "stopping", "Stop one of them");
	html_out_element(h, "p", NULL, "From the next request on, and for "
	    "good. What was signed for cannot be recalled.");
	portal_choice(h, "who", "Whom", NULL, 0);
	portal_choice(h, "reason", "Why", reasons, N_ROWS(reasons));
	page_field(h, &typed);
	portal_button(h, "stop", "Stop this reader");
}

static void
put_invite(struct html_out *h)
{
	part_heading(h, "h2", "inviting", "Invite somebody");
	html_out_element(h, "p", NULL, "Who joins gets nothing before an "
	    "officer of the vendor has compared the fingerprint.");
	for (size_t i = 0; i < N_ROWS(fields); i++)
		page_field(h, &fields[i]);
	portal_choice(h, "answers", "What it is", NULL, 0);
	portal_button(h, "invite", "Invite");
	html_out_open(h, "div");
	html_out_attr(h, "id", "invitation");
	html_out_close(h);
}

static void
page_people(struct call *c)
{
	const struct portal_page p = { .title = SPAN("My people"),
		.module = "people.js", .signed_in = true };
	struct html_out h;

	if (!portal_begin(c, &p, &h))
		return;
	portal_noscript(&h);
	portal_says(&h);
	put_list(&h);
	put_stop(&h);
	put_invite(&h);
	page_terminal(&h, SPAN("telltale people list"));
	portal_end(c, &p, &h);
}

void
route_portal_people(struct call *c)
{
	char reader[HUB_ID_MAX];
	struct hub_reader r = { .admin = false };
	bool known;
	enum tt_err e;

	hub_lock(c->hub);
	e = session_reader(c->hub, c->q, reader);
	known = e == TT_OK;
	if (known && (e = hub_reader_get(c->hub->db, reader, &r)) == TT_OK &&
	    !r.admin)
		e = TT_ENOENT;
	hub_unlock(c->hub);
	hub_reader_done(&r);
	if (e == TT_OK)
		page_people(c);
	else if (e == TT_ENOENT && !known)
		page_sign_in(c);
	else
		answer_err(c->r, e);
}
