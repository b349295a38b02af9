-- SPDX-License-Identifier: ISC
-- vault 24: finders and coordinators with keys of their own.

-- A record that is no partner: it agrees to dates, and never has a copy.
ALTER TABLE standing ADD COLUMN party INTEGER NOT NULL DEFAULT 0
	CHECK (party IN (0, 1));

-- Whose key speaks for a finder, or a terms party, of one bulletin; and the
-- SHA-256 of what they were told last.
CREATE TABLE party_key (
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	name	TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 1024),
	reader	TEXT NOT NULL REFERENCES reader (id),
	added	INTEGER NOT NULL,
	officer	TEXT NOT NULL,
	told	BLOB CHECK (length(told) = 32),
	told_to	BLOB CHECK (length(told_to) = 16),	-- to which key
	PRIMARY KEY (bulletin, name),
	UNIQUE (bulletin, reader)
) STRICT, WITHOUT ROWID;

-- An answer by key: the letter that has it, and the instant it is about;
-- NULL: as stated by an officer.
ALTER TABLE party ADD COLUMN letter INTEGER REFERENCES letter (n);
ALTER TABLE party ADD COLUMN public INTEGER;
