/* SPDX-License-Identifier: ISC */
/*
 * row_file - one opened row as a file of a bundle: holder-key/H, copy-key/J.
 *
 *	telltale/v1/row LF
 *	level holder LF			or copy
 *	number 12 LF
 *	holder 3 LF			of a copy: whose it is
 *	only 45 LF			of a holder with one copy: that one
 *	profile no-poc LF		one or more, rising: parts that it had;
 *	profile full.2 LF		those of the second revision
 *	key HEX LF
 *	LF
 *	the path: hashes in base64, from the leaf up, a line each
 *
 * What it says of holder, only and profile is the vendor's word, except where
 * a copy leaf or a wave says the same.  One writing is accepted.  Pure.
 */
#ifndef AUDIT_ROW_FILE_H
#define AUDIT_ROW_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/commitment.h"
#include "telltale/err.h"
#include "telltale/manifest.h"

#define ROW_FILE_MAX		4096	/* bytes */
#define ROW_REVISIONS_MAX	9	/* texts of one bundle */

struct row_file {
	struct tt_row_opening opening;
	uint64_t holder;		/* of a copy */
	bool has_only;			/* of a holder */
	uint64_t only;
	uint64_t profiles;		/* a set of row_bit */
};

/* TT_ESYNTAX, TT_ERANGE, TT_ELIMIT. */
enum tt_err row_file_parse(struct row_file *out, struct span file) MUST_USE;
void row_file_format(const struct row_file *r, struct buf *out);

/* The profile of that name.  False if there is none. */
bool row_profile(struct span name, enum tt_profile *out);

/* A profile of the k-th revision's text, from 0, as one bit of a set. */
static inline uint64_t
row_bit(size_t k, enum tt_profile p)
{
	return (uint64_t)1 << (k * TT_PROFILE_COUNT + p);
}

/* "no-poc" or "no-poc.2" as its bit, and back; TT_ESYNTAX. */
enum tt_err row_bit_parse(struct span word, uint64_t *bit) MUST_USE;
void row_bit_format(size_t k, enum tt_profile p, struct buf *out);

#endif
