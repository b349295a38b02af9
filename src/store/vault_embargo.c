/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "store/vault_db.h"
#include "store/vault_embargo.h"

static const char *const roles[] = {
	[VAULT_FINDER] = "finder",
	[VAULT_COORDINATOR] = "coordinator",
};

_Static_assert(N_ROWS(roles) == VAULT_PARTY_ROLES, "a word for each role");

static void
bind_hash(struct db_stmt *s, int i, const struct hash *h)
{
	db_bind_blob(s, i, h->b, sizeof(h->b));
}

static bool
hash(struct db_stmt *s, int col, struct hash *out)
{
	return db_bytes(s, col, out->b, sizeof(out->b));
}

static const char *
or_null(const char *s)
{
	return s[0] != '\0' ? s : NULL;
}

static void
bind_or_null(struct db_stmt *s, int i, int64_t v)
{
	if (v == 0)
		db_bind_null(s, i);
	else
		db_bind_int(s, i, v);
}

enum tt_err
vault_embargo_add(struct db *db, const char *bulletin,
    const struct vault_embargo *e)
{
	struct db_stmt *s = db_use(db, VAULT_EMBARGO_ADD);

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, embargo_said_text(e->entry.said));
	db_bind_int(s, 3, e->entry.revision);
	db_bind_int(s, 4, e->entry.public_s);
	db_bind_int(s, 5, e->respond_by_s);
	db_bind_int(s, 6, e->uses_changed);
	db_bind_str(s, 7, or_null(e->reason));
	db_bind_str(s, 8, e->officers);
	db_bind_int(s, 9, e->entry.at_s);
	if (e->stated)
		bind_hash(s, 10, &e->leaf);
	else
		db_bind_null(s, 10);
	return db_run(s);
}

static enum tt_err
read_embargo(struct db_stmt *s, struct vault_embargo *out)
{
	struct vault_embargo e = { .respond_by_s = db_int(s, 3) };

	if (!embargo_said_parse(db_span(s, 0), &e.entry.said) ||
	    !db_words(s, 5, e.reason, sizeof(e.reason)) ||
	    !db_words(s, 6, e.officers, sizeof(e.officers)))
		return TT_EINTEGRITY;
	if (e.entry.said == EMBARGO_SAID_ENDED &&
	    !embargo_reason_parse(span_str(e.reason), &e.entry.reason))
		return TT_EINTEGRITY;
	e.entry.revision = (unsigned)db_int(s, 1);
	e.entry.public_s = db_int(s, 2);
	e.uses_changed = db_int(s, 4) != 0;
	e.entry.at_s = db_int(s, 7);
	e.stated = hash(s, 8, &e.leaf);
	*out = e;
	return TT_OK;
}

enum tt_err
vault_embargo_all(struct db *db, const char *bulletin,
    struct vault_embargo *out, size_t cap, size_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_EMBARGO_ALL);
	size_t found = 0;
	bool row;
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (found == cap)
			e = TT_ELIMIT;
		if (e != TT_OK ||
		    (e = read_embargo(s, &out[found])) != TT_OK)
			break;
		found++;
	}
	db_reset(s);
	if (e == TT_OK)
		*n = found;
	return e;
}

enum tt_err
vault_embargo_now(struct db *db, const char *bulletin, int64_t now_s,
    struct embargo_now *out)
{
	struct vault_embargo *e = calloc(VAULT_EMBARGO_MAX, sizeof(*e));
	struct embargo_entry *entry = calloc(VAULT_EMBARGO_MAX,
	    sizeof(*entry));
	size_t n = 0;
	enum tt_err err = TT_ENOMEM;

	if (e != NULL && entry != NULL)
		err = vault_embargo_all(db, bulletin, e, VAULT_EMBARGO_MAX,
		    &n);
	for (size_t i = 0; i < n; i++)
		entry[i] = e[i].entry;
	if (err == TT_OK)
		*out = embargo_of(entry, n, now_s);
	free(entry);
	free(e);
	return err;
}

