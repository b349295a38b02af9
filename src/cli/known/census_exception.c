/* SPDX-License-Identifier: ISC */
/* census_exception - rules of the policy that were lifted for who is in it. */
#include <stdlib.h>
#include <string.h>

#include "cli/known/census.h"
#include "cli/partner.h"

static int
by_partner(const void *id, const void *person)
{
	const struct census_person *p = person;

	return strcmp(id, p->copy.partner);
}

static bool
has_copy(const struct census *c, const char *partner)
{
	return c->lines.n_people > 0 && bsearch(partner, c->lines.person,
	    c->lines.n_people, sizeof(*c->lines.person), by_partner) != NULL;
}

/* One that was good when it was sealed, or is of this very bulletin. */
static enum tt_err
take(void *ctx, const struct vault_exception *x)
{
	struct census *c = ctx;
	struct vault_exception *more;

	if (x->at_s > c->at_s || !has_copy(c, x->partner) ||
	    (x->bulletin[0] != '\0' ?
	    strcmp(x->bulletin, c->record.id) != 0 :
	    x->until_s < c->lines.began_s))
		return TT_OK;
	more = reallocarray(c->exception, c->n_exceptions + 1, sizeof(*more));
	if (more == NULL)
		return TT_ENOMEM;
	c->exception = more;
	more[c->n_exceptions++] = *x;
	return TT_OK;
}

int
census_read_exceptions(struct census *c)
{
	enum tt_err e = vault_exception_each(c->v->db, NULL, take, c);

	return e == TT_OK ? CLI_DONE : partner_cannot(c->v, e,
	    "read the exceptions");
}
