/* SPDX-License-Identifier: ISC */
/*
 * instant - whole seconds UTC, and lengths of time.
 *
 * Seconds since 1970-01-01T00:00:00Z, POSIX.  Stored and signed writing:
 * YYYY-MM-DDThh:mm:ssZ, years 1970 to 9999, seconds to 59.  People may also
 * write an offset (RFC 3339); a date alone or a time without zone is refused.
 * No clock is read here.
 */
#ifndef BASE_INSTANT_H
#define BASE_INSTANT_H

#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "telltale/err.h"

#define INSTANT_LEN	20	/* characters, no NUL */
#define LENGTH_LEN	48	/* room enough for length_format, with NUL */

/* The one stored writing.  TT_ESYNTAX, TT_ERANGE (no such date). */
enum tt_err instant_parse(struct span s, int64_t *out);

/* RFC 3339 with Z or an offset; fractions are refused. */
enum tt_err instant_parse_human(struct span s, int64_t *out);

/* t in the range that can be written, else "(no such time)" cut to fit. */
void instant_format(int64_t t, char out[INSTANT_LEN + 1]);

/* One integer and one of s m h d: "90m" is 5400.  A day is 86,400 s. */
enum tt_err length_parse(struct span s, int64_t *seconds);

/* In the two largest units: "5 d 3 h", "2 min 5 s", "0 s". */
void length_format(int64_t seconds, char out[LENGTH_LEN]);

#endif
