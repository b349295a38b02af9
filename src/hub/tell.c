/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "base/json_in.h"
#include "base/log.h"
#include "hub/keepers.h"
#include "hub/statements.h"
#include "hub/tell.h"
#include "store/crash.h"
#include "store/hub_embargo.h"
#include "telltale/authority.h"

#define HEALTH_MAX	4096	/* bytes */
#define DESTROYED_MAX	((size_t)1 << 20)
#define NEWS_MAX	131072
#define QUIET_S		30	/* after a checkpoint was refused */

/* A statement of that kind, signed by this keeper alone; under lock. */
static enum tt_err
check_word(struct hub *h, const struct hub_keeper *k, enum tt_kind kind,
    struct span text, struct tt_statement *s)
{
	const struct tt_authority a = { .keys = &h->keys.statement };
	enum tt_err e;

	if ((e = tt_statement_parse(s, text, NULL)) != TT_OK)
		return e;
	if (s->kind != kind || !span_is(s->origin, h->origin) ||
	    tt_statement_number(s, "index", 0) != k->number)
		return TT_EREFUSED;
	return tt_authority_check(s, &a);
}

static enum tt_err
keep_held(struct hub *h, const struct hub_keeper *k, struct span text)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct hash wave;
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = check_word(h, k, TT_HELD, text, s)) == TT_OK) {
		tt_statement_hash(s, "wave", &wave);
		e = hub_held_set(h->db, &wave, k->number,
		    tt_statement_instant(s, "opens", 0), text);
	}
	free(s);
	return e;
}

/* Each is said once in the ledger. */
static enum tt_err
keep_destroyed(struct hub *h, const struct hub_keeper *k, struct span text)
{
	struct tt_statement *s = malloc(sizeof(*s));
	char own[HUB_OWN_MAX];
	struct tt_salt salt;
	struct hash leaf;
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = check_word(h, k, TT_DESTROYED, text, s)) == TT_OK) {
		struct span wave = tt_statement_get(s, "wave");

		snprintf(own, sizeof(own), "destroyed %.*s %u", (int)wave.n,
		    wave.p, k->number);
		rng_fill(h->rng, salt.b, sizeof(salt.b));
		e = statement_keep(h, s, &salt, own, NULL, &leaf);
	}
	free(s);
	return e;
}

static enum tt_err
keep_all_destroyed(struct hub *h, const struct hub_keeper *k,
    struct span body)
{
	json_t *root, *list, *one;
	enum tt_err e;
	size_t i;

	if ((e = json_in_parse(body, DESTROYED_MAX, &root, NULL)) != TT_OK)
		return e;
	if ((e = json_in_array(root, "destroyed", &list, NULL)) == TT_OK)
		json_array_foreach(list, i, one) {
			const char *text = json_string_value(one);

			if (text == NULL)
				e = TT_ESYNTAX;
			else
				e = keep_destroyed(h, k, span_str(text));
			if (e != TT_OK)
				break;
		}
	json_decref(root);
	return e;
}

/* What a keeper has signed in its answer. */
static enum tt_err
keep_answer(struct hub *h, const struct hub_keeper *k, const char *what,
    const struct http_answer *a)
{
	enum tt_err e = TT_OK;

	if (a->status != 200)
		return TT_OK;
	hub_lock(h);
	if (strcmp(what, "share") == 0 || strcmp(what, "move") == 0)
		e = keep_held(h, k, buf_view(&a->body));
	else if (strcmp(what, "retract") == 0)
		e = keep_all_destroyed(h, k, buf_view(&a->body));
	hub_unlock(h);
	crash_point("held");
	return e;
}

/*
 * An order is good by the list of keys of its time: a keeper that has an old
 * one learns the next only where it refuses, and so on.  A share is of now.
 */
static enum tt_err
call_taught(struct hub *h, const struct hub_keeper *k, const char *what,
    struct span statement, struct http_answer *out)
{
	char target[32];
	enum tt_err e = TT_OK;

	snprintf(target, sizeof(target), "/%s", what);
	if (strcmp(what, "share") == 0)
		e = keeper_teach(h, k);
	while (e == TT_OK) {
		e = keeper_call(k, HTTP_POST, target, statement, out);
		if (e != TT_OK || out->status != 403)
			return e;
		if ((e = keeper_teach_next(h, k)) == TT_ENOENT)
			return TT_OK;
		http_answer_done(out);
	}
	return e;
}

enum tt_err
tell_order(struct hub *h, const struct hub_keeper *k, const char *what,
    struct span statement, struct http_answer *out)
{
	struct http_answer a;
	enum tt_err e;

	if ((e = call_taught(h, k, what, statement, &a)) != TT_OK)
		return e;
	if ((e = keep_answer(h, k, what, &a)) != TT_OK) {
		http_answer_done(&a);
		return e;
	}
	*out = a;
	return TT_OK;
}

/* An answer after which it need not be told again. */
static bool
is_final(unsigned status)
{
	return status < 500;
}

