/* SPDX-License-Identifier: ISC */
/*
 * check - would a hub start on this folder, and what would it do first?
 *
 * For before an upgrade: configuration, keys, room on the disk, and the
 * migrations tried on a copy of the database, which must still be that of the
 * ledger.  Nothing in the folder is changed; a hub may be at work in it.
 */
#ifndef HUB_CHECK_H
#define HUB_CHECK_H

#include "base/attr.h"
#include "base/buf.h"
#include "hub/hub.h"

#define CHECK_ROWS_MAX		32
#define CHECK_TEXT_MAX		256	/* bytes, with NUL */

enum check_state { CHECK_GOOD, CHECK_NOTE, CHECK_BAD, CHECK_ALARM,
	CHECK_STATES };

const char *check_state_text(enum check_state s);	/* "good" */

struct check_row {
	enum check_state state;
	const char *what;		/* "database" */
	char text[CHECK_TEXT_MAX];
};

struct check {
	struct check_row row[CHECK_ROWS_MAX];
	size_t n;
};

/* TT_ELIMIT: more rows than there is room for; all else is a row. */
enum tt_err check_run(const char *dir, struct check *out) MUST_USE;

/* The worst of all. */
enum check_state check_worst(const struct check *c);

/* Lines, or JSON "telltale-hub-check/1". */
void check_text(const struct check *c, struct buf *out);
enum tt_err check_json(const struct check *c, struct buf *out) MUST_USE;

#endif
