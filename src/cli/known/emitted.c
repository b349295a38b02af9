/* SPDX-License-Identifier: ISC */
/*
 * emitted - what registered emissions mean for a trace: whoever registered
 * that it sends its constants is named by none of them.
 */
#include <stdlib.h>
#include <string.h>

#include "cli/clock.h"
#include "cli/partner.h"
#include "cli/say.h"
#include "cli/trace.h"
#include "store/vault_known.h"

struct marking {
	struct tracing *t;
	int64_t now_s;
};

/* What was sent once may be copied for ever: its end does not matter. */
static enum tt_err
mark_holder(void *ctx, const struct vault_emission *e)
{
	struct marking *m = ctx;
	const struct lineup *l = m->t->lineup;

	if (e->since_s > m->now_s)
		return TT_OK;
	for (size_t h = 0; h < l->roster.n_holders; h++)
		if (strcmp(l->partner[h].id, e->partner) == 0)
			m->t->emits[h] = true;
	return TT_OK;
}

/* The constants of every revision. */
static void
mark_slots(struct tracing *t)
{
	for (size_t k = 0; k < t->n_revisions; k++) {
		const struct sealed *s = t->revision[k];

		for (uint32_t i = 0; i < s->draft.bulletin->n_sites; i++)
			if (s->draft.bulletin->sites[i].class ==
			    TT_CLASS_DATA)
				t->emitted[s->slot_of[i]] = true;
	}
}

int
trace_emissions(struct tracing *t, struct vault *v)
{
	struct marking m = { .t = t, .now_s = clock_now() };
	enum tt_err e;

	t->emitted = calloc(t->showing.n_slots + 1, sizeof(*t->emitted));
	t->emits = calloc(t->lineup->roster.n_holders + 1,
	    sizeof(*t->emits));
	if (t->emitted == NULL || t->emits == NULL)
		return say_err(TT_ENOMEM, NULL, "cannot trace");
	mark_slots(t);
	if ((e = vault_emission_each(v->db, t->sealed->record.id, mark_holder,
	    &m)) != TT_OK)
		return partner_cannot(v, e, "read what partners send");
	return CLI_DONE;
}
