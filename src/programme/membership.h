/* SPDX-License-Identifier: ISC */
/*
 * membership - who is shown to be in the programme, and to whom.
 *
 * specs/stories.md 3.11: hidden, unless the vendor says otherwise; among
 * members; or public.  Nobody is in a list who has not said, in the vetting
 * record, that they are willing to be named publicly, nor longer than they
 * are in the programme.  Who is in which bulletin is another matter, and is
 * never shown.  Pure.
 */
#ifndef PROGRAMME_MEMBERSHIP_H
#define PROGRAMME_MEMBERSHIP_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/span.h"
#include "programme/partner.h"

enum membership {
	MEMBERSHIP_HIDDEN,
	MEMBERSHIP_MEMBERS,	/* partners see each other's names */
	MEMBERSHIP_PUBLIC,	/* everybody does */
	MEMBERSHIPS
};

const char *membership_text(enum membership m);	/* "hidden" */
bool membership_parse(struct span s, enum membership *out);

enum membership_asker { MEMBERSHIP_READER, MEMBERSHIP_ANYBODY };

/* Does the list go to them? */
bool membership_shown(enum membership m, enum membership_asker to);

/* willing: to be named publicly, by the vetting record. */
bool membership_lists(enum membership m, enum partner_state state, bool staff,
    bool willing);

#endif
