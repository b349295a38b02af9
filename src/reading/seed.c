/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "reading/grow.h"
#include "reading/seed.h"

#define PATHS_MAX	64	/* of one word through the alternatives */
#define VISITS_MAX	1024	/* chains seen on the way */
#define DEPTH_MAX	12	/* elements that a seed may cross */
#define SLACK		24	/* bytes that a spot is wider, each side */
#define RECENT		4	/* spots that one more hit may belong to */

struct seed {
	uint64_t key;		/* SEED_LEN bytes */
	uint32_t stretch;
	uint32_t least, most;	/* bytes of the stretch before it */
};

struct seeds {
	const struct lattice *l;
	struct { struct seed *at; size_t n, cap; } all;	/* by key */
	uint32_t *bucket;	/* of each slot: first of its keys, plus 1 */
	unsigned bits;
};

/* A walk along the lattice that collects one seed. */
struct walk {
	struct seeds *s;
	struct seed seed;
	uint32_t end;		/* elements of the stretch */
	unsigned paths, visits;	/* of this word */
	char bytes[SEED_LEN];
	bool full;		/* no memory */
};

static void
add_seed(struct walk *w)
{
	struct seeds *s = w->s;

	if (w->paths++ >= PATHS_MAX)
		return;
	if (!GROW(s->all)) {
		w->full = true;
		return;
	}
	memcpy(&w->seed.key, w->bytes, SEED_LEN);
	s->all.at[s->all.n++] = w->seed;
}

/* On from node i of a chain with n bytes collected; depth elements deep. */
static void
collect(struct walk *w, uint32_t element, const struct chain *c, uint32_t i,
    size_t n, unsigned depth)
{
	const struct lattice *l = w->s->l;
	const struct element *e;
	uint8_t byte;

	for (; i < c->n && n < SEED_LEN; i++) {
		byte = l->nodes.at[c->first + i].byte;
		if (byte >= NODE_ANY)
			return;
		w->bytes[n++] = (char)byte;
	}
	if (n == SEED_LEN) {
		add_seed(w);
		return;
	}
	if (++element >= w->end || depth == DEPTH_MAX ||
	    w->paths >= PATHS_MAX || w->visits++ >= VISITS_MAX)
		return;
	e = &l->elements.at[element];
	for (uint32_t k = 0; k < e->n; k++)
		collect(w, element, &l->chains.at[e->first + k], 0, n,
		    depth + 1);
}

/* The seeds of all words that begin in one chain. */
static void
collect_words(struct walk *w, uint32_t element, const struct chain *c,
    uint32_t least, uint32_t most)
{
	const struct node *nodes = w->s->l->nodes.at + c->first;

	for (uint32_t i = 0; i < c->n; i++) {
		if (nodes[i].byte >= NODE_ANY || !byte_is_word(nodes[i].byte) ||
		    (i > 0 && byte_is_word(nodes[i - 1].byte)))
			continue;
		w->seed.least = least + i;
		w->seed.most = most + i;
		w->paths = 0;
		w->visits = 0;
		collect(w, element, c, i, 0, 0);
	}
}

static bool
add_stretch(struct seeds *s, uint32_t number)
{
	const struct stretch *t = &s->l->stretches.at[number];
	struct walk w = { .s = s, .seed = { .stretch = number },
		.end = t->end };
	uint32_t least = 0, most = 0;
	const struct element *e;

	for (uint32_t i = t->first; i < t->core_end; i++) {
		e = &s->l->elements.at[i];
		for (uint32_t k = 0; i >= t->core && k < e->n; k++)
			collect_words(&w, i, &s->l->chains.at[e->first + k],
			    least, most);
		least += e->shortest;
		most += e->longest;
	}
	return !w.full;
}

static int
by_key(const void *a, const void *b)
{
	const struct seed *x = a, *y = b;

	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->stretch != y->stretch)
		return x->stretch < y->stretch ? -1 : 1;
	return x->least < y->least ? -1 : x->least > y->least;
}

/* Alternatives that begin alike give the same seed. */
static void
drop_twins(struct seeds *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->all.n; i++)
		if (n == 0 || by_key(&s->all.at[n - 1], &s->all.at[i]) != 0)
			s->all.at[n++] = s->all.at[i];
	s->all.n = n;
}

static size_t
slot(const struct seeds *s, uint64_t key)
{
	return (size_t)((key * 0x9e3779b97f4a7c15u) >> (64 - s->bits));
}

