/* SPDX-License-Identifier: ISC */
/*
 * All arithmetic is libsodium's, in constant time.  It calls a multiple that
 * comes out as the identity element an error; here that is an element like
 * any other, and which ones may not be it is said where it matters.
 */
#include <sodium.h>
#include <string.h>

#include "base/secret.h"
#include "base/sha256.h"
#include "seal/share_sum.h"
#include "telltale/share.h"

#define IDENTITY_INFO	"telltale/v1/wave-identity"

_Static_assert(TT_SCALAR_LEN == crypto_core_ristretto255_SCALARBYTES,
    "scalars");
_Static_assert(TT_COMMITMENT_LEN == crypto_core_ristretto255_BYTES,
    "elements");

/* What combining works on; secret. */
struct sum {
	uint8_t s[TT_SCALAR_LEN];
	uint8_t term[TT_SCALAR_LEN];
};

static const uint8_t zero[TT_SCALAR_LEN];	/* also the identity element */

static void
small(uint8_t out[TT_SCALAR_LEN], unsigned v)
{
	memset(out, 0, TT_SCALAR_LEN);
	out[0] = (uint8_t)v;	/* at most 16 */
}

/* Below L: reducing it changes nothing. */
static bool
is_scalar(const uint8_t s[TT_SCALAR_LEN])
{
	uint8_t wide[crypto_core_ristretto255_NONREDUCEDSCALARBYTES] = { 0 };
	uint8_t reduced[TT_SCALAR_LEN];
	bool same;

	memcpy(wide, s, TT_SCALAR_LEN);
	crypto_core_ristretto255_scalar_reduce(reduced, wide);
	same = secret_eq(reduced, s, TT_SCALAR_LEN);
	secret_wipe(wide, sizeof(wide));
	secret_wipe(reduced, sizeof(reduced));
	return same;
}

/*
 * A canonical element other than the identity.  Decoded and encoded again,
 * as libsodium 1.0.18's is_valid_point overlooks the highest bit.
 */
static bool
is_element(const uint8_t c[TT_COMMITMENT_LEN])
{
	uint8_t again[TT_COMMITMENT_LEN];

	return memcmp(c, zero, TT_COMMITMENT_LEN) != 0 &&
	    crypto_core_ristretto255_add(again, c, zero) == 0 &&
	    memcmp(again, c, sizeof(again)) == 0;
}

/* s * G; the identity element for 0. */
static void
times_base(uint8_t out[TT_COMMITMENT_LEN], const uint8_t s[TT_SCALAR_LEN])
{
	if (crypto_scalarmult_ristretto255_base(out, s) != 0)
		memset(out, 0, TT_COMMITMENT_LEN);
}

/* Sum of j^i * C_i, which is what share j times G must be. */
static enum tt_err
evaluate(uint8_t out[TT_COMMITMENT_LEN], const struct tt_wave_commitment *c,
    unsigned j)
{
	uint8_t x[TT_SCALAR_LEN], power[TT_SCALAR_LEN];
	uint8_t sum[TT_COMMITMENT_LEN], term[TT_COMMITMENT_LEN];

	small(x, j);
	small(power, 1);
	memset(sum, 0, sizeof(sum));
	for (unsigned i = 0; i < c->k; i++) {
		/* neither factor is zero, so the product is not either */
		if (crypto_scalarmult_ristretto255(term, power, c->c[i]) != 0 ||
		    crypto_core_ristretto255_add(sum, sum, term) != 0)
			return TT_EKEY;
		crypto_core_ristretto255_scalar_mul(power, power, x);
	}
	memcpy(out, sum, sizeof(sum));
	return TT_OK;
}

/* Share y_j times the product of m / (m - j) over the other indices m. */
static void
weigh(uint8_t term[TT_SCALAR_LEN], const struct tt_share *shares, size_t n,
    size_t at)
{
	uint8_t m[TT_SCALAR_LEN], j[TT_SCALAR_LEN];
	uint8_t above[TT_SCALAR_LEN], below[TT_SCALAR_LEN];

	small(j, shares[at].index);
	small(above, 1);
	small(below, 1);
	for (size_t i = 0; i < n; i++) {
		if (i == at)
			continue;
		small(m, shares[i].index);
		crypto_core_ristretto255_scalar_mul(above, above, m);
		crypto_core_ristretto255_scalar_sub(m, m, j);
		crypto_core_ristretto255_scalar_mul(below, below, m);
	}
	/* indices differ, so below is not 0 and has an inverse */
	(void)crypto_core_ristretto255_scalar_invert(below, below);
	crypto_core_ristretto255_scalar_mul(above, above, below);
	crypto_core_ristretto255_scalar_mul(term, shares[at].value, above);
}

static void
set_identity(struct tt_age_identity *out, const uint8_t s[TT_SCALAR_LEN])
{
	uint8_t scalar[SHA256_LEN];

	hkdf_sha256(scalar, s, TT_SCALAR_LEN, NULL, 0, IDENTITY_INFO,
	    sizeof(IDENTITY_INFO) - 1);
	tt_age_identity_set(out, scalar);
	secret_wipe(scalar, sizeof(scalar));
}

