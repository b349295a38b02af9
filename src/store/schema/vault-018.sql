-- SPDX-License-Identifier: ISC
-- vault 18: bulletins that went public.

-- Begun before the first part was handed to the hub, done once all are there
-- and those who have a copy are told.
CREATE TABLE made_public (
	bulletin TEXT PRIMARY KEY CHECK (length(bulletin) = 16),
	begun	INTEGER NOT NULL,
	done	INTEGER
) STRICT, WITHOUT ROWID;

-- Which are not to: why, and who said so.
CREATE TABLE public_hold (
	bulletin TEXT PRIMARY KEY CHECK (length(bulletin) = 16),
	reason	TEXT NOT NULL,
	officer	TEXT NOT NULL,
	at	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
