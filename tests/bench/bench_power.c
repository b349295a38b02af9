/* SPDX-License-Identifier: ISC */
/*
 * bench_power [TRIALS [T]]: how many holder-level sites name a lone leaker in
 * 95 of 100 cases, beside the figures of evidence.md section 14.
 *
 * Each trial has a codebook of its own, P holders of one copy each, and the
 * whole text read.  T is which specimen of the bulletin it is; 0, as there:
 * the whole of epsilon for this one.
 */
#include <math.h>

#include "../unit/world.h"
#include "base/attr.h"
#include "evidence/judge.h"

#define ASKED	.95

static const struct {
	const char *name;
	bool flat;
	unsigned q;	/* 0: the mix */
	double misread;
	size_t holders;
	unsigned said;	/* sites, by the specification */
} rows[] = {
	{ "mix", false, 0, 0, 100, 33 },
	{ "mix, 5 % misread", false, 0, .05, 100, 51 },
	{ "mix, all flat", true, 0, 0, 100, 25 },
	{ "mix, all flat, 5 % misread", true, 0, .05, 100, 40 },
	{ "all q=2", false, 2, 0, 100, 37 },
	{ "all q=2, 5 % misread", false, 2, .05, 100, 62 },
	{ "all q=4", false, 4, 0, 100, 20 },
	{ "all q=4, 5 % misread", false, 4, .05, 100, 27 },
	{ "mix, P = 1000", false, 0, 0, 1000, 37 },
	{ "mix, P = 1000, 5 % misread", false, 0, .05, 1000, 56 },
	{ "mix, all flat, P = 1000", true, 0, 0, 1000, 28 },
};

/* Is the leaker named, by a codebook of its own for every trial? */
static bool
try(size_t row, size_t m, uint64_t trial, unsigned t)
{
	/* epsilon_t is epsilon / (t (t + 1)) */
	struct tt_trace_request r = { .epsilon = TT_EPSILON * (t == 0 ? 2 : 1),
		.t = t == 0 ? 1 : t };
	struct tt_slot slots[512];
	struct tt_observations *o;
	struct tt_trace *trace = NULL;
	struct world w;
	bool named = false;

	world_mix(slots, m, WORLD_HOLDER_LEVEL, rows[row].flat);
	for (size_t i = 0; i < m && rows[row].q != 0; i++)
		slots[i].n = rows[row].q;
	world_new(&w, trial + 1000003 * m, slots, m, rows[row].holders, 1);
	world_leak(&w, 7, rows[row].misread);
	o = world_observe(&w);
	r.codebook = w.codebook;
	r.roster = &w.roster;
	r.observations = o;
	MUST(judge_specimen(&trace, &r, NULL));
	for (size_t i = 0; i < trace->n_suspects; i++)
		named = named ||
		    trace->suspects[i].verdict == TT_VERDICT_NAMED;
	tt_trace_free(trace);
	tt_observations_free(o);
	world_done(&w);
	return named;
}

static double
power(size_t row, size_t m, unsigned trials, unsigned t)
{
	unsigned named = 0;

	for (unsigned i = 0; i < trials; i++)
		named += try(row, m, i, t);
	return (double)named / trials;
}

/* Where power, which rises with m, passes ASKED. */
static size_t
find(size_t row, unsigned trials, unsigned t)
{
	size_t lo = 8, hi = 128;

	while (hi > lo + 1) {
		size_t mid = (lo + hi) / 2;

		if (power(row, mid, trials, t) >= ASKED)
			hi = mid;
		else
			lo = mid;
	}
	return hi;
}

int
main(int argc, char **argv)
{
	unsigned trials = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 200;
	unsigned t = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;

	printf("lone leaker among P holders (100), epsilon %g, t %u, "
	    "%u trials a point\n", TT_EPSILON, t, trials);
	printf("%-28s %6s %6s %12s %12s\n", "code", "sites", "spec",
	    "power there", "at the spec's");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		size_t m = find(i, trials, t);

		printf("%-28s %6zu %6u %12.3f %12.3f\n", rows[i].name, m,
		    rows[i].said, power(i, m, trials, t),
		    power(i, rows[i].said, trials, t));
		fflush(stdout);
	}
	return 0;
}
