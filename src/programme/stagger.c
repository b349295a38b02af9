/* SPDX-License-Identifier: ISC */
#include <inttypes.h>
#include <stdio.h>

#include "programme/stagger.h"

void
stagger_draw(struct rng rng, uint32_t *slot, size_t n)
{
	for (size_t i = 0; i < n; i++)
		slot[i] = (uint32_t)i;
	for (size_t i = n; i > 1; i--) {
		size_t k = (size_t)rng_below(rng, i);
		uint32_t s = slot[i - 1];

		slot[i - 1] = slot[k];
		slot[k] = s;
	}
}

enum tt_err
stagger_check(const uint32_t *slot, size_t n)
{
	bool taken[STAGGER_PARTNERS_MAX] = { false };

	if (n > STAGGER_PARTNERS_MAX)
		return TT_ELIMIT;
	for (size_t i = 0; i < n; i++) {
		if (slot[i] >= n || taken[slot[i]])
			return TT_ERANGE;
		taken[slot[i]] = true;
	}
	return TT_OK;
}

void
stagger_commit(uint8_t out[SHA256_LEN], const uint8_t salt[STAGGER_SALT_LEN],
    struct span wave, const struct span *partner, const uint32_t *slot,
    size_t n)
{
	static const char domain[] = "telltale/v1/stagger\n";
	struct sha256 h;
	char line[32];
	int len;

	sha256_init(&h);
	sha256_add(&h, domain, sizeof(domain) - 1);
	sha256_add(&h, salt, STAGGER_SALT_LEN);
	sha256_add(&h, "wave ", 5);
	sha256_add(&h, wave.p, wave.n);
	for (size_t i = 0; i < n; i++) {
		len = snprintf(line, sizeof(line), "\nslot %" PRIu32 " ",
		    slot[i]);
		sha256_add(&h, line, (size_t)len);
		sha256_add(&h, partner[i].p, partner[i].n);
	}
	sha256_add(&h, "\n", 1);
	sha256_end(&h, out);
}

enum tt_err
stagger_opens(int64_t wave_s, int64_t spacing_s, uint32_t slot,
    int64_t *opens_s)
{
	int64_t shift, at;

	if (spacing_s < 1 ||
	    __builtin_mul_overflow(spacing_s, (int64_t)slot, &shift) ||
	    __builtin_add_overflow(wave_s, shift, &at))
		return TT_ERANGE;
	*opens_s = at;
	return TT_OK;
}
