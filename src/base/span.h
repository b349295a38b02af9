/* SPDX-License-Identifier: ISC */
/*
 * span - bytes that somebody else owns: a pointer and a length.
 *
 * The cursor of all text parsers here.  Bytes need no NUL and may hold any
 * value.  A span borrows; it is good for as long as what it points into is.
 */
#ifndef BASE_SPAN_H
#define BASE_SPAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "telltale/err.h"

struct span {
	const char *p;
	size_t n;	/* bytes */
};

/* SPAN in expressions; in tables that are static, SPAN_INIT. */
#define SPAN(literal)	((struct span)SPAN_INIT(literal))
#define SPAN_INIT(literal)	{ "" literal, sizeof(literal) - 1 }

struct span span_str(const char *s);	/* all of a C string */
struct span span_of(const void *p, size_t n);

bool span_eq(struct span a, struct span b);
bool span_is_zero(struct span s);	/* nothing in it but NUL bytes */
bool span_is(struct span a, const char *s);
bool span_starts(struct span a, const char *prefix);
int span_cmp(struct span a, struct span b);	/* by bytes, as memcmp */

/*
 * Cut the next line off *in: up to LF, which is dropped.  False, and nothing
 * changed, if there is no LF left.
 */
bool span_line(struct span *in, struct span *line);

/*
 * Cut off what stands before the first sep, drop sep.  Without a sep the
 * whole rest is the word and *in is empty after it; false only when *in was
 * empty.
 */
bool span_word(struct span *in, char sep, struct span *word);

/* Drop prefix off *in if it stands there. */
bool span_skip(struct span *in, const char *prefix);

struct span span_trim(struct span a);	/* ASCII white space, both ends */

/*
 * A canonical decimal: digits, no sign, no leading zero.  TT_ESYNTAX if it
 * is not one, TT_ERANGE if over max.
 */
enum tt_err span_u64(struct span a, uint64_t max, uint64_t *out);

/* Copy with a NUL; TT_ELIMIT if it does not fit, TT_ESYNTAX if a holds NUL. */
enum tt_err span_copy(struct span a, char *out, size_t cap);

#endif
