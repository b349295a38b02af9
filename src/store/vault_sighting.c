/* SPDX-License-Identifier: ISC */
#include <stdio.h>

#include "programme/embargo.h"
#include "store/vault_db.h"
#include "store/vault_sighting.h"

#define SOURCE_MAX	(32 + VAULT_ID_MAX)	/* "partner:ID" */

static void
bind_hash(struct db_stmt *s, int i, const struct hash *h)
{
	db_bind_blob(s, i, h->b, sizeof(h->b));
}

enum tt_err
vault_sighting_add(struct db *db, const struct vault_sighting *x, int64_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_SIGHTING_ADD);
	char source[SOURCE_MAX + 1];
	enum tt_err e;

	snprintf(source, sizeof(source), "%s%s%s",
	    sighting_rules[x->source].name, x->partner[0] != '\0' ? ":" : "",
	    x->partner);
	db_bind_words(s, 2, x->bulletin);
	db_bind_words(s, 3, x->case_id);
	db_bind_int(s, 4, x->seen.from_s);
	db_bind_int(s, 5, x->seen.until_s);
	db_bind_int(s, 6, x->received_s);
	db_bind_str(s, 7, source);
	db_bind_str(s, 8, sighting_confidence_text(x->confidence));
	db_bind_words(s, 9, x->country);
	db_bind_words(s, 10, x->network);
	db_bind_int(s, 11, (int64_t)x->victims);
	if (x->confirms != 0)
		db_bind_int(s, 12, x->confirms);
	else
		db_bind_null(s, 12);
	if (x->has_evidence)
		bind_hash(s, 13, &x->evidence);
	else
		db_bind_null(s, 13);
	bind_hash(s, 14, &x->digest);
	bind_hash(s, 15, &x->leaf);
	if ((e = db_run(s)) == TT_OK)
		*n = db_last_id(db);
	return e;
}

static enum tt_err
read_sighting(struct db_stmt *s, struct vault_sighting *out)
{
	struct vault_sighting x = { .n = db_int(s, 0),
		.seen = { db_int(s, 3), db_int(s, 4) },
		.received_s = db_int(s, 5),
		.victims = (uint64_t)db_int(s, 10),
		.confirms = db_is_null(s, 11) ? 0 : db_int(s, 11) };
	struct span who;

	x.has_evidence = db_bytes(s, 12, x.evidence.b, sizeof(x.evidence.b));
	if (!db_words(s, 1, x.bulletin, sizeof(x.bulletin)) ||
	    !db_words(s, 2, x.case_id, sizeof(x.case_id)) ||
	    !sighting_source_parse(db_span(s, 6), &x.source, &who) ||
	    span_copy(who, x.partner, sizeof(x.partner)) != TT_OK ||
	    !sighting_confidence_parse(db_span(s, 7), &x.confidence) ||
	    !db_words(s, 8, x.country, sizeof(x.country)) ||
	    !db_words(s, 9, x.network, sizeof(x.network)) ||
	    !db_bytes(s, 13, x.digest.b, sizeof(x.digest.b)) ||
	    !db_bytes(s, 14, x.leaf.b, sizeof(x.leaf.b)))
		return TT_EINTEGRITY;
	*out = x;
	return TT_OK;
}

static enum tt_err
one_sighting(struct db_stmt *s, struct vault_sighting *out)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		e = read_sighting(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_sighting_get(struct db *db, int64_t n, struct vault_sighting *out)
{
	struct db_stmt *s = db_use(db, VAULT_SIGHTING_GET);

	db_bind_int(s, 1, n);
	return one_sighting(s, out);
}

enum tt_err
vault_sighting_of_digest(struct db *db, const struct hash *digest,
    struct vault_sighting *out)
{
	struct db_stmt *s = db_use(db, VAULT_SIGHTING_OF_DIGEST);

	bind_hash(s, 1, digest);
	return one_sighting(s, out);
}

enum tt_err
vault_sighting_each(struct db *db, const char *subject,
    vault_sighting_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_SIGHTING_ALL);
	struct vault_sighting x;
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, subject);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_sighting(s, &x)) != TT_OK ||
		    (e = fn(ctx, &x)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

/* The one instant that s, which is bound, gives. */
static enum tt_err
an_instant(struct db_stmt *s, int64_t *at_s)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK && db_is_null(s, 0))
		e = TT_ENOENT;
	if (e == TT_OK)
		*at_s = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_sighting_earliest(struct db *db, const char *bulletin, int64_t *at_s)
{
	struct db_stmt *s = db_use(db, VAULT_SIGHTING_EARLIEST);

	db_bind_str(s, 1, bulletin);
	return an_instant(s, at_s);
}

