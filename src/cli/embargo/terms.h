/* SPDX-License-Identifier: ISC */
/* terms - the next file of terms of a wave, made from the one in force. */
#ifndef CLI_EMBARGO_TERMS_H
#define CLI_EMBARGO_TERMS_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/embargo/standing.h"
#include "telltale/err.h"
#include "telltale/statement.h"

struct terms_next {
	unsigned revision;
	int64_t public_s, opens_s;
};

/*
 * The same agreement, uses, random name of the wave and words; other
 * instants, respond-by the public one.
 */
enum tt_err terms_next(const struct standing *s,
    const struct standing_wave *w, const struct terms_next *n,
    struct buf *out) MUST_USE;

/*
 * The terms of n waves in a statement, each once: two waves of one text, by
 * an editorial revision, have the same.
 */
void terms_put(struct tt_statement_out *o, const struct hash *terms, size_t n);

#endif
