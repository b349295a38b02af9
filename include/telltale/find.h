/* SPDX-License-Identifier: ISC */
/*
 * find - which bulletins a text is from, among all that were ever sealed.
 *
 * Of each bulletin the index keeps hashes of four words in a row, through all
 * alternatives of sites, every second one by its own bits: a lattice has no
 * windows to winnow (Schleimer, Wilkerson, Aiken 2003), and of twenty words
 * some eight are left.  What k bulletins share counts a k-th part, and what a
 * public text has counts nothing.  An index says much about the texts, so it
 * is as secret as they are.  Looks at no row of a codebook.  Pure.
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

#define TT_FIND_BULLETINS_MAX	65536	/* public texts included */
#define TT_FIND_ID_MAX		64	/* bytes of a bulletin's id in it */
#define TT_FIND_HASHES_MAX	(1u << 18)	/* of one; then the lowest */
#define TT_FIND_MAX		((size_t)256 << 20)	/* bytes, written */

enum tt_find_kind {
	TT_FIND_BULLETIN,
	TT_FIND_VALUES,		/* a bulletin that has value sites */
	TT_FIND_PUBLIC,		/* a text that everybody may have */
	TT_FIND_KIND_COUNT
};

struct tt_find;

enum tt_err tt_find_new(struct tt_find **out) MUST_USE;	/* empty; TT_ENOMEM */
void tt_find_free(struct tt_find *f);	/* NULL is fine; wipes */

/*
 * Add a bulletin, or a public text, or put it in the place of what has that
 * id.  In which order they are added does not show.  TT_ERANGE if id is empty
 * or too long; TT_ELIMIT over TT_FIND_BULLETINS_MAX, or text over
 * TT_NORMAL_MAX; TT_ENOMEM.
 */
enum tt_err tt_find_add(struct tt_find *f, struct span id,
    const struct tt_bulletin *b) MUST_USE;
enum tt_err tt_find_add_public(struct tt_find *f, struct span id,
    struct span text) MUST_USE;
void tt_find_drop(struct tt_find *f, struct span id);	/* if it is there */

bool tt_find_has(const struct tt_find *f, struct span id);
size_t tt_find_count(const struct tt_find *f);

/* What is in it, by rising id; borrowed.  i < tt_find_count(f). */
struct span tt_find_id(const struct tt_find *f, size_t i,
    enum tt_find_kind *kind);

/*
 * To bytes and back; docs/formats.md.  Parse accepts what write made, or
 * TT_ESYNTAX; TT_ENOMEM.
 */
enum tt_err tt_find_write(const struct tt_find *f, struct buf *out) MUST_USE;
enum tt_err tt_find_parse(struct tt_find **out, struct span bytes) MUST_USE;

/* One bulletin that text may be from. */
struct tt_found {
	struct span id;		/* borrowed from the index */
	enum tt_find_kind kind;
	double score;		/* hashes in common, each by its share; of a
				 * public text, all of them */
	uint32_t shared;	/* hashes in common */
	bool sure;
	double passage;		/* of the score: in the best passage */
	size_t from, to;	/* bytes of text: that passage; 0, 0: none */
};

/*
 * At most cap of them, the best first; *n how many.  Bulletins and public
 * texts are ranked together.
 *
 * Sure is one with a passage in text that speaks for it alone, and that makes
 * half of what text has of its own, the passages of others that are sure set
 * aside; or one longer than any that unrelated advisories of one vendor were
 * seen to share (some hundred and thirty words).  It is no evidence about
 * anybody, and boilerplate that an index of few bulletins does not know may
 * look the same.
 * Two texts that are four fifths the same (one bulletin sealed twice) do not
 * make each other's hashes less telling.
 *
 * TT_ELIMIT if text is over TT_NORMAL_MAX, TT_ENOMEM.  Linear in the bytes of
 * index and text.
 */
enum tt_err tt_find_rank(const struct tt_find *f, struct span text,
    struct tt_found *out, size_t cap, size_t *n) MUST_USE;

#endif
