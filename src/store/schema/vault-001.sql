-- SPDX-License-Identifier: ISC
-- vault 1: what tracing needs without a hub.
-- Instants are POSIX seconds; hashes, salts and keys are blobs of 32 bytes.

-- id is the vendor's own word; ref stands in statements, and says nothing.
CREATE TABLE partner (
	id	TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
	ref	TEXT NOT NULL UNIQUE CHECK (length(ref) = 32),
	name	TEXT NOT NULL,
	tier	TEXT NOT NULL,
	state	TEXT NOT NULL,
	since	INTEGER NOT NULL,	-- of the state
	agreement TEXT,			-- version
	signed	INTEGER,
	ends	INTEGER,		-- NULL: it has no end
	leaf	BLOB CHECK (length(leaf) = 32),	-- newest statement
	CHECK (agreement IS NOT NULL OR (signed IS NULL AND ends IS NULL))
) STRICT;

CREATE TABLE duty (
	partner	TEXT NOT NULL REFERENCES partner (id),
	n	INTEGER NOT NULL,
	text	TEXT NOT NULL,		-- canonical JSON
	PRIMARY KEY (partner, n)
) STRICT, WITHOUT ROWID;

-- key is the ledger's reader id, known once the reader has joined.
CREATE TABLE reader (
	id	TEXT PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 64),
	partner	TEXT NOT NULL REFERENCES partner (id),
	name	TEXT NOT NULL,
	email	TEXT NOT NULL,
	state	TEXT NOT NULL,
	since	INTEGER NOT NULL,	-- of the state
	token	BLOB UNIQUE CHECK (length(token) = 32),	-- its SHA-256
	expires	INTEGER,		-- of the invitation
	key	BLOB UNIQUE CHECK (length(key) = 16),
	sign	TEXT,			-- vkey
	seal	TEXT,			-- age1...
	active	INTEGER,		-- first confirmed
	revoked	INTEGER,
	leaf	BLOB CHECK (length(leaf) = 32)	-- newest statement
) STRICT;
CREATE INDEX reader_partner ON reader (partner, id);

-- Statements that we signed, in the order in which the hub gets them.
CREATE TABLE statement (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	kind	TEXT NOT NULL,
	leaf	BLOB NOT NULL UNIQUE CHECK (length(leaf) = 32),
	salt	BLOB NOT NULL CHECK (length(salt) = 32),
	bytes	BLOB NOT NULL,
	queued	INTEGER NOT NULL,
	posted	INTEGER			-- the hub has it
) STRICT;
CREATE INDEX statement_waiting ON statement (n) WHERE posted IS NULL;

-- What the hub told us that others signed, by the hub's own number.
CREATE TABLE event (
	n	INTEGER PRIMARY KEY,
	kind	TEXT NOT NULL,
	leaf	BLOB NOT NULL UNIQUE CHECK (length(leaf) = 32),
	bytes	BLOB NOT NULL,
	fetched	INTEGER NOT NULL,
	set_proof BLOB,			-- with batch and tlog_proof, once
	tlog_proof BLOB,		-- it stands in the log
	batch	BLOB
) STRICT;
CREATE INDEX event_kind ON event (kind, n);
CREATE INDEX event_unproven ON event (n) WHERE batch IS NULL;
