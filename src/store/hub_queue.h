/* SPDX-License-Identifier: ISC */
/* hub_queue - how much of what waits at the hub: numbers, and nothing else. */
#ifndef STORE_HUB_QUEUE_H
#define STORE_HUB_QUEUE_H

#include <stdint.h>

#include "base/attr.h"
#include "store/db.h"

struct hub_queues {
	int64_t events;		/* in no batch yet */
	int64_t joins;		/* that no officer has confirmed */
	int64_t waves;		/* whose instant has come and that are closed */
	int64_t orders;		/* unanswered, of all keepers together */
};

/*
 * now_s: POSIX seconds; of that many keepers.  Errors are those of store/db.h.
 */
enum tt_err hub_queues_get(struct db *db, int64_t now_s, size_t n_keepers,
    struct hub_queues *out) MUST_USE;

#endif
