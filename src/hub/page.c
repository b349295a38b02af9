/* SPDX-License-Identifier: ISC */
#include "hub/answer.h"
#include "hub/bodies.h"
#include "hub/page.h"

void
page_answer(struct call *c, page_fn *fn)
{
	struct json_out *j;
	int64_t after;
	enum tt_err e;

	if (!body_after(c->q->query, &after)) {
		answer_err(c->r, TT_ESYNTAX);
		return;
	}
	if ((j = answer_json(c->r)) == NULL) {
		answer_err(c->r, TT_ENOMEM);
		return;
	}
	json_out_object(j);
	hub_lock(c->hub);
	e = fn(c->hub, j, after);
	hub_unlock(c->hub);
	json_out_object_end(j);
	answer_json_end(c->r, j, 200);
	if (e != TT_OK)
		answer_err(c->r, e);
}
