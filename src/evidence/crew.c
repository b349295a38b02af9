/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <pthread.h>
#include <stdbool.h>

#include "evidence/crew.h"

struct member {
	pthread_t thread;
	bool started;
	crew_job *job;
	void *ctx;
	unsigned worker;
};

static void *
start(void *p)
{
	const struct member *m = p;

	m->job(m->ctx, m->worker);
	return NULL;
}

void
crew_run(unsigned n, crew_job *job, void *ctx)
{
	struct member crew[CREW_MAX];

	assert(n >= 1 && n <= CREW_MAX);
	for (unsigned i = 1; i < n; i++) {
		crew[i] = (struct member){ .job = job, .ctx = ctx,
			.worker = i };
		crew[i].started = pthread_create(&crew[i].thread, NULL, start,
		    &crew[i]) == 0;
	}
	job(ctx, 0);
	for (unsigned i = 1; i < n; i++) {
		if (crew[i].started)
			(void)pthread_join(crew[i].thread, NULL);
		else
			job(ctx, i);
	}
}
