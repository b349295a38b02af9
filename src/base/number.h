/* SPDX-License-Identifier: ISC */
/*
 * number - a double in the writing of ECMAScript's Number::toString, which
 * RFC 8785 section 3.2.2.3 asks for: the fewest digits that read back as the
 * same double.  Independent of the locale.
 */
#ifndef BASE_NUMBER_H
#define BASE_NUMBER_H

#define NUMBER_LEN	32	/* room enough, with NUL */

/* v must be finite. */
void number_format(double v, char out[NUMBER_LEN]);

#endif