enum tt_err
vault_embargo_public(struct db *db, const char *bulletin, int64_t planned_s,
    int64_t now_s, int64_t *out)
{
	struct embargo_now now;
	enum tt_err e;

	if ((e = vault_embargo_now(db, bulletin, now_s, &now)) != TT_OK)
		return e;
	if (now.state == EMBARGO_ENDED)
		*out = now.end == EMBARGO_RETRACTED ? INT64_MAX : now.ended_s;
	else
		*out = now.revision != 0 ? now.public_s : planned_s;
	return TT_OK;
}

enum tt_err
vault_terms_add(struct db *db, const char *bulletin, unsigned revision,
    const struct hash *wave, const struct hash *file)
{
	struct db_stmt *s = db_use(db, VAULT_TERMS_ADD);

	bind_hash(s, 1, wave);
	db_bind_int(s, 2, revision);
	db_bind_str(s, 3, bulletin);
	bind_hash(s, 4, file);
	return db_run(s);
}

enum tt_err
vault_terms_revision(struct db *db, const char *bulletin,
    const struct hash *file, unsigned *revision)
{
	struct db_stmt *s = db_use(db, VAULT_TERMS_REVISION);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	bind_hash(s, 2, file);
	if ((e = db_one(s)) == TT_OK)
		*revision = (unsigned)db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_terms_all(struct db *db, const char *bulletin, unsigned revision,
    struct vault_terms *out, size_t cap, size_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_TERMS_ALL);
	size_t found = 0;
	bool row;
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	db_bind_int(s, 2, revision);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (found == cap)
			e = TT_ELIMIT;
		else if (!hash(s, 0, &out[found].wave) ||
		    !hash(s, 1, &out[found].hash))
			e = TT_EINTEGRITY;
		if (e != TT_OK)
			break;
		found++;
	}
	db_reset(s);
	if (e == TT_OK)
		*n = found;
	return e;
}

enum tt_err
vault_move_add(struct db *db, const char *bulletin, unsigned revision,
    const struct vault_move *m)
{
	struct db_stmt *s = db_use(db, VAULT_MOVE_ADD);

	bind_hash(s, 1, &m->wave);
	db_bind_int(s, 2, m->number);
	db_bind_str(s, 3, bulletin);
	db_bind_int(s, 4, revision);
	db_bind_int(s, 5, m->opens_s);
	bind_hash(s, 6, &m->leaf);
	return db_run(s);
}

enum tt_err
vault_move_last(struct db *db, const struct hash *wave, unsigned *number)
{
	struct db_stmt *s = db_use(db, VAULT_MOVE_LAST);
	enum tt_err e;

	bind_hash(s, 1, wave);
	if ((e = db_one(s)) == TT_OK)
		*number = (unsigned)db_int(s, 0);
	db_reset(s);
	return e;
}

enum tt_err
vault_move_all(struct db *db, const char *bulletin, unsigned revision,
    struct vault_move *out, size_t cap, size_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_MOVE_ALL);
	size_t found = 0;
	bool row;
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	db_bind_int(s, 2, revision);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		struct vault_move m = { .number = (unsigned)db_int(s, 1),
			.opens_s = db_int(s, 2) };

		if (found == cap)
			e = TT_ELIMIT;
		else if (!hash(s, 0, &m.wave) || !hash(s, 3, &m.leaf))
			e = TT_EINTEGRITY;
		if (e != TT_OK)
			break;
		out[found++] = m;
	}
	db_reset(s);
	if (e == TT_OK)
		*n = found;
	return e;
}

enum tt_err
vault_early_add(struct db *db, const struct hash *wave,
    const struct hash *leaf)
{
	struct db_stmt *s = db_use(db, VAULT_EARLY_ADD);

	bind_hash(s, 1, wave);
	bind_hash(s, 2, leaf);
	return db_run(s);
}

enum tt_err
vault_early_get(struct db *db, const struct hash *wave, struct hash *leaf)
{
	struct db_stmt *s = db_use(db, VAULT_EARLY_GET);
	enum tt_err e;

	bind_hash(s, 1, wave);
	if ((e = db_one(s)) == TT_OK && !hash(s, 0, leaf))
		e = TT_EINTEGRITY;
	db_reset(s);
	return e;
}

