/* SPDX-License-Identifier: ISC */
/*
 * A commitment that is accepted is written in one way only; a share of an
 * honest wave combines, and with any bit changed is refused.
 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "telltale/share.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct input {
	uint8_t k, n, at, byte, bits;
	uint8_t seed[32];
	uint8_t commitment[TT_COMMITMENT_LEN];
	uint8_t value[TT_SCALAR_LEN];
};

/* Decoded and encoded again; adding the identity element does both. */
static void
check_commitment(const struct input *in)
{
	static const uint8_t identity[TT_COMMITMENT_LEN];
	struct tt_wave_commitment c = { .k = 1, .n = 1 };
	struct tt_share share = { .index = 1 };
	uint8_t again[TT_COMMITMENT_LEN];

	memcpy(c.c[0], in->commitment, sizeof(in->commitment));
	memcpy(share.value, in->value, sizeof(in->value));
	if (tt_wave_commitment_check(&c) != TT_OK)
		return;
	if (crypto_core_ristretto255_add(again, c.c[0], identity) != 0 ||
	    memcmp(again, c.c[0], sizeof(again)) != 0)
		abort();
	/* a share that checks is a canonical scalar, and the committed one */
	if (tt_share_check(&c, &share) == TT_OK &&
	    (crypto_scalarmult_ristretto255_base(again, share.value) != 0 ||
	    memcmp(again, c.c[0], sizeof(again)) != 0))
		abort();
}

static void
check_wave(const struct input *in)
{
	unsigned n = in->n % TT_SHARES_MAX + 1, k = in->k % n + 1;
	struct tt_age_identity want, got;
	struct tt_wave_secret s;
	struct tt_wave_commitment c;
	struct tt_share share[TT_SHARES_MAX];
	struct rng_seeded st;
	size_t bad = TT_SHARES_MAX;

	if (tt_wave_secret_draw(&s, k, rng_seeded(&st, in->seed)) != TT_OK ||
	    tt_wave_commit(&c, &s, n) != TT_OK ||
	    tt_wave_identity(&want, &s) != TT_OK)
		abort();
	for (unsigned i = 0; i < k; i++)
		if (tt_share_make(&share[i], &s, n - i) != TT_OK)
			abort();
	share[in->at % k].value[in->byte % TT_SCALAR_LEN] ^= in->bits;
	if (tt_share_combine(&got, &c, share, k, &bad) != TT_OK) {
		if (in->bits == 0 || bad != in->at % k)
			abort();
	} else if (in->bits != 0 || memcmp(&want, &got, sizeof(got)) != 0) {
		abort();
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { 0 };

	if (sodium_init() < 0)
		abort();
	memcpy(&in, data, size < sizeof(in) ? size : sizeof(in));
	check_commitment(&in);
	check_wave(&in);
	return 0;
}
