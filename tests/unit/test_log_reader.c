/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/log_edge.h"
#include "telltale/log_reader.h"

/* A log of that many entries, and its checkpoint. */
static struct tt_checkpoint
build(struct kit_log *log, size_t size)
{
	struct tt_checkpoint cp = { .origin = ORIGIN, .size = size };
	struct span *s = kit_entries(0, size);
	struct tt_tile_io io = kit_io(log);
	static struct tt_log_edge edge;

	tt_log_edge_init(&edge);
	assert_int_equal(TT_OK, tt_log_edge_append(&edge, s, size, &io));
	tt_log_edge_root(&edge, &cp.root);
	free(s);
	return cp;
}

static struct tt_log_reader *
open_log(struct kit_log *log, const struct tt_checkpoint *cp)
{
	struct tt_tile_io io = kit_io(log);
	struct tt_log_reader *r;

	assert_int_equal(TT_OK, tt_log_reader_new(&r, cp, &io));
	return r;
}

static const size_t sizes[] = { 1, 2, 255, 256, 257, 300, 1000, 66000 };

/* Whether index's entry is read and proven. */
static void
check_entry(struct tt_log_reader *r, const struct tt_checkpoint *cp,
    uint64_t index)
{
	struct hash proof[MERKLE_PROOF_MAX], leaf;
	struct span entry;
	char want[32];
	size_t n;

	snprintf(want, sizeof(want), "entry-%llu", (unsigned long long)index);
	assert_int_equal(TT_OK, tt_log_reader_entry(r, index, &entry));
	assert_true(span_is(entry, want));
	assert_int_equal(TT_OK, tt_log_reader_prove(r, index, proof, &n));
	merkle_leaf(&leaf, entry.p, entry.n);
	assert_int_equal(TT_OK, merkle_check_inclusion(&leaf, index, cp->size,
	    proof, n, &cp->root));
}

static void
entries_and_proofs_come_from_tiles(void **state)
{
	for (size_t i = 0; i < N_ROWS(sizes); i++) {
		struct kit_log log = { NULL, 0, 0 };
		struct tt_checkpoint cp = build(&log, sizes[i]);
		struct tt_log_reader *r = open_log(&log, &cp);
		struct hash proof[MERKLE_PROOF_MAX];
		struct span entry;
		size_t n;

		(void)state;
		for (uint64_t k = 0; k < cp.size; k += 1 + cp.size / 50)
			check_entry(r, &cp, k);
		check_entry(r, &cp, cp.size - 1);
		assert_int_equal(TT_ERANGE, tt_log_reader_entry(r, cp.size,
		    &entry));
		assert_int_equal(TT_ERANGE, tt_log_reader_prove(r, cp.size,
		    proof, &n));
		tt_log_reader_free(r);
		kit_drop(&log);
	}
}

/* Whether anything that is read now is other than what was logged. */
static bool
deceived(struct kit_log *log, const struct tt_checkpoint *cp)
{
	struct tt_tile_io io = kit_io(log);
	struct tt_log_reader *r;
	struct span entry;
	bool wrong = false;
	enum tt_err e;

	if ((e = tt_log_reader_new(&r, cp, &io)) != TT_OK) {
		assert_int_equal(TT_EINTEGRITY, e);
		return false;
	}
	for (uint64_t i = 0; i < cp->size; i += 37) {
		char want[32];

		e = tt_log_reader_entry(r, i, &entry);
		snprintf(want, sizeof(want), "entry-%llu",
		    (unsigned long long)i);
		if (e == TT_OK)
			wrong = wrong || !span_is(entry, want);
		else
			assert_int_equal(TT_EINTEGRITY, e);
	}
	tt_log_reader_free(r);
	return wrong;
}

static bool
reads_whole(struct kit_log *log, const struct tt_checkpoint *cp)
{
	struct tt_log_reader *r = open_log(log, cp);
	struct span entry;
	bool ok = true;

	for (uint64_t i = 0; i < cp->size; i++)
		ok = ok && tt_log_reader_entry(r, i, &entry) == TT_OK;
	tt_log_reader_free(r);
	return ok;
}

static void
no_changed_byte_is_believed(void **state)
{
	struct kit_log log = { NULL, 0, 0 };
	struct tt_checkpoint cp = build(&log, 700);

	(void)state;
	assert_true(reads_whole(&log, &cp));
	for (size_t f = 0; f < log.n; f++)
		for (size_t at = 0; at < log.file[f].n; at += 97) {
			log.file[f].p[at] ^= 4;
			assert_false(deceived(&log, &cp));
			log.file[f].p[at] ^= 4;
		}
	for (size_t f = 0; f < log.n; f++) {
		log.file[f].n--;
		assert_false(deceived(&log, &cp));
		log.file[f].n++;
	}
	kit_drop(&log);
}

