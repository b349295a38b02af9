/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <sys/stat.h>

#include "base/sha256.h"
#include "ledgerkit.h"
#include "telltale/bundle.h"
#include "telltale/log_edge.h"

/* Roots over entry-0, entry-1, ..., made with golang.org/x/mod. */
static const struct {
	uint64_t size;
	const char *root;
} roots[] = {
	{ 0, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=" },
	{ 1, "QHZrIDNCkCb1PVRQJnmoOXBrR0H43K86i7pfQbX/4HU=" },
	{ 2, "LyelCCwdQq+kiKw1Cp/EOQwIT1T3Hs3/hZ6Y24QptHk=" },
	{ 5, "GqaNMHSQWlgfhMu9D3U3lJBP2ARRvEwT5p2aU7xZUCw=" },
	{ 17, "yBj9TmUQnwSobjhrmvb0d53gJGOMvbM/YHLWtDjqjK0=" },
	{ 300, "rrsCfVw90Ihx7lJXemH8gxItDRQ1J5GUNjm9TBLTaUM=" },
};

static struct tt_log_edge edge, other;

/* Append entries from the edge's size to size, at once. */
static void
grow(struct tt_log_edge *e, size_t size, struct kit_log *log)
{
	struct tt_tile_io io = kit_io(log);
	size_t n = size - (size_t)e->size;
	struct span *s = kit_entries((size_t)e->size, n);

	assert_int_equal(TT_OK, tt_log_edge_append(e, s, n, &io));
	assert_int_equal(size, e->size);
	free(s);
}

static void
roots_are_those_of_another_implementation(void **state)
{
	struct kit_log log = { NULL, 0, 0 };
	struct hash root, want;

	(void)state;
	tt_log_edge_init(&edge);
	for (size_t i = 0; i < N_ROWS(roots); i++) {
		grow(&edge, (size_t)roots[i].size, &log);
		tt_log_edge_root(&edge, &root);
		want = kit_hash(roots[i].root);
		assert_memory_equal(&want, &root, sizeof(root));
	}
	kit_drop(&log);
}

/* Every tile that the size has is in both, with the same bytes. */
static void
compare_logs(struct kit_log *a, struct kit_log *b, uint64_t size)
{
	struct tt_tile_walk w;
	struct tt_tile t;

	tt_tile_walk_init(&w, 0, size);
	while (tt_tile_walk(&w, &t)) {
		struct kit_file *fa = kit_find(a, &t), *fb = kit_find(b, &t);

		assert_non_null(fa);
		assert_non_null(fb);
		assert_int_equal(fa->n, fb->n);
		assert_memory_equal(fa->p, fb->p, fa->n);
	}
}

static void
steps_end_where_one_leap_does(void **state)
{
	static const size_t steps[] = { 1, 2, 3, 255, 256, 257, 300, 511, 512,
		513, 800 };
	struct kit_log one = { NULL, 0, 0 }, many = { NULL, 0, 0 };

	(void)state;
	tt_log_edge_init(&edge);
	tt_log_edge_init(&other);
	grow(&edge, 800, &one);
	for (size_t i = 0; i < N_ROWS(steps); i++)
		grow(&other, steps[i], &many);
	compare_logs(&one, &many, 800);
	kit_drop(&one);
	kit_drop(&many);
}

static void
an_edge_loads_under_its_root_only(void **state)
{
	struct kit_log log = { NULL, 0, 0 };
	struct tt_tile_io io = kit_io(&log);
	struct hash root, again;

	(void)state;
	tt_log_edge_init(&edge);
	grow(&edge, 300, &log);
	tt_log_edge_root(&edge, &root);
	assert_int_equal(TT_OK, tt_log_edge_load(&other, 300, &root, &io));
	tt_log_edge_root(&other, &again);
	assert_memory_equal(&root, &again, sizeof(root));
	grow(&edge, 400, &log);
	grow(&other, 400, &log);	/* the same bytes, or put refuses */
	tt_log_edge_root(&edge, &again);
	assert_int_equal(TT_EINTEGRITY, tt_log_edge_load(&other, 300, &again,
	    &io));
	assert_int_equal(400, other.size);
	assert_int_equal(TT_ENOENT, tt_log_edge_load(&other, 299, &root,
	    &io));	/* no checkpoint had that size */
	kit_drop(&log);
}

static void
a_partial_tile_may_be_gone(void **state)
{
	struct kit_log log = { NULL, 0, 0 };
	struct tt_tile_io io = kit_io(&log);
	struct hash root;

	(void)state;
	tt_log_edge_init(&edge);
	grow(&edge, 200, &log);
	tt_log_edge_root(&edge, &root);
	grow(&edge, 256, &log);
	for (size_t i = 0; i < log.n; i++)
		if (strstr(log.file[i].path, ".p/200") != NULL)
			log.file[i].path[0] = '-';
	assert_int_equal(TT_OK, tt_log_edge_load(&other, 200, &root, &io));
	grow(&other, 210, &log);	/* reads the last bundle, too */
	kit_drop(&log);
}

static void
an_append_that_failed_can_be_repeated(void **state)
{
	struct span *s = kit_entries(250, 20);
	struct kit_log log = { NULL, 0, 0 };
	struct tt_tile_io io = kit_io(&log);
	struct hash before, after;
	size_t fails;

	(void)state;
	tt_log_edge_init(&edge);
	grow(&edge, 250, &log);
	tt_log_edge_root(&edge, &before);
	for (fails = 1; ; fails++) {
		enum tt_err e;

		log.puts_left = fails;
		e = tt_log_edge_append(&edge, s, 20, &io);
		if (e == TT_OK)
			break;
		assert_int_equal(TT_EFULL, e);
		assert_int_equal(250, edge.size);
		tt_log_edge_root(&edge, &after);
		assert_memory_equal(&before, &after, sizeof(before));
	}
	assert_int_equal(6, fails);	/* two full, three partial, none */
	assert_int_equal(270, edge.size);
	free(s);
	kit_drop(&log);
}

static void
a_bundle_that_was_changed_is_not_continued(void **state)
{
	struct kit_log log = { NULL, 0, 0 };
	struct tt_tile_io io = kit_io(&log);
	struct span entry = SPAN("entry-5");

	(void)state;
	tt_log_edge_init(&edge);
	grow(&edge, 5, &log);
	for (size_t i = 0; i < log.n; i++)
		if (strstr(log.file[i].path, "entries") != NULL)
			log.file[i].p[2] ^= 1;
	assert_int_equal(TT_EINTEGRITY, tt_log_edge_append(&edge, &entry, 1,
	    &io));
	assert_int_equal(5, edge.size);
	kit_drop(&log);
}

static void
a_long_entry_is_refused_before_anything_is_written(void **state)
{
	static char longest[TT_ENTRY_MAX + 1];
	struct kit_log log = { NULL, 0, 0 };
	struct tt_tile_io io = kit_io(&log);
	struct span s[300];

	(void)state;
	for (size_t i = 0; i < 300; i++)
		s[i] = SPAN("a");
	s[299] = span_of(longest, sizeof(longest));
	tt_log_edge_init(&edge);
	assert_int_equal(TT_ELIMIT, tt_log_edge_append(&edge, s, 300, &io));
	assert_int_equal(0, log.n);
	s[299].n = TT_ENTRY_MAX;
	assert_int_equal(TT_OK, tt_log_edge_append(&edge, s, 300, &io));
	kit_drop(&log);
}

/* The shared logs. */

static size_t
count_files(const char *dir)
{
	DIR *d = opendir(dir);
	struct dirent *e;
	char path[4096];
	struct stat st;
	size_t n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL) {
		if (e->d_name[0] == '.' ||
		    strncmp(e->d_name, "checkpoint", 10) == 0)
			continue;
		snprintf(path, sizeof(path), "%.2000s/%s", dir, e->d_name);
		assert_int_equal(0, stat(path, &st));
		n += S_ISDIR(st.st_mode) ? count_files(path) : 1;
	}
	closedir(d);
	return n;
}

