-- SPDX-License-Identifier: ISC
-- vault 10: cases, findings.
-- Instants are POSIX seconds; hashes are blobs of 32 bytes.

-- Texts of a case are age files in cases/ID, by the number of their entry: no
-- partner's name is here, so that no query makes a list of the suspected.
CREATE TABLE investigation (
	id	TEXT PRIMARY KEY CHECK (length(id) = 16),	-- in the ledger
	title	TEXT NOT NULL,
	state	TEXT NOT NULL,
	outcome	TEXT,			-- of the last closing
	tell	TEXT NOT NULL,		-- what may be told outside
	opened	INTEGER NOT NULL,
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32)	-- opened
) STRICT;

CREATE TABLE investigated (
	"case"	TEXT NOT NULL REFERENCES investigation (id),
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	PRIMARY KEY ("case", bulletin)
) STRICT, WITHOUT ROWID;

-- Who did what, when.  Never changed, never removed.
CREATE TABLE case_entry (
	"case"	TEXT NOT NULL REFERENCES investigation (id),
	n	INTEGER NOT NULL CHECK (n > 0),
	at	INTEGER NOT NULL,
	officer	TEXT NOT NULL,
	act	TEXT NOT NULL,
	subject	TEXT,			-- specimen, bulletin, hypothesis
	text	BLOB CHECK (length(text) = 32),	-- SHA-256 of what is sealed
	leaf	BLOB CHECK (length(leaf) = 32),	-- of its statement
	PRIMARY KEY ("case", n)
) STRICT, WITHOUT ROWID;

-- A reading counts in one case, or in none.
CREATE TABLE observed_10 (
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	t	INTEGER NOT NULL CHECK (t > 0),
	specimen BLOB NOT NULL CHECK (length(specimen) = 32),
	observations BLOB NOT NULL CHECK (length(observations) = 32),
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32),
	at	INTEGER NOT NULL,
	"case"	TEXT NOT NULL DEFAULT 'none',
	PRIMARY KEY (bulletin, t),
	UNIQUE (bulletin, specimen, observations, "case")
) STRICT, WITHOUT ROWID;
INSERT INTO observed_10 SELECT bulletin, t, specimen, observations, leaf, at,
	'none' FROM observed;
DROP TABLE observed;
ALTER TABLE observed_10 RENAME TO observed;
