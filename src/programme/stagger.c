/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

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

struct order {
	const uint8_t *salt;
	struct span wave;
	uint64_t next;
};

static void
add_le64(struct sha256 *h, uint64_t v)
{
	uint8_t b[8];

	for (size_t i = 0; i < sizeof(b); i++)
		b[i] = (uint8_t)(v >> (8 * i));
	sha256_add(h, b, sizeof(b));
}

/* rng_below takes a number at a time: what it is to be, in our own order. */
static void
fill_order(void *ctx, void *out, size_t n)
{
	static const char domain[] = "telltale/v1/stagger-draw\n";
	struct order *o = ctx;
	uint8_t hash[SHA256_LEN];
	struct sha256 h;
	uint64_t v = 0;

	assert(n == sizeof(v));
	sha256_init(&h);
	sha256_add(&h, domain, sizeof(domain) - 1);
	sha256_add(&h, o->salt, STAGGER_SALT_LEN);
	sha256_add(&h, "wave ", 5);
	sha256_add(&h, o->wave.p, o->wave.n);
	sha256_add(&h, "\n", 1);
	add_le64(&h, o->next++);
	sha256_end(&h, hash);
	for (size_t i = sizeof(v); i > 0; i--)
		v = v << 8 | hash[i - 1];
	memcpy(out, &v, sizeof(v));
}

void
stagger_order(const uint8_t salt[STAGGER_SALT_LEN], struct span wave,
    uint32_t *place, size_t n)
{
	struct order o = { salt, wave, 0 };

	stagger_draw((struct rng){ fill_order, &o }, place, n);
}

uint32_t
stagger_slot(uint32_t place, size_t n, unsigned slots)
{
	assert(place < n);
	return (uint32_t)((uint64_t)place * slots / n);
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

void
stagger_padding(uint8_t out[SHA256_LEN],
    const uint8_t commitment[SHA256_LEN], unsigned n)
{
	static const char domain[] = "telltale/v1/stagger-padding\n";
	struct sha256 h;

	sha256_init(&h);
	sha256_add(&h, domain, sizeof(domain) - 1);
	sha256_add(&h, commitment, SHA256_LEN);
	add_le64(&h, n);
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
