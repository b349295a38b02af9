/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <string.h>

#include "cli/team/own_keys.h"
#include "store/home.h"

#define KEY_FILE_MAX	65536	/* bytes */
#define PREFIX		"officer-"

static const char *const suffixes[OWN_KEYS_SUFFIXES] = {
	".key", ".key.age", ".sign", ".sign.age"
};

void
own_keys_name(const char *name, size_t i, char out[128])
{
	snprintf(out, 128, PREFIX "%.64s%s", name, suffixes[i]);
}

static const char *
ends(const char *s, const char *suffix)
{
	size_t n = strlen(s), m = strlen(suffix);

	return n >= m && strcmp(s + n - m, suffix) == 0 ? s + n - m : NULL;
}

bool
own_keys_is(const char *file)
{
	if (strncmp(file, PREFIX, sizeof(PREFIX) - 1) != 0)
		return false;
	for (size_t i = 0; i < OWN_KEYS_SUFFIXES; i++)
		if (ends(file, suffixes[i]) != NULL)
			return true;
	return false;
}

bool
own_keys_who(const char *path, char name[LINEUP_NAME_MAX + 1])
{
	const char *slash = strrchr(path, '/');
	const char *file = slash == NULL ? path : slash + 1, *end;

	if (strncmp(file, PREFIX, sizeof(PREFIX) - 1) != 0)
		return false;
	file += sizeof(PREFIX) - 1;
	if ((end = ends(file, ".key")) == NULL)
		end = ends(file, ".key.age");
	return end != NULL && end > file && span_copy(span_of(file,
	    (size_t)(end - file)), name, LINEUP_NAME_MAX + 1) == TT_OK;
}

static bool
has(const char *dir, const char *name, size_t i)
{
	char file[128], path[FILE_PATH_MAX];

	own_keys_name(name, i, file);
	return file_path(path, dir, file) == TT_OK && file_exists(path);
}

bool
own_keys_here(const char *dir, const char *name)
{
	return (has(dir, name, 0) || has(dir, name, 1)) &&
	    (has(dir, name, 2) || has(dir, name, 3));
}

static enum tt_err
copy_one(const char *from, const char *to, const char *file)
{
	char source[FILE_PATH_MAX], target[FILE_PATH_MAX];
	struct buf bytes;
	enum tt_err e;

	if ((e = file_path(source, from, file)) != TT_OK ||
	    (e = file_path(target, to, file)) != TT_OK)
		return e;
	if (file_exists(target))
		return TT_OK;
	if ((e = file_read_secret(source, KEY_FILE_MAX, &bytes)) != TT_OK)
		return e;
	e = file_create(target, bytes.p, bytes.n, 0600);
	buf_done(&bytes);
	return e;
}

enum tt_err
own_keys_copy(const char *from, const char *to, const char *name)
{
	char file[128];
	enum tt_err e;

	for (size_t i = 0; i < OWN_KEYS_SUFFIXES; i++) {
		if (!has(from, name, i))
			continue;
		own_keys_name(name, i, file);
		if ((e = copy_one(from, to, file)) != TT_OK)
			return e;
	}
	return own_keys_here(to, name) ? TT_OK : TT_ENOENT;
}

static enum tt_err
set_officer(const char *dir, const char *name)
{
	struct conf c = { .n = 0 };
	enum tt_err e;

	if ((e = home_load(HOME_VAULT, dir, &c, NULL)) == TT_OK &&
	    (e = conf_set(&c, "officer", name)) == TT_OK)
		e = home_store(HOME_VAULT, dir, &c);
	conf_done(&c);
	return e;
}

enum tt_err
own_keys_settle(const char *from, const char *dir, const char *name)
{
	char keys[FILE_PATH_MAX];
	enum tt_err e, set;

	if ((e = file_path(keys, dir, "keys")) != TT_OK)
		return e;
	e = own_keys_copy(from, keys, name);
	if (e != TT_OK && e != TT_ENOENT)
		return e;
	set = set_officer(dir, name);
	return set != TT_OK ? set : e;
}

enum tt_err
own_keys_remove(const char *dir, const char *name)
{
	char file[128], path[FILE_PATH_MAX];
	enum tt_err e;

	for (size_t i = 0; i < OWN_KEYS_SUFFIXES; i++) {
		own_keys_name(name, i, file);
		if ((e = file_path(path, dir, file)) != TT_OK ||
		    (e = file_remove(path)) != TT_OK)
			return e;
	}
	return TT_OK;
}
