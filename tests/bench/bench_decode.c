/* SPDX-License-Identifier: ISC */
/*
 * bench_decode [HOLDERS [EACH [SITES [COLLUDERS]]]]: one specimen that
 * holders made together, decoded and certified; 100 holders of 10 copies,
 * 300 sites and 3 colluders unless told otherwise.  Beside it the rows alone,
 * which whatever looks at them must derive.
 */
#include <time.h>

#include "../unit/world.h"
#include "evidence/judge.h"

#define TIMES	20

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* At each site what a random one of the first c holders has. */
static void
interleave(struct world *w, size_t c, size_t each)
{
	uint64_t *rows = calloc(c * w->n_slots, sizeof(*rows));

	if (rows == NULL)
		abort();
	for (size_t k = 0; k < c; k++)
		tt_codebook_copy(w->codebook, k, k * each,
		    rows + k * w->n_slots);
	for (size_t i = 0; i < w->n_slots; i++)
		world_say(w, i, rows[coin_below(&w->coin, c) * w->n_slots +
		    i]);
	free(rows);
}

static void
derive(const struct world *w)
{
	uint64_t *row = calloc(w->n_slots, sizeof(*row));

	if (row == NULL)
		abort();
	for (size_t j = 0; j < w->roster.n_copies; j++)
		tt_codebook_copy(w->codebook, w->copies[j].holder, j, row);
	free(row);
}

int
main(int argc, char **argv)
{
	size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
	size_t each = argc > 2 ? strtoul(argv[2], NULL, 10) : 10;
	size_t m = argc > 3 ? strtoul(argv[3], NULL, 10) : 300;
	size_t c = argc > 4 ? strtoul(argv[4], NULL, 10) : 3;
	struct tt_slot *slots = calloc(m + 1, sizeof(*slots));
	struct tt_observations *o;
	struct tt_trace *t = NULL;
	struct world w;
	double start, whole, rows;
	unsigned named = 0, times = n * each > 100000 ? 1 : TIMES;

	if (slots == NULL || n < c || m < 1 || each < 1 || c < 1)
		return 2;
	world_mix(slots, m, WORLD_MIXED_LEVELS, false);
	world_new(&w, 1, slots, m, n, each);
	interleave(&w, c, each);
	o = world_observe(&w);
	start = now();
	for (unsigned i = 0; i < times; i++)
		derive(&w);
	rows = (now() - start) / times;
	start = now();
	for (unsigned i = 0; i < times; i++) {
		tt_trace_free(t);
		MUST(tt_trace_run(&t, &(struct tt_trace_request){
		    .codebook = w.codebook, .roster = &w.roster,
		    .observations = o, .epsilon = TT_EPSILON, .t = 1 }));
	}
	whole = (now() - start) / times;
	for (size_t i = 0; i < t->n_suspects; i++)
		named += t->suspects[i].verdict == TT_VERDICT_NAMED;
	printf("%zu holders of %zu copies, %zu sites, %zu mixed\n", n, each, m,
	    c);
	printf("decode and certify %.4f s, rows alone %.4f s: %.1f times\n",
	    whole, rows, whole / rows);
	printf("%u named, model %u\n", named, t->team.model);
	tt_trace_free(t);
	tt_observations_free(o);
	world_done(&w);
	free(slots);
	return 0;
}
