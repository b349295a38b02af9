/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/json_out.h"
#include "cli/cli.h"
#include "cli/known/lettered.h"
#include "cli/known/reported.h"
#include "cli/known/rows.h"
#include "cli/say.h"
#include "store/file.h"

#define WORDS_MAX	16384	/* bytes; of a letter's text */

static const enum rows_field told[] = { ROWS_SEEN, ROWS_CONFIDENCE,
	ROWS_COUNTRY };

static enum tt_err
put_row(struct buf *words, const struct row *r)
{
	struct json_out *w = json_out_new(words, JSON_CANONICAL);
	enum tt_err e;

	if (w == NULL)
		return TT_ENOMEM;
	json_out_object(w);
	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (r->field[told[i]] != NULL) {
			json_out_key(w, rows_names[told[i]]);
			json_out_str(w, r->field[told[i]]);
		}
	json_out_object_end(w);
	if ((e = json_out_end(w)) == TT_OK)
		buf_char(words, '\n');
	return e;
}

/* As the vendor's side will check it, so that nothing is lost there. */
static enum tt_err
take(const struct rows *rows, int64_t now_s, struct buf *words,
    struct moment *seen, struct rows_diag *diag)
{
	struct vault_sighting *s = calloc(1, sizeof(*s));
	enum tt_err e = s != NULL ? TT_OK : TT_ENOMEM;

	for (size_t i = 0; i < rows->n && e == TT_OK; i++) {
		s->received_s = now_s;
		if ((e = rows_take(&rows->at[i], now_s, s, diag)) != TT_OK ||
		    (e = put_row(words, &rows->at[i])) != TT_OK)
			break;
		if (i == 0 || s->seen.from_s < seen->from_s)
			seen->from_s = s->seen.from_s;
		if (i == 0 || s->seen.until_s > seen->until_s)
			seen->until_s = s->seen.until_s;
	}
	free(s);
	return e;
}

static enum tt_err
read_rows(const char *path, struct rows *rows, struct rows_diag *diag)
{
	struct buf file;
	enum tt_err e;

	if ((e = file_read(path, ROWS_FILE_MAX, &file)) != TT_OK)
		return e;
	file.secret = true;	/* wiped when it is done */
	e = rows_stix(rows, buf_view(&file), diag);
	buf_done(&file);
	return e;
}

static int
refuse(const char *path, enum tt_err e, const struct rows_diag *diag)
{
	if (e == TT_ESYNTAX)
		return say_fail(CLI_USAGE, "STIX 2.1: a bundle with "
		    "sightings; docs/sightings.md has the form",
		    "letter send: %s, object %zu: %s", path, diag->line,
		    diag->text);
	return say_err(e, NULL, "cannot read %s", path);
}

int
reported_stix(const char *path, int64_t now_s, struct buf *words,
    struct moment *seen)
{
	struct rows_diag diag = { .line = 0 };
	struct rows rows = { .n = 0 };
	int code = CLI_DONE;
	enum tt_err e;

	if ((e = read_rows(path, &rows, &diag)) != TT_OK)
		return refuse(path, e, &diag);
	buf_init_secret(words, WORDS_MAX);
	if (rows.n == 0)
		code = say_fail(CLI_USAGE, NULL,
		    "letter send: there is no sighting in %s", path);
	else if (rows.n > LETTERED_ROWS_MAX)
		code = say_fail(CLI_USAGE, "send them in several letters",
		    "letter send: %s has %zu sightings; a letter has room "
		    "for %d", path, rows.n, LETTERED_ROWS_MAX);
	else if ((e = take(&rows, now_s, words, seen, &diag)) != TT_OK)
		code = refuse(path, e, &diag);
	rows_free(&rows);
	return code;
}
