/* SPDX-License-Identifier: ISC */
#include "programme/trusted_time.h"

#define TIME_MAX	253402300799	/* 9999-12-31T23:59:59Z */

static const char *const texts[] = {
	[TRUSTED_WAIT] = "wait",
	[TRUSTED_HOLD] = "hold",
	[TRUSTED_OPEN] = "open",
};

static bool
in_range(int64_t time_s, int64_t boot_s)
{
	return time_s >= 0 && time_s <= TIME_MAX && boot_s >= 0 &&
	    boot_s <= TIME_MAX;
}

/* Of two, the one that makes P greater; of equals the newer, for its slack. */
static void
take(struct trusted_evidence *best, struct trusted_evidence e)
{
	int64_t old, new;

	if (!e.known)
		return;
	if (best->known) {
		old = best->time_s - best->boot_s;
		new = e.time_s - e.boot_s;
		if (new < old || (new == old && e.boot_s < best->boot_s))
			return;
	}
	*best = e;
}

static int64_t
proven(const struct trusted_evidence *e, int64_t boot_s)
{
	return e->time_s + (boot_s - e->boot_s);
}

static int64_t
slack(const struct trusted_evidence *e, int64_t boot_s)
{
	return TRUSTED_SLACK_S + (boot_s - e->boot_s) / TRUSTED_DRIFT;
}

/* A clock that went back is no gap, and takes nothing off the sum. */
static int64_t
add_gap(const struct trusted_mark *mark, int64_t wall_s)
{
	int64_t sum, gap = wall_s - mark->high_s;

	if (!mark->known || gap <= 0)
		return mark->gaps_s;
	if (__builtin_add_overflow(mark->gaps_s, gap, &sum))
		return INT64_MAX;
	return sum;
}

void
trusted_time_start(struct trusted_time *t, bool witnessed,
    const struct trusted_mark *mark, int64_t oldest_gaps_s, int64_t wall_s,
    int64_t boot_s)
{
	struct trusted_time new = { .witnessed = witnessed, .mark = *mark,
		.mark_boot_s = boot_s };

	new.mark.gaps_s = add_gap(mark, wall_s);
	if (mark->known && in_range(mark->high_s, boot_s))
		new.best = (struct trusted_evidence){ true, mark->high_s,
			boot_s };
	if (!witnessed && in_range(wall_s, boot_s)) {
		new.wall = (struct trusted_evidence){ true, wall_s, boot_s };
		new.wall_good = oldest_gaps_s == TRUSTED_NO_SHARE ||
		    new.mark.gaps_s - oldest_gaps_s <= TRUSTED_GAPS_MAX_S;
	}
	*t = new;
}

enum tt_err
trusted_time_witnessed(struct trusted_time *t, int64_t time_s, int64_t boot_s)
{
	if (!in_range(time_s, boot_s))
		return TT_ERANGE;
	take(&t->best, (struct trusted_evidence){ true, time_s, boot_s });
	return TT_OK;
}

bool
trusted_time_quorum(const int64_t *times, size_t n, size_t k, int64_t *time_s)
{
	int64_t best = 0;
	bool found = false;

	for (size_t i = 0; i < n && k > 0; i++) {
		size_t as_late = 0;

		for (size_t j = 0; j < n; j++)
			as_late += times[j] >= times[i];
		if (as_late >= k && (!found || times[i] > best)) {
			best = times[i];
			found = true;
		}
	}
	if (found)
		*time_s = best;
	return found;
}

enum tt_err
trusted_time_confirm(struct trusted_time *t, int64_t time_s, int64_t wall_s,
    int64_t boot_s)
{
	if (!in_range(time_s, boot_s) || !in_range(wall_s, boot_s))
		return TT_ERANGE;
	if (time_s - wall_s > TRUSTED_CONFIRM_S ||
	    wall_s - time_s > TRUSTED_CONFIRM_S)
		return TT_EREFUSED;
	take(&t->best, (struct trusted_evidence){ true, time_s, boot_s });
	return TT_OK;
}

const char *
trusted_state_text(enum trusted_state s)
{
	return texts[s];
}

/* Late is never early: the wall clock must have come there as well. */
static void
decide(struct trusted_answer *a, const struct trusted_time *t, int64_t instant,
    int64_t wall_s)
{
	int64_t apart = a->proven_s - wall_s;

	if (wall_s < instant) {
		a->state = TRUSTED_WAIT;
		a->alarm = a->proven && (apart > a->slack_s ||
		    (!t->witnessed && -apart > a->slack_s));
		return;
	}
	a->missing_s = instant - a->proven_s - a->slack_s;
	if (a->proven && a->missing_s <= 0) {
		a->state = TRUSTED_OPEN;
		a->missing_s = 0;
		return;
	}
	a->state = TRUSTED_HOLD;
	a->alarm = true;
	if (!a->proven)
		a->missing_s = 0;
}

struct trusted_answer
trusted_time_ask(const struct trusted_time *t,
    const struct trusted_share *share, int64_t wall_s, int64_t boot_s)
{
	struct trusted_answer a = { .state = TRUSTED_OPEN };
	struct trusted_evidence e = t->best;

	if (!t->witnessed &&
	    t->mark.gaps_s - share->gaps_s <= TRUSTED_GAPS_MAX_S)
		take(&e, t->wall);
	a.proven = e.known;
	if (e.known) {
		a.proven_s = proven(&e, boot_s);
		a.slack_s = slack(&e, boot_s);
	}
	if (!share->opened)
		decide(&a, t, share->instant_s, wall_s);
	return a;
}

bool
trusted_time_mark(const struct trusted_time *t, bool opening, int64_t boot_s,
    struct trusted_mark *mark)
{
	struct trusted_evidence e = t->best;
	int64_t p;

	if (t->wall_good)
		take(&e, t->wall);
	if (!e.known)
		return false;
	if (!opening && t->mark.known &&
	    boot_s - t->mark_boot_s < TRUSTED_MARK_S)
		return false;
	p = proven(&e, boot_s);
	if (t->mark.known && p <= t->mark.high_s)
		return false;
	*mark = (struct trusted_mark){ true, p, t->mark.gaps_s };
	return true;
}

void
trusted_time_marked(struct trusted_time *t, const struct trusted_mark *mark,
    int64_t boot_s)
{
	t->mark = *mark;
	t->mark_boot_s = boot_s;
}
