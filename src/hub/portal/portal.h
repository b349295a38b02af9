/* SPDX-License-Identifier: ISC */
/*
 * portal - the reader's pages on the hub: what they have in common.
 *
 * specs/people.md.  Pages show what the reader whose session it is may know of
 * the hub's own records, and need no script; what takes the reader's key (to
 * join, to sign, to open a copy) is done by modules in the browser, over the
 * same API as every client.  The hub never has a key or a plaintext.
 *
 * Only where the hub has a host of its own: a cookie __Host-, a passkey and a
 * browser's keys belong to a host, and whoever has another path of it would
 * have them too.
 */
#ifndef HUB_PORTAL_PORTAL_H
#define HUB_PORTAL_PORTAL_H

#include <stdbool.h>

#include "hub/routes.h"
#include "http/passkey.h"
#include "portal/page.h"

#define PORTAL_HOME	"/portal"
#define PORTAL_JOIN	"/portal/join"
#define PORTAL_FILES	"/portal/files"
#define PORTAL_PEOPLE	"/portal/people"	/* an admin's */

struct portal_site {
	char			rp_id[TT_ORIGIN_MAX + 1];
	char			origin[TT_ORIGIN_MAX + 16];
	struct passkey_site	passkey;	/* of the two */
};

/* False: the hub's origin has a path, and there is no portal. */
bool portal_site(const struct hub *h, struct portal_site *out);

/* A page of the portal: from its h1 on, and to its end. */
struct portal_page {
	struct span	title;
	const char	*here;		/* one of the above, or NULL */
	const char	*module;	/* "open.js", or NULL */
	bool		signed_in;
};

/* False: there is no portal; a 404 is answered.  Else fill, then end. */
bool portal_begin(struct call *c, const struct portal_page *p,
    struct html_out *h);
void portal_end(struct call *c, const struct portal_page *p,
    struct html_out *h);

/* 303; path is a constant of ours. */
void portal_go(struct http_response *r, const char *path);

/* What a module listens to: a button, a label, a field of several lines. */
void portal_button(struct html_out *h, const char *id, const char *text);
void portal_label(struct html_out *h, const char *for_id, const char *text);
void portal_area(struct html_out *h, const char *id, const char *label);

/* What may be chosen; a module may fill it. */
struct portal_choice {
	const char *value, *text;
};
void portal_choice(struct html_out *h, const char *id, const char *label,
    const struct portal_choice *c, size_t n);

/* That keys need scripts. */
void portal_noscript(struct html_out *h);

/* Where modules say what they do, and what went wrong. */
void portal_says(struct html_out *h);

/* An instant, exact; a module adds local time and how far it is. */
void portal_instant(struct html_out *h, int64_t at_s, int64_t now_s);

#endif
