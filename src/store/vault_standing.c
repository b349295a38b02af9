/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_standing.h"

static const char *const vettings[] = {
	[VAULT_VETTING_NONE] = "none",
	[VAULT_VETTING_RECORD] = "record",
	[VAULT_VETTING_IMPORTED] = "imported",
};

_Static_assert(N_ROWS(vettings) == VAULT_VETTINGS, "a word for each");

const char *
vault_vetting_text(enum vault_vetting v)
{
	return vettings[v];
}

bool
vault_vetting_parse(struct span s, enum vault_vetting *out)
{
	for (enum vault_vetting v = 0; v < VAULT_VETTINGS; v++)
		if (span_is(s, vettings[v])) {
			*out = v;
			return true;
		}
	return false;
}

static void
bind_instant(struct db_stmt *s, int i, int64_t at_s)
{
	if (at_s == 0)
		db_bind_null(s, i);
	else
		db_bind_int(s, i, at_s);
}

static void
bind_text(struct db_stmt *s, int i, const char *text)
{
	db_bind_str(s, i, text == NULL || text[0] == '\0' ? NULL : text);
}

static int64_t
instant(struct db_stmt *s, int col)
{
	return db_is_null(s, col) ? 0 : db_int(s, col);
}

static enum tt_err
read_standing(struct db_stmt *s, struct vault_standing *out)
{
	struct vault_standing v = { .staff = db_int(s, 1) != 0,
		.by_organisation = span_is(db_span(s, 2), "organisation"),
		.vetted_s = instant(s, 4), .probation_s = instant(s, 5),
		.runs_on_s = instant(s, 6), .removed_s = instant(s, 7),
		.term_s = instant(s, 8), .confirmed = db_int(s, 9) != 0,
		.away = db_int(s, 12) != 0, .party = db_int(s, 13) != 0 };

	if (!vault_vetting_parse(db_span(s, 3), &v.vetting) ||
	    !db_words(s, 10, v.officer, sizeof(v.officer)) ||
	    !db_words(s, 11, v.reason, sizeof(v.reason)))
		return TT_EINTEGRITY;
	*out = v;
	return TT_OK;
}

enum tt_err
vault_standing_get(struct db *db, const char *partner,
    struct vault_standing *out)
{
	struct db_stmt *s = db_use(db, VAULT_STANDING_GET);
	enum tt_err e;

	db_bind_str(s, 1, partner);
	if ((e = db_one(s)) == TT_OK)
		e = read_standing(s, out);
	else if (e == TT_ENOENT) {
		memset(out, 0, sizeof(*out));
		e = TT_OK;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_standing_set(struct db *db, const char *partner,
    const struct vault_standing *v)
{
	struct db_stmt *s = db_use(db, VAULT_STANDING_SET);

	db_bind_str(s, 1, partner);
	db_bind_int(s, 2, v->staff);
	db_bind_str(s, 3, v->by_organisation ? "organisation" : "person");
	db_bind_str(s, 4, vettings[v->vetting]);
	bind_instant(s, 5, v->vetted_s);
	bind_instant(s, 6, v->probation_s);
	bind_instant(s, 7, v->runs_on_s);
	bind_instant(s, 8, v->removed_s);
	bind_instant(s, 9, v->term_s);
	db_bind_int(s, 10, v->confirmed);
	bind_text(s, 11, v->officer);
	bind_text(s, 12, v->reason);
	db_bind_int(s, 13, v->away);
	db_bind_int(s, 14, v->party);
	return db_run(s);
}

enum tt_err
vault_vetting_add(struct db *db, const char *partner, int64_t now_s,
    struct span record, int64_t review_s)
{
	struct db_stmt *s = db_use(db, VAULT_VETTING_ADD);

	db_bind_str(s, 1, partner);
	db_bind_int(s, 2, now_s);
	db_bind_text(s, 3, record);
	if (review_s == 0)
		db_bind_null(s, 4);
	else
		db_bind_int(s, 4, review_s);
	return db_run(s);
}

enum tt_err
vault_vetting_get(struct db *db, const char *partner, struct buf *out)
{
	struct db_stmt *s = db_use(db, VAULT_VETTING_GET);
	enum tt_err e;

	db_bind_str(s, 1, partner);
	if ((e = db_one(s)) == TT_OK) {
		buf_init(out, db_span(s, 0).n + 1);
		buf_span(out, db_span(s, 0));
		if ((e = buf_err(out)) != TT_OK)
			buf_done(out);
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_change_add(struct db *db, const char *partner,
    const struct vault_change *c)
{
	struct db_stmt *s = db_use(db, VAULT_CHANGE_ADD);

	db_bind_str(s, 1, partner);
	db_bind_int(s, 2, c->at_s);
	db_bind_str(s, 3, partner_state_text(c->was));
	db_bind_str(s, 4, partner_state_text(c->state));
	bind_text(s, 5, c->officer);
	bind_text(s, 6, c->reason);
	return db_run(s);
}

static enum tt_err
tell_change(struct db_stmt *s, vault_change_fn *fn, void *ctx)
{
	char officer[VAULT_DECIDED_MAX], reason[TT_VALUE_MAX + 1];
	struct vault_change c = { .at_s = db_int(s, 0) };

	if (!partner_state_parse(db_span(s, 1), &c.was) ||
	    !partner_state_parse(db_span(s, 2), &c.state) ||
	    !db_words(s, 3, officer, sizeof(officer)) ||
	    !db_words(s, 4, reason, sizeof(reason)))
		return TT_EINTEGRITY;
	c.officer = officer[0] != '\0' ? officer : NULL;
	c.reason = reason[0] != '\0' ? reason : NULL;
	return fn(ctx, &c);
}

enum tt_err
vault_change_each(struct db *db, const char *partner, vault_change_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_CHANGE_ALL);
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, partner);
	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = tell_change(s, fn, ctx)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_change_cuts(struct db *db, vault_cut_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_CHANGE_CUTS);
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = fn(ctx, db_span(s, 0), db_int(s, 1),
		    db_int(s, 2) != 0)) != TT_OK)
			break;
	db_reset(s);
	return e;
}

