/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "cli/clock.h"
#include "cli/partner.h"
#include "cli/people/agreement.h"
#include "cli/people/by_key.h"
#include "store/vault_standing.h"

#define FUTURE_S	300	/* that clocks may differ */

int
by_key_speaks(struct vault *v, const struct vault_reader *r,
    const char **why)
{
	struct vault_role role;
	enum tt_err e;

	if ((e = vault_role_get(v->db, r->id, &role)) != TT_OK)
		return partner_cannot(v, e, "read a reader's role");
	if (r->state != READER_ACTIVE)
		*why = "its writer is no active reader";
	else if (!role.admin)
		*why = "its writer does not speak for the partner: telltale "
		    "reader role READER admin, if that is so";
	return CLI_DONE;
}

/* Of which version, if it is of one that is here, as it is here. */
static int
read_version(struct vault *v, const struct tt_letter *l,
    struct vault_signing *s, const char **why)
{
	struct vault_agreement a;
	struct hash text;
	bool found = false;
	int code;

	if (span_copy(tt_statement_get(&l->head, "version"), s->version,
	    sizeof(s->version)) != TT_OK ||
	    !tt_statement_hash(&l->head, "document", &text)) {
		*why = "it names no version and text";
		return CLI_DONE;
	}
	if ((code = agreement_find(v, s->version, &a, &found)) != CLI_DONE)
		return code;
	if (!found)
		*why = "there is no such version here";
	else if (memcmp(text.b, a.text.b, sizeof(text.b)) != 0)
		*why = "the text that was signed is not that of the version";
	return CLI_DONE;
}

int
by_key_agreement(struct vault *v, const struct tt_letter *l,
    struct span whole, const struct vault_reader *r, const char **why)
{
	struct vault_signing s = { .scan = l->hash,
		.signed_s = l->head.time, .entered_s = clock_now() };
	enum tt_err e;
	int code;

	*why = NULL;
	s.ends_s = tt_statement_instant(&l->head, "until", PARTNER_NO_END);
	memcpy(s.partner, r->partner, sizeof(s.partner));
	memcpy(s.reader, r->id, sizeof(s.reader));
	memcpy(s.signer, r->name, sizeof(s.signer));
	if (!tt_statement_is(&l->head, "about", "agreement"))
		*why = "it is about something else";
	else if (s.signed_s > s.entered_s + FUTURE_S ||
	    s.ends_s <= s.signed_s)
		*why = "its instants cannot be";
	else if ((code = by_key_speaks(v, r, why)) != CLI_DONE ||
	    (*why == NULL && (code = read_version(v, l, &s, why)) !=
	    CLI_DONE))
		return code;
	if (*why != NULL)
		return CLI_DONE;
	e = vault_signing_by_key(v->db, &s, whole);
	return e == TT_OK || e == TT_EEXIST ? CLI_DONE :
	    partner_cannot(v, e, "keep what was signed");
}
