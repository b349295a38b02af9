/* SPDX-License-Identifier: ISC */
/*
 * letter_page - where a reader writes to the vendor; letter.js signs and seals
 * what they wrote, and the hub sees none of it.
 */
#include "hub/answer.h"
#include "hub/inbox.h"
#include "hub/portal/pages.h"
#include "hub/portal/portal.h"
#include "hub/portal/session.h"

static const struct portal_choice abouts[] = {
	{ "sighting", "an attack that was seen" },
	{ "question", "a question: may we?" },
	{ "mishap", "a mishap of ours" },
};

static const struct portal_choice confidences[] = {
	{ "low", "low" }, { "medium", "medium" }, { "high", "high" },
};

static const struct page_field fields[] = {
	{ .name = "since", .label = "Seen, at the earliest", .type = "text",
	    .hint = "only of a sighting; an instant with its zone, such as "
	    "2026-12-03T09:30:00Z", .max = 32 },
	{ .name = "until", .label = "Seen, at the latest", .type = "text",
	    .hint = "empty: the same instant", .max = 32 },
	{ .name = "place", .label = "Where", .type = "text",
	    .hint = "network, country, product", .max = 200 },
};

static void
put_form(struct html_out *h, const char *bulletin)
{
	html_out_open(h, "section");
	html_out_attr(h, "id", "letter");
	html_out_attr(h, "data-bulletin", bulletin);
	html_out_element(h, "p", NULL, "Signed with the key of this browser, "
	    "sealed to the vendor's officers. Whoever tells of a mishap early "
	    "has that on record.");
	portal_choice(h, "about", "What it is", abouts, N_ROWS(abouts));
	for (size_t i = 0; i < N_ROWS(fields); i++)
		page_field(h, &fields[i]);
	portal_choice(h, "confidence", "How sure", confidences,
	    N_ROWS(confidences));
	portal_area(h, "words", "In words");
	portal_button(h, "send", "Sign and send");
	html_out_close(h);
}

static void
page_letter(struct call *c, const char *bulletin)
{
	struct portal_page p = { .module = "letter.js", .signed_in = true };
	struct buf text;
	struct html_out h;

	buf_init(&text, 256);
	buf_printf(&text, "About bulletin %s", bulletin);
	p.title = buf_view(&text);
	if (portal_begin(c, &p, &h)) {
		portal_says(&h);
		put_form(&h, bulletin);
		buf_clear(&text);
		buf_printf(&text, "telltale letter send sighting %s FILE "
		    "--since INSTANT", bulletin);
		page_terminal(&h, buf_view(&text));
		portal_end(c, &p, &h);
	}
	buf_done(&text);
}

void
route_portal_letter(struct call *c)
{
	char reader[HUB_ID_MAX];
	struct hub_wave w;
	bool known;
	enum tt_err e;

	hub_lock(c->hub);
	e = session_reader(c->hub, c->q, reader);
	known = e == TT_OK;
	if (known)
		e = inbox_wave(c->hub, c->arg[0], reader, &w);
	hub_unlock(c->hub);
	if (e == TT_OK)
		page_letter(c, w.bulletin);
	else if (e == TT_ENOENT && !known)
		page_sign_in(c);
	else
		answer_err(c->r, e);
}
