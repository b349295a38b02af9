/* SPDX-License-Identifier: ISC */
/*
 * trace_search - which issued constants a raw search meets.
 *
 * The only reading that looks at rows: after what was read, N_V included, was
 * logged, and in a way that cannot change N_V (evidence.md section 4).
 */
#include <stdlib.h>

#include "base/secret.h"
#include "cli/say.h"
#include "cli/trace.h"

/* The values of all copies, slot by slot. */
struct issue {
	struct tt_issued *at;
	uint64_t *values;	/* n_copies for each; secret */
	uint64_t *row;		/* scratch */
	size_t n, n_copies, n_slots;
};

static void
forget(struct issue *k)
{
	if (k->values != NULL)
		secret_wipe(k->values, k->n * k->n_copies *
		    sizeof(*k->values));
	if (k->row != NULL)
		secret_wipe(k->row, k->n_slots * sizeof(*k->row));
	free(k->at);
	free(k->values);
	free(k->row);
}

static enum tt_err
list_slots(struct issue *k, const struct tracing *t)
{
	size_t cells;

	k->n_slots = t->showing.n_slots;
	k->n_copies = t->lineup->roster.n_copies;
	if ((k->at = calloc(k->n_slots + 1, sizeof(*k->at))) == NULL)
		return TT_ENOMEM;
	for (uint32_t i = 0; i < k->n_slots; i++)
		if (t->showing.searched[i])
			k->at[k->n++].site = i;
	if (__builtin_mul_overflow(k->n, k->n_copies, &cells))
		return TT_ENOMEM;
	k->values = calloc(cells + 1, sizeof(*k->values));
	k->row = calloc(k->n_slots + 1, sizeof(*k->row));
	return k->values == NULL || k->row == NULL ? TT_ENOMEM : TT_OK;
}

static void
walk_copies(struct issue *k, const struct tracing *t)
{
	const struct tt_roster *r = &t->lineup->roster;

	for (size_t j = 0; j < k->n_copies; j++) {
		tt_codebook_copy(t->codebook,
		    r->holders[r->copies[j].holder].number,
		    r->copies[j].number, k->row);
		for (size_t i = 0; i < k->n; i++)
			k->values[i * k->n_copies + j] = k->row[k->at[i].site];
	}
	for (size_t i = 0; i < k->n; i++) {
		k->at[i].values = k->values + i * k->n_copies;
		k->at[i].n = k->n_copies;
	}
}

int
trace_search(struct tracing *t)
{
	struct issue k = { .n = 0 };
	enum tt_err e;

	if ((e = list_slots(&k, t)) == TT_OK && k.n > 0) {
		walk_copies(&k, t);
		e = showing_search(&t->showing, k.at, k.n);
	}
	forget(&k);
	return e == TT_OK ? CLI_DONE : say_err(e, NULL,
	    "cannot search for constants");
}
