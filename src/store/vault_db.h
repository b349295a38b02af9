/* SPDX-License-Identifier: ISC */
/*
 * vault_db - the vault's own database: opening it, and its one table of SQL.
 *
 * The numbers are for src/store/vault_*.c; verbs use the functions of those.
 * Texts in the records have been checked by whoever puts them there.
 */
#ifndef STORE_VAULT_DB_H
#define STORE_VAULT_DB_H

#include "base/attr.h"
#include "store/db.h"
#include "telltale/err.h"

enum vault_sql {
	VAULT_PARTNER_ADD,
	VAULT_PARTNER_SET,
	VAULT_PARTNER_GET,
	VAULT_PARTNER_OF_REF,
	VAULT_PARTNER_ALL,
	VAULT_DUTY_ADD,
	VAULT_DUTY_ALL,
	VAULT_READER_ADD,
	VAULT_READER_SET,
	VAULT_READER_GET,
	VAULT_READER_OF_KEY,
	VAULT_READER_OF_TOKEN,
	VAULT_READER_ALL,
	VAULT_READER_OF_PARTNER,
	VAULT_STATEMENT_ADD,
	VAULT_STATEMENT_NEXT,
	VAULT_STATEMENT_POSTED,
	VAULT_STATEMENT_WAITING,
	VAULT_STATEMENT_OF_LEAF,
	VAULT_EVENT_ADD,
	VAULT_EVENT_PROOF,
	VAULT_EVENT_LAST,
	VAULT_EVENT_UNPROVEN,
	VAULT_EVENT_OF_KIND,
	VAULT_BULLETIN_ADD,
	VAULT_BULLETIN_DROP,
	VAULT_COPY_DROP,
	VAULT_HOLDER_DROP,
	VAULT_WAVE_DROP,
	VAULT_BULLETIN_OF,
	VAULT_BULLETIN_PUBLISHED,
	VAULT_BULLETIN_GET,
	VAULT_BULLETIN_TOLD,
	VAULT_BULLETIN_ALL,
	VAULT_WAVE_ADD,
	VAULT_WAVE_ALL,
	VAULT_HOLDER_ADD,
	VAULT_COPY_ADD,
	VAULT_COPY_ALL,
	VAULT_COPY_EVER,
	VAULT_OBSERVED_ADD,
	VAULT_OBSERVED_GET,
	VAULT_OBSERVED_LIKE,
	VAULT_OBSERVED_LAST,
	/* public events */
	VAULT_HISTORY_ADD,
	VAULT_HISTORY_ALL,
	VAULT_SQL_COUNT
};

/* Errors as db_open. */
enum tt_err vault_db_open(struct db **out, const char *path, enum db_mode mode,
    struct db_diag *diag) MUST_USE;

#endif
