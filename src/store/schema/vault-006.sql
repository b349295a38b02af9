-- SPDX-License-Identifier: ISC
-- vault 6: policy, duties, profiles of partners, exceptions.

-- What was adopted, as it was written; the greatest n of a kind is newest.
CREATE TABLE adopted (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	what	TEXT NOT NULL CHECK (what IN ('policy', 'duties')),
	version	TEXT NOT NULL,
	effective INTEGER NOT NULL,
	at	INTEGER NOT NULL,
	officers TEXT NOT NULL,
	document BLOB NOT NULL CHECK (length(document) = 32),	-- SHA-256
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32),
	text	TEXT NOT NULL,
	UNIQUE (what, version)
) STRICT;

-- What partners said of themselves; the greatest n of a partner counts.
CREATE TABLE profile (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	at	INTEGER NOT NULL,
	text	TEXT NOT NULL		-- canonical JSON
) STRICT;
CREATE INDEX profile_partner ON profile (partner, n);

-- bulletin is its id in the ledger; NULL: any, until then.
CREATE TABLE exception (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	bulletin TEXT CHECK (length(bulletin) = 16),
	rule	TEXT NOT NULL,
	until	INTEGER NOT NULL,
	reason	TEXT NOT NULL,
	officers TEXT NOT NULL,
	at	INTEGER NOT NULL,
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32)
) STRICT;
CREATE INDEX exception_partner ON exception (partner, n);

-- Ids of bulletins that statements name before they are sealed.
CREATE TABLE reserved (
	name	TEXT PRIMARY KEY,	-- the author's
	id	TEXT NOT NULL UNIQUE CHECK (length(id) = 16)
) STRICT, WITHOUT ROWID;
