-- SPDX-License-Identifier: ISC
-- hub 4: letters between readers and the vendor, sealed: the hub sees who
-- wrote when, and how much.

-- Whom letters to the vendor are sealed to: the newest statement.
CREATE TABLE desk (
	one	INTEGER PRIMARY KEY CHECK (one = 1),
	statement BLOB NOT NULL
) STRICT;

CREATE TABLE letter (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	reader	TEXT NOT NULL,		-- who wrote it, or whom it is for
	answer	INTEGER NOT NULL CHECK (answer IN (0, 1)),
	sha256	BLOB NOT NULL CHECK (length(sha256) = 32),
	body	BLOB NOT NULL,
	received INTEGER NOT NULL,
	UNIQUE (reader, answer, sha256)
) STRICT;
CREATE INDEX letter_way ON letter (answer, n);
