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

/* Whoever asks for what is not theirs to ask: a line that is looked for. */
static void
refuse_order(struct http_response *r, const char *what, enum tt_err e)
{
	unsigned status = 403;

	if (e == TT_ENOENT)
		status = 404;
	else if (e == TT_ESTATE)
		status = 409;
	else if (e == TT_EFULL)
		status = 507;
	else if (e == TT_EIO || e == TT_ENOMEM || e == TT_EINTEGRITY)
		status = 503;
	buf_clear(&r->body);
	answer(r, status, NULL);
	log_line(LOG_LEVEL_WARN, "order refused", "order", what, "why",
	    tt_err_text(e), NULL);
}

static void
post_early(struct keeper *k, struct http_request *q, struct http_response *r)
{
	enum tt_err e;

	if ((e = keeper_early(k, q->body)) != TT_OK) {
		refuse_order(r, "early", e);
		return;
	}
	answer(r, 202, NULL);
	log_line(LOG_LEVEL_WARN, "a wave was opened early", NULL);
}

static void
post_move(struct keeper *k, struct http_request *q, struct http_response *r)
{
	enum tt_err e;

	if ((e = keeper_move(k, q->body, &r->body)) != TT_OK) {
		refuse_order(r, "move", e);
		return;
	}
	answer(r, 200, text_type);
	log_line(LOG_LEVEL_WARN, "a wave was moved", NULL);
}

static void
put_destroyed(void *ctx, struct span statement)
{
	json_out_span(ctx, statement);
}

static void
post_retract(struct keeper *k, struct http_request *q,
    struct http_response *r)
{
	struct json_out *j = json_out_new(&r->body, JSON_CANONICAL);
	enum tt_err e = TT_ENOMEM, ended;

	if (j != NULL) {
		json_out_object(j);
		json_out_key(j, "destroyed");
		json_out_array(j);
		e = keeper_retract(k, q->body, put_destroyed, j);
		json_out_array_end(j);
		json_out_object_end(j);
		ended = json_out_end(j);
		e = e == TT_OK ? ended : e;
	}
	if (e != TT_OK) {
		refuse_order(r, "retract", e);
		return;
	}
	answer(r, 200, "application/json");
	log_line(LOG_LEVEL_WARN, "a bulletin was retracted", NULL);
}

/* One that does not follow from the last is not an old one: it is an alarm. */
static void
post_checkpoint(struct keeper *k, struct http_request *q,
    struct http_response *r)
{
	enum tt_err e = keeper_hear(k, q->body);

	answer(r, e == TT_OK ? 204 : e == TT_EFULL ? 507 : 422, NULL);
	if (e != TT_OK)
		log_line(e == TT_EFORK ? LOG_LEVEL_ERROR : LOG_LEVEL_WARN,
		    "checkpoint refused", "why", tt_err_text(e), NULL);
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
	json_out_key(j, "heard");
	json_out_bool(j, h.heard);
	json_out_key(j, "size");
	json_out_u64(j, h.size);
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

static const struct {
	const char *path;
	void (*post)(struct keeper *k, struct http_request *q,
	    struct http_response *r);
} posts[] = {
	{ "/share", post_share },
	{ "/clock", post_clock },
	{ "/early", post_early },
	{ "/move", post_move },
	{ "/retract", post_retract },
	{ "/checkpoint", post_checkpoint },
	{ "/keys", post_keys },
};

static void
route(struct keeper *k, struct http_request *q, struct http_response *r)
{
	struct span path = q->path;

	for (size_t i = 0; q->verb == HTTP_POST && i < N_ROWS(posts); i++)
		if (span_is(path, posts[i].path)) {
			posts[i].post(k, q, r);
			return;
		}
	if (q->verb == HTTP_GET && span_is(path, "/health"))
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
