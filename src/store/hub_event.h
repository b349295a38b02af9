/* SPDX-License-Identifier: ISC */
/*
 * hub_event - statements that the hub has accepted, in the order it did.
 *
 * One is acknowledged to whoever sent it when the transaction that added it
 * is committed (specs/ledger.md section 5, step 1), waits for a batch, gets a
 * place in it, and is logged once a checkpoint over that batch is published.
 * Errors are those of db.h.
 */
#ifndef STORE_HUB_EVENT_H
#define STORE_HUB_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "store/db.h"
#include "telltale/set.h"
#include "telltale/statement.h"

#define HUB_OWN_MAX	192	/* bytes, with NUL */

struct hub_event_new {
	enum tt_kind	kind;
	struct hash	leaf;
	struct tt_salt	salt;
	struct span	statement;
	const char	*own;		/* no two events have the same */
	const char	*subject;	/* what it is about, or NULL */
	const char	*reader;	/* whose quota it counts in, or NULL */
	int		rank;		/* lower goes first into a batch */
	int64_t		received_s;
};

struct hub_event {
	int64_t		n;
	char		kind[TT_KIND_NAME_MAX + 1];
	struct hash	leaf;
	struct tt_salt	salt;
	struct buf	statement;	/* hub_event_done */
	int64_t		entry;		/* its own or its batch's; -1 none */
	int64_t		position;	/* in the batch; -1 none */
	bool		logged;
	int64_t		received_s;
};

void hub_event_done(struct hub_event *e);	/* safe on a zeroed one */

/* TT_EEXIST if own or leaf is there already: nothing changed. */
enum tt_err hub_event_add(struct db *db, const struct hub_event_new *e,
    int64_t *n) MUST_USE;

/* TT_ENOENT if there is none. */
enum tt_err hub_event_by_leaf(struct db *db, const struct hash *leaf,
    struct hub_event *out) MUST_USE;
enum tt_err hub_event_by_own(struct db *db, const char *own,
    struct hub_event *out) MUST_USE;

/* The first after n, of all or of a reader and kind.  TT_ENOENT at the end. */
enum tt_err hub_event_next(struct db *db, int64_t after,
    struct hub_event *out) MUST_USE;
enum tt_err hub_event_next_of(struct db *db, const char *reader,
    enum tt_kind kind, int64_t after, struct hub_event *out) MUST_USE;

/* The same of a kind about a subject: statements.c says which field that is. */
enum tt_err hub_event_next_about(struct db *db, enum tt_kind kind,
    const char *subject, int64_t after, struct hub_event *out) MUST_USE;

/* The newest about a subject; reader may be NULL. */
enum tt_err hub_event_newest(struct db *db, enum tt_kind kind,
    const char *subject, const char *reader, struct hub_event *out) MUST_USE;

/* The same, of those that came before event n; of any reader. */
enum tt_err hub_event_before(struct db *db, enum tt_kind kind,
    const char *subject, int64_t n, struct hub_event *out) MUST_USE;

/* How many of a reader's are in no batch yet. */
enum tt_err hub_event_waiting_of(struct db *db, const char *reader,
    int64_t *n) MUST_USE;

/*
 * Those that wait, the first to go first, at most max: their numbers and leaf
 * hashes into arrays with room for max.  clear: for the log itself.
 */
enum tt_err hub_event_waiting(struct db *db, bool clear, size_t max,
    int64_t *n, struct hash *leaf, size_t *found) MUST_USE;

/* The statement of event n, by number; as hub_event_by_leaf. */
enum tt_err hub_event_get(struct db *db, int64_t n, struct hub_event *out)
    MUST_USE;

/* Once only: TT_ESTATE if it has a place.  position -1: in the clear. */
enum tt_err hub_event_place(struct db *db, int64_t n, uint64_t entry,
    int64_t position) MUST_USE;

/* All in entries below size are logged now. */
enum tt_err hub_event_logged(struct db *db, uint64_t size) MUST_USE;

/* Leaf hashes and places of a batch, at most max.  TT_ELIMIT if more. */
enum tt_err hub_event_of_batch(struct db *db, uint64_t entry, size_t max,
    struct hash *leaf, uint64_t *place, size_t *n) MUST_USE;

#endif
