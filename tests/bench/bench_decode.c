/* SPDX-License-Identifier: ISC */
/*
 * bench_decode [HOLDERS [EACH [SITES [COLLUDERS]]]]: one specimen that
 * holders made together, decoded and certified; 100 holders of 10 copies,
 * 300 sites and 3 colluders unless told otherwise.  Beside it the rows alone,
 * which whatever looks at them must derive; and, with one thread and two, the
 * walk that derives and scores them for the lists, against the operations
 * that it cannot do without: bench_trace says which.
 */
#include <time.h>

#include "../unit/world.h"
#include "base/sha256.h"
#include "evidence/crew.h"
#include "evidence/judge.h"
#include "evidence/scales.h"

#define TIMES	20
#define SHARE	1000	/* rows that a thread takes at a time */

/* Seconds: of all threads together, and of the clock on the wall. */
struct spent {
	double cpu, wall;
};

static double
read_clock(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static struct spent
since(struct spent start)
{
	return (struct spent){
		read_clock(CLOCK_PROCESS_CPUTIME_ID) - start.cpu,
		read_clock(CLOCK_MONOTONIC) - start.wall };
}

static struct spent
now(void)
{
	return since((struct spent){ 0, 0 });
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

/* Rows' bare operations, for several threads to share. */
struct bare {
	size_t rows, blocks;
	size_t next;
};

static void
bare(void *ctx, unsigned worker)
{
	struct bare *b = ctx;
	uint8_t key[32] = { 1 }, out[32], message[98] = { 0 }, nonce[8] = { 0 };
	uint8_t bytes[64 * 64] = { 0 };
	size_t i;

	(void)worker;
	while ((i = __atomic_fetch_add(&b->next, SHARE, __ATOMIC_RELAXED)) <
	    b->rows)
		for (size_t k = i; k < i + SHARE && k < b->rows; k++) {
			if (crypto_kdf_derive_from_key(out, 32, k, "ttcopies",
			    key) != 0)
				abort();
			memcpy(message, out, 32);
			sha256(out, message, sizeof(message));
			crypto_stream_chacha20_xor_ic(bytes, bytes,
			    64 * b->blocks, nonce, 0, out);
		}
}

/* A walk for the lists. */
static struct spent
walk(const struct world *w, const struct tt_observations *o, unsigned threads)
{
	size_t n = w->roster.n_holders, copies = w->roster.n_copies;
	struct bare b = { n + (n == copies ? copies : 0),
		(w->n_slots + 31) / 32, 0 };
	size_t *first = row_first_copies(&w->roster);
	struct weighing weighing = { .memo = memo_new(),
		.codebook = w->codebook, .roster = &w->roster, .first = first,
		.n_holders = n, .threads = threads };
	struct seen_list *list = NULL;
	struct scales *s = NULL;
	struct spent start, least, whole;

	MUST(seen_new(&list, tt_codebook_code(w->codebook), o, NULL));
	if (weighing.memo == NULL || first == NULL)
		abort();
	start = now();
	crew_run(threads, bare, &b);
	least = since(start);
	start = now();
	MUST(scales_new(&s, &weighing, list, NULL));
	whole = since(start);
	printf("walk and score, %u threads: %.4f s, bare operations %.4f s: "
	    "%.2f times\n", threads, whole.cpu, least.cpu,
	    whole.cpu / least.cpu);
	printf("... by the clock            %.4f s, bare operations %.4f s: "
	    "%.2f times\n", whole.wall, least.wall, whole.wall / least.wall);
	scales_free(s);
	seen_free(list);
	memo_free(weighing.memo);
	free(first);
	return whole;
}

static struct spent
trace(const struct world *w, const struct tt_observations *o, unsigned times,
    unsigned threads, struct tt_trace **out)
{
	struct spent start = now();

	for (unsigned i = 0; i < times; i++) {
		tt_trace_free(*out);
		MUST(tt_trace_run(out, &(struct tt_trace_request){
		    .codebook = w->codebook, .roster = &w->roster,
		    .observations = o, .epsilon = TT_EPSILON, .t = 1,
		    .threads = threads }));
	}
	start = since(start);
	return (struct spent){ start.cpu / times, start.wall / times };
}

static void
report(const struct world *w, const struct tt_observations *o, unsigned times)
{
	struct tt_trace *t = NULL;
	unsigned named = 0;
	struct spent start = now(), one, two;
	double rows;

	for (unsigned i = 0; i < times; i++)
		derive(w);
	rows = since(start).cpu / times;
	one = trace(w, o, times, 1, &t);
	two = trace(w, o, times, 2, &t);
	printf("decode and certify %.4f s, rows alone %.4f s: %.1f times\n",
	    one.cpu, rows, one.cpu / rows);
	printf("... by the clock, one thread %.4f s, two %.4f s: %.2f times\n",
	    one.wall, two.wall, two.wall / one.wall);
	for (size_t i = 0; i < t->n_suspects; i++)
		named += t->suspects[i].verdict == TT_VERDICT_NAMED;
	printf("%u named, model %u\n", named, t->team.model);
	tt_trace_free(t);
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
	struct spent one, two;
	struct world w;

	if (slots == NULL || n < c || m < 1 || m > 32 * 64 || each < 1 ||
	    c < 1)
		return 2;
	world_mix(slots, m, WORLD_MIXED_LEVELS, false);
	world_new(&w, 1, slots, m, n, each);
	interleave(&w, c, each);
	o = world_observe(&w);
	printf("%zu holders of %zu copies, %zu sites, %zu mixed\n", n, each, m,
	    c);
	one = walk(&w, o, 1);
	two = walk(&w, o, 2);
	printf("walk and score, two threads by the clock: %.2f times one\n",
	    two.wall / one.wall);
	report(&w, o, n * each > 100000 ? 1 : TIMES);
	tt_observations_free(o);
	world_done(&w);
	free(slots);
	return 0;
}
