/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "base/log.h"
#include "http/server.h"
#include "http/tls.h"
#include "witness/serve.h"

#define GRACE_S	5

struct witness_server {
	pthread_mutex_t lock;	/* of w: checks and signing are one step */
	struct witness *w;
	struct http_server *http;
};

static void
answer(struct http_response *r, unsigned status)
{
	r->status = status;
	r->content_type = status == 409 ? "text/x.tlog.size" :
	    status == 200 ? "text/plain; charset=utf-8" : NULL;
}

static void
refuse(void *ctx, unsigned status, struct http_response *r)
{
	(void)ctx;
	answer(r, status);
}

static bool
head(void *ctx, struct http_request *q, struct http_response *r,
    size_t *max_body)
{
	(void)ctx;
	(void)r;
	*max_body = q->verb == HTTP_POST ? SUBMIT_MAX : 0;
	return true;
}

static void
report(enum submit_word word, enum tt_err e)
{
	if (e != TT_OK)
		log_line(LOG_LEVEL_ERROR, "cannot keep a head", "why",
		    tt_err_text(e), NULL);
	else if (word == SUBMIT_FORK || word == SUBMIT_FORGOTTEN)
		log_line(LOG_LEVEL_ERROR, "stopped: two heads that cannot "
		    "both be true, or a state that is older than our own "
		    "word; both are in alarms", NULL);
	else if (word != SUBMIT_COSIGN && word != SUBMIT_STALE)
		log_line(LOG_LEVEL_WARN, "a head was refused", NULL);
}

static void
add_checkpoint(struct witness_server *s, struct http_request *q,
    struct http_response *r)
{
	struct submit *in = malloc(sizeof(*in));
	enum submit_word word = SUBMIT_BAD;
	enum tt_err e;

	if (in == NULL) {
		answer(r, 503);
		return;
	}
	if (submit_parse(q->body, in) != TT_OK) {
		answer(r, 400);
		free(in);
		return;
	}
	pthread_mutex_lock(&s->lock);
	e = witness_take(s->w, in, (int64_t)time(NULL), &word, &r->body);
	pthread_mutex_unlock(&s->lock);
	free(in);
	report(word, e);
	answer(r, e != TT_OK ? 503 : submit_status(word));
}

static void
get_head(struct witness_server *s, struct span path, struct http_response *r)
{
	struct span hex;
	enum tt_err e = TT_ENOENT;

	if (span_skip(&path, "/") && span_word(&path, '/', &hex) &&
	    span_is(path, "checkpoint")) {
		pthread_mutex_lock(&s->lock);
		e = witness_head(s->w, hex, &r->body);
		pthread_mutex_unlock(&s->lock);
	}
	answer(r, e == TT_OK ? 200 : e == TT_ENOENT ? 404 : 503);
}

static void
body(void *ctx, struct http_request *q, struct http_response *r)
{
	struct witness_server *s = ctx;

	if (q->verb == HTTP_POST && span_is(q->path, "/add-checkpoint"))
		add_checkpoint(s, q, r);
	else if (q->verb == HTTP_GET)
		get_head(s, q->path, r);
	else
		answer(r, 404);
}

static enum tt_err
start(struct witness_server *s, const char *dir, const char *listen)
{
	const struct http_handler h = { .head = head, .body = body,
		.refuse = refuse, .ctx = s };
	char key_path[FILE_PATH_MAX], cert_path[FILE_PATH_MAX];
	struct http_server_conf conf = { .listen = listen, .threads = 2 };
	struct buf key = { .n = 0 }, cert = { .n = 0 };
	enum tt_err e;
	int saved;

	if ((e = file_path(key_path, dir, "tls.key")) == TT_OK &&
	    (e = file_path(cert_path, dir, "tls.crt")) == TT_OK &&
	    (e = file_read_secret(key_path, TLS_PEM_MAX, &key)) == TT_OK &&
	    (e = file_read(cert_path, TLS_PEM_MAX, &cert)) == TT_OK) {
		conf.tls_key = key.p;
		conf.tls_cert = cert.p;
		e = http_server_start(&s->http, &conf, &h);
	}
	saved = errno;	/* says why an address cannot be had */
	buf_done(&key);
	buf_done(&cert);
	errno = saved;
	return e;
}

enum tt_err
witness_serve(struct witness_server **out, struct witness *w, const char *dir,
    const char *listen, const char **address)
{
	struct witness_server *s = calloc(1, sizeof(*s));
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	s->w = w;
	pthread_mutex_init(&s->lock, NULL);
	if (listen == NULL)
		listen = conf_get(witness_conf(w), "listen");
	if ((e = start(s, dir, listen)) != TT_OK) {
		pthread_mutex_destroy(&s->lock);
		free(s);
		return e;
	}
	*address = http_server_address(s->http);
	*out = s;
	return TT_OK;
}

bool
witness_serve_alarm(struct witness_server *s)
{
	bool stopped;

	pthread_mutex_lock(&s->lock);
	stopped = witness_is_stopped(s->w);
	pthread_mutex_unlock(&s->lock);
	return stopped;
}

void
witness_serve_stop(struct witness_server *s)
{
	if (s == NULL)
		return;
	http_server_stop(s->http, GRACE_S);
	pthread_mutex_destroy(&s->lock);
	free(s);
}
