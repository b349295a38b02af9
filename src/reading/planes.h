/* SPDX-License-Identifier: ISC */
/*
 * planes - of a stream, a bit for each byte and kind: is it of that kind?
 *
 * All that reading looks for in bytes stands in runs of a kind, and few runs
 * are long enough.  With 64 bytes in one word a dozen steps say that none
 * begins there.  Made 16, 32 or 64 bytes at a time where the processor can,
 * else byte by byte; the bits are the same.
 */
#ifndef READING_PLANES_H
#define READING_PLANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "reading/vectors.h"
#include "telltale/err.h"

enum plane {
	PLANE_HEX,	/* 0-9 a-f A-F */
	PLANE_DIGIT,	/* 0-9 */
	PLANE_BASE64,	/* of either alphabet, RFC 4648, without = */
	PLANE_CONSONANT, /* of names, in any case: bdfghjklmnprstvz */
	PLANE_VOWEL,	/* aiou */
	PLANE_SOLID,	/* of RUN_SOLID */
	PLANE_ESCAPE,	/* % \ */
	PLANE_X,	/* x X */
	PLANE_CAPITAL,	/* A-Z */
	PLANE_SMALL,	/* a-z */
	PLANE_PAD,	/* = */
	PLANE_ZERO,	/* NUL */
	PLANE_COUNT
};

struct planes {
	struct span s;
	size_t words;		/* of 64 bytes; there are zeros on both sides */
	uint64_t *bits[PLANE_COUNT];
	uint64_t *room;
	size_t cap;		/* words of one plane */
	enum vectors vectors;	/* what is used */
	uint8_t in[128];	/* the first planes of each byte of ASCII */
};

/* All planes of s, which is borrowed; room is used again.  TT_ENOMEM. */
enum tt_err planes_make(struct planes *p, struct span s) MUST_USE;
/* The same with less than the processor may have, and with nothing. */
enum tt_err planes_make_with(struct planes *p, struct span s, enum vectors v)
    MUST_USE;
enum tt_err planes_make_plain(struct planes *p, struct span s) MUST_USE;
void planes_done(struct planes *p);	/* safe on zeroes */

/*
 * The next run of a plane with at least min bytes, at or after *at + *n,
 * which are 0 at first; it is as long as it can be.  min > 0.
 */
bool planes_run(const struct planes *p, enum plane which, size_t min,
    size_t *at, size_t *n);

/*
 * From which bytes on min bytes of a plane, 1 to 64, stand in a row: of
 * PLANES_ROW words from word w on, or if there is none in them of those from
 * a later word on, no word with any passed over; returns that word, p->words
 * if there is none.  What is behind the last word is 0.
 */
#define PLANES_ROW	8
size_t planes_rows(const struct planes *p, enum plane which, size_t min,
    size_t w, uint64_t from[PLANES_ROW]);

/* Is one of the n bytes from i on in a plane?  n > 0. */
bool planes_any(const struct planes *p, enum plane which, size_t i, size_t n);

/* How long a run is from i on, and up to the byte before i, at most 64. */
size_t planes_after(const struct planes *p, enum plane which, size_t i);
size_t planes_before(const struct planes *p, enum plane which, size_t i);

/*
 * The next byte of a plane at or after i that has at least n, 1 to 64, of
 * `before` before it, or one of `after` after it; SIZE_MAX if there is none.
 */
size_t planes_behind(const struct planes *p, enum plane which,
    enum plane before, size_t n, size_t i);
size_t planes_ahead(const struct planes *p, enum plane which,
    enum plane after, size_t i);

/*
 * The next place, at or after i, where four pairs of a consonant and a vowel
 * begin, or where the first of three zeros stands, each two bytes behind the
 * other.  SIZE_MAX if there is none.
 */
size_t planes_name(const struct planes *p, size_t i);
size_t planes_zeros(const struct planes *p, size_t i);

#endif
