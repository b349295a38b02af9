/* SPDX-License-Identifier: ISC */
/*
 * ledger - the log as files: tiles, the notary, and the published checkpoint.
 *
 * Steps 3 to 8 of specs/ledger.md section 5, as one call that can be repeated
 * from wherever a crash left it: the database's entries are what it works
 * from.  One thread advances; any thread asks for proofs, which are always of
 * the published checkpoint.
 */
#ifndef HUB_LEDGER_H
#define HUB_LEDGER_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "hub/notary.h"
#include "hub/tiles.h"
#include "hub/witnesses.h"
#include "store/db.h"
#include "telltale/log_edge.h"
#include "telltale/log_reader.h"

struct ledger {
	char			origin[TT_ORIGIN_MAX + 1];
	char			checkpoint[FILE_PATH_MAX];
	struct tiles		tiles;
	struct notary		*notary;
	struct tt_log_edge	*edge;	/* what the tiles have */
	struct witnesses	*witnesses;	/* OWNED; NULL: none */
	bool			unwitnessed;	/* one did not cosign */
	int64_t			asked_s;

	pthread_mutex_t		lock;	/* the published state below */
	struct tt_log_reader	*reader;
	uint64_t		size;	/* 0: nothing is published */
	uint64_t		served;	/* tiles up to here: a step ahead */
	struct buf		note;
};

/*
 * dir is the folder that is served; the edge is of size leaves with that
 * root, which the tiles must give (TT_EINTEGRITY).  TAKES notary, on errors
 * too.
 */
enum tt_err ledger_open(struct ledger *l, const char *dir, const char *origin,
    struct notary *notary, uint64_t size, const struct hash *root) MUST_USE;
void ledger_close(struct ledger *l);	/* safe on a zeroed one */

/*
 * Until tiles, notary, checkpoint row and published file are those of the
 * database's entries, and events in them are marked as logged.  db under
 * db_lock, which is not held while files are written.  TT_EEXIST: a tile has
 * other bytes under its name; TT_EFORK, TT_EROLLBACK: the notary refused;
 * these three end a hub, the last also where a witness has cosigned more than
 * this log has.  TT_EFULL, TT_EIO, TT_EDB: nothing was published
 * that a crash could take back; call again.  Witnesses that did not answer
 * in time hold nothing up: they are asked again a minute later, by a call.
 */
enum tt_err ledger_advance(struct ledger *l, struct db *db,
    pthread_mutex_t *db_lock, int64_t now_s) MUST_USE;

/* Whether a witness is to be asked again: then call ledger_advance. */
bool ledger_asks_again(const struct ledger *l, int64_t now_s);

/* Size of the published checkpoint; 0 if there is none. */
uint64_t ledger_size(struct ledger *l);

/*
 * Up to where tiles may be served.  Ahead of ledger_size from before the
 * checkpoint's file is there until all of step 8 is done, so that whoever has
 * read that file gets its tiles.
 */
uint64_t ledger_served(struct ledger *l);

/*
 * Appends the tlog-proof of an entry in the published checkpoint.  TT_ENOENT
 * if it is not in there.
 */
enum tt_err ledger_prove(struct ledger *l, uint64_t index, struct buf *out)
    MUST_USE;

/*
 * Appends "old SIZE" LF, the consistency proof from there to the published
 * checkpoint, an empty line, and that: what witnesses and keepers are told.
 * TT_EROLLBACK: old is larger than what is published.
 */
enum tt_err ledger_extend(struct ledger *l, uint64_t old, struct buf *out)
    MUST_USE;

#endif
