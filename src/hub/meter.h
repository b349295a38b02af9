/* SPDX-License-Identifier: ISC */
/*
 * meter - what the operator of a hub watches, as numbers.
 *
 * Totals since the start, times, sizes and lengths of queues, in the text
 * format of Prometheus (version 0.0.4), on an address of its own that only
 * this machine reaches.  No name of a partner, a reader or a bulletin, and
 * nothing of who got what: keepers and witnesses stand in the public ledger.
 */
#ifndef HUB_METER_H
#define HUB_METER_H

#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define METER_KEEPERS_MAX	16	/* HUB_KEEPERS_MAX */
#define METER_CODES		6	/* 1xx to 5xx, by the first digit */

/* Whose requests: of a path that nobody signs for, and so on. */
enum meter_caller { METER_PUBLIC, METER_READER, METER_VENDOR, METER_LOST,
	METER_CALLERS };

/* From any thread; zeroed at the start. */
struct hub_meter {
	_Atomic uint64_t answered[METER_CALLERS][METER_CODES];
	_Atomic int64_t keeper_heard_s[METER_KEEPERS_MAX];
};

/* Counts one answer; a status of 0 will be a 500. */
void meter_answer(struct hub_meter *m, enum meter_caller who,
    unsigned status);

struct buf;
struct hub;

/* Appends the whole page.  TT_EDB and its kin: the database has no answer. */
enum tt_err meter_page(struct hub *h, struct buf *out) MUST_USE;

/*
 * Serves GET /metrics, and GET /health (200 while batches are cut, else 503),
 * where telltale.conf says `metrics HOST:PORT`; *out is NULL where it does
 * not.  TT_ESTATE: that is no loopback address; errors of
 * http_server_start.
 */
struct http_server;
enum tt_err meter_serve(struct http_server **out, struct hub *h) MUST_USE;

#endif
