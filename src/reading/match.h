/* SPDX-License-Identifier: ISC */
/*
 * match - fields in a stream, and which values stand in them.
 *
 * A field is looked for by four bytes of the run of bytes nearest to its
 * site on each side (fewer where there are no four); letters in any case.
 * What is found is of one of three grades, and a site is read at its best:
 *	whole	both sides stand there
 *	before	what is before it does, and no digit or letter runs on
 *	after	what is after it does, and none runs in
 * one side alone only if it weighs FIELD_LEAST.  Where no text of a site
 * stands behind at least four bytes of a literal, the integers there are its
 * values, in both byte orders.
 *
 * Which values are found has nothing to do with any row.
 */
#ifndef READING_MATCH_H
#define READING_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "reading/field.h"
#include "reading/valueset.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"

enum match_grade {
	MATCH_WHOLE,
	MATCH_BEFORE,
	MATCH_AFTER,
	MATCH_GRADE_COUNT
};

/* What was read at the fields of one site, by grade. */
struct match_site {
	struct valueset values[MATCH_GRADE_COUNT];
};

struct match;

/* b and f are borrowed.  TT_ENOMEM. */
enum tt_err match_new(struct match **out, const struct tt_bulletin *b,
    const struct fields *f) MUST_USE;
void match_free(struct match *m);	/* NULL is fine */

enum tt_err match_stream(struct match *m, struct span s, bool bytes) MUST_USE;

/* The values of site at its best grade; NULL if none were found. */
const struct valueset *match_site(const struct match *m, uint32_t site);

#endif
