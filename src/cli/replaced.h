/* SPDX-License-Identifier: ISC */
/*
 * replaced - the bulletin that a draft names as the one before it, and who
 * had a copy of that.
 *
 * specs/stories.md 3.12.  It must have been published, for of what nobody saw
 * there is nothing to replace; whether it still runs, has ended or was
 * retracted makes no difference.
 */
#ifndef CLI_REPLACED_H
#define CLI_REPLACED_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "store/vault_bulletin.h"
#include "telltale/manifest.h"

struct replaced_reader {
	char reader[VAULT_ID_MAX + 1], partner[VAULT_ID_MAX + 1];
};

struct replaced {
	char id[VAULT_BULLETIN_LEN + 1];	/* in the ledger; "": none */
	char name[TT_ID_MAX + 1];		/* the author's */
	struct replaced_reader *at;		/* by reader, each once */
	size_t n;
	unsigned revision;	/* the last of it that was published */
};

/*
 * bulletin: what the ledger calls the draft, "" if it has no name there yet.
 * CLI_DONE, or CLI_USAGE after saying why it cannot be replaced: unknown, not
 * published, or a ring of bulletins that replace each other.
 */
int replaced_find(struct replaced *r, struct db *db,
    const struct tt_manifest *m, const char *bulletin) MUST_USE;

/* The same of what is sealed; errors of store/db.h. */
enum tt_err replaced_of(struct replaced *r, struct db *db,
    const char *bulletin) MUST_USE;
void replaced_done(struct replaced *r);	/* safe on a zeroed one */

/* In any revision of it. */
bool replaced_had(const struct replaced *r, const char *reader);
bool replaced_had_partner(const struct replaced *r, const char *partner);

#endif
