/* SPDX-License-Identifier: ISC */
/*
 * hub_opened - readers' own word that they opened a copy: the signed request
 * that said so, whole, once for each reader and set of copies.
 *
 * Errors are those of db.h.
 */
#ifndef STORE_HUB_OPENED_H
#define STORE_HUB_OPENED_H

#include <stdint.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/merkle.h"
#include "store/db.h"
#include "store/hub_people.h"

struct hub_opened {
	int64_t		n;		/* in the order they came */
	char		reader[HUB_ID_MAX];
	struct hash	copies;		/* leaf */
	struct buf	note;		/* hub_opened_done */
	int64_t		received_s;
};

void hub_opened_done(struct hub_opened *o);

/* The first word stays: TT_OK, too, where there is one. */
enum tt_err hub_opened_add(struct db *db, const struct hub_opened *o) MUST_USE;

/* The first after n; TT_ENOENT at the end. */
enum tt_err hub_opened_next(struct db *db, int64_t after,
    struct hub_opened *out) MUST_USE;

#endif