static void
another_root_opens_nothing(void **state)
{
	struct kit_log log = { NULL, 0, 0 };
	struct tt_checkpoint cp = build(&log, 300);
	struct tt_tile_io io = kit_io(&log);
	struct tt_log_reader *r = NULL;

	(void)state;
	cp.root.b[0] ^= 1;
	assert_int_equal(TT_EINTEGRITY, tt_log_reader_new(&r, &cp, &io));
	assert_null(r);
	tt_log_reader_free(r);
	kit_drop(&log);
}

static const struct {
	const char *name;
	size_t seen, now;
	bool other_root;
	const char *origin;
	enum tt_err want;
} rows[] = {
	{ "the same", 300, 300, false, ORIGIN, TT_OK },
	{ "grown", 255, 300, false, ORIGIN, TT_OK },
	{ "grown over tiles", 1, 1000, false, ORIGIN, TT_OK },
	{ "from nothing", 0, 300, false, ORIGIN, TT_OK },
	{ "yesterday's disk", 300, 299, false, ORIGIN, TT_EROLLBACK },
	{ "same size, other root", 300, 300, true, ORIGIN, TT_EFORK },
	{ "other leaves below", 255, 300, true, ORIGIN, TT_EFORK },
	{ "another log's", 255, 300, false, "o", TT_EREFUSED },
};

static void
a_client_sees_rollback_and_fork(void **state)
{
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		struct kit_log log = { NULL, 0, 0 }, old = { NULL, 0, 0 };
		struct tt_checkpoint seen = build(&old, rows[i].seen);
		struct tt_checkpoint cp = build(&log, rows[i].now);
		struct tt_log_reader *r = open_log(&log, &cp);

		CHECK_ROW(state, rows[i].name);
		seen.root.b[9] ^= rows[i].other_root;
		assert_int_equal(TT_OK, span_copy(span_str(rows[i].origin),
		    seen.origin, sizeof(seen.origin)));
		assert_int_equal(rows[i].want, tt_log_reader_follows(r,
		    &seen));
		tt_log_reader_free(r);
		kit_drop(&log);
		kit_drop(&old);
	}
}

/* The shared proofs, good and bad. */

static void
shared_inclusion_proofs_hold_or_not(void **state)
{
	json_t *list = kit_json(shared_or_skip("data/ledger/inclusion.json"));
	struct hash proof[64], leaf, root;
	json_t *row;
	size_t i, n;

	json_array_foreach(list, i, row) {
		bool valid = json_is_true(json_object_get(row, "valid"));

		CHECK_ROW(state, kit_str(row, "name"));
		leaf = kit_hash(kit_str(row, "leaf_hash"));
		root = kit_hash(kit_str(row, "root"));
		n = kit_proof(row, proof);
		assert_int_equal(valid ? TT_OK : TT_EPROOF,
		    merkle_check_inclusion(&leaf, kit_int(row, "index"),
		    kit_int(row, "size"), proof, n, &root));
	}
	assert_int_equal(90, i);
	CHECK_ROW(state, "all");
	json_decref(list);
}

/* What the client's rule says where the proof says no. */
static enum tt_err
alarm_of(const struct tt_checkpoint *last, const struct tt_checkpoint *next)
{
	struct hash empty;

	merkle_empty(&empty);
	if (last->size == 0 && memcmp(&last->root, &empty, 32) != 0)
		return TT_EFORK;
	return next->size < last->size ? TT_EROLLBACK : TT_EFORK;
}

static void
shared_consistency_proofs_hold_or_not(void **state)
{
	json_t *list = kit_json(shared_or_skip("data/ledger/consistency.json"));
	struct tt_checkpoint last = { .origin = "o" }, next = last;
	struct hash proof[64];
	json_t *row;
	size_t i, n;

	json_array_foreach(list, i, row) {
		bool valid = json_is_true(json_object_get(row, "valid"));

		CHECK_ROW(state, kit_str(row, "name"));
		last.size = kit_int(row, "old_size");
		last.root = kit_hash(kit_str(row, "old_root"));
		next.size = kit_int(row, "new_size");
		next.root = kit_hash(kit_str(row, "new_root"));
		n = kit_proof(row, proof);
		assert_int_equal(valid ? TT_OK : TT_EPROOF,
		    merkle_check_consistency(last.size, &last.root,
		    next.size, &next.root, proof, n));
		assert_int_equal(valid ? TT_OK : alarm_of(&last, &next),
		    tt_checkpoint_follows(&last, &next, proof, n));
	}
	assert_int_equal(58, i);
	CHECK_ROW(state, "all");
	json_decref(list);
}

TEST_MAIN(
	cmocka_unit_test(entries_and_proofs_come_from_tiles),
	cmocka_unit_test(no_changed_byte_is_believed),
	cmocka_unit_test(another_root_opens_nothing),
	cmocka_unit_test(a_client_sees_rollback_and_fork),
	cmocka_unit_test(shared_inclusion_proofs_hold_or_not),
	cmocka_unit_test(shared_consistency_proofs_hold_or_not)
)
