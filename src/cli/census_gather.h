/* SPDX-License-Identifier: ISC */
/*
 * census_gather - the vault's records for a census: waves and how they opened,
 * people with their copies and what they signed, knowers, outsiders.  Private
 * to census_lines.c, which makes lines of them.
 */
#ifndef CLI_CENSUS_GATHER_H
#define CLI_CENSUS_GATHER_H

#include <stddef.h>

#include "base/attr.h"
#include "cli/census_lines.h"

/*
 * Into a zeroed l but for began_s, in a transaction of the caller's, who does
 * census_lines_done also after a failure.  Errors of census_lines_read.
 */
enum tt_err census_gather(struct census_lines *l, struct db *db,
    const struct vault_bulletin *b, const struct census_about *about,
    int64_t now_s) MUST_USE;

/* After the last person of the reader whose first one is number i. */
size_t census_next_reader(const struct census_lines *l, size_t i);

#endif
