/* SPDX-License-Identifier: ISC */
/*
 * bench_timing [WORLDS]: histories of staggered incidents, and whom timing
 * accuses in them.
 *
 * First the incidents that one who always leaks early needs, beside the least
 * that the method allows.  Then WORLDS histories of each kind of leaker and of
 * source, for who is innocent in them: nobody innocent is to be named in more
 * than epsilon of them.  Beside the products stands a posterior with a delay
 * model that is wrong, as a warning against it.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/attr.h"
#include "programme/stagger.h"
#include "programme/timing.h"

#define PARTNERS	50
#define INCIDENTS	60	/* of a history */
#define EPSILON		1e-6
#define LOOSE		.05	/* an epsilon that can be counted */
#define RUNS		2000	/* of the first table */
#define NEVER		400	/* incidents after which one gives up */
#define DELAY_MODEL	4.	/* slots: what the posterior believes */

struct draw {
	uint64_t state;		/* splitmix64: it needs only be quick */
	struct rng rng;
};

static void
fill(void *ctx, void *out, size_t n)
{
	struct draw *d = ctx;
	uint8_t *p = out;

	for (size_t i = 0; i < n; i += sizeof(uint64_t)) {
		uint64_t z = d->state += 0x9e3779b97f4a7c15ULL;
		size_t part = n - i < sizeof(z) ? n - i : sizeof(z);

		z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
		z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
		z ^= z >> 31;
		memcpy(p + i, &z, part);
	}
}

static void
draw_from(struct draw *d, uint64_t n)
{
	d->state = n * 0xd1342543de82ef95ULL + 1;
	d->rng = (struct rng){ fill, d };
}

static double
uniform(struct draw *d)
{
	return ((double)rng_below(d->rng, 1ULL << 52) + .5) / 0x1p52;
}

static double
exponential(struct draw *d, double mean)
{
	return -mean * log(uniform(d));
}

/*
 * Incidents until the first partner is accused, who leaks each time: T is
 * such that k slots are before it and the leaker's is one of them.
 */
static unsigned
until_accused(struct draw *d, uint32_t k)
{
	struct timing_score s = { .ln_e = 0 };
	const struct timing_incident i = { PARTNERS, k, false, false };
	uint32_t slot[PARTNERS];

	while (s.incidents < NEVER) {
		stagger_draw(d->rng, slot, PARTNERS);
		if (slot[0] >= k)
			continue;	/* no leak before its opening */
		timing_score_add(&s, timing_ln_factor(&i, 1, true, false));
		if (timing_accuses(&s, PARTNERS, EPSILON))
			return s.incidents;
	}
	return NEVER;
}

/*
 * The same where T moves: as much is before it as a delay makes it.  *sum and
 * *n go on counting factors, for the least number that their mean allows.
 */
static unsigned
until_accused_by_delay(struct draw *d, double mean, double *sum, double *n)
{
	struct timing_score s = { .ln_e = 0 };
	uint32_t slot[PARTNERS];

	while (s.incidents < NEVER) {
		struct timing_incident i = { PARTNERS, 0, false, false };
		double t;

		stagger_draw(d->rng, slot, PARTNERS);
		t = slot[0] + exponential(d, mean) + 1e-9;
		i.before = (uint32_t)fmin(PARTNERS, ceil(t));
		timing_score_add(&s, timing_ln_factor(&i, 1, true, false));
		if (timing_accuses(&s, PARTNERS, EPSILON))
			break;
	}
	*sum += s.ln_e;
	*n += s.incidents;
	return s.incidents;
}

static int
by_size(const void *a, const void *b)
{
	unsigned x = *(const unsigned *)a, y = *(const unsigned *)b;

	return (x > y) - (x < y);
}

static void
print_until(const char *what, unsigned *n, size_t runs, unsigned least)
{
	double sum = 0;

	qsort(n, runs, sizeof(*n), by_size);
	for (size_t i = 0; i < runs; i++)
		sum += n[i];
	printf("%-28s %7.1f %6u", what, sum / (double)runs,
	    n[runs * 95 / 100]);
	printf(" %6u  %+.1f %%\n", least,
	    100 * (sum / (double)runs / least - 1));
}

