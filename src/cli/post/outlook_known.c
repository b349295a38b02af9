/* SPDX-License-Identifier: ISC */
/*
 * Attacks seen before the public instant; deadlines of our own that run; who
 * waits for the state of a report.
 */
#include <stdio.h>

#include "cli/known/alerts.h"
#include "cli/known/view_tell.h"
#include "cli/post/outlook.h"

static enum tt_err
add(void *ctx, const struct alert *a)
{
	struct looking *l = ctx;

	outlook_add(l->out, a->seen ? OUTLOOK_SUSPICIOUS : OUTLOOK_DUE,
	    a->at_s, a->next, "%s: %s", a->subject, a->what);
	return TT_OK;
}

/* Finders are told by themselves, where that takes no passphrase. */
static void
look_at_views(struct looking *l)
{
	size_t n = 0;
	enum tt_err e = view_tell(l->v, &n);

	if (e != TT_OK)
		looking_cannot(l, e, "who is told of reports");
	else if (n > 0)
		outlook_add(l->out, OUTLOOK_DUE, OUTLOOK_NO_TIME,
		    "letter list", "%zu finder%s or coordinator%s not been "
		    "told where their report stands", n, n == 1 ? "" : "s",
		    n == 1 ? " has" : "s have");
}

void
look_at_known(struct looking *l)
{
	enum tt_err e = alerts_each(l->v->db, l->now_s, add, l);

	if (e != TT_OK)
		looking_cannot(l, e, "sightings and our own deadlines");
	look_at_views(l);
}
