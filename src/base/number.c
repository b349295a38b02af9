/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"

#define DIGITS_MAX	17	/* always enough for a double */

/* 0.DIGITS times ten to the point. */
struct decimal {
	char digit[DIGITS_MAX + 1];
	int n;
	int point;
};

/* v > 0 rounded to n digits. */
static struct decimal
rounded(double v, int n)
{
	struct decimal d = { .n = 0 };
	char text[NUMBER_LEN];
	const char *p;

	snprintf(text, sizeof(text), "%.*e", n - 1, v);
	for (p = text; *p != 'e'; p++)
		if (*p >= '0' && *p <= '9' && d.n < DIGITS_MAX)
			d.digit[d.n++] = *p;
	d.point = (int)strtol(p + 1, NULL, 10) + 1;
	return d;
}

/* The next decimal above of as many digits. */
static struct decimal
above(struct decimal d)
{
	int i = d.n - 1;

	for (; i >= 0 && d.digit[i] == '9'; i--)
		d.digit[i] = '0';
	if (i >= 0) {
		d.digit[i]++;
	} else {
		d.digit[0] = '1';
		d.point++;
	}
	return d;
}

static bool
reads_as(const struct decimal *d, double v)
{
	char text[NUMBER_LEN];

	snprintf(text, sizeof(text), "%.*se%d", d->n, d->digit,
	    d->point - d->n);
	return strtod(text, NULL) == v;
}

/*
 * Below a power of two doubles lie closer than above it: there the nearest
 * decimal may be one too low while the one above it still reads as v.
 */
static struct decimal
shortest(double v)
{
	struct decimal d;

	for (int n = 1; n < DIGITS_MAX; n++) {
		d = rounded(v, n);
		if (reads_as(&d, v))
			return d;
		d = above(d);
		if (reads_as(&d, v))
			return d;
	}
	return rounded(v, DIGITS_MAX);
}

/* The digits from..to, zeroes where there are none. */
static char *
put(char *out, const struct decimal *d, int from, int to)
{
	for (int i = from; i < to; i++)
		*out++ = i >= 0 && i < d->n ? d->digit[i] : '0';
	return out;
}

/* ECMA-262, Number::toString: point is its n, the digits are its s. */
static void
lay_out(char *out, const struct decimal *d)
{
	int x = d->point - 1;

	if (d->point > 21 || d->point < -5) {
		out = put(out, d, 0, 1);
		if (d->n > 1) {
			*out++ = '.';
			out = put(out, d, 1, d->n);
		}
		snprintf(out, 6, "e%c%d", x < 0 ? '-' : '+', abs(x) % 1000);
		return;
	}
	if (d->point < 1)
		*out++ = '0';
	out = put(out, d, 0, d->point);
	if (d->point < d->n) {
		*out++ = '.';
		out = put(out, d, d->point, d->n);
	}
	*out = '\0';
}

void
number_format(double v, char out[NUMBER_LEN])
{
	struct decimal d;

	assert(isfinite(v));
	if (v == 0) {	/* minus zero too */
		memcpy(out, "0", 2);
		return;
	}
	if (v < 0)
		*out++ = '-';
	d = shortest(fabs(v));
	lay_out(out, &d);
}
