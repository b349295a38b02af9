-- SPDX-License-Identifier: ISC
-- vault 11: notices.
CREATE INDEX reader_state ON reader (state);
CREATE INDEX partner_ends ON partner (state, ends);
-- Instants are POSIX seconds.

-- One recipient each.  The text is what was signed, and is what is sent.
CREATE TABLE notice (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	event	TEXT NOT NULL,
	what	TEXT NOT NULL UNIQUE,	-- what it is about: queued once
	bulletin TEXT,
	reader	TEXT,			-- as records call them; null: of ours
	address	TEXT NOT NULL,
	subject	TEXT NOT NULL,
	text	BLOB NOT NULL,
	message	TEXT NOT NULL UNIQUE,	-- Message-ID, the same at each try
	queued	INTEGER NOT NULL,
	due	INTEGER NOT NULL,	-- not before
	state	TEXT NOT NULL,
	tries	INTEGER NOT NULL DEFAULT 0,
	first	INTEGER NOT NULL DEFAULT 0,	-- try; 0: none yet
	next	INTEGER NOT NULL,	-- when to try
	ended	INTEGER NOT NULL DEFAULT 0,	-- sent, given up, dropped
	error	TEXT			-- of the last try
) STRICT;
CREATE INDEX notice_waiting ON notice (next) WHERE state = 'waiting';
