/* SPDX-License-Identifier: ISC */
/*
 * bench_wording [--marked | --sample N [--seed S]] [FILE...]: how many sites
 * the public table proposes in 100 words of prose, median over the documents
 * of each folder of advisories; or all of them in place, or N drawn at
 * random, with the words around each, for somebody to read.
 */
#include "advisories.h"
#include "base/rng.h"

#define AROUND		60	/* bytes shown on either side */

static int
by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *v, size_t n)
{
	if (n == 0)
		return 0;
	qsort(v, n, sizeof(*v), by_value);
	return n % 2 == 1 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

static void
print_row(const struct documents *d, struct span folder)
{
	double *v = malloc((d->n + 1) * sizeof(*v));
	size_t n = 0, sites = 0, words = 0;

	if (v == NULL)
		die("no memory", "");
	for (size_t i = 0; i < d->n; i++) {
		const struct document *doc = &d->at[i];

		if ((folder.n > 0 && !span_eq(folder_of(doc->path), folder)) ||
		    doc->proposals->words == 0)
			continue;
		v[n++] = doc->per_100;
		sites += doc->proposals->n;
		words += doc->proposals->words;
	}
	printf("%-14.*s %4zu documents %7zu words %6zu sites  median %5.1f  "
	    "overall %5.1f in 100 words\n", folder.n > 0 ? (int)folder.n : 3,
	    folder.n > 0 ? folder.p : "all", n, words, sites, median(v, n),
	    words > 0 ? 100.0 * (double)sites / (double)words : 0);
	free(v);
}

static void
print_yield(const struct documents *d)
{
	for (size_t i = 0; i < d->n; i++) {
		struct span f = folder_of(d->at[i].path);

		if (i == 0 || !span_eq(f, folder_of(d->at[i - 1].path)))
			print_row(d, f);
	}
	print_row(d, span_str(""));
}

static void
print_flat(const char *p, size_t n)
{
	bool space = false;

	for (size_t i = 0; i < n; i++) {
		if (strchr(" \t\r\n", p[i]) == NULL)
			putchar(p[i]);
		else if (!space)
			putchar(' ');
		space = strchr(" \t\r\n", p[i]) != NULL;
	}
}

static void
print_proposal(const struct document *doc, const struct tt_proposal *p)
{
	size_t line = 1;
	size_t from = p->offset > AROUND ? p->offset - AROUND : 0;
	size_t end = p->offset + p->length;
	size_t to = doc->text.n - end > AROUND ? end + AROUND : doc->text.n;
	struct span f = folder_of(doc->path);

	for (size_t i = 0; i < p->offset; i++)
		line += doc->text.p[i] == '\n';
	printf("%.*s%s:%zu [%s] ", (int)f.n, f.p, strrchr(doc->path, '/'),
	    line, p->group);
	print_flat(doc->text.p + from, p->offset - from);
	printf("{{");
	for (size_t i = 0; i < p->n; i++) {
		printf(i == 0 ? "" : "|");
		print_flat(p->alternatives[i].p, p->alternatives[i].n);
	}
	printf("}}");
	print_flat(doc->text.p + end, to - end);
	putchar('\n');
}

static void
print_sample(const struct documents *d, size_t want, uint64_t number)
{
	struct rng_seeded state;
	uint8_t seed[32] = { 0 };
	struct rng r;
	size_t left = 0;

	for (size_t i = 0; i < 8; i++)
		seed[i] = (uint8_t)(number >> 8 * i);
	r = rng_seeded(&state, seed);
	for (size_t i = 0; i < d->n; i++)
		left += d->at[i].proposals->n;
	for (size_t i = 0; i < d->n; i++)
		for (size_t k = 0; k < d->at[i].proposals->n; k++, left--)
			if (rng_below(r, left) < want) {
				print_proposal(&d->at[i],
				    &d->at[i].proposals->at[k]);
				want--;
			}
}

/* The documents with their sites, for whoever looks what is missing. */
static void
print_marked(const struct documents *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct document *doc = &d->at[i];
		size_t at = 0;

		printf("== %s: %.1f\n", doc->path, doc->per_100);
		for (size_t k = 0; k < doc->proposals->n; k++) {
			const struct tt_proposal *p = &doc->proposals->at[k];

			fwrite(doc->text.p + at, 1, p->offset - at, stdout);
			printf("{{");
			for (size_t a = 0; a < p->n; a++)
				printf(a == 0 ? "%.*s" : "|%.*s",
				    (int)p->alternatives[a].n,
				    p->alternatives[a].p);
			printf("}}");
			at = p->offset + p->length;
		}
		fwrite(doc->text.p + at, 1, doc->text.n - at, stdout);
	}
}

int
main(int argc, char **argv)
{
	struct tt_wordings *w = public_table();
	struct documents d = { .n = 0 };
	size_t sample = 0;
	bool marked = false;
	uint64_t seed = 1;

	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--sample") == 0 && i + 1 < argc)
			sample = strtoul(argv[++i], NULL, 10);
		else if (strcmp(argv[i], "--marked") == 0)
			marked = true;
		else if (strcmp(argv[i], "--seed") == 0 && i + 1 < argc)
			seed = strtoul(argv[++i], NULL, 10);
		else
			documents_add(&d, w, argv[i]);
	}
	if (d.n == 0)
		documents_add_shared(&d, w);
	if (d.n == 0) {
		printf("skipped: name files, or set TELLTALE_SHARED\n");
		return 0;
	}
	if (marked) {
		print_marked(&d);
		return 0;
	}
	if (sample > 0) {
		print_sample(&d, sample, seed);
		return 0;
	}
	printf("%zu groups\n", tt_wordings_n(w));
	print_yield(&d);
	return 0;
}
