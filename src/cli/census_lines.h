/* SPDX-License-Identifier: ISC */
/*
 * census_lines - what the vault's records say of who could have known what.
 *
 * Copies from sealing; keys and their end from the readers; releases and
 * receipts from what the hub told of the ledger.  programme/census.h makes
 * lines of it.
 */
#ifndef CLI_CENSUS_LINES_H
#define CLI_CENSUS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/vault.h"
#include "programme/census.h"
#include "store/vault_bulletin.h"
#include "telltale/err.h"

struct census_wave {
	struct vault_wave wave;
	bool released;		/* the ledger says so, as of released_s */
	int64_t released_s;	/* not known: the instant, once it is past;
				 * before it CENSUS_NEVER */
};

struct census_person {
	struct vault_copy copy;
	char *name;		/* of the reader */
};

struct census_lines {
	struct census_wave wave[TT_WAVES_MAX];
	size_t n_waves;
	struct census_person *person;
	struct census_line *line;	/* of each; by partner, then reader;
					 * borrows from person and wave */
	size_t n;
};

/* now_s: what is past.  Errors of store/db.h; TT_EINTEGRITY. */
enum tt_err census_lines_read(struct census_lines *l, struct db *db,
    const struct vault_bulletin *b, bool has_poc, int64_t now_s) MUST_USE;
void census_lines_done(struct census_lines *l);	/* safe on a zeroed one */

#endif
