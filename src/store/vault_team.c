/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_team.h"

static void
bind_unless_0(struct db_stmt *s, int i, int64_t v)
{
	if (v == 0)
		db_bind_null(s, i);
	else
		db_bind_int(s, i, v);
}

static int64_t
int_or_0(struct db_stmt *s, int col)
{
	return db_is_null(s, col) ? 0 : db_int(s, col);
}

static enum tt_err
take_sealed(struct db_stmt *s, int col, struct buf *out)
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, HUB_REQUEST_MAX);
	buf_span(&b, db_span(s, col));
	if ((e = buf_err(&b)) != TT_OK)
		buf_done(&b);
	else
		*out = b;
	return e;
}

void
vault_request_done(struct vault_request *r)
{
	buf_done(&r->sealed);
}

enum tt_err
vault_request_add(struct db *db, const struct vault_request *r)
{
	struct db_stmt *s = db_use(db, VAULT_REQUEST_ADD);

	db_bind_str(s, 1, r->id);
	db_bind_text(s, 2, buf_view(&r->sealed));
	db_bind_blob(s, 3, r->hash.b, sizeof(r->hash.b));
	db_bind_str(s, 4, r->key);
	db_bind_int(s, 5, r->expires_s);
	db_bind_str(s, 6, approval_state_text(r->state));
	bind_unless_0(s, 7, r->ended_s);
	bind_unless_0(s, 8, r->n);
	return db_run(s);
}

static enum tt_err
read_request(struct db_stmt *s, struct vault_request *out)
{
	struct vault_request r = { .expires_s = db_int(s, 4),
		.ended_s = int_or_0(s, 6), .n = int_or_0(s, 7) };
	enum tt_err e;

	if (span_copy(db_span(s, 0), r.id, sizeof(r.id)) != TT_OK ||
	    !db_bytes(s, 2, r.hash.b, sizeof(r.hash.b)) ||
	    span_copy(db_span(s, 3), r.key, sizeof(r.key)) != TT_OK ||
	    !approval_state_parse(db_span(s, 5), &r.state))
		return TT_EINTEGRITY;
	if ((e = take_sealed(s, 1, &r.sealed)) == TT_OK)
		*out = r;
	return e;
}

