/* SPDX-License-Identifier: ISC */
/* Agreements that end: 60, 30 and 7 days ahead; partners that were removed
 * and owe a word about their copies (specs/stories.md 3.3). */
#include <stdio.h>

#include "cli/post/outlook.h"
#include "store/vault_destruction.h"
#include "store/vault_outlook.h"

#define DAY		86400
#define SHOWN_MAX	10	/* of each warning; the others are counted */

/* Days ahead, and how urgent that is; the last row is how far one looks. */
static const struct warning {
	int days;
	enum outlook_kind kind;
} warnings[] = {
	{ 0, OUTLOOK_DUE },	/* has ended */
	{ 7, OUTLOOK_DUE },
	{ 30, OUTLOOK_DUE },
	{ 60, OUTLOOK_NEXT },
};

struct ending {
	struct looking *l;
	size_t n[N_ROWS(warnings)];
};

static enum tt_err
one(void *ctx, const struct vault_ending *row)
{
	struct ending *x = ctx;
	int64_t left = row->ends_s - x->l->now_s;
	char next[OUTLOOK_TEXT_MAX];
	size_t i = 0;

	while (i + 1 < N_ROWS(warnings) && left > warnings[i].days * DAY)
		i++;
	if (x->n[i]++ >= SHOWN_MAX)
		return TT_OK;
	snprintf(next, sizeof(next), "partner show %s", row->partner);
	outlook_add(x->l->out, warnings[i].kind, row->ends_s, next, i == 0 ?
	    "the agreement of %s has ended: it gets nothing new" :
	    "the agreement of %s ends", row->partner);
	return TT_OK;
}

/* What the silence of those who were removed is recorded by. */
static enum tt_err
silent(void *ctx, struct span partner, int64_t removed_s)
{
	struct looking *l = ctx;
	char next[OUTLOOK_TEXT_MAX];

	snprintf(next, sizeof(next), "partner holds %.*s", (int)partner.n,
	    partner.p);
	outlook_add(l->out, OUTLOOK_SILENT, removed_s + DESTRUCTION_TERM_S,
	    next, "%.*s was removed and has not confirmed that its copies are "
	    "destroyed", (int)partner.n, partner.p);
	return TT_OK;
}

void
look_at_partners(struct looking *l)
{
	struct ending x = { .l = l };
	enum tt_err e;

	e = vault_outlook_ending(l->v->db, l->now_s +
	    warnings[N_ROWS(warnings) - 1].days * (int64_t)DAY, one, &x);
	if (e != TT_OK)
		looking_cannot(l, e, "when agreements end");
	if ((e = vault_destruction_silent(l->v->db, l->now_s -
	    DESTRUCTION_TERM_S, silent, l)) != TT_OK)
		looking_cannot(l, e, "who confirmed destruction");
	for (size_t i = 0; i < N_ROWS(warnings); i++)
		if (x.n[i] > SHOWN_MAX)
			outlook_add(l->out, warnings[i].kind, OUTLOOK_NO_TIME,
			    "partner list", "%zu further agreements that end "
			    "within %d days", x.n[i] - SHOWN_MAX,
			    warnings[i].days);
}
