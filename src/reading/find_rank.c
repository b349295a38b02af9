/* SPDX-License-Identifier: ISC */
/*
 * find_rank - one text against the index.
 *
 * The text's grams go into a table; every key of the index is looked up in
 * it once to count who shares what, and once more to score.  A few of the
 * best are then gone through gram by gram.  All numbers below were set by
 * bench_find on real advisories, half of them unrelated to the index.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "reading/find_own.h"
#include "reading/grow.h"

#define BULLETINS	24	/* looked at closely, the best by score */
#define PUBLIC		8	/* and so many public texts */
#define LOOKED_AT	(BULLETINS + PUBLIC)
#define KIN_PART	0.8	/* shared by two that are one text, about */
#define MISS		1.0	/* what a gram that is not shared costs */
#define COMMON		4	/* bulletins: what these have is boilerplate */
#define LEAST		3.0	/* hashes that a passage must be worth */
#define HALF		0.5	/* of what text has of its own */
#define LONG		60.0	/* hashes of a passage that needs no more */

/* A gram of the text, with all its twins. */
struct key {
	uint32_t key;
	uint32_t shared;	/* by so many bulletins */
	uint32_t holders;	/* a bit for each candidate that has it */
	uint32_t once;		/* candidates that it was counted for */
	bool is_public;
};

struct candidate {
	const struct find_entry *entry;
	struct tt_found found;
	uint32_t kin;		/* bits of those that are the same text */
	size_t first, last;	/* of the best passage: grams */
	bool decided;
};

struct rank {
	const struct tt_find *f;
	struct grams grams;	/* .key becomes an index of keys */
	bool *taken;		/* by somebody who is sure */
	struct key *keys;
	size_t n_keys;
	uint32_t *slot;		/* index of keys, plus 1 */
	unsigned bits;
	struct candidate candidate[LOOKED_AT];	/* bulletins, then public */
	size_t n, n_bulletins;
};

static_assert(LOOKED_AT <= 32, "a candidate is a bit");

static size_t
home(const struct rank *r, uint32_t key)
{
	/* keys are hashes already; the low bits are as good as any */
	return key & (((size_t)1 << r->bits) - 1);
}

/* The text's gram with that key, or NULL. */
static inline struct key *
look_up(const struct rank *r, uint32_t key)
{
	size_t mask = ((size_t)1 << r->bits) - 1;

	for (size_t i = home(r, key); r->slot[i] != 0; i = (i + 1) & mask)
		if (r->keys[r->slot[i] - 1].key == key)
			return &r->keys[r->slot[i] - 1];
	return NULL;
}

static enum tt_err
make_table(struct rank *r)
{
	size_t mask;

	for (r->bits = 12; ((size_t)1 << r->bits) < 4 * r->grams.n; r->bits++)
		continue;
	mask = ((size_t)1 << r->bits) - 1;
	r->slot = calloc(mask + 1, sizeof(*r->slot));
	r->keys = calloc(r->grams.n + 1, sizeof(*r->keys));
	r->taken = calloc(r->grams.n + 1, sizeof(*r->taken));
	if (r->slot == NULL || r->keys == NULL || r->taken == NULL)
		return TT_ENOMEM;
	for (size_t g = 0; g < r->grams.n; g++) {
		struct gram *gram = &r->grams.at[g];
		struct key *k = look_up(r, gram->key);
		size_t i = home(r, gram->key);

		if (k == NULL) {
			while (r->slot[i] != 0)
				i = (i + 1) & mask;
			k = &r->keys[r->n_keys++];
			k->key = gram->key;
			r->slot[i] = (uint32_t)r->n_keys;
		}
		gram->key = (uint32_t)(k - r->keys);
	}
	return TT_OK;
}

static void
count_sharers(struct rank *r)
{
	struct key *k;

	for (size_t i = 0; i < r->f->n; i++) {
		const struct find_entry *e = &r->f->at[i];

		for (uint32_t n = 0; n < e->n; n++) {
			if ((k = look_up(r, e->key[n])) == NULL)
				continue;
			if (e->kind == TT_FIND_PUBLIC)
				k->is_public = true;
			else
				k->shared++;
		}
	}
}

