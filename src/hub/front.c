/* SPDX-License-Identifier: ISC */
/*
 * front - requests for a keeper, handed on, and its answer handed back.
 *
 * What the hub itself takes from it is the keeper's signed word, that it
 * holds or that it destroyed (tell.h): publishing and moving wait for that.
 */
#include <stdio.h>
#include <string.h>

#include "base/log.h"
#include "hub/answer.h"
#include "hub/keepers.h"
#include "hub/page.h"
#include "hub/routes.h"
#include "hub/statements.h"
#include "hub/tell.h"
#include "store/crash.h"
#include "store/hub_embargo.h"

#define REFUSED_MAX	256	/* of one answer */

static const char *const handed_on[] = { "share", "early", "move", "retract",
	"checkpoint", "clock" };

static bool
may_hand_on(struct span what)
{
	for (size_t i = 0; i < N_ROWS(handed_on); i++)
		if (span_is(what, handed_on[i]))
			return true;
	return false;
}

static void
hand_back(struct http_response *r, struct http_answer *a)
{
	buf_clear(&r->body);
	buf_span(&r->body, buf_view(&a->body));
	r->status = a->status;
	r->content_type = a->body.n > 0 ? "text/plain; charset=utf-8" : NULL;
}

/*
 * What officers order is known to the hub before a keeper has it: one that
 * does not answer is told again, and again after each of its starts.
 */
static enum tt_err
keep_order(struct hub *h, const char *what, struct span text)
{
	static const struct {
		const char *what;
		enum tt_kind kind;
	} orders[] = { { "early", TT_EARLY }, { "move", TT_MOVE },
		{ "retract", TT_EMBARGO } };
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(orders); i++)
		if (strcmp(what, orders[i].what) == 0) {
			hub_lock(h);
			e = statement_order(h, orders[i].kind, text);
			hub_unlock(h);
			crash_point("ordered");
		}
	return e;
}

/* Who tried what without the signatures that it takes: officers hear of it. */
static void
report(struct call *c, const struct hub_keeper *k, const char *what,
    unsigned status)
{
	struct hub_refusal r = { .at_s = hub_now(c->hub), .status = status };
	struct span who = tt_statement_get(&c->auth->request, "key");
	enum tt_err e;

	snprintf(r.what, sizeof(r.what), "keeper %02u %s", k->number, what);
	if (span_copy(who, r.who, sizeof(r.who)) != TT_OK)
		return;
	hub_lock(c->hub);
	e = hub_refusal_add(c->hub->db, &r);
	hub_unlock(c->hub);
	log_line(LOG_LEVEL_WARN, "an order to a keeper was refused", "order",
	    r.what, "by", r.who, "kept", tt_err_text(e), NULL);
}

static void
answer_failed(struct http_response *r, enum tt_err e)
{
	if (e == TT_EFULL || e == TT_EAGAIN || e == TT_EDB)
		answer_err(r, e);
	else
		answer_problem(r, 502, e == TT_ENET ?
		    "the keeper does not answer" :
		    "the keeper's answer is not good");
}

void
route_keeper(struct call *c)
{
	const struct hub_keeper *k;
	char what[HUB_ORDER_MAX];
	struct http_answer a;
	enum tt_err e;

	k = keeper_find(c->hub, keeper_number(c->arg[0]));
	if (k == NULL || !may_hand_on(c->arg[1]) ||
	    span_copy(c->arg[1], what, sizeof(what)) != TT_OK) {
		answer_not_found(c->r);
		return;
	}
	if ((e = keep_order(c->hub, what, c->q->body)) != TT_OK) {
		answer_err(c->r, e);
		if (c->r->status == 403)
			report(c, k, what, 403);
		return;
	}
	if ((e = tell_order(c->hub, k, what, c->q->body, &a)) != TT_OK) {
		answer_failed(c->r, e);
		return;
	}
	if (a.status == 507)
		answer_problem(c->r, 507, "the keeper's disk is full");
	else
		hand_back(c->r, &a);
	if (a.status == 403)
		report(c, k, what, 403);
	http_answer_done(&a);
	hub_wake(c->hub);
}

void
route_keeper_health(struct call *c)
{
	const struct hub_keeper *k;
	struct http_answer a;
	enum tt_err e;

	k = keeper_find(c->hub, keeper_number(c->arg[0]));
	if (k == NULL) {
		answer_not_found(c->r);
		return;
	}
	if ((e = keeper_call(k, HTTP_GET, "/health", SPAN(""), &a)) != TT_OK) {
		answer_failed(c->r, e);
		return;
	}
	hand_back(c->r, &a);
	c->r->content_type = "application/json";
	http_answer_done(&a);
}

static enum tt_err
put_refused(struct hub *h, struct json_out *j, int64_t after)
{
	struct hub_refusal r;
	enum tt_err e = TT_OK;

	json_out_key(j, "refused");
	json_out_array(j);
	for (int i = 0; i < REFUSED_MAX; i++, after = r.n) {
		if ((e = hub_refusal_next(h->db, after, &r)) != TT_OK)
			break;
		json_out_object(j);
		json_out_key(j, "n");
		json_out_int(j, r.n);
		json_out_at(j, "at", r.at_s);
		json_out_key(j, "who");
		json_out_str(j, r.who);
		json_out_key(j, "what");
		json_out_str(j, r.what);
		json_out_key(j, "status");
		json_out_int(j, r.status);
		json_out_object_end(j);
	}
	json_out_array_end(j);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_refused(struct call *c)
{
	page_answer(c, put_refused);
}
