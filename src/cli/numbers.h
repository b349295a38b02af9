/* SPDX-License-Identifier: ISC */
/*
 * numbers - holder and copy numbers of one bulletin, drawn without repeats.
 */
#ifndef CLI_NUMBERS_H
#define CLI_NUMBERS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/rng.h"
#include "telltale/err.h"
#include "telltale/site.h"

struct numbers {
	unsigned depth;
	uint8_t *used;	/* a bit each */
};

/* Deep enough for n of that level; numbers_done also after a failure. */
enum tt_err numbers_init(struct numbers *s, enum tt_site_level level,
    uint64_t n) MUST_USE;
/* The same, of a depth that was chosen before. */
enum tt_err numbers_again(struct numbers *s, unsigned depth) MUST_USE;

/* One that somebody has: never drawn again. */
void numbers_take(struct numbers *s, uint64_t number);
enum tt_err numbers_draw(struct numbers *s, struct rng rng, uint64_t *out)
    MUST_USE;
void numbers_done(struct numbers *s);

#endif
