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
