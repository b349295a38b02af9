-- SPDX-License-Identifier: ISC
-- vault 25: what was sealed, after it left.

-- Which bulletin one names as the one before it; both by their ids in the
-- ledger.
CREATE TABLE replacement (
	bulletin TEXT PRIMARY KEY CHECK (length(bulletin) = 16),
	old	TEXT NOT NULL CHECK (length(old) = 16 AND old <> bulletin)
) STRICT;
