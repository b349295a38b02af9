/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "base/hex.h"
#include "cli/scratch.h"

#define UNIQUE_LEN	8	/* bytes of a folder's name */
#define LEFT_MAX	65536	/* folders */

enum tt_err
scratch_make(const char *dir, struct rng rng, char out[FILE_PATH_MAX])
{
	char unique[HEX_LEN(UNIQUE_LEN) + 1], path[FILE_PATH_MAX];
	uint8_t random[UNIQUE_LEN];
	enum tt_err e;

	rng_fill(rng, random, sizeof(random));
	hex_encode(unique, random, sizeof(random));
	if ((e = file_path(path, dir, unique)) != TT_OK ||
	    (e = file_mkdir(path)) != TT_OK)
		return e;
	memcpy(out, path, sizeof(path));
	return TT_OK;
}

static bool
is_ours(const char *name)
{
	uint8_t unique[UNIQUE_LEN];

	return hex_decode(unique, sizeof(unique), name, strlen(name));
}

bool
scratch_is_used(const char *dir)
{
	struct file_list l;
	bool used = false;

	if (file_list(dir, LEFT_MAX, &l) != TT_OK)
		return file_exists(dir);	/* to be looked at */
	for (size_t i = 0; i < l.n && !used; i++)
		used = is_ours(l.name[i]);
	file_list_free(&l);
	return used;
}

enum tt_err
scratch_clear(const char *dir)
{
	char path[FILE_PATH_MAX];
	struct file_list l;
	enum tt_err e;

	if ((e = file_list(dir, LEFT_MAX, &l)) != TT_OK)
		return e == TT_ENOENT ? TT_OK : e;
	for (size_t i = 0; i < l.n && e == TT_OK; i++)
		if (is_ours(l.name[i]) &&
		    (e = file_path(path, dir, l.name[i])) == TT_OK)
			e = file_remove_tree(path);
	file_list_free(&l);
	return e;
}
