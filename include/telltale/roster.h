/* SPDX-License-Identifier: ISC */
/*
 * roster - everybody a specimen might be from: holders and their copies.
 *
 * All that ever had a copy of the bulletin, revoked ones, staff, finders and
 * the public rendering too, for that is the number that a bound multiplies
 * with (evidence.md sections 1 and 16).  Borrowed, read only.
 */
#ifndef TT_ROSTER_H
#define TT_ROSTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define TT_HOLDERS_MAX	((size_t)1 << 24)
#define TT_COPIES_MAX	((size_t)1 << 24)
#define TT_PROFILES_MAX	256

struct tt_holder {
	uint64_t number;	/* its row's */
	bool is_public;		/* the public rendering, once it is public */
};

struct tt_copy_of {
	uint64_t number;	/* its row's */
	uint32_t holder;	/* index of its holder */
	uint32_t profile;	/* index of the slots that it has */
};

struct tt_roster {
	const struct tt_holder *holders;
	size_t n_holders;
	const struct tt_copy_of *copies;	/* holders in rising order */
	size_t n_copies;
	const bool *const *profiles;	/* per profile: has it slot i?  All
					 * slots of the codebook.  NULL with
					 * n_profiles 0: every copy has all */
	size_t n_profiles;
};

/*
 * TT_ERANGE if there is no holder, a holder without a copy, a copy out of
 * order or of a profile that is not there, more than one public rendering, or
 * a number twice on one level; TT_ELIMIT over a maximum above; TT_ENOMEM.
 */
enum tt_err tt_roster_check(const struct tt_roster *r) MUST_USE;

#endif
