/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/buf.h"
#include "base/secret.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "codebook/little.h"
#include "telltale/commitment.h"

#define LEAF_MAX	(sizeof("telltale holder key v1") + 8 + TT_KEY_LEN)

/* One tree's leaves come from the codebook as they are asked for. */
struct tree {
	const struct tt_codebook *cb;
	enum tt_site_level level;
};

static const struct {
	const char *leaf, *part;
	unsigned depth;		/* by default */
} trees[TT_SITE_LEVEL_COUNT] = {
	[TT_SITE_HOLDER] = { "telltale holder key v1",
	    "telltale codebook holders v1", TT_DEPTH_HOLDERS },
	[TT_SITE_COPY] = { "telltale copy key v1",
	    "telltale codebook copies v1", TT_DEPTH_COPIES },
};

/* H(domain, bytes): SHA-256 of the domain, a zero byte, and the bytes. */
static void
hash_in(struct hash *out, const char *domain, const void *p, size_t n)
{
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, domain, strlen(domain) + 1);
	sha256_add(&h, p, n);
	sha256_end(&h, out->b);
}

static void
hash_leaf(struct hash *out, enum tt_site_level level, uint64_t number,
    const struct tt_row_key *key)
{
	uint8_t leaf[LEAF_MAX];
	size_t n = strlen(trees[level].leaf) + 1;

	memcpy(leaf, trees[level].leaf, n);
	put_le64(leaf + n, number);
	memcpy(leaf + n + 8, key->b, sizeof(key->b));
	merkle_leaf(out, leaf, n + 8 + sizeof(key->b));
	secret_wipe(leaf, sizeof(leaf));
}

/* merkle_get: every subtree is computed anew, in O(depth) memory. */
static enum tt_err
get_subtree(void *ctx, unsigned height, uint64_t index, struct hash *out)
{
	const struct tree *t = ctx;
	struct merkle_frontier f;
	struct tt_row_key key;
	struct hash leaf;
	uint64_t first = index << height, n = (uint64_t)1 << height;

	merkle_frontier_init(&f);
	for (uint64_t i = first; i < first + n; i++) {
		tt_codebook_row_key(t->cb, t->level, i, &key);
		hash_leaf(&leaf, t->level, i, &key);
		merkle_frontier_add(&f, &leaf);
	}
	merkle_frontier_root(&f, out);
	secret_wipe(&key, sizeof(key));
	return TT_OK;
}

static void
hash_tree(struct hash *out, enum tt_site_level level, unsigned depth,
    const struct hash *root)
{
	uint8_t m[1 + sizeof(root->b)];

	m[0] = (uint8_t)depth;
	memcpy(m + 1, root->b, sizeof(root->b));
	hash_in(out, trees[level].part, m, sizeof(m));
}

static void
hash_bias_key(struct hash *out, const struct tt_bias_key *key)
{
	hash_in(out, "telltale codebook biases v1", key->b, sizeof(key->b));
}

static enum tt_err
hash_slots(struct hash *out, const struct tt_slot *slots, size_t n)
{
	struct buf b;
	enum tt_err e;

	if ((e = tt_slots_check(slots, n)) != TT_OK)
		return e;
	buf_init(&b, 4 + n * TT_SLOT_LEN);
	tt_slots_write(slots, n, &b);
	if ((e = buf_err(&b)) == TT_OK)
		hash_in(out, "telltale codebook sites v1", b.p, b.n);
	buf_done(&b);
	return e;
}

static enum tt_err
hash_beacon(struct hash *out, struct span text)
{
	if (text.n == 0 || text.n > TT_BEACON_TEXT_MAX ||
	    !utf8_printable(text.p, text.n))
		return TT_ESYNTAX;
	hash_in(out, "telltale codebook beacon v1", text.p, text.n);
	return TT_OK;
}

static bool
same(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, sizeof(a->b)) == 0;
}

enum tt_err
tt_depth_for(enum tt_site_level level, uint64_t n, unsigned *depth)
{
	unsigned d = trees[level].depth;

	while (d <= TT_DEPTH_MAX && ((uint64_t)1 << d) / 2 < n)
		d++;
	if (d > TT_DEPTH_MAX)
		return TT_ELIMIT;
	*depth = d;
	return TT_OK;
}

