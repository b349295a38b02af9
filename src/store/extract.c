/* SPDX-License-Identifier: ISC */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hex.h"
#include "base/name.h"
#include "store/crash.h"
#include "store/file.h"
#include "store/file_err.h"

/*
 * What is being filled: no other program's, for it stands where people keep
 * their own; and locked, so that one whose process has died is known by that.
 */
#define EXTRACT_PREFIX	".telltale-"
#define EXTRACT_UNIQUE	8	/* bytes of the name after it */

/* The folder `name` in dir, made if missing; -1 and errno. */
static int
enter(int dir, const char *name)
{
	if (mkdirat(dir, name, 0700) == -1 && errno != EEXIST)
		return -1;
	return openat(dir, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Below root, the folder of the member; *base is its last component. */
static enum tt_err
enter_all(int root, struct span name, int *out, char base[NAME_MAX_LEN + 1])
{
	char part[NAME_MAX_LEN + 1];
	struct span word;
	enum tt_err e;
	int dir = dup(root), next;

	if (dir == -1)
		return file_err();
	for (;;) {
		if (!span_word(&name, '/', &word) ||
		    span_copy(word, part, sizeof(part)) != TT_OK) {
			close(dir);
			return TT_ETAR_NAME;
		}
		if (name.n == 0)
			break;
		next = enter(dir, part);
		e = next == -1 ? file_err() : TT_OK;
		close(dir);
		if (e != TT_OK)
			return e;
		dir = next;
	}
	memcpy(base, part, sizeof(part));
	*out = dir;
	return TT_OK;
}

static enum tt_err
write_member(int root, const struct file_member *m)
{
	char base[NAME_MAX_LEN + 1];
	enum tt_err e;
	int dir = -1, fd;

	if (!name_member_ok(m->name))
		return TT_ETAR_NAME;
	if ((e = enter_all(root, m->name, &dir, base)) != TT_OK)
		return e;
	fd = openat(dir, base,
	    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd == -1) {
		e = errno == EEXIST ? TT_ETAR_DUPLICATE : file_err();
		close(dir);
		return e;
	}
	e = file_write_fd(fd, m->data.p, m->data.n);
	if (close(fd) == -1 && e == TT_OK)
		e = file_err();
	if (e == TT_OK && fsync(dir) == -1)
		e = file_err();
	close(dir);
	return e;
}

static enum tt_err
fill(int root, const struct file_member *members, size_t n)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = write_member(root, &members[i]);
	if (e == TT_OK && fsync(root) == -1)
		e = file_err();
	return e;
}

/* The lock of a folder that is there: its fd, or -1. */
static int
take(int dir, const char *name)
{
	int fd = openat(dir, name,
	    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd == -1)
		return -1;
	if (fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
	    st.st_nlink > 0 && flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	close(fd);
	return -1;
}

static bool
is_ours(const char *name)
{
	struct span s = span_str(name);
	uint8_t unique[EXTRACT_UNIQUE];

	return span_skip(&s, EXTRACT_PREFIX) &&
	    hex_decode(unique, sizeof(unique), s.p, s.n);
}

/* What is beside target and nobody fills any more; it may also stay. */
static void
sweep(const char *target)
{
	char parent[FILE_PATH_MAX], path[FILE_PATH_MAX];
	struct dirent *d;
	DIR *list;
	int fd;

	if (file_parent(parent, target) != TT_OK ||
	    (list = opendir(parent)) == NULL)
		return;
	while ((d = readdir(list)) != NULL) {
		if (!is_ours(d->d_name) ||
		    file_path(path, parent, d->d_name) != TT_OK ||
		    (fd = take(dirfd(list), d->d_name)) == -1)
			continue;
		if (file_remove_tree(path) != TT_OK)
			errno = 0;	/* nobody is to hear of it later */
		close(fd);
	}
	closedir(list);
}

/* A new folder beside target.  TT_EAGAIN: another process took it for old. */
static enum tt_err
begin(const char *target, char temp[FILE_PATH_MAX], int *root)
{
	enum tt_err e;

	if ((e = file_temp_name(target, EXTRACT_PREFIX, temp)) != TT_OK ||
	    (e = file_mkdir(temp)) != TT_OK)
		return e;
	*root = take(AT_FDCWD, temp);
	return *root != -1 ? TT_OK : TT_EAGAIN;
}

enum tt_err
file_extract(const char *target, const struct file_member *members, size_t n)
{
	char temp[FILE_PATH_MAX];
	int root = -1, saved;
	enum tt_err e;

	if (file_exists(target))
		return TT_EEXIST;
	sweep(target);
	if ((e = begin(target, temp, &root)) != TT_OK)
		return e;
	e = fill(root, members, n);
	crash_point("extract-filled");
	if (e == TT_OK)
		e = file_rename(temp, target);
	if (e != TT_OK) {
		saved = errno;
		/* what matters is the first error */
		if (file_remove_tree(temp) != TT_OK)
			errno = saved;
	}
	saved = errno;
	close(root);
	errno = saved;
	return e;
}
