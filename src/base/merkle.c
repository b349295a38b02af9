/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "base/merkle.h"
#include "base/sha256.h"

#define LEVELS	64	/* of the largest tree that a uint64_t counts */

/* Ranges of leaves are asked for by whole subtrees. */
struct source {
	merkle_get *get;
	void *ctx;
};

/* Hashes from the root down, as they are found. */
struct path {
	struct hash h[LEVELS + 1];
	size_t n;
};

/* The largest power of two below n > 1, as its exponent. */
static unsigned
split(uint64_t n)
{
	return 63 - (unsigned)__builtin_clzll(n - 1);
}

static bool
same(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

/* Roots of subtrees, largest first, to the root of the whole. */
static void
fold(struct hash *out, const struct hash *h, size_t n)
{
	struct hash r = h[n - 1];

	for (size_t i = n - 1; i-- > 0; )
		merkle_node(&r, &h[i], &r);
	*out = r;
}

/* The root over n > 0 leaves from lo on, which a subtree may begin at. */
static enum tt_err
range_root(const struct source *s, uint64_t lo, uint64_t n, struct hash *out)
{
	struct hash h[LEVELS];
	size_t k = 0;
	enum tt_err e;

	while (n > 0) {
		unsigned level = 63 - (unsigned)__builtin_clzll(n);

		e = s->get(s->ctx, level, lo >> level, &h[k++]);
		if (e != TT_OK)
			return e;
		lo += (uint64_t)1 << level;
		n -= (uint64_t)1 << level;
	}
	fold(out, h, k);
	return TT_OK;
}

/* The hashes of path from the leaf up. */
static enum tt_err
deliver(const struct path *path, struct hash *proof, size_t *n)
{
	if (path->n > MERKLE_PROOF_MAX)
		return TT_ERANGE;
	for (size_t i = 0; i < path->n; i++)
		proof[i] = path->h[path->n - 1 - i];
	*n = path->n;
	return TT_OK;
}

/* fn and sn as in RFC 9162 2.1.3.2: where this node and the last one are. */
static bool
is_right(uint64_t fn, uint64_t sn)
{
	return (fn & 1) != 0 || fn == sn;
}

/* A level up, and past the levels at which fn has no sibling. */
static void
climb(uint64_t *fn, uint64_t *sn)
{
	while ((*fn & 1) == 0 && *fn == *sn && *fn != 0) {
		*fn >>= 1;
		*sn >>= 1;
	}
	*fn >>= 1;
	*sn >>= 1;
}

void
merkle_leaf(struct hash *out, const void *entry, size_t n)
{
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, "\x00", 1);
	sha256_add(&h, entry, n);
	sha256_end(&h, out->b);
}

void
merkle_node(struct hash *out, const struct hash *l, const struct hash *r)
{
	uint8_t both[1 + 2 * SHA256_LEN];

	both[0] = 1;
	memcpy(both + 1, l->b, SHA256_LEN);
	memcpy(both + 1 + SHA256_LEN, r->b, SHA256_LEN);
	sha256(out->b, both, sizeof(both));
}

void
merkle_empty(struct hash *out)
{
	sha256(out->b, NULL, 0);
}

void
merkle_root(struct hash *out, const struct hash *leaves, uint64_t n)
{
	struct merkle_frontier f;

	merkle_frontier_init(&f);
	for (uint64_t i = 0; i < n; i++)
		merkle_frontier_add(&f, &leaves[i]);
	merkle_frontier_root(&f, out);
}

void
merkle_frontier_init(struct merkle_frontier *f)
{
	f->size = 0;
}

void
merkle_frontier_add(struct merkle_frontier *f, const struct hash *leaf)
{
	size_t n = (size_t)__builtin_popcountll(f->size);
	struct hash h = *leaf;

	assert(f->size < UINT64_MAX);
	for (uint64_t s = f->size; (s & 1) != 0; s >>= 1)
		merkle_node(&h, &f->h[--n], &h);
	f->h[n] = h;
	f->size++;
}

void
merkle_frontier_root(const struct merkle_frontier *f, struct hash *out)
{
	if (f->size == 0)
		merkle_empty(out);
	else
		fold(out, f->h, (size_t)__builtin_popcountll(f->size));
}

enum tt_err
merkle_root_of(uint64_t size, merkle_get *get, void *ctx, struct hash *out)
{
	const struct source s = { get, ctx };

	if (size > 0)
		return range_root(&s, 0, size, out);
	merkle_empty(out);
	return TT_OK;
}

