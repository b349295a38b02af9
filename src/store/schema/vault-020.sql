-- SPDX-License-Identifier: ISC
-- vault 20: what partners' readers signed by their keys.

-- A reader: the letter that they signed, and scan is its SHA-256; NULL: on
-- paper.
ALTER TABLE signing ADD COLUMN reader TEXT;
ALTER TABLE signing ADD COLUMN letter BLOB;

-- What a partner declared of itself, signed: the newest counts, beside what
-- the vendor knows.
CREATE TABLE declaration (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	reader	TEXT NOT NULL,		-- by whose key
	at	INTEGER NOT NULL,	-- as they say
	text	TEXT NOT NULL,		-- canonical JSON
	hash	BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	letter	BLOB NOT NULL		-- as it was signed
) STRICT;
CREATE INDEX declaration_partner ON declaration (partner, at);

-- When a vetting record is to be looked at again; NULL: a year after.
ALTER TABLE vetting ADD COLUMN review INTEGER;
