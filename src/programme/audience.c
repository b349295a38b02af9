/* SPDX-License-Identifier: ISC */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/instant.h"
#include "programme/audience.h"

static const char *const ids[] = {
	[AUDIENCE_TIER] = "tier",
	[AUDIENCE_STATE] = "state",
	[AUDIENCE_READER] = "reader",
	[AUDIENCE_OPENED] = "opened",
};

_Static_assert(N_ROWS(ids) == AUDIENCE_RULES, "an id for each rule");

static const char *const reader_words[] = {
	[READER_LISTED] = "has not been invited",
	[READER_INVITED] = "was invited and has not joined",
	[READER_JOINED] = "has joined and is not confirmed",
	[READER_ACTIVE] = "is active",
	[READER_REVOKED] = "was revoked",
};

_Static_assert(N_ROWS(reader_words) == READER_STATES, "words for each state");

static struct audience_answer PRINTF(2, 3)
nothing(enum audience_rule rule, const char *fmt, ...)
{
	struct audience_answer a = { .rule = rule };
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(a.because, sizeof(a.because), fmt, ap);
	va_end(ap);
	return a;
}

static struct audience_answer
not_approved(const struct audience_ask *ask, enum partner_state now)
{
	char end[INSTANT_LEN + 1];

	if (now != PARTNER_EXPIRED || ask->partner == PARTNER_EXPIRED)
		return nothing(AUDIENCE_STATE,
		    "only approved partners; this one is %s",
		    partner_state_text(now));
	instant_format(ask->agreement_ends_s, end);
	return nothing(AUDIENCE_STATE, "only approved partners; the agreement "
	    "of this one ended at %s", end);
}

static bool
lists(const struct tt_wave *w, const char *tier)
{
	for (size_t i = 0; i < w->n_tiers; i++)
		if (strcmp(w->tiers[i], tier) == 0)
			return true;
	return false;
}

static bool
better(const struct tt_wave *a, const struct tt_wave *b)
{
	if (a->opens_at_s != b->opens_at_s)
		return a->opens_at_s < b->opens_at_s;
	return a->profile > b->profile;
}

static struct audience_answer
wave_of_tier(const struct audience_ask *ask)
{
	struct audience_answer a = { .granted = true, .rule = AUDIENCE_TIER };
	const struct tt_wave *best = NULL;
	bool listed = false;

	for (const struct tt_wave *w = ask->waves;
	    w < ask->waves + ask->n_waves; w++) {
		if (!lists(w, ask->tier))
			continue;
		listed = true;
		if ((ask->revises || w->opens_at_s > ask->now_s) &&
		    (best == NULL || better(w, best)))
			best = w;
	}
	if (best == NULL)
		return listed ? nothing(AUDIENCE_OPENED,
		    "each wave for tier %.64s has opened", ask->tier) :
		    nothing(AUDIENCE_TIER, "no wave is for tier %.64s",
		    ask->tier);
	a.wave = (size_t)(best - ask->waves);
	a.profile = best->profile;
	snprintf(a.because, sizeof(a.because), "tier %.64s", ask->tier);
	return a;
}

struct audience_answer
audience_if_active(const struct audience_ask *ask)
{
	enum partner_state now = partner_state_at(ask->partner,
	    ask->agreement_ends_s, ask->now_s);

	if (now != PARTNER_APPROVED)
		return not_approved(ask, now);
	return wave_of_tier(ask);
}

struct audience_answer
audience_of(const struct audience_ask *ask)
{
	struct audience_answer a = audience_if_active(ask);

	if (a.granted && ask->reader != READER_ACTIVE)
		return nothing(AUDIENCE_READER,
		    "only confirmed readers; this one %s",
		    reader_words[ask->reader]);
	return a;
}

const char *
audience_rule_id(enum audience_rule r)
{
	return ids[r];
}
