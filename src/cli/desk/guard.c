/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/secret.h"
#include "cli/desk/guard.h"
#include "http/form.h"

static void
draw(struct rng rng, char *out, size_t digits)
{
	uint8_t raw[GUARD_KEY_LEN / 2];

	rng_fill(rng, raw, digits / 2);
	hex_encode(out, raw, digits / 2);
}

void
guard_init(struct guard *g, unsigned port, struct rng rng)
{
	snprintf(g->host[0], GUARD_NAME_LEN, "127.0.0.1:%u", port);
	snprintf(g->host[1], GUARD_NAME_LEN, "localhost:%u", port);
	snprintf(g->cookie_name, GUARD_NAME_LEN, "telltale-desk-%u", port);
	g->root[0] = '/';
	draw(rng, g->root + 1, GUARD_ROOT_LEN - 1);
	draw(rng, g->key, GUARD_KEY_LEN);
	draw(rng, g->cookie, GUARD_KEY_LEN);
	draw(rng, g->token, GUARD_KEY_LEN);
}

static bool
is_secret(struct span s, const char *secret)
{
	return s.n == GUARD_KEY_LEN && secret_eq(s.p, secret, GUARD_KEY_LEN);
}

/* The one of our names that it was called by, or NULL. */
static const char *
host_of(const struct guard *g, const char *host)
{
	for (size_t i = 0; host != NULL && i < N_ROWS(g->host); i++)
		if (strcmp(host, g->host[i]) == 0)
			return g->host[i];
	return NULL;
}

static bool
is_origin(const char *origin, const char *host)
{
	struct span o = span_str(origin);

	return span_skip(&o, "http://") && span_is(o, host);
}

/* A secret in a form or a query, under that name. */
static bool
has_secret(struct span form, const char *name, const char *secret)
{
	struct buf value;
	bool is;

	buf_init(&value, GUARD_KEY_LEN);
	is = form_get(form, name, &value) == TT_OK &&
	    is_secret(buf_view(&value), secret);
	buf_done(&value);
	return is;
}

bool
guard_path(const struct guard *g, struct span path, struct span *out)
{
	if (!span_skip(&path, g->root) || path.n == 0 || path.p[0] != '/')
		return false;
	*out = path;
	return true;
}

enum guard_answer
guard_head(const struct guard *g, const struct http_request *q)
{
	const char *host = host_of(g, q->host);
	struct span cookie;

	if (host == NULL)
		return GUARD_HOST;
	if (q->origin != NULL ? !is_origin(q->origin, host) :
	    q->verb != HTTP_GET)
		return GUARD_ORIGIN;
	if (q->verb != HTTP_GET && (q->content_type == NULL ||
	    strcmp(q->content_type, FORM_TYPE) != 0))
		return GUARD_TYPE;
	if (q->verb == HTTP_GET && span_is(q->path, "/") &&
	    has_secret(q->query, "key", g->key))
		return GUARD_ENTER;
	if (form_cookie(q->cookie, g->cookie_name, &cookie) &&
	    is_secret(cookie, g->cookie))
		return GUARD_IN;
	return GUARD_STRANGER;
}

const char *
guard_text(enum guard_answer a)
{
	switch (a) {
	case GUARD_HOST:
		return "This address is not the desk's. Open the one that "
		    "telltale desk printed.";
	case GUARD_ORIGIN:
		return "This came from another page. Nothing was done; go to "
		    "the desk's own page and do it there.";
	case GUARD_TYPE:
		return "This is no form of the desk's. Nothing was done.";
	case GUARD_IN:
	case GUARD_ENTER:
	case GUARD_STRANGER:
	case GUARD_ANSWERS:
		break;
	}
	return "The desk lets in who has its key: open the whole address that "
	    "telltale desk printed in its terminal. Each run has a key of its "
	    "own.";
}

bool
guard_form(const struct guard *g, struct span form)
{
	return has_secret(form, "token", g->token);
}
