/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/span.h"
#include "cli/clock.h"
#include "cli/say.h"
#include "cli/unpacking.h"

#define FOLDERS_MAX	64	/* on record */
#define RECORD_MAX	((size_t)FOLDERS_MAX * FILE_PATH_MAX)	/* bytes */
#define WAIT_MS		60000
#define STEP_MS		50

static enum tt_err
take_lock(const char *home, int wait_ms, int *fd)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, home, "unpacking.lock")) != TT_OK)
		return e;
	while ((e = file_lock(path, fd)) == TT_EAGAIN && wait_ms > 0) {
		clock_sleep_ms(STEP_MS);
		wait_ms -= STEP_MS;
	}
	return e;
}

/* What is on record; none is no trouble.  buf_done. */
static enum tt_err
load(const char *record, struct buf *out)
{
	enum tt_err e = file_read(record, RECORD_MAX, out);

	if (e == TT_ENOENT) {
		buf_init(out, RECORD_MAX);
		return TT_OK;
	}
	return e;
}

static enum tt_err
store(const char *record, const struct buf *lines)
{
	enum tt_err e;

	if ((e = buf_err(lines)) != TT_OK)
		return e;
	return lines->n == 0 ? file_remove(record) :
	    file_write(record, lines->p, lines->n, 0600);
}

/*
 * The folder above, and whether path is such as begin writes: whole, nothing
 * that leads back up, and the name of something unfinished.
 */
static bool
is_ours(const char *path, char parent[FILE_PATH_MAX])
{
	return path[0] == '/' && strstr(path, "/../") == NULL &&
	    file_parent(parent, path) == TT_OK &&
	    span_starts(span_str(strrchr(path, '/') + 1), FILE_TEMP_PREFIX);
}

/* True: it is gone, or is nothing of ours. */
static bool
clear(const char *path)
{
	char parent[FILE_PATH_MAX];
	enum tt_err e;

	if (!is_ours(path, parent))
		return true;
	if (!file_exists(parent)) {
		say_warn("a bulletin was left half opened in %s, which is not "
		    "there now: is it on a disk that is taken out?", path);
		return false;
	}
	if (!file_exists(path))
		return true;
	if ((e = file_remove_tree(path)) != TT_OK) {
		say_warn("cannot remove %s, left by an open that was stopped: "
		    "%s; it holds plaintext", path, tt_err_text(e));
		return false;
	}
	say_warn("removed %s: an open was stopped before it ended", path);
	return true;
}

/* Lines of the record go, all or `only` one, but for what is not cleared. */
static enum tt_err
strike(const char *record, const char *only)
{
	char path[FILE_PATH_MAX];
	struct buf lines, kept;
	struct span rest, line;
	enum tt_err e;

	if ((e = load(record, &lines)) != TT_OK)
		return e;
	buf_init(&kept, RECORD_MAX);
	rest = buf_view(&lines);
	while (span_line(&rest, &line)) {
		if (span_copy(line, path, sizeof(path)) != TT_OK)
			continue;
		if ((only == NULL || strcmp(path, only) == 0) && clear(path))
			continue;
		buf_span(&kept, line);
		buf_char(&kept, '\n');
	}
	if (kept.n != lines.n)
		e = store(record, &kept);
	buf_done(&kept);
	buf_done(&lines);
	return e;
}

enum tt_err
unpacking_write(const char *home, const char *target,
    const struct file_member *members, size_t n)
{
	struct unpacking u;
	enum tt_err e, ended;

	if ((e = unpacking_begin(&u, home, target)) != TT_OK)
		return e;
	e = file_extract_by(u.work, target, members, n);
	ended = unpacking_end(&u);
	return e != TT_OK ? e : ended;
}

void
unpacking_sweep(const char *home)
{
	char record[FILE_PATH_MAX];
	enum tt_err e;
	int lock = -1;

	if (file_path(record, home, "unpacking") != TT_OK ||
	    !file_exists(record))
		return;
	if ((e = take_lock(home, 0, &lock)) == TT_EAGAIN)
		return;
	if (e == TT_OK)
		e = strike(record, NULL);
	if (e != TT_OK)
		say_warn("cannot clear what %s names: %s", record,
		    tt_err_text(e));
	file_unlock(lock);
}

/* A new name beside target, from the root down. */
static enum tt_err
name_work(const char *target, char out[FILE_PATH_MAX])
{
	char near[FILE_PATH_MAX], parent[FILE_PATH_MAX], *whole;
	enum tt_err e;

	if ((e = file_temp_name(target, near)) != TT_OK ||
	    (e = file_parent(parent, near)) != TT_OK)
		return e;
	if ((whole = realpath(parent, NULL)) == NULL)
		return TT_ENOENT;
	e = strchr(whole, '\n') != NULL ? TT_ESYNTAX :
	    file_path(out, whole, strrchr(near, '/') + 1);
	free(whole);
	return e;
}

static enum tt_err
add(const char *record, const char *work)
{
	struct buf lines;
	enum tt_err e;

	if ((e = load(record, &lines)) != TT_OK)
		return e;
	buf_str(&lines, work);
	buf_char(&lines, '\n');
	e = store(record, &lines);
	buf_done(&lines);
	return e;
}

enum tt_err
unpacking_begin(struct unpacking *u, const char *home, const char *target)
{
	enum tt_err e;

	u->lock = -1;
	if ((e = file_path(u->record, home, "unpacking")) != TT_OK ||
	    (e = name_work(target, u->work)) != TT_OK ||
	    (e = take_lock(home, WAIT_MS, &u->lock)) != TT_OK)
		return e;
	if ((e = add(u->record, u->work)) != TT_OK) {
		file_unlock(u->lock);
		u->lock = -1;
	}
	return e;
}

enum tt_err
unpacking_end(struct unpacking *u)
{
	enum tt_err e = strike(u->record, u->work);

	file_unlock(u->lock);
	u->lock = -1;
	return e;
}
