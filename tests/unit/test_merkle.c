/* SPDX-License-Identifier: ISC */
#include <jansson.h>

#include "base/b64.h"
#include "base/hex.h"
#include "base/merkle.h"
#include "prop.h"

#define SMALL	70	/* leaves of trees that are tried in every size */

/* The inputs that Certificate Transparency's tests have used since 2012. */
static const struct {
	const char *entry;	/* hex */
	const char *root;	/* of the tree that ends with it */
} ct[] = {
	{ "", "6e340b9cffb37a989ca544e6bb780a2c"
	      "78901d3fb33738768511a30617afa01d" },
	{ "00", "fac54203e7cc696cf0dfcb42c92a1d9d"
	        "baf70ad9e621f4bd8d98662f00e3c125" },
	{ "10", "aeb6bcfe274b70a14fb067a5e5578264"
	        "db0fa9b51af5e0ba159158f329e06e77" },
	{ "2021", "d37ee418976dd95753c1c73862b9398f"
	          "a2a2cf9b4ff0fdfe8b30cd95209614b7" },
	{ "3031", "4e3bbb1f7b478dcfe71fb631631519a3"
	          "bca12c9aefca1612bfce4c13a86264d4" },
	{ "40414243", "76e67dadbcdf1e10e1b74ddc608abd2f"
	              "98dfb16fbce75277b5232a127f2087ef" },
	{ "5051525354555657", "ddb89be403809e325750d3d263cd7892"
	                      "9c2942b7942a34b77e122c9594a74c8c" },
	{ "606162636465666768696a6b6c6d6e6f",
	  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328" },
};

static struct hash leaves[SMALL];

static int
make_leaves(void **state)
{
	char entry[32];

	(void)state;
	for (size_t i = 0; i < SMALL; i++) {
		snprintf(entry, sizeof(entry), "entry-%zu", i);
		merkle_leaf(&leaves[i], entry, strlen(entry));
	}
	return 0;
}

/* RFC 6962 2.1 to the letter, to compare with. */
static struct hash
root_by_definition(const struct hash *h, size_t n)
{
	struct hash out, l, r;
	size_t k = 1;

	if (n == 1)
		return h[0];
	while (2 * k < n)
		k *= 2;
	l = root_by_definition(h, k);
	r = root_by_definition(h + k, n - k);
	merkle_node(&out, &l, &r);
	return out;
}

static void
check_hash(const struct hash *want, const struct hash *got)
{
	assert_memory_equal(want, got, sizeof(*want));
}

static void
roots_are_those_of_certificate_transparency(void **state)
{
	struct hash h[N_ROWS(ct)], want, got;
	uint8_t entry[16];
	size_t n;

	for (size_t i = 0; i < N_ROWS(ct); i++) {
		CHECK_ROW(state, ct[i].entry);
		n = strlen(ct[i].entry) / 2;
		assert_true(hex_decode(entry, n, ct[i].entry, 2 * n));
		merkle_leaf(&h[i], entry, n);
		assert_true(hex_decode(want.b, 32, ct[i].root, 64));
		merkle_root(&got, h, i + 1);
		check_hash(&want, &got);
	}
}

static void
the_empty_tree_has_the_hash_of_nothing(void **state)
{
	struct merkle_frontier f;
	struct hash a, b, want;

	(void)state;
	assert_true(hex_decode(want.b, 32, "e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855", 64));
	merkle_empty(&a);
	check_hash(&want, &a);
	merkle_root(&a, NULL, 0);
	check_hash(&want, &a);
	merkle_frontier_init(&f);
	merkle_frontier_root(&f, &b);
	check_hash(&want, &b);
	assert_int_equal(TT_OK, merkle_root_of(0, NULL, NULL, &b));
	check_hash(&want, &b);
}

static void
all_ways_to_a_root_agree(void **state)
{
	struct merkle_array all = { leaves, SMALL };
	struct merkle_frontier f;
	struct hash want, got;

	(void)state;
	merkle_frontier_init(&f);
	for (size_t n = 1; n <= SMALL; n++) {
		want = root_by_definition(leaves, n);
		merkle_root(&got, leaves, n);
		check_hash(&want, &got);
		merkle_frontier_add(&f, &leaves[n - 1]);
		merkle_frontier_root(&f, &got);
		check_hash(&want, &got);
		assert_int_equal(TT_OK, merkle_root_of(n, merkle_array_get,
		    &all, &got));
		check_hash(&want, &got);
	}
}

/* Each bit of what is checked matters: spoil one and it must not hold. */
static void
check_spoilt_inclusion(struct prop *p, size_t index, size_t size,
    struct hash *proof, size_t n, struct hash *root)
{
	size_t hit = (size_t)prop_below(p, n + 1);
	uint8_t *byte = hit < n ? proof[hit].b : root->b;
	uint8_t bit = (uint8_t)(1U << prop_below(p, 8));

	byte += prop_below(p, 32);
	*byte ^= bit;
	assert_int_equal(TT_EPROOF, merkle_check_inclusion(&leaves[index],
	    index, size, proof, n, root));
	*byte ^= bit;
	assert_int_equal(TT_EPROOF, merkle_check_inclusion(&leaves[index],
	    index ^ 1, size, proof, n, root));
	if (n > 0)
		assert_int_equal(TT_EPROOF, merkle_check_inclusion(
		    &leaves[index], index, size, proof, n - 1, root));
	proof[n] = *root;
	assert_int_equal(TT_EPROOF, merkle_check_inclusion(&leaves[index],
	    index, size, proof, n + 1, root));
}

static void
every_leaf_is_proved_in_every_tree(void **state)
{
	struct merkle_array all = { leaves, SMALL };
	struct hash root, proof[MERKLE_PROOF_MAX];
	struct prop p;
	size_t n;

	(void)state;
	PROP_CASES(&p, SMALL) {
		size_t size = (size_t)p.n + 1;

		merkle_root(&root, leaves, size);
		for (size_t i = 0; i < size; i++) {
			assert_int_equal(TT_OK, merkle_prove_inclusion(i, size,
			    merkle_array_get, &all, proof, &n));
			assert_int_equal(TT_OK, merkle_check_inclusion(
			    &leaves[i], i, size, proof, n, &root));
			check_spoilt_inclusion(&p, i, size, proof, n, &root);
		}
	}
}

static void
check_spoilt_growth(struct prop *p, size_t m, size_t size,
    struct hash *proof, size_t n, struct hash roots[2])
{
	size_t hit = (size_t)prop_below(p, n + 2);
	uint8_t *byte = hit < n ? proof[hit].b : roots[hit - n].b;
	uint8_t bit = (uint8_t)(1U << prop_below(p, 8));

	byte += prop_below(p, 32);
	*byte ^= bit;
	assert_int_equal(TT_EPROOF, merkle_check_consistency(m, &roots[0],
	    size, &roots[1], proof, n));
	*byte ^= bit;
	assert_int_equal(TT_EPROOF, merkle_check_consistency(m, &roots[0],
	    size, &roots[1], proof, n - 1));
	proof[n] = roots[1];
	assert_int_equal(TT_EPROOF, merkle_check_consistency(m, &roots[0],
	    size, &roots[1], proof, n + 1));
}

static void
every_tree_is_consistent_with_those_before(void **state)
{
	struct merkle_array all = { leaves, SMALL };
	struct hash roots[2], proof[MERKLE_PROOF_MAX];
	struct prop p;
	size_t n;

	(void)state;
	PROP_CASES(&p, SMALL + 1) {
		size_t size = (size_t)p.n;

		merkle_root(&roots[1], leaves, size);
		for (size_t m = 0; m <= size; m++) {
			merkle_root(&roots[0], leaves, m);
			assert_int_equal(TT_OK, merkle_prove_consistency(m,
			    size, merkle_array_get, &all, proof, &n));
			assert_int_equal(m == 0 || m == size, n == 0);
			assert_int_equal(TT_OK, merkle_check_consistency(m,
			    &roots[0], size, &roots[1], proof, n));
			if (n > 0)
				check_spoilt_growth(&p, m, size, proof, n,
				    roots);
		}
	}
}

static void
what_is_outside_the_tree_is_refused(void **state)
{
	struct merkle_array all = { leaves, SMALL };
	struct hash root, proof[MERKLE_PROOF_MAX];
	size_t n = 77;

	(void)state;
	merkle_root(&root, leaves, 3);
	assert_int_equal(TT_ERANGE, merkle_prove_inclusion(3, 3,
	    merkle_array_get, &all, proof, &n));
	assert_int_equal(TT_ERANGE, merkle_prove_inclusion(0, 0,
	    merkle_array_get, &all, proof, &n));
	assert_int_equal(TT_ERANGE, merkle_prove_consistency(4, 3,
	    merkle_array_get, &all, proof, &n));
	assert_int_equal(TT_ERANGE, merkle_prove_inclusion(0, SMALL + 1,
	    merkle_array_get, &all, proof, &n));
	assert_int_equal(77, n);
	assert_int_equal(TT_ERANGE, merkle_array_get(&all, 0, SMALL, &root));
	assert_int_equal(TT_ERANGE, merkle_array_get(&all, 64, 0, &root));
	assert_int_equal(TT_EPROOF, merkle_check_inclusion(&leaves[0], 0, 0,
	    NULL, 0, &root));
}

static void
sizes_above_a_proofs_limit_are_refused(void **state)
{
	static struct hash proof[MERKLE_PROOF_MAX + 1];
	struct hash h = leaves[0];

	(void)state;
	assert_int_equal(TT_EPROOF, merkle_check_inclusion(&h, 0, UINT64_MAX,
	    proof, MERKLE_PROOF_MAX + 1, &h));
	assert_int_equal(TT_EPROOF, merkle_check_consistency(1, &h, UINT64_MAX,
	    &h, proof, MERKLE_PROOF_MAX + 1));
}

/* A tree of equal leaves, of which each level has one hash. */
static enum tt_err
equal_leaves(void *ctx, unsigned level, uint64_t index, struct hash *out)
{
	struct hash h = leaves[0];

	(void)ctx;
	(void)index;
	for (unsigned i = 0; i < level; i++)
		merkle_node(&h, &h, &h);
	*out = h;
	return TT_OK;
}

static void
trees_of_any_size_are_proved(void **state)
{
	struct hash proof[MERKLE_PROOF_MAX], root, old;
	struct prop p;
	size_t n;

	(void)state;
	PROP_CASES(&p, 200) {
		uint64_t size = 1 + (prop_below(&p, UINT64_MAX) >>
		    (2 + prop_below(&p, 60)));
		uint64_t index = prop_below(&p, size);

		assert_int_equal(TT_OK, merkle_root_of(size, equal_leaves,
		    NULL, &root));
		assert_int_equal(TT_OK, merkle_prove_inclusion(index, size,
		    equal_leaves, NULL, proof, &n));
		assert_int_equal(TT_OK, merkle_check_inclusion(&leaves[0],
		    index, size, proof, n, &root));
		assert_int_equal(TT_OK, merkle_root_of(index, equal_leaves,
		    NULL, &old));
		assert_int_equal(TT_OK, merkle_prove_consistency(index, size,
		    equal_leaves, NULL, proof, &n));
		assert_int_equal(TT_OK, merkle_check_consistency(index, &old,
		    size, &root, proof, n));
	}
	assert_int_equal(TT_ERANGE, merkle_prove_inclusion(0, UINT64_MAX,
	    equal_leaves, NULL, proof, &n));
}

static json_t *
load(const char *rel)
{
	char *text = test_read(shared_or_skip(rel), NULL);
	json_t *v = json_loads(text, 0, NULL);

	free(text);
	assert_true(json_is_array(v) && json_array_size(v) > 0);
	return v;
}

static struct hash
hash_of(const json_t *v)
{
	struct hash h = { { 0 } };

	assert_true(json_is_string(v) && b64_decode(h.b, sizeof(h.b),
	    json_string_value(v), json_string_length(v)));
	return h;
}

static uint64_t
number_of(const json_t *row, const char *key)
{
	assert_true(json_is_integer(json_object_get(row, key)));
	return (uint64_t)json_integer_value(json_object_get(row, key));
}

static size_t
proof_of(const json_t *row, struct hash proof[100])
{
	const json_t *list = json_object_get(row, "proof");
	size_t n = json_array_size(list);

	assert_true(n <= 100);
	for (size_t i = 0; i < n; i++)
		proof[i] = hash_of(json_array_get(list, i));
	return n;
}

static enum tt_err
want_of(const json_t *row)
{
	name_row(json_string_value(json_object_get(row, "name")));
	return json_is_true(json_object_get(row, "valid")) ? TT_OK : TT_EPROOF;
}

static void
roots_are_those_of_another_implementation(void **state)
{
	json_t *rows = load("data/ledger/roots.json"), *row;
	struct merkle_frontier f;
	struct hash want, got;
	char entry[32];
	size_t i;

	(void)state;
	merkle_frontier_init(&f);
	json_array_foreach(rows, i, row) {
		while (f.size < number_of(row, "size")) {
			snprintf(entry, sizeof(entry), "entry-%llu",
			    (unsigned long long)f.size);
			merkle_leaf(&got, entry, strlen(entry));
			merkle_frontier_add(&f, &got);
		}
		want = hash_of(json_object_get(row, "root"));
		merkle_frontier_root(&f, &got);
		check_hash(&want, &got);
	}
	json_decref(rows);
}

static void
inclusion_is_judged_as_another_implementation_does(void **state)
{
	json_t *rows = load("data/ledger/inclusion.json"), *row;
	struct hash leaf, root, proof[100];
	enum tt_err want;
	size_t i, n;

	(void)state;
	json_array_foreach(rows, i, row) {
		want = want_of(row);
		leaf = hash_of(json_object_get(row, "leaf_hash"));
		root = hash_of(json_object_get(row, "root"));
		n = proof_of(row, proof);
		assert_int_equal(want, merkle_check_inclusion(&leaf,
		    number_of(row, "index"), number_of(row, "size"), proof, n,
		    &root));
	}
	name_row(NULL);
	json_decref(rows);
}

static void
consistency_is_judged_as_another_implementation_does(void **state)
{
	json_t *rows = load("data/ledger/consistency.json"), *row;
	struct hash old_root, root, proof[100];
	enum tt_err want;
	size_t i, n;

	(void)state;
	json_array_foreach(rows, i, row) {
		want = want_of(row);
		old_root = hash_of(json_object_get(row, "old_root"));
		root = hash_of(json_object_get(row, "new_root"));
		n = proof_of(row, proof);
		assert_int_equal(want, merkle_check_consistency(
		    number_of(row, "old_size"), &old_root,
		    number_of(row, "new_size"), &root, proof, n));
	}
	name_row(NULL);
	json_decref(rows);
}

/* Small samples of that other implementation's, for where it is not at hand. */
static void
the_root_of_five_is_known(void **state)
{
	struct hash want, got;

	(void)state;
	assert_true(b64_decode(want.b, 32,
	    "GqaNMHSQWlgfhMu9D3U3lJBP2ARRvEwT5p2aU7xZUCw=", 44));
	merkle_root(&got, leaves, 5);
	check_hash(&want, &got);
}

TEST_MAIN(cmocka_unit_test_setup(the_root_of_five_is_known, make_leaves),
    cmocka_unit_test(roots_are_those_of_certificate_transparency),
    cmocka_unit_test(the_empty_tree_has_the_hash_of_nothing),
    cmocka_unit_test(all_ways_to_a_root_agree),
    cmocka_unit_test(every_leaf_is_proved_in_every_tree),
    cmocka_unit_test(every_tree_is_consistent_with_those_before),
    cmocka_unit_test(what_is_outside_the_tree_is_refused),
    cmocka_unit_test(sizes_above_a_proofs_limit_are_refused),
    cmocka_unit_test(trees_of_any_size_are_proved),
    cmocka_unit_test(roots_are_those_of_another_implementation),
    cmocka_unit_test(inclusion_is_judged_as_another_implementation_does),
    cmocka_unit_test(consistency_is_judged_as_another_implementation_does))
