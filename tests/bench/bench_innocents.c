/* SPDX-License-Identifier: ISC */
/*
 * bench_innocents [PROGRAMMES [SEED]]: how often somebody is named where
 * nobody leaked, against what was promised; and the mean e of one holder.
 */
#include "../unit/innocents.h"

#include "base/attr.h"

static void
print_rate(const char *what, double stated, uint64_t k, uint64_t n)
{
	printf("%-34s stated %-6g counted %5llu of %llu = %.4f; as many or "
	    "more by chance %.2g\n", what, stated, (unsigned long long)k,
	    (unsigned long long)n, (double)k / (double)n,
	    binomial_tail(k, n, stated));
}

static void
print_mean(const char *what, const struct mean *m)
{
	printf("%-34s %.4f +- %.4f\n", what, mean_of(m), mean_error(m));
}

int
main(int argc, char **argv)
{
	uint64_t n = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000;
	uint64_t seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	struct innocents t = { .programmes = 0 };

	innocents_run(&t, seed, n);
	printf("%llu programmes of %d holders and %d copies, first seed %llu\n",
	    (unsigned long long)n, INNOCENT_HOLDERS, INNOCENT_COPIES,
	    (unsigned long long)seed);
	for (size_t k = 0; k < N_ROWS(innocent_epsilon); k++)
		print_rate("somebody named, t = 1 (epsilon / 2)",
		    innocent_epsilon[k] / 2, t.named[k], n);
	for (size_t k = 0; k < N_ROWS(innocent_bound); k++)
		print_rate("all certified: least bound at most",
		    innocent_bound[k],
		    t.bound[k], n);
	print_rate("a holder fixed before: p at most", .1, t.p[0], n);
	print_rate("a holder fixed before: p at most", .01, t.p[1], n);
	print_mean("its mean e", &t.e);
	print_mean("its mean e_comb", &t.comb);
	print_mean("mean e of a copy of it", &t.copy);
	print_mean("its mean e from six sites", &t.short_e);
	print_mean("its mean e_comb from six sites", &t.short_comb);
	print_mean("mean e of a copy from six sites", &t.short_copy);
	return 0;
}
