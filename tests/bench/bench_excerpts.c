/* SPDX-License-Identifier: ISC */
/*
 * bench_excerpts [--tsv FILE] [--seed S] [--draws N] [--trials N] [--t T]
 * [--every]: from how many words of real text a lone partner is named, and
 * which whole advisories can name one, or one of two who mix.
 *
 * Texts are the shared advisories, marked with all that is proposed; sites
 * are declared flat and holder-level, or as `seal` chooses.  100 partners of
 * 20 copies each, the whole trace at epsilon 1e-6, a codebook and leakers of
 * its own in each trial, clean reading.  T is which specimen of the bulletin
 * it is; 0: the whole of epsilon for this one.  An excerpt is any run of W
 * words, all runs of all texts alike; --every counts headings, numbers and
 * code as words, too.
 */
#include <math.h>

#include "base/attr.h"
#include "excerpts.h"
#include "naming.h"

#define ASKED		.95
#define WORDS_ASKED	230	/* at most; a lone partner's excerpt */
#define DOCUMENTS_MIN	10	/* of so many words, or a source has no power */
#define FINE		4	/* words; how near to ASKED is looked */
#define GROUPS_MAX	32
#define SITES_MAX	1024	/* of an excerpt; more are counted as these */

static const size_t lengths[] = { 100, 150, 200, 230, 250, 300, 350, 400,
	500 };

/* Whole advisories of from up to, but not of, the next row's words. */
static const size_t bins[] = { 0, 50, 100, 150, 200, 300, 500, 800 };

static const char *const declared[] = {
	[DECLARED_FLAT] = "flat",
	[DECLARED_NOTHING] = "seal",
};
_Static_assert(N_ROWS(declared) == DECLARED_COUNT, "each has its name");

static const struct leakers leakers[] = {
	{ "one", 1, { "inter" } },
	{ "two", 2, { "redraw", "inter", "strip" } },
};

/* Texts that are looked at together. */
struct group {
	struct span name;
	struct span source;	/* empty: all */
	bool alike;		/* an excerpt is of any text alike, a long one
				 * no oftener than a short one */
};

struct bench {
	struct texts texts;
	struct group groups[GROUPS_MAX];
	size_t n_groups;
	struct naming naming;
	FILE *tsv;
	uint64_t seed;
	unsigned draws, trials;
	bool every;
};

struct point {
	size_t words, documents, windows;
	unsigned draws, named;
	double sites;		/* mean of an excerpt */
	size_t least;		/* that ASKED of the excerpts have */
};

/* ---- excerpts ---- */

static bool
is_of(const struct text *t, const struct group *g)
{
	return g->source.n == 0 || span_eq(t->source, g->source);
}

static size_t
windows_of(const struct text *t, const struct group *g, size_t words)
{
	return is_of(t, g) && t->n_words >= words ? t->n_words - words + 1 : 0;
}

static struct point
point_of(const struct bench *b, const struct group *g, size_t words)
{
	struct point p = { .words = words };

	for (size_t i = 0; i < b->texts.n; i++) {
		size_t n = windows_of(&b->texts.at[i], g, words);

		p.windows += n;
		p.documents += n > 0;
	}
	return p;
}

/* One run of so many words. */
static const struct text *
draw_window(const struct bench *b, const struct group *g,
    const struct point *p, struct coin *coin, struct extent *e)
{
	size_t at = coin_below(coin, g->alike ? p->documents : p->windows);

	for (size_t i = 0; i < b->texts.n; i++) {
		const struct text *t = &b->texts.at[i];
		size_t n = windows_of(t, g, p->words);
		size_t weight = g->alike ? n > 0 : n;

		if (at >= weight) {
			at -= weight;
			continue;
		}
		*e = excerpts_cut(t, g->alike ? coin_below(coin, n) : at,
		    p->words);
		return t;
	}
	abort();
}

static void
start_coin(struct coin *coin, const struct bench *b, uint64_t what)
{
	uint8_t bytes[32] = { 2 };

	memcpy(bytes + 8, &b->seed, sizeof(b->seed));
	memcpy(bytes + 16, &what, sizeof(what));
	coin_init(coin, bytes);
	for (int i = 0; i < 8; i++)
		coin_next(coin);	/* a seed of few bits needs mixing */
}

