/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "hub/agreed.h"
#include "programme/agreement.h"
#include "store/hub_log.h"
#include "store/hub_people.h"

static enum tt_err
held_by(struct hub *h, const char *partner, char out[TT_ID_MAX + 1])
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct hub_partner p = { .state = "" };
	enum tt_err e;

	if (s == NULL)
		return TT_ENOMEM;
	if ((e = hub_partner_get(h->db, partner, &p)) == TT_OK &&
	    (e = tt_statement_parse(s, buf_view(&p.statement), NULL)) == TT_OK)
		e = span_copy(tt_statement_get(s, "agreement"), out,
		    TT_ID_MAX + 1);
	hub_partner_done(&p);
	free(s);
	return e;
}

/* As the log has them, in the clear. */
static enum tt_err
read_versions(struct hub *h, struct agreement_versions *out)
{
	struct tt_statement *s = malloc(sizeof(*s));
	struct hub_entry row = { .index = 0 };
	uint64_t last = 0;
	enum tt_err e = TT_ENOMEM;

	while (s != NULL && (e = hub_entry_after(h->db, TT_AGREEMENT, last,
	    &row)) == TT_OK) {
		last = row.index;
		e = tt_statement_parse(s, buf_view(&row.bytes), NULL);
		if (e == TT_OK)
			agreement_versions_add(out, tt_statement_get(s,
			    "version"));
		hub_entry_done(&row);
		if (e != TT_OK)
			break;
	}
	free(s);
	return e == TT_ENOENT ? TT_OK : e;
}

enum tt_err
agreed_of(struct hub *h, const char *partner,
    const struct tt_statement *head, struct agreed *out)
{
	struct agreement_versions *v;
	struct agreed a = { .yes = false };
	enum tt_err e;

	if ((e = span_copy(tt_statement_get(head, "agreement"), a.need,
	    sizeof(a.need))) != TT_OK ||
	    (e = held_by(h, partner, a.held)) != TT_OK)
		return e;
	if (strcmp(a.need, a.held) != 0 &&
	    strcmp(a.held, AGREEMENT_STAFF) != 0) {
		if ((v = calloc(1, sizeof(*v))) == NULL)
			return TT_ENOMEM;
		e = read_versions(h, v);
		a.yes = agreement_meets(v, a.need, a.held);
		free(v);
	} else
		a.yes = true;
	if (e == TT_OK)
		*out = a;
	return e;
}