static void
score(const struct rank *r, const struct find_entry *e, struct tt_found *out)
{
	const struct key *k;

	*out = (struct tt_found){ .id = find_entry_id(e), .kind = e->kind };
	for (uint32_t i = 0; i < e->n; i++) {
		if ((k = look_up(r, e->key[i])) == NULL)
			continue;
		out->shared++;
		if (e->kind == TT_FIND_PUBLIC)
			out->score++;
		else if (!k->is_public)
			out->score += 1.0 / k->shared;
	}
}

/* By score; then by what they share; then by id. */
static bool
is_better(const struct tt_found *a, const struct tt_found *b)
{
	if (a->score < b->score || a->score > b->score)
		return a->score > b->score;
	if (a->shared != b->shared)
		return a->shared > b->shared;
	return span_cmp(a->id, b->id) < 0;
}

/* The best cap of those of a kind stay, in order. */
static void
choose(struct rank *r, bool is_public, size_t cap)
{
	struct candidate *at = r->candidate + r->n;
	struct tt_found found;
	size_t n = 0, k;

	for (size_t i = 0; i < r->f->n; i++) {
		const struct find_entry *e = &r->f->at[i];

		if ((e->kind == TT_FIND_PUBLIC) != is_public)
			continue;
		score(r, e, &found);
		if (found.shared == 0 || (n == cap &&
		    !is_better(&found, &at[n - 1].found)))
			continue;
		k = n < cap ? n++ : cap - 1;
		for (; k > 0 && is_better(&found, &at[k - 1].found); k--)
			at[k] = at[k - 1];
		at[k] = (struct candidate){ .entry = e, .found = found };
	}
	r->n += n;
}

static void
mark_holders(struct rank *r)
{
	struct key *k;

	for (size_t c = 0; c < r->n; c++) {
		const struct find_entry *e = r->candidate[c].entry;

		for (uint32_t i = 0; i < e->n; i++)
			if ((k = look_up(r, e->key[i])) != NULL)
				k->holders |= (uint32_t)1 << c;
	}
}

/* Whether one of the two has nearly all that the other has. */
static bool
are_kin(const struct find_entry *a, const struct find_entry *b)
{
	uint32_t i = 0, k = 0, common = 0, least = a->n < b->n ? a->n : b->n;

	while (i < a->n && k < b->n) {
		if (a->key[i] == b->key[k])
			common++;
		if (a->key[i] < b->key[k])
			i++;
		else
			k++;
	}
	return common >= KIN_PART * least;
}

static void
find_kin(struct rank *r)
{
	for (size_t a = 0; a < r->n; a++)
		r->candidate[a].kin = (uint32_t)1 << a;
	for (size_t a = 0; a < r->n_bulletins; a++)
		for (size_t b = a + 1; b < r->n_bulletins; b++)
			if (are_kin(r->candidate[a].entry,
			    r->candidate[b].entry)) {
				r->candidate[a].kin |= (uint32_t)1 << b;
				r->candidate[b].kin |= (uint32_t)1 << a;
			}
}

/* What a gram says for c: its share of it, its kin's included. */
static double
weight(const struct candidate *c, const struct key *k)
{
	uint32_t kin = (uint32_t)__builtin_popcount(k->holders & c->kin);

	if (c->entry->kind == TT_FIND_PUBLIC)
		return 1;
	return k->is_public ? 0 : 1.0 / (k->shared - kin + 1);
}

/*
 * The passage that says most for candidate number c: what it shares, less
 * what stands between.  A gram counts once however often it stands there;
 * what others took is not there.
 */
static void
find_passage(struct rank *r, size_t c, bool all)
{
	struct candidate *x = &r->candidate[c];
	uint32_t bit = (uint32_t)1 << c;
	double sum = 0, best = 0;
	size_t first = 0;

	for (size_t i = 0; i < r->n_keys; i++)
		r->keys[i].once &= ~bit;
	for (size_t i = 0; i < r->grams.n; i++) {
		struct key *k = &r->keys[r->grams.at[i].key];

		if (r->taken[i] && !all)
			continue;
		if ((k->holders & bit) == 0) {
			sum -= MISS;
		} else if ((k->once & bit) == 0) {
			k->once |= bit;
			if (sum <= 0)
				first = i;
			sum += weight(x, k);
		}
		if (sum < 0)
			sum = 0;
		if (sum > best) {
			best = sum;
			x->first = first;
			x->last = i;
		}
	}
	x->found.passage = best;
}

