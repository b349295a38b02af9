/* SPDX-License-Identifier: ISC */
/*
 * hub_letter - sealed letters between readers and the vendor, and whom those
 * to the vendor are sealed to.  Durable when added.  Errors are those of
 * db.h; TT_ENOENT where there is none.
 */
#ifndef STORE_HUB_LETTER_H
#define STORE_HUB_LETTER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "base/span.h"
#include "store/db.h"
#include "store/hub_people.h"

#define HUB_LETTER_MAX	65536	/* bytes, sealed */

struct hub_letter {
	int64_t		n;
	char		reader[HUB_ID_MAX];
	struct hash	sha256;
	struct buf	body;		/* hub_letter_done */
	int64_t		received_s;
};

void hub_letter_done(struct hub_letter *l);

/* The same of the same reader again changes nothing. */
enum tt_err hub_letter_add(struct db *db, bool answer, const char *reader,
    const struct hash *sha256, struct span body, int64_t now_s) MUST_USE;

/* The first after n: of all, or of those for that reader. */
enum tt_err hub_letter_next(struct db *db, bool answer, const char *reader,
    int64_t after, struct hub_letter *out) MUST_USE;

/* How many a reader has written since. */
enum tt_err hub_letter_count(struct db *db, const char *reader,
    int64_t since_s, int64_t *n) MUST_USE;

enum tt_err hub_desk_set(struct db *db, struct span statement) MUST_USE;

/* Who is shown to be in the programme, likewise. */
enum tt_err hub_members_set(struct db *db, struct span statement) MUST_USE;
enum tt_err hub_members_get(struct db *db, struct buf *statement) MUST_USE;
enum tt_err hub_desk_get(struct db *db, struct buf *statement) MUST_USE;

#endif
