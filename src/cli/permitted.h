/* SPDX-License-Identifier: ISC */
/*
 * permitted - constants that are found wherever a bulletin is used as allowed.
 *
 * A data site that stands in a detection rule is in the products of every
 * partner who deploys that rule, so it never names by itself
 * (specs/evidence.md section 13).  Without bulletin.json no part is a rule.
 */
#ifndef CLI_PERMITTED_H
#define CLI_PERMITTED_H

#include <stdbool.h>
#include <stdint.h>

#include "cli/draft.h"

bool permitted_site(const struct draft *d, uint32_t site);

#endif
