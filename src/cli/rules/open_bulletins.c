/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/plan.h"
#include "cli/revision.h"
#include "cli/rules/open_bulletins.h"
#include "cli/say.h"
#include "cli/sealed.h"

/* The newest sealing of each bulletin that is not public. */
struct listing {
	struct vault_bulletin *row;
	size_t n, cap;
	int64_t now_s;
};

static enum tt_err
add_bulletin(void *ctx, const struct vault_bulletin *b)
{
	struct listing *l = ctx;
	struct vault_bulletin *more;

	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->row[i].id, b->id) == 0)
			return TT_OK;	/* the one sealed last comes first */
	if (b->public_s <= l->now_s)
		return TT_OK;
	if (l->n == l->cap) {
		l->cap = l->cap > 0 ? l->cap * 2 : 8;
		more = reallocarray(l->row, l->cap, sizeof(*more));
		if (more == NULL)
			return TT_ENOMEM;
		l->row = more;
	}
	l->row[l->n++] = *b;
	return TT_OK;
}

/* One bulletin under two sets of rules. */
struct comparing {
	struct vault *v;
	const struct ruleset *rules[2];	/* before, after */
	struct plan plan[2];
	struct sealed sealed;
	struct revision revision;
	open_change_fn *fn;
	void *ctx;
};

static void
words(const struct comparing *c, int which, size_t row, char *out, size_t cap)
{
	const struct plan *p = &c->plan[which];
	struct audience_answer a = *plan_partner_answer(p, &p->row[row]);

	if (a.granted)
		snprintf(out, cap, "wave %s, %s (%.64s)",
		    c->sealed.draft.manifest->waves[a.wave].name,
		    tt_profile_name(a.profile), audience_rule_id(&a));
	else
		snprintf(out, cap, "nothing (%.64s)", audience_rule_id(&a));
}

/* Both plans are of the same readers, in the same order. */
static void
tell(struct comparing *c, const char *name)
{
	const struct plan *p = &c->plan[0];
	size_t told = SIZE_MAX;

	for (size_t i = 0; i < p->n && i < c->plan[1].n; i++) {
		struct open_change x = { .bulletin = name,
			.partner = p->partner[p->row[i].of].p.id };

		words(c, 0, i, x.before, sizeof(x.before));
		words(c, 1, i, x.after, sizeof(x.after));
		if (p->row[i].of == told || strcmp(x.before, x.after) == 0)
			continue;
		told = p->row[i].of;
		c->fn(c->ctx, &x);
	}
}

static int
compare(struct comparing *c, const struct vault_bulletin *b, int64_t now_s)
{
	struct plan_at at = { .now_s = now_s, .before = &c->revision,
		.bulletin = b->id };
	int code;

	if ((code = revision_find(&c->revision, c->v, b->id, now_s)) !=
	    CLI_DONE ||
	    (code = sealed_open(&c->sealed, c->v, b)) != CLI_DONE)
		return code;
	for (int i = 0; i < 2; i++) {
		at.rules = c->rules[i];
		if ((code = plan_make(&c->plan[i], &c->sealed.draft,
		    c->v->db, &at)) != CLI_DONE)
			return code;
	}
	tell(c, b->name);
	return CLI_DONE;
}

static void
forget(struct comparing *c)
{
	plan_done(&c->plan[0]);
	plan_done(&c->plan[1]);
	sealed_done(&c->sealed);
	revision_done(&c->revision);
}

int
open_bulletins_compare(struct vault *v, const struct ruleset *before,
    const struct ruleset *after, open_change_fn *fn, void *ctx)
{
	struct comparing *c = calloc(1, sizeof(*c));
	struct listing l = { .now_s = clock_now() };
	enum tt_err e = TT_ENOMEM;
	int code = CLI_DONE;

	if (c == NULL ||
	    (e = vault_bulletin_each(v->db, add_bulletin, &l)) != TT_OK)
		code = say_err(e, NULL, "cannot read the vault's bulletins");
	for (size_t i = 0; i < l.n && code == CLI_DONE; i++) {
		*c = (struct comparing){ .v = v, .rules = { before, after },
			.fn = fn, .ctx = ctx };
		code = compare(c, &l.row[i], l.now_s);
		forget(c);
	}
	free(l.row);
	free(c);
	return code;
}
