/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/hub_people.h"
#include "store/hub_sql.h"

static enum tt_err
take_statement(struct db_stmt *s, int col, struct buf *out)
{
	struct buf b;
	enum tt_err e;

	buf_init(&b, TT_STATEMENT_MAX);
	buf_span(&b, db_span(s, col));
	if ((e = buf_err(&b)) != TT_OK) {
		buf_done(&b);
		return e;
	}
	*out = b;
	return TT_OK;
}

void
hub_partner_done(struct hub_partner *p)
{
	buf_done(&p->statement);
}

enum tt_err
hub_partner_set(struct db *db, const char *id, const char *state,
    int64_t event)
{
	struct db_stmt *s = db_use(db, PARTNER_SET);

	db_bind_str(s, 1, id);
	db_bind_str(s, 2, state);
	db_bind_int(s, 3, event);
	return db_run(s);
}

static enum tt_err
one_partner(struct db_stmt *s, const char *id, struct hub_partner *out)
{
	struct hub_partner p = { .state = "" };
	enum tt_err e;

	db_bind_str(s, 1, id);
	if ((e = db_one(s)) == TT_OK &&
	    !(db_words(s, 0, p.id, sizeof(p.id)) &&
	    db_words(s, 1, p.state, sizeof(p.state))))
		e = TT_EINTEGRITY;
	if (e == TT_OK)
		e = take_statement(s, 2, &p.statement);
	db_reset(s);
	if (e == TT_OK)
		*out = p;
	return e;
}

enum tt_err
hub_partner_get(struct db *db, const char *id, struct hub_partner *out)
{
	return one_partner(db_use(db, PARTNER_GET), id, out);
}

enum tt_err
hub_partner_next(struct db *db, const char *id, struct hub_partner *out)
{
	return one_partner(db_use(db, PARTNER_NEXT), id, out);
}

void
hub_reader_done(struct hub_reader *r)
{
	buf_done(&r->statement);
}

bool
hub_reader_may(const struct hub_reader *r)
{
	return strcmp(r->state, "active") == 0 &&
	    strcmp(r->partner_state, "approved") == 0;
}

enum tt_err
hub_reader_set(struct db *db, const struct hub_reader *r, int64_t event)
{
	struct db_stmt *s = db_use(db, READER_SET);

	db_bind_str(s, 1, r->id);
	db_bind_str(s, 2, r->partner);
	db_bind_str(s, 3, r->state);
	db_bind_str(s, 4, r->sign);
	db_bind_int(s, 5, event);
	return db_run(s);
}

static enum tt_err
bound_reader(struct db_stmt *s, struct hub_reader *out)
{
	struct hub_reader r = { .state = "" };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK &&
	    !(db_words(s, 0, r.id, sizeof(r.id)) &&
	    db_words(s, 1, r.partner, sizeof(r.partner)) &&
	    db_words(s, 2, r.state, sizeof(r.state)) &&
	    db_words(s, 3, r.sign, sizeof(r.sign)) &&
	    db_words(s, 4, r.partner_state, sizeof(r.partner_state))))
		e = TT_EINTEGRITY;
	if (e == TT_OK) {
		r.since_s = db_int(s, 6);
		r.admin = db_int(s, 7) != 0;
		e = take_statement(s, 5, &r.statement);
	}
	db_reset(s);
	if (e == TT_OK)
		*out = r;
	return e;
}

static enum tt_err
one_reader(struct db_stmt *s, const char *id, struct hub_reader *out)
{
	db_bind_str(s, 1, id);
	return bound_reader(s, out);
}

enum tt_err
hub_reader_get(struct db *db, const char *id, struct hub_reader *out)
{
	return one_reader(db_use(db, READER_GET), id, out);
}

enum tt_err
hub_reader_next(struct db *db, const char *id, struct hub_reader *out)
{
	return one_reader(db_use(db, READER_NEXT), id, out);
}

enum tt_err
hub_reader_next_of(struct db *db, const char *partner, const char *id,
    struct hub_reader *out)
{
	struct db_stmt *s = db_use(db, READER_OF_PARTNER);

	db_bind_str(s, 1, partner);
	db_bind_str(s, 2, id);
	return bound_reader(s, out);
}

enum tt_err
hub_token_add(struct db *db, const struct hash *hash, const char *partner,
    int64_t expires_s, const char *reader)
{
	struct db_stmt *s = db_use(db, TOKEN_ADD);

	db_bind_blob(s, 1, hash->b, sizeof(hash->b));
	db_bind_str(s, 2, partner);
	db_bind_int(s, 3, expires_s);
	db_bind_str(s, 4, reader);
	return db_run(s);
}

