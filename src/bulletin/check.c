/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "telltale/check.h"

/* How many rows show every alternative. */
static size_t
n_covering(const struct tt_bulletin *b)
{
	size_t n = 1;

	for (size_t i = 0; i < b->n_sites; i++) {
		const struct tt_site *s = &b->sites[i];
		/* of a value site: the least, the greatest, a random one */
		size_t rows = tt_site_is_value(s) ? 3 : (size_t)s->n;

		if (rows > n)
			n = rows;
	}
	return n;
}

static uint64_t
covering_symbol(const struct tt_site *s, size_t k, struct rng rng)
{
	if (!tt_site_is_value(s))
		return k % s->n;
	return k == 0 ? 0 : k == 1 ? s->n - 1 : rng_below(rng, s->n);
}

size_t
tt_check_n_rows(const struct tt_bulletin *b)
{
	return b->n_sites == 0 ? 1 : n_covering(b) + TT_CHECK_RANDOM_ROWS;
}

void
tt_check_row(const struct tt_bulletin *b, size_t k, struct rng rng,
    uint64_t *symbols)
{
	bool covering = k < n_covering(b);

	for (size_t i = 0; i < b->n_sites; i++)
		symbols[i] = covering ?
		    covering_symbol(&b->sites[i], k, rng) :
		    rng_below(rng, b->sites[i].n);
}

/* On the way from a row that passes to one that is broken. */
struct hunt {
	const struct tt_check_pair *pair;
	uint32_t *differ;	/* sites */
	uint64_t *row;		/* passes */
	uint64_t *trial;
};

/* Whether the row is broken with bad's symbols at the first n that differ. */
static bool
is_broken_with(const struct hunt *h, size_t n)
{
	const struct tt_check_pair *p = h->pair;

	memcpy(h->trial, h->row, p->bulletin->n_sites * sizeof(*h->trial));
	for (size_t i = 0; i < n; i++)
		h->trial[h->differ[i]] = p->bad[h->differ[i]];
	return p->broken(p->ctx, h->trial);
}

/* The least n with which it is broken; with hi it is, with none it is not. */
static size_t
least_broken(const struct hunt *h, size_t hi)
{
	size_t lo = 0;

	while (hi - lo > 1) {
		size_t mid = lo + (hi - lo) / 2;

		if (is_broken_with(h, mid))
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}

/*
 * The last site of the least prefix that breaks the row is to blame, perhaps
 * together with some before it: it goes into the row, and if that passes
 * still, the next one is among those before.
 */
static size_t
hunt(const struct hunt *h, size_t n_differ, struct tt_culprit *out, size_t cap)
{
	size_t hi = n_differ, found = 0;

	while (hi > 0 && found < cap) {
		uint32_t site;

		hi = least_broken(h, hi) - 1;
		site = h->differ[hi];
		h->row[site] = h->pair->bad[site];
		out[found++] = (struct tt_culprit){ site, h->row[site] };
		if (is_broken_with(h, 0))
			break;
	}
	return found;
}

enum tt_err
tt_check_narrow(const struct tt_check_pair *pair, struct tt_culprit *out,
    size_t cap, size_t *n)
{
	size_t n_sites = pair->bulletin->n_sites, n_differ = 0;
	struct hunt h = { .pair = pair };
	enum tt_err e = TT_ENOMEM;

	h.differ = calloc(n_sites + 1, sizeof(*h.differ));
	h.row = calloc(n_sites + 1, sizeof(*h.row));
	h.trial = calloc(n_sites + 1, sizeof(*h.trial));
	if (h.differ == NULL || h.row == NULL || h.trial == NULL)
		goto out;
	for (uint32_t i = 0; i < n_sites; i++) {
		h.row[i] = pair->good[i];
		if (pair->good[i] != pair->bad[i])
			h.differ[n_differ++] = i;
	}
	e = n_differ == 0 ? TT_ESTATE : TT_OK;
	if (e == TT_OK)
		*n = hunt(&h, n_differ, out, cap);
out:
	free(h.differ);
	free(h.row);
	free(h.trial);
	return e;
}
