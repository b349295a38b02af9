/* SPDX-License-Identifier: ISC */
#include "telltale/invitation.h"
#include "telltale/origin.h"

/* A key of that log, of one who is that by name. */
static bool
is_of(const struct tt_statement *s, const struct tt_vkey *key,
    enum tt_owner want)
{
	enum tt_owner owner;
	struct span who;

	return tt_key_name_parse(&owner, &who, s->origin,
	    span_str(key->name)) == TT_OK && owner == want;
}

/* By the officer whom it names; or, if it names one, by the admin. */
static enum tt_err
check(const struct tt_statement *s)
{
	struct tt_vkey officer, admin, log_key;
	bool by_admin;
	struct tt_note_signed by;
	enum tt_err e;

	if (s->kind != TT_INVITATION || s->note.n != 1 ||
	    !tt_statement_vkey(s, "officer", &officer) ||
	    !tt_statement_vkey(s, "log-key", &log_key))
		return TT_EREFUSED;
	by_admin = tt_statement_vkey(s, "admin", &admin);
	if (!span_is(s->origin, log_key.name) ||
	    !is_of(s, &officer, TT_OWNER_OFFICER) ||
	    (by_admin && !is_of(s, &admin, TT_OWNER_READER)))
		return TT_EREFUSED;
	if ((e = tt_note_open(&s->note, by_admin ? &admin : &officer, 1,
	    &by)) != TT_OK)
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
