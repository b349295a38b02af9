/* SPDX-License-Identifier: ISC */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/json_out.h"
#include "base/log.h"
#include "keeper/serve.h"

#define GRACE_S	5

struct keeper_server {
	pthread_mutex_t lock;	/* of k */
	struct keeper *k;
	struct http_server *http;
};

static const char text_type[] = "text/plain; charset=utf-8";

static void
answer(struct http_response *r, unsigned status, const char *type)
{
	r->status = status;
	r->content_type = type;
}

static void
refuse(void *ctx, unsigned status, struct http_response *r)
{
	(void)ctx;
	answer(r, status, NULL);
}

static void
post_share(struct keeper *k, struct http_request *q, struct http_response *r)
{
	struct keeper_offer offer;
	struct buf room;
	enum tt_err e;

	buf_init(&room, KEEPER_OFFER_MAX);
	if ((e = keeper_offer_parse(q->body, &room, &offer)) == TT_OK)
		e = keeper_take(k, &offer, &r->body);
	buf_done(&room);
	switch (e) {
	case TT_OK:
		answer(r, 200, text_type);
		return;
	case TT_EEXIST:
		answer(r, 409, text_type);
		break;
	case TT_EFULL:
		answer(r, 507, text_type);
		break;
	case TT_EIO:
	case TT_ENOMEM:
		answer(r, 503, text_type);
		break;
	default:
		answer(r, 422, text_type);
		break;
	}
	log_line(LOG_LEVEL_WARN, "share refused", "why", tt_err_text(e), NULL);
	buf_clear(&r->body);
	buf_str(&r->body, tt_err_text(e));
	buf_char(&r->body, '\n');
}

static void
post_clock(struct keeper *k, struct http_request *q, struct http_response *r)
{
	enum tt_err e = keeper_confirm(k, q->body);

	answer(r, e == TT_OK ? 202 : 403, NULL);
	log_line(LOG_LEVEL_WARN, "clock statement", "answer",
	    e == TT_OK ? "accepted" : tt_err_text(e), NULL);
}

static void
post_keys(struct keeper *k, struct http_request *q, struct http_response *r)
{
	enum tt_err e = keeper_keys(k, q->body);

	answer(r, e == TT_OK ? 202 : e == TT_EFULL ? 507 :
	    e == TT_EIO || e == TT_ENOMEM ? 503 : 403, NULL);
	if (e != TT_OK)
		log_line(LOG_LEVEL_WARN, "list of keys refused", "why",
		    tt_err_text(e), NULL);
}

static void
get_opened(struct keeper *k, struct span hex, bool release,
    struct http_response *r)
{
	struct hash leaf;
	enum tt_err e = TT_ENOENT;

	if (hex_decode(leaf.b, sizeof(leaf.b), hex.p, hex.n))
		e = release ? keeper_release(k, &leaf, &r->body) :
		    keeper_shown(k, &leaf, &r->body);
	if (e == TT_OK) {
		answer(r, 200, text_type);
		r->cache_control = "public, max-age=31536000, immutable";
		return;
	}
	buf_clear(&r->body);
	answer(r, 404, NULL);
	if (e != TT_ENOENT)
		log_line(LOG_LEVEL_ERROR, "cannot show a share", "why",
		    tt_err_text(e), NULL);
}

static void
get_health(struct keeper *k, struct http_response *r)
{
	struct keeper_health h;
	struct json_out *j;

	if (keeper_tick(k, &h) != TT_OK ||
	    (j = json_out_new(&r->body, JSON_CANONICAL)) == NULL) {
		answer(r, 503, NULL);
		return;
	}
	json_out_object(j);
	json_out_key(j, "state");
	json_out_str(j, h.due > 0 ? "hold" : h.alarm ? "alarm" : "ok");
	json_out_key(j, "missing_s");
	json_out_int(j, h.missing_s);
	json_out_object_end(j);
	answer(r, json_out_end(j) == TT_OK ? 200 : 503, "application/json");
}

static bool
head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	(void)ctx;
	(void)r;
	*max_body = q->verb == HTTP_POST ? KEEPER_OFFER_MAX : 0;
	return true;
}

static void
route(struct keeper *k, struct http_request *q, struct http_response *r)
{
	struct span path = q->path;

	if (q->verb == HTTP_POST && span_is(path, "/share"))
		post_share(k, q, r);
	else if (q->verb == HTTP_POST && span_is(path, "/clock"))
		post_clock(k, q, r);
	else if (q->verb == HTTP_POST && span_is(path, "/keys"))
		post_keys(k, q, r);
	else if (q->verb == HTTP_GET && span_is(path, "/health"))
		get_health(k, r);
	else if (q->verb == HTTP_GET && span_skip(&path, "/share/"))
		get_opened(k, path, false, r);
	else if (q->verb == HTTP_GET && span_skip(&path, "/release/"))
		get_opened(k, path, true, r);
	else
		answer(r, 404, NULL);
}

static void
body(void *ctx, struct http_request *q, struct http_response *r)
{
	struct keeper_server *s = ctx;

	pthread_mutex_lock(&s->lock);
	route(s->k, q, r);
	pthread_mutex_unlock(&s->lock);
}

enum tt_err
keeper_serve(struct keeper_server **out, struct keeper *k,
    const char *socket_path)
{
	struct keeper_server *s = calloc(1, sizeof(*s));
	const struct http_server_conf conf = { .unix_path = socket_path,
		.threads = 1 };
	const struct http_handler h = { .head = head, .body = body,
		.refuse = refuse, .ctx = s };
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	s->k = k;
	pthread_mutex_init(&s->lock, NULL);
	if ((e = http_server_start(&s->http, &conf, &h)) != TT_OK) {
		pthread_mutex_destroy(&s->lock);
		free(s);
		return e;
	}
	*out = s;
	return TT_OK;
}

enum tt_err
keeper_serve_tick(struct keeper_server *s, struct keeper_health *health)
{
	enum tt_err e;

	pthread_mutex_lock(&s->lock);
	e = keeper_tick(s->k, health);
	pthread_mutex_unlock(&s->lock);
	return e;
}

void
keeper_serve_stop(struct keeper_server *s)
{
	if (s == NULL)
		return;
	http_server_stop(s->http, GRACE_S);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