enum tt_err
tt_codebook_root(const struct tt_codebook *cb, enum tt_site_level level,
    unsigned depth, struct hash *root)
{
	struct tree t = { cb, level };

	if (depth > TT_DEPTH_MAX)
		return TT_ERANGE;
	return get_subtree(&t, depth, 0, root);
}

enum tt_err
tt_codebook_commit(const struct tt_codebook *cb, unsigned depth_holders,
    unsigned depth_copies, struct span beacon, struct tt_commitment_parts *out)
{
	const struct tt_code *code = tt_codebook_code(cb);
	struct tt_commitment_parts p;
	struct tt_bias_key bias_key;
	struct hash holders, copies;
	enum tt_err e;

	if ((e = hash_slots(&p.sites, code->slots, code->n)) != TT_OK ||
	    (e = hash_beacon(&p.beacon, beacon)) != TT_OK ||
	    (e = tt_codebook_root(cb, TT_SITE_HOLDER, depth_holders,
	    &holders)) != TT_OK ||
	    (e = tt_codebook_root(cb, TT_SITE_COPY, depth_copies,
	    &copies)) != TT_OK)
		return e;
	tt_codebook_bias_key(cb, &bias_key);
	hash_bias_key(&p.bias, &bias_key);
	secret_wipe(&bias_key, sizeof(bias_key));
	hash_tree(&p.holders, TT_SITE_HOLDER, depth_holders, &holders);
	hash_tree(&p.copies, TT_SITE_COPY, depth_copies, &copies);
	*out = p;
	return TT_OK;
}

void
tt_commitment_hash(const struct tt_commitment_parts *parts, struct hash *out)
{
	const struct hash all[] = { parts->bias, parts->sites, parts->holders,
		parts->copies, parts->beacon };

	hash_in(out, "telltale codebook v1", all, sizeof(all));
}

enum tt_err
tt_codebook_open(const struct tt_codebook *cb, enum tt_site_level level,
    uint64_t number, unsigned depth, struct tt_row_opening *out)
{
	struct hash path[MERKLE_PROOF_MAX];
	struct tree t = { cb, level };
	size_t n;
	enum tt_err e;

	if (depth > TT_DEPTH_MAX || number >> depth != 0)
		return TT_ERANGE;
	e = merkle_prove_inclusion(number, (uint64_t)1 << depth, get_subtree,
	    &t, path, &n);
	if (e != TT_OK)
		return e;
	*out = (struct tt_row_opening){ .level = level, .number = number,
		.depth = depth };
	memcpy(out->path, path, n * sizeof(path[0]));
	tt_codebook_row_key(cb, level, number, &out->key);
	return TT_OK;
}

enum tt_err
tt_row_opening_part(const struct tt_row_opening *o, struct hash *out)
{
	struct hash h;

	if ((o->level != TT_SITE_HOLDER && o->level != TT_SITE_COPY) ||
	    o->depth > TT_DEPTH_MAX || o->number >> o->depth != 0)
		return TT_ERANGE;
	hash_leaf(&h, o->level, o->number, &o->key);
	for (unsigned i = 0; i < o->depth; i++) {
		if ((o->number >> i & 1) != 0)
			merkle_node(&h, &o->path[i], &h);
		else
			merkle_node(&h, &h, &o->path[i]);
	}
	hash_tree(out, o->level, o->depth, &h);
	return TT_OK;
}

enum tt_err
tt_revealed_parts(const struct tt_revealed *r,
    struct tt_commitment_parts *parts)
{
	struct hash sites, beacon;
	enum tt_err e;

	if ((e = hash_slots(&sites, r->slots, r->n_slots)) != TT_OK ||
	    (e = hash_beacon(&beacon, r->beacon)) != TT_OK)
		return e;
	parts->sites = sites;
	parts->beacon = beacon;
	hash_bias_key(&parts->bias, &r->bias_key);
	return TT_OK;
}

enum tt_err
tt_row_opening_check(const struct tt_row_opening *o,
    const struct tt_revealed *r, const struct hash *other,
    const struct hash *commitment)
{
	struct tt_commitment_parts p = { .holders = *other, .copies = *other };
	struct hash got;
	enum tt_err e;

	if ((e = tt_revealed_parts(r, &p)) != TT_OK ||
	    (e = tt_row_opening_part(o, o->level == TT_SITE_HOLDER ?
	    &p.holders : &p.copies)) != TT_OK)
		return e;
	tt_commitment_hash(&p, &got);
	return same(&got, commitment) ? TT_OK : TT_EPROOF;
}
