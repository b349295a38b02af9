/* SPDX-License-Identifier: ISC */
/*
 * Files are written below a folder of our own while the archive is read, and
 * the folder gets its name only when the last byte has verified.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/name.h"
#include "cli/backup.h"
#include "seal/ustar.h"
#include "store/file.h"

#define PIECE		65536			/* bytes read at once */
#define PLAIN_MAX	((size_t)4 * PIECE)	/* bytes not yet looked at */

enum place { AT_HEADER, IN_DATA, IN_PADDING, AT_END };

struct reading {
	char work[FILE_PATH_MAX];	/* the folder of our own */
	struct backup_diag *diag;
	enum place place;
	uint8_t block[USTAR_BLOCK];
	size_t filled;			/* bytes of block */
	char name[NAME_MAX_LEN + 1], last[NAME_MAX_LEN + 1];
	uint64_t left;			/* bytes of data or padding to come */
	size_t padding, files;
	unsigned zeros;			/* blocks of the end */
	int fd;				/* of the file being written, or -1 */
};

static enum tt_err
io_error(void)
{
	return errno == ENOSPC || errno == EDQUOT ? TT_EFULL : TT_EIO;
}

static bool
all_zero(const uint8_t *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] != 0)
			return false;
	return true;
}

static enum tt_err
write_all(int fd, const uint8_t *p, size_t n)
{
	ssize_t done;

	while (n > 0) {
		done = write(fd, p, n);
		if (done < 0 && errno != EINTR)
			return io_error();
		p += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
	return TT_OK;
}

static enum tt_err
end_file(struct reading *r)
{
	bool ok = fsync(r->fd) == 0;

	if (close(r->fd) != 0)
		ok = false;
	r->fd = -1;
	r->place = r->padding > 0 ? IN_PADDING : AT_HEADER;
	r->left = r->padding;
	return ok ? TT_OK : io_error();
}

/* The folders above name, then the file itself. */
static enum tt_err
begin_file(struct reading *r)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;
	char *slash;

	if ((e = file_path(path, r->work, r->name)) != TT_OK)
		return e;
	slash = strrchr(path, '/');
	*slash = '\0';
	if ((e = file_mkdirs(path)) != TT_OK)
		return e;
	*slash = '/';
	r->fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	    0600);
	if (r->fd < 0)
		return io_error();
	r->place = IN_DATA;
	return r->left == 0 ? end_file(r) : TT_OK;
}

static enum tt_err
take_header(struct reading *r)
{
	size_t n, size;
	enum tt_err e;

	r->filled = 0;
	if (r->zeros > 0 || all_zero(r->block, sizeof(r->block))) {
		if (!all_zero(r->block, sizeof(r->block)))
			return TT_ETAR_TRUNCATED;
		if (++r->zeros == 2)
			r->place = AT_END;
		return TT_OK;
	}
	if (!ustar_is_header(r->block))
		return TT_ETAR_HEADER;
	if (ustar_type(r->block) != USTAR_FILE)
		return TT_ETAR_TYPE;
	if ((e = ustar_name(r->block, r->name, &n)) != TT_OK ||
	    (e = ustar_size(r->block, span_of(r->name, n), &size)) != TT_OK)
		return e;
	if (r->files > 0 && strcmp(r->last, r->name) >= 0)
		return strcmp(r->last, r->name) == 0 ? TT_ETAR_DUPLICATE :
		    TT_ETAR_ORDER;
	if (++r->files > BACKUP_FILES_MAX)
		return TT_ELIMIT;
	memcpy(r->last, r->name, sizeof(r->last));
	r->left = size;
	r->padding = ustar_blocks(size) - size;
	return begin_file(r);
}

