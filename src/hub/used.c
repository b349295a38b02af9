/* SPDX-License-Identifier: ISC */
#include "base/hex.h"
#include "base/log.h"
#include "hub/answer.h"
#include "hub/network.h"
#include "hub/routes.h"
#include "hub/used.h"
#include "store/hub_used.h"
#include "telltale/reader_id.h"

#define READERS	(CALLER_READER | CALLER_FORMER | CALLER_PENDING)

void
used_note(struct hub *h, const struct http_request *q, const struct auth *a)
{
	char network[NETWORK_LEN];
	enum tt_err e;

	if ((a->who & READERS) == 0 || !network_of(&h->conf, q, network))
		return;
	hub_lock(h);
	e = hub_used_note(h->db, a->id, network, hub_now(h));
	hub_unlock(h);
	if (e != TT_OK)
		log_line(LOG_LEVEL_ERROR, "cannot note from where a key was "
		    "used", "why", tt_err_text(e), NULL);
}

static enum tt_err
put_row(void *ctx, const struct hub_used *u)
{
	struct json_out *j = ctx;

	json_out_object(j);
	json_out_key(j, "network");
	json_out_str(j, u->network);
	json_out_at(j, "first", u->first_s);
	json_out_at(j, "last", u->last_s);
	json_out_key(j, "minutes");
	json_out_int(j, u->minutes);
	json_out_key(j, "days");
	json_out_int(j, u->days);
	json_out_object_end(j);
	return TT_OK;
}

void
route_used(struct call *c)
{
	struct json_out *j = answer_json(c->r);
	uint8_t id[TT_READER_ID_LEN];
	char reader[HUB_ID_MAX];
	enum tt_err e = TT_ENOENT;

	if (j == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	json_out_key(j, "networks");
	json_out_array(j);
	if (hex_decode(id, sizeof(id), c->arg[0].p, c->arg[0].n) &&
	    span_copy(c->arg[0], reader, sizeof(reader)) == TT_OK) {
		hub_lock(c->hub);
		e = hub_used_each(c->hub->db, reader, hub_now(c->hub),
		    put_row, j);
		hub_unlock(c->hub);
	}
	json_out_array_end(j);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}
