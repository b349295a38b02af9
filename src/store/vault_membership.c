/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"
#include "store/vault_membership.h"

enum tt_err
vault_membership_add(struct db *db, const struct vault_membership *m)
{
	struct db_stmt *s = db_use(db, VAULT_MEMBERSHIP_ADD);

	db_bind_str(s, 1, membership_text(m->setting));
	db_bind_str(s, 2, m->officer);
	db_bind_int(s, 3, m->at_s);
	return db_run(s);
}

enum tt_err
vault_membership_each(struct db *db, vault_membership_fn *fn, void *ctx)
{
	struct db_stmt *s = db_use(db, VAULT_MEMBERSHIP_EACH);
	struct vault_membership m;
	enum tt_err e;
	bool row;

	while ((e = db_step(s, &row)) == TT_OK && row) {
		m.at_s = db_int(s, 2);
		if (!membership_parse(db_span(s, 0), &m.setting) ||
		    !db_words(s, 1, m.officer, sizeof(m.officer)))
			e = TT_EINTEGRITY;
		if (e != TT_OK || (e = fn(ctx, &m)) != TT_OK)
			break;
	}
	db_reset(s);
	return e;
}

static enum tt_err
take(void *ctx, const struct vault_membership *m)
{
	*(struct vault_membership *)ctx = *m;
	return TT_OK;
}

enum tt_err
vault_membership_get(struct db *db, struct vault_membership *out)
{
	*out = (struct vault_membership){ .setting = MEMBERSHIP_HIDDEN };
	return vault_membership_each(db, take, out);
}
