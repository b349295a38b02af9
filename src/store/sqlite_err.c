/* SPDX-License-Identifier: ISC */
#include <errno.h>
#include <sqlite3.h>
#include <stdbool.h>

#include "store/sqlite_err.h"

static bool
is_full(int err)
{
	return err == ENOSPC || err == EDQUOT || err == EFBIG;
}

/*
 * SQLite keeps the error number of some failures only; errno, zero before the
 * call, has that of the last system call that failed.
 */
enum tt_err
sqlite_err(sqlite3 *db, int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return TT_OK;
	case SQLITE_FULL:
		return TT_EFULL;
	case SQLITE_IOERR:
		return is_full(errno) || is_full(sqlite3_system_errno(db)) ?
		    TT_EFULL : TT_EIO;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return TT_EAGAIN;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return TT_EINTEGRITY;
	case SQLITE_NOMEM:
		return TT_ENOMEM;
	case SQLITE_CONSTRAINT:
		return rc == SQLITE_CONSTRAINT_UNIQUE ||
		    rc == SQLITE_CONSTRAINT_PRIMARYKEY ||
		    rc == SQLITE_CONSTRAINT_ROWID ? TT_EEXIST : TT_EDB;
	case SQLITE_TOOBIG:
		return TT_ELIMIT;
	default:
		return TT_EDB;
	}
}
