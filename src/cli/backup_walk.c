/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/name.h"
#include "cli/backup.h"
#include "store/file.h"

struct walk {
	const char *dir;
	bool (*skip)(const char *path);
	struct backup_list files, folders;
	struct backup_diag *diag;
};

static void
blame(struct backup_diag *diag, const char *name)
{
	if (diag != NULL)
		snprintf(diag->name, sizeof(diag->name), "%.*s",
		    (int)sizeof(diag->name) - 1, name);
}

/* Room grows by half; the first n of path are there. */
static enum tt_err
add(struct backup_list *l, const char *path)
{
	char **grown;
	size_t cap;

	if (l->n == BACKUP_FILES_MAX)
		return TT_ELIMIT;
	if (l->n == l->cap) {
		cap = l->cap + l->cap / 2 + 64;
		grown = reallocarray(l->path, cap, sizeof(*grown));
		if (grown == NULL)
			return TT_ENOMEM;
		l->path = grown;
		l->cap = cap;
	}
	if ((l->path[l->n] = strdup(path)) == NULL)
		return TT_ENOMEM;
	l->n++;
	return TT_OK;
}

static enum tt_err
visit(struct walk *w, const char *rel)
{
	char path[FILE_PATH_MAX];
	struct stat st;

	if (w->skip != NULL && w->skip(rel))
		return TT_OK;
	if (file_path(path, w->dir, rel) != TT_OK || lstat(path, &st) != 0)
		return TT_EIO;
	if (S_ISDIR(st.st_mode))
		return add(&w->folders, rel);
	if (!S_ISREG(st.st_mode))
		return TT_ETAR_TYPE;
	if (!name_member_ok(span_str(rel)))
		return TT_ETAR_NAME;
	return add(&w->files, rel);
}

static enum tt_err
visit_folder(struct walk *w, const char *rel)
{
	char path[FILE_PATH_MAX], below[FILE_PATH_MAX];
	struct file_list names;
	enum tt_err e;

	if ((e = file_path(path, w->dir, rel)) != TT_OK ||
	    (e = file_list(path, BACKUP_FILES_MAX, &names)) != TT_OK) {
		blame(w->diag, rel);
		return e;
	}
	for (size_t i = 0; i < names.n && e == TT_OK; i++) {
		if ((size_t)snprintf(below, sizeof(below), "%s%s%s", rel,
		    rel[0] == '\0' ? "" : "/", names.name[i]) >= sizeof(below))
			e = TT_ELIMIT;
		else
			e = visit(w, below);
		if (e != TT_OK)
			blame(w->diag, below);
	}
	file_list_free(&names);
	return e;
}

static int
by_bytes(const void *a, const void *b)
{
	const char *const *x = a, *const *y = b;

	return strcmp(*x, *y);
}

enum tt_err
backup_walk(const char *dir, bool (*skip)(const char *path),
    struct backup_list *out, struct backup_diag *diag)
{
	struct walk w = { .dir = dir, .skip = skip, .diag = diag };
	enum tt_err e;

	if ((e = visit_folder(&w, "")) == TT_OK)
		for (size_t i = 0; i < w.folders.n && e == TT_OK; i++)
			e = visit_folder(&w, w.folders.path[i]);
	backup_list_free(&w.folders);
	if (e != TT_OK) {
		backup_list_free(&w.files);
		return e;
	}
	if (w.files.n > 0)
		qsort(w.files.path, w.files.n, sizeof(*w.files.path),
		    by_bytes);
	*out = w.files;
	return TT_OK;
}

void
backup_list_free(struct backup_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->path[i]);
	free(l->path);
	*l = (struct backup_list){ .n = 0 };
}
