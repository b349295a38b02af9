-- SPDX-License-Identifier: ISC
-- vault 20: what partners' readers signed by their keys.

-- A reader: the letter that they signed, and scan is its SHA-256; NULL: on
-- paper.
ALTER TABLE signing ADD COLUMN reader TEXT;
ALTER TABLE signing ADD COLUMN letter BLOB;
