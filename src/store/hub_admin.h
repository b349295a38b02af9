/* SPDX-License-Identifier: ISC */
/*
 * hub_admin - readers who speak for their partner, what they said of its
 * readers, and who is stopped by it.
 *
 * Who is stopped is a former reader (hub_people.h) for good; the letter that
 * said so is kept for the vendor.  Errors are those of db.h; TT_ENOENT where
 * there is no such row.
 */
#ifndef STORE_HUB_ADMIN_H
#define STORE_HUB_ADMIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/span.h"
#include "store/db.h"
#include "store/hub_people.h"

#define HUB_NAMES_MAX	65536	/* bytes, sealed */
#define HUB_WORD_MAX	32768	/* bytes of a letter */

/* names: an age file for this reader, kept as it came. */
enum tt_err hub_admin_set(struct db *db, const char *reader,
    struct span names) MUST_USE;
enum tt_err hub_admin_drop(struct db *db, const char *reader) MUST_USE;
enum tt_err hub_admin_names(struct db *db, const char *reader,
    struct buf *names) MUST_USE;

/* All, whatever became of them. */
enum tt_err hub_admin_count(struct db *db, int64_t *n) MUST_USE;

/* Active admins of a partner beside that reader. */
enum tt_err hub_admin_others(struct db *db, const char *partner,
    const char *reader, int64_t *n) MUST_USE;

/* Invitations by admins of a partner that are open, or wait to be confirmed. */
enum tt_err hub_admin_invited(struct db *db, const char *partner,
    int64_t now_s, int64_t *n) MUST_USE;

/*
 * One reader, who may be pending, or all of a partner, whose open invitations
 * are void then, too.  Their sessions end.  In the caller's transaction.
 */
enum tt_err hub_stop_reader(struct db *db, const char *reader, int64_t now_s)
    MUST_USE;
enum tt_err hub_stop_partner(struct db *db, const char *partner,
    int64_t now_s) MUST_USE;

struct hub_word {
	int64_t		n;
	char		reader[HUB_ID_MAX];
	struct buf	letter;		/* hub_word_done */
	int64_t		received_s;
};

void hub_word_done(struct hub_word *w);
enum tt_err hub_word_add(struct db *db, const struct hub_reader *by,
    bool leaves, struct span letter, int64_t now_s) MUST_USE;
enum tt_err hub_word_next(struct db *db, int64_t after, struct hub_word *out)
    MUST_USE;
enum tt_err hub_word_last(struct db *db, int64_t *n) MUST_USE;

/* TT_OK if this reader is one who said that the partner leaves. */
enum tt_err hub_word_left(struct db *db, const char *reader) MUST_USE;

#endif
