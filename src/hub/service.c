/* SPDX-License-Identifier: ISC */
/*
 * service - what runs: requests on threads of their own, batches on another,
 * keys of waves on a third.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "base/log.h"
#include "hub/batch.h"
#include "hub/embargo.h"
#include "hub/hub.h"
#include "hub/release.h"
#include "hub/tell.h"
#include "store/hub_used.h"
#include "store/hub_wave.h"

#define GRACE_S		10	/* for requests under way */
#define ASK_MS		100	/* a keeper again, doubling to ... */
#define ASK_MAX_MS	1000
#define LOOK_MS		1000	/* nothing due: clocks may be set */
#define LOOK_LEAST_MS	1
#define TIDY_S		3600
#define RETRY_S		5	/* a batch that could not be cut */
#define LIMIT_MAX	1000000	/* connections */

struct hub_service {
	struct hub		*hub;
	struct http_server	*server;
	struct http_server	*meter;		/* or NULL */
	pthread_t		batches, releases;
	bool			batching, releasing;
};

/*
 * Until that reading of now_ms, a wake-up or the stop; false: stop.  By the
 * clock that nobody sets: by the wall clock, one that is set back a day while
 * we wait would be a day without a batch or a key.
 */
static bool
wait_until(struct hub *h, int64_t at_ms, bool wakes)
{
	struct timespec t = { .tv_sec = (time_t)(at_ms / 1000),
		.tv_nsec = (long)(at_ms % 1000) * 1000000 };
	bool go_on;
	int r = 0;

	pthread_mutex_lock(&h->wake_lock);
	while (!h->stopping && r == 0) {
		r = pthread_cond_clockwait(&h->wake, &h->wake_lock,
		    CLOCK_MONOTONIC, &t);
		if (wakes)
			break;
	}
	go_on = !h->stopping;
	pthread_mutex_unlock(&h->wake_lock);
	return go_on;
}

