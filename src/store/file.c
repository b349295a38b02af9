/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/name.h"
#include "base/rng.h"
#include "store/crash.h"
#include "store/file.h"
#include "store/file_err.h"

#define READ_STEP	65536	/* bytes */

enum tt_err
file_err(void)
{
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
		return TT_ENOENT;
	case EEXIST:
	case ENOTEMPTY:
		return TT_EEXIST;
	case ENOSPC:
	case EDQUOT:
	case EFBIG:	/* the limit that a person or a file system has set */
		return TT_EFULL;
	case ENOMEM:
		return TT_ENOMEM;
	case ENAMETOOLONG:
		return TT_ELIMIT;
	default:
		return TT_EIO;
	}
}

enum tt_err
file_path(char out[FILE_PATH_MAX], const char *dir, const char *name)
{
	char tmp[FILE_PATH_MAX];
	int n;

	n = name[0] == '/' ? snprintf(tmp, sizeof(tmp), "%s", name) :
	    snprintf(tmp, sizeof(tmp), "%s/%s", dir, name);
	if (n < 0 || (size_t)n >= sizeof(tmp))
		return TT_ELIMIT;
	memcpy(out, tmp, (size_t)n + 1);
	return TT_OK;
}

enum tt_err
file_parent(char out[FILE_PATH_MAX], const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t n;

	if (slash == NULL)
		return file_path(out, ".", "");
	n = slash == path ? 1 : (size_t)(slash - path);
	return span_copy(span_of(path, n), out, FILE_PATH_MAX);
}

/* Closes fd if it is no plain file. */
static enum tt_err
check_plain(int fd, struct stat *st)
{
	enum tt_err e = TT_EIO;

	if (fstat(fd, st) == -1)
		e = file_err();
	else if (S_ISREG(st->st_mode))
		return TT_OK;
	else
		errno = S_ISDIR(st->st_mode) ? EISDIR : ENOTSUP;
	close(fd);
	return e;
}

/* A plain file opened for reading; never waits for a pipe's other end. */
static enum tt_err
open_plain(const char *path, int *fd, struct stat *st)
{
	int f = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	enum tt_err e;

	if (f == -1)
		return file_err();
	if ((e = check_plain(f, st)) == TT_OK)
		*fd = f;
	return e;
}

/* What is called so in dir, but no link. */
static enum tt_err
open_in(int dir, const char *name, int flags, int *fd)
{
	int f = openat(dir, name, flags | O_RDONLY | O_CLOEXEC | O_NOFOLLOW |
	    O_NONBLOCK | O_NOCTTY);
	enum tt_err e;
	struct stat st;

	if (f == -1) {
		e = file_err();
		if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISLNK(st.st_mode))
			e = TT_EREFUSED;
		return e;
	}
	*fd = f;
	return TT_OK;
}

/* dir/name, one component after the other. */
static enum tt_err
open_below(const char *dir, struct span name, int *fd)
{
	char part[NAME_MAX_LEN + 1];
	enum tt_err e = TT_OK;
	struct span word;
	int at, next = -1;

	if (!name_member_ok(name))
		return TT_EREFUSED;
	at = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (at == -1)
		return file_err();
	while (e == TT_OK && name.n > 0 && span_word(&name, '/', &word)) {
		if ((e = span_copy(word, part, sizeof(part))) != TT_OK ||
		    (e = open_in(at, part, name.n > 0 ? O_DIRECTORY : 0,
		    &next)) != TT_OK)
			break;
		close(at);
		at = next;
	}
	if (e == TT_OK)
		*fd = at;
	else
		close(at);
	return e;
}

static enum tt_err
read_all(int fd, size_t max, struct buf *out)
{
	char step[READ_STEP];
	ssize_t r;

	for (;;) {
		r = read(fd, step, sizeof(step));
		if (r == -1 && errno == EINTR)
			continue;
		if (r == -1)
			return TT_EIO;
		if (r == 0)
			break;
		if (out->n + (size_t)r > max)
			return TT_ELIMIT;
		buf_add(out, step, (size_t)r);
	}
	if (out->secret)
		explicit_bzero(step, sizeof(step));
	return buf_err(out);
}

/* TAKES fd. */
static enum tt_err
read_fd(int fd, size_t max, bool secret, struct buf *out)
{
	struct buf b;
	enum tt_err e;

	if (secret)
		buf_init_secret(&b, max);
	else
		buf_init(&b, max);
	e = read_all(fd, max, &b);
	close(fd);
	if (e != TT_OK) {
		buf_done(&b);
		return e;
	}
	*out = b;
	return TT_OK;
}

enum tt_err
file_read(const char *path, size_t max, struct buf *out)
{
	struct stat st;
	enum tt_err e;
	int fd = -1;

	if ((e = open_plain(path, &fd, &st)) != TT_OK)
		return e;
	return read_fd(fd, max, false, out);
}

enum tt_err
file_read_below(const char *dir, struct span name, size_t max,
    struct buf *out)
{
	struct stat st;
	enum tt_err e;
	int fd = -1;

