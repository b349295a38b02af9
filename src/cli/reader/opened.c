/* SPDX-License-Identifier: ISC */
#include <stdio.h>
#include <stdlib.h>

#include "base/instant.h"
#include "cli/reader/opened.h"
#include "telltale/statement.h"

#define DUE	"opened"
#define TOLD	"opened.told"
#define DUE_MAX	64	/* bytes */
#define KEPT_MAX 65536	/* receipts */

void
opened_note(const struct parcel *p)
{
	char path[FILE_PATH_MAX], at[INSTANT_LEN + 2];

	reader_home_kept(p->home, p->id, TOLD, path);
	if (file_exists(path))
		return;
	reader_home_kept(p->home, p->id, DUE, path);
	instant_format(p->now_s, at);
	/* one that stands has the first instant: it stays */
	if (file_create(path, at, INSTANT_LEN, 0600) != TT_OK)
		return;		/* nor does anything follow without it */
}

/* The leaf of the copies that the kept receipt is for, as it has it. */
static bool
copies_of(const struct reader_home *r, const char *id,
    char out[2 * sizeof(struct hash) + 1])
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct buf text = { .n = 0 };
	char path[FILE_PATH_MAX];
	bool ok;

	reader_home_kept(r, id, "receipt", path);
	ok = s != NULL && file_read(path, TT_STATEMENT_MAX, &text) == TT_OK &&
	    tt_statement_parse(s, buf_view(&text), NULL) == TT_OK &&
	    span_copy(tt_statement_get(s, "copies"), out,
	    2 * sizeof(struct hash) + 1) == TT_OK;
	buf_done(&text);
	free(s);
	return ok;
}

/* False: the hub is not there, and the next need not be tried. */
static bool
say(struct hubclient *hub, struct reader_home *r, const char *id)
{
	char copies[2 * sizeof(struct hash) + 1], path[256];
	char due[FILE_PATH_MAX], told[FILE_PATH_MAX];
	struct hubclient_call call = { .verb = HTTP_POST, .path = path };
	struct http_answer a = { .status = 0 };
	struct buf at = { .n = 0 };
	int64_t at_s;

	reader_home_kept(r, id, DUE, due);
	if (!file_exists(due) || !copies_of(r, id, copies))
		return true;
	if (file_read(due, DUE_MAX, &at) == TT_OK &&
	    instant_parse(buf_view(&at), &at_s) == TT_OK) {
		snprintf(path, sizeof(path), "/api/v1/opened/%.*s/%s?at=%.*s",
		    BULLETIN_ID_LEN, id, copies, INSTANT_LEN, at.p);
		if (hubclient_try(hub, &call, &a) != TT_OK)
			a.status = 0;
		http_answer_done(&a);
	}
	buf_done(&at);
	reader_home_kept(r, id, TOLD, told);
	/* what it does not want to hear is not said again */
	if ((a.status / 100 == 2 && file_rename(due, told) != TT_OK) ||
	    (a.status / 100 == 4 && file_remove(due) != TT_OK))
		return false;
	return a.status != 0;
}

void
opened_say(struct reader_home *r)
{
	char path[FILE_PATH_MAX];
	struct hubclient *hub;
	struct file_list names;

	reader_home_path(r, "receipts", path);
	if (reader_home_hub(r, &hub) != CLI_DONE || !file_exists(path) ||
	    file_list(path, KEPT_MAX, &names) != TT_OK)
		return;
	for (size_t i = 0; i < names.n; i++)
		if (reader_home_is_kept(names.name[i]) &&
		    !say(hub, r, names.name[i]))
			break;
	file_list_free(&names);
}
