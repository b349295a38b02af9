/* SPDX-License-Identifier: ISC */
/*
 * vault_team - the vault's records of requests and their answers, of who
 * enrolled whom, and of when a backup was made last.
 *
 * Requests and answers are as they went to the hub or came from there:
 * armored age files, opened anew each time.  Errors are those of store/db.h.
 */
#ifndef STORE_VAULT_TEAM_H
#define STORE_VAULT_TEAM_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "programme/approval.h"
#include "store/db.h"
#include "store/hub_request.h"	/* its limits */

struct vault_request {
	char id[HUB_REQUEST_ID_LEN + 1];
	char key[TT_KEY_NAME_MAX + 1];	/* name of the asker's */
	struct buf sealed;		/* vault_request_done */
	struct hash hash;		/* SHA-256 of what is in it */
	int64_t expires_s;
	enum approval_state state;
	int64_t ended_s;		/* 0: has not */
	int64_t n;			/* the hub's; 0: it lacks it */
};

void vault_request_done(struct vault_request *r);

/* TT_EEXIST: there is one of that id. */
enum tt_err vault_request_add(struct db *db, const struct vault_request *r)
    MUST_USE;
enum tt_err vault_request_get(struct db *db, const char *id,
    struct vault_request *out) MUST_USE;
/* The first after id, by bytes; "" for the first of all. */
enum tt_err vault_request_next(struct db *db, const char *id,
    struct vault_request *out) MUST_USE;
enum tt_err vault_request_move(struct db *db, const char *id,
    enum approval_state state, int64_t ended_s) MUST_USE;
enum tt_err vault_request_came(struct db *db, const char *id, int64_t n)
    MUST_USE;

struct vault_answer {
	char request[HUB_REQUEST_ID_LEN + 1];
	char key[TT_KEY_NAME_MAX + 1];
	struct buf sealed;		/* vault_answer_done */
	int64_t n;			/* the hub's; 0: it lacks it */
	int64_t received_s;		/* by the hub */
};

void vault_answer_done(struct vault_answer *a);

/* TT_EEXIST: that key has answered that request. */
enum tt_err vault_answer_add(struct db *db, const struct vault_answer *a)
    MUST_USE;
enum tt_err vault_answer_came(struct db *db, const struct vault_answer *a)
    MUST_USE;			/* its n and received_s */
enum tt_err vault_answer_drop(struct db *db, const char *request,
    const char *key) MUST_USE;
enum tt_err vault_answer_get(struct db *db, const char *request,
    const char *key, struct vault_answer *out) MUST_USE;
/* Of a request, the first that the hub has after number n. */
enum tt_err vault_answer_next(struct db *db, const char *request, int64_t n,
    struct vault_answer *out) MUST_USE;
/* Of all, the first after that request which the hub lacks. */
enum tt_err vault_answer_unsent(struct db *db, const char *request,
    struct vault_answer *out) MUST_USE;

/* Single numbers, by name. */
#define VAULT_NOTED_FEED	"feed"		/* last row of the hub's */
#define VAULT_NOTED_KEYS	"keys"		/* number of the list */
#define VAULT_NOTED_BACKUP	"backup"	/* instants */
#define VAULT_NOTED_DRILL	"drill"
#define VAULT_NOTED_SYNC	"sync"

enum tt_err vault_noted_set(struct db *db, const char *what, int64_t value)
    MUST_USE;
/* 0 if it was never set. */
enum tt_err vault_noted(struct db *db, const char *what, int64_t *value)
    MUST_USE;

/* When the vault first had something to say; 0: not yet. */
enum tt_err vault_began(struct db *db, int64_t *at_s) MUST_USE;

#define VAULT_SIGNERS_MAX	1024	/* bytes, with NUL */

/* A key that is there keeps its first row. */
enum tt_err vault_enrolled_set(struct db *db, const char *vkey, int64_t at_s,
    const char *signers) MUST_USE;
/* TT_ENOENT: it was in the first list. */
enum tt_err vault_enrolled(struct db *db, const char *vkey, int64_t *at_s,
    char signers[VAULT_SIGNERS_MAX]) MUST_USE;

/*
 * A sealing that more people than one let go out, with the terms that they
 * signed: leaf, or NULL if it has none of its own.  TT_ENOENT: nobody did.
 */
enum tt_err vault_cleared_set(struct db *db, const char *sealing,
    const struct hash *leaf, int64_t at_s) MUST_USE;
enum tt_err vault_cleared(struct db *db, const char *sealing,
    struct hash *leaf, bool *stated) MUST_USE;

#endif
