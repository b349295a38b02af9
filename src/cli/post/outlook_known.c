/* SPDX-License-Identifier: ISC */
/* Attacks seen before the public instant; deadlines of our own that run. */
#include <stdio.h>

#include "cli/known/alerts.h"
#include "cli/post/outlook.h"

static enum tt_err
add(void *ctx, const struct alert *a)
{
	struct looking *l = ctx;

	outlook_add(l->out, a->seen ? OUTLOOK_SUSPICIOUS : OUTLOOK_DUE,
	    a->at_s, a->next, "%s: %s", a->subject, a->what);
	return TT_OK;
}

void
look_at_known(struct looking *l)
{
	enum tt_err e = alerts_each(l->v->db, l->now_s, add, l);

	if (e != TT_OK)
		looking_cannot(l, e, "sightings and our own deadlines");
}