static void
shared_logs_are_rebuilt_byte_by_byte(void **state)
{
	static const size_t sizes[] = { 0, 5, 256, 300 };
	char dir[2048], path[4096], name[TT_TILE_PATH_MAX + 1], *bytes;
	struct kit_log log;
	size_t n;

	snprintf(dir, sizeof(dir), "%.2000s", shared_or_skip("data/ledger"));
	for (size_t i = 0; i < N_ROWS(sizes); i++) {
		struct tt_tile_walk w;
		struct tt_tile t;
		size_t tiles = 0;

		CHECK_ROW(state, "log");
		log = (struct kit_log){ NULL, 0, 0 };
		tt_log_edge_init(&edge);
		grow(&edge, sizes[i], &log);
		tt_tile_walk_init(&w, 0, sizes[i]);
		for (; tt_tile_walk(&w, &t); tiles++) {
			struct kit_file *f = kit_find(&log, &t);

			assert_non_null(f);
			tt_tile_path(&t, name);
			snprintf(path, sizeof(path), "%s/log-%zu/%s", dir,
			    sizes[i], name);
			bytes = test_read(path, &n);
			assert_int_equal(n, f->n);
			assert_memory_equal(bytes, f->p, n);
			free(bytes);
		}
		snprintf(path, sizeof(path), "%s/log-%zu", dir, sizes[i]);
		assert_int_equal(count_files(path), tiles);
		kit_drop(&log);
	}
}