static enum tt_err
one_request(struct db_stmt *s, const char *id, struct vault_request *out)
{
	enum tt_err e;

	db_bind_str(s, 1, id);
	if ((e = db_one(s)) == TT_OK)
		e = read_request(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_request_get(struct db *db, const char *id, struct vault_request *out)
{
	return one_request(db_use(db, VAULT_REQUEST_GET), id, out);
}

enum tt_err
vault_request_next(struct db *db, const char *id, struct vault_request *out)
{
	return one_request(db_use(db, VAULT_REQUEST_NEXT), id, out);
}

enum tt_err
vault_request_move(struct db *db, const char *id, enum approval_state state,
    int64_t ended_s)
{
	struct db_stmt *s = db_use(db, VAULT_REQUEST_STATE);

	db_bind_str(s, 1, id);
	db_bind_str(s, 2, approval_state_text(state));
	bind_unless_0(s, 3, ended_s);
	return db_run(s);
}

enum tt_err
vault_request_came(struct db *db, const char *id, int64_t n)
{
	struct db_stmt *s = db_use(db, VAULT_REQUEST_CAME);

	db_bind_str(s, 1, id);
	db_bind_int(s, 2, n);
	return db_run(s);
}

void
vault_answer_done(struct vault_answer *a)
{
	buf_done(&a->sealed);
}

enum tt_err
vault_answer_add(struct db *db, const struct vault_answer *a)
{
	struct db_stmt *s = db_use(db, VAULT_ANSWER_ADD);

	db_bind_str(s, 1, a->request);
	db_bind_str(s, 2, a->key);
	db_bind_text(s, 3, buf_view(&a->sealed));
	bind_unless_0(s, 4, a->n);
	bind_unless_0(s, 5, a->received_s);
	return db_run(s);
}

enum tt_err
vault_answer_came(struct db *db, const struct vault_answer *a)
{
	struct db_stmt *s = db_use(db, VAULT_ANSWER_CAME);

	db_bind_str(s, 1, a->request);
	db_bind_str(s, 2, a->key);
	db_bind_int(s, 3, a->n);
	db_bind_int(s, 4, a->received_s);
	return db_run(s);
}

enum tt_err
vault_answer_drop(struct db *db, const char *request, const char *key)
{
	struct db_stmt *s = db_use(db, VAULT_ANSWER_DROP);

	db_bind_str(s, 1, request);
	db_bind_str(s, 2, key);
	return db_run(s);
}

static enum tt_err
one_answer(struct db_stmt *s, struct vault_answer *out)
{
	struct vault_answer a = { .n = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		a.n = int_or_0(s, 3);
		a.received_s = int_or_0(s, 4);
		e = span_copy(db_span(s, 0), a.request, sizeof(a.request)) ==
		    TT_OK && span_copy(db_span(s, 1), a.key, sizeof(a.key)) ==
		    TT_OK ? take_sealed(s, 2, &a.sealed) : TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = a;
	return e;
}

enum tt_err
vault_answer_get(struct db *db, const char *request, const char *key,
    struct vault_answer *out)
{
	struct db_stmt *s = db_use(db, VAULT_ANSWER_GET);

	db_bind_str(s, 1, request);
	db_bind_str(s, 2, key);
	return one_answer(s, out);
}

enum tt_err
vault_answer_next(struct db *db, const char *request, int64_t n,
    struct vault_answer *out)
{
	struct db_stmt *s = db_use(db, VAULT_ANSWER_NEXT);

	db_bind_str(s, 1, request);
	db_bind_int(s, 2, n);
	return one_answer(s, out);
}

enum tt_err
vault_answer_unsent(struct db *db, const char *request,
    struct vault_answer *out)
{
	struct db_stmt *s = db_use(db, VAULT_ANSWER_UNSENT);

	db_bind_str(s, 1, request);
	return one_answer(s, out);
}

enum tt_err
vault_noted_set(struct db *db, const char *what, int64_t value)
{
	struct db_stmt *s = db_use(db, VAULT_NOTED_SET);

	db_bind_str(s, 1, what);
	db_bind_int(s, 2, value);
	return db_run(s);
}

enum tt_err
vault_noted(struct db *db, const char *what, int64_t *value)
{
	struct db_stmt *s = db_use(db, VAULT_NOTED_GET);
	enum tt_err e;

	db_bind_str(s, 1, what);
	if ((e = db_one(s)) == TT_OK)
		*value = db_int(s, 0);
	else if (e == TT_ENOENT) {
		*value = 0;
		e = TT_OK;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_enrolled_set(struct db *db, const char *vkey, int64_t at_s,
    const char *signers)
{
	struct db_stmt *s = db_use(db, VAULT_ENROLLED_SET);

	db_bind_str(s, 1, vkey);
	db_bind_int(s, 2, at_s);
	db_bind_str(s, 3, signers);
	return db_run(s);
}

enum tt_err
vault_enrolled(struct db *db, const char *vkey, int64_t *at_s,
    char signers[VAULT_SIGNERS_MAX])
{
	struct db_stmt *s = db_use(db, VAULT_ENROLLED_GET);
	enum tt_err e;

	db_bind_str(s, 1, vkey);
	if ((e = db_one(s)) == TT_OK) {
		*at_s = db_int(s, 0);
		e = span_copy(db_span(s, 1), signers, VAULT_SIGNERS_MAX);
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_cleared_set(struct db *db, const char *sealing, const struct hash *leaf,
    int64_t at_s)
{
	struct db_stmt *s = db_use(db, VAULT_CLEARED_SET);

	db_bind_str(s, 1, sealing);
	if (leaf != NULL)
		db_bind_blob(s, 2, leaf->b, sizeof(leaf->b));
	db_bind_int(s, 3, at_s);
	return db_run(s);
}

enum tt_err
vault_cleared(struct db *db, const char *sealing, struct hash *leaf,
    bool *stated)
{
	struct db_stmt *s = db_use(db, VAULT_CLEARED_GET);
	struct span got;
	enum tt_err e;

	db_bind_str(s, 1, sealing);
	if ((e = db_one(s)) == TT_OK) {
		got = db_span(s, 0);
		*stated = got.n == sizeof(leaf->b);
		if (*stated)
			memcpy(leaf->b, got.p, sizeof(leaf->b));
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_began(struct db *db, int64_t *at_s)
{
	struct db_stmt *s = db_use(db, VAULT_BEGAN);
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		*at_s = db_int(s, 0);
	db_reset(s);
	return e;
}
