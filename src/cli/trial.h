/* SPDX-License-Identifier: ISC */
/*
 * trial - renderings of one part, in a folder of their own below scratch, and
 * the program that says whether they are good.  The folder is gone afterwards.
 */
#ifndef CLI_TRIAL_H
#define CLI_TRIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/buf.h"
#include "base/rng.h"
#include "base/span.h"
#include "cli/child.h"
#include "cli/engine.h"
#include "telltale/err.h"

#define TRIAL_SECONDS	60
#define TRIAL_MANY	48	/* renderings of one run */

struct trial {
	const char *scratch;	/* a folder that exists, as a whole path */
	struct rng rng;		/* for the folder's name */
	const char *name;	/* the part's file, without a folder */
	const char *check;	/* {} is the file, or all of them */
	const struct engine *engine;	/* or NULL: the author's check */
};

/*
 * The program on n renderings at once; what it prints goes to words.  More
 * than one only of an engine that takes many (trial_takes_many).  Errors of
 * child_run and of files.
 */
enum tt_err trial_run(const struct trial *t, const struct span *texts,
    size_t n, struct buf *words, struct child_result *result) MUST_USE;

bool trial_takes_many(const struct trial *t);

#endif