static void
say_refused(const struct hub_keeper *k, const char *what, unsigned status)
{
	char keeper[4], text[8];

	snprintf(keeper, sizeof(keeper), "%02u", k->number % 100);
	snprintf(text, sizeof(text), "%u", status % 1000);
	log_line(LOG_LEVEL_WARN, "a keeper refuses an order", "keeper",
	    keeper, "order", what, "status", text, NULL);
}

static enum tt_err
tell_one(struct hub *h, const struct hub_keeper *k, const struct hub_order *o,
    bool again)
{
	struct http_answer a;
	unsigned status;
	enum tt_err e;

	if ((e = tell_order(h, k, o->what, buf_view(&o->statement), &a)) !=
	    TT_OK)
		return e;
	status = a.status;
	http_answer_done(&a);
	if (!is_final(status))
		return TT_EAGAIN;
	if (status >= 300 && !again)
		say_refused(k, o->what, status);
	hub_lock(h);
	e = hub_order_heeded(h->db, o->n, k->number);
	hub_unlock(h);
	crash_point("heeded");
	return e;
}

/* All orders, or those that it has not answered yet, as they came. */
static enum tt_err
tell_orders(struct hub *h, const struct hub_keeper *k, bool all)
{
	struct hub_order o = { .n = 0 };
	int64_t last = 0;
	enum tt_err e;

	for (;;) {
		hub_lock(h);
		e = hub_order_next(h->db, k->number, all, last, &o);
		hub_unlock(h);
		if (e != TT_OK)
			return e == TT_ENOENT ? TT_OK : e;
		last = o.n;
		e = tell_one(h, k, &o, all);
		hub_order_done(&o);
		if (e != TT_OK)
			return e;
	}
}

/* What it says of itself: heard since its start, and its newest size. */
struct health {
	bool	heard;
	int64_t	size;
};

static enum tt_err
ask_health(const struct hub_keeper *k, struct health *out)
{
	struct health health = { .size = 0 };
	struct http_answer a;
	json_t *root;
	enum tt_err e;

	if ((e = keeper_call(k, HTTP_GET, "/health", SPAN(""), &a)) != TT_OK)
		return e;
	e = a.status == 200 ? json_in_parse(buf_view(&a.body), HEALTH_MAX,
	    &root, NULL) : TT_EAGAIN;
	http_answer_done(&a);
	if (e != TT_OK)
		return e;
	if ((e = json_in_bool(root, "heard", &health.heard, NULL)) == TT_OK)
		e = json_in_int(root, "size", 0, INT64_MAX, &health.size,
		    NULL);
	json_decref(root);
	if (e == TT_OK)
		*out = health;
	return e;
}

static enum tt_err
tell_news(struct hub *h, const struct hub_keeper *k, uint64_t old)
{
	struct http_answer a;
	struct buf body;
	enum tt_err e;

	buf_init(&body, NEWS_MAX);
	if ((e = ledger_extend(&h->ledger, old, &body)) == TT_OK &&
	    (e = keeper_call(k, HTTP_POST, "/checkpoint", buf_view(&body),
	    &a)) == TT_OK) {
		e = a.status == 204 ? TT_OK : TT_EAGAIN;
		http_answer_done(&a);
	}
	buf_done(&body);
	return e;
}

/* What was refused is not said again each second: it may lack witnesses. */
static bool
is_quiet(struct hub *h, const struct hub_quiet *q)
{
	return q->size == ledger_size(&h->ledger) && hub_now(h) < q->until_s;
}

/* It may have an older disk than it had. */
static void
forget_taught(struct hub *h, const struct hub_keeper *k)
{
	hub_lock(h);
	h->taught[k - h->keeper] = 0;
	hub_unlock(h);
}

static enum tt_err
tell_keeper(struct hub *h, const struct hub_keeper *k, struct hub_quiet *q)
{
	uint64_t size = ledger_size(&h->ledger);
	struct health health;
	enum tt_err e;

	if (is_quiet(h, q))
		return tell_orders(h, k, false);
	if ((e = ask_health(k, &health)) != TT_OK)
		return e;
	if (!health.heard)
		forget_taught(h, k);
	if ((e = tell_orders(h, k, !health.heard)) != TT_OK)
		return e;
	if (health.heard && (uint64_t)health.size == size)
		return TT_OK;
	e = tell_news(h, k, (uint64_t)health.size);
	if (e == TT_EAGAIN)
		*q = (struct hub_quiet){ size, hub_now(h) + QUIET_S };
	return e;
}

enum tt_err
tell_keepers(struct hub *h, unsigned *left)
{
	unsigned n = 0;
	enum tt_err e, worst = TT_OK;

	for (size_t i = 0; i < h->n_keepers; i++) {
		e = tell_keeper(h, &h->keeper[i], &h->quiet[i]);
		n += e != TT_OK;
		if (e != TT_OK && e != TT_ENET && e != TT_EAGAIN)
			worst = e;
	}
	*left = n;
	return worst;
}
