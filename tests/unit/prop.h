/* SPDX-License-Identifier: ISC */
/*
 * prop - cases for property tests, drawn from their number.
 *
 *	struct prop p;
 *
 *	PROP_CASES(&p, 1000) {
 *		n = prop_bytes(&p, buf, sizeof(buf));
 *		...
 *	}
 *
 * The failing case is named "case N" and is the same at every run.
 */
#ifndef PROP_H
#define PROP_H

#include "base/rng.h"
#include "test.h"

struct prop {
	struct rng_seeded state;
	struct rng rng;
	uint64_t n;		/* of the case */
};

#define PROP_CASES(p, count)						\
	for ((p)->n = 0; (p)->n < (count) && prop_case(p); (p)->n++)

static __attribute__((unused)) int
prop_case(struct prop *p)
{
	static char name[32];	/* read after the test has returned */
	uint8_t seed[32] = { 0 };

	memcpy(seed, &p->n, sizeof(p->n));
	p->rng = rng_seeded(&p->state, seed);
	snprintf(name, sizeof(name), "case %llu", (unsigned long long)p->n);
	name_row(name);
	return 1;
}

static __attribute__((unused)) uint64_t
prop_below(struct prop *p, uint64_t n)
{
	return rng_below(p->rng, n);
}

/* Random bytes of a random length up to cap; returns the length. */
static __attribute__((unused)) size_t
prop_bytes(struct prop *p, void *out, size_t cap)
{
	size_t n = (size_t)prop_below(p, cap + 1);

	rng_fill(p->rng, out, n);
	return n;
}

#endif
