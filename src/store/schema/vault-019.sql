-- vault 19: whether partners that had to leave destroyed what they held.
-- Instants are POSIX seconds.

-- What they said of it; never changed.  Silence is no row.
CREATE TABLE destruction (
	n	INTEGER PRIMARY KEY AUTOINCREMENT,
	partner	TEXT NOT NULL REFERENCES partner (id),
	said	TEXT NOT NULL,		-- all, part, refused
	at	INTEGER NOT NULL,	-- when they said it
	entered	INTEGER NOT NULL,
	officer	TEXT NOT NULL,		-- who entered it
	note	TEXT NOT NULL		-- how, by whom; what remains
) STRICT;
CREATE INDEX destruction_partner ON destruction (partner, n);
