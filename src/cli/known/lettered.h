/* SPDX-License-Identifier: ISC */
/*
 * lettered - a reader's letter about a sighting becomes a record.
 *
 * It is their partner's word: what the letter says of a source, of victims or
 * of when it came is not taken.  Instants: as said, and as the hub received
 * it, side by side.  A place that is no country and no network stays in the
 * letter, which is sealed: it may be a victim's name.
 */
#ifndef CLI_KNOWN_LETTERED_H
#define CLI_KNOWN_LETTERED_H

#include "base/attr.h"
#include "cli/vault.h"
#include "store/vault_letter.h"
#include "telltale/letter.h"

#define LETTERED_ROWS_MAX	64	/* sightings of one letter */

/*
 * In the transaction that is open; vault_post is the caller's.  The words are
 * either prose, with the sighting in the letter's head, or a file of JSON
 * lines (rows.h), one sighting each.  CLI_DONE also if there is nothing to
 * record, after saying why; else an exit code.
 */
int lettered_keep(struct vault *v, const struct tt_letter *l,
    const struct vault_letter *row, const char *partner) MUST_USE;

#endif