/* PATH, a tab, length, a tab, SHA-256. */
static void
check_row(struct span row, struct kit_log *log)
{
	struct span path, length, hex;
	uint8_t digest[32];
	struct kit_file *f;
	struct tt_tile t;
	uint64_t n;
	char got[65];

	assert_true(span_word(&row, '\t', &path));
	assert_true(span_word(&row, '\t', &length));
	hex = row;
	assert_int_equal(TT_OK, tt_tile_path_parse(&t, path));
	assert_int_equal(TT_OK, span_u64(length, 65536, &n));
	f = kit_find(log, &t);
	assert_non_null(f);
	assert_int_equal(n, f->n);
	sha256(digest, f->p, f->n);
	hex_encode(got, digest, sizeof(digest));
	assert_true(span_is(hex, got));
}

static void
tiles_of_70000_have_these_hashes(void **state)
{
	char *list = test_read(shared_or_skip("data/ledger/tiles-70000.tsv"),
	    NULL);
	struct span rest = span_str(list), row;
	struct kit_log log = { NULL, 0, 0 };
	size_t rows = 0;

	(void)state;
	tt_log_edge_init(&edge);
	grow(&edge, 33333, &log);
	grow(&edge, 70000, &log);
	for (; span_line(&rest, &row); rows++)
		check_row(row, &log);
	assert_int_equal(7, rows);
	free(list);
	kit_drop(&log);
}

static void
shared_roots_are_these(void **state)
{
	json_t *list = kit_json(shared_or_skip("data/ledger/roots.json")), *row;
	struct kit_log log = { NULL, 0, 0 };
	struct hash root, want;
	size_t i;

	(void)state;
	tt_log_edge_init(&edge);
	json_array_foreach(list, i, row) {
		grow(&edge, (size_t)kit_int(row, "size"), &log);
		tt_log_edge_root(&edge, &root);
		want = kit_hash(kit_str(row, "root"));
		assert_memory_equal(&want, &root, sizeof(root));
	}
	assert_int_equal(78, i);
	json_decref(list);
	kit_drop(&log);
}

TEST_MAIN(
	cmocka_unit_test(roots_are_those_of_another_implementation),
	cmocka_unit_test(steps_end_where_one_leap_does),
	cmocka_unit_test(an_edge_loads_under_its_root_only),
	cmocka_unit_test(a_partial_tile_may_be_gone),
	cmocka_unit_test(an_append_that_failed_can_be_repeated),
	cmocka_unit_test(a_bundle_that_was_changed_is_not_continued),
	cmocka_unit_test(a_long_entry_is_refused_before_anything_is_written),
	cmocka_unit_test(shared_logs_are_rebuilt_byte_by_byte),
	cmocka_unit_test(tiles_of_70000_have_these_hashes),
	cmocka_unit_test(shared_roots_are_these)
)
