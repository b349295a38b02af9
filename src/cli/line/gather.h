/* SPDX-License-Identifier: ISC */
/*
 * gather - a bulletin's time line from what the vault has on record.
 *
 * Waves as released, receipts, and when somebody of each tier could first
 * read come from the census; public events, and what else is kept of the
 * world outside, from `sources`, a reader each.
 */
#ifndef CLI_LINE_GATHER_H
#define CLI_LINE_GATHER_H

#include "base/attr.h"
#include "cli/line/line.h"
#include "cli/vault.h"
#include "store/vault_bulletin.h"
#include "telltale/err.h"

/* Adds what it has of a bulletin, by its id, with the functions of line.h. */
typedef enum tt_err gather_source(struct line *l, struct db *db,
    const char *bulletin);

/* All there are; NULL after the last. */
extern gather_source *const gather_sources[];

/* CLI_DONE, or an exit code after saying why; nothing is explained yet. */
int gather_line(struct line *l, struct vault *v,
    const struct vault_bulletin *b, int64_t now_s) MUST_USE;

#endif