/* n: excerpts of so many sites; draws in all. */
static size_t
most_have(const unsigned *n, unsigned draws)
{
	double fewer = 0;
	size_t k = 0;

	for (; k < SITES_MAX && fewer + n[k] <= (1 - ASKED) * draws; k++)
		fewer += n[k];
	return k;
}

/* Both declarations have the same excerpts. */
static struct point
measure(struct bench *b, enum declared how, const struct group *g,
    size_t words)
{
	struct point p = point_of(b, g, words);
	unsigned having[SITES_MAX + 1] = { 0 };
	struct coin coin;

	if (p.documents < DOCUMENTS_MIN)
		return p;
	start_coin(&coin, b, words);
	for (; p.draws < b->draws; p.draws++) {
		struct extent e;
		const struct text *t = draw_window(b, g, &p, &coin, &e);
		uint64_t seed = coin_next(&coin);
		size_t n = e.end - e.first;

		having[n < SITES_MAX ? n : SITES_MAX]++;
		p.sites += (double)n / b->draws;
		p.named += naming_may(&b->naming, t, how, e) &&
		    naming_try(&b->naming, t, how, e, &leakers[0], 0, seed);
	}
	p.least = most_have(having, p.draws);
	return p;
}

static double
share_of(const struct point *p)
{
	return p->draws == 0 ? NAN : (double)p->named / p->draws;
}

/* The first crossing of ASKED, by halving; 0 if there is none. */
static size_t
find_enough(struct bench *b, enum declared how, const struct group *g,
    const struct point *at)
{
	size_t lo = 0, hi = 0;

	for (size_t i = 0; i < N_ROWS(lengths) && hi == 0; i++) {
		if (share_of(&at[i]) >= ASKED)
			hi = lengths[i];
		else
			lo = lengths[i];
	}
	while (hi > lo + FINE) {
		struct point p = measure(b, how, g, (lo + hi) / 2);

		*(share_of(&p) >= ASKED ? &hi : &lo) = p.words;
	}
	return hi;
}

static void
note(const struct bench *b, const char *table, enum declared how,
    const struct group *g, const char *who, size_t from, size_t to, size_t of,
    size_t count)
{
	if (b->tsv != NULL)
		fprintf(b->tsv, "%s\t%s\t%.*s\t%s\t%zu\t%zu\t%zu\t%zu\t%.4f\n",
		    table, declared[how], (int)g->name.n, g->name.p, who, from,
		    to, of, count, of == 0 ? 0 : (double)count / (double)of);
}

static void
print_group(const char *before, const struct group *g)
{
	printf("%-5s %-12.*s", before, (int)g->name.n, g->name.p);
}

static void
print_enough(struct bench *b, enum declared how, const struct group *g,
    const struct point *at)
{
	size_t words = find_enough(b, how, g, at);

	if (words == 0) {
		printf("      -     -");
		return;
	}
	printf("  %5zu %5.2f", words, (double)words / WORDS_ASKED);
	note(b, "enough", how, g, "one", words, words, 100,
	    (size_t)(100 * ASKED + .5));
}

static void
print_sites(const struct point *at)
{
	printf("%-31s", "      sites, mean");
	for (size_t i = 0; i < N_ROWS(lengths) && at[i].draws > 0; i++)
		printf("  %5.1f", at[i].sites);
	printf("\n      %.0f of 100 have at least  ", 100 * ASKED);
	for (size_t i = 0; i < N_ROWS(lengths) && at[i].draws > 0; i++)
		printf("  %5zu", at[i].least);
	printf("\n");
}

static void
print_excerpts(struct bench *b, enum declared how, const struct group *g)
{
	struct point at[N_ROWS(lengths)];

	if (point_of(b, g, lengths[0]).documents < DOCUMENTS_MIN)
		return;
	for (size_t i = 0; i < N_ROWS(lengths); i++)
		if ((at[i] = measure(b, how, g, lengths[i])).draws > 0)
			note(b, "excerpt", how, g, "one", lengths[i],
			    lengths[i], at[i].draws, at[i].named);
	print_group(declared[how], g);
	print_enough(b, how, g, at);
	for (size_t i = 0; i < N_ROWS(lengths); i++) {
		if (at[i].draws > 0)
			printf("  %.3f", share_of(&at[i]));
		else
			printf("      -");
	}
	printf("\n");
	if (how == 0)
		print_sites(at);
	fflush(stdout);
}

