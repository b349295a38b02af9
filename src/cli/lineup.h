/* SPDX-License-Identifier: ISC */
/*
 * lineup - a roster with names: who might have leaked, as lists call them.
 *
 * What evidence/ weighs (telltale/roster.h) knows numbers only.  Filled in
 * order: profiles, then each holder followed by its copies.  Errors stick:
 * lineup_err says the first.
 */
#ifndef CLI_LINEUP_H
#define CLI_LINEUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/draft.h"
#include "store/vault_partner.h"
#include "telltale/err.h"
#include "telltale/manifest.h"
#include "telltale/roster.h"

struct lineup_name {
	char id[VAULT_ID_MAX + 1];
};

struct lineup {
	struct tt_roster roster;	/* borrows from what follows */
	struct tt_holder *holder;
	struct tt_copy_of *copy;
	bool *has[TT_PROFILES_MAX];	/* per profile: has it slot i? */
	struct lineup_name *partner;	/* of each holder; "": nobody's, the
					 * public rendering */
	struct lineup_name *reader;	/* of each copy; likewise */
	size_t cap_holders, cap_copies;
	enum tt_err err;
};

/*
 * The profile of copies with these slots, n of them; alike ones are one.
 * Copies has.  0 after an error.
 */
uint32_t lineup_profile(struct lineup *l, const bool *has, size_t n);

/*
 * has[slot] of all that a profile of the draft carries; slot_of NULL: the
 * numbers of its sites.  Without bulletin.json it carries everything.
 */
void lineup_carried(const struct draft *d, const uint32_t *slot_of,
    enum tt_profile profile, bool *has);

/*
 * All that a draft's waves may carry, numbered as enum tt_profile; of slots
 * that are its sites.
 */
void lineup_profiles_of(struct lineup *l, const struct draft *d);

void lineup_add_holder(struct lineup *l, uint64_t number, const char *partner);

/* Of the holder that was added last. */
void lineup_add_copy(struct lineup *l, uint64_t number, const char *reader,
    uint32_t profile);

/* TT_OK, and l->roster is good until the next change. */
enum tt_err lineup_err(struct lineup *l) MUST_USE;

/* Has any copy of the holder this slot? */
bool lineup_holder_has(const struct lineup *l, uint32_t holder, uint32_t slot);

/* The first of a holder's copies, and how many there are. */
void lineup_copies_of(const struct lineup *l, uint32_t holder, size_t *first,
    size_t *n);

void lineup_done(struct lineup *l);	/* safe on a zeroed one */

#endif
