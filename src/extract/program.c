/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "extract/program.h"

#define PROGRAM		"telltale-extract"

static bool
is_there(char out[PROGRAM_PATH_MAX], const char *dir)
{
	int n = snprintf(out, PROGRAM_PATH_MAX, "%s/" PROGRAM, dir);

	return n > 0 && n < PROGRAM_PATH_MAX && access(out, X_OK) == 0;
}

/* The folder of the running program; false if the kernel does not say. */
static bool
own_folder(char dir[PROGRAM_PATH_MAX])
{
	ssize_t n = readlink("/proc/self/exe", dir, PROGRAM_PATH_MAX - 1);
	char *slash;

	if (n <= 0)
		return false;
	dir[n] = '\0';
	if ((slash = strrchr(dir, '/')) == NULL)
		return false;
	*slash = '\0';
	/* programs of the tests stand one below those that they test */
	if ((slash = strrchr(dir, '/')) != NULL && strcmp(slash, "/tests") == 0)
		*slash = '\0';
	return true;
}

enum tt_err
program_find(char out[PROGRAM_PATH_MAX])
{
	char dir[PROGRAM_PATH_MAX], path[PROGRAM_PATH_MAX];

	if (!(own_folder(dir) && is_there(path, dir)) &&
	    !is_there(path, TELLTALE_LIBEXEC))
		return TT_ENOENT;
	memcpy(out, path, sizeof(path));
	return TT_OK;
}
