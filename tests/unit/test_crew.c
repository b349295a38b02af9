/* SPDX-License-Identifier: ISC */
/* Threads that divide a job: each is there once, and all are waited for. */
#include "test.h"

#include <stdatomic.h>

#include "evidence/crew.h"

#define PIECES	10000

struct job {
	atomic_uint calls[CREW_MAX], next;
	unsigned done[PIECES];	/* by whom it was, plus 1 */
};

static void
work(void *ctx, unsigned worker)
{
	struct job *j = ctx;
	unsigned i;

	atomic_fetch_add(&j->calls[worker], 1);
	while ((i = atomic_fetch_add(&j->next, 1)) < PIECES)
		j->done[i] = worker + 1;
}

static void
every_worker_is_called_once_and_awaited(void **state)
{
	static const unsigned rows[] = { 1, 2, 3, CREW_MAX };
	static struct job j;

	(void)state;
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		memset(&j, 0, sizeof(j));
		crew_run(rows[i], work, &j);
		for (unsigned k = 0; k < CREW_MAX; k++)
			assert_int_equal(k < rows[i], j.calls[k]);
		for (unsigned k = 0; k < PIECES; k++)
			assert_in_range(j.done[k], 1, rows[i]);
	}
}

TEST_MAIN(cmocka_unit_test(every_worker_is_called_once_and_awaited))
