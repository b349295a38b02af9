/* SPDX-License-Identifier: ISC */
#include "store/hub_queue.h"
#include "store/hub_sql.h"

enum tt_err
hub_queues_get(struct db *db, int64_t now_s, size_t n_keepers,
    struct hub_queues *out)
{
	struct db_stmt *s = db_use(db, QUEUES);
	enum tt_err e;

	db_bind_int(s, 1, now_s);
	db_bind_int(s, 2, (int64_t)n_keepers);
	if ((e = db_one(s)) == TT_OK)
		*out = (struct hub_queues){ db_int(s, 0), db_int(s, 1),
			db_int(s, 2), db_int(s, 3) };
	db_reset(s);
	return e;
}