enum tt_err
vault_sighting_undecided(struct db *db, const char *bulletin, int64_t *since_s)
{
	struct db_stmt *s = db_use(db, VAULT_SIGHTING_UNDECIDED);

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, embargo_said_text(EMBARGO_SAID_KEPT));
	return an_instant(s, since_s);
}

static void
bind_clock(struct db_stmt *s, const struct vault_clock *c)
{
	db_bind_str(s, 2, c->subject);
	db_bind_str(s, 3, own_duty_stages[c->stage].duty);
	db_bind_str(s, 4, own_duty_stages[c->stage].stage);
	db_bind_int(s, 5, c->aware_s);
	db_bind_int(s, 6, c->sighting);
	db_bind_str(s, 7, own_duty_state_text(c->state));
	if (c->at_s != 0)
		db_bind_int(s, 8, c->at_s);
	else
		db_bind_null(s, 8);
	db_bind_words(s, 9, c->note);
	db_bind_words(s, 10, c->officer);
}

static enum tt_err
read_clock(struct db_stmt *s, struct vault_clock *out)
{
	struct vault_clock c = { .n = db_int(s, 0), .aware_s = db_int(s, 4),
		.sighting = db_int(s, 5),
		.at_s = db_is_null(s, 7) ? 0 : db_int(s, 7) };

	if (!db_words(s, 1, c.subject, sizeof(c.subject)) ||
	    !own_duty_find(db_span(s, 2), db_span(s, 3), &c.stage) ||
	    !own_duty_state_parse(db_span(s, 6), &c.state) ||
	    !db_words(s, 8, c.note, sizeof(c.note)) ||
	    !db_words(s, 9, c.officer, sizeof(c.officer)))
		return TT_EINTEGRITY;
	*out = c;
	return TT_OK;
}

static enum tt_err
one_clock(struct db_stmt *s, struct vault_clock *out)
{
	enum tt_err e;

	if ((e = db_one(s)) == TT_OK)
		e = read_clock(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_clock_add(struct db *db, const struct vault_clock *c)
{
	struct db_stmt *s = db_use(db, VAULT_CLOCK_ADD);

	bind_clock(s, c);
	return db_run(s);
}

enum tt_err
vault_clock_set(struct db *db, const struct vault_clock *c)
{
	struct db_stmt *s = db_use(db, VAULT_CLOCK_SET);
	enum tt_err e;

	bind_clock(s, c);
	db_bind_int(s, 1, c->n);
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

enum tt_err
vault_clock_get(struct db *db, int64_t n, struct vault_clock *out)
{
	struct db_stmt *s = db_use(db, VAULT_CLOCK_GET);

	db_bind_int(s, 1, n);
	return one_clock(s, out);
}

enum tt_err
vault_clock_last(struct db *db, const char *subject, size_t stage,
    struct vault_clock *out)
{
	struct db_stmt *s = db_use(db, VAULT_CLOCK_LAST);

	db_bind_str(s, 1, subject);
	db_bind_str(s, 2, own_duty_stages[stage].duty);
	db_bind_str(s, 3, own_duty_stages[stage].stage);
	return one_clock(s, out);
}

enum tt_err
vault_clock_each(struct db *db, vault_clock_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_CLOCK_ALL);
	struct vault_clock c;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_clock(s, &c)) != TT_OK ||
		    (e = fn(ctx, &c)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_fix_get(struct db *db, const char *subject, int64_t *at_s)
{
	struct db_stmt *s = db_use(db, VAULT_FIX_GET);
	enum tt_err e;

	db_bind_str(s, 1, subject);
	if ((e = db_one(s)) == TT_OK)
		*at_s = db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_fix_set(struct db *db, const char *subject, int64_t at_s)
{
	struct db_stmt *s = db_use(db, VAULT_FIX_SET);

	db_bind_str(s, 1, subject);
	db_bind_int(s, 2, at_s);
	return db_run(s);
}
