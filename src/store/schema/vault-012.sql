-- SPDX-License-Identifier: ISC
-- vault 12: letters of readers and our answers, sealed as they are.

-- n is the hub's; words and most of the head stay in the age file.
CREATE TABLE letter (
	n	INTEGER PRIMARY KEY,
	reader	TEXT NOT NULL REFERENCES reader (id),
	about	TEXT NOT NULL,
	bulletin TEXT,			-- id in the ledger
	hash	BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
	written	INTEGER NOT NULL,
	received INTEGER NOT NULL,
	body	BLOB NOT NULL,		-- to the officers
	answered INTEGER
) STRICT;
CREATE INDEX letter_open ON letter (n) WHERE answered IS NULL;
