/* SPDX-License-Identifier: ISC */
/* routes - which page answers which path, to whom the guard lets in. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/desk/view.h"
#include "http/form.h"
#include "portal/asset.h"

#define FORM_MAX	16384	/* bytes of a form that is sent */

static const struct {
	enum http_verb verb;
	const char *before, *after;	/* of the id; after NULL: none */
	void (*show)(struct view *v);
} routes[] = {
	{ HTTP_GET, "/", NULL, show_front },
	{ HTTP_GET, "/plan", NULL, show_plan },
	{ HTTP_GET, "/requests", NULL, show_queue },
	{ HTTP_GET, "/requests/", "", show_request },
	{ HTTP_POST, "/requests/", "", answer_request },
	{ HTTP_GET, "/bulletin/", "", show_board },
	{ HTTP_GET, "/bulletin/", "/line.svg", show_line },
	{ HTTP_GET, "/case/", "", show_case },
	{ HTTP_GET, "/unlock", NULL, show_unlock },
	{ HTTP_POST, "/unlock", NULL, answer_unlock },
	{ HTTP_POST, "/lock", NULL, answer_lock },
};

/* As ids of bulletins, requests and cases are; never an option. */
static bool
is_id(struct span s)
{
	if (s.n == 0 || s.n >= VIEW_ID_LEN || !isalnum((unsigned char)s.p[0]))
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!isalnum((unsigned char)s.p[i]) &&
		    strchr("._-", s.p[i]) == NULL)
			return false;
	return true;
}

static bool
matches(size_t i, enum http_verb verb, struct span path, struct span *arg)
{
	size_t n;

	*arg = SPAN("");
	if (routes[i].verb != verb)
		return false;
	if (routes[i].after == NULL)
		return span_is(path, routes[i].before);
	n = strlen(routes[i].after);
	if (!span_skip(&path, routes[i].before) || path.n < n ||
	    memcmp(path.p + path.n - n, routes[i].after, n) != 0)
		return false;
	*arg = span_of(path.p, path.n - n);
	return is_id(*arg);
}

static void
refuse(struct desk *d, struct http_response *r, unsigned status,
    const char *text)
{
	const struct page_frame f = { .site = d->site, .title = status == 403 ?
		SPAN("Not let in") : span_str(http_status_text(status)) };

	r->headers = page_headers_plain;
	page_say(r, &f, status, text);
}

/* No Domain: this name alone; and of its ports, whoever knows the path. */
static void
enter(const struct desk *d, struct http_response *r)
{
	r->status = 303;
	r->headers = page_headers_plain;
	snprintf(r->location, sizeof(r->location), "%s/", d->guard.root);
	snprintf(r->set_cookie, sizeof(r->set_cookie),
	    "%s=%s; Path=%s/; HttpOnly; SameSite=Strict",
	    d->guard.cookie_name, d->guard.cookie, d->guard.root);
}

static bool
head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	struct desk *d = ctx;
	enum guard_answer a = guard_head(&d->guard, q);

	*max_body = q->verb == HTTP_POST ? FORM_MAX : 0;
	/* style is no secret */
	if ((a == GUARD_IN || a == GUARD_STRANGER) && q->verb == HTTP_GET &&
	    asset_answer(q->path, r))
		r->headers = page_headers_plain;
	else if (a == GUARD_IN)
		return true;
	else if (a == GUARD_ENTER)
		enter(d, r);
	else
		refuse(d, r, 403, guard_text(a));
	return false;
}

static void
body(void *ctx, struct http_request *q, struct http_response *r)
{
	struct view v = { .d = ctx, .q = q, .r = r, .now_s = clock_now() };
	struct span path = SPAN("");

	r->headers = page_headers_plain;
	if (q->verb == HTTP_POST && !guard_form(&v.d->guard, q->body)) {
		refuse(v.d, r, 403, guard_text(GUARD_ORIGIN));
		return;
	}
	(void)guard_path(&v.d->guard, q->path, &path);
	for (size_t i = 0; i < N_ROWS(routes); i++)
		if (matches(i, q->verb, path, &v.arg)) {
			routes[i].show(&v);
			return;
		}
	refuse(v.d, r, 404, "There is no such page on the desk.");
}

static void
server_refuses(void *ctx, unsigned status, struct http_response *r)
{
	refuse(ctx, r, status, "The desk does not take requests like this "
	    "one.");
}

struct http_handler
desk_handler(struct desk *d)
{
	return (struct http_handler){ .head = head, .body = body,
		.refuse = server_refuses, .ctx = d };
}
