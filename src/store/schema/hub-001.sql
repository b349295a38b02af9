-- SPDX-License-Identifier: ISC
-- hub 1: the log, what waits for it, and what is handed out.
-- Instants are POSIX seconds; hashes and keys are blobs of 32 bytes.

-- Entries of the log themselves, by index.  Never changed, never removed.
CREATE TABLE entry (
	idx	INTEGER PRIMARY KEY,
	kind	TEXT NOT NULL,
	bytes	BLOB NOT NULL,
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;

-- A statement once accepted: acknowledged when this row is committed.  One
-- for the clear becomes an entry, any other a leaf of a batch.
CREATE TABLE event (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	kind	TEXT NOT NULL,
	leaf	BLOB NOT NULL UNIQUE CHECK (length(leaf) = 32),
	salt	BLOB NOT NULL CHECK (length(salt) = 32),
	statement BLOB NOT NULL,
	own	TEXT NOT NULL UNIQUE,	-- what there is one event about
	subject	TEXT,			-- partner, reader or bulletin
	reader	TEXT,			-- whose quota it counts in
	clear	INTEGER NOT NULL CHECK (clear IN (0, 1)),
	rank	INTEGER NOT NULL,	-- lower goes first
	received INTEGER NOT NULL,
	entry	INTEGER REFERENCES entry (idx),	-- its own, or its batch's
	position INTEGER,		-- in the batch
	logged	INTEGER NOT NULL DEFAULT 0 CHECK (logged IN (0, 1)),
	UNIQUE (entry, position)
) STRICT;
CREATE INDEX event_waiting ON event (clear, rank, n) WHERE entry IS NULL;
CREATE INDEX event_unlogged ON event (entry) WHERE logged = 0;
CREATE INDEX event_reader ON event (reader, kind, n) WHERE reader IS NOT NULL;
CREATE INDEX event_subject ON event (kind, subject, n);

CREATE TABLE batch (
	number	INTEGER PRIMARY KEY,
	entry	INTEGER NOT NULL UNIQUE REFERENCES entry (idx),
	keys	INTEGER NOT NULL REFERENCES entry (idx),
	depth	INTEGER NOT NULL,
	padding	BLOB NOT NULL CHECK (length(padding) = 32),	-- the key
	root	BLOB NOT NULL CHECK (length(root) = 32),
	time	INTEGER NOT NULL
) STRICT;

-- Signed heads; published once the file says so.
CREATE TABLE checkpoint (
	size	INTEGER PRIMARY KEY,
	root	BLOB NOT NULL CHECK (length(root) = 32),
	note	BLOB NOT NULL,
	time	INTEGER NOT NULL,
	published INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1))
) STRICT;

-- The newest accepted statement about each.
CREATE TABLE partner (
	id	TEXT PRIMARY KEY,
	state	TEXT NOT NULL,
	event	INTEGER NOT NULL REFERENCES event (n)
) STRICT;
CREATE TABLE reader (
	id	TEXT PRIMARY KEY,
	partner	TEXT NOT NULL,
	state	TEXT NOT NULL,
	sign	TEXT NOT NULL,		-- vkey
	event	INTEGER NOT NULL REFERENCES event (n)
) STRICT;
CREATE INDEX reader_partner ON reader (partner);

-- Invitations, by SHA-256 of the token, and who came with one.
CREATE TABLE token (
	hash	BLOB PRIMARY KEY CHECK (length(hash) = 32),
	partner	TEXT NOT NULL,
	expires	INTEGER NOT NULL,
	used	TEXT			-- the reader's id
) STRICT;
CREATE TABLE pending (
	reader	TEXT PRIMARY KEY,
	partner	TEXT NOT NULL,
	token	BLOB NOT NULL UNIQUE REFERENCES token (hash),
	statement BLOB NOT NULL,
	received INTEGER NOT NULL
) STRICT;

-- A set of copies: its leaves are not in the log, its root is.
CREATE TABLE copy_set (
	root	BLOB PRIMARY KEY CHECK (length(root) = 32),
	depth	INTEGER NOT NULL,
	padding	BLOB NOT NULL CHECK (length(padding) = 32)
) STRICT;
CREATE TABLE copy_leaf (
	root	BLOB NOT NULL REFERENCES copy_set (root),
	position INTEGER NOT NULL,
	salt	BLOB NOT NULL CHECK (length(salt) = 32),
	statement BLOB NOT NULL,
	bulletin TEXT NOT NULL,
	reader	TEXT NOT NULL,
	copy	BLOB NOT NULL CHECK (length(copy) = 32),
	PRIMARY KEY (root, position),
	UNIQUE (root, reader)
) STRICT, WITHOUT ROWID;
CREATE INDEX copy_leaf_reader ON copy_leaf (reader, bulletin);

-- A wave as publish named it: seen by nobody until it is visible.
CREATE TABLE wave (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	leaf	BLOB NOT NULL UNIQUE CHECK (length(leaf) = 32),
	bulletin TEXT NOT NULL,
	codebook BLOB NOT NULL CHECK (length(codebook) = 32),
	copies	BLOB NOT NULL UNIQUE CHECK (length(copies) = 32),
	root	BLOB NOT NULL REFERENCES copy_set (root),
	terms	BLOB NOT NULL CHECK (length(terms) = 32),
	size	INTEGER NOT NULL,	-- bytes of each copy
	opens	INTEGER NOT NULL,
	until	INTEGER NOT NULL,
	prefetch INTEGER NOT NULL CHECK (prefetch IN (0, 1)),
	visible	INTEGER NOT NULL DEFAULT 0 CHECK (visible IN (0, 1)),
	released INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1))
) STRICT;
CREATE INDEX wave_bulletin ON wave (bulletin);
CREATE INDEX wave_root ON wave (root);
CREATE INDEX wave_closed ON wave (opens) WHERE released = 0;

-- Keepers' word that they hold a share.
CREATE TABLE held (
	wave	BLOB NOT NULL CHECK (length(wave) = 32),
	keeper	INTEGER NOT NULL,
	opens	INTEGER NOT NULL,
	statement BLOB NOT NULL,
	PRIMARY KEY (wave, keeper)
) STRICT, WITHOUT ROWID;