	if ((e = open_below(dir, name, &fd)) != TT_OK ||
	    (e = check_plain(fd, &st)) != TT_OK)
		return e;
	return read_fd(fd, max, false, out);
}

enum tt_err
file_read_secret(const char *path, size_t max, struct buf *out)
{
	struct stat st;
	enum tt_err e;
	int fd = -1;

	if ((e = open_plain(path, &fd, &st)) != TT_OK)
		return e;
	if ((st.st_mode & 077) != 0 || st.st_uid != geteuid()) {
		close(fd);
		return TT_EREFUSED;
	}
	return read_fd(fd, max, true, out);
}

enum tt_err
file_write_fd(int fd, const void *p, size_t n)
{
	const char *at = p;
	ssize_t w;

	while (n > 0) {
		w = write(fd, at, n);
		if (w == -1 && errno == EINTR)
			continue;
		if (w == -1)
			return file_err();
		at += w;
		n -= (size_t)w;
	}
	return fsync(fd) == 0 ? TT_OK : file_err();
}

enum tt_err
file_temp_name(const char *path, char out[FILE_PATH_MAX])
{
	char dir[FILE_PATH_MAX], hex[HEX_LEN(8) + 1], name[32];
	uint8_t r[8];
	enum tt_err e;

	if ((e = file_parent(dir, path)) != TT_OK)
		return e;
	rng_fill(rng_system(), r, sizeof(r));
	hex_encode(hex, r, sizeof(r));
	snprintf(name, sizeof(name), FILE_TEMP_PREFIX "%s", hex);
	return file_path(out, dir, name);
}

/* The bytes in a new file beside path, synced; its name in temp. */
static enum tt_err
write_temp(const char *path, const void *p, size_t n, mode_t mode,
    char temp[FILE_PATH_MAX])
{
	enum tt_err e;
	int fd, saved;

	if ((e = file_temp_name(path, temp)) != TT_OK)
		return e;
	fd = open(temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return file_err();
	e = file_write_fd(fd, p, n);
	if (e == TT_OK && fchmod(fd, mode) == -1)
		e = file_err();
	saved = errno;
	if (close(fd) == -1 && e == TT_OK) {
		saved = errno;
		e = file_err();
	}
	if (e != TT_OK)
		unlink(temp);
	errno = saved;
	return e;
}

static enum tt_err
sync_parent(const char *path)
{
	char dir[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_parent(dir, path)) != TT_OK)
		return e;
	return file_sync_dir(dir);
}

enum tt_err
file_write(const char *path, const void *p, size_t n, mode_t mode)
{
	char temp[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = write_temp(path, p, n, mode, temp)) != TT_OK)
		return e;
	crash_point("file-synced");
	if (rename(temp, path) == -1) {
		e = file_err();
		unlink(temp);
		return e;
	}
	crash_point("file-renamed");
	return sync_parent(path);
}

enum tt_err
file_create(const char *path, const void *p, size_t n, mode_t mode)
{
	char temp[FILE_PATH_MAX];
	enum tt_err e;

	if (file_exists(path))
		return TT_EEXIST;
	if ((e = write_temp(path, p, n, mode, temp)) != TT_OK)
		return e;
	crash_point("file-synced");
	if (file_rename_new(temp, path) == -1) {
		e = file_err();
		unlink(temp);
		return e;
	}
	crash_point("file-renamed");
	return sync_parent(path);
}

/* TT_OK if path holds exactly these bytes, else TT_EEXIST or trouble. */
static enum tt_err
same_bytes(const char *path, const void *p, size_t n)
{
	struct buf b = { .n = 0 };
	enum tt_err e;

	e = file_read(path, n, &b);
	if (e == TT_ELIMIT || (e == TT_OK &&
	    !span_eq(buf_view(&b), span_of(p, n))))
		e = TT_EEXIST;
	buf_done(&b);
	return e;
}

enum tt_err
file_keep(const char *path, const void *p, size_t n, mode_t mode)
{
	enum tt_err e = file_create(path, p, n, mode);

	if (e != TT_EEXIST)
		return e;
	if ((e = same_bytes(path, p, n)) != TT_OK)
		return e;
	/* whoever made it may have died before this */
	return sync_parent(path);
}

bool
file_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

enum tt_err
file_open(const char *path, int *fd, uint64_t *bytes)
{
	struct stat st;
	enum tt_err e;

	if ((e = open_plain(path, fd, &st)) == TT_OK)
		*bytes = (uint64_t)st.st_size;
	return e;
}

enum tt_err
file_size(const char *path, uint64_t *bytes)
{
	enum tt_err e;
	int fd;

	if ((e = file_open(path, &fd, bytes)) == TT_OK)
		close(fd);
	return e;
}

enum tt_err
file_write_in(const char *dir, const char *name, struct span bytes)
{
	char path[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_path(path, dir, name)) != TT_OK)
		return e;
	return file_write(path, bytes.p, bytes.n, 0600);
}

enum tt_err
file_remove(const char *path)
{
	if (unlink(path) == -1)
		return errno == ENOENT ? TT_OK : file_err();
	return sync_parent(path);
}
