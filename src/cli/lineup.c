/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "cli/lineup.h"

void
lineup_carried(const struct draft *d, const uint32_t *slot_of,
    enum tt_profile profile, bool *has)
{
	const struct tt_bulletin *b = d->bulletin;
	uint32_t site;

	for (size_t i = 0; i < b->n_places; i++) {
		site = b->places[i].site;
		if (d->manifest == NULL || tt_profile_carries(profile,
		    d->manifest->parts[b->places[i].part].kind))
			has[slot_of != NULL ? slot_of[site] : site] = true;
	}
}

static uint32_t
add_profile(struct lineup *l, const bool *has, size_t n)
{
	bool *mine;

	if (l->err != TT_OK)
		return 0;
	if (l->roster.n_profiles == TT_PROFILES_MAX) {
		l->err = TT_ELIMIT;
		return 0;
	}
	if ((mine = calloc(n + 1, sizeof(*mine))) == NULL) {
		l->err = TT_ENOMEM;
		return 0;
	}
	if (n > 0)
		memcpy(mine, has, n * sizeof(*mine));
	l->has[l->roster.n_profiles] = mine;
	return (uint32_t)l->roster.n_profiles++;
}

uint32_t
lineup_profile(struct lineup *l, const bool *has, size_t n)
{
	for (size_t i = 0; i < l->roster.n_profiles; i++)
		if (memcmp(l->has[i], has, n * sizeof(*has)) == 0)
			return (uint32_t)i;
	return add_profile(l, has, n);
}

void
lineup_profiles_of(struct lineup *l, const struct draft *d)
{
	size_t n = d->bulletin->n_sites;
	bool *has = calloc(n + 1, sizeof(*has));

	if (has == NULL) {
		l->err = TT_ENOMEM;
		return;
	}
	for (enum tt_profile p = 0; p < TT_PROFILE_COUNT; p++) {
		memset(has, 0, (n + 1) * sizeof(*has));
		lineup_carried(d, NULL, p, has);
		add_profile(l, has, n);
	}
	free(has);
}

static size_t
more(size_t cap)
{
	return cap > 0 ? cap * 2 : 64;
}

static enum tt_err
grow_holders(struct lineup *l)
{
	size_t cap = more(l->cap_holders);
	struct lineup_name *names;
	struct tt_holder *holders;

	if (l->roster.n_holders < l->cap_holders)
		return TT_OK;
	if (cap > TT_HOLDERS_MAX)
		return TT_ELIMIT;
	holders = reallocarray(l->holder, cap, sizeof(*holders));
	if (holders == NULL)
		return TT_ENOMEM;
	l->holder = holders;
	names = reallocarray(l->partner, cap, sizeof(*names));
	if (names == NULL)
		return TT_ENOMEM;
	l->partner = names;
	l->cap_holders = cap;
	return TT_OK;
}

static enum tt_err
grow_copies(struct lineup *l)
{
	size_t cap = more(l->cap_copies);
	struct lineup_name *names;
	struct tt_copy_of *copies;

	if (l->roster.n_copies < l->cap_copies)
		return TT_OK;
	if (cap > TT_COPIES_MAX)
		return TT_ELIMIT;
	copies = reallocarray(l->copy, cap, sizeof(*copies));
	if (copies == NULL)
		return TT_ENOMEM;
	l->copy = copies;
	names = reallocarray(l->reader, cap, sizeof(*names));
	if (names == NULL)
		return TT_ENOMEM;
	l->reader = names;
	l->cap_copies = cap;
	return TT_OK;
}

void
lineup_add_holder(struct lineup *l, uint64_t number, const char *partner)
{
	size_t n = l->roster.n_holders;

	if (l->err != TT_OK || (l->err = grow_holders(l)) != TT_OK)
		return;
	l->holder[n] = (struct tt_holder){ .number = number };
	l->err = span_copy(span_str(partner), l->partner[n].id,
	    sizeof(l->partner[n].id));
	l->roster.n_holders++;
}

void
lineup_add_copy(struct lineup *l, uint64_t number, const char *reader,
    uint32_t profile)
{
	size_t n = l->roster.n_copies;

	if (l->err != TT_OK || (l->err = grow_copies(l)) != TT_OK)
		return;
	l->copy[n] = (struct tt_copy_of){ .number = number,
		.holder = (uint32_t)(l->roster.n_holders - 1),
		.profile = profile };
	l->err = span_copy(span_str(reader), l->reader[n].id,
	    sizeof(l->reader[n].id));
	l->roster.n_copies++;
}

enum tt_err
lineup_err(struct lineup *l)
{
	l->roster.holders = l->holder;
	l->roster.copies = l->copy;
	l->roster.profiles = (const bool *const *)l->has;
	return l->err;
}

/* Copies stand by holder, in rising order. */
static size_t
first_copy(const struct lineup *l, uint32_t holder)
{
	size_t lo = 0, hi = l->roster.n_copies, mid;

	while (lo < hi) {
		mid = lo + (hi - lo) / 2;
		if (l->copy[mid].holder < holder)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

void
lineup_copies_of(const struct lineup *l, uint32_t holder, size_t *first,
    size_t *n)
{
	*first = first_copy(l, holder);
	*n = first_copy(l, holder + 1) - *first;
}

bool
lineup_holder_has(const struct lineup *l, uint32_t holder, uint32_t slot)
{
	size_t first, n;

	lineup_copies_of(l, holder, &first, &n);
	for (size_t i = first; i < first + n; i++)
		if (l->has[l->copy[i].profile][slot])
			return true;
	return false;
}

void
lineup_done(struct lineup *l)
{
	for (size_t i = 0; i < l->roster.n_profiles; i++)
		free(l->has[i]);
	free(l->holder);
	free(l->copy);
	free(l->partner);
	free(l->reader);
	memset(l, 0, sizeof(*l));
}
