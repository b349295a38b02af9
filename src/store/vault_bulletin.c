/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_bulletin.h"
#include "store/vault_db.h"
#include "store/vault_preview.h"

enum tt_err
vault_bulletin_add(struct db *db, const struct vault_bulletin *b)
{
	struct db_stmt *s = db_use(db, VAULT_BULLETIN_ADD);

	db_bind_str(s, 1, b->id);
	db_bind_str(s, 2, b->name);
	db_bind_str(s, 3, b->title);
	db_bind_str(s, 4, b->folder);
	db_bind_int(s, 5, b->public_s);
	db_bind_int(s, 6, b->sealed_s);
	db_bind_blob(s, 7, b->text.b, sizeof(b->text.b));
	db_bind_blob(s, 8, b->codebook.b, sizeof(b->codebook.b));
	db_bind_int(s, 9, b->depth_holders);
	db_bind_int(s, 10, b->depth_copies);
	db_bind_str(s, 11, b->sealing);
	db_bind_int(s, 12, b->revision);
	db_bind_int(s, 13, b->editorial);
	return db_run(s);
}

enum tt_err
vault_bulletin_published(struct db *db, const char *sealing, int64_t at_s)
{
	struct db_stmt *s = db_use(db, VAULT_BULLETIN_PUBLISHED);

	db_bind_str(s, 1, sealing);
	db_bind_int(s, 2, at_s);
	return db_run(s);
}

enum tt_err
vault_bulletin_drop(struct db *db, const char *sealing)
{
	static const size_t statements[] = { VAULT_COPY_DROP,
		VAULT_HOLDER_DROP, VAULT_WAVE_DROP, VAULT_BULLETIN_DROP };
	struct db_stmt *s;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(statements) && e == TT_OK; i++) {
		s = db_use(db, statements[i]);
		db_bind_str(s, 1, sealing);
		e = db_run(s);
	}
	return e;
}

static enum tt_err
read_bulletin(struct db_stmt *s, struct vault_bulletin *out)
{
	memset(out, 0, sizeof(*out));
	if (span_copy(db_span(s, 0), out->id, sizeof(out->id)) != TT_OK ||
	    span_copy(db_span(s, 1), out->name, sizeof(out->name)) != TT_OK ||
	    span_copy(db_span(s, 2), out->title, sizeof(out->title)) !=
	    TT_OK ||
	    span_copy(db_span(s, 3), out->folder, sizeof(out->folder)) !=
	    TT_OK ||
	    !db_bytes(s, 7, out->text.b, sizeof(out->text.b)) ||
	    !db_bytes(s, 8, out->codebook.b, sizeof(out->codebook.b)) ||
	    span_copy(db_span(s, 11), out->sealing, sizeof(out->sealing)) !=
	    TT_OK)
		return TT_EINTEGRITY;
	out->public_s = db_int(s, 4);
	out->sealed_s = db_int(s, 5);
	out->published_s = db_is_null(s, 6) ? 0 : db_int(s, 6);
	out->depth_holders = (unsigned)db_int(s, 9);
	out->depth_copies = (unsigned)db_int(s, 10);
	out->revision = (unsigned)db_int(s, 12);
	out->editorial = db_int(s, 13) != 0;
	return TT_OK;
}

static enum tt_err
find(struct db *db, size_t statement, struct span id_or_name,
    struct vault_bulletin *out)
{
	struct db_stmt *s = db_use(db, statement);
	enum tt_err e;

