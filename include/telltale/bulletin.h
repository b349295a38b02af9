/* SPDX-License-Identifier: ISC */
/*
 * bulletin - all marked parts of one bulletin, read together.
 *
 * Sites are numbered in the order of the parts and, within one, of their
 * definitions; a place is where a site's text stands, in any part.  What is
 * read is never changed again.  Pure; the memory is the bulletin's own.
 */
#ifndef TT_BULLETIN_H
#define TT_BULLETIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/diag.h"
#include "telltale/err.h"
#include "telltale/marked.h"
#include "telltale/site.h"

/* Defaults of levels and biases: evidence.md sections 1 and 3. */
#define TT_SITES_FOR_COPIES	40	/* fewer: all holder-level */
#define TT_HOLDER_SITES_FOR_PEAKS 100	/* fewer: all flat */

/* A part as its author wrote it. */
struct tt_part_text {
	struct span name;
	struct span text;	/* marked */
};

struct tt_place {
	uint32_t part;
	uint32_t site;
	size_t offset;		/* into the part's plain text */
	uint32_t line, column;	/* of its {{ in the marked text, from 1 */
};

struct tt_part {
	struct span name;
	bool binary;
	struct span plain;	/* all outside the sites, escapes resolved */
	size_t first_place, n_places;	/* its run of the bulletin's places */
	size_t longest;		/* bytes of the longest rendering */
};

struct tt_bulletin {
	const struct tt_part *parts;
	size_t n_parts;
	const struct tt_site *sites;
	size_t n_sites;
	const struct tt_place *places;	/* by part, then as they stand */
	size_t n_places;
	size_t n_holder, n_copy;	/* sites of each level */
	size_t n_value;			/* value sites among all */
};

/*
 * Read n parts, which may go afterwards.  All faults of all parts are added
 * to diags, sorted.  TT_ESYNTAX if there is an error among them, TT_ELIMIT
 * if n is over TT_PARTS_MAX, TT_ENOMEM; then *out is as it was.
 *
 * Levels and flatness are as `seal` has them: every third slot copy-level
 * (number mod 3 = 2), none in a bulletin of fewer than 40 sites, and not its
 * only value site, but what the author declared counts; all flat if fewer
 * than 100 sites are holder-level, value sites included.
 */
enum tt_err tt_bulletin_parse(struct tt_bulletin **out,
    const struct tt_part_text *parts, size_t n, struct tt_diags *diags)
    MUST_USE;
void tt_bulletin_free(struct tt_bulletin *b);	/* NULL is fine */

/*
 * Append the rendering of a part for symbols, one for each site of the whole
 * bulletin; those that have no place in the part are not looked at.
 * TT_ERANGE if there is no such part, or no such symbol; else what out says.
 */
enum tt_err tt_bulletin_render(const struct tt_bulletin *b, size_t part,
    const uint64_t *symbols, struct buf *out) MUST_USE;

/*
 * SHA-256 over the marked parts in order, each as name LF, length in decimal
 * LF, bytes: the `text` of a codebook statement (specs/ledger.md section 7).
 */
void tt_text_hash(const struct tt_part_text *parts, size_t n,
    uint8_t out[32]);

/* The number of the part with that name; n_parts if there is none. */
size_t tt_bulletin_part(const struct tt_bulletin *b, struct span name);

#endif
