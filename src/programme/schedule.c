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
	[SCHEDULE_NIGHT] = "the public instant is outside 06 to 22 o'clock",
	[SCHEDULE_WAVE_NIGHT] = "a wave opens outside 06 to 22 o'clock",
};

_Static_assert(N_ROWS(texts) == SCHEDULE_FINDINGS, "a text for each");

static const char *const moves[] = {
	[SCHEDULE_STAYS] = "stays",
	[SCHEDULE_MOVES] = "moves",
	[SCHEDULE_OPENS_NOW] = "opens at once",
	[SCHEDULE_IS_OPEN] = "open already",
	[SCHEDULE_CLOSES_OUT] = "not before the public instant",
	[SCHEDULE_BEYOND] = "no such instant",
};

_Static_assert(N_ROWS(moves) == SCHEDULE_MOVE_COUNT, "words for each");

static const char *const openings[] = {
	[SCHEDULE_NOT_OPEN] = "not open",
	[SCHEDULE_AHEAD] = "ahead of its instant",
	[SCHEDULE_IN_TIME] = "at its instant",
	[SCHEDULE_PULLED_IN] = "pulled in",
	[SCHEDULE_MISSED] = "late",
};

_Static_assert(N_ROWS(openings) == SCHEDULE_OPENINGS, "words for each");

const char *
schedule_opening_text(enum schedule_opening o)
{
	return openings[o];
}

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

bool
schedule_is_night(const unsigned *hour, size_t n)
{
	size_t outside = 0;

	for (size_t i = 0; i < n; i++)
		outside += hour[i] < SCHEDULE_DAY_FROM ||
		    hour[i] >= SCHEDULE_DAY_UNTIL;
	return 2 * outside > n;
}

const char *
schedule_move_text(enum schedule_move m)
{
	return moves[m];
}

enum schedule_move
schedule_moved(const struct schedule_wave *w, int64_t public_s, int64_t now_s,
    int64_t *opens_s)
{
	*opens_s = w->opens_s;
	if (w->open)
		return SCHEDULE_IS_OPEN;
	if (w->before_s < 0)
		return w->opens_s < public_s ? SCHEDULE_STAYS :
		    SCHEDULE_CLOSES_OUT;
	if (schedule_opens(public_s, w->before_s, opens_s) != TT_OK)
		return SCHEDULE_BEYOND;
	if (*opens_s == w->opens_s)
		return SCHEDULE_STAYS;
	return *opens_s <= now_s ? SCHEDULE_OPENS_NOW : SCHEDULE_MOVES;
}

unsigned
schedule_keepers(unsigned k, unsigned n, bool later)
{
	return later ? n - k + 1 : k;
}

int64_t
schedule_ended(const struct schedule_wave *w, int64_t end_s)
{
	return w->open || w->opens_s < end_s ? w->opens_s : end_s;
}

enum schedule_join
schedule_join(int64_t opens_s, int64_t public_s, int64_t now_s)
{
	if (now_s >= public_s)
		return SCHEDULE_TOO_LATE;
	return now_s >= opens_s ? SCHEDULE_BY_TWO : SCHEDULE_AS_OTHERS;
}

enum schedule_opening
schedule_opened(const struct schedule_opened *o, int64_t *late_s)
{
	int64_t due_s = o->opens_s;
	bool pulled = o->adopted_s > o->opens_s &&
	    o->adopted_s > o->published_s;

	*late_s = 0;
	if (o->opened_s == 0)
		return SCHEDULE_NOT_OPEN;
	if (o->published_s > due_s)
		due_s = o->published_s;
	if (o->adopted_s > due_s)
		due_s = o->adopted_s;
	if (o->opened_s > due_s)
		*late_s = o->opened_s - due_s;
	if (*late_s > SCHEDULE_LATE_S)
		return SCHEDULE_MISSED;
	if (o->opened_s < o->opens_s)
		return SCHEDULE_AHEAD;
	return pulled ? SCHEDULE_PULLED_IN : SCHEDULE_IN_TIME;
}

int64_t
schedule_respond_by(int64_t asked_s, int64_t noticed_s, int64_t opens_s,
    int64_t public_s)
{
	int64_t lead = public_s - opens_s, least;

	if (asked_s == 0 || asked_s > public_s)
		return public_s;
	if (__builtin_add_overflow(noticed_s, lead / 2, &least) ||
	    least > public_s)
		least = public_s;
	return asked_s < least ? least : asked_s;
}
