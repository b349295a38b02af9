/* SPDX-License-Identifier: ISC */
/*
 * upgrade - the database as it was before its migrations, kept until nobody
 * can want it back.
 *
 * Migrations run when a hub starts (store/db.h), each whole or not at all.
 * Before the first of them a copy is made at DB.before.  It is the way back
 * until the first write after: from then on what was written would be lost,
 * and the notary has signed what the copy does not have.  A start that finds
 * only some of the migrations done, and nothing written since, goes on from
 * there under the same copy.
 */
#ifndef HUB_UPGRADE_H
#define HUB_UPGRADE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "store/file.h"
#include "telltale/err.h"

struct upgrade {
	int64_t from;		/* version of the copy; -1: there is none */
	int64_t at;		/* of the database; -1: another engine's */
	int64_t to;		/* of this program */
	bool stopped;		/* the one before this ended half way */
};

/* DB.before */
enum tt_err upgrade_kept(const char *db, char out[FILE_PATH_MAX]) MUST_USE;

/*
 * What is to be done to the database, and what is kept of it; changes
 * nothing.  TT_ENOENT, TT_EVERSION: it is of a later program.
 */
enum tt_err upgrade_look(const char *db, struct upgrade *u) MUST_USE;

/*
 * Before db_open: makes the copy where migrations are due.  As upgrade_look;
 * TT_EFULL: there is no room for it.
 */
enum tt_err upgrade_prepare(const char *db, struct upgrade *u) MUST_USE;

/*
 * Puts the copy in the database's place.  TT_ENOENT: there is none;
 * TT_EREFUSED: the database was written to since; TT_ESTATE: it is another
 * engine's; TT_EAGAIN: somebody has it open.
 */
enum tt_err upgrade_undo(const char *db, struct upgrade *u) MUST_USE;

#endif