static bool
index_keys(struct seeds *s)
{
	size_t i, mask;

	for (s->bits = 4; ((size_t)1 << s->bits) < 2 * s->all.n; s->bits++)
		continue;
	mask = ((size_t)1 << s->bits) - 1;
	s->bucket = calloc(mask + 1, sizeof(*s->bucket));
	if (s->bucket == NULL)
		return false;
	for (size_t k = 0; k < s->all.n; k++) {
		if (k > 0 && s->all.at[k].key == s->all.at[k - 1].key)
			continue;
		for (i = slot(s, s->all.at[k].key); s->bucket[i] != 0;
		     i = (i + 1) & mask)
			continue;
		s->bucket[i] = (uint32_t)k + 1;
	}
	return true;
}

/* All seeds of that key; none if they are too many. */
static const struct seed *
look_up(const struct seeds *s, uint64_t key, size_t *n)
{
	size_t mask = ((size_t)1 << s->bits) - 1, k;

	*n = 0;
	for (size_t i = slot(s, key); s->bucket[i] != 0; i = (i + 1) & mask) {
		k = s->bucket[i] - 1;
		if (s->all.at[k].key != key)
			continue;
		while (k + *n < s->all.n && s->all.at[k + *n].key == key)
			if (++*n > SEED_SHARED) {
				*n = 0;
				break;
			}
		return &s->all.at[k];
	}
	return NULL;
}

enum tt_err
seeds_new(struct seeds **out, const struct lattice *l)
{
	struct seeds *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return TT_ENOMEM;
	s->l = l;
	for (uint32_t i = 0; i < l->stretches.n; i++)
		if (!add_stretch(s, i))
			goto out;
	if (s->all.n > 0)
		qsort(s->all.at, s->all.n, sizeof(*s->all.at), by_key);
	drop_twins(s);
	if (!index_keys(s))
		goto out;
	*out = s;
	return TT_OK;
out:
	seeds_free(s);
	return TT_ENOMEM;
}

void
seeds_free(struct seeds *s)
{
	if (s == NULL)
		return;
	free(s->all.at);
	free(s->bucket);
	free(s);
}

/* The most hits first, then as they stand. */
static int
by_hits(const void *a, const void *b)
{
	const struct spot *x = a, *y = b;

	if (x->hits != y->hits)
		return x->hits > y->hits ? -1 : 1;
	return x->least < y->least ? -1 : x->least > y->least;
}

/* The bytes of t, of n, that a spot comes to. */
static void
bound_spot(struct spot *s, size_t n)
{
	int64_t from = s->least - SLACK, to = s->end_most + SLACK;

	s->from = (uint32_t)(from < 0 ? 0 : from);
	s->to = (uint32_t)(to > (int64_t)n ? (int64_t)n : to);
}

struct twin {
	uint8_t hash[SHA256_LEN];
	size_t i;
};

static int
by_hash(const void *a, const void *b)
{
	const struct twin *x = a, *y = b;
	int c = memcmp(x->hash, y->hash, SHA256_LEN);

	return c != 0 ? c : x->i < y->i ? -1 : x->i > y->i;
}

/* Of spots with the same text one stays: the first. */
static void
drop_same(struct spots *s, const struct tt_normal *t)
{
	struct twin twins[SPOTS_MAX];
	bool same[SPOTS_MAX] = { false };
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++) {
		bound_spot(&s->at[i], t->n);
		sha256(twins[i].hash, t->text + s->at[i].from,
		    s->at[i].to - s->at[i].from);
		twins[i].i = i;
	}
	qsort(twins, s->n, sizeof(*twins), by_hash);
	for (size_t i = 1; i < s->n; i++)
		same[twins[i].i] = memcmp(twins[i].hash, twins[i - 1].hash,
		    SHA256_LEN) == 0;
	for (size_t i = 0; i < s->n; i++)
		if (!same[i])
			s->at[n++] = s->at[i];
	s->n = n;
}

/* Room for one more; what stands elsewhere as well goes, or has few hits. */
static bool
make_room(struct spots *s, const struct tt_normal *t)
{
	if (s->n < SPOTS_MAX)
		return GROW(*s);
	drop_same(s, t);
	if (s->n <= SPOTS_MAX / 2)
		return true;
	qsort(s->at, s->n, sizeof(*s->at), by_hits);
	s->n /= 2;
	if (s->lost < s->at[s->n].hits)
		s->lost = s->at[s->n].hits;
	return true;
}

