/* SPDX-License-Identifier: ISC */
#include "programme/schedule.h"

#define DAY		86400
#define EPOCH_WEEKDAY	4		/* 1970-01-01 was a Thursday */

static const char *const texts[] = {
	[SCHEDULE_PUBLIC_PAST] = "the public instant has passed",
	[SCHEDULE_WAVE_PAST] = "a wave opens in the past",
	[SCHEDULE_WAVE_LATE] = "a wave opens at or after the public instant",
	[SCHEDULE_SHORT_NOTICE] = "a wave opens in less than 5 minutes",
	[SCHEDULE_WEEKEND] = "the public instant is on a Friday, Saturday or "
	    "Sunday (UTC)",
	[SCHEDULE_LONG_LEAD] = "a wave opens more than 14 days before the "
	    "public instant",
};

_Static_assert(N_ROWS(texts) == SCHEDULE_FINDINGS, "a text for each");

enum tt_err
schedule_opens(int64_t public_s, int64_t before_s, int64_t *opens_s)
{
	int64_t at;

	if (before_s <= 0 ||
	    __builtin_sub_overflow(public_s, before_s, &at) || at < 0)
		return TT_ERANGE;
	*opens_s = at;
	return TT_OK;
}

/* 0 is Sunday. */
static int64_t
weekday(int64_t at_s)
{
	return (at_s / DAY + EPOCH_WEEKDAY) % 7;
}

unsigned
schedule_check(int64_t public_s, const int64_t *opens_s, size_t n,
    int64_t now_s)
{
	int64_t day = weekday(public_s);
	unsigned found = 0;

	if (public_s <= now_s)
		found |= 1U << SCHEDULE_PUBLIC_PAST;
	if (day == 5 || day == 6 || day == 0)
		found |= 1U << SCHEDULE_WEEKEND;
	for (size_t i = 0; i < n; i++) {
		if (opens_s[i] <= now_s)
			found |= 1U << SCHEDULE_WAVE_PAST;
		else if (opens_s[i] - now_s < SCHEDULE_SHORT_S)
			found |= 1U << SCHEDULE_SHORT_NOTICE;
		if (opens_s[i] >= public_s)
			found |= 1U << SCHEDULE_WAVE_LATE;
		else if (public_s - opens_s[i] > SCHEDULE_LEAD_MAX_S)
			found |= 1U << SCHEDULE_LONG_LEAD;
	}
	return found;
}

const char *
schedule_finding_text(enum schedule_finding f)
{
	return texts[f];
}
