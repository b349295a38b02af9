-- SPDX-License-Identifier: ISC
-- hub 8: what is known of readers after a bulletin left.

-- Which bulletin one replaces, as its publisher said; a reader hears of it
-- who received the old one.
CREATE TABLE replacement (
	bulletin TEXT PRIMARY KEY,
	old	TEXT NOT NULL CHECK (old <> bulletin)
) STRICT;
