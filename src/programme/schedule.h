/* SPDX-License-Identifier: ISC */
/*
 * schedule - when waves open, and what moves them.  specs/stories.md 3.5.
 *
 * Instants are whole seconds UTC, a day is 86,400 of them, and there is no
 * calendar arithmetic: local hours come from outside.  Pure.
 */
#ifndef PROGRAMME_SCHEDULE_H
#define PROGRAMME_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "telltale/err.h"

#define SCHEDULE_SHORT_S	300	/* notice that needs to be asked for */
#define SCHEDULE_LEAD_MAX_S	(14 * 86400)	/* longer: a warning */

/*
 * public - before.  TT_ERANGE unless before is positive and the result can
 * be written.
 */
enum tt_err schedule_opens(int64_t public_s, int64_t before_s,
    int64_t *opens_s) MUST_USE;

enum schedule_finding {
	/* faults */
	SCHEDULE_PUBLIC_PAST,	/* the public instant is not ahead */
	SCHEDULE_WAVE_PAST,	/* an opening is not ahead */
	SCHEDULE_WAVE_LATE,	/* an opening not before the public one */
	/* asked for by name, else refused */
	SCHEDULE_SHORT_NOTICE,	/* under SCHEDULE_SHORT_S to an opening */
	/* warnings */
	SCHEDULE_WEEKEND,	/* public on Friday to Sunday, UTC */
	SCHEDULE_LONG_LEAD,
	SCHEDULE_NIGHT,		/* public outside the programme's hours */
	SCHEDULE_WAVE_NIGHT,	/* a wave, outside 06-22 h for most */
	SCHEDULE_FINDINGS
};

/* Of all openings; a bit each, 1 << enum schedule_finding. */
unsigned schedule_check(int64_t public_s, const int64_t *opens_s, size_t n,
    int64_t now_s);

const char *schedule_finding_text(enum schedule_finding f);

#define SCHEDULE_DAY_FROM	6	/* o'clock, local */
#define SCHEDULE_DAY_UNTIL	22

/* Of n readers' local hours at one instant: more than half are outside. */
bool schedule_is_night(const unsigned *hour, size_t n);

/* A wave, as a change of the public instant finds it. */
struct schedule_wave {
	int64_t opens_s;
	int64_t before_s;	/* before public; -1: given by opens_at */
	bool open;
};

enum schedule_move {
	SCHEDULE_STAYS,		/* given by opens_at */
	SCHEDULE_MOVES,
	SCHEDULE_OPENS_NOW,	/* pulled in past its opening */
	SCHEDULE_IS_OPEN,	/* and stays so */
	SCHEDULE_CLOSES_OUT,	/* would not open before the public instant */
	SCHEDULE_BEYOND,	/* cannot be written */
	SCHEDULE_MOVE_COUNT
};

const char *schedule_move_text(enum schedule_move m);	/* "moves" */

/* Rules 6 and 7: what a public instant does to a wave; *opens_s its new one. */
enum schedule_move schedule_moved(const struct schedule_wave *w,
    int64_t public_s, int64_t now_s, int64_t *opens_s);

/*
 * How many of n keepers, of whom k open a wave, must confirm a new instant:
 * a later one n - k + 1, for else k could still open at the old one; an
 * earlier one k.
 */
unsigned schedule_keepers(unsigned k, unsigned n, bool later);

/* Rule 8: every wave is open from the end on. */
int64_t schedule_ended(const struct schedule_wave *w, int64_t end_s);

/* Rule 9: what a late joiner takes. */
enum schedule_join {
	SCHEDULE_AS_OTHERS,	/* the wave is not open yet */
	SCHEDULE_BY_TWO,	/* it is: two approvals */
	SCHEDULE_TOO_LATE,	/* it is public */
};

enum schedule_join schedule_join(int64_t opens_s, int64_t public_s,
    int64_t now_s);

#define SCHEDULE_LATE_S	60	/* what a hub may take to notice */

/* How a wave opened, by rules 7, 8 and 10. */
enum schedule_opening {
	SCHEDULE_NOT_OPEN,	/* or nobody said when it was opened */
	SCHEDULE_AHEAD,		/* with an end before its instant */
	SCHEDULE_IN_TIME,
	SCHEDULE_PULLED_IN,	/* terms let it open at once */
	SCHEDULE_MISSED,	/* later than it was to */
	SCHEDULE_OPENINGS
};

const char *schedule_opening_text(enum schedule_opening o);

struct schedule_opened {
	int64_t opens_s;	/* its instant */
	int64_t published_s;	/* its text */
	int64_t adopted_s;	/* the last terms before it opened, but for
				 * the first; 0: none */
	int64_t opened_s;	/* by the hub's clock; 0: not known */
};

/*
 * *late_s: by how much it was missed, counted from when it could be opened
 * at all; whoever was to open it in the past is not late for that.
 */
enum schedule_opening schedule_opened(const struct schedule_opened *o,
    int64_t *late_s);

/*
 * Respond-by: asked_s (0: the default, the public instant) raised to half of
 * the wave's lead after the notice, and never after the public instant.
 */
int64_t schedule_respond_by(int64_t asked_s, int64_t noticed_s,
    int64_t opens_s, int64_t public_s);

#endif
