-- Which partners a bulletin went to, and the first word from each, so that a
-- status can count them without reading what they signed.

CREATE TABLE reach (
	bulletin TEXT NOT NULL,
	partner	TEXT NOT NULL REFERENCES partner (id),
	answered INTEGER,	-- the first consent, or refusal
	received INTEGER,	-- the first receipt
	PRIMARY KEY (bulletin, partner)
) STRICT, WITHOUT ROWID;

CREATE INDEX notice_failed ON notice (n) WHERE state = 'failed';
