/* SPDX-License-Identifier: ISC */
/*
 * lineup_file - keys/officers of a vault: to whom its secrets are sealed.
 *
 * A line each, `NAME age1... VKEY`; `#` lines and empty ones are skipped.
 * The same line, alone in a file, is what an officer who is to come hands
 * over.  Pure.
 */
#ifndef CLI_TEAM_LINEUP_FILE_H
#define CLI_TEAM_LINEUP_FILE_H

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "telltale/age_key.h"
#include "telltale/vkey.h"

#define LINEUP_OFFICERS_MAX	64
#define LINEUP_NAME_MAX		64	/* bytes */
#define LINEUP_FILE_MAX		65536	/* bytes */

struct lineup_officer {
	char name[LINEUP_NAME_MAX + 1];
	struct tt_age_recipient seal;
	struct tt_vkey sign;
};

struct lineup_file {
	struct lineup_officer of[LINEUP_OFFICERS_MAX];
	size_t n;
};

/*
 * TT_ESYNTAX: not such lines, or none; TT_EEXIST: two of one name; TT_EKEY,
 * TT_ELIMIT.
 */
enum tt_err lineup_file_parse(struct lineup_file *out, struct span text)
    MUST_USE;
void lineup_file_format(const struct lineup_file *l, struct buf *out);

/* NULL if there is none of that name. */
const struct lineup_officer *lineup_file_find(const struct lineup_file *l,
    const char *name);

#endif