enum tt_err
vault_role_get(struct db *db, const char *reader, struct vault_role *out)
{
	struct db_stmt *s = db_use(db, VAULT_ROLE_GET);
	struct vault_role r = { .admin = false };
	enum tt_err e;

	db_bind_str(s, 1, reader);
	if ((e = db_one(s)) == TT_OK) {
		r.admin = span_is(db_span(s, 0), "admin");
		if (!db_words(s, 1, r.answers, sizeof(r.answers)))
			e = TT_EINTEGRITY;
	} else if (e == TT_ENOENT)
		e = TT_OK;
	db_reset(s);
	if (e == TT_OK)
		*out = r;
	return e;
}

enum tt_err
vault_role_set(struct db *db, const char *reader, const struct vault_role *r)
{
	struct db_stmt *s = db_use(db, VAULT_ROLE_SET);

	db_bind_str(s, 1, reader);
	db_bind_str(s, 2, r->admin ? "admin" : "reader");
	bind_text(s, 3, r->answers);
	return db_run(s);
}

enum tt_err
vault_role_machines(struct db *db, const char *reader, vault_machine_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_ROLE_ANSWERS);
	char id[VAULT_ID_MAX + 1];
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, reader);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (!db_words(s, 0, id, sizeof(id)))
			e = TT_EINTEGRITY;
		else
			e = fn(ctx, id);
		if (e != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}

enum tt_err
vault_old_key_add(struct db *db, const struct vault_reader *r)
{
	struct db_stmt *s = db_use(db, VAULT_OLD_KEY_ADD);

	db_bind_blob(s, 1, r->key, sizeof(r->key));
	db_bind_str(s, 2, r->id);
	db_bind_str(s, 3, r->sign);
	db_bind_str(s, 4, r->seal);
	bind_instant(s, 5, r->active_s);
	db_bind_int(s, 6, r->revoked_s);
	return db_run(s);
}

enum tt_err
vault_old_keys(struct db *db, const char *reader, vault_old_key_fn *fn,
    void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_OLD_KEYS);
	uint8_t key[TT_READER_ID_LEN];
	enum tt_err e;
	bool row;

	db_bind_str(s, 1, reader);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (db_span(s, 0).n != sizeof(key)) {
			e = TT_EINTEGRITY;
			break;
		}
		memcpy(key, db_span(s, 0).p, sizeof(key));
		if ((e = fn(ctx, key)) != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}
