/* SPDX-License-Identifier: ISC */
/*
 * bulletin_page - one bulletin: how it stands, what open.js can do about it,
 * its terms and permitted uses.
 */
#include <stdlib.h>

#include "base/hex.h"
#include "base/sha256.h"
#include "hub/answer.h"
#include "hub/portal/pages.h"
#include "hub/portal/portal.h"
#include "hub/portal/row.h"
#include "hub/portal/session.h"
#include "hub/uploads.h"
#include "programme/uses.h"
#include "telltale/terms.h"

static void
put_uses(struct html_out *h, const struct tt_statement *head)
{
	static const char *const heads[] = { "before the public instant",
		"allowed" };
	struct span name, value;
	enum use u;

	part_heading(h, "h2", "uses", "What you may do with it");
	part_table(h, NULL, "permitted uses", heads, N_ROWS(heads));
	for (size_t i = 0; i < tt_statement_count(head, "use"); i++) {
		tt_statement_pair(head, "use", i, &name, &value);
		html_out_open(h, "tr");
		html_out_open(h, "th");
		html_out_attr(h, "scope", "row");
		if (use_parse(name, &u))
			html_out_str(h, use_rule(u)->text);
		else
			html_out_text(h, name);
		html_out_close(h);
		html_out_open(h, "td");
		html_out_text(h, value);
		html_out_close(h);
		html_out_close(h);
	}
	part_table_end(h);
}

static void
put_terms(struct html_out *h, const struct inbox_row *r,
    const struct tt_terms *t, int64_t now_s)
{
	char hex[HEX_LEN(SHA256_LEN) + 1];

	hex_encode(hex, t->hash.b, sizeof(t->hash.b));
	html_out_open(h, "dl");
	row_term(h, "opens", r->wave.opens_s, now_s);
	row_term(h, "silent until", r->wave.until_s, now_s);
	row_term(h, "answer by", tt_statement_instant(&t->head, "respond-by",
	    r->wave.until_s), now_s);
	row_replaces(h, r);
	html_out_element(h, "dt", NULL, "agreement");
	html_out_open(h, "dd");
	html_out_text(h, tt_statement_get(&t->head, "agreement"));
	html_out_close(h);
	html_out_element(h, "dt", NULL, "terms");
	html_out_open(h, "dd");
	html_out_element(h, "code", NULL, hex);
	html_out_close(h);
	html_out_close(h);
	put_uses(h, &t->head);
	part_heading(h, "h2", "terms", "The embargo, in full");
	html_out_open(h, "pre");
	html_out_attr(h, "tabindex", "0");
	html_out_text(h, t->text);
	html_out_close(h);
}

static void
put_act(struct html_out *h, const char *id, const char *class,
    const char *text)
{
	html_out_open(h, "button");
	html_out_attr(h, "id", id);
	html_out_attr(h, "type", "button");
	if (class != NULL)
		html_out_attr(h, "class", class);
	html_out_str(h, text);
	html_out_close(h);
	html_out_str(h, " ");
}

/* What open.js does; which of them can be done, it finds out itself. */
static void
put_acts(struct html_out *h, const struct inbox_row *r, struct span partner)
{
	part_heading(h, "h2", "answer", "Your answer");
	html_out_element(h, "p", NULL, "Opening signs that you received this "
	    "copy under these terms. Your copy is marked: its wording is "
	    "yours alone.");
	html_out_open(h, "p");
	html_out_attr(h, "id", "acts");
	html_out_attr(h, "class", "acts");
	html_out_attr(h, "data-bulletin", r->wave.bulletin);
	html_out_attr_span(h, "data-partner", partner);
	if (!r->retracted)
		put_act(h, "open", NULL, "Sign the receipt and open");
	if (!r->over && r->consent != CONSENT_SIGNATORY)
		put_act(h, "accept", "quiet", "Accept the terms");
	if (!r->over && r->consent != CONSENT_DECLINED &&
	    r->consent != CONSENT_WITHDRAWN)
		put_act(h, "decline", "quiet",
		    r->consent == CONSENT_SIGNATORY ? "Withdraw" : "Decline");
	html_out_close(h);
	portal_says(h);
	html_out_open(h, "p");
	html_out_open(h, "a");
	html_out_attr_fmt(h, "href", "/portal/letter/%s", r->wave.bulletin);
	html_out_str(h, "Report a sighting, ask whether you may, or tell of "
	    "a mishap");
	html_out_close(h);
	html_out_close(h);
	html_out_open(h, "section");
	html_out_attr(h, "id", "copy");
	html_out_attr(h, "aria-label", "your copy");
	html_out_attr(h, "tabindex", "-1");
	html_out_flag(h, "hidden");
	html_out_close(h);
}

