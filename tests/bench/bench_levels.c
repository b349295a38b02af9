/* SPDX-License-Identifier: ISC */
/*
 * bench_levels [TRIALS]: how many sites of both levels together, a third of
 * them copy-level, name a lone leaker's partner in 95 of 100 cases: by the
 * holder's own sites alone, with the combined e of evidence.md section 11, and
 * by a bound that takes an exact tail of both levels together
 * (docs/evidence.md, "What copies could add").  And how many copy-level sites
 * name one copy among a partner's 20.
 */
#include <math.h>

#include "../unit/world.h"
#include "base/attr.h"
#include "evidence/scales.h"

#define HOLDERS	100
#define GUILTY	7
#define COPIES	20	/* of one partner */
#define ASKED	.95
#define FROM	24	/* sites tried: from, to, step */
#define TO	63
#define STEP	3
#define POINTS	((TO - FROM) / STEP + 1)

enum way { WAY_ALONE, WAY_SPECIFIED, WAY_TAIL, WAY_COUNT };

static const char *const ways[] = {
	[WAY_ALONE] = "own sites alone",
	[WAY_SPECIFIED] = "with e_comb",
	[WAY_TAIL] = "with the tail of both levels",
};

/* ln of n_h times the least p of holder and one copy together. */
static double
joint_tail(struct scales *s, const struct testimony *t)
{
	const struct row_source *rows = &s->rows[TT_SITE_COPY];
	const struct team nobody = { .n = 0 };
	size_t from = rows->first[GUILTY], to = rows->first[GUILTY + 1];
	size_t n = 0, n_copy = s->list[TT_SITE_COPY]->n;
	struct mixture *mix = NULL;
	struct panel panel;
	struct tail_site sites[128];
	uint8_t row[128];
	uint64_t values[128];
	double least = 0;
	int64_t own = 0;

	MUST(scales_enter(s, GUILTY));
	MUST(panel_fill(&panel, &s->decoder[TT_SITE_COPY], &nobody));
	MUST(mixture_new(&mix, s->list[TT_SITE_COPY], panel.h, panel.n));
	for (size_t i = 0; i < t->mix->n_sites; i++)
		if (t->row[i] != CLASS_ABSENT) {
			own += t->mix->tail[i].t[t->row[i]];
			sites[n++] = t->mix->tail[i];
		}
	memcpy(sites + n, mix->tail, n_copy * sizeof(*sites));
	for (size_t z = from; z < to; z++) {
		int64_t sum = own;
		double ln_p;

		row_copy(rows, z, row, values);
		for (size_t i = 0; i < n_copy; i++)
			sum += mix->tail[i].t[row[i]];
		MUST(tail_ln(sites, n + n_copy, sum, &ln_p));
		least = fmin(least, ln_p);
	}
	mixture_free(mix);
	return fmin(0, least + log((double)(to - from)));
}

/* ln of the bound, each way; shares of the error add up to 1. */
static void
weigh(struct scales *s, double bound[WAY_COUNT])
{
	struct testimony t;
	double p, e, comb, tail, both;

	MUST(scales_weigh(s, TT_SITE_HOLDER, GUILTY, &t));
	p = t.certificate.ln_p;
	e = log(10) - t.certificate.log_e;
	comb = log(10) - t.certificate.log_e_comb;
	tail = joint_tail(s, &t);
	testimony_done(&t);
	both = fmin(p, tail) - log(.4);
	bound[WAY_ALONE] = log(HOLDERS) + fmin(p - log(.9), e);
	bound[WAY_SPECIFIED] = log(HOLDERS) + fmin(fmin(p - log(.8), e), comb);
	bound[WAY_TAIL] = log(HOLDERS) + fmin(fmin(both, e), comb);
}

/* A trial: who of the ways names? */
static void
try(size_t m, size_t each, bool flat, uint64_t trial, struct memo *memo,
    unsigned named[WAY_COUNT])
{
	struct tt_slot slots[128];
	struct tt_observations *o;
	struct seen_list *list = NULL;
	struct scales *s = NULL;
	double bound[WAY_COUNT];
	struct world w;
	size_t *first;

	world_mix(slots, m, WORLD_MIXED_LEVELS, flat);
	world_new(&w, trial + 1000003 * m, slots, m, HOLDERS, each);
	world_leak(&w, GUILTY * each, 0);
	o = world_observe(&w);
	if ((first = row_first_copies(&w.roster)) == NULL)
		abort();
	MUST(seen_new(&list, tt_codebook_code(w.codebook), o, NULL));
	MUST(scales_new(&s, &(struct weighing){ .memo = memo,
	    .codebook = w.codebook, .roster = &w.roster, .first = first,
	    .n_holders = HOLDERS }, list, NULL));
	weigh(s, bound);
	for (int k = 0; k < WAY_COUNT; k++)
		named[k] += bound[k] <= log(1e-6 / 2);
	scales_free(s);
	seen_free(list);
	free(first);
	tt_observations_free(o);
	world_done(&w);
}

