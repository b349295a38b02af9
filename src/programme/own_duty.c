/* SPDX-License-Identifier: ISC */
#include "base/attr.h"
#include "programme/own_duty.h"

#define HOUR	3600
#define DAY	86400

static const char cra[] = "eu-cra-14-v";
static const char platform[] = "coordinating CSIRT and ENISA, through the "
    "single reporting platform";

const struct own_duty_stage own_duty_stages[OWN_DUTY_STAGES] = {
	{ cra, "early-warning", OWN_DUTY_AWARE, 24 * HOUR,
	  "that the flaw is exploited, and where the product is on the market",
	  platform },
	{ cra, "notification", OWN_DUTY_AWARE, 72 * HOUR,
	  "the product, the nature of exploit and flaw, what users can do",
	  platform },
	{ cra, "final-report", OWN_DUTY_FIX, 14 * DAY,
	  "the flaw and its severity, who exploited it if known, the fix",
	  platform },
};

static const char *const states[] = {
	[OWN_DUTY_OPEN] = "open",
	[OWN_DUTY_CLOSED] = "closed",
	[OWN_DUTY_DISMISSED] = "dismissed",
};

_Static_assert(N_ROWS(states) == OWN_DUTY_STATES, "a word for each state");

static const enum own_duty_does moves[OWN_DUTY_STATES][OWN_DUTY_EVENTS] = {
	[OWN_DUTY_OPEN] = {
		[OWN_DUTY_START] = OWN_DUTY_EARLIER,
		[OWN_DUTY_CLOSE] = OWN_DUTY_BECOME_CLOSED,
		[OWN_DUTY_DISMISS] = OWN_DUTY_BECOME_DISMISSED,
	},
	[OWN_DUTY_CLOSED] = {
		[OWN_DUTY_START] = OWN_DUTY_STAY,
		[OWN_DUTY_CLOSE] = OWN_DUTY_REFUSE,
		[OWN_DUTY_DISMISS] = OWN_DUTY_REFUSE,
	},
	[OWN_DUTY_DISMISSED] = {
		[OWN_DUTY_START] = OWN_DUTY_ANEW,
		[OWN_DUTY_CLOSE] = OWN_DUTY_REFUSE,
		[OWN_DUTY_DISMISS] = OWN_DUTY_REFUSE,
	},
};

bool
own_duty_find(struct span duty, struct span stage, size_t *out)
{
	for (size_t i = 0; i < OWN_DUTY_STAGES; i++)
		if (span_is(duty, own_duty_stages[i].duty) &&
		    span_is(stage, own_duty_stages[i].stage)) {
			*out = i;
			return true;
		}
	return false;
}

int64_t
own_duty_due(const struct own_duty_stage *s, int64_t aware_s, int64_t fix_s)
{
	if (s->from == OWN_DUTY_AWARE)
		return aware_s + s->after_s;
	if (fix_s == OWN_DUTY_NEVER)
		return OWN_DUTY_NEVER;
	/* nobody reports before they know */
	return (fix_s > aware_s ? fix_s : aware_s) + s->after_s;
}

int64_t
own_duty_remind(const struct own_duty_stage *s, int64_t due_s)
{
	return due_s - s->after_s / 4;
}

enum own_duty_does
own_duty_move(enum own_duty_state from, enum own_duty_event event)
{
	return moves[from][event];
}

const char *
own_duty_state_text(enum own_duty_state s)
{
	return states[s];
}

bool
own_duty_state_parse(struct span s, enum own_duty_state *out)
{
	for (enum own_duty_state i = 0; i < OWN_DUTY_STATES; i++)
		if (span_is(s, states[i])) {
			*out = i;
			return true;
		}
	return false;
}
