-- SPDX-License-Identifier: ISC
-- vault 18: what time does: bulletins that went public, openings that were
-- late, witnesses that no longer answer.

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

-- When the hub had it, by its clock; of a release: when the wave opened.
ALTER TABLE event ADD COLUMN received INTEGER;

-- The newest cosignature of each witness that was seen, by its own clock.
CREATE TABLE witness_seen (
	witness	TEXT PRIMARY KEY,	-- its key, as the policy has it
	at	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
