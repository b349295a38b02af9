/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/post/letter.h"
#include "cli/say.h"
#include "cli/team/secrets.h"
#include "store/crash.h"

static bool
not_secret(const char *path)
{
	return strcmp(path, "scratch") == 0 || strcmp(path, "alarms") == 0 ||
	    file_is_unfinished(path);
}

static bool
is_secret(const char *path)
{
	size_t n = strlen(path);

	return n > 4 && strcmp(path + n - 4, ".age") == 0 &&
	    strncmp(path, "keys/officer-", 13) != 0 &&
	    strstr(path, "/copies/") == NULL &&
	    strstr(path, "/share-") == NULL;
}

enum tt_err
secrets_list(const struct vault *v, struct backup_list *out)
{
	struct backup_list l;
	size_t n = 0;
	enum tt_err e;

	if ((e = backup_walk(v->dir, not_secret, &l, NULL)) != TT_OK)
		return e;
	for (size_t i = 0; i < l.n; i++)
		if (is_secret(l.path[i]))
			l.path[n++] = l.path[i];
		else
			free(l.path[i]);
	l.n = n;
	*out = l;
	return TT_OK;
}

static int
reseal(struct vault *v, const char *path)
{
	struct buf plain;
	int code;

	if ((code = vault_secret_read(v, path, &plain)) != CLI_DONE)
		return code;
	code = vault_secret_write(v, path, buf_view(&plain));
	buf_done(&plain);
	return code;
}

int
secrets_reseal(struct vault *v)
{
	struct backup_list l;
	enum tt_err e;
	int code = CLI_DONE;

	if ((e = secrets_list(v, &l)) != TT_OK)
		return say_err(e, NULL, "cannot read the vault %s", v->dir);
	for (size_t i = 0; i < l.n && code == CLI_DONE; i++) {
		code = reseal(v, l.path[i]);
		crash_point("team-reseal");
	}
	backup_list_free(&l);
	return code == CLI_DONE ? letter_reseal(v) : code;
}
