/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "hub/tree.h"
#include "store/hub_event.h"
#include "store/hub_log.h"
#include "store/hub_wave.h"

/* Leaves and places as they are collected. */
struct gathered {
	struct hash	*leaf;
	uint64_t	*place;
	size_t		n, cap;
};

static void
gathered_free(struct gathered *g)
{
	free(g->leaf);
	free(g->place);
}

static enum tt_err
gathered_room(struct gathered *g, size_t cap)
{
	struct hash *leaf;
	uint64_t *place;

	if (cap <= g->cap)
		return TT_OK;
	if ((leaf = reallocarray(g->leaf, cap, sizeof(*leaf))) == NULL)
		return TT_ENOMEM;
	g->leaf = leaf;
	if ((place = reallocarray(g->place, cap, sizeof(*place))) == NULL)
		return TT_ENOMEM;
	g->place = place;
	g->cap = cap;
	return TT_OK;
}

void
trees_done(struct trees *t)
{
	for (size_t i = 0; i < TREES_KEPT; i++)
		tt_set_free(t->kept[i].set);
	*t = (struct trees){ .clock = 0 };
}

static const struct tt_set *
find(struct trees *t, const struct hash *root)
{
	for (size_t i = 0; i < TREES_KEPT; i++)
		if (t->kept[i].set != NULL &&
		    memcmp(t->kept[i].root.b, root->b, sizeof(root->b)) == 0) {
			t->kept[i].used = ++t->clock;
			return t->kept[i].set;
		}
	return NULL;
}

/* In place of the one longest unused.  TAKES set. */
static void
keep(struct trees *t, const struct hash *root, struct tt_set *set)
{
	size_t oldest = 0;

	for (size_t i = 1; i < TREES_KEPT; i++)
		if (t->kept[i].used < t->kept[oldest].used)
			oldest = i;
	tt_set_free(t->kept[oldest].set);
	t->kept[oldest].root = *root;
	t->kept[oldest].set = set;
	t->kept[oldest].used = ++t->clock;
}

static enum tt_err
build(struct trees *t, const struct gathered *g, unsigned depth,
    const struct tt_padding_key *padding, const struct hash *root)
{
	struct tt_set *set;
	struct hash got;
	enum tt_err e;

	e = tt_set_new(&set, depth, g->leaf, g->place, g->n, padding);
	if (e != TT_OK)
		return e;
	tt_set_root(set, &got);
	if (memcmp(got.b, root->b, sizeof(got.b)) != 0) {
		tt_set_free(set);
		return TT_EINTEGRITY;
	}
	keep(t, root, set);
	return TT_OK;
}

enum tt_err
tree_of_batch(struct trees *t, struct db *db, uint64_t entry,
    const struct tt_set **out)
{
	struct gathered g = { .n = 0 };
	struct hub_batch b;
	size_t max;
	enum tt_err e;

	if ((e = hub_batch_get(db, entry, &b)) != TT_OK)
		return e;
	if (find(t, &b.root) == NULL) {
		max = (size_t)1 << b.depth;
		if ((e = gathered_room(&g, max)) == TT_OK &&
		    (e = hub_event_of_batch(db, entry, max, g.leaf, g.place,
		    &g.n)) == TT_OK)
			e = build(t, &g, b.depth, &b.padding, &b.root);
		gathered_free(&g);
	}
	if (e == TT_OK)
		*out = find(t, &b.root);
	return e;
}

static enum tt_err
gather_copies(struct db *db, const struct hash *root, struct gathered *g)
{
	struct hub_leaf l = { .place = 0 };
	int64_t last = -1;
	enum tt_err e;

	while ((e = hub_leaf_next(db, root, last, &l)) == TT_OK) {
		if (g->n == g->cap)
			e = gathered_room(g, g->cap == 0 ? 64 : g->cap * 2);
		if (e == TT_OK) {
			tt_leaf_hash(&g->leaf[g->n], &l.salt,
			    buf_view(&l.statement));
			g->place[g->n++] = l.place;
		}
		last = (int64_t)l.place;
		hub_leaf_done(&l);
		if (e != TT_OK)
			return e;
	}
	return e == TT_ENOENT ? TT_OK : e;
}

enum tt_err
tree_of_copies(struct trees *t, struct db *db, const struct hash *root,
    const struct tt_set **out)
{
	struct gathered g = { .n = 0 };
	struct hub_set s;
	enum tt_err e = TT_OK;

	if (find(t, root) == NULL) {
		if ((e = hub_set_get(db, root, &s)) != TT_OK)
			return e;
		if ((e = gather_copies(db, root, &g)) == TT_OK)
			e = build(t, &g, s.depth, &s.padding, root);
		gathered_free(&g);
	}
	if (e == TT_OK)
		*out = find(t, root);
	return e;
}
