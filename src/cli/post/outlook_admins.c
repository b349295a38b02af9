/* SPDX-License-Identifier: ISC */
/*
 * What partners' own admins did about their readers, and no officer has put in
 * the ledger yet (specs/stories.md PA-2).
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/people/revoke.h"
#include "cli/post/outlook.h"
#include "store/vault_admin.h"

#define SHOWN_MAX	10	/* the others are counted */

/* Read before other records are. */
struct words {
	struct vault_heard *at;
	size_t n, cap;
};

static enum tt_err
add_word(void *ctx, const struct vault_heard *h)
{
	struct words *w = ctx;
	struct vault_heard *at;

	if (w->n == w->cap) {
		w->cap = w->cap * 2 + 16;
		if ((at = reallocarray(w->at, w->cap, sizeof(*at))) == NULL)
			return TT_ENOMEM;
		w->at = at;
	}
	w->at[w->n++] = *h;
	return TT_OK;
}

/* It has not left the programme yet, nor come back since. */
static enum tt_err
is_leaving(struct looking *l, const struct vault_heard *h, bool *yes)
{
	struct vault_partner p;
	enum tt_err e;

	e = vault_partner_get(l->v->db, span_str(h->partner), &p);
	*yes = e == TT_OK && p.since_s <= h->received_s &&
	    p.state != PARTNER_WITHDRAWN && p.state != PARTNER_REMOVED;
	return e;
}

static enum tt_err
is_stopped(struct looking *l, const struct vault_heard *h, bool *yes)
{
	struct vault_reader r;
	enum tt_err e;

	*yes = false;
	if ((e = vault_reader_get(l->v->db, span_str(h->reader), &r)) !=
	    TT_OK)
		return e;
	return people_revoke_owed(l->v, &r, yes);
}

static enum tt_err
look_at(struct looking *l, const struct vault_heard *h, size_t *n)
{
	bool leaves = h->partner[0] != '\0', yes;
	char next[OUTLOOK_TEXT_MAX];
	enum tt_err e;

	e = leaves ? is_leaving(l, h, &yes) : is_stopped(l, h, &yes);
	if (e != TT_OK || !yes || (*n)++ >= SHOWN_MAX)
		return e;
	snprintf(next, sizeof(next), leaves ? "partner withdraw %s" :
	    "reader revoke %s", leaves ? h->partner : h->reader);
	outlook_add(l->out, OUTLOOK_DUE, h->received_s, next, leaves ?
	    "%s leaves, by the word of its admin %s; the ledger has no word "
	    "of it" : "%s was stopped by its admin %s; the ledger has no "
	    "word of it", leaves ? h->partner : h->reader, h->writer);
	return TT_OK;
}

void
look_at_admins(struct looking *l)
{
	struct words w = { .n = 0 };
	enum tt_err e = vault_heard_each(l->v->db, add_word, &w);
	size_t n = 0;

	for (size_t i = 0; i < w.n && e == TT_OK; i++)
		e = look_at(l, &w.at[i], &n);
	free(w.at);
	if (e != TT_OK)
		looking_cannot(l, e, "whom admins of partners stopped");
	if (n > SHOWN_MAX)
		outlook_add(l->out, OUTLOOK_DUE, OUTLOOK_NO_TIME,
		    "reader list", "%zu further readers were stopped by their "
		    "admins", n - SHOWN_MAX);
}
