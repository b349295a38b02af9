/* SPDX-License-Identifier: ISC */
/*
 * json_out - writing JSON: canonical (RFC 8785) or laid out for people.
 *
 * The caller names members in any order; canonical and sorted output sort
 * them (by UTF-16 code units) when the object ends.  Numbers as RFC 8785
 * section 3.2.2.3 (ECMAScript's shortest form), but integers in full: what no
 * double holds, another reader of JSON may round.  Errors stick in the buf:
 * TT_ESTATE for a value where none may stand or a name twice, TT_ESYNTAX for
 * a string that is not UTF-8, TT_ELIMIT over JSON_OUT_DEPTH.
 */
#ifndef BASE_JSON_OUT_H
#define BASE_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/span.h"

#define JSON_OUT_DEPTH	64	/* levels, as json_in reads */

enum json_style {
	JSON_CANONICAL,	/* one line, sorted, no white space */
	JSON_PRETTY,	/* two spaces, order as written, LF at the end */
	JSON_SORTED,	/* the same, sorted */
};

struct json_out;	/* opaque */

/* Writes to b, which outlives it.  NULL: no memory. */
struct json_out *json_out_new(struct buf *b, enum json_style style);

/* Closes nothing: TT_ESTATE if an object or array is open or no value stood. */
enum tt_err json_out_end(struct json_out *j) MUST_USE;	/* and frees j */

void json_out_object(struct json_out *j);
void json_out_object_end(struct json_out *j);
void json_out_array(struct json_out *j);
void json_out_array_end(struct json_out *j);
void json_out_key(struct json_out *j, const char *key);

void json_out_str(struct json_out *j, const char *s);	/* NULL: null */
void json_out_span(struct json_out *j, struct span s);	/* valid UTF-8 */
void json_out_hex(struct json_out *j, const void *p, size_t n);
void json_out_int(struct json_out *j, int64_t v);
void json_out_u64(struct json_out *j, uint64_t v);
void json_out_real(struct json_out *j, double v);	/* not finite: null */
void json_out_bool(struct json_out *j, bool v);
void json_out_null(struct json_out *j);

/* A member with an instant; _or: null where it is none. */
void json_out_at(struct json_out *j, const char *key, int64_t at_s);
void json_out_at_or(struct json_out *j, const char *key, int64_t at_s,
    int64_t none);

#endif
