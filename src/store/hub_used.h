/* SPDX-License-Identifier: ISC */
/*
 * hub_used - from which networks a reader's key was used, by day.
 *
 * Personal data, and kept for HUB_USED_DAYS days.  Nothing goes before that,
 * whoever floods it: what is over HUB_USED_PER_DAY networks of a reader's day
 * is counted in one row, of network "".  Errors are those of db.h.
 */
#ifndef STORE_HUB_USED_H
#define STORE_HUB_USED_H

#include <stdint.h>

#include "base/attr.h"
#include "store/db.h"

#define HUB_USED_DAYS		90
#define HUB_USED_PER_DAY	16
#define HUB_USED_NETWORK_MAX	64	/* bytes, with NUL */

struct hub_used {
	char	network[HUB_USED_NETWORK_MAX];
	int64_t	first_s, last_s;
	int64_t	minutes;	/* in which something was asked for */
	int64_t	days;		/* on which */
};

/* A request came; written once a minute at most.  Forgets what is old. */
enum tt_err hub_used_note(struct db *db, const char *reader,
    const char *network, int64_t now_s) MUST_USE;

/* What is over its term goes, where there is any. */
enum tt_err hub_used_sweep(struct db *db, int64_t now_s) MUST_USE;

/* By network, the first seen first; stops when fn does not return TT_OK. */
typedef enum tt_err hub_used_fn(void *ctx, const struct hub_used *u);
enum tt_err hub_used_each(struct db *db, const char *reader, int64_t now_s,
    hub_used_fn *fn, void *ctx) MUST_USE;

#endif
