/* SPDX-License-Identifier: ISC */
/*
 * roster_file - all whom a whole bundle was judged among: the file `roster`.
 *
 *	telltale/v1/roster LF
 *	depth 10 14 LF			of the trees of holders and copies
 *	holder 3 LF
 *	copy 45 no-poc LF		of the holder above; profiles, rising,
 *					no-poc.2: of the second revision
 *	public 9 LF			a holder, too: the public rendering
 *	copy 46 full LF
 *
 * One writing is accepted.  Pure.
 */
#ifndef AUDIT_ROSTER_FILE_H
#define AUDIT_ROSTER_FILE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/err.h"
#include "telltale/manifest.h"
#include "telltale/roster.h"

#define ROSTER_FILE_MAX		((size_t)4 << 20)	/* bytes */
#define ROSTER_ROWS_MAX		65536	/* holders and copies, each */
#define ROSTER_SETS_MAX		256	/* of profiles, that differ */

struct roster_head {
	unsigned depth_holders, depth_copies;
};

/* Whatever follows.  TT_ENOENT if file.p is NULL, TT_ESYNTAX, TT_ERANGE. */
enum tt_err roster_head(struct roster_head *out, struct span file) MUST_USE;

/* The roster without masks of slots: copies have a set of profiles each,
 * by its number. */
struct roster_file {
	struct tt_holder *holders;
	struct tt_copy_of *copies;	/* profile: of set[] */
	size_t n_holders, n_copies;
	uint64_t set[ROSTER_SETS_MAX];	/* of row_bit */
	size_t n_sets;
};

/* TT_ESYNTAX, TT_ERANGE, TT_ELIMIT, TT_ENOMEM. */
enum tt_err roster_file_parse(struct roster_file *out, struct span file)
    MUST_USE;
void roster_file_done(struct roster_file *r);	/* safe on a zeroed one */

void roster_file_head(const struct roster_head *h, struct buf *out);
void roster_file_holder(const struct tt_holder *h, struct buf *out);
void roster_file_copy(uint64_t number, uint64_t profiles, struct buf *out);

#endif
