-- SPDX-License-Identifier: ISC
-- vault 4: requests and who answered them.

-- sealed is the armored age file that the hub has too, hash the SHA-256 of
-- what is in it, key the name of the asker's.  n is the hub's number of it.
CREATE TABLE request (
	id	TEXT PRIMARY KEY CHECK (length(id) = 16),
	sealed	TEXT NOT NULL,
	hash	BLOB NOT NULL CHECK (length(hash) = 32),
	key	TEXT NOT NULL,
	expires	INTEGER NOT NULL,
	state	TEXT NOT NULL,
	ended	INTEGER,		-- when it came to its last state
	n	INTEGER			-- NULL: the hub lacks it
) STRICT;

CREATE TABLE answer (
	request	TEXT NOT NULL,
	key	TEXT NOT NULL,
	sealed	TEXT NOT NULL,
	n	INTEGER,		-- NULL: ours, and the hub lacks it
	received INTEGER,		-- by the hub
	PRIMARY KEY (request, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_unsent ON answer (request) WHERE n IS NULL;

-- When something was done last, and other single numbers.
CREATE TABLE noted (
	what	TEXT PRIMARY KEY,
	value	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Keys that came after the first list, and who signed the list they came
-- with, as `NAME+ID`, spaces between.
CREATE TABLE enrolled (
	vkey	TEXT PRIMARY KEY,
	at	INTEGER NOT NULL,
	signers	TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Sealings that more people than one let go out.
CREATE TABLE cleared (
	sealing	TEXT PRIMARY KEY CHECK (length(sealing) = 16),
	leaf	BLOB CHECK (length(leaf) = 32),	-- of the terms they signed
	at	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
