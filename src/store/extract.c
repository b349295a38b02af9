/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/name.h"
#include "store/crash.h"
#include "store/file.h"
#include "store/file_err.h"

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
fill(const char *path, const struct file_member *members, size_t n)
{
	enum tt_err e = TT_OK;
	int root;

	root = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (root == -1)
		return file_err();
	for (size_t i = 0; i < n && e == TT_OK; i++)
		e = write_member(root, &members[i]);
	if (e == TT_OK && fsync(root) == -1)
		e = file_err();
	close(root);
	return e;
}

enum tt_err
file_extract_by(const char *work, const char *target,
    const struct file_member *members, size_t n)
{
	enum tt_err e;
	int saved;

	if (file_exists(target))
		return TT_EEXIST;
	if ((e = file_mkdir(work)) != TT_OK)
		return e;
	e = fill(work, members, n);
	crash_point("extract-filled");
	if (e == TT_OK)
		e = file_rename(work, target);
	if (e != TT_OK) {
		saved = errno;
		/* what matters is the first error */
		if (file_remove_tree(work) != TT_OK)
			errno = saved;
	}
	return e;
}

enum tt_err
file_extract(const char *target, const struct file_member *members, size_t n)
{
	char work[FILE_PATH_MAX];
	enum tt_err e;

	if ((e = file_temp_name(target, work)) != TT_OK)
		return e;
	return file_extract_by(work, target, members, n);
}
