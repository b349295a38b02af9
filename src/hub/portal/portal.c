/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "hub/answer.h"
#include "hub/portal/portal.h"
#include "portal/asset.h"

#define NOT_A_GUARD							\
	"A page that the vendor serves cannot protect you against the "	\
	"vendor: whoever runs this server can change what it does. For " \
	"that, use telltale, or stock age, on a machine of your own."

static const struct page_link signed_in[] = {
	{ PORTAL_HOME, "inbox" },
	{ PORTAL_JOIN, "keys of this browser" },
	{ PORTAL_FILES, "files of these pages" },
	{ NULL, NULL },
};

static const struct page_link signed_out[] = {
	{ PORTAL_HOME, "sign in" },
	{ PORTAL_JOIN, "join" },
	{ PORTAL_FILES, "files of these pages" },
	{ NULL, NULL },
};

bool
portal_site(const struct hub *h, struct portal_site *out)
{
	const char *colon = strchr(h->origin, ':');
	size_t n = colon != NULL ? (size_t)(colon - h->origin) :
	    strlen(h->origin);
	bool usual = colon != NULL && strcmp(colon, ":443") == 0;

	if (strchr(h->origin, '/') != NULL || h->origin[0] == '[')
		return false;
	memcpy(out->rp_id, h->origin, n);
	out->rp_id[n] = '\0';
	/* as browsers write it */
	snprintf(out->origin, sizeof(out->origin), "https://%s",
	    usual ? out->rp_id : h->origin);
	out->passkey = (struct passkey_site){ out->rp_id, out->origin };
	return true;
}

static const char *
site_name(const struct hub *h)
{
	const char *name = conf_get(&h->conf, "name");

	return name != NULL ? name : h->origin;
}

/* Who signs out leaves no page behind, and needs no script for it. */
static void
put_sign_out(struct html_out *h)
{
	html_out_open(h, "form");
	html_out_attr(h, "method", "post");
	html_out_attr(h, "action", "/portal/logout");
	html_out_open(h, "button");
	html_out_attr(h, "type", "submit");
	html_out_attr(h, "class", "quiet");
	html_out_str(h, "Sign out");
	html_out_close(h);
	html_out_close(h);
}

bool
portal_begin(struct call *c, const struct portal_page *p, struct html_out *h)
{
	const char *modules[] = { p->module != NULL ?
		asset_path(p->module) : NULL, NULL };
	const struct page_frame f = { .site = site_name(c->hub),
		.title = p->title, .here = p->here,
		.nav = p->signed_in ? signed_in : signed_out,
		.modules = modules };
	struct portal_site site;

	if (!portal_site(c->hub, &site)) {
		answer_not_found(c->r);
		return false;
	}
	buf_clear(&c->r->body);
	c->r->status = 200;
	c->r->content_type = "text/html; charset=utf-8";
	c->r->headers = page_headers;
	page_begin(h, &c->r->body, &f);
	return true;
}

void
portal_end(struct call *c, const struct portal_page *p, struct html_out *h)
{
	char log[64];

	html_out_open(h, "aside");
	html_out_attr(h, "class", "card");
	html_out_attr(h, "aria-label", "what this page cannot do");
	html_out_element(h, "p", NULL, NOT_A_GUARD);
	html_out_close(h);
	if (p->signed_in)
		put_sign_out(h);
	snprintf(log, sizeof(log), "%llu entries%s",
	    (unsigned long long)ledger_size(&c->hub->ledger),
	    c->hub->ledger.unwitnessed ? ", a witness is missing" : "");
	if (page_end(h, log) != TT_OK || buf_err(&c->r->body) != TT_OK) {
		c->r->headers = NULL;
		answer_err(c->r, TT_ENOMEM);
	}
}

void
portal_go(struct http_response *r, const char *path)
{
	buf_clear(&r->body);
	r->status = 303;
	r->content_type = NULL;
	r->cache_control = NULL;
	snprintf(r->location, sizeof(r->location), "%s", path);
}

void
portal_choice(struct html_out *h, const char *id, const char *label,
    const struct portal_choice *c, size_t n)
{
	html_out_open(h, "p");
	html_out_attr(h, "class", "field");
	portal_label(h, id, label);
	html_out_open(h, "select");
	html_out_attr(h, "id", id);
	for (size_t i = 0; i < n; i++) {
		html_out_open(h, "option");
		html_out_attr(h, "value", c[i].value);
		html_out_str(h, c[i].text);
		html_out_close(h);
	}
	html_out_close(h);
	html_out_close(h);
}

void
portal_noscript(struct html_out *h)
{
	html_out_open(h, "noscript");
	html_out_element(h, "p", NULL, "Keys are used in the browser, by "
	    "scripts of this site; without them use telltale.");
	html_out_close(h);
}

void
portal_says(struct html_out *h)
{
	html_out_open(h, "div");
	html_out_attr(h, "id", "problem");
	html_out_attr(h, "class", "problems");
	html_out_attr(h, "role", "alert");
	html_out_flag(h, "hidden");
	html_out_close(h);
	html_out_open(h, "p");
	html_out_attr(h, "id", "status");
	html_out_attr(h, "role", "status");
	html_out_close(h);
}

void
portal_instant(struct html_out *h, int64_t at_s, int64_t now_s)
{
	char utc[INSTANT_LEN + 1], away[LENGTH_LEN];

	instant_format(at_s, utc);
	length_format(at_s >= now_s ? at_s - now_s : now_s - at_s, away);
	html_out_open(h, "time");
	html_out_attr(h, "datetime", utc);
	html_out_fmt(h, "%.10s %s (%s%s%s)", utc, utc + 11,
	    at_s >= now_s ? "in " : "", away, at_s < now_s ? " ago" : "");
	html_out_close(h);
}

void
portal_button(struct html_out *h, const char *id, const char *text)
{
	html_out_open(h, "p");
	html_out_open(h, "button");
	html_out_attr(h, "id", id);
	html_out_attr(h, "type", "button");
	html_out_str(h, text);
	html_out_close(h);
	html_out_close(h);
}

void
portal_label(struct html_out *h, const char *for_id, const char *text)
{
	html_out_open(h, "label");
	html_out_attr(h, "for", for_id);
	html_out_str(h, text);
	html_out_close(h);
}

void
portal_area(struct html_out *h, const char *id, const char *label)
{
	html_out_open(h, "p");
	html_out_attr(h, "class", "field");
	portal_label(h, id, label);
	html_out_open(h, "textarea");
	html_out_attr(h, "id", id);
	html_out_attr(h, "rows", "6");
	html_out_attr(h, "spellcheck", "false");
	html_out_attr(h, "autocomplete", "off");
	html_out_close(h);
	html_out_close(h);
}

void
route_portal_asset(struct call *c)
{
	if (!asset_answer(c->q->path, c->r))
		answer_not_found(c->r);
}
