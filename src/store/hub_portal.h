/* SPDX-License-Identifier: ISC */
/*
 * hub_portal - passkeys of readers, sessions by the hash of their cookie, and
 * challenges that were answered.  Errors are those of db.h; TT_ENOENT where
 * there is no such row.
 */
#ifndef STORE_HUB_PORTAL_H
#define STORE_HUB_PORTAL_H

#include <stdint.h>

#include "base/attr.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "store/hub_people.h"

#define HUB_PASSKEY_ID_MAX	1023	/* bytes */
#define HUB_PASSKEYS_MAX	8	/* of one reader */
#define HUB_SESSIONS_MAX	16	/* of one reader; the oldest goes */

struct hub_passkey {
	uint8_t		id[HUB_PASSKEY_ID_MAX];
	size_t		id_n;
	char		reader[HUB_ID_MAX];
	int64_t		alg;
	uint8_t		key[64];
	size_t		key_n;
	int64_t		count;
	int64_t		made_s;
};

/* TT_EEXIST: the key is known; TT_ELIMIT: the reader has as many as may be. */
enum tt_err hub_passkey_add(struct db *db, const struct hub_passkey *k)
    MUST_USE;
enum tt_err hub_passkey_get(struct db *db, struct span id,
    struct hub_passkey *out) MUST_USE;
enum tt_err hub_passkey_count(struct db *db, struct span id, int64_t count)
    MUST_USE;

/* Once: TT_EEXIST.  Those from before `since_s` are forgotten. */
enum tt_err hub_answered(struct db *db, const uint8_t challenge[32],
    int64_t now_s, int64_t since_s) MUST_USE;

struct hub_session {
	char		reader[HUB_ID_MAX];
	int64_t		made_s, seen_s;
};

enum tt_err hub_session_add(struct db *db, const struct hash *sha256,
    const char *reader, int64_t now_s) MUST_USE;
enum tt_err hub_session_get(struct db *db, const struct hash *sha256,
    struct hub_session *out) MUST_USE;
enum tt_err hub_session_seen(struct db *db, const struct hash *sha256,
    int64_t now_s) MUST_USE;
enum tt_err hub_session_end(struct db *db, const struct hash *sha256)
    MUST_USE;

/* All of a reader, or of every reader of a partner. */
enum tt_err hub_session_end_reader(struct db *db, const char *reader)
    MUST_USE;
enum tt_err hub_session_end_partner(struct db *db, const char *partner)
    MUST_USE;

/* Those made before, or last seen before. */
enum tt_err hub_session_sweep(struct db *db, int64_t made_s, int64_t seen_s)
    MUST_USE;

#endif
