/* SPDX-License-Identifier: ISC */
/* Combining shares in many choices, before the polynomial is wiped. */
#include <string.h>

#include "base/secret.h"
#include "seal/share_sum.h"
#include "telltale/share.h"

#define CHOICES_MAX	100	/* more are not all tried */

/* n choose k, or more than CHOICES_MAX. */
static unsigned
count_choices(unsigned n, unsigned k)
{
	unsigned long v = 1;

	for (unsigned i = 1; i <= k; i++)
		v = v * (n - k + i) / i;	/* below 12,871 at n = 16 */
	return (unsigned)v;
}

/* The next choice of k numbers below n, in rising order; false at the end. */
static bool
next_choice(unsigned *at, unsigned n, unsigned k)
{
	unsigned i = k;

	while (i > 0 && at[i - 1] == n - k + i - 1)
		i--;
	if (i == 0)
		return false;
	at[i - 1]++;
	for (; i < k; i++)
		at[i] = at[i - 1] + 1;
	return true;
}

static enum tt_err
try_choice(const unsigned *at, unsigned k, const struct tt_share *shares,
    const struct tt_age_recipient *recipient)
{
	struct {
		struct tt_share chosen[TT_SHARES_MAX];
		struct tt_age_identity id;
	} *w;
	enum tt_err e;

	if ((w = secret_new(sizeof(*w))) == NULL)
		return TT_ENOMEM;
	for (unsigned i = 0; i < k; i++)
		w->chosen[i] = shares[at[i]];
	share_interpolate(&w->id, w->chosen, k);
	e = memcmp(w->id.recipient.u, recipient->u, sizeof(recipient->u)) == 0 ?
	    TT_OK : TT_ESHARE;
	secret_free(w);
	return e;
}

static enum tt_err
try_all(unsigned n, unsigned k, const struct tt_share *shares,
    const struct tt_age_recipient *recipient)
{
	unsigned at[TT_SHARES_MAX];
	enum tt_err e;

	for (unsigned i = 0; i < k; i++)
		at[i] = i;
	do
		e = try_choice(at, k, shares, recipient);
	while (e == TT_OK && next_choice(at, n, k));
	return e;
}

static enum tt_err
try_neighbours(unsigned n, unsigned k, const struct tt_share *shares,
    const struct tt_age_recipient *recipient)
{
	unsigned at[TT_SHARES_MAX];
	enum tt_err e = TT_OK;

	for (unsigned start = 0; start < n && e == TT_OK; start++) {
		for (unsigned i = 0; i < k; i++)
			at[i] = (start + i) % n;
		e = try_choice(at, k, shares, recipient);
	}
	return e;
}

enum tt_err
tt_shares_prove(const struct tt_wave_commitment *c,
    const struct tt_share *shares, const struct tt_age_recipient *recipient)
{
	size_t at = 0;
	enum tt_err e;

	if ((e = tt_wave_commitment_check(c)) != TT_OK ||
	    (e = share_check_distinct(shares, c->n, &at)) != TT_OK)
		return e;
	for (unsigned i = 0; i < c->n; i++)
		if ((e = tt_share_check(c, &shares[i])) != TT_OK)
			return e;
	if (count_choices(c->n, c->k) <= CHOICES_MAX)
		return try_all(c->n, c->k, shares, recipient);
	return try_neighbours(c->n, c->k, shares, recipient);
}
