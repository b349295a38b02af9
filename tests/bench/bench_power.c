/* SPDX-License-Identifier: ISC */
/*
 * bench_power [TRIALS [T [ROW...]]]: how many holder-level sites name one of
 * those who mixed in 95 of 100 cases, beside the figures of evidence.md
 * section 14.
 *
 * Each trial has a codebook of its own, P holders of one copy each, and the
 * whole text read.  Power is measured at four lengths about the specified
 * one; where it passes .95 is interpolated.  T is which specimen of the
 * bulletin it is; 0, as there: the whole of epsilon for this one.
 */
#include <math.h>

#include "../unit/world.h"
#include "base/attr.h"
#include "evidence/judge.h"
#include "telltale/attack.h"

#define ASKED		.95
#define COLLUDERS_MAX	5
#define SITES_MAX	1024

static const struct {
	const char *code, *attack;
	unsigned c;
	bool flat;
	unsigned q;	/* 0: the mix */
	double misread;
	size_t holders;
	unsigned said;	/* sites, by the specification; where it has none,
			 * about what to begin with */
	bool unsaid;
} rows[] = {
	{ "mix", "inter", 1, false, 0, 0, 100, 33, false },
	{ "mix, 5 % misread", "inter", 1, false, 0, .05, 100, 51, false },
	{ "mix, flat", "inter", 1, true, 0, 0, 100, 25, false },
	{ "mix, flat, 5 % misread", "inter", 1, true, 0, .05, 100, 40, false },
	{ "all q=2", "inter", 1, false, 2, 0, 100, 37, false },
	{ "all q=4", "inter", 1, false, 4, 0, 100, 20, false },
	{ "mix, P = 1000", "inter", 1, false, 0, 0, 1000, 37, false },
	{ "mix, flat, P = 1000", "inter", 1, true, 0, 0, 1000, 28, false },
	{ "mix", "inter", 2, false, 0, 0, 100, 92, false },
	{ "mix", "strip", 2, false, 0, 0, 100, 35, false },
	{ "mix", "redraw", 2, false, 0, 0, 100, 118, false },
	{ "mix, 5 % misread", "redraw", 2, false, 0, .05, 100, 184, false },
	{ "mix, flat", "redraw", 2, true, 0, 0, 100, 112, false },
	{ "mix, flat", "inter", 2, true, 0, 0, 100, 78, false },
	{ "mix", "inter", 3, false, 0, 0, 100, 170, false },
	{ "mix", "rnd", 3, false, 0, 0, 100, 179, false },
	{ "mix", "min", 3, false, 0, 0, 100, 135, false },
	{ "mix", "strip", 3, false, 0, 0, 100, 63, false },
	{ "mix", "redraw", 3, false, 0, 0, 100, 231, false },
	{ "all q=2", "min", 3, false, 2, 0, 100, 258, false },
	{ "all q=4", "redraw", 3, false, 4, 0, 100, 235, false },
	{ "mix, flat", "rnd", 3, true, 0, 0, 100, 300, true },
	{ "mix, flat", "redraw", 3, true, 0, 0, 100, 300, true },
	{ "mix, P = 1000", "redraw", 2, false, 0, 0, 1000, 133, false },
	{ "mix, P = 1000", "redraw", 3, false, 0, 0, 1000, 281, false },
	{ "mix", "redraw", 5, false, 0, 0, 100, 544, false },
};

static const double lengths[] = { .88, .95, 1, 1.08 };

/* What the first c holders make of their copies. */
static void
leak(struct world *w, size_t row)
{
	const uint64_t *copies[COLLUDERS_MAX];
	const struct tt_coalition coalition = {
		.code = tt_codebook_code(w->codebook), .n = rows[row].c,
		.rows = copies };
	const struct tt_wear wear = { .keep = 1,
		.misread = rows[row].misread };
	const struct tt_attack *attack = tt_attack_find(rows[row].attack);
	uint64_t *all = calloc(COLLUDERS_MAX * w->n_slots, sizeof(*all));
	struct tt_leak *leaked = calloc(w->n_slots, sizeof(*leaked));

	if (all == NULL || leaked == NULL || attack == NULL)
		abort();
	for (size_t k = 0; k < rows[row].c; k++) {
		tt_codebook_copy(w->codebook, k, k, all + k * w->n_slots);
		copies[k] = all + k * w->n_slots;
	}
	tt_attack_play(attack, attack->absent, &coalition, &w->coin, leaked);
	if (tt_wear_apply(&wear, coalition.code, &w->coin, leaked,
	    w->reading) != w->n_slots)
		abort();	/* q-ary sites: nothing points into leaked */
	free(all);
	free(leaked);
}