/* Where both say that it is; where either says so, if they disagree. */
static void
agree(int64_t *least, int64_t *most, int64_t a, int64_t b)
{
	if (a <= *most + SLACK && *least <= b + SLACK) {
		if (*least < a)
			*least = a;
		if (*most > b)
			*most = b;
		if (*least > *most) {	/* by less than SLACK */
			a = *least;
			*least = *most;
			*most = a;
		}
		return;
	}
	if (*least > a)
		*least = a;
	if (*most < b)
		*most = b;
}

static bool
add_hit(struct spots *s, const struct tt_normal *t, const struct spot *hit,
    uint32_t length)
{
	int64_t off, slack = SLACK + length / 4;
	struct spot *near;

	for (size_t i = 0; i < RECENT && i < s->n; i++) {
		near = &s->at[s->n - 1 - i];
		off = (near->least + near->most - hit->least - hit->most) / 2;
		if (off > slack || off < -slack)
			continue;
		agree(&near->least, &near->most, hit->least, hit->most);
		agree(&near->end_least, &near->end_most,
		    hit->end_least, hit->end_most);
		near->hits++;
		return true;
	}
	if (!make_room(s, t))
		return false;
	s->at[s->n++] = *hit;
	return true;
}

/* Where the stretch of a seed would be if the seed stands at byte p. */
static struct spot
place_spot(const struct seed *seed, size_t p, uint32_t shortest,
    uint32_t longest)
{
	return (struct spot){
		.hits = 1,
		.least = (int64_t)p - seed->most,
		.most = (int64_t)p - seed->least,
		.end_least = (int64_t)p + (shortest - seed->least),
		.end_most = (int64_t)p + (longest - seed->most),
	};
}

struct lengths {
	uint32_t shortest, longest;
};

static struct lengths
measure(const struct lattice *l, const struct stretch *s)
{
	struct lengths n = { 0, 0 };

	for (uint32_t i = s->first; i < s->end; i++) {
		n.shortest += l->elements.at[i].shortest;
		n.longest += l->elements.at[i].longest;
	}
	return n;
}

static enum tt_err
find_all(const struct seeds *s, const struct tt_normal *t,
    const struct lengths *lengths, struct spots *spots)
{
	const struct lengths *length;
	const struct seed *seed;
	struct spot spot;
	uint64_t key;
	size_t n;

	for (size_t p = 0; p + SEED_LEN <= t->n; p++) {
		if (!byte_is_word((uint8_t)t->text[p]) ||
		    (p > 0 && byte_is_word((uint8_t)t->text[p - 1])))
			continue;
		memcpy(&key, t->text + p, SEED_LEN);
		seed = look_up(s, key, &n);
		for (size_t i = 0; i < n; i++) {
			length = &lengths[seed[i].stretch];
			spot = place_spot(&seed[i], p, length->shortest,
			    length->longest);
			if (!add_hit(&spots[seed[i].stretch], t, &spot,
				length->longest))
				return TT_ENOMEM;
		}
	}
	return TT_OK;
}

enum tt_err
seeds_find(const struct seeds *s, const struct tt_normal *t,
    struct spots **out)
{
	size_t n = s->l->stretches.n;
	struct spots *spots = calloc(n + 1, sizeof(*spots));
	struct lengths *lengths = calloc(n + 1, sizeof(*lengths));
	enum tt_err e = TT_ENOMEM;

	if (spots == NULL || lengths == NULL)
		goto out;
	for (size_t i = 0; i < n; i++)
		lengths[i] = measure(s->l, &s->l->stretches.at[i]);
	if ((e = find_all(s, t, lengths, spots)) != TT_OK)
		goto out;
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < spots[i].n; k++)
			bound_spot(&spots[i].at[k], t->n);
		if (spots[i].n > 0)
			qsort(spots[i].at, spots[i].n, sizeof(*spots[i].at),
			    by_hits);
	}
	*out = spots;
	spots = NULL;	/* transferred */
out:
	free(lengths);
	spots_free(spots, n);
	return e;
}

void
spots_free(struct spots *spots, size_t n)
{
	for (size_t i = 0; spots != NULL && i < n; i++)
		free(spots[i].at);
	free(spots);
}
