/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/hex.h"
#include "keeper/shelf.h"

#define SHELF_FILE_MAX	262144	/* bytes */

static const char *const names[] = {
	[SHELF_SHARE] = "share.age",
	[SHELF_WAVE] = "wave",
	[SHELF_HELD] = "held",
	[SHELF_RELEASE] = "release",
	[SHELF_SHOWN] = "shown",
	[SHELF_EARLY] = "early",
	[SHELF_MOVE] = "move",
	[SHELF_DESTROYED] = "destroyed",
};
_Static_assert(N_ROWS(names) == SHELF_FILES, "a name for each file");

static enum tt_err
folder_of(char out[FILE_PATH_MAX], const char *dir, const struct hash *leaf)
{
	char name[sizeof("shares/") + HEX_LEN(32)] = "shares/";

	hex_encode(name + strlen(name), leaf->b, sizeof(leaf->b));
	return file_path(out, dir, name);
}

static enum tt_err
path_of(char out[FILE_PATH_MAX], const char *dir, const struct hash *leaf,
    const char *name)
{
	char folder[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = folder_of(folder, dir, leaf)) != TT_OK)
		return e;
	return file_path(out, folder, name);
}

enum tt_err
shelf_read(const char *dir, const struct hash *leaf, enum shelf_file which,
    struct buf *out)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = path_of(path, dir, leaf, names[which])) != TT_OK)
		return e;
	return file_read_secret(path, SHELF_FILE_MAX, out);
}

enum tt_err
shelf_write(const char *dir, const struct hash *leaf, enum shelf_file which,
    struct span bytes)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = path_of(path, dir, leaf, names[which])) != TT_OK)
		return e;
	return file_write(path, bytes.p, bytes.n, 0600);
}

bool
shelf_has(const char *dir, const struct hash *leaf, enum shelf_file which)
{
	char path[FILE_PATH_MAX];

	return path_of(path, dir, leaf, names[which]) == TT_OK &&
	    file_exists(path);
}

enum tt_err
shelf_drop(const char *dir, const struct hash *leaf, enum shelf_file which)
{
	char path[FILE_PATH_MAX], folder[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = path_of(path, dir, leaf, names[which])) != TT_OK ||
	    (e = folder_of(folder, dir, leaf)) != TT_OK ||
	    (e = file_remove(path)) != TT_OK)
		return e;
	return file_sync_dir(folder);	/* also where a crash was between */
}

static enum tt_err
retracted_path(char out[FILE_PATH_MAX], const char *dir, const char *bulletin)
{
	char folder[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(folder, dir, "retracted")) != TT_OK)
		return e;
	return file_path(out, folder, bulletin);
}

bool
shelf_is_retracted(const char *dir, const char *bulletin)
{
	char path[FILE_PATH_MAX];

	return retracted_path(path, dir, bulletin) == TT_OK &&
	    file_exists(path);
}

enum tt_err
shelf_retract(const char *dir, const char *bulletin, struct span embargo)
{
	char path[FILE_PATH_MAX], folder[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = retracted_path(path, dir, bulletin)) != TT_OK ||
	    (e = file_parent(folder, path)) != TT_OK ||
	    (e = file_mkdirs(folder)) != TT_OK)
		return e;
	return file_write(path, embargo.p, embargo.n, 0600);
}

enum tt_err
shelf_news_read(const char *dir, struct buf *note)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, dir, "checkpoint")) != TT_OK)
		return e;
	return file_read(path, SHELF_FILE_MAX, note);
}

enum tt_err
shelf_news_write(const char *dir, struct span note)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, dir, "checkpoint")) != TT_OK)
		return e;
	return file_write(path, note.p, note.n, 0600);
}

enum tt_err
shelf_add(const char *dir, const struct hash *leaf, struct span share,
    struct span wave, int64_t gaps_s)
{
	char folder[FILE_PATH_MAX], path[FILE_PATH_MAX], gaps[24];
	enum tt_err e;
	int n;

