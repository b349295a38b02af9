/* SPDX-License-Identifier: ISC */
/*
 * census - one census as it was taken, and the ways of telling it.
 *
 * Beside the lines of readers and knowers (cli/census_lines.h) it has the
 * vendor's own people, by the list of keys in force, and the keepers, who
 * hold shares and no text.  Functions that return int give CLI_DONE, or an
 * exit code after saying why.
 */
#ifndef CLI_KNOWN_CENSUS_H
#define CLI_KNOWN_CENSUS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "cli/census_lines.h"
#include "cli/vault.h"
#include "store/vault_rules.h"

#define CENSUS_STAFF_MAX	VAULT_OFFICERS_MAX
#define CENSUS_NAME_MAX		255	/* bytes of a key's name */

/* Somebody with a key of the vault: the drafts are open to it. */
struct census_staff {
	char role[32];		/* "officer", "publisher" */
	char name[CENSUS_NAME_MAX + 1];
	struct moment since;
};

/* The keepers of a wave: k of n together could make its key. */
struct census_keepers {
	unsigned k, n;
};

struct census {
	const struct cli *cli;
	struct vault *v;
	struct vault_bulletin record;
	struct census_text *text;	/* of each revision; free() it */
	struct census_about about;
	bool has_poc;
	bool interval;			/* from_s is good */
	int64_t from_s, at_s, now_s;	/* at_s: the end of an interval */
	uint64_t size;			/* of the ledger, as last seen */
	struct census_lines lines;
	struct census_staff staff[CENSUS_STAFF_MAX];
	size_t n_staff;
	struct census_keepers *keepers;	/* of each wave; free() it */
	struct vault_exception *exception;	/* free() it */
	size_t n_exceptions;
};

/* What a census never knows; it stands beside each.  NULL ends it. */
extern const char *const census_not_in_it[];

/* The levels that a table has a column for. */
#define CENSUS_SHOWN	5
extern const enum census_level census_shown[CENSUS_SHOWN];

/* The one who a line is of: name, or NULL; how it is known, or NULL. */
const char *census_name(const struct census *c,
    const struct census_line *line);
/* Of a knower: its source, or "as stated by the officer NAME". */
void census_source(const struct census *c, const struct census_line *line,
    struct buf *out);

/* "n people at m organisations could have read ... by ..." */
void census_say(const struct census *c, bool poc_only, struct buf *out);

/* Staff and keepers, from the vault's own files. */
int census_read_own(struct census *c) MUST_USE;

/* Exceptions of partners that have a copy, once the lines are read. */
int census_read_exceptions(struct census *c) MUST_USE;

int census_print_words(const struct census *c) MUST_USE;
int census_print_json(const struct census *c) MUST_USE;
int census_print_csv(const struct census *c) MUST_USE;

/* A picture with time as a line: a row an organisation. */
int census_write_svg(const struct census *c, const char *path) MUST_USE;

/*
 * A new folder with what proves the lines: for each reader and wave the
 * statement's set-proof, tlog-proof and batch.  What is not in a published
 * checkpoint yet is counted, and said.
 */
int census_write_proofs(const struct census *c, const char *dir) MUST_USE;

#endif
