-- SPDX-License-Identifier: ISC
-- hub 3: officers' sealed requests.

-- What an officer asks of others, and what they answer: armored age files to
-- the officers' keys.  The hub sees who handed what in, when, and its size.
CREATE TABLE request (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	id	TEXT NOT NULL CHECK (length(id) = 16),
	key	TEXT NOT NULL,		-- its name
	answer	INTEGER NOT NULL CHECK (answer IN (0, 1)),
	sealed	TEXT NOT NULL,
	received INTEGER NOT NULL,
	expires	INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX request_once ON request (id) WHERE answer = 0;
CREATE UNIQUE INDEX request_answer ON request (id, key) WHERE answer = 1;
