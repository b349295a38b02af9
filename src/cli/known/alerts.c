/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/span.h"
#include "cli/known/alerts.h"
#include "store/vault_embargo.h"

#define WHAT_MAX	256	/* bytes of a line */

struct telling {
	struct db *db;
	int64_t now_s;
	alerts_fn *fn;
	void *ctx;
};

/* As people call it; *fix_s, unless nothing of it is, or will be, public. */
static enum tt_err
of_bulletin(struct db *db, struct span id, int64_t now_s, bool planned,
    char name[ALERTS_NAME_MAX], int64_t *fix_s)
{
	struct vault_bulletin b;
	int64_t public_s;
	enum tt_err e;

	if ((e = vault_bulletin_told(db, id, &b)) != TT_OK)
		return e;
	snprintf(name, ALERTS_NAME_MAX, "%s", b.name);
	if (b.published_s == 0)
		return TT_OK;
	e = vault_embargo_public(db, b.id, b.public_s, now_s, &public_s);
	if (e == TT_OK && public_s != INT64_MAX &&
	    (planned || public_s <= now_s))
		*fix_s = public_s;
	return e;
}

enum tt_err
alerts_clock(struct db *db, const struct vault_clock *c, int64_t now_s,
    bool planned, char name[ALERTS_NAME_MAX], int64_t *due_s)
{
	int64_t fix_s = OWN_DUTY_NEVER;
	struct span subject = span_str(c->subject);
	enum tt_err e = TT_OK, said;

	if (span_skip(&subject, "case:"))
		snprintf(name, ALERTS_NAME_MAX, "case %.*s",
		    (int)subject.n, subject.p);
	else
		e = of_bulletin(db, subject, now_s, planned, name, &fix_s);
	said = vault_fix_get(db, c->subject, &fix_s);
	if (e != TT_OK || (said != TT_OK && said != TT_ENOENT))
		return e != TT_OK ? e : said;
	*due_s = own_duty_due(&own_duty_stages[c->stage], c->aware_s, fix_s);
	return TT_OK;
}

static enum tt_err
tell_clock(void *ctx, const struct vault_clock *c)
{
	struct telling *t = ctx;
	char name[ALERTS_NAME_MAX], what[WHAT_MAX], next[64];
	struct alert a = { .subject = name, .what = what, .next = next };
	enum tt_err e;

	if (c->state != OWN_DUTY_OPEN)
		return TT_OK;
	if ((e = alerts_clock(t->db, c, t->now_s, false, name,
	    &a.at_s)) != TT_OK)
		return e;
	if (a.at_s == OWN_DUTY_NEVER)
		return TT_OK;
	a.late = a.at_s <= t->now_s;
	snprintf(what, sizeof(what), "our own duty %s: %s %s",
	    own_duty_stages[c->stage].duty, own_duty_stages[c->stage].stage,
	    a.late ? "is overdue" : "is due");
	snprintf(next, sizeof(next), "clocks close %lld --reference R",
	    (long long)c->n);
	return t->fn(t->ctx, &a);
}

/* What is out: it ends within four hours, or that it does not is an entry. */
static enum tt_err
tell_decision(struct telling *t, const struct vault_bulletin *b, bool *open)
{
	char next[TT_ID_MAX + 64];
	struct alert a = { .subject = b->name, .next = next,
		.what = "attacks are known: to end its embargo, or decide to "
		    "keep it" };
	int64_t since_s;
	enum tt_err e;

	e = vault_sighting_undecided(t->db, b->id, &since_s);
	*open = e == TT_OK && b->published_s != 0;
	if (!*open)
		return e == TT_ENOENT ? TT_OK : e;
	a.at_s = since_s + EMBARGO_DECIDE_S;
	a.late = a.at_s <= t->now_s;
	snprintf(next, sizeof(next), "embargo decide %s --keep --reason TEXT",
	    b->name);
	return t->fn(t->ctx, &a);
}

/* Only the one that was sealed last under an id speaks. */
static enum tt_err
tell_bulletin(void *ctx, const struct vault_bulletin *b)
{
	struct telling *t = ctx;
	char next[TT_ID_MAX + 64];
	struct alert a = { .seen = true, .late = true, .subject = b->name,
		.what = "exploitation was seen before it is public",
		.next = next };
	struct vault_bulletin newest;
	int64_t public_s;
	bool undecided;
	enum tt_err e;

	if ((e = vault_sighting_earliest(t->db, b->id, &a.at_s)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	if ((e = vault_embargo_public(t->db, b->id, b->public_s, t->now_s,
	    &public_s)) != TT_OK || public_s <= t->now_s ||
	    public_s == INT64_MAX)
		return e;
	if ((e = vault_bulletin_get(t->db, span_str(b->id), &newest)) !=
	    TT_OK || strcmp(newest.sealing, b->sealing) != 0)
		return e;
	if ((e = tell_decision(t, b, &undecided)) != TT_OK)
		return e;
	snprintf(next, sizeof(next), undecided || b->published_s == 0 ?
	    "release %s --reason exploited" : "embargo show %s", b->name);
	if (!undecided && b->published_s != 0)
		a.what = "exploitation was seen before it is public, and the "
		    "embargo kept by decision";
	return t->fn(t->ctx, &a);
}

enum tt_err
alerts_each(struct db *db, int64_t now_s, alerts_fn *fn, void *ctx)
{
	struct telling t = { .db = db, .now_s = now_s, .fn = fn,
		.ctx = ctx };
	enum tt_err e;

	if ((e = vault_bulletin_each(db, tell_bulletin, &t)) != TT_OK)
		return e;
	return vault_clock_each(db, tell_clock, &t);
}
