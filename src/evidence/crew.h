/* SPDX-License-Identifier: ISC */
/*
 * crew - one job that several threads do at the same time.
 *
 * The job divides the work itself, so that what comes of it does not depend
 * on how many there are.
 */
#ifndef EVIDENCE_CREW_H
#define EVIDENCE_CREW_H

#include "telltale/trace.h"

#define CREW_MAX	TT_THREADS_MAX

typedef void crew_job(void *ctx, unsigned worker);

/*
 * Call job with workers 0 to n - 1, n at most CREW_MAX, each on a thread of
 * its own (0: on this one) or, where none is to be had, one after another.
 * Returns when all are done.
 */
void crew_run(unsigned n, crew_job *job, void *ctx);

#endif
