/* SPDX-License-Identifier: ISC */
/*
 * enrol - the folder of a reader who joins, before the hub has said yes.
 *
 * It is made beside the home that it becomes, as HOME.joining, complete, and
 * renamed when the hub has taken the reader's statement.  So a program that
 * is stopped in between goes on with the same keys, and no half of a home is
 * ever found.  Functions that return int give CLI_DONE, or an exit code after
 * saying why.
 */
#ifndef CLI_ENROL_H
#define CLI_ENROL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/b64.h"
#include "base/buf.h"
#include "base/sha256.h"
#include "base/span.h"
#include "store/file.h"
#include "telltale/reader_id.h"
#include "telltale/statement.h"

struct enrol {
	const struct tt_statement *invitation;	/* verified; borrowed */
	char home[FILE_PATH_MAX];	/* where it shall be */
	char dir[FILE_PATH_MAX];	/* where it is made: home.joining */
	char pin[B64_LEN(SHA256_LEN) + 1];	/* "" if there is none */
	char url[512];
	char token_hash[2 * SHA256_LEN + 1];	/* of the invitation's token */
	uint8_t id[TT_READER_ID_LEN];	/* once there are keys */
	struct buf statement;		/* of kind reader, likewise */
	uint64_t interval_s;
	int64_t now_s;
};

/*
 * home is where the reader's home shall be.  CLI_USAGE if something is there;
 * CLI_NO, and nothing said, if it was made with this very invitation.
 */
int enrol_init(struct enrol *e, const struct tt_statement *invitation,
    const char *home, int64_t now_s) MUST_USE;
void enrol_done(struct enrol *e);	/* safe on a zeroed one */

/* Whether dir is there, complete, of this invitation; then it is read. */
bool enrol_resumes(struct enrol *e);

/*
 * Makes dir, with the log policy in it, and looks at the hub's log: its key
 * and the officer who invited must be those that its first entries name.
 */
int enrol_check_log(struct enrol *e) MUST_USE;

/* Keys, statement and telltale.conf.  passphrase.p NULL: plain keys. */
int enrol_make_keys(struct enrol *e, struct span passphrase) MUST_USE;

int enrol_finish(struct enrol *e) MUST_USE;	/* dir becomes home */
void enrol_remove(struct enrol *e);	/* dir and all in it */

#endif
