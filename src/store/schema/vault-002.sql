-- SPDX-License-Identifier: ISC
-- vault 2: what was sealed, for whom, and what was read in specimens.

-- id is drawn at random and stands in statements; name is the author's own.
CREATE TABLE bulletin (
	id	TEXT PRIMARY KEY CHECK (length(id) = 16),
	name	TEXT NOT NULL,
	title	TEXT NOT NULL,
	folder	TEXT NOT NULL,		-- of the draft, when it was sealed
	public	INTEGER NOT NULL,
	sealed	INTEGER NOT NULL,
	published INTEGER,
	text	BLOB NOT NULL CHECK (length(text) = 32),
	codebook BLOB NOT NULL CHECK (length(codebook) = 32),	-- leaf
	depth_holders INTEGER NOT NULL,
	depth_copies INTEGER NOT NULL
) STRICT;
CREATE INDEX bulletin_name ON bulletin (name, sealed);

CREATE TABLE wave (
	bulletin TEXT NOT NULL REFERENCES bulletin (id),
	n	INTEGER NOT NULL,
	name	TEXT NOT NULL,
	profile	TEXT NOT NULL,
	opens	INTEGER NOT NULL,
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32),
	copies	BLOB NOT NULL CHECK (length(copies) = 32),	-- leaf
	root	BLOB NOT NULL CHECK (length(root) = 32),	-- of the set
	terms	BLOB NOT NULL CHECK (length(terms) = 32),
	bytes	INTEGER NOT NULL,	-- of each copy
	PRIMARY KEY (bulletin, n)
) STRICT, WITHOUT ROWID;

-- partner is NULL for the public rendering; numbers are random.
CREATE TABLE holder (
	bulletin TEXT NOT NULL REFERENCES bulletin (id),
	number	INTEGER NOT NULL,
	partner	TEXT REFERENCES partner (id),
	PRIMARY KEY (bulletin, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE copy (
	bulletin TEXT NOT NULL,
	number	INTEGER NOT NULL,
	holder	INTEGER NOT NULL,
	reader	TEXT REFERENCES reader (id),	-- NULL: the public rendering
	key	BLOB CHECK (length(key) = 16),	-- the ledger's reader id
	wave	INTEGER,
	sha256	BLOB CHECK (length(sha256) = 32),
	PRIMARY KEY (bulletin, number),
	FOREIGN KEY (bulletin, holder) REFERENCES holder (bulletin, number),
	FOREIGN KEY (bulletin, wave) REFERENCES wave (bulletin, n),
	CHECK ((reader IS NULL) = (wave IS NULL))
) STRICT, WITHOUT ROWID;

-- Each reading of a specimen, before any row was touched.
CREATE TABLE observed (
	bulletin TEXT NOT NULL REFERENCES bulletin (id),
	t	INTEGER NOT NULL CHECK (t > 0),
	specimen BLOB NOT NULL CHECK (length(specimen) = 32),
	observations BLOB NOT NULL CHECK (length(observations) = 32),
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32),
	at	INTEGER NOT NULL,
	PRIMARY KEY (bulletin, t),
	UNIQUE (bulletin, specimen, observations)
) STRICT, WITHOUT ROWID;