enum tt_err
vault_terms_adopt(struct db *db, const char *bulletin, unsigned revision,
    int64_t public_s)
{
	static const size_t statements[] = { VAULT_ADOPT_PUBLIC,
		VAULT_ADOPT_OPENS, VAULT_ADOPT_TERMS };
	struct db_stmt *s;
	enum tt_err e = TT_OK;

	for (size_t i = 0; i < N_ROWS(statements) && e == TT_OK; i++) {
		s = db_use(db, statements[i]);
		db_bind_str(s, 1, bulletin);
		db_bind_int(s, 2, statements[i] == VAULT_ADOPT_PUBLIC ?
		    public_s : revision);
		e = db_run(s);
	}
	return e;
}

const char *
vault_party_role_text(enum vault_party_role r)
{
	return roles[r];
}

enum tt_err
vault_party_add(struct db *db, const char *bulletin,
    const struct vault_party *p)
{
	struct db_stmt *s = db_use(db, VAULT_PARTY_ADD);

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, p->name);
	db_bind_str(s, 3, roles[p->role]);
	db_bind_int(s, 4, p->added_s);
	db_bind_str(s, 5, or_null(p->note));
	return db_run(s);
}

enum tt_err
vault_party_answer(struct db *db, const char *bulletin,
    const struct vault_party *p)
{
	struct db_stmt *s = db_use(db, VAULT_PARTY_ANSWER);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, p->name);
	db_bind_int(s, 3, p->revision);
	db_bind_int(s, 4, p->accepts);
	db_bind_int(s, 5, p->answered_s);
	db_bind_str(s, 6, or_null(p->note));
	bind_or_null(s, 7, p->letter);
	bind_or_null(s, 8, p->public_s);
	if ((e = db_run(s)) != TT_OK)
		return e;
	return db_changes(db) == 1 ? TT_OK : TT_ENOENT;
}

static enum tt_err
read_party(struct db_stmt *s, struct vault_party *out)
{
	struct vault_party p = { .added_s = db_int(s, 2) };
	enum vault_party_role r = 0;

	while (r < VAULT_PARTY_ROLES && !span_is(db_span(s, 1), roles[r]))
		r++;
	if (r == VAULT_PARTY_ROLES ||
	    !db_words(s, 0, p.name, sizeof(p.name)) ||
	    !db_words(s, 6, p.note, sizeof(p.note)))
		return TT_EINTEGRITY;
	p.role = r;
	if (!db_is_null(s, 3)) {
		p.revision = (unsigned)db_int(s, 3);
		p.accepts = db_int(s, 4) != 0;
		p.answered_s = db_int(s, 5);
		p.letter = db_is_null(s, 7) ? 0 : db_int(s, 7);
		p.public_s = db_is_null(s, 8) ? 0 : db_int(s, 8);
	}
	*out = p;
	return TT_OK;
}

enum tt_err
vault_party_all(struct db *db, const char *bulletin, struct vault_party *out,
    size_t cap, size_t *n)
{
	struct db_stmt *s = db_use(db, VAULT_PARTY_ALL);
	size_t found = 0;
	bool row;
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	while ((e = db_step(s, &row)) == TT_OK && row) {
		if (found == cap)
			e = TT_ELIMIT;
		if (e != TT_OK || (e = read_party(s, &out[found])) != TT_OK)
			break;
		found++;
	}
	db_reset(s);
	if (e == TT_OK)
		*n = found;
	return e;
}

enum tt_err
vault_haste_add(struct db *db, const char *sealing,
    const struct vault_haste *h)
{
	struct db_stmt *s = db_use(db, VAULT_HASTE_ADD);

	db_bind_str(s, 1, sealing);
	db_bind_str(s, 2, h->officers);
	db_bind_int(s, 3, h->at_s);
	return db_run(s);
}

enum tt_err
vault_haste_get(struct db *db, const char *sealing, struct vault_haste *out)
{
	struct db_stmt *s = db_use(db, VAULT_HASTE_GET);
	struct vault_haste h;
	enum tt_err e;

	db_bind_str(s, 1, sealing);
	if ((e = db_one(s)) == TT_OK && !db_words(s, 0, h.officers,
	    sizeof(h.officers)))
		e = TT_EINTEGRITY;
	if (e == TT_OK) {
		h.at_s = db_int(s, 1);
		*out = h;
	}
	db_reset(s);
	return e;
}
