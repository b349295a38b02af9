/* SPDX-License-Identifier: ISC */
/*
 * Agreements that end: 60, 30 and 7 days ahead; partners that were removed
 * and owe a word about their copies (specs/stories.md 3.3); what is asked
 * again every year (3.7, 3.8).
 */
#include <stdio.h>

#include "cli/post/outlook.h"
#include "programme/profile.h"
#include "programme/vetting.h"
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

/* Lines of one kind; of many, the first ones. */
struct listing {
	struct looking *l;
	const char *text, *next;
	int64_t after_s;	/* from the instant in the row to what it is */
	size_t n;
};

static enum tt_err
list_one(void *ctx, const struct vault_ending *row)
{
	struct listing *x = ctx;
	char next[OUTLOOK_TEXT_MAX];

	if (x->n++ >= SHOWN_MAX)
		return TT_OK;
	snprintf(next, sizeof(next), "%s %s", x->next, row->partner);
	outlook_add(x->l->out, OUTLOOK_DUE, row->ends_s + x->after_s, next,
	    "%s: %s", row->partner, x->text);
	return TT_OK;
}

static void
list_end(const struct listing *x, enum tt_err e)
{
	if (e != TT_OK)
		looking_cannot(x->l, e, x->text);
	if (x->n > SHOWN_MAX)
		outlook_add(x->l->out, OUTLOOK_DUE, OUTLOOK_NO_TIME,
		    "partner due", "%zu further partners: %s",
		    x->n - SHOWN_MAX, x->text);
}

/* What is to be said again every year, and was not. */
static void
look_at_yearly(struct looking *l)
{
	struct listing d = { .l = l, .next = "partner profile",
		.text = "its declaration of duties is overdue, and what "
		"binds it unknown since", .after_s = PROFILE_GOOD_FOR_S };
	struct listing r = { .l = l, .next = "partner vet",
		.text = "its vetting is to be reviewed" };

	list_end(&d, vault_outlook_declared(l->v->db, l->now_s -
	    PROFILE_GOOD_FOR_S + 1, list_one, &d));
	list_end(&r, vault_outlook_review(l->v->db, l->now_s + 1,
	    VETTING_YEAR_S, list_one, &r));
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

	look_at_yearly(l);

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
