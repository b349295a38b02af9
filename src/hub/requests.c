/* SPDX-License-Identifier: ISC */
/*
 * requests - what officers and counsel ask of each other, handed on.
 *
 * Sealed to their keys: the hub keeps it, in its order, says no to an answer
 * that comes too late, and knows nothing else of it.  Nothing is replaced,
 * so that what one was shown is what the next one is shown.
 */
#include <string.h>

#include "base/instant.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/page.h"
#include "hub/routes.h"
#include "store/crash.h"
#include "store/hub_request.h"
#include "telltale/age_armor.h"

#define GOOD_FOR_MAX_S	(7 * 86400)
#define PAGE_MAX	((size_t)8 << 20)	/* bytes of sealed text */

static bool
is_id(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (strchr("0123456789abcdef", s.p[i]) == NULL)
			return false;
	return s.n == HUB_REQUEST_ID_LEN;
}

/* Who hands it in, what, when; sealed borrows from the body. */
static enum tt_err
read_call(const struct call *c, struct hub_request *r)
{
	struct span body = c->q->body;

	if (!is_id(c->arg[0]))
		return TT_ENOENT;
	if (!tt_age_is_armored(body))
		return TT_ESYNTAX;
	for (size_t i = 0; i < body.n; i++)
		if (body.p[i] != '\n' && (body.p[i] < ' ' || body.p[i] > '~'))
			return TT_ESYNTAX;
	*r = (struct hub_request){ .n = 0 };
	memcpy(r->id, c->arg[0].p, HUB_REQUEST_ID_LEN);
	memcpy(r->key, c->auth->key.name, sizeof(r->key));
	r->sealed = (struct buf){ .p = (char *)(uintptr_t)body.p,
		.n = body.n };
	return TT_OK;
}

static bool
parse_expires(struct span query, int64_t now_s, int64_t *out)
{
	return span_skip(&query, "expires=") &&
	    instant_parse(query, out) == TT_OK &&
	    *out <= now_s + GOOD_FOR_MAX_S;
}

/* TT_OK: there, byte for byte; TT_EEXIST: another one; TT_ENOENT: none. */
static enum tt_err
had(struct hub *h, const struct hub_request *r)
{
	struct hub_request was = { .n = 0 };
	enum tt_err e;

	if ((e = hub_request_get(h->db, r->id, r->answer ? r->key : NULL,
	    &was)) != TT_OK)
		return e;
	if (!span_eq(buf_view(&was.sealed), buf_view(&r->sealed)) ||
	    strcmp(was.key, r->key) != 0)
		e = TT_EEXIST;
	hub_request_done(&was);
	return e;
}

static enum tt_err
keep_request(struct hub *h, const struct hub_request *r)
{
	int64_t open = 0;
	enum tt_err e;

	if ((e = had(h, r)) != TT_ENOENT)
		return e;
	if (r->received_s >= r->expires_s)
		return TT_ESTATE;
	if ((e = hub_request_open(h->db, r->key, r->received_s, &open)) !=
	    TT_OK)
		return e;
	return open < HUB_REQUESTS_OPEN_MAX ? hub_request_add(h->db, r) :
	    TT_ELIMIT;
}

static enum tt_err
keep_answer(struct hub *h, struct hub_request *r)
{
	struct hub_request asked = { .n = 0 };
	enum tt_err e;

	if ((e = had(h, r)) != TT_ENOENT)
		return e;
	if ((e = hub_request_get(h->db, r->id, NULL, &asked)) != TT_OK)
		return e;
	r->expires_s = asked.expires_s;
	hub_request_done(&asked);
	return r->received_s < r->expires_s ? hub_request_add(h->db, r) :
	    TT_ESTATE;
}

static void
finish(struct call *c, enum tt_err e)
{
	crash_point("request");
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

void
route_request(struct call *c)
{
	struct hub_request r;
	enum tt_err e;

	if ((e = read_call(c, &r)) == TT_OK &&
	    !parse_expires(c->q->query, hub_now(c->hub), &r.expires_s))
		e = TT_ESYNTAX;
	if (e == TT_OK) {
		hub_lock(c->hub);
		r.received_s = hub_now(c->hub);
		e = keep_request(c->hub, &r);
		hub_unlock(c->hub);
	}
	finish(c, e);
}

void
route_request_answer(struct call *c)
{
	struct hub_request r;
	enum tt_err e;

	if ((e = read_call(c, &r)) == TT_OK) {
		r.answer = true;
		hub_lock(c->hub);
		r.received_s = hub_now(c->hub);
		e = keep_answer(c->hub, &r);
		hub_unlock(c->hub);
	}
	finish(c, e);
}

static void
put_row(struct json_out *j, const struct hub_request *r)
{
	char instant[INSTANT_LEN + 1];

	json_out_object(j);
	json_out_key(j, "n");
	json_out_int(j, r->n);
	json_out_key(j, "id");
	json_out_str(j, r->id);
	json_out_key(j, "key");
	json_out_str(j, r->key);
	json_out_key(j, "answer");
	json_out_bool(j, r->answer);
	json_out_key(j, "received");
	instant_format(r->received_s, instant);
	json_out_str(j, instant);
	json_out_key(j, "expires");
	instant_format(r->expires_s, instant);
	json_out_str(j, instant);
	json_out_key(j, "sealed");
	json_out_span(j, buf_view(&r->sealed));
	json_out_object_end(j);
}

/* A page of them: one at least, if there is one. */
static enum tt_err
put_rows(struct hub *h, struct json_out *j, int64_t after)
{
	struct hub_request r = { .n = after };
	enum tt_err e = TT_OK;
	size_t bytes = 0;

	json_out_key(j, "requests");
	json_out_array(j);
	while (bytes < PAGE_MAX &&
	    (e = hub_request_next(h->db, after, &r)) == TT_OK) {
		after = r.n;
		bytes += r.sealed.n;
		put_row(j, &r);
		hub_request_done(&r);
	}
	json_out_array_end(j);
	json_out_key(j, "next");
	json_out_int(j, after);
	/* no answer that comes later has an earlier instant */
	json_out_at(j, "now", hub_now(h));
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_requests(struct call *c)
{
	page_answer(c, put_rows);
}
