/* SPDX-License-Identifier: ISC */
/*
 * hub_people - partners, readers, invitations and those who came with one.
 *
 * Partners and readers as their newest accepted statement says; that
 * statement is an event (hub_event.h).  Errors are those of db.h; TT_ENOENT
 * where there is no such row.
 */
#ifndef STORE_HUB_PEOPLE_H
#define STORE_HUB_PEOPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "store/db.h"
#include "telltale/statement.h"
#include "telltale/vkey.h"

#define HUB_ID_MAX	65	/* characters, with NUL */
#define HUB_STATE_MAX	16

struct hub_partner {
	char		id[HUB_ID_MAX];
	char		state[HUB_STATE_MAX];
	struct buf	statement;	/* hub_partner_done */
};

void hub_partner_done(struct hub_partner *p);
enum tt_err hub_partner_set(struct db *db, const char *id, const char *state,
    int64_t event) MUST_USE;
enum tt_err hub_partner_get(struct db *db, const char *id,
    struct hub_partner *out) MUST_USE;
/* The first after id, by bytes; "" for the first of all. */
enum tt_err hub_partner_next(struct db *db, const char *id,
    struct hub_partner *out) MUST_USE;

struct hub_reader {
	char		id[HUB_ID_MAX];
	char		partner[HUB_ID_MAX];
	char		state[HUB_STATE_MAX];	/* "stopped": hub_admin.h */
	char		sign[TT_VKEY_TEXT_MAX + 1];
	char		partner_state[HUB_STATE_MAX];	/* "": unknown */
	int64_t		since_s;	/* of that state */
	bool		admin;		/* speaks for the partner */
	struct buf	statement;	/* hub_reader_done */
};

void hub_reader_done(struct hub_reader *r);
/* Active, of an approved partner. */
bool hub_reader_may(const struct hub_reader *r);
enum tt_err hub_reader_set(struct db *db, const struct hub_reader *r,
    int64_t event) MUST_USE;
enum tt_err hub_reader_get(struct db *db, const char *id,
    struct hub_reader *out) MUST_USE;
enum tt_err hub_reader_next(struct db *db, const char *id,
    struct hub_reader *out) MUST_USE;
enum tt_err hub_reader_next_of(struct db *db, const char *partner,
    const char *id, struct hub_reader *out) MUST_USE;

/* An invitation, by the SHA-256 of its token. */
struct hub_token {
	char		partner[HUB_ID_MAX];
	int64_t		expires_s;
	char		used[HUB_ID_MAX];	/* by whom; "": unused */
};

/* TT_EEXIST if the hash is known.  reader: the admin who invites, or NULL. */
enum tt_err hub_token_add(struct db *db, const struct hash *hash,
    const char *partner, int64_t expires_s, const char *reader) MUST_USE;
enum tt_err hub_token_get(struct db *db, const struct hash *hash,
    struct hub_token *out) MUST_USE;
/* Once: TT_ESTATE if it is used up. */
enum tt_err hub_token_use(struct db *db, const struct hash *hash,
    const char *reader) MUST_USE;

/* Why somebody who came with an invitation was not taken. */
enum hub_why {
	HUB_TOKEN_USED,
	HUB_TOKEN_EXPIRED,
	HUB_TOKEN_ALTERED,	/* or never one of ours: token is zeroes */
	HUB_WHYS
};

struct hub_turned_away {
	int64_t		n;		/* from 1 */
	struct hash	token;
	enum hub_why	why;
	int64_t		times, last_s;
};

const char *hub_why_text(enum hub_why w);	/* "expired" */

/* Once more; one row for each token and reason. */
enum tt_err hub_turned_away_add(struct db *db, const struct hash *token,
    enum hub_why why, int64_t now_s) MUST_USE;
/* The first after n. */
enum tt_err hub_turned_away_next(struct db *db, int64_t n,
    struct hub_turned_away *out) MUST_USE;

/* Who came with an invitation and waits for an officer. */
struct hub_pending {
	char		reader[HUB_ID_MAX];
	char		partner[HUB_ID_MAX];
	struct hash	token;
	struct buf	statement;	/* hub_pending_done */
	int64_t		received_s;
};

void hub_pending_done(struct hub_pending *p);
enum tt_err hub_pending_add(struct db *db, const struct hub_pending *p)
    MUST_USE;
enum tt_err hub_pending_get(struct db *db, const char *reader,
    struct hub_pending *out) MUST_USE;
enum tt_err hub_pending_next(struct db *db, const char *reader,
    struct hub_pending *out) MUST_USE;
enum tt_err hub_pending_next_of(struct db *db, const char *partner,
    const char *reader, struct hub_pending *out) MUST_USE;
enum tt_err hub_pending_drop(struct db *db, const char *reader) MUST_USE;

#endif
