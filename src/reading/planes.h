/* SPDX-License-Identifier: ISC */
/*
 * planes - of a stream, a bit for each byte and kind: is it of that kind?
 *
 * All that reading looks for in bytes stands in runs of a kind, and few runs
 * are long enough.  With 64 bytes in one word a dozen steps say that none
 * begins there.  Made 16 or 32 bytes at a time where the processor can, else
 * byte by byte; the bits are the same.
 */
#ifndef READING_PLANES_H
#define READING_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"

enum plane {
	PLANE_HEX,	/* 0-9 a-f A-F */
	PLANE_BASE64,	/* of either alphabet, RFC 4648, without = */
	PLANE_CONSONANT, /* of names, in any case: bdfghjklmnprstvz */
	PLANE_VOWEL,	/* aiou */
	PLANE_ESCAPE,	/* % \ */
	PLANE_X,	/* x X */
	PLANE_PAD,	/* = */
	PLANE_ZERO,	/* NUL */
	PLANE_COUNT
};

struct planes {
	struct span s;
	size_t words;		/* of 64 bytes; a word of zeros is behind */
	uint64_t *bits[PLANE_COUNT];
	uint64_t *room;
	size_t cap;		/* words of one plane */
};

/* All planes of s, which is borrowed; room is used again.  TT_ENOMEM. */
enum tt_err planes_make(struct planes *p, struct span s) MUST_USE;
/* The same, byte by byte: what tests hold the other against. */
enum tt_err planes_make_plain(struct planes *p, struct span s) MUST_USE;
void planes_done(struct planes *p);	/* safe on zeroes */

/*
 * The next run of a plane with at least min bytes, at or after *at + *n,
 * which are 0 at first; it is as long as it can be.  min > 0.
 */
bool planes_run(const struct planes *p, enum plane which, size_t min,
    size_t *at, size_t *n);

/*
 * The next byte of a plane at or after i that has one of `before` before it,
 * if that is not PLANE_COUNT, and one of `after` after it; SIZE_MAX if there
 * is none.
 */
size_t planes_next(const struct planes *p, enum plane which,
    enum plane before, enum plane after, size_t i);

/*
 * The next place, at or after i, where four pairs of a consonant and a vowel
 * may begin, or where the first of three zeros may stand, each two bytes
 * behind the other; none is left out.  SIZE_MAX if there is none.
 */
size_t planes_name(const struct planes *p, size_t i);
size_t planes_zeros(const struct planes *p, size_t i);

#endif
