-- SPDX-License-Identifier: ISC
-- vault 25: what was sealed, after it left.

-- Which bulletin one names as the one before it; both by their ids in the
-- ledger.
CREATE TABLE replacement (
	bulletin TEXT PRIMARY KEY CHECK (length(bulletin) = 16),
	old	TEXT NOT NULL CHECK (length(old) = 16 AND old <> bulletin)
) STRICT;

-- Readers' own word that they opened a copy, and when: the signed request
-- whole.  n is the hub's; key is the reader's id in the ledger.
CREATE TABLE opened (
	n	INTEGER PRIMARY KEY,
	key	BLOB NOT NULL CHECK (length(key) = 16),
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	copies	BLOB NOT NULL CHECK (length(copies) = 32),
	at	INTEGER NOT NULL,
	received INTEGER NOT NULL,
	note	TEXT NOT NULL,
	UNIQUE (key, copies)
) STRICT;
CREATE INDEX opened_bulletin ON opened (bulletin, key, copies);

-- To whom the programme's members are shown: each decision, by whom and when;
-- the last one holds, hidden without one.
CREATE TABLE membership (
	n	INTEGER PRIMARY KEY,
	setting	TEXT NOT NULL CHECK (setting IN ('hidden', 'members',
		'public')),
	officer	TEXT NOT NULL,
	at	INTEGER NOT NULL
) STRICT;
