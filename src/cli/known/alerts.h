/* SPDX-License-Identifier: ISC */
/*
 * alerts - what a glance at the programme must show of this room: deadlines
 * of our own that run, exploitation seen before the public instant.
 */
#ifndef CLI_KNOWN_ALERTS_H
#define CLI_KNOWN_ALERTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/attr.h"
#include "store/db.h"
#include "store/vault_bulletin.h"
#include "store/vault_sighting.h"
#include "telltale/err.h"

/* A subject as people call it: a bulletin's name, "case C-7". */
#define ALERTS_NAME_MAX	(TT_ID_MAX + 8)

/*
 * Of a clock: whose, and when it is due, OWN_DUTY_NEVER while that waits for
 * a fix.  A bulletin's fix is there from its public instant on, by the embargo
 * in force, if nobody has said when; planned: count with that before it came.
 */
enum tt_err alerts_clock(struct db *db, const struct vault_clock *c,
    int64_t now_s, bool planned, char name[ALERTS_NAME_MAX], int64_t *due_s)
    MUST_USE;

struct alert {
	bool seen;			/* a sighting, else a deadline */
	bool late;			/* now, else it is to come */
	int64_t at_s;			/* due, or when it was seen */
	const char *subject;		/* as people call it */
	const char *what;		/* half a line, lower case */
	const char *next;		/* the command, without "telltale" */
};

/*
 * Each clock that runs, each bulletin not public yet of which a sighting is
 * on record, and the decision about its embargo that this waits for.  Strings
 * are good until fn returns.
 */
typedef enum tt_err alerts_fn(void *ctx, const struct alert *a);
enum tt_err alerts_each(struct db *db, int64_t now_s, alerts_fn *fn,
    void *ctx) MUST_USE;

#endif