	db_bind_text(s, 1, id_or_name);
	if ((e = db_one(s)) == TT_OK)
		e = read_bulletin(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_bulletin_get(struct db *db, struct span id_or_name,
    struct vault_bulletin *out)
{
	return find(db, VAULT_BULLETIN_GET, id_or_name, out);
}

enum tt_err
vault_bulletin_told(struct db *db, struct span id_or_name,
    struct vault_bulletin *out)
{
	return find(db, VAULT_BULLETIN_TOLD, id_or_name, out);
}

static enum tt_err
each(struct db_stmt *s, vault_bulletin_fn *fn, void *ctx)
{
	struct vault_bulletin b;
	bool row;
	enum tt_err e;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_bulletin(s, &b)) != TT_OK ||
		    (e = fn(ctx, &b)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_bulletin_each(struct db *db, vault_bulletin_fn *fn, void *ctx)
{
	return each(db_use(db, VAULT_BULLETIN_ALL), fn, ctx);
}

enum tt_err
vault_bulletin_revisions(struct db *db, const char *id, vault_bulletin_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_BULLETIN_OF);

	db_bind_str(s, 1, id);
	return each(s, fn, ctx);
}

enum tt_err
vault_wave_add(struct db *db, const char *sealing, const struct vault_wave *w)
{
	struct db_stmt *s = db_use(db, VAULT_WAVE_ADD);

	db_bind_str(s, 1, sealing);
	db_bind_int(s, 2, w->n);
	db_bind_str(s, 3, w->name);
	db_bind_str(s, 4, tt_profile_name(w->profile));
	db_bind_int(s, 5, w->opens_s);
	db_bind_blob(s, 6, w->leaf.b, sizeof(w->leaf.b));
	db_bind_blob(s, 7, w->copies.b, sizeof(w->copies.b));
	db_bind_blob(s, 8, w->root.b, sizeof(w->root.b));
	db_bind_blob(s, 9, w->terms.b, sizeof(w->terms.b));
	db_bind_int(s, 10, (int64_t)w->bytes);
	db_bind_int(s, 11, w->slot);
	db_bind_int(s, 12, w->prefetch);
	return db_run(s);
}

static enum tt_err
read_profile(struct span name, enum tt_profile *out)
{
	for (int p = 0; p < TT_PROFILE_COUNT; p++)
		if (span_is(name, tt_profile_name((enum tt_profile)p))) {
			*out = (enum tt_profile)p;
			return TT_OK;
		}
	return TT_EINTEGRITY;
}

static enum tt_err
read_wave(struct db_stmt *s, struct vault_wave *out)
{
	memset(out, 0, sizeof(*out));
	out->n = (unsigned)db_int(s, 0);
	out->opens_s = db_int(s, 3);
	out->bytes = (uint64_t)db_int(s, 8);
	out->slot = (unsigned)db_int(s, 9);
	out->prefetch = db_int(s, 10) != 0;
	if (span_copy(db_span(s, 1), out->name, sizeof(out->name)) != TT_OK ||
	    !db_bytes(s, 4, out->leaf.b, sizeof(out->leaf.b)) ||
	    !db_bytes(s, 5, out->copies.b, sizeof(out->copies.b)) ||
	    !db_bytes(s, 6, out->root.b, sizeof(out->root.b)) ||
	    !db_bytes(s, 7, out->terms.b, sizeof(out->terms.b)))
		return TT_EINTEGRITY;
	return read_profile(db_span(s, 2), &out->profile);
}

enum tt_err
vault_wave_all(struct db *db, const char *sealing, struct vault_wave *out,
    size_t cap, size_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_WAVE_ALL);
	size_t found = 0;
	bool row;
	enum tt_err e;

	db_bind_str(s, 1, sealing);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (found < cap && (e = read_wave(s, &out[found])) != TT_OK)
			break;
		found++;
	}
	db_reset(s);
	if (e == TT_OK && found > cap)
		e = TT_ELIMIT;
	if (e == TT_OK)
		*n = found;
	return e;
}

enum tt_err
vault_holder_add(struct db *db, const char *sealing, uint64_t number,
    const char *partner)
{
	struct db_stmt *s = db_use(db, VAULT_HOLDER_ADD);

	db_bind_str(s, 1, sealing);
	db_bind_int(s, 2, (int64_t)number);
	db_bind_str(s, 3, partner[0] != '\0' ? partner : NULL);
	return db_run(s);
}

enum tt_err
vault_copy_add(struct db *db, const char *sealing, const struct vault_copy *c)
{
	struct db_stmt *s = db_use(db, VAULT_COPY_ADD);

	db_bind_str(s, 1, sealing);
	db_bind_int(s, 2, (int64_t)c->number);
	db_bind_int(s, 3, (int64_t)c->holder);
	if (c->reader[0] == '\0') {
		for (int i = 4; i <= 7; i++)
			db_bind_null(s, i);
	} else {
		db_bind_str(s, 4, c->reader);
		db_bind_blob(s, 5, c->key, sizeof(c->key));
		db_bind_int(s, 6, c->wave);
		db_bind_blob(s, 7, c->sha256.b, sizeof(c->sha256.b));
	}
	return db_run(s);
}

