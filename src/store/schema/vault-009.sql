-- SPDX-License-Identifier: ISC
-- vault 9: public events.

-- What the world could see of a bulletin's matter, and who says so.  An event
-- is between two instants; `bulletin` is its id in the ledger.
CREATE TABLE public_event (
	n	INTEGER PRIMARY KEY,
	bulletin TEXT NOT NULL CHECK (length(bulletin) = 16),
	what	TEXT NOT NULL,
	begins	INTEGER NOT NULL,
	ends	INTEGER NOT NULL CHECK (ends >= begins),
	source	TEXT NOT NULL,
	entered	INTEGER NOT NULL
) STRICT;
CREATE INDEX public_event_bulletin ON public_event (bulletin, begins);
