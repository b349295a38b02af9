/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/crash.h"
#include "store/file.h"
#include "store/file_err.h"

#define TREE_LEVELS	16

enum tt_err
file_sync_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	enum tt_err e = TT_OK;

	if (fd == -1)
		return file_err();
	if (fsync(fd) == -1)
		e = file_err();
	close(fd);
	return e;
}

enum tt_err
file_mkdir(const char *path)
{
	char parent[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_parent(parent, path)) != TT_OK)
		return e;
	if (mkdir(path, 0700) == -1)
		return file_err();
	return file_sync_dir(parent);
}

enum tt_err
file_mkdirs(const char *path)
{
	char part[FILE_PATH_MAX];
	enum tt_err e;
	struct stat st;
	char kept;

	if ((e = span_copy(span_str(path), part, sizeof(part))) != TT_OK)
		return e;
	for (char *p = part + 1; part[0] != '\0'; p++) {
		if (*p != '/' && *p != '\0')
			continue;
		kept = *p;
		*p = '\0';
		e = file_mkdir(part);
		if (e != TT_OK && e != TT_EEXIST)
			return e;
		if (kept == '\0')
			break;
		*p = kept;
	}
	if (stat(path, &st) == -1)
		return file_err();
	return S_ISDIR(st.st_mode) ? TT_OK : TT_EEXIST;
}

/* A file system that cannot refuse to replace is asked beforehand. */
int
file_rename_new(const char *from, const char *to)
{
	if (renameat2(AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
		return 0;
	if (errno != EINVAL && errno != ENOSYS)
		return -1;
	if (file_exists(to)) {
		errno = EEXIST;
		return -1;
	}
	return rename(from, to);
}

enum tt_err
file_rename(const char *from, const char *to)
{
	char parent[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_parent(parent, to)) != TT_OK)
		return e;
	if (file_rename_new(from, to) == -1)
		return file_err();
	crash_point("folder-renamed");
	if ((e = file_sync_dir(parent)) != TT_OK ||
	    (e = file_parent(parent, from)) != TT_OK)
		return e;
	return file_sync_dir(parent);
}

enum tt_err
file_exchange(const char *a, const char *b)
{
	char parent[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_parent(parent, a)) != TT_OK)
		return e;
	if (renameat2(AT_FDCWD, a, AT_FDCWD, b, RENAME_EXCHANGE) == -1)
		return file_err();
	return file_sync_dir(parent);
}

/* Recursion is bounded by TREE_LEVELS. */
static enum tt_err
remove_below(int dir, const char *name, unsigned level)
{
	struct dirent *d;
	enum tt_err e = TT_OK;
	DIR *list;
	int fd;

	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return TT_OK;
	if (errno != EISDIR && errno != EPERM)
		return file_err();
	if (level == TREE_LEVELS)
		return TT_ELIMIT;
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd == -1)
		return file_err();
	if ((list = fdopendir(fd)) == NULL) {
		close(fd);
		return TT_ENOMEM;
	}
	while (e == TT_OK && (d = readdir(list)) != NULL)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			e = remove_below(fd, d->d_name, level + 1);
	closedir(list);
	if (e == TT_OK && unlinkat(dir, name, AT_REMOVEDIR) == -1)
		e = file_err();
	return e;
}

enum tt_err
file_remove_tree(const char *path)
{
	char parent[FILE_PATH_MAX];
	int saved = errno;
	enum tt_err e;

	if ((e = file_parent(parent, path)) != TT_OK ||
	    (e = remove_below(AT_FDCWD, path, 0)) != TT_OK ||
	    (e = file_sync_dir(parent)) != TT_OK)
		return e;
	errno = saved;
	return TT_OK;
}

enum tt_err
file_tidy(const char *path)
{
	enum tt_err e = TT_OK;
	struct dirent *d;
	DIR *list;

	if ((list = opendir(path)) == NULL)
		return file_err();
	while (e == TT_OK && (d = readdir(list)) != NULL)
		if (span_starts(span_str(d->d_name), FILE_TEMP_PREFIX))
			e = remove_below(dirfd(list), d->d_name, 0);
	closedir(list);
	return e;
}

bool
file_is_unfinished(const char *path)
{
	struct span rest = span_str(path), part;

	while (span_word(&rest, '/', &part))
		if (span_starts(part, FILE_TEMP_PREFIX))
			return true;
	return false;
}

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static enum tt_err
list_add(struct file_list *l, size_t max, const char *name)
{
	char **more;

	if (l->n == max)
		return TT_ELIMIT;
	more = reallocarray(l->name, l->n + 1, sizeof(*more));
	if (more == NULL)
		return TT_ENOMEM;
	l->name = more;
	if ((l->name[l->n] = strdup(name)) == NULL)
		return TT_ENOMEM;
	l->n++;
	return TT_OK;
}

enum tt_err
file_list(const char *path, size_t max, struct file_list *out)
{
	struct file_list l = { .n = 0 };
	DIR *dir = opendir(path);
	struct dirent *d;
	enum tt_err e = TT_OK;

	if (dir == NULL)
		return file_err();
	while (e == TT_OK && (d = readdir(dir)) != NULL)
		if (strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0)
			e = list_add(&l, max, d->d_name);
	closedir(dir);
	if (e != TT_OK) {
		file_list_free(&l);
		return e;
	}
	if (l.n > 0)
		qsort(l.name, l.n, sizeof(l.name[0]), by_bytes);
	*out = l;
	return TT_OK;
}

void
file_list_free(struct file_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->name[i]);
	free(l->name);
	*l = (struct file_list){ .n = 0 };
}

static int
open_lock(const char *path)
{
	return open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
}

enum tt_err
file_lock(const char *path, int *fd)
{
	int f = open_lock(path);
	enum tt_err e;

	if (f == -1)
		return file_err();
	if (flock(f, LOCK_EX | LOCK_NB) == -1) {
		e = errno == EWOULDBLOCK ? TT_EAGAIN : file_err();
		close(f);
		return e;
	}
	*fd = f;
	return TT_OK;
}

enum tt_err
file_lock_many(const char *path, int *fd, bool *alone)
{
	int f = open_lock(path);
	enum tt_err e;
	bool one;

	if (f == -1)
		return file_err();
	one = flock(f, LOCK_EX | LOCK_NB) == 0;
	if (!one && flock(f, LOCK_SH) == -1) {
		e = file_err();
		close(f);
		return e;
	}
	*fd = f;
	*alone = one;
	return TT_OK;
}

void
file_lock_share(int fd)
{
	/* to fewer rights there is nothing to wait for */
	while (flock(fd, LOCK_SH) == -1 && errno == EINTR)
		continue;
}

void
file_unlock(int fd)
{
	if (fd != -1)
		close(fd);
}
