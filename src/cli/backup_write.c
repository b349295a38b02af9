/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/backup.h"
#include "seal/ustar.h"
#include "store/file.h"

#define PIECE		65536			/* bytes read at once */
#define SEALED_MAX	((size_t)4 * PIECE)	/* bytes to be written */

struct writing {
	int fd;
	struct tt_age_writer *age;
	struct buf sealed;
	struct backup_diag *diag;
};

static enum tt_err
io_error(void)
{
	return errno == ENOSPC || errno == EDQUOT ? TT_EFULL : TT_EIO;
}

/* What age has ready goes to the disk. */
static enum tt_err
flush(struct writing *w)
{
	size_t done = 0;
	ssize_t n;

	while (done < w->sealed.n) {
		n = write(w->fd, w->sealed.p + done, w->sealed.n - done);
		if (n < 0 && errno != EINTR)
			return io_error();
		done += n > 0 ? (size_t)n : 0;
	}
	buf_clear(&w->sealed);
	return TT_OK;
}

static enum tt_err
put(struct writing *w, const void *p, size_t n)
{
	enum tt_err e;

	e = tt_age_writer_push(w->age, span_of(p, n), &w->sealed);
	return e != TT_OK ? e : flush(w);
}

/* Exactly size bytes, and NULs to the end of the block. */
static enum tt_err
put_data(struct writing *w, int fd, uint64_t size)
{
	static const uint8_t zeros[USTAR_BLOCK];
	uint8_t piece[PIECE];
	uint64_t left = size;
	enum tt_err e = TT_OK;
	ssize_t n = 0;

	while (left > 0 && e == TT_OK) {
		n = read(fd, piece, left < PIECE ? (size_t)left : PIECE);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n < 0 ? TT_EIO : TT_EAGAIN;
		e = put(w, piece, (size_t)n);
		left -= (uint64_t)n;
	}
	if (e == TT_OK && read(fd, piece, 1) == 1)
		e = TT_EAGAIN;
	if (e == TT_OK && size % USTAR_BLOCK != 0)
		e = put(w, zeros, USTAR_BLOCK - (size_t)(size % USTAR_BLOCK));
	return e;
}

static enum tt_err
put_file(struct writing *w, const char *dir, const char *rel)
{
	uint8_t header[USTAR_BLOCK];
	char path[FILE_PATH_MAX];
	uint64_t size;
	enum tt_err e;
	int fd;

	if ((e = file_path(path, dir, rel)) != TT_OK ||
	    (e = file_open(path, &fd, &size)) != TT_OK)
		return e;
	if (size >= BACKUP_FILE_MAX)
		e = TT_ELIMIT;
	if (e == TT_OK) {
		ustar_put(header, USTAR_FILE, span_str(rel), (size_t)size);
		e = put(w, header, sizeof(header));
	}
	if (e == TT_OK)
		e = put_data(w, fd, size);
	close(fd);
	return e;
}

static enum tt_err
put_all(struct writing *w, const char *dir, const struct backup_list *list)
{
	static const uint8_t end[2 * USTAR_BLOCK];
	enum tt_err e;

	for (size_t i = 0; i < list->n; i++)
		if ((e = put_file(w, dir, list->path[i])) != TT_OK) {
			if (w->diag != NULL)
				snprintf(w->diag->name, sizeof(w->diag->name),
				    "%s", list->path[i]);
			return e;
		}
	if ((e = put(w, end, sizeof(end))) != TT_OK ||
	    (e = tt_age_writer_end(w->age, &w->sealed)) != TT_OK ||
	    (e = flush(w)) != TT_OK)
		return e;
	return fsync(w->fd) == 0 ? TT_OK : io_error();
}

/*
 * What is written before it has its name; what a backup that was cut off left
 * there is overwritten.  TT_EEXIST: another one is at work on it.
 */
static enum tt_err
open_part(const char *part, int *out)
{
	int fd = open(part, O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	enum tt_err e = TT_OK;

	if (fd < 0)
		return io_error();
	if (flock(fd, LOCK_EX | LOCK_NB) != 0)
		e = errno == EWOULDBLOCK ? TT_EEXIST : io_error();
	else if (ftruncate(fd, 0) != 0)
		e = io_error();
	if (e != TT_OK) {
		close(fd);
		return e;
	}
	*out = fd;
	return TT_OK;
}

enum tt_err
backup_write(const char *out, const char *dir, const struct backup_list *list,
    const struct tt_age_target *to, struct rng rng, struct backup_diag *diag)
{
	struct writing w = { .diag = diag };
	char part[FILE_PATH_MAX];
	enum tt_err e;

	if (file_exists(out))
		return TT_EEXIST;
	if ((size_t)snprintf(part, sizeof(part), "%s.part", out) >=
	    sizeof(part))
		return TT_ELIMIT;
	if ((e = open_part(part, &w.fd)) != TT_OK)
		return e;
	buf_init(&w.sealed, SEALED_MAX);
	if ((e = tt_age_writer_new(&w.age, to, rng, &w.sealed)) == TT_OK)
		e = put_all(&w, dir, list);
	tt_age_writer_free(w.age);
	buf_done(&w.sealed);
	if (close(w.fd) != 0 && e == TT_OK)
		e = io_error();
	if (e == TT_OK)
		e = file_rename(part, out);
	if (e != TT_OK)
		unlink(part);
	return e;
}
