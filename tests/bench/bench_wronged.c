/* SPDX-License-Identifier: ISC */
/*
 * bench_wronged [PROGRAMMES [SEED]]: how often an innocent is named where
 * others leaked, under every attack, at bounds large enough to be counted.
 */
#include "../unit/wronged.h"

#include "telltale/power.h"

/* k of n and Wilson's interval of 95 %. */
static void
print_rate(uint64_t k, uint64_t n)
{
	struct tt_power p = { .trials = (unsigned)n, .named = (unsigned)k };

	tt_power_interval(&p);
	printf(" %6llu = %.5f (%.5f to %.5f)", (unsigned long long)k, p.share,
	    p.lo, p.hi);
}

static void
print(const char *what, const struct wronged_tally *t)
{
	for (size_t k = 0; k < WRONGED_ALPHAS; k++) {
		printf("%-8s alpha %-5g holder", what, wronged_alpha[k]);
		print_rate(t->holder[k], t->programmes);
		printf("  copy");
		print_rate(t->copy[k], t->programmes);
		printf("  guilty caught %.3f\n", (double)t->caught[k] /
		    (double)t->programmes);
	}
}

int
main(int argc, char **argv)
{
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 2000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	struct wronged t = { .all = { .programmes = 0 } };

	wronged_run(&t, seed, n);
	printf("%llu programmes of %d holders and %d copies, 1 to %d who "
	    "leaked, an eighth by strangers; first seed %llu\n",
	    (unsigned long long)n, INNOCENT_HOLDERS, INNOCENT_COPIES,
	    WRONGED_COLLUDERS, (unsigned long long)seed);
	print("all", &t.all);
	for (size_t a = 0; tt_attacks[a] != NULL; a++)
		if (t.attack[a].programmes > 0)
			print(tt_attacks[a]->name, &t.attack[a]);
	return 0;
}