static int64_t
read_ms(clockid_t id)
{
	struct timespec t;

	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t
now_ms(void)
{
	return read_ms(CLOCK_MONOTONIC);
}

/* Going on would make it worse: stop, and say so with the exit code. */
static bool
is_alarm(enum tt_err e)
{
	return e == TT_EEXIST || e == TT_EFORK || e == TT_EROLLBACK ||
	    e == TT_EINTEGRITY;
}

static void
raise_alarm(struct hub *h, enum tt_err e)
{
	log_line(LOG_LEVEL_ERROR, "the ledger is not what it was: stopping",
	    "why", tt_err_text(e), NULL);
	pthread_mutex_lock(&h->wake_lock);
	h->alarm = e;
	h->stopping = true;
	pthread_cond_broadcast(&h->wake);
	pthread_mutex_unlock(&h->wake_lock);
	kill(getpid(), SIGTERM);	/* main waits for that */
}

static int64_t
tidy(struct hub *h, int64_t next)
{
	int64_t now = hub_now(h);

	if (now < next)
		return next;
	if (tiles_tidy(&h->ledger.tiles, ledger_size(&h->ledger), now) !=
	    TT_OK)
		log_line(LOG_LEVEL_WARN, "cannot drop old partial tiles",
		    NULL);
	return now + TIDY_S;
}

/* Where the second `at` begins, but a look at the clock before long. */
static int64_t
towards(const struct hub *h, int64_t at)
{
	int64_t now = now_ms();
	int64_t left = (at - hub_now(h)) * 1000 -
	    read_ms(CLOCK_REALTIME) % 1000;

	if (left < LOOK_LEAST_MS)
		left = LOOK_LEAST_MS;
	return now + (left < LOOK_MS ? left : LOOK_MS);
}

/* A clock that jumps, ahead or back, gives a batch at its next interval. */
static void *
run_batches(void *ctx)
{
	struct hub *h = ctx;
	int64_t due = batch_next(h, hub_now(h)), tidy_at = 0;
	enum tt_err e, before = TT_OK;

	while (wait_until(h, towards(h, due), false)) {
		if (hub_now(h) < due) {
			if (batch_next(h, hub_now(h)) < due)
				due = batch_next(h, hub_now(h));
			if (is_alarm(e = batch_cosign(h))) {
				raise_alarm(h, e);
				break;
			}
			continue;
		}
		if ((e = batch_cut(h)) != TT_OK) {
			if (is_alarm(e)) {
				raise_alarm(h, e);
				break;
			}
			if (e != TT_EEARLY)
				log_line(LOG_LEVEL_ERROR, "no batch", "why",
				    tt_err_text(e), NULL);
			else if (before != TT_EEARLY)	/* once */
				log_line(LOG_LEVEL_ERROR, "no batch until the "
				    "clock is where it was", NULL);
		}
		before = e;
		tidy_at = tidy(h, tidy_at);
		due = batch_next(h, hub_now(h));
		if (e != TT_OK && hub_now(h) + RETRY_S < due)
			due = hub_now(h) + RETRY_S;
	}
	return NULL;
}

/* When to look again: at the next instant, or soon if something is overdue. */
static int64_t
next_look(struct hub *h, unsigned left, unsigned *ask_ms)
{
	int64_t at, opens;
	enum tt_err e;

	if (left > 0) {
		at = now_ms() + *ask_ms;
		*ask_ms = *ask_ms * 2 < ASK_MAX_MS ? *ask_ms * 2 : ASK_MAX_MS;
		return at;
	}
	*ask_ms = ASK_MS;
	hub_lock(h);
	e = hub_wave_next_opening(h->db, &opens);
	hub_unlock(h);
	return e == TT_OK ? towards(h, opens) : now_ms() + LOOK_MS;
}

static void
say_err(const char *what, enum tt_err e)
{
	if (e != TT_OK)
		log_line(LOG_LEVEL_ERROR, "cannot look after waves", "what",
		    what, "why", tt_err_text(e), NULL);
}

/* Keepers, embargoes, waves, in the order in which each needs the other. */
static unsigned
look_after(struct hub *h)
{
	unsigned untold = 0, unopened = 0;

	say_err("keepers", tell_keepers(h, &untold));
	say_err("embargoes", embargo_adopt(h));
	say_err("copies", embargo_sweep(h));
	say_err("openings", release_due(h, &unopened));
	hub_lock(h);
	say_err("networks", hub_used_sweep(h->db, hub_now(h)));
	hub_unlock(h);
	return unopened;
}

static void *
run_releases(void *ctx)
{
	struct hub *h = ctx;
	unsigned left, ask_ms = ASK_MS;

	do {
		left = look_after(h);
	} while (wait_until(h, next_look(h, left, &ask_ms), true));
	return NULL;
}

/* A number of telltale.conf; absent is 0, the server's own choice. */
static enum tt_err
limit(const struct hub *h, const char *key, unsigned *out)
{
	const char *text = conf_get(&h->conf, key);
	uint64_t n = 0;
	enum tt_err e;

	if (text != NULL &&
	    (e = span_u64(span_str(text), LIMIT_MAX, &n)) != TT_OK)
		return e;
	*out = (unsigned)n;
	return TT_OK;
}

static enum tt_err
start_server(struct hub_service *s, const char *listen)
{
	char key_path[FILE_PATH_MAX], cert_path[FILE_PATH_MAX];
	struct buf key = { .n = 0 }, cert = { .n = 0 };
	struct http_server_conf conf = { .listen = listen };
	struct http_handler handler = hub_handler(s->hub);
	enum tt_err e;
	int saved;

	if ((e = limit(s->hub, "connections", &conf.connections)) == TT_OK &&
	    (e = limit(s->hub, "per-address", &conf.per_address)) == TT_OK &&
	    (e = file_path(key_path, s->hub->dir, "tls.key")) == TT_OK &&
	    (e = file_path(cert_path, s->hub->dir, "tls.crt")) == TT_OK &&
	    (e = file_read_secret(key_path, FILE_PATH_MAX, &key)) == TT_OK &&
	    (e = file_read(cert_path, 65536, &cert)) == TT_OK) {
		conf.tls_key = key.p;
		conf.tls_cert = cert.p;
		e = http_server_start(&s->server, &conf, &handler);
	}
	saved = errno;	/* says why an address cannot be had */
	buf_done(&key);
	buf_done(&cert);
	errno = saved;
	return e;
}

enum tt_err
hub_serve(struct hub_service **out, struct hub *h, const char *listen,
    const char **address)
{
	struct hub_service *s = calloc(1, sizeof(*s));
	enum tt_err e;
	int saved;

	if (s == NULL)
		return TT_ENOMEM;
	s->hub = h;
	if ((e = start_server(s, listen)) != TT_OK)
		goto out;
	e = TT_ENOMEM;
	if (pthread_create(&s->batches, NULL, run_batches, h) != 0)
		goto out;
	s->batching = true;
	if (pthread_create(&s->releases, NULL, run_releases, h) != 0)
		goto out;
	s->releasing = true;
	if ((e = meter_serve(&s->meter, h)) != TT_OK)
		goto out;
	*address = http_server_address(s->server);
out:
	if (e != TT_OK) {
		saved = errno;
		hub_serve_stop(s);
		errno = saved;
		return e;
	}
	*out = s;
	return TT_OK;
}

void
hub_serve_stop(struct hub_service *s)
{
	struct hub *h;

	if (s == NULL)
		return;
	h = s->hub;
	http_server_stop(s->server, GRACE_S);
	http_server_stop(s->meter, 0);
	pthread_mutex_lock(&h->wake_lock);
	h->stopping = true;
	pthread_cond_broadcast(&h->wake);
	pthread_mutex_unlock(&h->wake_lock);
	if (s->batching)
		pthread_join(s->batches, NULL);
	if (s->releasing)
		pthread_join(s->releases, NULL);
	free(s);
}