/* Grams of the text that are nobody's boilerplate, and not yet taken. */
static double
count_own(const struct rank *r)
{
	const struct key *k;
	double n = 0;

	for (size_t i = 0; i < r->grams.n; i++) {
		k = &r->keys[r->grams.at[i].key];
		if (!r->taken[i] && !k->is_public && k->shared < COMMON)
			n++;
	}
	return n;
}

static bool
is_enough(double passage, double own)
{
	return passage >= LEAST && (passage >= HALF * own || passage >= LONG);
}

/* The undecided bulletin with the best passage; n_bulletins: none. */
static size_t
next_best(const struct rank *r)
{
	size_t best = r->n_bulletins;

	for (size_t i = 0; i < r->n_bulletins; i++)
		if (!r->candidate[i].decided && (best == r->n_bulletins ||
		    r->candidate[i].found.passage >
		    r->candidate[best].found.passage))
			best = i;
	return best;
}

/* c is sure, and so are those of its kin that have as good a passage. */
static void
decide(struct rank *r, size_t c, double own)
{
	struct candidate *x = &r->candidate[c];

	for (size_t i = 0; i < r->n; i++) {
		struct candidate *y = &r->candidate[i];

		if (y->decided || (x->kin & (uint32_t)1 << i) == 0)
			continue;
		y->decided = true;
		y->found.sure = is_enough(y->found.passage, own);
	}
	for (size_t i = x->first; i <= x->last; i++)
		r->taken[i] = true;
	for (size_t i = 0; i < r->n_bulletins; i++)
		if (!r->candidate[i].decided)
			find_passage(r, i, false);
}

static void
judge(struct rank *r)
{
	double own;
	size_t c;

	for (size_t i = 0; i < r->n; i++)
		find_passage(r, i, true);
	for (size_t i = r->n_bulletins; i < r->n; i++)
		r->candidate[i].found.sure = is_enough(
		    r->candidate[i].found.passage, (double)r->grams.n);
	while ((c = next_best(r)) < r->n_bulletins) {
		own = count_own(r);
		if (!is_enough(r->candidate[c].found.passage, own))
			break;
		decide(r, c, own);
	}
}

/* Those that are sure first. */
static int
by_rank(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->found.sure != y->found.sure)
		return x->found.sure ? -1 : 1;
	return is_better(&x->found, &y->found) ? -1 : 1;
}

static void
place_passage(const struct rank *r, const struct tt_normal *t,
    struct span text, struct candidate *c)
{
	struct span s;

	if (c->found.passage <= 0)
		return;
	s = tt_normal_found(t, text, r->grams.at[c->first].from,
	    r->grams.at[c->last].to);
	c->found.from = (size_t)(s.p - text.p);
	c->found.to = c->found.from + s.n;
}

static void
forget(struct rank *r)
{
	grams_done(&r->grams);
	free(r->taken);
	free(r->keys);
	free(r->slot);
	free(r);
}

enum tt_err
tt_find_rank(const struct tt_find *f, struct span text, struct tt_found *out,
    size_t cap, size_t *n)
{
	struct rank *r = calloc(1, sizeof(*r));
	struct tt_normal *t = NULL;
	enum tt_err e = TT_ENOMEM;

	if (r == NULL)
		return TT_ENOMEM;
	r->f = f;
	if ((e = tt_normal_new(&t, text)) != TT_OK ||
	    (e = grams_of_text(&r->grams, t)) != TT_OK ||
	    (e = make_table(r)) != TT_OK)
		goto out;
	count_sharers(r);
	choose(r, false, BULLETINS);
	r->n_bulletins = r->n;
	choose(r, true, PUBLIC);
	mark_holders(r);
	find_kin(r);
	judge(r);
	qsort(r->candidate, r->n, sizeof(r->candidate[0]), by_rank);
	for (*n = 0; *n < r->n && *n < cap; (*n)++) {
		place_passage(r, t, text, &r->candidate[*n]);
		out[*n] = r->candidate[*n].found;
	}
out:
	tt_normal_free(t);
	forget(r);
	return e;
}
