-- SPDX-License-Identifier: ISC
-- vault 23: what partners' own admins said of their readers.

-- n: the hub's number.  reader: whom it stops, NULL: nobody whom we know by
-- that key; partner: which leaves; both NULL: it does not count.
CREATE TABLE heard (
	id	INTEGER PRIMARY KEY,
	n	INTEGER NOT NULL,
	writer	TEXT,
	key	BLOB CHECK (length(key) = 16),
	reader	TEXT REFERENCES reader (id),
	partner	TEXT REFERENCES partner (id),
	reason	TEXT,
	received INTEGER NOT NULL,
	letter	BLOB NOT NULL UNIQUE,
	told	INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1))
) STRICT;
CREATE INDEX heard_key ON heard (key);
CREATE INDEX heard_reader ON heard (reader);

-- Readers whom an admin of their own partner invited.
CREATE TABLE vouched (
	reader	TEXT PRIMARY KEY REFERENCES reader (id),
	admin	TEXT NOT NULL REFERENCES reader (id)
) STRICT, WITHOUT ROWID;

-- Of which admins the hub was told, with which names.
CREATE TABLE told_admin (
	reader	TEXT PRIMARY KEY REFERENCES reader (id),
	key	BLOB NOT NULL CHECK (length(key) = 16),
	names	BLOB NOT NULL CHECK (length(names) = 32)	-- SHA-256
) STRICT, WITHOUT ROWID;
