/* SPDX-License-Identifier: ISC */
/*
 * bench_sequence [HISTORIES]: two partners who mix their copies of every
 * bulletin, of 300 words each: how many bulletins until one of them is named
 * by all of them together.
 *
 * 100 holders of 20 copies; 42 sites of the mix, a third copy-level, as mark
 * finds and seal declares them for so many words: flat.  Beside it 25 sites,
 * all holder-level.
 */
#include <math.h>

#include "../unit/world.h"
#include "base/attr.h"
#include "evidence/judge.h"
#include "telltale/attack.h"
#include "telltale/sequence.h"

#define HOLDERS		100
#define EACH		20
#define BULLETINS_MAX	30
#define SITES_MAX	64

static const struct {
	const char *what;
	size_t sites;
	enum world_levels levels;
} texts[] = {
	{ "42 sites, 28 of them holder-level", 42, WORLD_MIXED_LEVELS },
	{ "25 sites, all holder-level", 25, WORLD_HOLDER_LEVEL },
};
static const char *const attacks[] = { "inter", "strip", "redraw" };
static const double policy[] = { 1e-4, 1e-6 };
#define POLICIES	N_ROWS(policy)

static char names[HOLDERS][16];

/* The same two holders, a copy of each, in a bulletin of its own key. */
static struct tt_observations *
leak(struct world *w, const struct tt_attack *attack)
{
	static uint64_t rows[2][SITES_MAX];
	static struct tt_leak leaked[SITES_MAX];
	static struct tt_observation reading[SITES_MAX];
	const uint64_t *copies[] = { rows[0], rows[1] };
	const struct tt_coalition c = { .n = 2, .rows = copies,
		.code = tt_codebook_code(w->codebook) };
	const struct tt_wear whole = { .keep = 1 };
	struct tt_observations *o = NULL;

	for (size_t k = 0; k < 2; k++)
		tt_codebook_copy(w->codebook, k, k * EACH +
		    coin_below(&w->coin, EACH), rows[k]);
	tt_attack_play(attack, attack->absent, &c, &w->coin, leaked);
	MUST(tt_observations_new(&o, reading, tt_wear_apply(&whole, c.code,
	    &w->coin, leaked, reading)));
	return o;
}

/* One bulletin more. */
static void
go_on(struct tt_sequence *s, size_t text, const struct tt_attack *attack,
    uint64_t seed, struct memo *memo)
{
	struct tt_slot slots[SITES_MAX];
	struct tt_sequence_e e[HOLDERS];
	struct tt_observations *o;
	struct tt_trace *t = NULL;
	uint8_t codebook[32] = { 0 };
	struct world w;

	world_mix(slots, texts[text].sites, texts[text].levels, true);
	world_new(&w, seed, slots, texts[text].sites, HOLDERS, EACH);
	o = leak(&w, attack);
	MUST(judge_specimen(&t, &(struct tt_trace_request){
	    .codebook = w.codebook, .roster = &w.roster, .observations = o,
	    .epsilon = TT_EPSILON, .t = 1 }, memo, NULL));
	for (size_t h = 0; h < HOLDERS; h++)
		e[h] = (struct tt_sequence_e){ names[h], t->ln_e[h] };
	memcpy(codebook, &seed, sizeof(seed));
	MUST(tt_sequence_add(s, codebook, 1, e, HOLDERS));
	tt_trace_free(t);
	tt_observations_free(o);
	world_done(&w);
}

/* Bulletins until one of the two is named; BULLETINS_MAX + 1: never. */
static void
live(size_t text, const struct tt_attack *attack, uint64_t history,
    struct memo *memo, unsigned until[POLICIES], uint64_t *wronged)
{
	struct tt_sequence *s = NULL;

	MUST(tt_sequence_new(&s));
	for (size_t p = 0; p < POLICIES; p++)
		until[p] = BULLETINS_MAX + 1;
	for (unsigned b = 1; b <= BULLETINS_MAX &&
	    until[POLICIES - 1] > BULLETINS_MAX; b++) {
		struct tt_sequence_holder *h = NULL;
		size_t n;

		go_on(s, text, attack, history * 1000 + b, memo);
		MUST(tt_sequence_judge(s, .5, &h, &n));
		for (size_t p = 0; p < POLICIES; p++)
			for (size_t i = 0; i < n &&
			    h[i].ln_bound <= log(policy[p]); i++) {
				bool guilty = strcmp(h[i].id, names[0]) == 0 ||
				    strcmp(h[i].id, names[1]) == 0;

				*wronged += !guilty;
				if (guilty && until[p] > b)
					until[p] = b;
			}
		free(h);
	}
	tt_sequence_free(s);
}

static int
by_size(const void *a, const void *b)
{
	const unsigned *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static void
measure(size_t text, const char *attack, unsigned histories)
{
	unsigned *until[POLICIES];
	struct memo *memo = memo_new();
	uint64_t wronged = 0;

	for (size_t p = 0; p < POLICIES; p++)
		if ((until[p] = calloc(histories, sizeof(unsigned))) == NULL)
			abort();
	if (memo == NULL)
		abort();
	for (unsigned i = 0; i < histories; i++) {
		unsigned u[POLICIES];

		live(text, tt_attack_find(attack), i + 1, memo, u, &wronged);
		for (size_t p = 0; p < POLICIES; p++)
			until[p][i] = u[p];
	}
	printf("%-34s %-7s", texts[text].what, attack);
	for (size_t p = 0; p < POLICIES; p++) {
		qsort(until[p], histories, sizeof(unsigned), by_size);
		printf("  %g: half by %u, 95 %% by %u", policy[p],
		    until[p][histories / 2], until[p][histories * 95 / 100]);
		free(until[p]);
	}
	printf("; innocents %llu\n", (unsigned long long)wronged);
	fflush(stdout);
	memo_free(memo);
}

int
main(int argc, char **argv)
{
	unsigned n = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100;

	for (size_t h = 0; h < HOLDERS; h++)
		snprintf(names[h], sizeof(names[h]), "h%zu", h);
	printf("bulletins until one of two who always mix is named, by "
	    "epsilon; %u histories, %d means not within %d\n", n,
	    BULLETINS_MAX + 1, BULLETINS_MAX);
	for (size_t text = 0; text < N_ROWS(texts); text++)
		for (size_t a = 0; a < N_ROWS(attacks); a++)
			measure(text, attacks[a], n);
	return 0;
}
