/* SPDX-License-Identifier: ISC */
#include "store/vault_columns.h"
#include "store/vault_db.h"

static const char *const sql[] = {
	[VAULT_PARTNER_ADD] = "INSERT INTO partner (" PARTNER ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[VAULT_PARTNER_SET] = "UPDATE partner SET name = ?3, tier = ?4, "
	    "state = ?5, since = ?6, agreement = ?7, signed = ?8, ends = ?9, "
	    "leaf = ?10 WHERE id = ?1 AND ref = ?2",
	[VAULT_PARTNER_GET] = "SELECT " PARTNER " FROM partner WHERE id = ?1",
	[VAULT_PARTNER_OF_REF] = "SELECT " PARTNER
	    " FROM partner WHERE ref = ?1",
	[VAULT_PARTNER_ALL] = "SELECT " PARTNER " FROM partner "
	    "WHERE id NOT IN " PARTIES " ORDER BY id",
	[VAULT_PARTNER_TIMED] = "SELECT " PARTNER " FROM partner "
	    "WHERE (ends <= ?1 OR id IN (SELECT partner FROM profile)) "
	    "AND id NOT IN " PARTIES " ORDER BY id",
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
	/* of a key that was replaced: the reader, as of that key */
	[VAULT_READER_OF_KEY] = "SELECT " READER " FROM reader WHERE key = ?1 "
	    "UNION ALL SELECT r.id, r.partner, r.name, r.email, r.state, "
	    "r.since, r.token, r.expires, k.key, k.sign, k.seal, k.active, "
	    "k.revoked, r.leaf FROM old_key k JOIN reader r ON r.id = k.reader "
	    "WHERE k.key = ?1 LIMIT 1",
	[VAULT_READER_OF_TOKEN] = "SELECT " READER
	    " FROM reader WHERE token = ?1",
	[VAULT_READER_ALL] = "SELECT " READER " FROM reader "
	    "WHERE partner NOT IN " PARTIES " ORDER BY partner, id",
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
	[VAULT_EVENT_ADD] = "INSERT INTO event (n, kind, leaf, bytes, fetched, "
	    "received) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
	    "ON CONFLICT (n) DO NOTHING",
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
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
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
	    "observations, leaf, at, \"case\") "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[VAULT_OBSERVED_GET] = "SELECT t, leaf, at FROM observed "
	    "WHERE bulletin = ?1 AND specimen = ?2 AND observations = ?3 "
	    "AND \"case\" = ?4",
	[VAULT_OBSERVED_LIKE] = "SELECT t, leaf, at, specimen FROM observed "
	    "WHERE bulletin = ?1 AND observations = ?2 AND \"case\" = ?3 "
	    "ORDER BY t LIMIT 1",
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
	[VAULT_BEGAN] = "SELECT coalesce(min(queued), 0) FROM statement",
	[VAULT_ENROLLED_SET] = "INSERT INTO enrolled (vkey, at, signers) "
	    "VALUES (?1, ?2, ?3) ON CONFLICT (vkey) DO NOTHING",
	[VAULT_ENROLLED_GET] = "SELECT at, signers FROM enrolled "
	    "WHERE vkey = ?1",
	[VAULT_CLEARED_SET] = "INSERT INTO cleared (sealing, leaf, at) "
	    "VALUES (?1, ?2, ?3) ON CONFLICT (sealing) DO UPDATE SET "
	    "leaf = excluded.leaf, at = excluded.at",
	[VAULT_CLEARED_GET] = "SELECT leaf FROM cleared WHERE sealing = ?1",
	/* knowers, sightings, permitted emissions, our own clocks */
	[VAULT_KNOWER_ADD] = "INSERT INTO knower (" KNOWER ") VALUES "
	    "(NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	[VAULT_KNOWER_ALL] = "SELECT " KNOWER " FROM knower "
	    "WHERE bulletin = ?1 ORDER BY organisation, n",
	[VAULT_FINDER_ADD] = "INSERT INTO finder (bulletin, name, knower) "
	    "VALUES (?1, ?2, ?3)",
	[VAULT_FINDER_ALL] = "SELECT name, knower FROM finder "
	    "WHERE bulletin = ?1 ORDER BY name",
	[VAULT_FINDER_DATE_SET] = "INSERT INTO finder_date "
	    "(bulletin, name, what, at_from, at_until) "
	    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (bulletin, name, what) "
	    "DO UPDATE SET at_from = ?4, at_until = ?5",
	[VAULT_FINDER_DATE_ALL] = "SELECT what, at_from, at_until "
	    "FROM finder_date WHERE bulletin = ?1 AND name = ?2",
	[VAULT_SIGHTING_ADD] = "INSERT INTO sighting (" SIGHTING ") VALUES "
	    "(NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, "
	    "?15)",
	[VAULT_SIGHTING_GET] = "SELECT " SIGHTING " FROM sighting "
	    "WHERE n = ?1",
	[VAULT_SIGHTING_OF_DIGEST] = "SELECT " SIGHTING " FROM sighting "
	    "WHERE digest = ?1",
	[VAULT_SIGHTING_ALL] = "SELECT " SIGHTING " FROM sighting "
	    "WHERE ?1 IS NULL OR bulletin = ?1 OR case_id = ?1 "
	    "ORDER BY seen_from, n",
	[VAULT_SIGHTING_EARLIEST] = "SELECT min(seen_from) FROM sighting "
	    "WHERE bulletin = ?1",
	[VAULT_CHANGE_CUTS] = "SELECT partner, at, state = 'approved', n "
	    "FROM partner_change WHERE (was = 'approved') <> "
	    "(state = 'approved') UNION ALL SELECT partner, runs_on, 0, 0 "
	    "FROM standing WHERE runs_on > 0 ORDER BY 1, 2, 4",
	[VAULT_CLOCK_ADD] = "INSERT INTO own_clock (" CLOCK ") VALUES "
	    "(NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[VAULT_CLOCK_LAST] = "SELECT " CLOCK " FROM own_clock WHERE "
	    "subject = ?1 AND duty = ?2 AND stage = ?3 ORDER BY n DESC "
	    "LIMIT 1",
	[VAULT_CLOCK_GET] = "SELECT " CLOCK " FROM own_clock WHERE n = ?1",
	[VAULT_CLOCK_SET] = "UPDATE own_clock SET aware = ?5, state = ?7, "
	    "at = ?8, note = ?9, officer = ?10 WHERE n = ?1",
	[VAULT_CLOCK_ALL] = "SELECT " CLOCK " FROM own_clock ORDER BY n",
	[VAULT_FIX_SET] = "INSERT INTO own_fix (subject, at) VALUES (?1, ?2) "
	    "ON CONFLICT (subject) DO UPDATE SET at = ?2",
	[VAULT_FIX_GET] = "SELECT at FROM own_fix WHERE subject = ?1",
	[VAULT_EMISSION_ADD] = "INSERT INTO emission (" EMISSION ") VALUES "
	    "(NULL, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[VAULT_EMISSION_ALL] = "SELECT " EMISSION " FROM emission "
	    "WHERE ?1 IS NULL OR bulletin = ?1 ORDER BY partner, n",
	[VAULT_EVENT_OF_LEAF] = "SELECT " EVENT " FROM event WHERE leaf = ?1",
	[VAULT_EVENT_BYTES] = "SELECT bytes FROM event WHERE kind = ?1 "
	    "ORDER BY n",
	/* outlook */
	[VAULT_OUTLOOK] = "SELECT "
	    "(SELECT count(*) FROM statement WHERE posted IS NULL), "
	    "(SELECT coalesce(min(queued), 0) FROM statement "
	    "WHERE posted IS NULL), "
	    "(SELECT count(*) FROM reader WHERE state = 'joined'), "
	    "(SELECT count(*) FROM reader WHERE state = 'invited' "
	    "AND expires <= ?1), "
	    "(SELECT count(*) FROM partner WHERE state IN "
	    "('applied', 'vetting')), "
	    "(SELECT count(*) FROM partner WHERE state = 'suspended'), "
	    "(SELECT count(*) FROM partner p WHERE state = 'approved' "
	    /* +: by partner, who has few, not by state */
	    "AND NOT EXISTS (SELECT 1 FROM reader r WHERE r.partner = p.id "
	    "AND +r.state = 'active') AND p.id NOT IN " PARTIES ")",
	[VAULT_OUTLOOK_ENDING] = "SELECT id, ends FROM partner "
	    "WHERE state = 'approved' AND ends < ?1 ORDER BY ends, id",
	/* letters */
	[VAULT_LETTER_ADD] = "INSERT INTO letter (n, reader, about, bulletin, "
	    "hash, written, received, body) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
	    "ON CONFLICT DO NOTHING",
	[VAULT_LETTER_GET] = "SELECT " LETTER " FROM letter WHERE n = ?1",
	[VAULT_LETTER_ANSWERED] = "UPDATE letter SET answered = ?2 "
	    "WHERE n = ?1",
	[VAULT_LETTER_LAST] = "SELECT coalesce(max(n), 0) FROM letter",
	[VAULT_LETTER_OPEN] = "SELECT count(*), coalesce(min(received), 0) "
	    "FROM letter WHERE answered IS NULL",
	[VAULT_LETTER_SEALED] = "UPDATE letter SET body = ?2 WHERE n = ?1",
	[VAULT_LETTER_ALL] = "SELECT " LETTER " FROM letter ORDER BY n",
	/* vault_embargo */
	[VAULT_EMBARGO_ADD] = "INSERT INTO embargo (bulletin, n, said, "
	    "revision, public, respond_by, uses, reason, officers, at, leaf) "
	    "VALUES (?1, (SELECT coalesce(max(n), 0) + 1 FROM embargo "
	    "WHERE bulletin = ?1), ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[VAULT_EMBARGO_ALL] = "SELECT said, revision, public, respond_by, "
	    "uses, reason, officers, at, leaf FROM embargo "
	    "WHERE bulletin = ?1 ORDER BY n",
	[VAULT_TERMS_ADD] = "INSERT INTO terms "
	    "(wave, revision, bulletin, hash) VALUES (?1, ?2, ?3, ?4) "
	    "ON CONFLICT DO NOTHING",
	[VAULT_TERMS_REVISION] = "SELECT revision FROM terms "
	    "WHERE bulletin = ?1 AND hash = ?2 ORDER BY revision DESC LIMIT 1",
	[VAULT_TERMS_ALL] = "SELECT wave, hash FROM terms "
	    "WHERE bulletin = ?1 AND revision = ?2 ORDER BY wave",
	[VAULT_MOVE_ADD] = "INSERT INTO move "
	    "(wave, number, bulletin, revision, opens, leaf) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[VAULT_MOVE_LAST] = "SELECT coalesce(max(number), 0) FROM move "
	    "WHERE wave = ?1",
	[VAULT_MOVE_ALL] = "SELECT wave, number, opens, leaf FROM move "
	    "WHERE bulletin = ?1 AND revision = ?2 ORDER BY opens, wave",
	[VAULT_ADOPT_PUBLIC] = "UPDATE sealing SET public = ?2 "
	    "WHERE id = ?1 AND published IS NOT NULL",
	[VAULT_ADOPT_OPENS] = "UPDATE wave SET opens = m.opens FROM move m "
	    "WHERE m.wave = wave.leaf AND m.bulletin = ?1 AND "
	    "m.revision = ?2",
	[VAULT_ADOPT_TERMS] = "UPDATE wave SET terms = t.hash FROM terms t "
	    "WHERE t.wave = wave.leaf AND t.bulletin = ?1 AND "
	    "t.revision = ?2",
	[VAULT_EARLY_ADD] = "INSERT INTO early (wave, leaf) VALUES (?1, ?2)",
	[VAULT_EARLY_GET] = "SELECT leaf FROM early WHERE wave = ?1",
	[VAULT_PARTY_ADD] = "INSERT INTO party "
	    "(bulletin, name, role, added, note) VALUES (?1, ?2, ?3, ?4, ?5)",
	[VAULT_PARTY_ANSWER] = "UPDATE party SET revision = ?3, "
	    "accepts = ?4, answered = ?5, note = ?6, letter = ?7, "
	    "public = ?8 WHERE bulletin = ?1 AND name = ?2",
	[VAULT_PARTY_ALL] = "SELECT name, role, added, revision, accepts, "
	    "answered, note, letter, public FROM party WHERE bulletin = ?1 "
	    "ORDER BY name",
	[VAULT_HASTE_ADD] = "INSERT INTO haste (sealing, officers, at) "
	    "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
	[VAULT_HASTE_GET] = "SELECT officers, at FROM haste "
	    "WHERE sealing = ?1",
	[VAULT_STATEMENT_HOLD] = "UPDATE statement SET posted = 0 "
	    "WHERE leaf = ?1 AND posted IS NULL",
	[VAULT_STATEMENT_FREE] = "UPDATE statement SET posted = NULL "
	    "WHERE leaf = ?1 AND posted = 0",
	/* vault_rules */
	[VAULT_ADOPTED_ADD] = "INSERT INTO adopted (what, version, "
	    "effective, at, officers, document, leaf, text) VALUES (?1, ?2, "
	    "?3, ?4, ?5, ?6, ?7, ?8)",
	[VAULT_ADOPTED_AT] = "SELECT version, effective, at, officers, "
	    "document, leaf, text FROM adopted WHERE what = ?1 AND "
	    "effective <= ?2 ORDER BY n DESC LIMIT 1",
	[VAULT_PROFILE_ADD] = "INSERT INTO profile (partner, at, text) "
	    "VALUES (?1, ?2, ?3)",
	[VAULT_PROFILE_GET] = "SELECT at, text FROM profile "
	    "WHERE partner = ?1 ORDER BY n DESC LIMIT 1",
	[VAULT_EXCEPTION_ADD] = "INSERT INTO exception (partner, bulletin, "
	    "rule, until, reason, officers, at, leaf) VALUES (?1, ?2, ?3, "
	    "?4, ?5, ?6, ?7, ?8)",
	[VAULT_EXCEPTION_ALL] = "SELECT " EXCEPTION " FROM exception "
	    "ORDER BY n",
	[VAULT_EXCEPTION_OF] = "SELECT " EXCEPTION " FROM exception "
	    "WHERE partner = ?1 ORDER BY n",
	[VAULT_RESERVED_ADD] = "INSERT INTO reserved (name, id) "
	    "VALUES (?1, ?2)",
	[VAULT_RESERVED_GET] = "SELECT id FROM reserved WHERE name = ?1",
	/* cases: vault_case.c */
	[VAULT_CASE_ADD] = "INSERT INTO investigation (" CASE ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[VAULT_CASE_SET] = "UPDATE investigation SET state = ?2, "
	    "outcome = ?3, tell = ?4 WHERE id = ?1",
	[VAULT_CASE_OPENED] = "UPDATE investigation SET leaf = ?2 "
	    "WHERE id = ?1",
	[VAULT_CASE_LIKE] = "SELECT " CASE " FROM investigation "
	    "WHERE substr(id, 1, length(?1)) = ?1 LIMIT 2",
	[VAULT_CASE_ALL] = "SELECT " CASE " FROM investigation "
	    "ORDER BY opened DESC, id",
	[VAULT_CASE_BULLETIN_ADD] = "INSERT INTO investigated "
	    "(\"case\", bulletin) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
	[VAULT_CASE_BULLETIN_ALL] = "SELECT bulletin FROM investigated "
	    "WHERE \"case\" = ?1 ORDER BY bulletin",
	[VAULT_CASE_ENTRY_ADD] = "INSERT INTO case_entry (\"case\", "
	    CASE_ENTRY ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[VAULT_CASE_ENTRY_NEXT] = "SELECT coalesce(max(n), 0) + 1 "
	    "FROM case_entry WHERE \"case\" = ?1",
	[VAULT_CASE_ENTRY_ALL] = "SELECT " CASE_ENTRY " FROM case_entry "
	    "WHERE \"case\" = ?1 ORDER BY n",
	/* notices: vault_notice.c */
	[VAULT_NOTICE_ADD] = "INSERT INTO notice (event, what, bulletin, "
	    "reader, address, subject, text, message, queued, due, state, "
	    "next) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
	    "'waiting', ?10) ON CONFLICT (what) DO NOTHING",
	[VAULT_NOTICE_SET] = "UPDATE notice SET state = ?2, tries = ?3, "
	    "first = ?4, next = ?5, ended = ?6, error = ?7 WHERE n = ?1",
	[VAULT_NOTICE_GET] = "SELECT " NOTICE " FROM notice WHERE n = ?1",
	[VAULT_NOTICE_DUE] = "SELECT " NOTICE " FROM notice "
	    "WHERE state = 'waiting' AND n > ?1 AND next <= ?2 "
	    "ORDER BY n LIMIT 1",
	[VAULT_NOTICE_ALL] = "SELECT " NOTICE " FROM notice ORDER BY n",
	[VAULT_NOTICE_CANCEL] = "UPDATE notice SET state = 'dropped', "
	    "ended = ?3, what = what || ' dropped ' || n "
	    "WHERE state = 'waiting' AND event = ?1 AND bulletin = ?2",
	/* standing, vetting, agreements, roles */
	[VAULT_STANDING_SET] = "INSERT OR REPLACE INTO standing (" STANDING
	    ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, "
	    "?13, ?14)",
	[VAULT_STANDING_GET] = "SELECT " STANDING " FROM standing "
	    "WHERE partner = ?1",
	[VAULT_VETTING_ADD] = "INSERT INTO vetting (partner, entered, text, "
	    "review) VALUES (?1, ?2, ?3, ?4)",
	[VAULT_VETTING_GET] = "SELECT text FROM vetting WHERE partner = ?1 "
	    "ORDER BY n DESC LIMIT 1",
	[VAULT_CHANGE_ADD] = "INSERT INTO partner_change (partner, at, was, "
	    "state, officer, reason) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[VAULT_CHANGE_ALL] = "SELECT at, was, state, officer, reason "
	    "FROM partner_change WHERE partner = ?1 ORDER BY n",
	[VAULT_AGREEMENT_ADD] = "INSERT INTO agreement (version, text, added, "
	    "marks, leaf) VALUES (?1, ?2, ?3, ?4, ?5)",
	[VAULT_AGREEMENT_GET] = "SELECT version, text, added, marks, leaf "
	    "FROM agreement WHERE version = ?1",
	[VAULT_AGREEMENT_ALL] = "SELECT version, text, added, marks, leaf "
	    "FROM agreement ORDER BY added, version",
	[VAULT_SIGNING_ADD] = "INSERT INTO signing (" SIGNING ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)",
	[VAULT_SIGNING_LAST] = "SELECT " SIGNING " FROM signing "
	    "WHERE partner = ?1 ORDER BY n DESC LIMIT 1",
	[VAULT_SIGNING_ALL] = "SELECT " SIGNING " FROM signing "
	    "WHERE version = ?1 ORDER BY partner, n",
	[VAULT_ROLE_SET] = "INSERT OR REPLACE INTO role (reader, role, "
	    "answers) VALUES (?1, ?2, ?3)",
	[VAULT_ROLE_GET] = "SELECT role, answers FROM role WHERE reader = ?1",
	[VAULT_ROLE_ANSWERS] = "SELECT r.reader FROM role r "
	    "JOIN reader m ON m.id = r.reader WHERE r.answers = ?1 "
	    "AND m.state <> 'revoked' ORDER BY r.reader",
	[VAULT_OLD_KEY_ADD] = "INSERT OR REPLACE INTO old_key (key, reader, "
	    "sign, seal, active, revoked) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	/* public events */
	[VAULT_HISTORY_ADD] = "INSERT INTO public_event (bulletin, what, "
	    "begins, ends, source, entered) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[VAULT_HISTORY_ALL] = "SELECT n, what, begins, ends, source, entered "
	    "FROM public_event WHERE bulletin = ?1 ORDER BY begins, n",
	/* whom a bulletin reached */
	[VAULT_REACH_ADD] = "INSERT OR IGNORE INTO reach (bulletin, partner) "
	    "SELECT DISTINCT ?1, r.partner FROM copy c JOIN reader r "
	    "ON r.id = c.reader WHERE c.sealing = ?2",
	[VAULT_REACH_SAID] = "UPDATE reach SET "
	    "answered = coalesce(answered, ?3), "
	    "received = coalesce(received, ?4) WHERE bulletin = ?1 AND "
	    "partner IN (SELECT partner FROM reader WHERE key = ?2 UNION ALL "
	    "SELECT r.partner FROM old_key o JOIN reader r "
	    "ON r.id = o.reader WHERE o.key = ?2)",
	[VAULT_REACH_COUNT] = "SELECT count(*), "
	    "count(*) - count(answered), count(*) - count(received) "
	    "FROM reach WHERE bulletin = ?1",
	[VAULT_MAIL_COUNT] = "SELECT count(*), coalesce(sum(tries > 0), 0), "
	    "coalesce(min(due), 0), "
	    "(SELECT count(*) FROM notice WHERE state = 'failed') "
	    "FROM notice WHERE state = 'waiting' AND due <= ?1",
	[VAULT_TOLD_ALL] = "SELECT kind, leaf, bytes FROM event UNION ALL "
	    "SELECT kind, leaf, bytes FROM statement s WHERE posted > 0 AND "
	    "NOT EXISTS (SELECT 1 FROM event e WHERE e.leaf = s.leaf)",
	/* previews */
	[VAULT_PREVIEW_ADD] = "INSERT INTO preview (" PREVIEW ") VALUES "
	    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[VAULT_PREVIEW_ALL] = "SELECT " PREVIEW " FROM preview "
	    "WHERE bulletin = ?1 ORDER BY n",
	[VAULT_COPY_KNOWN] = "SELECT c.number, c.holder, h.partner, c.reader, "
	    "c.key, c.wave, c.sha256, s.revision FROM sealing s "
	    "JOIN copy c ON c.sealing = s.sealing JOIN holder h "
	    "ON h.sealing = c.sealing AND h.number = c.holder "
	    "WHERE s.id = ?1 UNION ALL SELECT number, holder, partner, "
	    "reader, zeroblob(16), -1, zeroblob(32), revision FROM preview "
	    "WHERE bulletin = ?1 ORDER BY 2, 1, 8",
	/* waves in slots by lot */
	[VAULT_STAGGER_ADD] = "INSERT INTO stagger (bulletin, wave, salt, "
	    "hash, slots, spacing, revision) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[VAULT_STAGGER_DROP] = "DELETE FROM stagger WHERE bulletin = ?1 "
	    "AND revision = ?2",
	[VAULT_STAGGER_GET] = "SELECT " STAGGER " FROM stagger "
	    "WHERE bulletin = ?1 AND wave = ?2",
	[VAULT_STAGGER_OF] = "SELECT " STAGGER " FROM stagger "
	    "WHERE bulletin = ?1 ORDER BY wave",
	[VAULT_STAGGER_ENTERED] = "SELECT " STAGGER " FROM stagger "
	    "WHERE entered IS NOT NULL ORDER BY entered, bulletin, wave",
	[VAULT_STAGGER_ENTER] = "UPDATE stagger SET entered = ?3, seen = ?4, "
	    "source = ?5, before = ?6 "
	    "WHERE bulletin = ?1 AND wave = ?2 AND entered IS NULL",
	[VAULT_PLACE_ADD] = "INSERT INTO stagger_place (bulletin, wave, "
	    "partner, place) VALUES (?1, ?2, ?3, ?4)",
	[VAULT_PLACE_DROP] = "DELETE FROM stagger_place WHERE bulletin = ?1 "
	    "AND wave IN (SELECT wave FROM stagger WHERE bulletin = ?1 "
	    "AND revision = ?2)",
	[VAULT_PLACE_ALL] = "SELECT partner, place, early, reporter "
	    "FROM stagger_place WHERE bulletin = ?1 AND wave = ?2 "
	    "ORDER BY partner",
	[VAULT_PLACE_ENTER] = "UPDATE stagger_place SET early = ?4, "
	    "reporter = ?5 WHERE bulletin = ?1 AND wave = ?2 AND partner = ?3",
	[VAULT_PLACE_PARTNERS] = "SELECT count(DISTINCT partner) "
	    "FROM stagger_place",
	/* what was signed by key: vault_agreement.c */
	[VAULT_SIGNING_BY_KEY] = "INSERT INTO signing (" SIGNING ", letter) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
	[VAULT_SIGNING_OF] = "SELECT " SIGNING " FROM signing "
	    "WHERE partner = ?1 AND version = ?2 ORDER BY n DESC LIMIT 1",
	/* what partners declared: vault_rules.c */
	[VAULT_DECLARATION_ADD] = "INSERT INTO declaration (partner, reader, "
	    "at, text, hash, letter) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[VAULT_DECLARATION_GET] = "SELECT partner, reader, at, text, hash "
	    "FROM declaration WHERE partner = ?1 ORDER BY at DESC, n DESC "
	    "LIMIT 1",
	[VAULT_DECLARATION_OLD] = "SELECT d.partner, max(d.at) FROM "
	    "declaration d JOIN partner p ON p.id = d.partner "
	    "WHERE p.state = 'approved' GROUP BY d.partner "
	    "HAVING max(d.at) < ?1 ORDER BY 2, 1",
	[VAULT_REVIEW_DUE] = "SELECT v.partner, coalesce(v.review, "
	    "v.entered + ?2) AS due FROM vetting v "
	    "JOIN partner p ON p.id = v.partner "
	    "WHERE p.state = 'approved' AND v.n = (SELECT max(n) FROM vetting "
	    "WHERE partner = v.partner) AND due < ?1 ORDER BY 2, 1",
	/* notices: once for each event */
	[VAULT_NOTICE_KNOWN] = "SELECT n FROM notice WHERE what = ?1",
	[VAULT_NOTICE_OVER] = "UPDATE notice SET what = 'over ' || n || ' ' "
	    "|| what WHERE event = ?1 AND substr(what, 1, "
	    "length(?1) + 2 + length(?2)) = ?1 || ' ' || ?2 || ' '",
	/* destruction */
	[VAULT_DESTRUCTION_ADD] = "INSERT INTO destruction (partner, said, "
	    "at, entered, officer, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[VAULT_DESTRUCTION_LAST] = "SELECT said, at, entered, officer, note "
	    "FROM destruction WHERE partner = ?1 ORDER BY n DESC LIMIT 1",
	[VAULT_DESTRUCTION_SILENT] = "SELECT p.id, s.removed FROM partner p "
	    "JOIN standing s ON s.partner = p.id WHERE p.state = 'removed' "
	    "AND s.removed > 0 AND s.removed < ?1 AND EXISTS (SELECT 1 FROM "
	    "reach r WHERE r.partner = p.id AND r.received IS NOT NULL) AND "
	    "NOT EXISTS (SELECT 1 FROM destruction d WHERE d.partner = p.id "
	    "AND d.at >= s.removed) ORDER BY p.id",
	/* what went public */
	[VAULT_PUBLIC_BEGIN] = "INSERT OR IGNORE INTO made_public "
	    "(bulletin, begun) VALUES (?1, ?2)",
	[VAULT_PUBLIC_DONE] = "INSERT INTO made_public (bulletin, begun, "
	    "done) VALUES (?1, ?2, ?2) ON CONFLICT (bulletin) DO UPDATE "
	    "SET done = coalesce(done, ?2)",
	[VAULT_PUBLIC_FORGET] = "DELETE FROM made_public "
	    "WHERE bulletin = ?1 AND done IS NULL",
	[VAULT_PUBLIC_BEGUN] = "SELECT begun FROM made_public "
	    "WHERE bulletin = ?1",
	[VAULT_PUBLIC_NEXT] = "SELECT id, name, max(public) FROM sealing s "
	    "WHERE published > 0 AND id > ?1 AND NOT EXISTS (SELECT 1 FROM "
	    "made_public m WHERE m.bulletin = s.id AND m.done IS NOT NULL) "
	    "GROUP BY id ORDER BY id LIMIT 1",
	[VAULT_HOLD_ADD] = "INSERT OR REPLACE INTO public_hold (bulletin, "
	    "reason, officer, at) VALUES (?1, ?2, ?3, ?4)",
	[VAULT_HOLD_DROP] = "DELETE FROM public_hold WHERE bulletin = ?1",
	[VAULT_WITNESS_SAW] = "INSERT INTO witness_seen (witness, at) "
	    "VALUES (?1, ?2) ON CONFLICT (witness) DO UPDATE "
	    "SET at = max(at, ?2)",
	[VAULT_WITNESS_GET] = "SELECT at FROM witness_seen "
	    "WHERE witness = ?1",
	[VAULT_SIGHTING_UNDECIDED] = "SELECT min(received) FROM sighting "
	    "WHERE bulletin = ?1 AND received > (SELECT coalesce(max(at), "
	    "-1) FROM embargo WHERE bulletin = ?1 AND said = ?2)",
	[VAULT_HOLD_GET] = "SELECT reason, officer, at FROM public_hold "
	    "WHERE bulletin = ?1",
	/* keys of parties */
	[VAULT_PARTY_KEY_SET] = "INSERT INTO party_key (bulletin, name, "
	    "reader, added, officer) VALUES (?1, ?2, ?3, ?4, ?5) "
	    "ON CONFLICT (bulletin, name) DO UPDATE SET reader = ?3, "
	    "added = ?4, officer = ?5, told = NULL, told_to = NULL",
	[VAULT_PARTY_KEY_ALL] = "SELECT " PARTY_KEY " FROM party_key k "
	    "ORDER BY k.bulletin, k.name",
	[VAULT_PARTY_KEY_OF] = "SELECT " PARTY_KEY " FROM party_key k "
	    "WHERE k.bulletin = ?1 AND (k.name = ?2 OR k.reader = ?3)",
	[VAULT_PARTY_KEY_TOLD] = "UPDATE party_key SET told = ?3, "
	    "told_to = ?4 WHERE bulletin = ?1 AND name = ?2",
	[VAULT_PARTY_RECORDS] = "SELECT " PARTNER " FROM partner "
	    "WHERE id IN " PARTIES " ORDER BY id",
	[VAULT_PARTY_READERS] = "SELECT " READER " FROM reader "
	    "WHERE partner IN " PARTIES " ORDER BY partner, id",
	/* what partners' admins said */
	[VAULT_HEARD_ADD] = "INSERT INTO heard (n, writer, key, "
	    "reader, partner, reason, received, letter) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
	[VAULT_HEARD_LAST] = "SELECT coalesce(max(n), 0) FROM heard",
	[VAULT_HEARD_STOPPED] = "SELECT EXISTS (SELECT 1 FROM heard "
	    "WHERE key = ?1)",
	[VAULT_HEARD_KNOWN] = "UPDATE heard SET n = ?2 WHERE letter = ?1",
	[VAULT_HEARD_ANEW] = "UPDATE heard SET n = 0",
	[VAULT_HEARD_OF] = "SELECT " HEARD " FROM heard "
	    "WHERE reader = ?1 ORDER BY id DESC LIMIT 1",
	[VAULT_HEARD_TOLD] = "UPDATE heard SET told = 1 WHERE reader = ?1",
	[VAULT_HEARD_ALL] = "SELECT " HEARD " FROM heard "
	    "WHERE reader IS NOT NULL OR partner IS NOT NULL ORDER BY id",
	[VAULT_VOUCHED_SET] = "INSERT OR REPLACE INTO vouched (reader, "
	    "admin) VALUES (?1, ?2)",
	[VAULT_VOUCHED_GET] = "SELECT admin FROM vouched WHERE reader = ?1",
	[VAULT_VOUCHED_DROP] = "DELETE FROM vouched WHERE reader = ?1",
	/* CROSS: first the few roles, then not all readers for their order */
	[VAULT_ADMIN_ALL] = "SELECT r.id FROM role x CROSS JOIN reader r "
	    "ON r.id = x.reader WHERE x.role = 'admin' "
	    "AND r.state = 'active' ORDER BY r.partner, r.id",
	[VAULT_TOLD_ADMIN_ALL] = "SELECT reader FROM told_admin "
	    "ORDER BY reader",
	[VAULT_TOLD_ADMIN_COUNT] = "SELECT count(*) FROM told_admin",
	[VAULT_TOLD_ADMIN_ANEW] = "UPDATE told_admin "
	    "SET names = zeroblob(32)",
	[VAULT_TOLD_ADMIN_GET] = "SELECT key, names FROM told_admin "
	    "WHERE reader = ?1",
	[VAULT_TOLD_ADMIN_SET] = "INSERT OR REPLACE INTO told_admin "
	    "(reader, key, names) VALUES (?1, ?2, ?3)",
	[VAULT_TOLD_ADMIN_DROP] = "DELETE FROM told_admin WHERE reader = ?1",
	/* after it left */
	[VAULT_REPLACES_SET] = "INSERT INTO replacement (bulletin, old) "
	    "VALUES (?1, ?2) ON CONFLICT (bulletin) DO UPDATE SET old = ?2",
	[VAULT_REPLACES_DROP] = "DELETE FROM replacement WHERE bulletin = ?1",
	[VAULT_REPLACES_GET] = "SELECT old FROM replacement "
	    "WHERE bulletin = ?1",
	[VAULT_OPENED_ADD] = "INSERT INTO opened (n, key, bulletin, copies, "
	    "at, received, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
	    "ON CONFLICT DO NOTHING",
	[VAULT_OPENED_LAST] = "SELECT coalesce(max(n), 0) FROM opened",
	[VAULT_OPENED_EACH] = "SELECT n, key, bulletin, copies, at, received, "
	    "note FROM opened WHERE bulletin = ?1 ORDER BY key, copies",
	[VAULT_MEMBERSHIP_ADD] = "INSERT INTO membership (setting, officer, "
	    "at) VALUES (?1, ?2, ?3)",
	[VAULT_MEMBERSHIP_EACH] = "SELECT setting, officer, at "
	    "FROM membership ORDER BY at, n",
	[VAULT_OLD_KEYS] = "SELECT key FROM old_key WHERE reader = ?1 "
	    "ORDER BY active",
	[VAULT_OPENED_PARTNERS] = "SELECT count(DISTINCT partner) FROM "
	    "(SELECT r.partner FROM opened o JOIN reader r ON r.key = o.key "
	    "WHERE o.bulletin = ?1 UNION ALL SELECT r.partner FROM opened o "
	    "JOIN old_key k ON k.key = o.key JOIN reader r ON r.id = k.reader "
	    "WHERE o.bulletin = ?1)",
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
