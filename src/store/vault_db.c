/* SPDX-License-Identifier: ISC */
#include "store/vault_db.h"

#define PARTNER	"id, ref, name, tier, state, since, agreement, signed, " \
		"ends, leaf"
#define READER	"id, partner, name, email, state, since, token, expires, " \
		"key, sign, seal, active, revoked, leaf"
#define BULLETIN "id, name, title, folder, public, sealed, published, " \
		"text, codebook, depth_holders, depth_copies, sealing, " \
		"revision, editorial"
#define WAVE	"n, name, profile, opens, leaf, copies, root, terms, bytes"
#define REQUEST	"id, sealed, hash, key, expires, state, ended, n"
#define ANSWER	"request, key, sealed, n, received"
#define EVENT	"n, kind, leaf, bytes, set_proof, tlog_proof, batch"

static const char *const sql[] = {
	[VAULT_PARTNER_ADD] = "INSERT INTO partner (" PARTNER ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[VAULT_PARTNER_SET] = "UPDATE partner SET name = ?3, tier = ?4, "
	    "state = ?5, since = ?6, agreement = ?7, signed = ?8, ends = ?9, "
	    "leaf = ?10 WHERE id = ?1 AND ref = ?2",
	[VAULT_PARTNER_GET] = "SELECT " PARTNER " FROM partner WHERE id = ?1",
	[VAULT_PARTNER_OF_REF] = "SELECT " PARTNER
	    " FROM partner WHERE ref = ?1",
	[VAULT_PARTNER_ALL] = "SELECT " PARTNER " FROM partner ORDER BY id",
	[VAULT_DUTY_ADD] = "INSERT INTO duty (partner, n, text) "
	    "VALUES (?1, ?2, ?3)",
	[VAULT_DUTY_ALL] = "SELECT text FROM duty WHERE partner = ?1 "
	    "ORDER BY n",
	[VAULT_READER_ADD] = "INSERT INTO reader (" READER ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
	[VAULT_READER_SET] = "UPDATE reader SET name = ?3, email = ?4, "
	    "state = ?5, since = ?6, token = ?7, expires = ?8, key = ?9, "
	    "sign = ?10, seal = ?11, active = ?12, revoked = ?13, leaf = ?14 "
	    "WHERE id = ?1 AND partner = ?2",
	[VAULT_READER_GET] = "SELECT " READER " FROM reader WHERE id = ?1",
	[VAULT_READER_OF_KEY] = "SELECT " READER " FROM reader WHERE key = ?1",
	[VAULT_READER_OF_TOKEN] = "SELECT " READER
	    " FROM reader WHERE token = ?1",
	[VAULT_READER_ALL] = "SELECT " READER
	    " FROM reader ORDER BY partner, id",
	[VAULT_READER_OF_PARTNER] = "SELECT " READER
	    " FROM reader WHERE partner = ?1 ORDER BY id",
	[VAULT_STATEMENT_ADD] = "INSERT INTO statement "
	    "(kind, leaf, salt, bytes, queued) VALUES (?1, ?2, ?3, ?4, ?5)",
	[VAULT_STATEMENT_NEXT] = "SELECT n, kind, leaf, salt, bytes, queued, "
	    "posted FROM statement WHERE posted IS NULL AND n > ?1 "
	    "ORDER BY n LIMIT 1",
	[VAULT_STATEMENT_POSTED] = "UPDATE statement SET posted = ?2 "
	    "WHERE n = ?1",
	[VAULT_STATEMENT_WAITING] = "SELECT count(*) FROM statement "
	    "WHERE posted IS NULL",
	[VAULT_STATEMENT_OF_LEAF] = "SELECT n, kind, leaf, salt, bytes, "
	    "queued, posted FROM statement WHERE leaf = ?1",
	[VAULT_EVENT_ADD] = "INSERT INTO event (n, kind, leaf, bytes, fetched) "
	    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (n) DO NOTHING",
	[VAULT_EVENT_PROOF] = "UPDATE event SET set_proof = ?2, "
	    "tlog_proof = ?3, batch = ?4 WHERE n = ?1 AND leaf = ?5",
	[VAULT_EVENT_LAST] = "SELECT coalesce(max(n), 0) FROM event",
	[VAULT_EVENT_UNPROVEN] = "SELECT coalesce(min(n), 0) FROM event "
	    "WHERE batch IS NULL AND kind NOT IN ('keys', 'agreement', "
	    "'published')",
	[VAULT_EVENT_OF_KIND] = "SELECT " EVENT
	    " FROM event WHERE kind = ?1 ORDER BY n",
	[VAULT_BULLETIN_ADD] = "INSERT INTO sealing (id, name, title, folder, "
	    "public, sealed, text, codebook, depth_holders, depth_copies, "
	    "sealing, revision, editorial) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
	[VAULT_BULLETIN_DROP] = "DELETE FROM sealing WHERE sealing = ?1",
	[VAULT_COPY_DROP] = "DELETE FROM copy WHERE sealing = ?1",
	[VAULT_HOLDER_DROP] = "DELETE FROM holder WHERE sealing = ?1",
	[VAULT_WAVE_DROP] = "DELETE FROM wave WHERE sealing = ?1",
	[VAULT_BULLETIN_PUBLISHED] = "UPDATE sealing SET published = ?2 "
	    "WHERE sealing = ?1",
	[VAULT_BULLETIN_GET] = "SELECT " BULLETIN " FROM sealing "
	    "WHERE ?1 IN (id, name, sealing) ORDER BY id = ?1 DESC, "
	    "sealed DESC, rowid DESC LIMIT 1",
	[VAULT_BULLETIN_TOLD] = "SELECT " BULLETIN " FROM sealing "
	    "WHERE ?1 IN (id, name, sealing) ORDER BY id = ?1 DESC, "
	    "published IS NULL, sealed DESC, rowid DESC LIMIT 1",
	[VAULT_BULLETIN_ALL] = "SELECT " BULLETIN
	    " FROM sealing ORDER BY sealed DESC, rowid DESC",
	[VAULT_BULLETIN_OF] = "SELECT " BULLETIN " FROM sealing "
	    "WHERE id = ?1 ORDER BY revision",
	[VAULT_WAVE_ADD] = "INSERT INTO wave (sealing, " WAVE ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[VAULT_WAVE_ALL] = "SELECT " WAVE " FROM wave WHERE sealing = ?1 "
	    "ORDER BY n",
	[VAULT_HOLDER_ADD] = "INSERT INTO holder (sealing, number, partner) "
	    "VALUES (?1, ?2, ?3)",
	[VAULT_COPY_ADD] = "INSERT INTO copy (sealing, number, holder, "
	    "reader, key, wave, sha256) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[VAULT_COPY_ALL] = "SELECT c.number, c.holder, h.partner, c.reader, "
	    "c.key, c.wave, c.sha256 FROM copy c JOIN holder h "
	    "ON h.sealing = c.sealing AND h.number = c.holder "
	    "WHERE c.sealing = ?1 ORDER BY c.holder, c.number",
	[VAULT_COPY_EVER] = "SELECT c.number, c.holder, h.partner, c.reader, "
	    "c.key, c.wave, c.sha256, s.revision FROM sealing s "
	    "JOIN copy c ON c.sealing = s.sealing JOIN holder h "
	    "ON h.sealing = c.sealing AND h.number = c.holder "
	    "WHERE s.id = ?1 ORDER BY c.holder, c.number, s.revision",
	[VAULT_OBSERVED_ADD] = "INSERT INTO observed (bulletin, t, specimen, "
	    "observations, leaf, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[VAULT_OBSERVED_GET] = "SELECT t, leaf, at FROM observed "
	    "WHERE bulletin = ?1 AND specimen = ?2 AND observations = ?3",
	[VAULT_OBSERVED_LIKE] = "SELECT t, leaf, at, specimen FROM observed "
	    "WHERE bulletin = ?1 AND observations = ?2 ORDER BY t LIMIT 1",
	[VAULT_OBSERVED_LAST] = "SELECT coalesce(max(t), 0) FROM observed "
	    "WHERE bulletin = ?1",
	/* requests, and the team: vault_team.c */
	[VAULT_REQUEST_ADD] = "INSERT INTO request (" REQUEST ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[VAULT_REQUEST_GET] = "SELECT " REQUEST " FROM request WHERE id = ?1",
	[VAULT_REQUEST_NEXT] = "SELECT " REQUEST " FROM request "
	    "WHERE id > ?1 ORDER BY id LIMIT 1",
	[VAULT_REQUEST_STATE] = "UPDATE request SET state = ?2, ended = ?3 "
	    "WHERE id = ?1",
	[VAULT_REQUEST_CAME] = "UPDATE request SET n = ?2 WHERE id = ?1",
	[VAULT_ANSWER_ADD] = "INSERT INTO answer (" ANSWER ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5)",
	[VAULT_ANSWER_CAME] = "UPDATE answer SET n = ?3, received = ?4 "
	    "WHERE request = ?1 AND key = ?2",
	[VAULT_ANSWER_DROP] = "DELETE FROM answer WHERE request = ?1 "
	    "AND key = ?2",
	[VAULT_ANSWER_GET] = "SELECT " ANSWER " FROM answer "
	    "WHERE request = ?1 AND key = ?2",
	[VAULT_ANSWER_NEXT] = "SELECT " ANSWER " FROM answer "
	    "WHERE request = ?1 AND n > ?2 ORDER BY n LIMIT 1",
	[VAULT_ANSWER_UNSENT] = "SELECT " ANSWER " FROM answer "
	    "WHERE n IS NULL AND request > ?1 ORDER BY request LIMIT 1",
	[VAULT_NOTED_SET] = "INSERT INTO noted (what, value) VALUES (?1, ?2) "
	    "ON CONFLICT (what) DO UPDATE SET value = excluded.value",
	[VAULT_NOTED_GET] = "SELECT value FROM noted WHERE what = ?1",
	[VAULT_ENROLLED_SET] = "INSERT INTO enrolled (vkey, at, signers) "
	    "VALUES (?1, ?2, ?3) ON CONFLICT (vkey) DO NOTHING",
	[VAULT_ENROLLED_GET] = "SELECT at, signers FROM enrolled "
	    "WHERE vkey = ?1",
};

_Static_assert(N_ROWS(sql) == VAULT_SQL_COUNT, "a text for each number");

enum tt_err
vault_db_open(struct db **out, const char *path, enum db_mode mode,
    struct db_diag *diag)
{
	const struct db_schema schema = {
		.name = "vault",
		.migrations = db_vault_migrations,
		.n_migrations = db_vault_migrations_n,
		.statements = sql,
		.n_statements = N_ROWS(sql),
	};

	return db_open(out, path, mode, &schema, diag);
}
