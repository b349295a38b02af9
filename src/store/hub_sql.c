/* SPDX-License-Identifier: ISC */
#include "base/attr.h"
#include "store/hub_sql.h"

#define EVENT	"SELECT n, kind, leaf, salt, statement, entry, position, " \
		"logged, received FROM event "
#define WAVE	"SELECT w.n, w.leaf, w.bulletin, w.codebook, w.copies, " \
		"w.root, w.terms, w.size, w.opens, w.until, w.prefetch, " \
		"w.visible, w.released FROM wave w "
#define LEAF	"SELECT position, salt, statement, bulletin, reader, copy " \
		"FROM copy_leaf "
#define BATCH	"SELECT number, entry, keys, depth, padding, root, time " \
		"FROM batch "
#define CHECKPOINT "SELECT size, root, note, time, published FROM checkpoint "
#define EMBARGO	"SELECT bulletin, revision, state, public, since, event, " \
		"pending, swept FROM embargo "
#define READER	"SELECT r.id, r.partner, CASE WHEN t.reader IS NULL OR " \
		"r.state = 'revoked' THEN r.state ELSE 'stopped' END, " \
		"r.sign, p.state, e.statement, coalesce(t.at, e.received), " \
		"a.reader IS NOT NULL FROM reader r " \
		"JOIN event e ON e.n = r.event " \
		"LEFT JOIN partner p ON p.id = r.partner " \
		"LEFT JOIN stopped t ON t.reader = r.id " \
		"LEFT JOIN admin a ON a.reader = r.id "
#define PARTNER	"SELECT p.id, p.state, e.statement FROM partner p " \
		"JOIN event e ON e.n = p.event "
#define REQUEST	"SELECT n, id, key, answer, sealed, received, expires " \
		"FROM request "
#define PENDING	"SELECT reader, partner, token, statement, received " \
		"FROM pending "