enum tt_err
hub_token_get(struct db *db, const struct hash *hash, struct hub_token *out)
{
	struct db_stmt *s = db_use(db, TOKEN_GET);
	struct hub_token t = { .expires_s = 0 };
	enum tt_err e;

	db_bind_blob(s, 1, hash->b, sizeof(hash->b));
	if ((e = db_one(s)) == TT_OK) {
		t.expires_s = db_int(s, 1);
		if (!db_words(s, 0, t.partner, sizeof(t.partner)) ||
		    !db_words(s, 2, t.used, sizeof(t.used)))
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	if (e == TT_OK)
		*out = t;
	return e;
}

enum tt_err
hub_token_use(struct db *db, const struct hash *hash, const char *reader)
{
	struct db_stmt *s = db_use(db, TOKEN_USE);
	enum tt_err e;

	db_bind_blob(s, 1, hash->b, sizeof(hash->b));
	db_bind_str(s, 2, reader);
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ESTATE;
}

static const char *const whys[HUB_WHYS] = {
	[HUB_TOKEN_USED] = "used",
	[HUB_TOKEN_EXPIRED] = "expired",
	[HUB_TOKEN_ALTERED] = "altered",
};

const char *
hub_why_text(enum hub_why w)
{
	return whys[w];
}

enum tt_err
hub_turned_away_add(struct db *db, const struct hash *token, enum hub_why why,
    int64_t now_s)
{
	struct db_stmt *s = db_use(db, TURNED_ADD);

	db_bind_blob(s, 1, token->b, sizeof(token->b));
	db_bind_str(s, 2, whys[why]);
	db_bind_int(s, 3, now_s);
	return db_run(s);
}

static enum tt_err
take_turned_away(struct db_stmt *s, struct hub_turned_away *out)
{
	struct span why = db_span(s, 2);

	*out = (struct hub_turned_away){ .n = db_int(s, 0),
		.times = db_int(s, 3), .last_s = db_int(s, 4) };
	while (out->why < HUB_WHYS && !span_is(why, whys[out->why]))
		out->why++;
	return out->why < HUB_WHYS &&
	    db_bytes(s, 1, out->token.b, sizeof(out->token.b)) ? TT_OK :
	    TT_EINTEGRITY;
}

enum tt_err
hub_turned_away_next(struct db *db, int64_t n, struct hub_turned_away *out)
{
	struct db_stmt *s = db_use(db, TURNED_NEXT);
	enum tt_err e;

	db_bind_int(s, 1, n);
	if ((e = db_one(s)) == TT_OK)
		e = take_turned_away(s, out);
	db_reset(s);
	return e;
}

void
hub_pending_done(struct hub_pending *p)
{
	buf_done(&p->statement);
}

enum tt_err
hub_pending_add(struct db *db, const struct hub_pending *p)
{
	struct db_stmt *s = db_use(db, PENDING_ADD);

	db_bind_str(s, 1, p->reader);
	db_bind_str(s, 2, p->partner);
	db_bind_blob(s, 3, p->token.b, sizeof(p->token.b));
	db_bind_blob(s, 4, p->statement.p, p->statement.n);
	db_bind_int(s, 5, p->received_s);
	return db_run(s);
}

static enum tt_err
bound_pending(struct db_stmt *s, struct hub_pending *out)
{
	struct hub_pending p = { .received_s = 0 };
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK) {
		p.received_s = db_int(s, 4);
		if (!db_words(s, 0, p.reader, sizeof(p.reader)) ||
		    !db_words(s, 1, p.partner, sizeof(p.partner)) ||
		    !db_bytes(s, 2, p.token.b, sizeof(p.token.b)))
			e = TT_EINTEGRITY;
	}
	if (e == TT_OK)
		e = take_statement(s, 3, &p.statement);
	db_reset(s);
	if (e == TT_OK)
		*out = p;
	return e;
}

static enum tt_err
one_pending(struct db_stmt *s, const char *reader, struct hub_pending *out)
{
	db_bind_str(s, 1, reader);
	return bound_pending(s, out);
}

enum tt_err
hub_pending_next_of(struct db *db, const char *partner, const char *reader,
    struct hub_pending *out)
{
	struct db_stmt *s = db_use(db, PENDING_OF_PARTNER);

	db_bind_str(s, 1, partner);
	db_bind_str(s, 2, reader);
	return bound_pending(s, out);
}

enum tt_err
hub_pending_get(struct db *db, const char *reader, struct hub_pending *out)
{
	return one_pending(db_use(db, PENDING_GET), reader, out);
}

enum tt_err
hub_pending_next(struct db *db, const char *reader, struct hub_pending *out)
{
	return one_pending(db_use(db, PENDING_NEXT), reader, out);
}

enum tt_err
hub_pending_drop(struct db *db, const char *reader)
{
	struct db_stmt *s = db_use(db, PENDING_DROP);

	db_bind_str(s, 1, reader);
	return db_run(s);
}
