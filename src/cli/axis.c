/* SPDX-License-Identifier: ISC */
#include <math.h>

#include "cli/axis.h"

#define ROOM	1.08	/* of the longest bar */

static const struct {
	unsigned decades;
	const char *words;
} steps[] = {
	{ 1, "ten times" },
	{ 2, "a hundred times" },
	{ 3, "a thousand times" },
	{ 6, "a million times" },
	{ 12, "a million million times" },
	{ 24, "a million million million million times" },
};

static double
decades(double ln_bound)
{
	return fmax(0, -ln_bound / M_LN10);
}

struct axis
axis_of(const struct tt_trace *t)
{
	struct axis a = { .end = fmax(decades(log(t->epsilon_t / 2)),
	    decades(log(TT_STRONG))) };

	for (size_t i = 0; i < t->n_suspects; i++)
		a.end = fmax(a.end, decades(t->suspects[i].ln_bound));
	a.end *= ROOM;
	for (size_t i = 0; i < N_ROWS(steps); i++) {
		if (a.end / steps[i].decades > AXIS_LINES)
			continue;
		a.step = steps[i].decades;
		a.lines = (size_t)ceil(a.end / a.step) - 1;
		break;
	}
	return a;
}

double
axis_at(const struct axis *a, double ln_bound)
{
	return fmin(100, 100 * decades(ln_bound) / a->end);
}

double
axis_line(const struct axis *a, size_t i)
{
	return 100 * (double)((i + 1) * a->step) / a->end;
}

const char *
axis_step(const struct axis *a)
{
	for (size_t i = 0; i < N_ROWS(steps); i++)
		if (steps[i].decades == a->step)
			return steps[i].words;
	return NULL;
}
