-- SPDX-License-Identifier: ISC
-- vault 21: waves whose partners open in slots, by lot.

-- Which slot of its wave it is, from 0.
ALTER TABLE wave ADD COLUMN slot INTEGER NOT NULL DEFAULT 0;

-- What was drawn for a wave of a bulletin, and what is shown of it later.  An
-- incident is entered once, with how many slots were before it.
CREATE TABLE stagger (
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	wave	TEXT NOT NULL,
	revision INTEGER NOT NULL,	-- whose sealing drew
	salt	BLOB NOT NULL CHECK (length(salt) = 32),
	hash	BLOB NOT NULL CHECK (length(hash) = 32),	-- commitment
	slots	INTEGER NOT NULL,
	spacing	INTEGER NOT NULL,	-- seconds
	entered	INTEGER,
	seen	INTEGER,		-- where the first attack ends
	source	TEXT,
	before	INTEGER,
	PRIMARY KEY (bulletin, wave),
	CHECK ((entered IS NULL) = (seen IS NULL)),
	CHECK ((entered IS NULL) = (source IS NULL)),
	CHECK ((entered IS NULL) = (before IS NULL))
) STRICT, WITHOUT ROWID;

-- early: it could open before the incident; reporter: whose report that is.
CREATE TABLE stagger_place (
	bulletin TEXT NOT NULL,
	wave	TEXT NOT NULL,
	partner	TEXT NOT NULL REFERENCES partner (id),
	place	INTEGER NOT NULL,
	early	INTEGER NOT NULL DEFAULT 0 CHECK (early IN (0, 1)),
	reporter INTEGER NOT NULL DEFAULT 0 CHECK (reporter IN (0, 1)),
	PRIMARY KEY (bulletin, wave, partner),
	UNIQUE (bulletin, wave, place),
	FOREIGN KEY (bulletin, wave) REFERENCES stagger (bulletin, wave)
) STRICT, WITHOUT ROWID;
