/* SPDX-License-Identifier: ISC */
/*
 * runs - the stretches of bytes in which a constant may be spelled as text.
 *
 * A run is as long as it can be: the bytes before and after it are of
 * another kind, or there are none.  Of runs of at least MIN bytes one byte in
 * MIN is looked at, as Boyer and Moore (1977) skip, until one may be near.
 */
#ifndef READING_RUNS_H
#define READING_RUNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"

enum {
	RUN_DIGIT = 1,	/* 0-9 */
	RUN_HEX = 2,	/* 0-9 a-f A-F */
	RUN_LETTER = 4,	/* of names: bdfghjklmnprstvz aiou, in any case */
	RUN_BASE64 = 8,	/* RFC 4648 section 4, without = */
	RUN_BASE64URL = 16, /* RFC 4648 section 5 */
	RUN_WORD = 32,	/* of a word: 0-9 A-Z a-z _ */
	RUN_SOLID = 64,	/* ASCII that shows, but for " and < and > */
};

extern const uint8_t run_kind[256];

/*
 * The next run of kind with at least min bytes at or after *at + *n, which
 * are 0 at first.  min > 0.  Linear, over all calls, in the length of s.
 */
bool run_next(struct span s, unsigned kind, size_t min, size_t *at, size_t *n);

#endif
