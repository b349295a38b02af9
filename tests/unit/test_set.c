/* SPDX-License-Identifier: ISC */
#include "base/rng.h"
#include "ledgerkit.h"
#include "telltale/set.h"

static const struct tt_padding_key pad = { { 0xb0, 0xb0, 0xb0 } };

static struct rng
seeded(struct rng_seeded *state)
{
	return rng_seeded(state, (const uint8_t[32]){ 1, 2, 3 });
}

static const struct {
	uint64_t n;
	unsigned depth;	/* 0: refused */
} depths[] = {
	{ 0, 12 }, { 1, 12 }, { 4096, 12 }, { 4097, 16 }, { 65536, 16 },
	{ 65537, 20 }, { 1048577, 24 }, { 16777216, 24 }, { 16777217, 0 },
	{ UINT64_MAX, 0 },
};

static void
depth_is_the_smallest_that_fits(void **state)
{
	unsigned d;

	(void)state;
	for (size_t i = 0; i < N_ROWS(depths); i++) {
		d = 0;
		assert_int_equal(depths[i].depth > 0 ? TT_OK : TT_ELIMIT,
		    tt_set_depth(depths[i].n, &d));
		assert_int_equal(depths[i].depth, d);
	}
}

static void
places_are_distinct_and_use_the_whole_set(void **state)
{
	struct rng_seeded s;
	struct rng rng = seeded(&s);
	uint64_t places[256];
	unsigned hits[16] = { 0 };
	bool taken[256] = { false };

	(void)state;
	assert_int_equal(TT_OK, tt_set_draw(places, 256, 8, rng));
	for (size_t i = 0; i < 256; i++) {
		assert_true(places[i] < 256);
		assert_false(taken[places[i]]);
		taken[places[i]] = true;
	}
	for (size_t i = 0; i < 1600; i++) {
		assert_int_equal(TT_OK, tt_set_draw(places, 1, 4, rng));
		hits[places[0]]++;
	}
	for (size_t i = 0; i < 16; i++)	/* 100 each; six sigma are 58 */
		assert_true(hits[i] > 42 && hits[i] < 158);
	assert_int_equal(TT_OK, tt_set_draw(places, 1, 0, rng));
	assert_int_equal(0, places[0]);
	assert_int_equal(TT_ELIMIT, tt_set_draw(places, 17, 4, rng));
	assert_int_equal(TT_ELIMIT, tt_set_draw(places, 1, 25, rng));
}

/* The root of a set of depth 4, a leaf at 11, computed the plain way. */
static void
a_set_is_a_tree_of_all_its_places(void **state)
{
	struct hash leaf, all[16], root, want, proof[TT_SET_DEPTH_MAX];
	uint64_t place = 11;
	struct tt_set *set;

	(void)state;
	merkle_leaf(&leaf, "leaf", 4);
	for (size_t i = 0; i < 16; i++)
		tt_padding(&all[i], &pad, i);
	all[11] = leaf;
	merkle_root(&want, all, 16);
	assert_int_equal(TT_OK, tt_set_new(&set, 4, &leaf, &place, 1, &pad));
	tt_set_root(set, &root);
	assert_memory_equal(&want, &root, sizeof(root));
	assert_int_equal(4, tt_set_depth_of(set));
	for (uint64_t i = 0; i < 16; i++) {
		assert_int_equal(TT_OK, tt_set_prove(set, i, proof));
		assert_int_equal(TT_OK, merkle_check_inclusion(&all[i], i, 16,
		    proof, 4, &root));
	}
	assert_int_equal(TT_ERANGE, tt_set_prove(set, 16, proof));
	tt_set_free(set);
}

static const struct {
	const char *name;
	unsigned depth;
	size_t n;
	uint64_t places[3];
	enum tt_err want;
} rows[] = {
	{ "none", 4, 0, { 0 }, TT_OK },
	{ "one of one", 0, 1, { 0 }, TT_OK },
	{ "full", 1, 2, { 1, 0 }, TT_OK },
	{ "too many", 1, 3, { 1, 0, 0 }, TT_ELIMIT },
	{ "a place outside", 4, 1, { 16 }, TT_ERANGE },
	{ "a place taken", 4, 2, { 3, 3 }, TT_EEXIST },
	{ "too deep", 25, 0, { 0 }, TT_ELIMIT },
};

static void
faults_make_no_set(void **state)
{
	struct hash leaves[3];
	struct tt_set *set;

	memset(leaves, 7, sizeof(leaves));
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		CHECK_ROW(state, rows[i].name);
		set = NULL;
		assert_int_equal(rows[i].want, tt_set_new(&set,
		    rows[i].depth, leaves, rows[i].places, rows[i].n, &pad));
		assert_int_equal(rows[i].want == TT_OK, set != NULL);
		tt_set_free(set);
	}
}

TEST_MAIN(
	cmocka_unit_test(depth_is_the_smallest_that_fits),
	cmocka_unit_test(places_are_distinct_and_use_the_whole_set),
	cmocka_unit_test(a_set_is_a_tree_of_all_its_places),
	cmocka_unit_test(faults_make_no_set)
)
