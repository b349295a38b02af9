/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "hub/tiles.h"
#include "telltale/bundle.h"

static enum tt_err
path_of(const struct tiles *t, const struct tt_tile *tile,
    char out[FILE_PATH_MAX])
{
	char name[TT_TILE_PATH_MAX + 1];

	tt_tile_path(tile, name);
	return file_path(out, t->dir, name);
}

static enum tt_err
get(void *ctx, const struct tt_tile *tile, struct buf *out)
{
	char path[FILE_PATH_MAX];
	struct buf b = { .n = 0 };
	enum tt_err e;

	if ((e = path_of(ctx, tile, path)) != TT_OK ||
	    (e = file_read(path, TT_BUNDLE_MAX, &b)) != TT_OK)
		return e;
	buf_span(out, buf_view(&b));
	buf_done(&b);
	return buf_err(out);
}

static enum tt_err
put(void *ctx, const struct tt_tile *tile, struct span bytes)
{
	char path[FILE_PATH_MAX], dir[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = path_of(ctx, tile, path)) != TT_OK)
		return e;
	memcpy(dir, path, sizeof(dir));
	*strrchr(dir, '/') = '\0';
	if ((e = file_mkdirs(dir)) != TT_OK)
		return e;
	return file_keep(path, bytes.p, bytes.n, 0600);
}

struct tt_tile_io
tiles_io(struct tiles *t)
{
	return (struct tt_tile_io){ get, put, t };
}

enum tt_err
tiles_check(const struct tiles *t, uint64_t size, char missing[FILE_PATH_MAX])
{
	struct tt_tile_walk w;
	struct tt_tile tile;
	enum tt_err e;

	for (tt_tile_walk_init(&w, 0, size); tt_tile_walk(&w, &tile); ) {
		if ((e = path_of(t, &tile, missing)) != TT_OK)
			return e;
		if (!file_exists(missing))
			return TT_ENOENT;
	}
	return TT_OK;
}

static enum tt_err
tidy_if_there(const char *folder)
{
	enum tt_err e = file_tidy(folder);

	return e == TT_ENOENT ? TT_OK : e;
}

/* The folder that a full tile is in, and the one of its partial ones. */
static enum tt_err
sweep_one(const struct tiles *t, const struct tt_tile *full)
{
	char path[FILE_PATH_MAX], partial[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = path_of(t, full, path)) != TT_OK)
		return e;
	if ((size_t)snprintf(partial, sizeof(partial), "%s.p", path) >=
	    sizeof(partial))
		return TT_ELIMIT;
	*strrchr(path, '/') = '\0';
	if ((e = tidy_if_there(path)) != TT_OK)
		return e;
	return tidy_if_there(partial);
}

static enum tt_err
sweep_row(const struct tiles *t, struct tt_tile full, uint64_t from,
    uint64_t to)
{
	enum tt_err e = TT_OK;

	full.index = from / TT_TILE_WIDTH;
	for (; e == TT_OK && full.index <= to / TT_TILE_WIDTH; full.index++)
		e = sweep_one(t, &full);
	return e;
}

enum tt_err
tiles_sweep(const struct tiles *t, uint64_t from, uint64_t to)
{
	struct tt_tile full = { .width = TT_TILE_WIDTH };
	enum tt_err e;

	full.entries = true;
	e = sweep_row(t, full, from, to);
	full.entries = false;
	for (; e == TT_OK && to > 0; full.level++) {
		e = sweep_row(t, full, from, to);
		from /= TT_TILE_WIDTH;
		to /= TT_TILE_WIDTH;
	}
	return e;
}

/* *had: there were partial tiles, dropped now if the full one is old. */
static enum tt_err
tidy_one(const struct tiles *t, const struct tt_tile *full, int64_t now_s,
    bool *had)
{
	char path[FILE_PATH_MAX], partial[FILE_PATH_MAX];
	struct stat st;
	enum tt_err e;

	if ((e = path_of(t, full, path)) != TT_OK)
		return e;
	if ((size_t)snprintf(partial, sizeof(partial), "%s.p", path) >=
	    sizeof(partial))
		return TT_ELIMIT;
	*had = file_exists(partial);
	if (!*had || stat(path, &st) == -1 ||
	    st.st_mtime + TILES_KEEP_S > now_s)
		return TT_OK;
	return file_remove_tree(partial);
}

/* Newest first, down to where an earlier call has been. */
static enum tt_err
tidy_row(const struct tiles *t, struct tt_tile full, uint64_t n, int64_t now_s)
{
	unsigned without = 0;
	enum tt_err e;
	bool had;

	/* one full tile in many never had a partial one; two are the end */
	while (n > 0 && without < 2) {
		full.index = --n;
		if ((e = tidy_one(t, &full, now_s, &had)) != TT_OK)
			return e;
		without = had ? 0 : without + 1;
	}
	return TT_OK;
}

enum tt_err
tiles_tidy(struct tiles *t, uint64_t size, int64_t now_s)
{
	struct tt_tile full = { .width = TT_TILE_WIDTH };
	uint64_t n = size / TT_TILE_WIDTH;
	enum tt_err e;

	full.entries = true;
	if ((e = tidy_row(t, full, n, now_s)) != TT_OK)
		return e;
	full.entries = false;
	for (; n > 0; n /= TT_TILE_WIDTH, full.level++)
		if ((e = tidy_row(t, full, n, now_s)) != TT_OK)
			return e;
	return TT_OK;
}
