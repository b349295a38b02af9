/* SPDX-License-Identifier: ISC */
/*
 * digits - eight hexadecimal digits in a row, wherever they stand, as numbers.
 */
#ifndef READING_DIGITS_H
#define READING_DIGITS_H

#include <stddef.h>
#include <stdint.h>

#include "reading/vectors.h"

#define DIGITS		8
#define DIGITS_ROOM	80	/* numbers: 64, and what vectors write behind */

/*
 * The numbers at those of 64 places, as bits, that each begin DIGITS digits;
 * n bytes are at p.  To out, DIGITS_ROOM of them; returns how many.
 */
size_t digits_read(uint32_t *out, const char *p, size_t n, uint64_t places,
    enum vectors v);

#endif