void
share_interpolate(struct tt_age_identity *out, const struct tt_share *shares,
    size_t n)
{
	struct sum w = { .s = { 0 } };

	for (size_t i = 0; i < n; i++) {
		weigh(w.term, shares, n, i);
		crypto_core_ristretto255_scalar_add(w.s, w.s, w.term);
	}
	set_identity(out, w.s);
	secret_wipe(&w, sizeof(w));
}

enum tt_err
share_check_distinct(const struct tt_share *shares, size_t n, size_t *bad)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < i; j++)
			if (shares[i].index == shares[j].index) {
				*bad = i;
				return TT_ESHARE;
			}
	return TT_OK;
}

enum tt_err
tt_wave_secret_draw(struct tt_wave_secret *out, unsigned k, struct rng rng)
{
	uint8_t wide[crypto_core_ristretto255_NONREDUCEDSCALARBYTES];

	if (k < 1 || k > TT_SHARES_MAX)
		return TT_ERANGE;
	memset(out, 0, sizeof(*out));
	out->k = k;
	for (unsigned i = 0; i < k; i++)
		do {
			rng_fill(rng, wide, sizeof(wide));
			crypto_core_ristretto255_scalar_reduce(out->a[i], wide);
		} while (secret_eq(out->a[i], zero, TT_SCALAR_LEN));
	secret_wipe(wide, sizeof(wide));
	return TT_OK;
}

enum tt_err
tt_wave_commit(struct tt_wave_commitment *out, const struct tt_wave_secret *s,
    unsigned n)
{
	struct tt_wave_commitment c = { .k = s->k, .n = n };

	if (s->k < 1 || s->k > n || n > TT_SHARES_MAX)
		return TT_ERANGE;
	for (unsigned i = 0; i < s->k; i++) {
		if (!is_scalar(s->a[i]) ||
		    secret_eq(s->a[i], zero, TT_SCALAR_LEN))
			return TT_EKEY;
		times_base(c.c[i], s->a[i]);
	}
	*out = c;
	return TT_OK;
}

enum tt_err
tt_wave_commitment_check(const struct tt_wave_commitment *c)
{
	if (c->k < 1 || c->k > c->n || c->n > TT_SHARES_MAX)
		return TT_ERANGE;
	for (unsigned i = 0; i < c->k; i++)
		if (!is_element(c->c[i]))
			return TT_EKEY;
	return TT_OK;
}

enum tt_err
tt_share_make(struct tt_share *out, const struct tt_wave_secret *s, unsigned j)
{
	uint8_t x[TT_SCALAR_LEN], y[TT_SCALAR_LEN] = { 0 };

	if (j < 1 || j > TT_SHARES_MAX || s->k < 1 || s->k > TT_SHARES_MAX)
		return TT_ERANGE;
	small(x, j);
	for (unsigned i = s->k; i > 0; i--) {	/* Horner */
		crypto_core_ristretto255_scalar_mul(y, y, x);
		crypto_core_ristretto255_scalar_add(y, y, s->a[i - 1]);
	}
	out->index = j;
	memcpy(out->value, y, sizeof(y));
	secret_wipe(y, sizeof(y));
	return TT_OK;
}

enum tt_err
tt_share_check(const struct tt_wave_commitment *c, const struct tt_share *share)
{
	uint8_t want[TT_COMMITMENT_LEN], got[TT_COMMITMENT_LEN];
	enum tt_err e;

	if ((e = tt_wave_commitment_check(c)) != TT_OK)
		return e;
	if (share->index < 1 || share->index > c->n || !is_scalar(share->value))
		return TT_ESHARE;
	if ((e = evaluate(want, c, share->index)) != TT_OK)
		return e;
	times_base(got, share->value);
	return memcmp(got, want, sizeof(got)) == 0 ? TT_OK : TT_ESHARE;
}

enum tt_err
tt_share_combine(struct tt_age_identity *out,
    const struct tt_wave_commitment *c, const struct tt_share *shares,
    size_t n_shares, size_t *bad)
{
	size_t at = 0;
	enum tt_err e;

	if ((e = tt_wave_commitment_check(c)) != TT_OK)
		return e;
	if (n_shares != c->k)
		return TT_ERANGE;
	while (at < n_shares && (e = tt_share_check(c, &shares[at])) == TT_OK)
		at++;
	if (e == TT_OK)
		e = share_check_distinct(shares, n_shares, &at);
	if (e == TT_ESHARE && bad != NULL)
		*bad = at;
	if (e == TT_OK)
		share_interpolate(out, shares, n_shares);
	return e;
}

enum tt_err
tt_wave_identity(struct tt_age_identity *out, const struct tt_wave_secret *s)
{
	if (s->k < 1 || s->k > TT_SHARES_MAX)
		return TT_ERANGE;
	if (!is_scalar(s->a[0]) || secret_eq(s->a[0], zero, TT_SCALAR_LEN))
		return TT_EKEY;
	set_identity(out, s->a[0]);
	return TT_OK;
}
