-- SPDX-License-Identifier: ISC
-- hub 7: who speaks for a partner, and whom they stopped.

-- As the vendor's officers say; names: who is who at the partner, sealed to
-- this admin's own key.
CREATE TABLE admin (
	reader	TEXT PRIMARY KEY,
	names	BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Letters of admins that the hub has acted on: the vendor is to have them.
CREATE TABLE word (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	reader	TEXT NOT NULL,		-- who wrote it
	partner	TEXT NOT NULL,		-- theirs
	leaves	INTEGER NOT NULL CHECK (leaves IN (0, 1)),
	letter	BLOB NOT NULL,
	received INTEGER NOT NULL
) STRICT;
CREATE INDEX word_reader ON word (reader);

-- Former readers since then, whatever the ledger has of them by now.
CREATE TABLE stopped (
	reader	TEXT PRIMARY KEY,
	at	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The admin who invites; NULL: an officer.
ALTER TABLE token ADD COLUMN reader TEXT;
CREATE INDEX token_partner ON token (partner) WHERE reader IS NOT NULL;
CREATE INDEX pending_partner ON pending (partner);
