/* SPDX-License-Identifier: ISC */
/*
 * find - which bulletins a text is from, among all that were ever sealed.
 *
 * Of each bulletin the index keeps hashes of four words in a row, through
 * all alternatives of sites, thinned out (Schleimer, Wilkerson, Aiken 2003);
 * what many bulletins share (a genre's boilerplate) counts for little.  An
 * index says much about the texts, so it is as secret as they are.  Looks at
 * no row of a codebook.  Pure.
 */
#ifndef TT_FIND_H
#define TT_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/bulletin.h"
#include "telltale/err.h"

#define TT_FIND_BULLETINS_MAX	65536
#define TT_FIND_ID_MAX		64	/* bytes of a bulletin's id in it */

struct tt_find;

enum tt_err tt_find_new(struct tt_find **out) MUST_USE;	/* empty; TT_ENOMEM */
void tt_find_free(struct tt_find *f);	/* NULL is fine; wipes */

/* Add a bulletin, or put it in the place of one with that id. */
enum tt_err tt_find_add(struct tt_find *f, struct span id,
    const struct tt_bulletin *b) MUST_USE;
bool tt_find_has(const struct tt_find *f, struct span id);

/* To bytes and back; parse accepts what write made, or TT_ESYNTAX. */
enum tt_err tt_find_write(const struct tt_find *f, struct buf *out) MUST_USE;
enum tt_err tt_find_parse(struct tt_find **out, struct span bytes) MUST_USE;

/* One bulletin that text may be from. */
struct tt_found {
	struct span id;		/* borrowed from the index */
	double score;		/* weighed hashes in common; rising is better */
	uint32_t shared;	/* hashes in common */
	bool sure;		/* more than chance and boilerplate give */
	size_t from, to;	/* bytes of text that say so, about */
};

/* At most cap of them, the best first; *n how many.  TT_ENOMEM. */
enum tt_err tt_find_rank(const struct tt_find *f, struct span text,
    struct tt_found *out, size_t cap, size_t *n) MUST_USE;

#endif
