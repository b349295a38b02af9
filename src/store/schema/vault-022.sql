-- Whether readers may fetch the sealed copies of a wave ahead of its instant.

ALTER TABLE wave ADD COLUMN prefetch INTEGER NOT NULL DEFAULT 0
	CHECK (prefetch IN (0, 1));