/* Where the share passes ASKED, between the points measured. */
static double
passes(const double *share)
{
	for (size_t k = 1; k < POINTS; k++)
		if (share[k] >= ASKED && share[k - 1] < ASKED)
			return FROM + STEP * ((double)k - (share[k] - ASKED) /
			    (share[k] - share[k - 1]));
	return share[0] >= ASKED ? FROM : INFINITY;
}

static void
measure(size_t each, bool flat, unsigned trials)
{
	double share[WAY_COUNT][POINTS];
	struct memo *memo = memo_new();

	if (memo == NULL)
		abort();
	for (size_t k = 0; k < POINTS; k++) {
		unsigned named[WAY_COUNT] = { 0 };

		for (unsigned i = 0; i < trials; i++)
			try(FROM + STEP * k, each, flat, i, memo, named);
		for (int way = 0; way < WAY_COUNT; way++)
			share[way][k] = (double)named[way] / trials;
	}
	printf("%-5s %3zu readers ", flat ? "flat" : "mix", each);
	for (int way = 0; way < WAY_COUNT; way++)
		printf("  %s %.1f", ways[way], passes(share[way]));
	printf("\n");
	fflush(stdout);
	memo_free(memo);
}

/* Is the guilty copy named, from m copy-level sites? */
static bool
try_copy(size_t m, bool flat, uint64_t trial, struct memo *memo)
{
	struct tt_slot slots[128];
	struct tt_observations *o;
	struct seen_list *list = NULL;
	struct scales *s = NULL;
	struct testimony t;
	struct world w;
	size_t *first;
	bool named;

	world_mix(slots, m, WORLD_HOLDER_LEVEL, flat);
	for (size_t i = 0; i < m; i++)
		slots[i].level = TT_SITE_COPY;
	world_new(&w, trial + 1000003 * m, slots, m, 2, COPIES);
	world_leak(&w, 3, 0);
	o = world_observe(&w);
	if ((first = row_first_copies(&w.roster)) == NULL)
		abort();
	MUST(seen_new(&list, tt_codebook_code(w.codebook), o, NULL));
	MUST(scales_new(&s, &(struct weighing){ .memo = memo,
	    .codebook = w.codebook, .roster = &w.roster, .first = first,
	    .n_holders = 2 }, list, NULL));
	MUST(scales_enter(s, 0));
	MUST(scales_weigh(s, TT_SITE_COPY, 3, &t));
	named = certificate_bound_copy(&t.certificate, COPIES) <=
	    log(1e-6 / 2);
	testimony_done(&t);
	scales_free(s);
	seen_free(list);
	free(first);
	tt_observations_free(o);
	world_done(&w);
	return named;
}

static void
measure_copy(bool flat, unsigned trials)
{
	struct memo *memo = memo_new();

	if (memo == NULL)
		abort();
	printf("%-5s one copy of %d, copy-level sites:", flat ? "flat" :
	    "mix", COPIES);
	for (size_t m = flat ? 20 : 27; m < (flat ? 27u : 36u); m++) {
		unsigned named = 0;

		for (unsigned i = 0; i < trials; i++)
			named += try_copy(m, flat, i, memo);
		printf(" %zu: %.3f", m, (double)named / trials);
	}
	printf("\n");
	memo_free(memo);
}

int
main(int argc, char **argv)
{
	static const size_t readers[] = { 2, 20, 100 };
	unsigned trials = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 200;

	printf("sites of both levels that name a lone partner of %d in 95 of "
	    "100, epsilon 1e-6, %u trials a point\n", HOLDERS, trials);
	for (int flat = 0; flat < 2; flat++)
		for (size_t k = 0; k < N_ROWS(readers); k++)
			measure(readers[k], flat, trials);
	for (int flat = 0; flat < 2; flat++)
		measure_copy(flat, trials);
	return 0;
}