static void
put_command(struct html_out *h, const char *bulletin)
{
	struct buf b;

	buf_init(&b, 256);
	buf_printf(&b, "telltale open %s -o DIR\ntelltale open %s "
	    "--sealed DIR   # then: age -d", bulletin, bulletin);
	page_terminal(h, buf_view(&b));
	buf_done(&b);
}

/* What a page of one bulletin is made of. */
struct view {
	struct inbox_row	row;
	struct buf		file, partner;	/* the latter: its statement */
	struct tt_terms		terms;
	struct tt_statement	about;
};

static void
page_bulletin(struct call *c, const struct view *v)
{
	struct portal_page p = { .module = "open.js", .signed_in = true };
	struct html_out h;
	struct buf title;

	buf_init(&title, 256);
	buf_printf(&title, "Bulletin %s", v->row.wave.bulletin);
	p.title = buf_view(&title);
	if (portal_begin(c, &p, &h)) {
		html_out_open(&h, "p");
		row_state(&h, &v->row);
		html_out_fmt(&h, " %s", row_next(&v->row));
		html_out_close(&h);
		put_acts(&h, &v->row, tt_statement_get(&v->about, "name"));
		put_terms(&h, &v->row, &v->terms, hub_now(c->hub));
		put_command(&h, v->row.wave.bulletin);
		portal_end(c, &p, &h);
	}
	buf_done(&title);
}

/* The name that the reader's partner has in the programme. */
static enum tt_err
find_partner(struct hub *h, const char *reader, struct view *v)
{
	struct hub_reader r = { .state = "" };
	struct hub_partner p = { .state = "" };
	enum tt_err e;

	if ((e = hub_reader_get(h->db, reader, &r)) != TT_OK)
		return e;
	e = hub_partner_get(h->db, r.partner, &p);
	hub_reader_done(&r);
	if (e != TT_OK)
		return e;
	v->partner = p.statement;	/* transferred */
	return tt_statement_parse(&v->about, buf_view(&v->partner), NULL) ==
	    TT_OK ? TT_OK : TT_EINTEGRITY;
}

static enum tt_err
find(struct call *c, const char *reader, struct view *v)
{
	struct hub_wave w;
	enum tt_err e;

	if ((e = inbox_wave(c->hub, c->arg[0], reader, &w)) != TT_OK ||
	    (e = inbox_row(c->hub, &w, reader, &v->row)) != TT_OK ||
	    (e = find_partner(c->hub, reader, v)) != TT_OK)
		return e;
	return upload_terms(c->hub, &w.terms, &v->file, &v->terms);
}

static void
view_free(struct view *v)
{
	buf_done(&v->file);
	buf_done(&v->partner);
	free(v);
}

void
route_portal_bulletin(struct call *c)
{
	struct view *v = calloc(1, sizeof(*v));
	char reader[HUB_ID_MAX];
	bool known;
	enum tt_err e;

	if (v == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	hub_lock(c->hub);
	e = session_reader(c->hub, c->q, reader);
	known = e == TT_OK;
	if (known)
		e = find(c, reader, v);
	hub_unlock(c->hub);
	if (e == TT_OK)
		page_bulletin(c, v);
	else if (e == TT_ENOENT && !known)
		page_sign_in(c);
	else
		answer_err(c->r, e);
	view_free(v);
}
