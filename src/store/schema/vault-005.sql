-- SPDX-License-Identifier: ISC
-- vault 5: vetting, agreements, roles.

-- What is known of a partner besides its record; no row: nothing is.
CREATE TABLE standing (
	partner	TEXT PRIMARY KEY REFERENCES partner (id),
	staff	INTEGER NOT NULL CHECK (staff IN (0, 1)),
	marks	TEXT NOT NULL CHECK (marks IN ('person', 'organisation')),
	vetting	TEXT NOT NULL CHECK (vetting IN ('none', 'record', 'imported')),
	vetted	INTEGER,		-- when that was entered
	probation INTEGER,		-- until
	runs_on	INTEGER,		-- until, while a change is looked at
	removed	INTEGER,		-- last
	term	INTEGER,		-- no vetting before it ends
	confirmed INTEGER NOT NULL CHECK (confirmed IN (0, 1)),
	officer	TEXT,			-- who brought the state about
	reason	TEXT,
	away	INTEGER NOT NULL CHECK (away IN (0, 1))	-- the hub was told
) STRICT, WITHOUT ROWID;

CREATE TABLE vetting (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	entered	INTEGER NOT NULL,
	text	TEXT NOT NULL		-- telltale-vetting/1, as it was given
) STRICT;
CREATE INDEX vetting_partner ON vetting (partner, n);

-- Every change of a partner's state, in the order in which they were made.
CREATE TABLE partner_change (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	at	INTEGER NOT NULL,
	was	TEXT NOT NULL,
	state	TEXT NOT NULL,
	officer	TEXT,			-- NULL: time did it
	reason	TEXT
) STRICT;
CREATE INDEX partner_change_partner ON partner_change (partner, n);

-- The text itself is agreement-VERSION.txt in the vault.
CREATE TABLE agreement (
	version	TEXT PRIMARY KEY CHECK (length(version) BETWEEN 1 AND 64),
	text	BLOB NOT NULL CHECK (length(text) = 32),	-- SHA-256
	added	INTEGER NOT NULL,
	marks	INTEGER NOT NULL CHECK (marks IN (0, 1)),	-- says so
	leaf	BLOB CHECK (length(leaf) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE signing (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	version	TEXT NOT NULL,
	scan	BLOB NOT NULL CHECK (length(scan) = 32),	-- SHA-256
	signer	TEXT NOT NULL,
	signed	INTEGER NOT NULL,
	ends	INTEGER,		-- NULL: it has no end
	entered	INTEGER NOT NULL,
	UNIQUE (partner, version, scan)
) STRICT;

-- No row: a person, with the role reader.
CREATE TABLE role (
	reader	TEXT PRIMARY KEY REFERENCES reader (id),
	role	TEXT NOT NULL CHECK (role IN ('reader', 'admin')),
	answers	TEXT REFERENCES reader (id)	-- for a machine: who does
) STRICT, WITHOUT ROWID;

-- Keys that were revoked: what was signed with them stays their reader's.
CREATE TABLE old_key (
	key	BLOB PRIMARY KEY CHECK (length(key) = 16),
	reader	TEXT NOT NULL REFERENCES reader (id),
	sign	TEXT NOT NULL,
	seal	TEXT NOT NULL,
	active	INTEGER,
	revoked	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
