-- SPDX-License-Identifier: ISC
-- hub 5: the portal: passkeys of readers, and who is signed in.

CREATE TABLE passkey (
	id	BLOB PRIMARY KEY CHECK (length(id) BETWEEN 1 AND 1023),
	reader	TEXT NOT NULL,		-- who may still wait for an officer
	alg	INTEGER NOT NULL CHECK (alg IN (-7, -8)),
	key	BLOB NOT NULL CHECK (length(key) IN (32, 64)),
	count	INTEGER NOT NULL,	-- of its signatures
	made	INTEGER NOT NULL
) STRICT;
CREATE INDEX passkey_reader ON passkey (reader);

CREATE TABLE session (
	sha256	BLOB PRIMARY KEY CHECK (length(sha256) = 32),	-- of its cookie
	reader	TEXT NOT NULL,
	made	INTEGER NOT NULL,
	seen	INTEGER NOT NULL
) STRICT;
CREATE INDEX session_reader ON session (reader);

-- Challenges that an assertion was taken for, while they are fresh.
CREATE TABLE answered (
	challenge BLOB PRIMARY KEY CHECK (length(challenge) = 32),
	at	INTEGER NOT NULL
) STRICT;
