/* SPDX-License-Identifier: ISC */
/* sqlite_err - what SQLite answered, in words of ours; the room's own. */
#ifndef STORE_SQLITE_ERR_H
#define STORE_SQLITE_ERR_H

#include "base/attr.h"
#include "telltale/err.h"

struct sqlite3;

/* errno was set to zero before the call that answered; see store/db.h. */
enum tt_err sqlite_err(struct sqlite3 *db, int rc) MUST_USE;

#endif
