-- SPDX-License-Identifier: ISC
-- hub 8: what is known of readers after a bulletin left.

-- Which bulletin one replaces, as its publisher said; a reader hears of it
-- who received the old one.
CREATE TABLE replacement (
	bulletin TEXT PRIMARY KEY,
	old	TEXT NOT NULL CHECK (old <> bulletin)
) STRICT;

-- Readers' own word that they opened a copy: the signed request whole, the
-- first for each reader and set of copies.
CREATE TABLE opened (
	n	INTEGER PRIMARY KEY,
	reader	TEXT NOT NULL,
	copies	BLOB NOT NULL CHECK (length(copies) = 32),
	note	TEXT NOT NULL,
	received INTEGER NOT NULL,
	UNIQUE (reader, copies)
) STRICT;

-- From which networks (IPv4 /24, IPv6 /48) a reader's key was used, by day;
-- '': others, beyond so many a day.  Goes after hub_used.h's term.
CREATE TABLE used (
	reader	TEXT NOT NULL,
	day	INTEGER NOT NULL,	-- since 1970
	network	TEXT NOT NULL,
	first	INTEGER NOT NULL,
	last	INTEGER NOT NULL,
	minutes	INTEGER NOT NULL,	-- in which something was asked for
	PRIMARY KEY (reader, day, network)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_day ON used (day);

-- Who is shown to be in the programme: an officer's newest word.
CREATE TABLE members (
	one	INTEGER PRIMARY KEY CHECK (one = 1),
	statement BLOB NOT NULL
) STRICT;