static void
table_of_incidents(void)
{
	static const double share[] = { .5, .25, .1, .05 };
	static const double delay[] = { 1, 4, 16, 64 };
	static unsigned n[RUNS];
	struct draw d;
	char what[64];

	printf("incidents until accused, %d partners, epsilon %g\n"
	    "%-28s %7s %6s %6s\n", PARTNERS, EPSILON, "", "mean", "95 %",
	    "least");
	for (size_t s = 0; s < N_ROWS(share); s++) {
		uint32_t k = (uint32_t)floor(share[s] * PARTNERS);

		draw_from(&d, s);
		for (size_t i = 0; i < RUNS; i++)
			n[i] = until_accused(&d, k);
		snprintf(what, sizeof(what), "k/K %.2f, pi %.3f", share[s],
		    timing_chance(PARTNERS, k, 1));
		print_until(what, n, RUNS, timing_least(timing_chance(
		    PARTNERS, k, 1), PARTNERS, EPSILON));
	}
	for (size_t s = 0; s < N_ROWS(delay); s++) {
		double sum = 0, all = 0;

		draw_from(&d, 100 + s);
		for (size_t i = 0; i < RUNS; i++)
			n[i] = until_accused_by_delay(&d, delay[s], &sum,
			    &all);
		snprintf(what, sizeof(what), "a delay of %.0f slots", delay[s]);
		print_until(what, n, RUNS, (unsigned)ceil(timing_threshold(
		    PARTNERS, EPSILON) / (sum / all)));
	}
}

/* Who leaks, and how; partners 0 to leakers - 1. */
enum habit {
	NOBODY,		/* found independently, whenever */
	ALWAYS,		/* soon after their opening */
	SLOWLY,		/* any time after it, often after all had opened */
	MIXED,		/* every second time they wait for the last slot */
	FIRST_SLOT,	/* only when they are early themselves */
	REPORTS,	/* leaks, and is the first to report it */
	HABITS
};

static const struct {
	const char *name;
	uint32_t leakers;
	bool feed;	/* T is what partners saw after they had opened */
} worlds[] = {
	{ "found independently", 0, false },
	{ "one, soon", 1, false },
	{ "three, slowly", 3, false },
	{ "two, early and late", 2, false },
	{ "three, when early", 3, false },
	{ "one, who reports first", 1, false },
	{ "a feed that openings drive", 0, true },
};

_Static_assert(N_ROWS(worlds) == HABITS + 1, "the feed is the last");

/* When the first leak of an incident is seen, in slots; < 0: none is. */
static double
attack_at(struct draw *d, size_t world, const uint32_t *slot, unsigned n)
{
	double t = -1, x;

	if (worlds[world].leakers == 0)
		return uniform(d) * PARTNERS * 1.2;
	for (uint32_t j = 0; j < worlds[world].leakers; j++) {
		if (world == FIRST_SLOT && slot[j] > PARTNERS / 4)
			continue;
		x = slot[j] + exponential(d, world == SLOWLY ? 20 : 2) + 1e-9;
		if (world == MIXED && n % 2 == 1)
			x = PARTNERS - .5;
		if (t < 0 || x < t)
			t = x;
	}
	return t;
}

/*
 * Attacks have gone on for long; partners see them once they have opened and
 * know what to look for.  The first of them is diligent, and innocent.
 */
static double
feed_at(struct draw *d, const uint32_t *slot)
{
	double first = 1e9;

	for (uint32_t j = 0; j < PARTNERS; j++)
		first = fmin(first, slot[j] + exponential(d, j == 0 ? 1 :
		    20 * PARTNERS) + 1e-9);
	return first;
}

struct history {
	struct timing_score e[PARTNERS];
	double posterior[PARTNERS];	/* ln, of a wrong model of delays */
};

