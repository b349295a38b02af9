/* SPDX-License-Identifier: ISC */
/*
 * opened - a reader's client says that it decrypted a copy.  specs/stories.md
 * 3.13, level "opened".
 *
 *	POST /api/v1/opened/BULLETIN/COPIES?at=INSTANT
 *
 * The request itself is the statement, for all that it says is in its signed
 * path; it is kept whole and never logged.  Only who has a receipt for those
 * copies can say it, and once their wave is open; to everybody else there is
 * nothing here.
 */
#include <stdio.h>
#include <string.h>

#include "base/hex.h"
#include "base/instant.h"
#include "hub/answer.h"
#include "hub/embargo.h"
#include "hub/page.h"
#include "hub/routes.h"
#include "store/crash.h"
#include "store/hub_event.h"
#include "store/hub_opened.h"
#include "store/hub_wave.h"

#define AHEAD_MAX_S	300	/* of the hub's clock, by the reader's */
#define PAGE_MAX	1000	/* rows */

/* The wave, if the caller's receipt is for its copies; under lock. */
static enum tt_err
find_wave(struct call *c, const struct hash *copies, struct hub_wave *w)
{
	char own[HUB_OWN_MAX], hex[HEX_LEN(sizeof(copies->b)) + 1];
	struct hub_event ev = { .n = 0 };
	enum tt_err e;

	hex_encode(hex, copies->b, sizeof(copies->b));
	snprintf(own, sizeof(own), "receipt %s %s", c->auth->id, hex);
	if ((e = hub_event_by_own(c->hub->db, own, &ev)) != TT_OK)
		return e;
	hub_event_done(&ev);
	e = hub_wave_by_copies(c->hub->db, copies, w);
	return e == TT_OK && !span_is(c->arg[0], w->bulletin) ? TT_ENOENT : e;
}

static enum tt_err
keep(struct call *c, const struct hash *copies, int64_t at_s)
{
	int64_t now = hub_now(c->hub);
	struct hub_opened o = { .copies = *copies, .note = c->auth->note,
		.received_s = now };
	struct hub_embargo m;
	struct hub_wave w;
	enum tt_err e;

	if ((e = find_wave(c, copies, &w)) != TT_OK ||
	    (e = embargo_standing_of(c->hub, w.bulletin, &m)) != TT_OK)
		return e;
	if (!w.released && !embargo_opens(&m, &w, now))
		return TT_ENOENT;
	if (at_s > now + AHEAD_MAX_S)
		return TT_ESYNTAX;
	memcpy(o.reader, c->auth->id, sizeof(o.reader));
	return hub_opened_add(c->hub->db, &o);
}

void
route_opened(struct call *c)
{
	struct span at = c->q->query;
	struct hash copies;
	int64_t at_s = 0;
	enum tt_err e = TT_ENOENT;

	if (hex_decode(copies.b, sizeof(copies.b), c->arg[1].p,
	    c->arg[1].n)) {
		hub_lock(c->hub);
		e = !span_skip(&at, "at=") || instant_parse(at, &at_s) !=
		    TT_OK ? TT_ESYNTAX : keep(c, &copies, at_s);
		hub_unlock(c->hub);
	}
	crash_point("opened");
	if (e == TT_OK)
		answer_empty(c->r);
	else
		answer_err(c->r, e);
}

static enum tt_err
put_rows(struct hub *h, struct json_out *j, int64_t after)
{
	struct hub_opened o = { .n = after };
	enum tt_err e = TT_OK;

	json_out_key(j, "opened");
	json_out_array(j);
	for (int i = 0; i < PAGE_MAX &&
	    (e = hub_opened_next(h->db, after, &o)) == TT_OK; i++) {
		after = o.n;
		json_out_object(j);
		json_out_key(j, "n");
		json_out_int(j, o.n);
		json_out_at(j, "received", o.received_s);
		json_out_key(j, "note");
		json_out_span(j, buf_view(&o.note));
		json_out_object_end(j);
		hub_opened_done(&o);
	}
	json_out_array_end(j);
	json_out_key(j, "next");
	json_out_int(j, after);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_openings(struct call *c)
{
	page_answer(c, put_rows);
}