enum tt_err
merkle_prove_inclusion(uint64_t index, uint64_t size, merkle_get *get,
    void *ctx, struct hash *proof, size_t *n)
{
	const struct source s = { get, ctx };
	struct path path = { .n = 0 };
	uint64_t lo = 0, count = size;
	enum tt_err e;

	if (index >= size)
		return TT_ERANGE;
	while (count > 1) {
		uint64_t k = (uint64_t)1 << split(count);
		struct hash *h = &path.h[path.n++];

		if (index - lo < k) {
			e = range_root(&s, lo + k, count - k, h);
			count = k;
		} else {
			e = range_root(&s, lo, k, h);
			lo += k;
			count -= k;
		}
		if (e != TT_OK)
			return e;
	}
	return deliver(&path, proof, n);
}

/* SUBPROOF of RFC 6962 2.1.2, from the top down instead of recursive. */
enum tt_err
merkle_prove_consistency(uint64_t m, uint64_t size, merkle_get *get, void *ctx,
    struct hash *proof, size_t *n)
{
	const struct source s = { get, ctx };
	struct path path = { .n = 0 };
	uint64_t lo = 0, count = size;
	enum tt_err e = TT_OK;

	if (m > size)
		return TT_ERANGE;
	while (m > 0 && lo + count != m) {
		uint64_t k = (uint64_t)1 << split(count);
		struct hash *h = &path.h[path.n++];

		if (m - lo <= k) {
			e = range_root(&s, lo + k, count - k, h);
			count = k;
		} else {
			e = range_root(&s, lo, k, h);
			lo += k;
			count -= k;
		}
		if (e != TT_OK)
			return e;
	}
	if (m > 0 && lo > 0)	/* else the old root itself: known */
		e = range_root(&s, lo, count, &path.h[path.n++]);
	return e != TT_OK ? e : deliver(&path, proof, n);
}

enum tt_err
merkle_array_get(void *array, unsigned level, uint64_t index, struct hash *out)
{
	const struct merkle_array *a = array;

	if (level >= LEVELS || index >= a->n >> level)
		return TT_ERANGE;
	merkle_root(out, a->leaves + (index << level), (uint64_t)1 << level);
	return TT_OK;
}

enum tt_err
merkle_check_inclusion(const struct hash *leaf, uint64_t index, uint64_t size,
    const struct hash *proof, size_t n, const struct hash *root)
{
	uint64_t fn = index, sn = size - 1;
	struct hash r = *leaf;

	if (index >= size || n > MERKLE_PROOF_MAX)
		return TT_EPROOF;
	for (size_t i = 0; i < n; i++) {
		if (sn == 0)
			return TT_EPROOF;
		if (is_right(fn, sn))
			merkle_node(&r, &proof[i], &r);
		else
			merkle_node(&r, &r, &proof[i]);
		climb(&fn, &sn);
	}
	return sn == 0 && same(&r, root) ? TT_OK : TT_EPROOF;
}

/* The case 0 < m < size; the proof has a first hash. */
static enum tt_err
check_growth(uint64_t m, const struct hash *old_root, uint64_t size,
    const struct hash *root, const struct hash *proof, size_t n)
{
	bool whole = (m & (m - 1)) == 0;	/* the old tree is a subtree */
	uint64_t fn = m - 1, sn = size - 1;
	struct hash fr = whole ? *old_root : proof[0], sr = fr;

	for (; (fn & 1) != 0; fn >>= 1)
		sn >>= 1;
	for (size_t i = whole ? 0 : 1; i < n; i++) {
		if (sn == 0)
			return TT_EPROOF;
		if (is_right(fn, sn)) {
			merkle_node(&fr, &proof[i], &fr);
			merkle_node(&sr, &proof[i], &sr);
		} else {
			merkle_node(&sr, &sr, &proof[i]);
		}
		climb(&fn, &sn);
	}
	return sn == 0 && same(&fr, old_root) && same(&sr, root) ? TT_OK :
	    TT_EPROOF;
}

enum tt_err
merkle_check_consistency(uint64_t m, const struct hash *old_root, uint64_t size,
    const struct hash *root, const struct hash *proof, size_t n)
{
	struct hash empty;
	bool ok;

	if (m > size || n > MERKLE_PROOF_MAX)
		return TT_EPROOF;
	if (m > 0 && m < size)
		return n == 0 ? TT_EPROOF :
		    check_growth(m, old_root, size, root, proof, n);
	merkle_empty(&empty);
	ok = n == 0 && (m > 0 || same(old_root, &empty)) &&
	    (m < size || same(old_root, root));
	return ok ? TT_OK : TT_EPROOF;
}
