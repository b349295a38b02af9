/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_preview.h"

enum tt_err
vault_preview_add(struct db *db, const struct vault_preview *p)
{
	struct db_stmt *s = db_use(db, VAULT_PREVIEW_ADD);

	db_bind_str(s, 1, p->bulletin);
	db_bind_int(s, 2, p->revision);
	db_bind_blob(s, 3, p->text.b, sizeof(p->text.b));
	db_bind_str(s, 4, p->partner);
	db_bind_str(s, 5, p->reader);
	db_bind_int(s, 6, (int64_t)p->holder);
	db_bind_int(s, 7, (int64_t)p->number);
	db_bind_str(s, 8, p->officer);
	db_bind_int(s, 9, p->at_s);
	return db_run(s);
}

static enum tt_err
read_preview(struct db_stmt *s, struct vault_preview *out)
{
	memset(out, 0, sizeof(*out));
	out->revision = (unsigned)db_int(s, 1);
	out->holder = (uint64_t)db_int(s, 5);
	out->number = (uint64_t)db_int(s, 6);
	out->at_s = db_int(s, 8);
	if (span_copy(db_span(s, 0), out->bulletin, sizeof(out->bulletin)) !=
	    TT_OK || !db_bytes(s, 2, out->text.b, sizeof(out->text.b)) ||
	    span_copy(db_span(s, 3), out->partner, sizeof(out->partner)) !=
	    TT_OK ||
	    span_copy(db_span(s, 4), out->reader, sizeof(out->reader)) !=
	    TT_OK ||
	    span_copy(db_span(s, 7), out->officer, sizeof(out->officer)) !=
	    TT_OK)
		return TT_EINTEGRITY;
	return TT_OK;
}

enum tt_err
vault_preview_each(struct db *db, const char *bulletin, vault_preview_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_PREVIEW_ALL);
	struct vault_preview p;
	bool row;
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_preview(s, &p)) != TT_OK ||
		    (e = fn(ctx, &p)) != TT_OK)
			break;
	db_reset(s);
	return e;
}
