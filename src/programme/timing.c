/* SPDX-License-Identifier: ISC */
#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "programme/timing.h"

/* Is the earlier one of two that may fix T? */
static bool
is_earlier(const struct history_sighting *a, const struct history_sighting *b)
{
	return b == NULL || a->seen.until_s < b->seen.until_s;
}

const struct history_sighting *
timing_first(const struct history_sighting *s, size_t n)
{
	const struct history_sighting *first = NULL;

	for (size_t i = 0; i < n; i++)
		if (history_fixes(&s[i]) && is_earlier(&s[i], first))
			first = &s[i];
	return first;
}

enum tt_err
timing_incident_of(struct timing_incident *out, const int64_t *opens_s,
    size_t n, int64_t t_s, uint32_t reporter)
{
	struct timing_incident i = { .slots = (uint32_t)n };

	if (n == 0 || n > TIMING_SLOTS_MAX ||
	    (reporter != TIMING_NOBODY && reporter >= n))
		return TT_ERANGE;
	for (size_t k = 0; k < n; k++)
		i.before += opens_s[k] < t_s;
	if (reporter != TIMING_NOBODY) {
		i.reported = true;
		i.reporter_early = opens_s[reporter] < t_s;
	}
	*out = i;
	return TT_OK;
}

/*
 * One of g is among the k of K that are before: the complement of none of
 * them being there, (K-k)/K (K-k-1)/(K-1) ... in g steps.
 */
static double
among(uint32_t slots, uint32_t before, uint32_t g)
{
	double none = 1;

	for (uint32_t i = 0; i < g; i++) {
		if (i + before >= slots)
			return 1;
		none *= (double)(slots - before - i) / (double)(slots - i);
	}
	return 1 - none;
}

double
timing_chance(uint32_t slots, uint32_t before, uint32_t g)
{
	double found, leaked;

	assert(before <= slots);
	if (before == 0 || g == 0)
		return 0;
	if (slots <= TIMING_C_MAX)
		return 1;
	if (g == 1) {	/* as the text has it, to the last digit */
		found = (double)before / slots;
		leaked = (double)(before - 1) / (slots - TIMING_C_MAX);
	} else {
		found = among(slots, before, g);
		leaked = among(slots - TIMING_C_MAX, before - 1, g);
	}
	return fmin(1, fmax(found, leaked));
}

static bool
says_nothing(const struct timing_incident *i)
{
	return i->before == 0 || i->before == i->slots;
}

double
timing_incident_chance(const struct timing_incident *i, uint32_t g)
{
	double pi = timing_chance(i->slots, i->before, g);

	if (says_nothing(i))
		return 1;
	if (!i->reported)
		return pi;
	return fmax(pi, timing_chance(i->slots - 1,
	    i->before - (i->reporter_early ? 1 : 0), g));
}

double
timing_ln_factor(const struct timing_incident *i, uint32_t g, bool hit,
    bool is_reporter)
{
	double pi;

	assert(g > 0);
	if (is_reporter || says_nothing(i))
		return 0;
	pi = timing_incident_chance(i, g);	/* k/K or more */
	return log1p(TIMING_LAMBDA * ((hit ? 1 / pi : 0) - 1));
}

void
timing_score_add(struct timing_score *s, double ln_factor)
{
	s->ln_e += ln_factor;
	s->ln_most = fmax(s->ln_most, s->ln_e);
	s->incidents++;
}

double
timing_threshold(size_t partners, double epsilon)
{
	return log((double)partners) - log(epsilon);
}

bool
timing_accuses(const struct timing_score *s, size_t partners, double epsilon)
{
	return s->ln_most >= timing_threshold(partners, epsilon);
}

unsigned
timing_least(double pi, size_t partners, double epsilon)
{
	double each = log1p(TIMING_LAMBDA * (1 / pi - 1));

	if (!(pi > 0) || pi >= 1)
		return 0;
	return (unsigned)ceil(timing_threshold(partners, epsilon) / each);
}

/* dist[h]: of h hits so far; one incident more. */
static void
convolve(double *dist, size_t n, double chance)
{
	for (size_t h = n + 1; h > 0; h--)
		dist[h] = dist[h] * (1 - chance) + dist[h - 1] * chance;
	dist[0] *= 1 - chance;
}

enum tt_err
timing_tail(const double *chance, size_t n, size_t hits, double *p)
{
	double *dist, sum = 0;

	if (n > TIMING_INCIDENTS_MAX)
		return TT_ELIMIT;
	for (size_t i = 0; i < n; i++)
		if (!(chance[i] >= 0 && chance[i] <= 1))
			return TT_ERANGE;
	if (hits > n)
		return TT_ERANGE;
	if ((dist = calloc(n + 2, sizeof(*dist))) == NULL)
		return TT_ENOMEM;
	dist[0] = 1;
	for (size_t i = 0; i < n; i++)
		convolve(dist, i, chance[i]);
	for (size_t h = n + 1; h-- > hits;)
		sum += dist[h];
	free(dist);
	*p = fmin(1, sum);
	return TT_OK;
}
