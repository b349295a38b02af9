/* SPDX-License-Identifier: ISC */
/* plan_when - a plan's instants as people live them, and warnings. */
#include "cli/embargo/zone.h"
#include "cli/out.h"
#include "cli/plan.h"
#include "cli/say.h"
#include "programme/schedule.h"

#define DAY	86400

static bool
has_zone(const struct tt_manifest *m)
{
	return m->zone[0] != '\0' && zone_ok(span_str(m->zone));
}

/*
 * Days are of 86,400 seconds, so where clocks change in between a wave opens
 * at another hour than one may expect.
 */
void
plan_local(const struct draft *d)
{
	const struct tt_manifest *m = d->manifest;
	char text[ZONE_TEXT_LEN];
	int public_min, min;

	if (!has_zone(m))
		return;
	public_min = zone_minutes(m->zone, m->public_at_s);
	zone_format(m->zone, m->public_at_s, text);
	out_line("public there: %s", text);
	for (size_t i = 0; i < m->n_waves; i++) {
		const struct tt_wave *w = &m->waves[i];

		zone_format(m->zone, w->opens_at_s, text);
		min = zone_minutes(m->zone, w->opens_at_s);
		out_line("wave %s there: %s%s", w->name, text,
		    w->before_s > 0 && w->before_s % DAY == 0 &&
		    min != public_min ? "; the clocks change in between" :
		    "");
	}
}

static unsigned
night(const struct tt_manifest *m)
{
	unsigned found = 0, hour;

	for (size_t i = 0; has_zone(m) && i <= m->n_waves; i++) {
		hour = (unsigned)zone_minutes(m->zone, i < m->n_waves ?
		    m->waves[i].opens_at_s : m->public_at_s) / 60;
		if (schedule_is_night(&hour, 1))
			found |= 1U << (i < m->n_waves ?
			    SCHEDULE_WAVE_NIGHT : SCHEDULE_NIGHT);
	}
	return found;
}

void
plan_warn(const struct draft *d, int64_t now_s)
{
	const struct tt_manifest *m = d->manifest;
	int64_t opens[TT_WAVES_MAX];
	unsigned found;

	for (size_t i = 0; i < m->n_waves; i++)
		opens[i] = m->waves[i].opens_at_s;
	found = schedule_check(m->public_at_s, opens, m->n_waves, now_s) |
	    night(m);
	for (enum schedule_finding f = SCHEDULE_WEEKEND;
	    f < SCHEDULE_FINDINGS; f++)
		if (found & 1U << f)
			say_warn("%s", schedule_finding_text(f));
}