/* What a model would say that believes delays to be exponential. */
static void
add_posterior(struct history *h, const uint32_t *slot, double t)
{
	for (uint32_t j = 0; j < PARTNERS; j++)
		h->posterior[j] += slot[j] < t ?
		    -(t - slot[j]) / DELAY_MODEL - log(DELAY_MODEL) : -20;
}

/*
 * T comes from whoever the rule lets fix it.  A feed does not: taken all the
 * same (careless), it accuses whoever opens early.
 */
static void
add_incident(struct history *h, struct draw *d, size_t world, unsigned n,
    bool careless)
{
	struct timing_incident i = { PARTNERS, 0, false, false };
	uint32_t slot[PARTNERS], who = TIMING_NOBODY;
	double t, early, late;

	stagger_draw(d->rng, slot, PARTNERS);
	if ((t = attack_at(d, world, slot, n)) < 0)
		return;
	if (worlds[world].feed && careless)
		t = feed_at(d, slot);
	if (world == REPORTS)
		who = 0;
	i.before = (uint32_t)fmin(PARTNERS, ceil(t));
	i.reported = world == REPORTS;
	i.reporter_early = i.reported && slot[0] < t;
	early = timing_ln_factor(&i, 1, true, false);
	late = timing_ln_factor(&i, 1, false, false);
	for (uint32_t j = 0; j < PARTNERS; j++)
		timing_score_add(&h->e[j], i.reported && j == who ? 0 :
		    slot[j] < t ? early : late);
	add_posterior(h, slot, t);
}

struct tally {
	unsigned wronged, wronged_loose, caught, posterior;
};

static void
judge(const struct history *h, uint32_t leakers, struct tally *t)
{
	bool wronged = false, loose = false, caught = false;
	uint32_t best = 0;

	for (uint32_t j = 0; j < PARTNERS; j++) {
		bool named = timing_accuses(&h->e[j], PARTNERS, EPSILON);

		wronged = wronged || (named && j >= leakers);
		caught = caught || (named && j < leakers);
		loose = loose || (j >= leakers && timing_accuses(&h->e[j],
		    PARTNERS, LOOSE));
		if (h->posterior[j] > h->posterior[best])
			best = j;
	}
	t->wronged += wronged;
	t->wronged_loose += loose;
	t->caught += caught;
	/* a lead of ln(K/epsilon) over everybody else */
	for (uint32_t j = 0; j < PARTNERS; j++)
		if (j != best && h->posterior[best] - h->posterior[j] <
		    timing_threshold(PARTNERS, EPSILON))
			return;
	t->posterior += best >= leakers;
}

static void
play_world(size_t world, unsigned histories, bool careless)
{
	struct tally t = { 0 };

	for (unsigned n = 0; n < histories; n++) {
		struct history h = { .posterior = { 0 } };
		struct draw d;

		draw_from(&d, 1000000ULL * (world + 1) + n);
		for (unsigned i = 0; i < INCIDENTS; i++)
			add_incident(&h, &d, world, i, careless);
		judge(&h, worlds[world].leakers, &t);
	}
	printf("%-28s %6u %6u  %9u %9u%s\n", worlds[world].name, t.wronged,
	    t.wronged_loose, t.caught, t.posterior, careless ?
	    "  (T taken from it, against the rule)" : "");
}

int
main(int argc, char **argv)
{
	unsigned histories = argc > 1 ?
	    (unsigned)strtoul(argv[1], NULL, 10) : 10000;

	table_of_incidents();
	printf("\n%u histories of %d incidents each: innocent named at %g, at "
	    "%g;\nsomebody guilty named; innocent named by the posterior\n"
	    "%-28s %6s %6s  %9s %9s\n", histories, INCIDENTS, EPSILON, LOOSE,
	    "", "1e-6", ".05", "guilty", "posterior");
	for (size_t w = 0; w < N_ROWS(worlds); w++)
		play_world(w, histories, false);
	play_world(HABITS, histories, true);
	return 0;
}
