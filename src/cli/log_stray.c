/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/log_stray.h"
#include "store/file.h"
#include "telltale/bundle.h"

#define NAMES_MAX	1000000	/* of one folder */
#define DEPTH_MAX	12	/* folders below `tile`; 7 can occur */

struct stray {
	const char *folder;
	struct tt_log_reader *log;
	uint64_t size;
	log_stray_fault *fault;
	void *ctx;
	uint64_t n;
};

/* Entries, or hashes of its level, that stand before and in t. */
static bool
beyond(const struct stray *s, const struct tt_tile *t)
{
	uint64_t have = t->level < TT_TILE_LEVELS ?
	    s->size >> (8 * t->level) : 0;

	return t->index >= have / TT_TILE_WIDTH + 1 ||
	    t->index * TT_TILE_WIDTH + t->width > have;
}

static enum tt_err
compare_hashes(struct stray *s, const struct tt_tile *t, struct span bytes,
    bool *same)
{
	struct hash h;
	enum tt_err e;

	*same = bytes.n == t->width * sizeof(h);
	for (unsigned i = 0; i < t->width && *same; i++) {
		e = tt_log_reader_get(s->log, 8 * t->level,
		    t->index * TT_TILE_WIDTH + i, &h);
		if (e != TT_OK)
			return e;
		*same = memcmp(bytes.p + i * sizeof(h), &h, sizeof(h)) == 0;
	}
	return TT_OK;
}

static enum tt_err
compare_entries(struct stray *s, const struct tt_tile *t, struct span bytes,
    bool *same)
{
	struct tt_bundle b;
	struct span entry;
	enum tt_err e;

	*same = tt_bundle_parse(&b, bytes) == TT_OK && b.n == t->width;
	for (unsigned i = 0; *same && i < t->width; i++) {
		e = tt_log_reader_entry(s->log,
		    t->index * TT_TILE_WIDTH + i, &entry);
		if (e != TT_OK)
			return e;
		*same = span_eq(entry, b.entry[i]);
	}
	return TT_OK;
}

static enum tt_err
check_file(struct stray *s, const char *rel, const struct tt_tile *t)
{
	char path[FILE_PATH_MAX];
	bool same = false;
	struct buf bytes;
	enum tt_err e;

	if ((e = file_path(path, s->folder, rel)) != TT_OK)
		return e;
	if ((e = file_read(path, TT_BUNDLE_MAX, &bytes)) == TT_ELIMIT) {
		s->fault(s->ctx, rel);
		return TT_OK;
	}
	if (e != TT_OK)
		return e;
	e = t->entries ? compare_entries(s, t, buf_view(&bytes), &same) :
	    compare_hashes(s, t, buf_view(&bytes), &same);
	buf_done(&bytes);
	if (e == TT_OK && !same)
		s->fault(s->ctx, rel);
	s->n++;
	return e;
}

static bool
is_folder(const struct stray *s, const char *rel)
{
	char path[FILE_PATH_MAX];
	struct stat st;

	return file_path(path, s->folder, rel) == TT_OK &&
	    lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* rel is a folder.  Recursion: one level of folders, at most DEPTH_MAX. */
static enum tt_err
walk(struct stray *s, const char *rel, unsigned depth)
{
	char path[FILE_PATH_MAX], below[FILE_PATH_MAX];
	struct file_list names;
	struct tt_tile t;
	enum tt_err e;

	if ((e = file_path(path, s->folder, rel)) != TT_OK ||
	    (e = file_list(path, NAMES_MAX, &names)) != TT_OK)
		return e;
	for (size_t i = 0; i < names.n && e == TT_OK; i++) {
		if ((e = file_path(below, rel, names.name[i])) != TT_OK)
			break;
		if (is_folder(s, below)) {
			if (depth < DEPTH_MAX)
				e = walk(s, below, depth + 1);
		} else if (tt_tile_path_parse(&t, span_str(below)) ==
		    TT_OK && !beyond(s, &t))
			e = check_file(s, below, &t);
	}
	file_list_free(&names);
	return e;
}

enum tt_err
log_stray_check(const char *folder, struct tt_log_reader *log, uint64_t size,
    log_stray_fault *fault, void *ctx, uint64_t *n)
{
	struct stray s = { .folder = folder, .log = log, .size = size,
		.fault = fault, .ctx = ctx };
	enum tt_err e = TT_OK;

	if (size > 0)
		e = walk(&s, "tile", 0);
	if (e == TT_OK)
		*n = s.n;
	return e;
}
