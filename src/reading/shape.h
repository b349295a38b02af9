/* SPDX-License-Identifier: ISC */
/*
 * shape - what data sites look alike: which windows are one of its values.
 *
 * A *window* is a place in a stream together with a form.  Forms of text:
 *	HEX	of hex D: each D hexadecimal digits in a row; over 16 the
 *		first 16 of them are the value.  After 0x also a run of fewer
 *		(leading zeros are not always written).  Of int: a run of at
 *		most 16 digits
 *	DECIMAL	a run of at most 20 digits; of hex D, D at most 16, only if
 *		it is not below N / 4096: one value in 4096 is below that,
 *		and almost all short numbers
 *	NAME	eight letters that are four syllables
 * in any case.  Forms of bytes: an integer of the fewest bytes that hold all
 * values of the shape, in both orders (wide.h says where).  A wider integer,
 * and the first half of a hex string of over 16 digits, hold such a window,
 * so need none.
 *
 * The windows say what a shape's value set is, for all rows alike.
 */
#ifndef READING_SHAPE_H
#define READING_SHAPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/span.h"
#include "telltale/site.h"

#define SHAPE_NAME	8	/* letters of a name */
#define SHAPE_DECIMAL	20	/* digits at most */
#define SHAPE_HEAD	16	/* hexadecimal digits that are the value */

struct shape {
	enum tt_site_kind kind;	/* INT, HEX or NAME */
	uint64_t lo;		/* INT: the least */
	uint64_t n;		/* values */
	unsigned digits;	/* HEX */
	unsigned width;		/* bytes of an integer, 1 to 8; NAME: 0 */
};

struct shape shape_of(const struct tt_site *data_site);
bool shape_same(const struct shape *a, const struct shape *b);

/* The number of an integer or a run of digits; false if it is no value. */
bool shape_value(const struct shape *s, uint64_t number, uint64_t *v);

/* Letters have bit 6, and A to F are 1 to 6 in their low bits. */
static inline unsigned
shape_digit(char c)
{
	return ((unsigned)c & 15) + 9 * ((unsigned)c >> 6 & 1);
}

/* Numbers of text; n digits, at most SHAPE_HEAD or SHAPE_DECIMAL. */
uint64_t shape_hex(const char *p, size_t n);
bool shape_decimal(const char *p, size_t n, uint64_t *number);
/* Eight bytes; false if they are no name. */
bool shape_name(const char *p, uint64_t *v);

/* Forms of a run: what a run of n digits is to s. */
bool shape_takes_decimal(const struct shape *s, uint64_t number, uint64_t *v);
size_t shape_hex_windows(const struct shape *s, size_t n, bool after_0x,
    size_t *digits);

/* The shortest run that can have a window of s; SIZE_MAX: there is none. */
size_t shape_least_hex(const struct shape *s);
size_t shape_least_decimal(const struct shape *s);

/* n bytes, 1 to 8, as an integer: least and greatest byte first. */
uint64_t shape_little(const void *p, size_t n);
uint64_t shape_big(const void *p, size_t n);

#endif
