/* SPDX-License-Identifier: ISC */
/*
 * own_duty - the vendor's own deadlines once exploitation is known.
 *
 * The duty eu-cra-14-v of specs/stories.md 3.7 as data: whoever makes a
 * product reports an exploited flaw in it 24 hours and 72 hours after it
 * became aware, and 14 days after a fix is available.  Awareness is what
 * starts it, never the instant at which the thing happened.  Pure.
 */
#ifndef PROGRAMME_OWN_DUTY_H
#define PROGRAMME_OWN_DUTY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/span.h"
#include "telltale/err.h"

#define OWN_DUTY_NEVER	INT64_MAX
#define OWN_DUTY_STAGES	3

enum own_duty_from { OWN_DUTY_AWARE, OWN_DUTY_FIX };

struct own_duty_stage {
	const char *duty, *stage;	/* "eu-cra-14-v", "early-warning" */
	enum own_duty_from from;
	int64_t after_s;
	const char *what, *recipient;	/* what to file, and where */
};

extern const struct own_duty_stage own_duty_stages[OWN_DUTY_STAGES];

/* Their index; false if there is no such stage. */
bool own_duty_find(struct span duty, struct span stage, size_t *out);

/* OWN_DUTY_NEVER as long as fix_s is, for a stage that waits for it. */
int64_t own_duty_due(const struct own_duty_stage *s, int64_t aware_s,
    int64_t fix_s);

/* When to remind of it: a quarter of the time is left. */
int64_t own_duty_remind(const struct own_duty_stage *s, int64_t due_s);

enum own_duty_state {
	OWN_DUTY_OPEN,
	OWN_DUTY_CLOSED,	/* filed: its reference is on record */
	OWN_DUTY_DISMISSED,	/* does not apply: the reason is on record */
	OWN_DUTY_STATES
};

enum own_duty_event {
	OWN_DUTY_START,		/* a sighting is recorded */
	OWN_DUTY_CLOSE,
	OWN_DUTY_DISMISS,
	OWN_DUTY_EVENTS
};

/* What an event makes of a clock. */
enum own_duty_does {
	OWN_DUTY_REFUSE,
	OWN_DUTY_EARLIER,	/* awareness is the earlier of both */
	OWN_DUTY_STAY,		/* nothing more is due */
	OWN_DUTY_ANEW,		/* the old one stays on record, a new runs */
	OWN_DUTY_BECOME_CLOSED,
	OWN_DUTY_BECOME_DISMISSED,
};

enum own_duty_does own_duty_move(enum own_duty_state from,
    enum own_duty_event event);

const char *own_duty_state_text(enum own_duty_state s);	/* "open" */
bool own_duty_state_parse(struct span s, enum own_duty_state *out);

#endif