static enum tt_err
read_copy(struct db_stmt *s, struct vault_copy *out)
{
	memset(out, 0, sizeof(*out));
	out->number = (uint64_t)db_int(s, 0);
	out->holder = (uint64_t)db_int(s, 1);
	if (db_is_null(s, 3))
		return TT_OK;
	out->wave = (unsigned)db_int(s, 5);
	if (span_copy(db_span(s, 2), out->partner, sizeof(out->partner)) !=
	    TT_OK ||
	    span_copy(db_span(s, 3), out->reader, sizeof(out->reader)) !=
	    TT_OK ||
	    !db_bytes(s, 4, out->key, sizeof(out->key)) ||
	    !db_bytes(s, 6, out->sha256.b, sizeof(out->sha256.b)))
		return TT_EINTEGRITY;
	return TT_OK;
}

static enum tt_err
each_copy(struct db_stmt *s, bool ever, vault_copy_fn *fn, void *ctx)
{
	struct vault_copy c;
	bool row;
	enum tt_err e;

	while ((e = db_step(s, &row)) == TT_OK && row) {
		if ((e = read_copy(s, &c)) != TT_OK)
			break;
		if (ever)
			c.revision = (unsigned)db_int(s, 7);
		if ((e = fn(ctx, &c)) != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_copy_each(struct db *db, const char *sealing, vault_copy_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_COPY_ALL);

	db_bind_str(s, 1, sealing);
	return each_copy(s, false, fn, ctx);
}

enum tt_err
vault_copy_ever(struct db *db, const char *id, vault_copy_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_COPY_EVER);

	db_bind_str(s, 1, id);
	return each_copy(s, true, fn, ctx);
}

enum tt_err
vault_copy_known(struct db *db, const char *id, vault_copy_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_COPY_KNOWN);

	db_bind_str(s, 1, id);
	return each_copy(s, true, fn, ctx);
}

enum tt_err
vault_observed_add(struct db *db, const char *bulletin,
    const struct vault_observed *o)
{
	struct db_stmt *s = db_use(db, VAULT_OBSERVED_ADD);

	db_bind_str(s, 1, bulletin);
	db_bind_int(s, 2, o->t);
	db_bind_blob(s, 3, o->specimen.b, sizeof(o->specimen.b));
	db_bind_blob(s, 4, o->observations.b, sizeof(o->observations.b));
	db_bind_blob(s, 5, o->leaf.b, sizeof(o->leaf.b));
	db_bind_int(s, 6, o->at_s);
	db_bind_str(s, 7, o->incase);
	return db_run(s);
}

enum tt_err
vault_observed_get(struct db *db, const char *bulletin,
    const struct hash *specimen, const struct hash *observations,
    const char *incase, struct vault_observed *out)
{
	struct db_stmt *s = db_use(db, VAULT_OBSERVED_GET);
	struct vault_observed o = { .specimen = *specimen,
		.observations = *observations };
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	db_bind_blob(s, 2, specimen->b, sizeof(specimen->b));
	db_bind_blob(s, 3, observations->b, sizeof(observations->b));
	db_bind_str(s, 4, incase);
	if ((e = db_one(s)) == TT_OK) {
		o.t = (unsigned)db_int(s, 0);
		o.at_s = db_int(s, 2);
		if (db_bytes(s, 1, o.leaf.b, sizeof(o.leaf.b)))
			*out = o;
		else
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_observed_like(struct db *db, const char *bulletin,
    const struct hash *observations, const char *incase,
    struct vault_observed *out)
{
	struct db_stmt *s = db_use(db, VAULT_OBSERVED_LIKE);
	struct vault_observed o = { .observations = *observations };
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	db_bind_blob(s, 2, observations->b, sizeof(observations->b));
	db_bind_str(s, 3, incase);
	if ((e = db_one(s)) == TT_OK) {
		o.t = (unsigned)db_int(s, 0);
		o.at_s = db_int(s, 2);
		if (db_bytes(s, 1, o.leaf.b, sizeof(o.leaf.b)) &&
		    db_bytes(s, 3, o.specimen.b, sizeof(o.specimen.b)))
			*out = o;
		else
			e = TT_EINTEGRITY;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_observed_last(struct db *db, const char *bulletin, unsigned *t)
{
	struct db_stmt *s = db_use(db, VAULT_OBSERVED_LAST);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	if ((e = db_one(s)) == TT_OK)
		*t = (unsigned)db_int(s, 0);
	db_reset(s);
	return e;
}
