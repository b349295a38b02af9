/* SPDX-License-Identifier: ISC */
/*
 * agreed - whether a reader's partner has signed the version of the agreement
 * that terms name, or a later one: specs/stories.md LC-1.  Their order is that
 * of the log.
 */
#ifndef HUB_AGREED_H
#define HUB_AGREED_H

#include <stdbool.h>

#include "base/attr.h"
#include "hub/hub.h"
#include "telltale/manifest.h"
#include "telltale/statement.h"

struct agreed {
	bool yes;
	char need[TT_ID_MAX + 1], held[TT_ID_MAX + 1];
};

/*
 * Under lock.  partner: as the reader's record has it; head: of the terms.
 * The vendor's own people are bound by their employment, and have agreed.
 */
enum tt_err agreed_of(struct hub *h, const char *partner,
    const struct tt_statement *head, struct agreed *out) MUST_USE;

#endif
