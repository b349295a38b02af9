/* SPDX-License-Identifier: ISC */
/* standing - how a bulletin's embargo stands, for the vendor's own eyes. */
#include "base/json_out.h"
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/embargo.h"
#include "hub/routes.h"

static enum tt_err
put_wave(struct hub *h, struct json_out *j, const struct hub_wave *w)
{
	unsigned k = 0, n = 0, held = 0;
	enum tt_err e;

	if ((e = embargo_keepers(h, &w->leaf, &k, &n)) != TT_OK ||
	    (e = hub_held_count(h->db, &w->leaf, w->opens_s, &held)) != TT_OK)
		return e;
	json_out_object(j);
	json_out_key(j, "wave");
	json_out_hex(j, w->leaf.b, sizeof(w->leaf.b));
	json_out_at(j, "opens", w->opens_s);
	json_out_key(j, "terms");
	json_out_hex(j, w->terms.b, sizeof(w->terms.b));
	json_out_key(j, "released");
	json_out_bool(j, w->released);
	json_out_key(j, "threshold");
	json_out_u64(j, k);
	json_out_key(j, "keepers");
	json_out_u64(j, n);
	json_out_key(j, "held");	/* by so many, for that instant */
	json_out_u64(j, held);
	json_out_object_end(j);
	return TT_OK;
}

static enum tt_err
put_standing(struct hub *h, struct json_out *j, const char *bulletin)
{
	struct hub_embargo m;
	struct hub_wave w = { .n = 0 };
	enum tt_err e;

	if ((e = embargo_standing_of(h, bulletin, &m)) != TT_OK)
		return e;
	json_out_key(j, "id");
	json_out_str(j, m.bulletin);
	json_out_key(j, "state");
	json_out_str(j, m.state);
	json_out_key(j, "revision");
	json_out_u64(j, m.revision);
	json_out_at(j, "public", m.public_s);
	json_out_key(j, "waits");	/* a later word, not adopted yet */
	json_out_bool(j, m.pending != 0);
	json_out_key(j, "waves");
	json_out_array(j);
	while ((e = hub_wave_of_bulletin(h->db, bulletin, w.n, &w)) == TT_OK)
		if (w.visible && (e = put_wave(h, j, &w)) != TT_OK)
			break;
	json_out_array_end(j);
	return e == TT_ENOENT ? TT_OK : e;
}

void
route_embargo(struct call *c)
{
	char id[HUB_ID_MAX];
	struct json_out *j;
	enum tt_err e;

	if (!body_bulletin_ok(c->arg[0]) ||
	    span_copy(c->arg[0], id, sizeof(id)) != TT_OK) {
		answer_not_found(c->r);
		return;
	}
	if ((j = answer_json(c->r)) == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	hub_lock(c->hub);
	e = put_standing(c->hub, j, id);
	hub_unlock(c->hub);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}