static const char *const statements[] = {
	[ENTRY_ADD] = "INSERT INTO entry (idx, kind, bytes, leaf) "
	    "VALUES (?1, ?2, ?3, ?4)",
	[ENTRY_COUNT] = "SELECT count(*), coalesce(max(idx), -1) FROM entry",
	[ENTRY_GET] = "SELECT idx, kind, bytes, leaf FROM entry WHERE idx = ?1",
	[ENTRY_NEWEST] = "SELECT idx, kind, bytes, leaf FROM entry "
	    "WHERE kind = ?1 ORDER BY idx DESC LIMIT 1",
	[ENTRY_AFTER] = "SELECT idx, kind, bytes, leaf FROM entry "
	    "WHERE kind = ?1 AND idx > ?2 ORDER BY idx LIMIT 1",

	[BATCH_ADD] = "INSERT INTO batch (number, entry, keys, depth, padding, "
	    "root, time) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[BATCH_GET] = BATCH "WHERE entry = ?1",
	[BATCH_NEWEST] = BATCH "ORDER BY number DESC LIMIT 1",

	[CHECKPOINT_ADD] = "INSERT INTO checkpoint (size, root, note, time) "
	    "VALUES (?1, ?2, ?3, ?4)",
	[CHECKPOINT_GET] = CHECKPOINT "WHERE size = ?1",
	[CHECKPOINT_NEWEST] = CHECKPOINT "ORDER BY size DESC LIMIT 1",
	[CHECKPOINT_NOTE] = "UPDATE checkpoint SET note = ?2 "
	    "WHERE size = ?1",
	[CHECKPOINT_PUBLISHED] = "UPDATE checkpoint SET published = 1 "
	    "WHERE size = ?1",

	[EVENT_ADD] = "INSERT INTO event (kind, leaf, salt, statement, own, "
	    "subject, reader, clear, rank, received) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[EVENT_BY_LEAF] = EVENT "WHERE leaf = ?1",
	[EVENT_BY_OWN] = EVENT "WHERE own = ?1",
	[EVENT_NEXT] = EVENT "WHERE n > ?1 ORDER BY n LIMIT 1",
	[EVENT_OF_READER] = EVENT "WHERE reader = ?1 AND kind = ?2 AND n > ?3 "
	    "ORDER BY n LIMIT 1",
	[EVENT_ABOUT] = EVENT "WHERE kind = ?1 AND subject = ?2 AND n > ?3 "
	    "ORDER BY n LIMIT 1",
	[EVENT_NEWEST] = EVENT "WHERE kind = ?1 AND subject = ?2 "
	    "AND (?3 IS NULL OR reader = ?3) ORDER BY n DESC LIMIT 1",
	[EVENT_WAITING_OF] = "SELECT count(*) FROM event WHERE reader = ?1 "
	    "AND entry IS NULL",
	[EVENT_WAITING] = EVENT "WHERE entry IS NULL AND clear = ?1 "
	    "ORDER BY rank, n LIMIT ?2",
	[EVENT_PLACE] = "UPDATE event SET entry = ?2, position = ?3 "
	    "WHERE n = ?1 AND entry IS NULL",
	[EVENT_LOGGED] = "UPDATE event SET logged = 1 "
	    "WHERE logged = 0 AND entry < ?1",
	[EVENT_OF_BATCH] = "SELECT leaf, position FROM event "
	    "WHERE entry = ?1 ORDER BY position",

	[PARTNER_SET] = "INSERT INTO partner (id, state, event) "
	    "VALUES (?1, ?2, ?3) ON CONFLICT (id) DO UPDATE "
	    "SET state = excluded.state, event = excluded.event",
	[PARTNER_GET] = PARTNER "WHERE p.id = ?1",
	[PARTNER_NEXT] = PARTNER "WHERE p.id > ?1 ORDER BY p.id LIMIT 1",
	[READER_SET] = "INSERT INTO reader (id, partner, state, sign, event) "
	    "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (id) DO UPDATE "
	    "SET partner = excluded.partner, state = excluded.state, "
	    "sign = excluded.sign, event = excluded.event",
	[READER_GET] = READER "WHERE r.id = ?1",
	[READER_NEXT] = READER "WHERE r.id > ?1 ORDER BY r.id LIMIT 1",

	[TOKEN_ADD] = "INSERT INTO token (hash, partner, expires, reader) "
	    "VALUES (?1, ?2, ?3, ?4)",
	[TOKEN_GET] = "SELECT partner, expires, used FROM token "
	    "WHERE hash = ?1",
	[TOKEN_USE] = "UPDATE token SET used = ?2 "
	    "WHERE hash = ?1 AND used IS NULL",
	[TURNED_ADD] = "INSERT INTO turned_away (token, why, times, last) "
	    "VALUES (?1, ?2, 1, ?3) ON CONFLICT (token, why) DO UPDATE SET "
	    "times = times + 1, last = excluded.last",
	[TURNED_NEXT] = "SELECT n, token, why, times, last FROM turned_away "
	    "WHERE n > ?1 ORDER BY n LIMIT 1",
	[PENDING_ADD] = "INSERT INTO pending (reader, partner, token, "
	    "statement, received) VALUES (?1, ?2, ?3, ?4, ?5)",
	[PENDING_GET] = PENDING "WHERE reader = ?1",
	[PENDING_NEXT] = PENDING "WHERE reader > ?1 ORDER BY reader LIMIT 1",
	[PENDING_DROP] = "DELETE FROM pending WHERE reader = ?1",

	[SET_ADD] = "INSERT INTO copy_set (root, depth, padding) "
	    "VALUES (?1, ?2, ?3)",
	[SET_GET] = "SELECT depth, padding FROM copy_set WHERE root = ?1",
	[LEAF_ADD] = "INSERT INTO copy_leaf (root, position, salt, statement, "
	    "bulletin, reader, copy) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	[LEAF_NEXT] = LEAF "WHERE root = ?1 AND position > ?2 "
	    "ORDER BY position LIMIT 1",
	[LEAF_OF_READER] = LEAF "WHERE root = ?1 AND reader = ?2",

	[WAVE_ADD] = "INSERT INTO wave (leaf, bulletin, codebook, copies, "
	    "root, terms, size, opens, until, prefetch) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
	[WAVE_GET] = WAVE "WHERE w.leaf = ?1",
	[WAVE_SHOW] = "UPDATE wave SET visible = 1 WHERE leaf = ?1",
	[WAVE_RELEASED] = "UPDATE wave SET released = 1 WHERE leaf = ?1",
	[WAVE_OF_BULLETIN] = WAVE "WHERE w.bulletin = ?1 AND w.n > ?2 "
	    "ORDER BY w.n LIMIT 1",
	[WAVE_OF_READER] = WAVE "JOIN copy_leaf l ON l.root = w.root "
	    "AND l.bulletin = w.bulletin "
	    "WHERE l.reader = ?1 AND w.visible = 1 "
	    "AND (?2 IS NULL OR w.bulletin = ?2) AND w.n < ?3 "
	    "ORDER BY w.n DESC LIMIT 1",
	[WAVE_BY_COPIES] = WAVE "WHERE w.copies = ?1",
	/* its instant, or officers who said so; never a retracted one */
	[WAVE_DUE] = WAVE "LEFT JOIN embargo m ON m.bulletin = w.bulletin "
	    "WHERE w.released = 0 AND w.visible = 1 AND w.n > ?2 "
	    "AND coalesce(m.state, 'active') <> 'retracted' "
	    "AND (w.opens <= ?1 OR m.state = 'ended' OR EXISTS "
	    "(SELECT 1 FROM told t WHERE t.wave = w.leaf "
	    "AND t.what = 'early')) ORDER BY w.n LIMIT 1",
	[WAVE_NEXT_OPENING] = "SELECT min(w.opens) FROM wave w "
	    "LEFT JOIN embargo m ON m.bulletin = w.bulletin "
	    "WHERE w.released = 0 AND w.visible = 1 "
	    "AND coalesce(m.state, 'active') <> 'retracted'",

	[LETTER_ADD] = "INSERT INTO letter (reader, answer, sha256, body, "
	    "received) VALUES (?1, ?2, ?3, ?4, ?5) "
	    "ON CONFLICT (reader, answer, sha256) DO NOTHING",
	[LETTER_NEXT] = "SELECT n, reader, sha256, body, received "
	    "FROM letter WHERE answer = ?1 AND (?2 IS NULL OR reader = ?2) "
	    "AND n > ?3 ORDER BY n LIMIT 1",
	[LETTER_COUNT] = "SELECT count(*) FROM letter WHERE reader = ?1 "
	    "AND answer = 0 AND received > ?2",
	[DESK_SET] = "INSERT INTO desk (one, statement) VALUES (1, ?1) "
	    "ON CONFLICT (one) DO UPDATE SET statement = excluded.statement",
	[DESK_GET] = "SELECT statement FROM desk",

	[HELD_ADD] = "INSERT INTO held (wave, keeper, opens, statement) "
	    "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (wave, keeper) DO UPDATE "
	    "SET opens = excluded.opens, statement = excluded.statement",
	[HELD_COUNT] = "SELECT count(*) FROM held WHERE wave = ?1 "
	    "AND opens = ?2",

	/* hub_request.c */
	[REQUEST_ADD] = "INSERT INTO request (id, key, answer, sealed, "
	    "received, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[REQUEST_GET] = REQUEST "WHERE id = ?1 AND answer = (?2 IS NOT NULL) "
	    "AND (?2 IS NULL OR key = ?2)",
	[REQUEST_NEXT] = REQUEST "WHERE n > ?1 ORDER BY n LIMIT 1",
	[REQUEST_OPEN] = "SELECT count(*) FROM request WHERE answer = 0 "
	    "AND key = ?1 AND expires > ?2",
	/* hub_embargo */
	[EMBARGO_GET] = EMBARGO "WHERE bulletin = ?1",
	[EMBARGO_SET] = "INSERT INTO embargo (bulletin, revision, state, "
	    "public, since, event, pending, swept) "
	    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) "
	    "ON CONFLICT (bulletin) DO UPDATE SET "
	    "revision = excluded.revision, state = excluded.state, "
	    "public = excluded.public, since = excluded.since, "
	    "event = excluded.event, pending = excluded.pending, "
	    "swept = excluded.swept",
	[EMBARGO_PENDING] = EMBARGO "WHERE pending <> 0 AND bulletin > ?1 "
	    "ORDER BY bulletin LIMIT 1",
	[EMBARGO_UNSWEPT] = EMBARGO "WHERE state = 'retracted' AND swept = 0 "
	    "LIMIT 1",
	[WAVE_TERMS] = "UPDATE wave SET terms = ?2, opens = ?3, until = ?4 "
	    "WHERE leaf = ?1",
	[ORDER_ADD] = "INSERT INTO told (what, wave, bulletin, sha, "
	    "statement) VALUES (?1, ?2, ?3, ?4, ?5) "
	    "ON CONFLICT (sha) DO NOTHING",
	[ORDER_NEXT] = "SELECT n, what, statement FROM told t "
	    "WHERE n > ?3 AND (NOT EXISTS (SELECT 1 FROM heeded "
	    "WHERE told = t.n AND keeper = ?1) OR (?2 <> 0 AND EXISTS "
	    "(SELECT 1 FROM wave w WHERE w.released = 0 AND "
	    "(w.leaf = t.wave OR w.bulletin = t.bulletin)))) "
	    "ORDER BY n LIMIT 1",
	[ORDER_HEEDED] = "INSERT INTO heeded (told, keeper) VALUES (?1, ?2) "
	    "ON CONFLICT (told, keeper) DO NOTHING",
	[ORDER_EARLY] = "SELECT count(*) FROM told WHERE wave = ?1 "
	    "AND what = 'early'",
	[REFUSAL_ADD] = "INSERT INTO refused (at, who, what, status) "
	    "VALUES (?1, ?2, ?3, ?4)",
	[REFUSAL_NEXT] = "SELECT n, at, who, what, status FROM refused "
	    "WHERE n > ?1 ORDER BY n LIMIT 1",
	[URGENT_ADD] = "INSERT INTO urgent (leaf, entry) VALUES (?1, ?2)",
	[EVENT_BEFORE] = EVENT "WHERE kind = ?1 AND subject = ?2 AND n < ?3 "
	    "ORDER BY n DESC LIMIT 1",
	[URGENT_GET] = "SELECT entry FROM urgent WHERE leaf = ?1",
	[QUEUES] = "SELECT (SELECT count(*) FROM event WHERE entry IS NULL), "
	    "(SELECT count(*) FROM pending), "
	    "(SELECT count(*) FROM wave w LEFT JOIN embargo m "
	    "ON m.bulletin = w.bulletin WHERE w.released = 0 "
	    "AND w.visible = 1 AND w.opens <= ?1 "
	    "AND coalesce(m.state, 'active') <> 'retracted'), "
	    "(SELECT ?2 * count(*) FROM told) - "
	    "(SELECT count(*) FROM heeded WHERE keeper <= ?2)",

	/* hub_portal */
	[PASSKEY_ADD] = "INSERT INTO passkey (id, reader, alg, key, count, "
	    "made) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
	[PASSKEY_GET] = "SELECT id, reader, alg, key, count, made "
	    "FROM passkey WHERE id = ?1",
	[PASSKEY_COUNT] = "UPDATE passkey SET count = ?2 WHERE id = ?1",
	[PASSKEY_COUNT_OF] = "SELECT count(*) FROM passkey WHERE reader = ?1",
	[ANSWERED_ADD] = "INSERT INTO answered (challenge, at) "
	    "VALUES (?1, ?2)",
	[ANSWERED_SWEEP] = "DELETE FROM answered WHERE at < ?1",
	[SESSION_ADD] = "INSERT INTO session (sha256, reader, made, seen) "
	    "VALUES (?1, ?2, ?3, ?3)",
	[SESSION_TRIM] = "DELETE FROM session WHERE reader = ?1 "
	    "AND sha256 NOT IN (SELECT sha256 FROM session "
	    "WHERE reader = ?1 ORDER BY seen DESC, rowid DESC LIMIT ?2)",
	[SESSION_GET] = "SELECT reader, made, seen FROM session "
	    "WHERE sha256 = ?1",
	[SESSION_SEEN] = "UPDATE session SET seen = ?2 WHERE sha256 = ?1",
	[SESSION_END] = "DELETE FROM session WHERE sha256 = ?1",
	[SESSION_END_READER] = "DELETE FROM session WHERE reader = ?1",
	[SESSION_END_PARTNER] = "DELETE FROM session WHERE reader IN "
	    "(SELECT id FROM reader WHERE partner = ?1)",
	[SESSION_SWEEP] = "DELETE FROM session WHERE made < ?1 OR seen < ?2",

	[ADMIN_SET] = "INSERT OR REPLACE INTO admin (reader, names) "
	    "VALUES (?1, ?2)",
	[ADMIN_DROP] = "DELETE FROM admin WHERE reader = ?1",
	[ADMIN_NAMES] = "SELECT names FROM admin WHERE reader = ?1",
	[ADMIN_COUNT] = "SELECT count(*) FROM admin",
	[ADMIN_OTHERS] = "SELECT count(*) FROM reader r JOIN admin a "
	    "ON a.reader = r.id WHERE r.partner = ?1 AND r.id <> ?2 "
	    "AND r.state = 'active' AND NOT EXISTS "
	    "(SELECT 1 FROM stopped t WHERE t.reader = r.id)",
	[STOP_ADD] = "INSERT OR IGNORE INTO stopped (reader, at) "
	    "VALUES (?1, ?2)",
	[STOP_PARTNER] = "INSERT OR IGNORE INTO stopped (reader, at) "
	    "SELECT id, ?2 FROM reader WHERE partner = ?1 UNION ALL "
	    "SELECT reader, ?2 FROM pending WHERE partner = ?1",
	[PENDING_DROP_PARTNER] = "DELETE FROM pending WHERE partner = ?1",
	[TOKEN_VOID] = "UPDATE token SET expires = 0 WHERE partner = ?1 "
	    "AND used IS NULL",
	[TOKEN_COUNT] = "SELECT count(*) FROM token k WHERE partner = ?1 "
	    "AND reader IS NOT NULL AND ((used IS NULL AND expires > ?2) "
	    "OR EXISTS (SELECT 1 FROM pending p WHERE p.token = k.hash))",
	[WORD_ADD] = "INSERT INTO word (reader, partner, leaves, letter, "
	    "received) VALUES (?1, ?2, ?3, ?4, ?5)",
	[WORD_NEXT] = "SELECT n, reader, letter, received FROM word "
	    "WHERE n > ?1 ORDER BY n LIMIT 1",
	[WORD_LAST] = "SELECT coalesce(max(n), 0) FROM word",
	[WORD_LEFT] = "SELECT n FROM word WHERE reader = ?1 AND leaves = 1",
	[READER_OF_PARTNER] = READER "WHERE r.partner = ?1 AND r.id > ?2 "
	    "ORDER BY r.id LIMIT 1",
	[PENDING_OF_PARTNER] = PENDING "WHERE partner = ?1 AND reader > ?2 "
	    "ORDER BY reader LIMIT 1",
	/* after it left */
	[REPLACES_SET] = "INSERT INTO replacement (bulletin, old) "
	    "VALUES (?1, ?2) ON CONFLICT (bulletin) DO UPDATE SET old = ?2",
	[REPLACES_DROP] = "DELETE FROM replacement WHERE bulletin = ?1",
	[REPLACES_GET] = "SELECT old FROM replacement WHERE bulletin = ?1",
	[OPENED_ADD] = "INSERT INTO opened (reader, copies, note, received) "
	    "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (reader, copies) DO NOTHING",
	[MEMBERS_SET] = "INSERT INTO members (one, statement) VALUES (1, ?1) "
	    "ON CONFLICT (one) DO UPDATE SET statement = ?1",
	[MEMBERS_GET] = "SELECT statement FROM members",
	[USED_GET] = "SELECT last FROM used WHERE reader = ?1 AND day = ?2 "
	    "AND network = ?3",
	[USED_COUNT] = "SELECT count(*) FROM used WHERE reader = ?1 "
	    "AND day = ?2",
	[USED_PUT] = "INSERT INTO used (reader, day, network, first, last, "
	    "minutes) VALUES (?1, ?2, ?3, ?4, ?4, 1) "
	    "ON CONFLICT (reader, day, network) DO UPDATE SET last = ?4, "
	    "minutes = minutes + 1",
	[USED_OLDEST] = "SELECT day FROM used ORDER BY day LIMIT 1",
	[USED_SWEEP] = "DELETE FROM used WHERE day <= ?1",
	[USED_EACH] = "SELECT network, min(first), max(last), sum(minutes), "
	    "count(*) FROM used WHERE reader = ?1 AND day > ?2 "
	    "GROUP BY network ORDER BY 2, 1",
	[OPENED_NEXT] = "SELECT n, reader, copies, note, received FROM opened "
	    "WHERE n > ?1 ORDER BY n LIMIT 1",
};

_Static_assert(sizeof(statements) / sizeof(statements[0]) == HUB_SQL_COUNT,
    "a text for each statement");

struct db_schema
hub_schema(void)
{
	return (struct db_schema){ "hub", db_hub_migrations,
		db_hub_migrations_n, statements, N_ROWS(statements) };
}
