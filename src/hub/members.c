/* SPDX-License-Identifier: ISC */
/*
 * members - who is shown to be in the programme: an officer's word, which says
 * to whom.  specs/stories.md 3.11.
 *
 * While it is hidden, and for whom it is not meant, there is nothing here.
 */
#include <stdlib.h>

#include "base/instant.h"
#include "hub/answer.h"
#include "hub/routes.h"
#include "programme/membership.h"
#include "store/crash.h"
#include "store/hub_letter.h"
#include "telltale/authority.h"

/* By an officer of the keys in force, and not an older one again. */
static enum tt_err
check(struct hub *h, struct span text)
{
	const struct tt_authority a = { .keys = &h->keys.statement };
	struct tt_statement *st = calloc(2, sizeof(*st));
	struct buf old = { .n = 0 };
	enum tt_err e = TT_ENOMEM;

	if (st == NULL || (e = tt_statement_parse(&st[0], text, NULL)) !=
	    TT_OK)
		goto out;
	if (st[0].kind != TT_MEMBERS || !span_is(st[0].origin, h->origin)) {
		e = TT_EREFUSED;
		goto out;
	}
	if ((e = tt_authority_check(&st[0], &a)) != TT_OK)
		goto out;
	e = hub_members_get(h->db, &old);
	if (e == TT_OK && tt_statement_parse(&st[1], buf_view(&old), NULL) ==
	    TT_OK && st[0].time < st[1].time)
		e = TT_ESTATE;
	if (e == TT_ENOENT)
		e = TT_OK;
out:
	buf_done(&old);
	free(st);
	return e;
}

void
route_members_set(struct call *c)
{
	enum tt_err e;

	hub_lock(c->hub);
	if ((e = check(c->hub, c->q->body)) == TT_OK)
		e = hub_members_set(c->hub->db, c->q->body);
	hub_unlock(c->hub);
	crash_point("members");
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

/* What is there for such a caller; st borrows from text. */
static enum tt_err
read_for(struct hub *h, enum membership_asker who, struct buf *text,
    struct tt_statement *st)
{
	enum membership m;
	enum tt_err e;

	hub_lock(h);
	e = hub_members_get(h->db, text);
	hub_unlock(h);
	if (e != TT_OK)
		return e;
	if (tt_statement_parse(st, buf_view(text), NULL) != TT_OK ||
	    !membership_parse(tt_statement_get(st, "setting"), &m))
		return TT_EINTEGRITY;
	return membership_shown(m, who) ? TT_OK : TT_ENOENT;
}

void
route_members(struct call *c)
{
	struct tt_statement *st = malloc(sizeof(*st));
	struct buf text = { .n = 0 };
	enum tt_err e = st == NULL ? TT_ENOMEM : read_for(c->hub,
	    MEMBERSHIP_READER, &text, st);

	if (e == TT_OK) {
		buf_span(&c->r->body, buf_view(&text));
		c->r->status = 200;
		c->r->content_type = "text/plain; charset=utf-8";
	} else
		answer_err(c->r, e);
	buf_done(&text);
	free(st);
}

static void
put_list(struct json_out *j, const struct tt_statement *st)
{
	json_out_object(j);
	json_out_key(j, "format");
	json_out_str(j, "telltale-members/1");
	json_out_key(j, "log");
	json_out_span(j, st->origin);
	json_out_at(j, "as_of", st->time);
	json_out_key(j, "members");
	json_out_array(j);
	for (size_t i = 0; i < tt_statement_count(st, "name"); i++)
		json_out_span(j, tt_statement_nth(st, "name", i));
	json_out_array_end(j);
	json_out_object_end(j);
}

void
route_members_public(struct call *c)
{
	struct tt_statement *st = malloc(sizeof(*st));
	struct json_out *j = NULL;
	struct buf text = { .n = 0 };
	enum tt_err e = st == NULL ? TT_ENOMEM : read_for(c->hub,
	    MEMBERSHIP_ANYBODY, &text, st);

	if (e == TT_OK && (j = answer_json(c->r)) == NULL)
		e = TT_ENOMEM;
	if (e == TT_OK) {
		put_list(j, st);
		answer_json_end(c->r, j, 200);
	} else
		answer_err(c->r, e);
	buf_done(&text);
	free(st);
}