	if ((e = folder_of(folder, dir, leaf)) != TT_OK)
		return e;
	if ((e = file_mkdir(folder)) != TT_OK && e != TT_EEXIST)
		return e;	/* one without held is what a crash left */
	n = snprintf(gaps, sizeof(gaps), "%" PRId64 "\n", gaps_s);
	if ((e = shelf_write(dir, leaf, SHELF_SHARE, share)) != TT_OK ||
	    (e = shelf_write(dir, leaf, SHELF_WAVE, wave)) != TT_OK ||
	    (e = file_path(path, folder, "gaps")) != TT_OK)
		return e;
	return file_write(path, gaps, (size_t)n, 0600);
}

/* "123\n", nothing else. */
static enum tt_err
number_line(struct span *in, int64_t *out)
{
	struct span line;
	uint64_t v;

	if (!span_line(in, &line) || span_u64(line, INT64_MAX, &v) != TT_OK)
		return TT_ESYNTAX;
	*out = (int64_t)v;
	return TT_OK;
}

enum tt_err
shelf_gaps(const char *dir, const struct hash *leaf, int64_t *gaps_s)
{
	char path[FILE_PATH_MAX];
	struct buf file;
	struct span in;
	enum tt_err e;

	if ((e = path_of(path, dir, leaf, "gaps")) != TT_OK ||
	    (e = file_read(path, 64, &file)) != TT_OK)
		return e;
	in = buf_view(&file);
	e = number_line(&in, gaps_s);
	buf_done(&file);
	return e;
}

enum tt_err
shelf_list(const char *dir, struct hash **out, size_t *n)
{
	char path[FILE_PATH_MAX];
	struct file_list files;
	struct hash *leaves;
	size_t found = 0;
	enum tt_err e;

	if ((e = file_path(path, dir, "shares")) != TT_OK ||
	    (e = file_list(path, SHELF_SHARES_MAX, &files)) != TT_OK)
		return e;
	if ((leaves = calloc(files.n + 1, sizeof(*leaves))) == NULL) {
		file_list_free(&files);
		return TT_ENOMEM;
	}
	for (size_t i = 0; i < files.n; i++)
		if (hex_decode(leaves[found].b, sizeof(leaves[found].b),
		    files.name[i], strlen(files.name[i])) &&
		    shelf_has(dir, &leaves[found], SHELF_HELD))
			found++;
	file_list_free(&files);
	*out = leaves;
	*n = found;
	return TT_OK;
}

enum tt_err
shelf_mark_read(const char *dir, struct trusted_mark *mark)
{
	struct trusted_mark m = { .known = true };
	char path[FILE_PATH_MAX];
	struct buf file;
	struct span in;
	enum tt_err e;

	if ((e = file_path(path, dir, "mark")) != TT_OK)
		return e;
	if ((e = file_read(path, 64, &file)) == TT_ENOENT) {
		memset(mark, 0, sizeof(*mark));
		return TT_OK;
	}
	if (e != TT_OK)
		return e;
	in = buf_view(&file);
	if ((e = number_line(&in, &m.high_s)) == TT_OK &&
	    (e = number_line(&in, &m.gaps_s)) == TT_OK) {
		if (in.n == 0)
			*mark = m;
		else
			e = TT_ESYNTAX;
	}
	buf_done(&file);
	return e;
}

enum tt_err
shelf_mark_write(const char *dir, const struct trusted_mark *mark)
{
	char path[FILE_PATH_MAX], text[64];
	enum tt_err e;
	int n;

	if ((e = file_path(path, dir, "mark")) != TT_OK)
		return e;
	n = snprintf(text, sizeof(text), "%" PRId64 "\n%" PRId64 "\n",
	    mark->high_s, mark->gaps_s);
	return file_write(path, text, (size_t)n, 0600);
}