static void
print_long_enough(const struct bench *b, const struct group *g)
{
	print_group("texts", g);
	printf("%13s", "");
	for (size_t i = 0; i < N_ROWS(lengths); i++)
		printf("  %5zu", point_of(b, g, lengths[i]).documents);
	printf("\n");
}

static void
print_all_excerpts(struct bench *b)
{
	printf("Excerpts: words that name a lone partner in %.0f of 100, over "
	    "%d; and power at so many;\ntexts: those of at least so many\n"
	    "%-18s  %5s %5s", 100 * ASKED, WORDS_ASKED, "", "words", "ratio");
	for (size_t i = 0; i < N_ROWS(lengths); i++)
		printf("  %5zu", lengths[i]);
	printf("\n");
	for (size_t i = 0; i < b->n_groups; i++)
		if (!b->groups[i].alike)
			print_long_enough(b, &b->groups[i]);
	for (unsigned how = 0; how < DECLARED_COUNT; how++)
		for (size_t i = 0; i < b->n_groups; i++)
			print_excerpts(b, how, &b->groups[i]);
}

/* ---- whole advisories ---- */

/* Against one attack; stops when too many failed. */
static bool
withstands(struct bench *b, const struct text *t, enum declared how,
    const struct leakers *l, size_t attack)
{
	struct extent whole = { 0, t->n_sites };
	unsigned may_fail = (unsigned)((1 - ASKED) * b->trials + 1e-9);
	struct coin coin;

	start_coin(&coin, b, (uint64_t)(t - b->texts.at + 1) << 32);
	for (unsigned i = 0, failed = 0; i < b->trials; i++) {
		failed += !naming_try(&b->naming, t, how, whole, l, attack,
		    coin_next(&coin));
		if (failed > may_fail)
			return false;
	}
	return true;
}

static bool
can_name(struct bench *b, const struct text *t, enum declared how,
    const struct leakers *l)
{
	if (!naming_may(&b->naming, t, how, (struct extent){ 0, t->n_sites }))
		return false;
	for (size_t i = 0; l->attacks[i] != NULL; i++)
		if (!withstands(b, t, how, l, i))
			return false;
	return true;
}

static size_t
bin_of(const struct text *t)
{
	size_t k = N_ROWS(bins) - 1;

	while (t->n_words < bins[k])
		k--;
	return k;
}

static void
print_bin(const struct bench *b, enum declared how, size_t k,
    const size_t *of, size_t (*can)[N_ROWS(bins)])
{
	size_t to = k + 1 < N_ROWS(bins) ? bins[k + 1] : SIZE_MAX;

	printf("%-5s %3zu", declared[how], bins[k]);
	printf(to == SIZE_MAX ? " and more" : " to %3zu  ", to - 1);
	printf("  %5zu", of[k]);
	for (size_t who = 0; who < N_ROWS(leakers); who++) {
		printf("  %5zu  %.2f", can[who][k], of[k] == 0 ? 0 :
		    (double)can[who][k] / (double)of[k]);
		note(b, "advisory", how, &b->groups[0], leakers[who].name,
		    bins[k], to == SIZE_MAX ? 0 : to, of[k], can[who][k]);
	}
	printf("\n");
}

static void
print_folder(const struct bench *b, enum declared how, const struct group *g,
    bool (*can)[N_ROWS(leakers)])
{
	size_t of = 0, n[N_ROWS(leakers)] = { 0 };

	for (size_t i = 0; i < b->texts.n; i++) {
		if (!is_of(&b->texts.at[i], g))
			continue;
		of++;
		for (size_t who = 0; who < N_ROWS(leakers); who++)
			n[who] += can[i][who];
	}
	print_group(declared[how], g);
	printf("  %5zu", of);
	for (size_t who = 0; who < N_ROWS(leakers); who++) {
		printf("  %5zu  %.2f", n[who], (double)n[who] / (double)of);
		note(b, "folder", how, g, leakers[who].name, 0, 0, of, n[who]);
	}
	printf("\n");
}

