-- SPDX-License-Identifier: ISC
-- vault 11: notices.
CREATE INDEX reader_state ON reader (state);
CREATE INDEX partner_ends ON partner (state, ends);
