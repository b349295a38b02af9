-- SPDX-License-Identifier: ISC
-- hub 6: who came with an invitation and was not taken.  The one who comes is
-- told nothing; the inviter is told why.  One row for each invitation and
-- reason, and one for all that is no invitation of ours: strangers fill no
-- disk.

CREATE TABLE turned_away (
	n	INTEGER PRIMARY KEY,
	token	BLOB NOT NULL CHECK (length(token) = 32),  -- zeroes: not ours
	why	TEXT NOT NULL CHECK (why IN ('used', 'expired', 'altered')),
	times	INTEGER NOT NULL,
	last	INTEGER NOT NULL,
	UNIQUE (token, why)
) STRICT;