/* As much of p as the present place takes. */
static enum tt_err
take(struct reading *r, const uint8_t *p, size_t n, size_t *taken)
{
	size_t want;
	enum tt_err e = TT_OK;

	switch (r->place) {
	case AT_HEADER:
		want = sizeof(r->block) - r->filled;
		*taken = n < want ? n : want;
		memcpy(r->block + r->filled, p, *taken);
		r->filled += *taken;
		return r->filled == sizeof(r->block) ? take_header(r) : TT_OK;
	case IN_DATA:
		*taken = n < r->left ? n : (size_t)r->left;
		if ((e = write_all(r->fd, p, *taken)) != TT_OK)
			return e;
		r->left -= *taken;
		return r->left == 0 ? end_file(r) : TT_OK;
	case IN_PADDING:
		*taken = n < r->left ? n : (size_t)r->left;
		if (!all_zero(p, *taken))
			return TT_ETAR_TRAILING;
		r->left -= *taken;
		if (r->left == 0)
			r->place = AT_HEADER;
		return TT_OK;
	case AT_END:
		break;
	}
	return TT_ETAR_TRAILING;
}

static enum tt_err
take_all(struct reading *r, struct buf *plain)
{
	const uint8_t *p = (const uint8_t *)plain->p;
	size_t n = plain->n, taken;
	enum tt_err e;

	while (n > 0) {
		if ((e = take(r, p, n, &taken)) != TT_OK)
			return e;
		p += taken;
		n -= taken;
	}
	buf_clear(plain);
	return TT_OK;
}

static enum tt_err
read_age(struct reading *r, int fd, struct tt_age_reader *age,
    struct buf *plain)
{
	uint8_t piece[PIECE];
	enum tt_err e;
	ssize_t n;

	while ((n = read(fd, piece, sizeof(piece))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return TT_EIO;
		if ((e = tt_age_reader_push(age, span_of(piece, (size_t)n),
		    plain)) != TT_OK ||
		    (e = take_all(r, plain)) != TT_OK)
			return e;
	}
	if ((e = tt_age_reader_end(age, plain)) != TT_OK ||
	    (e = take_all(r, plain)) != TT_OK)
		return e;
	return r->place == AT_END ? TT_OK : TT_ETAR_TRUNCATED;
}

static enum tt_err
read_file(struct reading *r, const char *in, const struct tt_age_opener *by)
{
	struct tt_age_reader *age = NULL;
	struct buf plain;
	uint64_t size;
	enum tt_err e;
	int fd;

	if ((e = file_open(in, &fd, &size)) != TT_OK)
		return e;
	buf_init_secret(&plain, PLAIN_MAX);
	if ((e = tt_age_reader_new(&age, by)) == TT_OK)
		e = read_age(r, fd, age, &plain);
	tt_age_reader_free(age);
	buf_done(&plain);
	close(fd);
	if (r->fd >= 0)
		close(r->fd);
	return e;
}

/*
 * Beside dir, the same each time: a vault restored by half holds officers'
 * keys, and goes when it is restored anew.
 */
static enum tt_err
name_work(const char *dir, char out[FILE_PATH_MAX])
{
	char name[FILE_PATH_MAX], parent[FILE_PATH_MAX];
	const char *slash = strrchr(dir, '/');
	int n = snprintf(name, sizeof(name), FILE_TEMP_PREFIX "restore-%s",
	    slash != NULL ? slash + 1 : dir);
	enum tt_err e;

	if (n < 0 || (size_t)n >= sizeof(name))
		return TT_ELIMIT;
	if ((e = file_parent(parent, dir)) != TT_OK)
		return e;
	return file_path(out, parent, name);
}

enum tt_err
backup_read(const char *dir, const char *in, const struct tt_age_opener *by,
    struct backup_diag *diag)
{
	struct reading r = { .diag = diag, .fd = -1 };
	enum tt_err e;

	if (file_exists(dir))
		return TT_EEXIST;
	if ((e = name_work(dir, r.work)) != TT_OK ||
	    (e = file_remove_tree(r.work)) != TT_OK ||
	    (e = file_mkdir(r.work)) != TT_OK)
		return e;
	if ((e = read_file(&r, in, by)) == TT_OK)
		e = file_rename(r.work, dir);
	if (e == TT_OK)
		return TT_OK;
	if (diag != NULL)
		snprintf(diag->name, sizeof(diag->name), "%s", r.name);
	if (file_remove_tree(r.work) != TT_OK)
		return TT_EIO;
	return e;
}
