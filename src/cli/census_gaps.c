/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/census_gaps.h"
#include "store/vault_standing.h"

enum tt_err
census_grow(void *array, size_t n, size_t *cap, size_t size)
{
	void **at = array, *more;

	if (n < *cap)
		return TT_OK;
	more = reallocarray(*at, *cap > 0 ? *cap * 2 : 64, size);
	if (more == NULL)
		return TT_ENOMEM;
	*at = more;
	*cap = *cap > 0 ? *cap * 2 : 64;
	return TT_OK;
}

static enum tt_err
owner_of(struct census_gaps *g, struct span partner,
    struct census_owner **out)
{
	struct census_owner *o;
	enum tt_err e;

	if (g->n_owners > 0 &&
	    span_is(partner, g->owner[g->n_owners - 1].partner)) {
		*out = &g->owner[g->n_owners - 1];
		return TT_OK;
	}
	if ((e = census_grow(&g->owner, g->n_owners, &g->cap_owners,
	    sizeof(*o))) != TT_OK)
		return e;
	o = &g->owner[g->n_owners];
	*o = (struct census_owner){ .first = g->n };
	if ((e = span_copy(partner, o->partner, sizeof(o->partner))) !=
	    TT_OK)
		return e;
	g->n_owners++;
	*out = o;
	return TT_OK;
}

/* Cut off; or back, which ends what is open, or else says nothing. */
static enum tt_err
take(void *ctx, struct span partner, int64_t at_s, bool back)
{
	struct census_gaps *g = ctx;
	struct census_owner *o;
	struct census_gap *last;
	enum tt_err e;

	if ((e = owner_of(g, partner, &o)) != TT_OK)
		return e;
	last = o->n > 0 ? &g->gap[o->first + o->n - 1] : NULL;
	if (last != NULL && last->until_s == CENSUS_NEVER) {
		if (back)
			last->until_s = at_s;
		return TT_OK;
	}
	if (back)
		return TT_OK;
	if ((e = census_grow(&g->gap, g->n, &g->cap, sizeof(*g->gap))) != TT_OK)
		return e;
	g->gap[g->n++] = (struct census_gap){ at_s, CENSUS_NEVER };
	o->n++;
	return TT_OK;
}

enum tt_err
census_gaps_read(struct census_gaps *g, struct db *db)
{
	memset(g, 0, sizeof(*g));
	return vault_change_cuts(db, take, g);
}

void
census_gaps_done(struct census_gaps *g)
{
	free(g->owner);
	free(g->gap);
	memset(g, 0, sizeof(*g));
}

static int
by_partner(const void *key, const void *o)
{
	return strcmp(key, ((const struct census_owner *)o)->partner);
}

const struct census_gap *
census_gaps_of(const struct census_gaps *g, const char *partner, size_t *n)
{
	const struct census_owner *o = g->n_owners == 0 ? NULL :
	    bsearch(partner, g->owner, g->n_owners, sizeof(*g->owner),
	    by_partner);

	*n = o != NULL ? o->n : 0;
	return *n > 0 ? &g->gap[o->first] : NULL;
}
