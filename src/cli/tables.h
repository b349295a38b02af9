/* SPDX-License-Identifier: ISC */
/*
 * tables - which tables of wordings a vendor proposes from.
 *
 * In order: files named on the command line, the vault's own
 * (wordings/NAME.txt.age), the public ones.  A private table may also hold
 * lines
 *
 *	never GROUP: WORDS
 *
 * with which a person said that this group is not to be proposed for these
 * words of a draft again; what the tables' own parser sees of them is a
 * comment.  Functions that return int give CLI_DONE, or an exit code after
 * saying why.
 */
#ifndef CLI_TABLES_H
#define CLI_TABLES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "cli/cli.h"
#include "cli/vault.h"
#include "store/file.h"
#include "telltale/wording.h"

#define TABLES_MAX	64
#define TABLES_SIZE_MAX	((size_t)4 << 20)	/* bytes of one */

struct tables {
	const struct cli *cli;
	struct tt_wordings *wordings;
	struct {
		char name[FILE_PATH_MAX];	/* a file, or the vault's */
		struct buf text;		/* as it is read */
	} table[TABLES_MAX];
	size_t n;
	size_t n_files;			/* of them from the command line */
	struct vault vault;		/* cli NULL: there is none, or it has
					 * no tables */
	bool has_vault;
	const char *passphrase_file;
	struct buf never;		/* lines "GROUP: WORDS", folded */
};

/*
 * files: those of --wordings.  A vault is looked for, and unlocked only if it
 * has tables.  tables_done also after a failure.
 */
int tables_read(struct tables *t, const struct cli *c,
    const char *const *files, size_t n, const char *passphrase_file) MUST_USE;
void tables_done(struct tables *t);	/* safe on a zeroed one */

/* Was it said never to propose that? */
bool tables_never(const struct tables *t, const char *group,
    struct span words);

/*
 * Remember it: in the first file of the command line, else in the vault, else
 * for this run only, and *where says in which ("" : nowhere).
 */
int tables_refuse(struct tables *t, const char *group, struct span words,
    const char **where) MUST_USE;

#endif
