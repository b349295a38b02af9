/* SPDX-License-Identifier: ISC */
/*
 * moment - an instant as people know it: exact, or between two.
 *
 * Written "2025-07-07T09:30:00Z" (or with an offset), "2025-07-07", a day in
 * UTC, "2025-07", a month, or "between A and B" of these.  A day is never
 * midnight: it is an interval, and prints as one.  A time without zone is
 * refused.  specs/stories.md 3.13.  Pure.
 */
#ifndef PROGRAMME_MOMENT_H
#define PROGRAMME_MOMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"

/* Not before from, not after until; equal: exact. */
struct moment {
	int64_t from_s, until_s;
};

/*
 * TT_ESYNTAX: none of these forms; TT_ERANGE: no such day, or it ends before
 * it begins.
 */
enum tt_err moment_parse(struct span s, struct moment *out);

/*
 * Machines write fractions of a second: "2025-07-07T09:30:00.250Z" lies
 * between that second and the next.  Otherwise an exact instant.
 */
enum tt_err moment_parse_machine(struct span s, struct moment *out);

/* "2025-07-07T09:30:00Z", "between ... and ...". */
void moment_text(struct buf *out, const struct moment *m);

/* Can both be the same instant? */
bool moment_meets(const struct moment *a, const struct moment *b);

/*
 * What had happened by now is over: false if it begins later; else its end is
 * now at the latest.
 */
bool moment_past(struct moment *m, int64_t now_s);

#endif
