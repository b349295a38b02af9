-- SPDX-License-Identifier: ISC
-- vault 14: previews.

-- Who of the staff was shown which rendering of what was sealed, and when.
-- A reader keeps the numbers in all previews and copies of a bulletin.
CREATE TABLE preview (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	revision INTEGER NOT NULL CHECK (revision > 0),
	text	BLOB NOT NULL CHECK (length(text) = 32),	-- SHA-256
	partner	TEXT NOT NULL REFERENCES partner (id),	-- of the staff
	reader	TEXT NOT NULL REFERENCES reader (id),
	holder	INTEGER NOT NULL,
	number	INTEGER NOT NULL,
	officer	TEXT NOT NULL,		-- whose vault it was
	at	INTEGER NOT NULL
) STRICT;
CREATE INDEX preview_bulletin ON preview (bulletin, n);
