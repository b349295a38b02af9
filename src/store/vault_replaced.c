/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_replaced.h"

enum tt_err
vault_replaces_set(struct db *db, const char *bulletin, const char *old)
{
	struct db_stmt *s = db_use(db, old[0] != '\0' ? VAULT_REPLACES_SET :
	    VAULT_REPLACES_DROP);

	db_bind_str(s, 1, bulletin);
	if (old[0] != '\0')
		db_bind_str(s, 2, old);
	return db_run(s);
}

enum tt_err
vault_replaces_get(struct db *db, const char *bulletin,
    char out[VAULT_BULLETIN_LEN + 1])
{
	struct db_stmt *s = db_use(db, VAULT_REPLACES_GET);
	enum tt_err e;

	db_bind_str(s, 1, bulletin);
	if ((e = db_one(s)) == TT_OK && !db_words(s, 0, out,
	    VAULT_BULLETIN_LEN + 1))
		e = TT_EINTEGRITY;
	db_reset(s);
	if (e == TT_ENOENT)
		out[0] = '\0';
	return e == TT_ENOENT ? TT_OK : e;
}
