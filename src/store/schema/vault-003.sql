-- SPDX-License-Identifier: ISC
-- vault 3: revisions.  What `bulletin` had one row of per bulletin it now has
-- per sealing: a revision, or a text sealed anew before anybody had it.

-- sealing is drawn at random and names the folder; id is the bulletin's in
-- the ledger, the same in all its revisions.
ALTER TABLE bulletin RENAME COLUMN id TO sealing;
ALTER TABLE bulletin RENAME TO sealing;
ALTER TABLE sealing ADD COLUMN id TEXT NOT NULL DEFAULT '';
ALTER TABLE sealing ADD COLUMN revision INTEGER NOT NULL DEFAULT 1
	CHECK (revision > 0);
ALTER TABLE sealing ADD COLUMN editorial INTEGER NOT NULL DEFAULT 0
	CHECK (editorial IN (0, 1));
UPDATE sealing SET id = sealing;
CREATE UNIQUE INDEX sealing_id ON sealing (id, revision);

ALTER TABLE wave RENAME COLUMN bulletin TO sealing;
ALTER TABLE holder RENAME COLUMN bulletin TO sealing;
ALTER TABLE copy RENAME COLUMN bulletin TO sealing;

-- Readings are counted per bulletin, whichever revision was read.
CREATE TABLE observed_3 (
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	t	INTEGER NOT NULL CHECK (t > 0),
	specimen BLOB NOT NULL CHECK (length(specimen) = 32),
	observations BLOB NOT NULL CHECK (length(observations) = 32),
	leaf	BLOB NOT NULL CHECK (length(leaf) = 32),
	at	INTEGER NOT NULL,
	PRIMARY KEY (bulletin, t),
	UNIQUE (bulletin, specimen, observations)
) STRICT, WITHOUT ROWID;
INSERT INTO observed_3 SELECT bulletin, t, specimen, observations, leaf, at
	FROM observed;
DROP TABLE observed;
ALTER TABLE observed_3 RENAME TO observed;
