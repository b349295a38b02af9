/* SPDX-License-Identifier: ISC */
/*
 * front - requests for a keeper, handed on, and its answer handed back.
 *
 * What the hub itself takes from it is the keeper's signed word that it
 * holds: publishing waits for that.
 */
#include <stdio.h>
#include <string.h>

#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/keepers.h"
#include "hub/routes.h"
#include "store/crash.h"
#include "store/hub_wave.h"
#include "telltale/authority.h"

static const char *const handed_on[] = { "share", "early", "move", "clock" };

static bool
may_hand_on(struct span what)
{
	for (size_t i = 0; i < N_ROWS(handed_on); i++)
		if (span_is(what, handed_on[i]))
			return true;
	return false;
}

/* `held`, signed by that keeper: kept.  Under lock. */
static enum tt_err
keep_held(struct hub *h, unsigned number, struct span text)
{
	const struct tt_authority a = { .keys = &h->keys.statement };
	struct tt_statement s;
	struct hash wave;
	enum tt_err e;

	if ((e = tt_statement_parse(&s, text, NULL)) != TT_OK)
		return e;
	if (s.kind != TT_HELD || !span_is(s.origin, h->origin) ||
	    tt_statement_number(&s, "index", 0) != number)
		return TT_EREFUSED;
	if ((e = tt_authority_check(&s, &a)) != TT_OK)
		return e;
	tt_statement_hash(&s, "wave", &wave);
	return hub_held_set(h->db, &wave, number,
	    tt_statement_instant(&s, "opens", 0), text);
}

static void
hand_back(struct http_response *r, struct http_answer *a)
{
	buf_clear(&r->body);
	buf_span(&r->body, buf_view(&a->body));
	r->status = a->status;
	r->content_type = a->body.n > 0 ? "text/plain; charset=utf-8" : NULL;
}

static enum tt_err
hand_on(struct call *c, const struct hub_keeper *k, struct span what,
    struct http_answer *a)
{
	char target[32];
	enum tt_err e;

	if ((e = keeper_teach(c->hub, k)) != TT_OK)
		return e;
	snprintf(target, sizeof(target), "/%.*s", (int)what.n, what.p);
	e = keeper_call(k, HTTP_POST, target, c->q->body, a);
	if (e != TT_OK || a->status != 200)
		return e;
	hub_lock(c->hub);
	e = keep_held(c->hub, k->number, buf_view(&a->body));
	hub_unlock(c->hub);
	crash_point("held");
	if (e != TT_OK)
		http_answer_done(a);
	return e;
}

void
route_keeper(struct call *c)
{
	const struct hub_keeper *k;
	struct http_answer a;
	enum tt_err e;

	k = keeper_find(c->hub, keeper_number(c->arg[0]));
	if (k == NULL || !may_hand_on(c->arg[1])) {
		answer_not_found(c->r);
		return;
	}
	if ((e = hand_on(c, k, c->arg[1], &a)) != TT_OK) {
		if (e == TT_EFULL || e == TT_EAGAIN || e == TT_EDB)
			answer_err(c->r, e);
		else
			answer_problem(c->r, 502, e == TT_ENET ?
			    "the keeper does not answer" :
			    "the keeper's answer is not good");
		return;
	}
	if (a.status == 507)
		answer_problem(c->r, 507, "the keeper's disk is full");
	else
		hand_back(c->r, &a);
	http_answer_done(&a);
}