static void
print_advisories(struct bench *b, enum declared how)
{
	size_t of[N_ROWS(bins)] = { 0 };
	size_t n[N_ROWS(leakers)][N_ROWS(bins)] = { { 0 } };
	bool (*can)[N_ROWS(leakers)] = calloc(b->texts.n + 1, sizeof(*can));

	if (can == NULL)
		abort();
	for (size_t i = 0; i < b->texts.n; i++) {
		const struct text *t = &b->texts.at[i];
		bool could = true;	/* more who mix leave less */

		of[bin_of(t)]++;
		for (size_t who = 0; who < N_ROWS(leakers); who++) {
			could = could && can_name(b, t, how, &leakers[who]);
			can[i][who] = could;
			n[who][bin_of(t)] += could;
		}
	}
	for (size_t k = 0; k < N_ROWS(bins); k++)
		print_bin(b, how, k, of, n);
	for (size_t i = 0; i < b->n_groups; i++)
		if (!b->groups[i].alike)
			print_folder(b, how, &b->groups[i], can);
	free(can);
	fflush(stdout);
}

static void
print_all_advisories(struct bench *b)
{
	printf("\nWhole advisories that name with power %g, by words; of two "
	    "who mix, under the worst of", ASKED);
	for (size_t i = 0; leakers[1].attacks[i] != NULL; i++)
		printf(" %s", leakers[1].attacks[i]);
	printf("\n%-18s  %5s  %11s  %11s\n", "", "texts", "one alone",
	    "one of two");
	for (unsigned how = 0; how < DECLARED_COUNT; how++)
		print_advisories(b, how);
}

/* ---- the whole ---- */

static void
find_groups(struct bench *b)
{
	b->groups[b->n_groups++] = (struct group){ .name = span_str("all") };
	b->groups[b->n_groups++] = (struct group){ .name =
		span_str("texts alike"), .alike = true };
	for (size_t i = 0; i < b->texts.n; i++) {
		struct span s = b->texts.at[i].source;

		if (i > 0 && span_eq(s, b->texts.at[i - 1].source))
			continue;
		if (b->n_groups == GROUPS_MAX)
			die("too many folders", b->texts.at[i].doc->path);
		b->groups[b->n_groups++] = (struct group){ s, s, false };
	}
}

static void
read_options(struct bench *b, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *next = i + 1 < argc ? argv[i + 1] : "";

		if (strcmp(argv[i], "--every") == 0) {
			b->every = true;
			continue;
		}
		if (strcmp(argv[i], "--tsv") == 0) {
			if ((b->tsv = fopen(next, "w")) == NULL)
				die("cannot write", next);
		} else if (strcmp(argv[i], "--seed") == 0) {
			b->seed = strtoull(next, NULL, 10);
		} else if (strcmp(argv[i], "--draws") == 0) {
			b->draws = (unsigned)strtoul(next, NULL, 10);
		} else if (strcmp(argv[i], "--trials") == 0) {
			b->trials = (unsigned)strtoul(next, NULL, 10);
		} else if (strcmp(argv[i], "--t") == 0) {
			b->naming.t = (unsigned)strtoul(next, NULL, 10);
		} else {
			die("no such option", argv[i]);
		}
		i++;
	}
}

static void
print_settings(const struct bench *b, FILE *f)
{
	fprintf(f, "%zu advisories, %d partners of %d copies, epsilon %g, "
	    "t %u, %u excerpts a point, %u trials an advisory, seed %llu%s\n",
	    b->texts.n, NAMING_HOLDERS, NAMING_COPIES, TT_EPSILON,
	    b->naming.t, b->draws, b->trials, (unsigned long long)b->seed,
	    b->every ? ", every word" : "");
}

static void
print_head(const struct bench *b)
{
	print_settings(b, stdout);
	printf("\n");
	if (b->tsv == NULL)
		return;
	fprintf(b->tsv, "# bench_excerpts: ");
	print_settings(b, b->tsv);
	fprintf(b->tsv, "table\tdeclared\ttexts\twho\tfrom\tto\tof\tcount\t"
	    "share\n");
}

int
main(int argc, char **argv)
{
	struct bench b = { .seed = 1, .draws = 2000, .trials = 100,
		.naming.t = 1 };
	struct tt_wordings *w = public_table();
	struct documents d = { .n = 0 };

	read_options(&b, argc, argv);
	documents_add_shared(&d, w);
	if (d.n == 0) {
		printf("skipped: set TELLTALE_SHARED\n");
		return 0;
	}
	b.texts = excerpts_read(&d, w, b.every);
	if ((b.naming.memo = memo_new()) == NULL)
		die("no memory", "");
	find_groups(&b);
	print_head(&b);
	print_all_excerpts(&b);
	print_all_advisories(&b);
	memo_free(b.naming.memo);
	if (b.tsv != NULL && fclose(b.tsv) != 0)
		die("cannot write", "the table");
	return 0;
}