/* Is one of the guilty named, and nobody else? */
static bool
try(size_t row, size_t m, uint64_t trial, unsigned t, struct memo *memo)
{
	/* epsilon_t is epsilon / (t (t + 1)) */
	struct tt_trace_request r = { .epsilon = TT_EPSILON * (t == 0 ? 2 : 1),
		.t = t == 0 ? 1 : t };
	struct tt_slot slots[SITES_MAX];
	struct tt_observations *o;
	struct tt_trace *trace = NULL;
	struct world w;
	bool named = false, wronged = false;

	world_mix(slots, m, WORLD_HOLDER_LEVEL, rows[row].flat);
	for (size_t i = 0; i < m && rows[row].q != 0; i++)
		slots[i].n = rows[row].q;
	world_new(&w, trial + 1000003 * m, slots, m, rows[row].holders, 1);
	leak(&w, row);
	o = world_observe(&w);
	r.codebook = w.codebook;
	r.roster = &w.roster;
	r.observations = o;
	MUST(judge_specimen(&trace, &r, memo, NULL));
	for (size_t i = 0; i < trace->n_suspects; i++) {
		const struct tt_suspect *s = &trace->suspects[i];

		if (s->verdict != TT_VERDICT_NAMED)
			continue;
		named = named || s->holder < rows[row].c;
		wronged = wronged || s->holder >= rows[row].c;
	}
	if (wronged)
		printf("AN INNOCENT IS NAMED: row %zu, trial %llu\n", row,
		    (unsigned long long)trial);
	tt_trace_free(trace);
	tt_observations_free(o);
	world_done(&w);
	return named && !wronged;
}

static double
power(size_t row, size_t m, unsigned trials, unsigned t)
{
	struct memo *memo = memo_new();
	unsigned named = 0;

	if (memo == NULL)
		abort();
	for (unsigned i = 0; i < trials; i++)
		named += try(row, m, i, t, memo);
	memo_free(memo);
	return (double)named / trials;
}

/* Odds rise about evenly with the length; 0 and 1 are kept off. */
static double
logit(double share, unsigned trials)
{
	double p = (share * trials + .5) / (trials + 1.);

	return log(p / (1 - p));
}

/* Least squares of the logit over the lengths, solved for ASKED. */
static double
solve(const double *m, const double *share, size_t n, unsigned trials)
{
	double x = 0, y = 0, xx = 0, xy = 0, slope;

	for (size_t i = 0; i < n; i++) {
		double l = logit(share[i], trials);

		x += m[i];
		y += l;
		xx += m[i] * m[i];
		xy += m[i] * l;
	}
	slope = ((double)n * xy - x * y) / ((double)n * xx - x * x);
	return (log(ASKED / (1 - ASKED)) - (y - slope * x) / (double)n) /
	    slope;
}

static void
measure(size_t row, unsigned trials, unsigned t)
{
	double m[N_ROWS(lengths)], share[N_ROWS(lengths)], at;

	for (size_t k = 0; k < N_ROWS(lengths); k++) {
		m[k] = round(lengths[k] * rows[row].said);
		share[k] = power(row, (size_t)m[k], trials, t);
	}
	at = solve(m, share, N_ROWS(lengths), trials);
	printf("%-2zu %-24s %-7s %u %8.1f %6u%s %7.3f  ", row, rows[row].code,
	    rows[row].attack, rows[row].c, at, rows[row].said,
	    rows[row].unsaid ? "?" : " ", at / rows[row].said);
	for (size_t k = 0; k < N_ROWS(lengths); k++)
		printf(" %4.0f: %.3f", m[k], share[k]);
	printf("\n");
	fflush(stdout);
}

int
main(int argc, char **argv)
{
	unsigned trials = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 200;
	unsigned t = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 0;

	printf("P holders (100), epsilon %g, t %u, %u trials a point; ?: the "
	    "specification has no figure\n", TT_EPSILON, t, trials);
	printf("   %-24s %-7s c %8s %6s  %7s   %s\n", "code", "attack", "sites",
	    "spec", "ratio", "power at so many sites");
	for (size_t i = 0; i < N_ROWS(rows); i++) {
		bool asked = argc <= 3;

		for (int k = 3; k < argc; k++)
			asked = asked || strtoul(argv[k], NULL, 10) == i;
		if (asked)
			measure(i, trials, t);
	}
	return 0;
}
