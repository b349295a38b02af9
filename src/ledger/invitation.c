/* SPDX-License-Identifier: ISC */
#include "telltale/invitation.h"
#include "telltale/origin.h"

/* Its own signature, by a key that is an officer's of that log by name. */
static enum tt_err
check(const struct tt_statement *s)
{
	struct tt_vkey officer, log_key;
	struct tt_note_signed by;
	enum tt_owner owner;
	struct span who;
	enum tt_err e;

	if (s->kind != TT_INVITATION || s->note.n != 1 ||
	    !tt_statement_vkey(s, "officer", &officer) ||
	    !tt_statement_vkey(s, "log-key", &log_key))
		return TT_EREFUSED;
	if (!span_is(s->origin, log_key.name) ||
	    tt_key_name_parse(&owner, &who, s->origin,
	    span_str(officer.name)) != TT_OK || owner != TT_OWNER_OFFICER)
		return TT_EREFUSED;
	if ((e = tt_note_open(&s->note, &officer, 1, &by)) != TT_OK)
		return e;
	return TT_OK;
}

enum tt_err
tt_invitation_open(struct tt_statement *out, struct span text, int64_t now,
    struct tt_statement_diag *diag)
{
	struct tt_statement s;
	enum tt_err e;

	if ((e = tt_statement_parse(&s, text, diag)) != TT_OK ||
	    (e = check(&s)) != TT_OK)
		return e;
	if (now >= tt_statement_instant(&s, "expires", 0))
		return TT_ESTATE;
	*out = s;
	return TT_OK;
}
