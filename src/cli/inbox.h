/* SPDX-License-Identifier: ISC */
/*
 * inbox - the bulletins that wait for this reader, as the hub lists them.
 *
 * GET /api/v1/inbox, specs/hub.md section 4.  It says when, and no more: a
 * title or a severity is in no list.
 */
#ifndef CLI_INBOX_H
#define CLI_INBOX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/json_in.h"
#include "base/merkle.h"
#include "cli/reader_home.h"

enum inbox_state {
	INBOX_WAITING,	/* the instant is ahead */
	INBOX_OPEN,
	INBOX_RECEIVED,	/* the copy is in this home */
	INBOX_REVISED,	/* ... and the hub has another revision */
	INBOX_RETRACTED,	/* it is void, whatever was received */
	INBOX_STATES
};

struct inbox_row {
	char id[BULLETIN_ID_LEN + 1];
	int64_t opens_s, until_s;
	struct hash terms;
	struct hash copies;	/* leaf: another one is a revision */
	char consent[16];	/* "invited", "signatory" and so on */
	char embargo[16];	/* "active", "ended", "retracted" */
	bool open;		/* the hub hands the copy out now */
	char replaces[BULLETIN_ID_LEN + 1];	/* one that was received; "" */
	enum inbox_state state;
};

struct inbox {
	struct inbox_row *row;
	size_t n;
};

bool inbox_is_retracted(const struct inbox_row *row);

const char *inbox_state_text(enum inbox_state s);	/* "waiting" */

/*
 * One row of the answer, its state left at INBOX_WAITING.  TT_ESYNTAX,
 * TT_ENOENT and *diag.
 */
enum tt_err inbox_row_read(struct inbox_row *out, const json_t *obj,
    struct json_diag *diag) MUST_USE;

/*
 * Asks the hub; rows by opening, then id.  CLI_DONE, or an exit code after
 * saying why.
 */
int inbox_fetch(struct reader_home *r, int64_t now_s, struct inbox *out)
    MUST_USE;
void inbox_free(struct inbox *b);	/* safe on a zeroed one */

/* NULL: it is not there. */
const struct inbox_row *inbox_find(const struct inbox *b, const char *id);

#endif
