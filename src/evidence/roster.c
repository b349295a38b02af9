/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "telltale/roster.h"

static int
by_number(const void *a, const void *b)
{
	const uint64_t *p = a, *q = b;

	return *p < *q ? -1 : *p > *q;
}

/* The numbers are the caller's to spoil. */
static bool
all_differ(uint64_t *numbers, size_t n)
{
	bool rising = true;

	for (size_t i = 1; i < n && rising; i++)
		rising = numbers[i - 1] < numbers[i];
	if (rising)
		return true;
	qsort(numbers, n, sizeof(*numbers), by_number);
	for (size_t i = 1; i < n; i++)
		if (numbers[i - 1] == numbers[i])
			return false;
	return true;
}

/* Copies stand by holder, none is left out, all of profiles that exist. */
static bool
in_order(const struct tt_roster *r)
{
	size_t holder = 0;

	if (r->copies[0].holder != 0)
		return false;
	for (size_t j = 0; j < r->n_copies; j++) {
		const struct tt_copy_of *c = &r->copies[j];

		if (c->holder != holder && c->holder != ++holder)
			return false;
		if (r->n_profiles > 0 && c->profile >= r->n_profiles)
			return false;
	}
	return holder + 1 == r->n_holders;
}

static bool
one_public(const struct tt_roster *r)
{
	size_t n = 0;

	for (size_t h = 0; h < r->n_holders; h++)
		n += r->holders[h].is_public;
	return n <= 1;
}

enum tt_err
tt_roster_check(const struct tt_roster *r)
{
	uint64_t *numbers;
	bool ok;

	if (r->n_holders > TT_HOLDERS_MAX || r->n_copies > TT_COPIES_MAX ||
	    r->n_profiles > TT_PROFILES_MAX)
		return TT_ELIMIT;
	if (r->n_holders == 0 || r->n_copies < r->n_holders || !in_order(r) ||
	    !one_public(r))
		return TT_ERANGE;
	numbers = calloc(r->n_copies, sizeof(*numbers));
	if (numbers == NULL)
		return TT_ENOMEM;
	for (size_t h = 0; h < r->n_holders; h++)
		numbers[h] = r->holders[h].number;
	ok = all_differ(numbers, r->n_holders);
	for (size_t j = 0; j < r->n_copies; j++)
		numbers[j] = r->copies[j].number;
	ok = ok && all_differ(numbers, r->n_copies);
	free(numbers);
	return ok ? TT_OK : TT_ERANGE;
}
