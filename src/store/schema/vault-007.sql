-- SPDX-License-Identifier: ISC
-- vault 7: terms in force, and consent.

-- What was said of a bulletin's embargo, in order; where it stands follows.
CREATE TABLE embargo (
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	n	INTEGER NOT NULL CHECK (n > 0),
	said	TEXT NOT NULL,
	revision INTEGER NOT NULL CHECK (revision > 0),	-- of the terms
	public	INTEGER NOT NULL,	-- by them
	respond_by INTEGER NOT NULL,
	uses	INTEGER NOT NULL DEFAULT 0 CHECK (uses IN (0, 1)), -- changed
	reason	TEXT,
	officers TEXT NOT NULL,		-- who signed
	at	INTEGER NOT NULL,
	leaf	BLOB CHECK (length(leaf) = 32),	-- NULL: no statement
	PRIMARY KEY (bulletin, n)
) STRICT, WITHOUT ROWID;

-- Which file of terms a wave has had by which revision.
CREATE TABLE terms (
	wave	BLOB NOT NULL CHECK (length(wave) = 32),	-- leaf
	revision INTEGER NOT NULL CHECK (revision > 0),
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	hash	BLOB NOT NULL CHECK (length(hash) = 32),
	PRIMARY KEY (wave, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX terms_hash ON terms (bulletin, hash);

-- A `move` of a wave; it holds once the revision is adopted.
CREATE TABLE move (
	wave	BLOB NOT NULL CHECK (length(wave) = 32),	-- leaf
	number	INTEGER NOT NULL CHECK (number > 0),
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	revision INTEGER NOT NULL CHECK (revision > 0),
	opens	INTEGER NOT NULL,
	leaf	BLOB NOT NULL UNIQUE CHECK (length(leaf) = 32),
	PRIMARY KEY (wave, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX move_revision ON move (bulletin, revision);

-- An `early` of a wave: it opens at once.
CREATE TABLE early (
	wave	BLOB PRIMARY KEY CHECK (length(wave) = 32),	-- leaf
	leaf	BLOB NOT NULL UNIQUE CHECK (length(leaf) = 32)
) STRICT, WITHOUT ROWID;

-- Who besides the vendor agrees to the terms, and what they said last.
CREATE TABLE party (
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	name	TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
	role	TEXT NOT NULL CHECK (role IN ('finder', 'coordinator')),
	added	INTEGER NOT NULL,
	revision INTEGER,		-- that they answered
	accepts	INTEGER CHECK (accepts IN (0, 1)),
	answered INTEGER,
	note	TEXT,			-- where they said so
	PRIMARY KEY (bulletin, name)
) STRICT, WITHOUT ROWID;

-- Sealings that went out in a hurry: their marks were read by nobody.
CREATE TABLE haste (
	sealing	TEXT PRIMARY KEY CHECK (length(sealing) = 16),
	officers TEXT NOT NULL,
	at	INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What went out before this was kept: published under terms of its number.
INSERT INTO embargo (bulletin, n, said, revision, public, respond_by,
	officers, at)
	SELECT id, revision, 'active', revision, public, public, 'not known',
	    published FROM sealing
	WHERE published IS NOT NULL AND editorial = 0;
INSERT INTO terms (wave, revision, bulletin, hash)
	SELECT w.leaf, (SELECT max(t.revision) FROM sealing t
	    WHERE t.id = s.id AND t.revision <= s.revision AND
	    t.editorial = 0), s.id, w.terms
	FROM sealing s JOIN wave w ON w.sealing = s.sealing
	WHERE s.published IS NOT NULL;
