/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "telltale/set.h"

/*
 * The nodes as a heap: node 1 is the root, node i has 2i and 2i + 1 below it,
 * place p is node 2^depth + p.
 */
struct tt_set {
	unsigned	depth;
	struct hash	node[];
};

void
tt_leaf_hash(struct hash *out, const struct tt_salt *salt,
    struct span statement)
{
	static const char domain[] = "\0telltale/v1/leaf\n"; /* 00: a leaf */
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, domain, sizeof(domain) - 1);
	sha256_add(&h, salt->b, sizeof(salt->b));
	sha256_add(&h, statement.p, statement.n);
	sha256_end(&h, out->b);
}

void
tt_padding(struct hash *out, const struct tt_padding_key *key, uint64_t index)
{
	uint8_t be[8];

	for (size_t i = 0; i < sizeof(be); i++)
		be[i] = (uint8_t)(index >> (56 - 8 * i));
	hmac_sha256(out->b, key->b, sizeof(key->b), be, sizeof(be));
}

enum tt_err
tt_set_depth(uint64_t n, unsigned *depth)
{
	for (unsigned d = 12; d <= TT_SET_DEPTH_MAX; d += 4)
		if (n <= (uint64_t)1 << d) {
			*depth = d;
			return TT_OK;
		}
	return TT_ELIMIT;
}

static bool
fits(size_t n, unsigned depth)
{
	return depth <= TT_SET_DEPTH_MAX && n <= (size_t)1 << depth;
}

/* Fisher and Yates, as far as it is needed. */
enum tt_err
tt_set_draw(uint64_t *places, size_t n, unsigned depth, struct rng rng)
{
	uint32_t *all, swap;
	size_t size, at;

	if (!fits(n, depth))
		return TT_ELIMIT;
	size = (size_t)1 << depth;
	if ((all = malloc(size * sizeof(*all))) == NULL)
		return TT_ENOMEM;
	for (size_t i = 0; i < size; i++)
		all[i] = (uint32_t)i;
	for (size_t i = 0; i < n; i++) {
		at = i + (size_t)rng_below(rng, size - i);
		swap = all[at];
		all[at] = all[i];
		all[i] = swap;
		places[i] = swap;
	}
	free(all);
	return TT_OK;
}

/* Leaves to their places; taken says which places have one. */
static enum tt_err
place_leaves(struct tt_set *s, const struct hash *leaves,
    const uint64_t *places, size_t n, bool *taken)
{
	uint64_t size = (uint64_t)1 << s->depth;

	for (size_t i = 0; i < n; i++) {
		if (places[i] >= size)
			return TT_ERANGE;
		if (taken[places[i]])
			return TT_EEXIST;
		taken[places[i]] = true;
		s->node[size + places[i]] = leaves[i];
	}
	return TT_OK;
}

static void
fill(struct tt_set *s, const bool *taken, const struct tt_padding_key *key)
{
	size_t size = (size_t)1 << s->depth;

	for (size_t i = 0; i < size; i++)
		if (!taken[i])
			tt_padding(&s->node[size + i], key, i);
	for (size_t i = size - 1; i > 0; i--)
		merkle_node(&s->node[i], &s->node[2 * i], &s->node[2 * i + 1]);
}

enum tt_err
tt_set_new(struct tt_set **out, unsigned depth, const struct hash *leaves,
    const uint64_t *places, size_t n, const struct tt_padding_key *key)
{
	struct tt_set *s = NULL;
	bool *taken = NULL;
	enum tt_err e;
	size_t size;

	if (!fits(n, depth))
		return TT_ELIMIT;
	size = (size_t)1 << depth;
	e = TT_ENOMEM;
	if ((s = malloc(sizeof(*s) + 2 * size * sizeof(s->node[0]))) == NULL ||
	    (taken = calloc(size, sizeof(*taken))) == NULL)
		goto out;
	s->depth = depth;
	if ((e = place_leaves(s, leaves, places, n, taken)) != TT_OK)
		goto out;
	fill(s, taken, key);
	*out = s;
	s = NULL;	/* transferred */
out:
	free(taken);
	free(s);
	return e;
}

void
tt_set_free(struct tt_set *s)
{
	free(s);
}

unsigned
tt_set_depth_of(const struct tt_set *s)
{
	return s->depth;
}

void
tt_set_root(const struct tt_set *s, struct hash *out)
{
	*out = s->node[1];
}

enum tt_err
tt_set_prove(const struct tt_set *s, uint64_t place,
    struct hash proof[TT_SET_DEPTH_MAX])
{
	size_t at;

	if (place >= (uint64_t)1 << s->depth)
		return TT_ERANGE;
	at = ((size_t)1 << s->depth) + (size_t)place;
	for (size_t i = 0; at > 1; at >>= 1)
		proof[i++] = s->node[at ^ 1];
	return TT_OK;
}
