/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_notice.h"

enum tt_err
vault_notice_add(struct db *db, const struct vault_notice *n, bool *added)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_ADD);
	enum tt_err e;

	db_bind_str(s, 1, notice_rule(n->event)->name);
	db_bind_str(s, 2, n->what);
	db_bind_str(s, 3, n->bulletin[0] != '\0' ? n->bulletin : NULL);
	db_bind_str(s, 4, n->reader[0] != '\0' ? n->reader : NULL);
	db_bind_str(s, 5, n->address);
	db_bind_str(s, 6, n->subject);
	db_bind_blob(s, 7, n->text.p, n->text.n);
	db_bind_str(s, 8, n->message);
	db_bind_int(s, 9, n->queued_s);
	db_bind_int(s, 10, n->due_s);
	if ((e = db_run(s)) == TT_OK)
		*added = db_changes(db) == 1;
	return e;
}

enum tt_err
vault_notice_known(struct db *db, const char *what, bool *known)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_KNOWN);
	enum tt_err e;

	db_bind_str(s, 1, what);
	if ((e = db_one(s)) != TT_OK && e != TT_ENOENT)
		return e;
	*known = e == TT_OK;
	db_reset(s);
	return TT_OK;
}

enum tt_err
vault_notice_set(struct db *db, const struct vault_notice *n)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_SET);
	enum tt_err e;

	db_bind_int(s, 1, n->n);
	db_bind_str(s, 2, notice_state_text(n->state));
	db_bind_int(s, 3, n->tries);
	db_bind_int(s, 4, n->first_s);
	db_bind_int(s, 5, n->next_s);
	db_bind_int(s, 6, n->ended_s);
	db_bind_str(s, 7, n->error[0] != '\0' ? n->error : NULL);
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

static enum tt_err
read_notice(struct db_stmt *s, struct vault_notice *out)
{
	struct vault_notice n = { .n = db_int(s, 0), .text = db_span(s, 7),
		.queued_s = db_int(s, 9), .due_s = db_int(s, 10),
		.tries = (unsigned)db_int(s, 12), .first_s = db_int(s, 13),
		.next_s = db_int(s, 14), .ended_s = db_int(s, 15) };

	if (!notice_parse(db_span(s, 1), &n.event) ||
	    !db_words(s, 2, n.what, sizeof(n.what)) ||
	    !db_words(s, 3, n.bulletin, sizeof(n.bulletin)) ||
	    !db_words(s, 4, n.reader, sizeof(n.reader)) ||
	    !db_words(s, 5, n.address, sizeof(n.address)) ||
	    !db_words(s, 6, n.subject, sizeof(n.subject)) ||
	    !db_words(s, 8, n.message, sizeof(n.message)) ||
	    !notice_state_parse(db_span(s, 11), &n.state) ||
	    !db_words(s, 16, n.error, sizeof(n.error)))
		return TT_EINTEGRITY;
	*out = n;
	return TT_OK;
}

/* The statement is not reset: its text is borrowed. */
static enum tt_err
one(struct db_stmt *s, struct vault_notice *out)
{
	enum tt_err e = db_one(s);

	return e == TT_OK ? read_notice(s, out) : e;
}

enum tt_err
vault_notice_get(struct db *db, int64_t n, struct vault_notice *out)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_GET);

	db_bind_int(s, 1, n);
	return one(s, out);
}

enum tt_err
vault_notice_due(struct db *db, int64_t after, int64_t now_s,
    struct vault_notice *out)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_DUE);

	db_bind_int(s, 1, after);
	db_bind_int(s, 2, now_s);
	return one(s, out);
}

enum tt_err
vault_notice_each(struct db *db, vault_notice_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_ALL);
	struct vault_notice n;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_notice(s, &n)) != TT_OK ||
		    (e = fn(ctx, &n)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_notice_cancel(struct db *db, enum notice_event event,
    const char *bulletin, int64_t now_s)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_CANCEL);

	db_bind_str(s, 1, notice_rule(event)->name);
	db_bind_str(s, 2, bulletin);
	db_bind_int(s, 3, now_s);
	return db_run(s);
}

enum tt_err
vault_notice_over(struct db *db, enum notice_event event, const char *about)
{
	struct db_stmt *s = db_use(db, VAULT_NOTICE_OVER);

	db_bind_str(s, 1, notice_rule(event)->name);
	db_bind_str(s, 2, about);
	return db_run(s);
}
