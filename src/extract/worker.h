/* SPDX-License-Identifier: ISC */
/*
 * worker - one confined child at one file, from its start to its end.
 *
 * The program is telltale-extract, forked and executed: the child has the
 * file and the keys in sealed memory, a pipe for its messages (hatch.h), two
 * words of environment and nothing else of ours.  It and whatever it started
 * are ended before worker_run returns.
 */
#ifndef EXTRACT_WORKER_H
#define EXTRACT_WORKER_H

#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "extract/format.h"
#include "extract/hatch.h"
#include "telltale/err.h"

#define WORKER_TELL	"tell"	/* as a format: let the child find out */

struct worker_task {
	const char *format;	/* a format's name, or WORKER_TELL */
	uint32_t skip;		/* items */
	struct span file;
	struct span tls_keys;
};

enum worker_how {
	WORKER_DONE,
	WORKER_DIED,	/* of itself, or of a limit that the kernel keeps */
	WORKER_SLOW,	/* ended: no item finished in time */
	WORKER_LIED,	/* ended: sent what is no message */
	WORKER_STOPPED,	/* ended: take said so */
};

struct worker_end {
	enum worker_how how;
	int signal;		/* DIED: by it, or 0 */
	int status;		/* DIED: its exit, if by no signal */
	uint32_t seconds;	/* SLOW, SIGXCPU: that it was given */
};

/* Takes each message; anything but TT_OK ends the child. */
typedef enum tt_err worker_take(void *arg, const struct hatch_msg *m);

/* TT_EIO if no child can be started, TT_ENOENT if there is no program. */
enum tt_err worker_run(const struct worker_task *t, worker_take *take,
    void *arg, struct worker_end *end) MUST_USE;

#endif
