/* SPDX-License-Identifier: ISC */
/*
 * schedule - when waves open.  specs/stories.md 3.5.
 *
 * Instants are whole seconds UTC, a day is 86,400 of them, and there is no
 * calendar arithmetic.  Pure.
 */
#ifndef PROGRAMME_SCHEDULE_H
#define PROGRAMME_SCHEDULE_H

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
	SCHEDULE_FINDINGS
};

/* Of all openings; a bit each, 1 << enum schedule_finding. */
unsigned schedule_check(int64_t public_s, const int64_t *opens_s, size_t n,
    int64_t now_s);

const char *schedule_finding_text(enum schedule_finding f);

#endif
