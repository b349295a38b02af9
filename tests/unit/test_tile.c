/* SPDX-License-Identifier: ISC */
#include "ledgerkit.h"
#include "telltale/tile.h"

#define OF(l, i, w)	{ .level = l, .index = i, .width = w }
#define BUNDLE(i, w)	{ .entries = true, .index = i, .width = w }

static const struct {
	const char *path;
	struct tt_tile tile;
} good[] = {
	{ "tile/0/000", OF(0, 0, 256) },
	{ "tile/0/005", OF(0, 5, 256) },
	{ "tile/0/x001/x234/067", OF(0, 1234067, 256) },
	{ "tile/1/x001/000.p/17", OF(1, 1000, 17) },
	{ "tile/63/999", OF(63, 999, 256) },
	{ "tile/7/000.p/1", OF(7, 0, 1) },
	{ "tile/0/000.p/255", OF(0, 0, 255) },
	{ "tile/entries/000", BUNDLE(0, 256) },
	{ "tile/entries/x072/x057/594", BUNDLE(72057594, 256) },
	{ "tile/entries/001.p/44", BUNDLE(1, 44) },
	{ "tile/0/x018/x446/x744/x073/x709/x551/615.p/9",
	    OF(0, UINT64_MAX, 9) },
};

static const char *const bad[] = {
	"", "checkpoint", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000",
	"tile/00/000", "tile/64/000", "tile/-1/000", "tile/+1/000",
	"tile/x0/000", "tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/1000",
	"tile/0/x000/000", "tile/0/x000/001", "tile/0/x001", "tile/0/001/002",
	"tile/0/x001/x002", "tile/0/X001/002", "tile/0/xx01/002",
	"tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/256",
	"tile/0/000.p/01", "tile/0/000.p/1/", "tile/0/000.p/1/2",
	"tile/0/000.q/1", "tile/0/x001.p/1", "tile/0/000p/1", "tile/0//000",
	"tile/0/000/", "tile/0/000 ", "tile/entries", "tile/entries/",
	"tile/entries/0", "tile/entries/000/0", "tile/entries/x072/057/",
	"tile/Entries/000",
	"tile/data/000", "tile/8/data/000", "tile/0/%30%30%30", "tile/0/\3301",
	"tile/0/x018/x446/x744/x073/x709/x551/616",
	"tile/0/x001/x018/x446/x744/x073/x709/x551/615", "tile/0/../000",
};

static void
a_tile_has_one_path(void **state)
{
	char path[TT_TILE_PATH_MAX + 1];
	struct tt_tile t;

	for (size_t i = 0; i < N_ROWS(good); i++) {
		CHECK_ROW(state, good[i].path);
		assert_int_equal(TT_OK, tt_tile_path_parse(&t,
		    span_str(good[i].path)));
		assert_int_equal(good[i].tile.entries, t.entries);
		assert_int_equal(good[i].tile.level, t.level);
		assert_int_equal(good[i].tile.index, t.index);
		assert_int_equal(good[i].tile.width, t.width);
		tt_tile_path(&t, path);
		assert_string_equal(path, good[i].path);
	}
}

static void
no_other_spelling_is_read(void **state)
{
	struct tt_tile t = OF(9, 9, 9);

	for (size_t i = 0; i < N_ROWS(bad); i++) {
		CHECK_ROW(state, bad[i]);
		assert_int_equal(TT_ESYNTAX, tt_tile_path_parse(&t,
		    span_str(bad[i])));
		assert_int_equal(9, t.level);
	}
}

static const struct {
	const char *name;
	uint64_t old, size;
	const char *paths;	/* LF after each */
} walks[] = {
	{ "nothing", 0, 0, "" },
	{ "no growth", 300, 300, "" },
	{ "the first leaf", 0, 1, "tile/entries/000.p/1\ntile/0/000.p/1\n" },
	{ "size 256 has a partial above", 0, 256,
	    "tile/entries/000\ntile/0/000\ntile/1/000.p/1\n" },
	{ "size 300", 0, 300, "tile/entries/000\ntile/0/000\n"
	    "tile/entries/001.p/44\ntile/0/001.p/44\ntile/1/000.p/1\n" },
	{ "256 to 300: level 1 stays", 256, 300,
	    "tile/entries/001.p/44\ntile/0/001.p/44\n" },
	{ "255 to 257", 255, 257, "tile/entries/000\ntile/0/000\n"
	    "tile/entries/001.p/1\ntile/0/001.p/1\ntile/1/000.p/1\n" },
	{ "a level 2 begins", 65535, 65536, "tile/entries/255\ntile/0/255\n"
	    "tile/1/000\ntile/2/000.p/1\n" },
	{ "2^56 - 1 and one more", ((uint64_t)1 << 56) - 1,
	    (uint64_t)1 << 56,
	    "tile/entries/x281/x474/x976/x710/655\n"
	    "tile/0/x281/x474/x976/x710/655\ntile/1/x001/x099/x511/x627/775\n"
	    "tile/2/x004/x294/x967/295\ntile/3/x016/x777/215\n"
	    "tile/4/x065/535\ntile/5/255\ntile/6/000\ntile/7/000.p/1\n" },
	{ "the last leaves there can be", UINT64_MAX - 1, UINT64_MAX,
	    "tile/entries/x072/x057/x594/x037/x927/935.p/255\n"
	    "tile/0/x072/x057/x594/x037/x927/935.p/255\n" },
};

static void
a_size_has_these_tiles(void **state)
{
	char path[TT_TILE_PATH_MAX + 1];
	struct tt_tile_walk w;
	struct tt_tile t;
	struct buf b;

	for (size_t i = 0; i < N_ROWS(walks); i++) {
		CHECK_ROW(state, walks[i].name);
		buf_init(&b, 4096);
		tt_tile_walk_init(&w, walks[i].old, walks[i].size);
		while (tt_tile_walk(&w, &t)) {
			assert_true(tt_tile_at_size(&t, walks[i].size));
			assert_false(tt_tile_at_size(&t, walks[i].old));
			tt_tile_path(&t, path);
			buf_printf(&b, "%s\n", path);
		}
		assert_int_equal(TT_OK, buf_err(&b));
		assert_string_equal(b.n > 0 ? b.p : "", walks[i].paths);
		assert_false(tt_tile_walk(&w, &t));
		buf_done(&b);
	}
}

/* What old has and what the walk adds is what size has: counted. */
static void
a_walk_leaves_no_tile_out(void **state)
{
	static const uint64_t sizes[] = { 0, 1, 2, 255, 256, 257, 511, 512,
		700, 65535, 65536, 65537, 70000, 131072 };
	struct tt_tile_walk w;
	struct tt_tile t;

	(void)state;
	for (size_t o = 0; o < N_ROWS(sizes); o++)
		for (size_t s = o; s < N_ROWS(sizes); s++) {
			size_t kept = 0, added = 0, all = 0;

			tt_tile_walk_init(&w, 0, sizes[o]);
			while (tt_tile_walk(&w, &t))
				kept += tt_tile_at_size(&t, sizes[s]);
			tt_tile_walk_init(&w, sizes[o], sizes[s]);
			while (tt_tile_walk(&w, &t))
				added++;
			tt_tile_walk_init(&w, 0, sizes[s]);
			while (tt_tile_walk(&w, &t))
				all++;
			assert_int_equal(all, kept + added);
		}
}

TEST_MAIN(
	cmocka_unit_test(a_tile_has_one_path),
	cmocka_unit_test(no_other_spelling_is_read),
	cmocka_unit_test(a_size_has_these_tiles),
	cmocka_unit_test(a_walk_leaves_no_tile_out)
)
