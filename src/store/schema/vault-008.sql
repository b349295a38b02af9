-- SPDX-License-Identifier: ISC
-- vault 8: knowers, sightings, permitted emissions, our own clocks.
-- bulletin is its id in the ledger, the same in all revisions.  Of an instant
-- that is not known exactly both ends are kept: not before, not after.

-- Who knew without being a reader.  parts: names, a line each; NULL: all.
CREATE TABLE knower (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	organisation TEXT NOT NULL,
	person	TEXT,
	role	TEXT NOT NULL,
	since_from INTEGER NOT NULL,
	since_until INTEGER NOT NULL,
	source	TEXT,			-- NULL: as the officer states
	conflict TEXT,			-- of interest
	parts	TEXT,
	officer	TEXT NOT NULL,		-- who entered it
	added	INTEGER NOT NULL,
	CHECK (since_from <= since_until)
) STRICT;
CREATE INDEX knower_bulletin ON knower (bulletin, n);

-- The finder is a knower; these are the dates of the report.
CREATE TABLE finder (
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	name	TEXT NOT NULL,
	knower	INTEGER NOT NULL REFERENCES knower (n),
	PRIMARY KEY (bulletin, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE finder_date (
	bulletin TEXT NOT NULL,
	name	TEXT NOT NULL,
	what	TEXT NOT NULL,
	at_from	INTEGER NOT NULL,
	at_until INTEGER NOT NULL,
	PRIMARY KEY (bulletin, name, what),
	FOREIGN KEY (bulletin, name) REFERENCES finder (bulletin, name),
	CHECK (at_from <= at_until)
) STRICT, WITHOUT ROWID;

-- Exploitation seen.  The names of victims are in age files, never here.
CREATE TABLE sighting (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	bulletin TEXT CHECK (length(bulletin) = 16),
	case_id	TEXT,
	seen_from INTEGER NOT NULL,
	seen_until INTEGER NOT NULL,
	received INTEGER NOT NULL,
	source	TEXT NOT NULL,		-- "hunt", "partner:ID"
	confidence TEXT NOT NULL,
	country	TEXT,
	network	TEXT,
	victims	INTEGER NOT NULL DEFAULT 0 CHECK (victims >= 0),
	confirms INTEGER REFERENCES sighting (n),
	evidence BLOB CHECK (length(evidence) = 32),	-- of the file
	digest	BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32),
	CHECK (bulletin IS NOT NULL OR case_id IS NOT NULL),
	CHECK (victims = 0 OR case_id IS NOT NULL),
	CHECK (seen_from <= seen_until)
) STRICT;
CREATE INDEX sighting_bulletin ON sighting (bulletin, n);

-- Our own deadlines.  subject: a bulletin's id, or "case:ID".
CREATE TABLE own_clock (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	subject	TEXT NOT NULL,
	duty	TEXT NOT NULL,
	stage	TEXT NOT NULL,
	aware	INTEGER NOT NULL,
	sighting INTEGER NOT NULL REFERENCES sighting (n),
	state	TEXT NOT NULL,
	at	INTEGER,		-- closed or dismissed
	note	TEXT,			-- the reference, or the reason
	officer	TEXT,
	CHECK ((state = 'open') = (at IS NULL)),
	CHECK ((at IS NULL) = (note IS NULL))
) STRICT;
CREATE INDEX own_clock_subject ON own_clock (subject, duty, stage);

-- When a fix of a subject became available, as an officer says.
CREATE TABLE own_fix (
	subject	TEXT PRIMARY KEY,
	at	INTEGER NOT NULL
) STRICT;

-- What partners said that they send, as the permitted uses allow.
CREATE TABLE emission (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	what	TEXT NOT NULL,
	since	INTEGER NOT NULL,
	until	INTEGER,
	networks TEXT NOT NULL,		-- "192.0.2.0/24 AS64500"
	reference TEXT NOT NULL,
	added	INTEGER NOT NULL
) STRICT;
CREATE INDEX emission_bulletin ON emission (bulletin, partner);

-- Approved partners in which nobody has keys are counted without any row.
CREATE INDEX reader_of ON reader (partner, state);
