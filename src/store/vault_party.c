/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_party.h"

static enum tt_err
read_key(struct db_stmt *s, struct vault_party_key *out)
{
	*out = (struct vault_party_key){ .added_s = db_int(s, 3),
		.told = !db_is_null(s, 5) };
	if (!db_words(s, 0, out->bulletin, sizeof(out->bulletin)) ||
	    !db_words(s, 1, out->name, sizeof(out->name)) ||
	    !db_words(s, 2, out->reader, sizeof(out->reader)) ||
	    !db_words(s, 4, out->officer, sizeof(out->officer)) ||
	    (out->told && (!db_bytes(s, 5, out->told_view.b,
	    sizeof(out->told_view.b)) ||
	    !db_bytes(s, 6, out->told_to, sizeof(out->told_to)))))
		return TT_EINTEGRITY;
	return TT_OK;
}

enum tt_err
vault_party_key_set(struct db *db, const struct vault_party_key *k)
{
	struct db_stmt *s = db_use(db, VAULT_PARTY_KEY_SET);

	db_bind_str(s, 1, k->bulletin);
	db_bind_str(s, 2, k->name);
	db_bind_str(s, 3, k->reader);
	db_bind_int(s, 4, k->added_s);
	db_bind_str(s, 5, k->officer);
	return db_run(s);
}

enum tt_err
vault_party_key_told(struct db *db, const struct vault_party_key *k)
{
	struct db_stmt *s = db_use(db, VAULT_PARTY_KEY_TOLD);

	db_bind_str(s, 1, k->bulletin);
	db_bind_str(s, 2, k->name);
	db_bind_blob(s, 3, k->told_view.b, sizeof(k->told_view.b));
	db_bind_blob(s, 4, k->told_to, sizeof(k->told_to));
	return db_run(s);
}

enum tt_err
vault_party_key_get(struct db *db, const char *bulletin, const char *name,
    const char *reader, struct vault_party_key *out)
{
	struct db_stmt *s = db_use(db, VAULT_PARTY_KEY_OF);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	db_bind_str(s, 2, name);
	db_bind_str(s, 3, reader);
	if ((e = db_one(s)) == TT_OK)
		e = read_key(s, out);
	db_reset(s);
	return e;
}

enum tt_err
vault_party_key_each(struct db *db, vault_party_key_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_PARTY_KEY_ALL);
	struct vault_party_key k;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row)
		if ((e = read_key(s, &k)) != TT_OK ||
		    (e = fn(ctx, &k)) != TT_OK)
			break;
	db_reset(s);
	return e;
}
