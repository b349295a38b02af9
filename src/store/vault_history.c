/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_history.h"

enum tt_err
vault_history_add(struct db *db, const char *bulletin,
    const struct vault_event_public *e, int64_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_HISTORY_ADD);
	enum tt_err err;

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, history_what_word(e->event.what));
	db_bind_int(s, 3, e->event.at.from_s);
	db_bind_int(s, 4, e->event.at.until_s);
	db_bind_str(s, 5, e->event.source);
	db_bind_int(s, 6, e->entered_s);
	if ((err = db_run(s)) == TT_OK)
		*n = db_last_id(db);
	return err;
}

static enum tt_err
read_event(struct db_stmt *s, char source[VAULT_SOURCE_MAX + 1],
    struct vault_event_public *out)
{
	struct vault_event_public e = { .n = db_int(s, 0),
		.entered_s = db_int(s, 5) };

	if (!history_what_parse(db_span(s, 1), &e.event.what) ||
	    span_copy(db_span(s, 4), source, VAULT_SOURCE_MAX + 1) != TT_OK)
		return TT_EINTEGRITY;
	e.event.at = (struct census_since){ true, db_int(s, 2),
		db_int(s, 3) };
	e.event.source = source;
	*out = e;
	return TT_OK;
}

enum tt_err
vault_history_each(struct db *db, const char *bulletin, vault_history_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_HISTORY_ALL);
	char source[VAULT_SOURCE_MAX + 1];
	struct vault_event_public e;
	enum tt_err err;
	bool row;

	db_bind_str(s, 1, bulletin);
	while ((err = db_step(s, &row)) == TT_OK && row)
		if ((err = read_event(s, source, &e)) != TT_OK ||
		    (err = fn(ctx, &e)) != TT_OK)
			break;
	db_reset(s);
	return err;
}
