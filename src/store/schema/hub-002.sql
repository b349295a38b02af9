-- SPDX-License-Identifier: ISC
-- hub 2: embargoes that moved, ended or were retracted.

-- What is in force of a bulletin, and what waits to be (0: nothing).
CREATE TABLE embargo (
	bulletin TEXT PRIMARY KEY,
	revision INTEGER NOT NULL,	-- 0: nothing was adopted yet
	state	TEXT NOT NULL CHECK (state IN ('active', 'ended',
		    'retracted')),
	public	INTEGER NOT NULL,
	since	INTEGER NOT NULL,	-- when that was adopted
	event	INTEGER NOT NULL,	-- of the statement; 0: none yet
	pending	INTEGER NOT NULL,	-- event of one not adopted yet
	swept	INTEGER NOT NULL CHECK (swept IN (0, 1))
) STRICT;
CREATE INDEX embargo_pending ON embargo (bulletin) WHERE pending <> 0;
CREATE INDEX embargo_unswept ON embargo (bulletin)
	WHERE state = 'retracted' AND swept = 0;

-- What keepers are told by two officers, in the order it came.
CREATE TABLE told (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	what	TEXT NOT NULL CHECK (what IN ('early', 'move', 'retract')),
	wave	BLOB CHECK (length(wave) = 32),	-- none: of a bulletin
	bulletin TEXT,
	sha	BLOB NOT NULL UNIQUE CHECK (length(sha) = 32),
	statement BLOB NOT NULL
) STRICT;
CREATE INDEX told_wave ON told (wave, what);

-- Which keeper has answered for good, whatever it said.
CREATE TABLE heeded (
	told	INTEGER NOT NULL REFERENCES told (n),
	keeper	INTEGER NOT NULL,
	PRIMARY KEY (told, keeper)
) STRICT, WITHOUT ROWID;

-- What was asked for and refused: officers are told.
CREATE TABLE refused (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	at	INTEGER NOT NULL,
	who	TEXT NOT NULL,		-- a key's name
	what	TEXT NOT NULL,		-- "keeper 01 early"
	status	INTEGER NOT NULL
) STRICT;

-- Batches that were cut early, by the statement that asked for it.
CREATE TABLE urgent (
	leaf	BLOB PRIMARY KEY CHECK (length(leaf) = 32),
	entry	INTEGER NOT NULL REFERENCES entry (idx)
) STRICT;
