/* SPDX-License-Identifier: ISC */
/*
 * bench_reading [SITES]: read specimens of several kinds against a bulletin
 * of so many sites (250), each also as a ratio to normalising it alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/rng.h"
#include "telltale/reading.h"

#define SENTENCES_PER_SITE	2
#define REPEATS			100000

struct text {
	struct buf b;
	struct rng r;
};

static const char *const syllables[] = {
	"ra", "to", "ne", "li", "sor", "ten", "mi", "der", "an", "que", "st",
	"per", "lo", "gra", "ve", "in", "com", "al", "por", "bre", "chi", "on",
};

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
add_word(struct text *t)
{
	for (uint64_t n = 1 + rng_below(t->r, 3); n > 0; n--)
		buf_str(&t->b, syllables[rng_below(t->r, N_ROWS(syllables))]);
}

static void
add_words(struct text *t, size_t n)
{
	while (n-- > 0) {
		add_word(t);
		buf_str(&t->b, n == 0 ? "" : " ");
	}
}

/* A bulletin's text: sentences with a site or two each. */
static void
write_marked(struct text *t, size_t sites)
{
	for (size_t i = 0; i < sites; i++) {
		add_words(t, 2 + rng_below(t->r, 4));
		buf_str(&t->b, " {{");
		add_word(t);
		buf_str(&t->b, "|x");
		add_words(t, 1 + rng_below(t->r, 2));
		buf_str(&t->b, "}} ");
		add_words(t, 2 + rng_below(t->r, 4));
		buf_str(&t->b, i % SENTENCES_PER_SITE == 0 ? " " : ".\n");
	}
}

static void
write_prose(struct text *t, size_t bytes)
{
	for (size_t end = t->b.n + bytes; t->b.n < end;) {
		add_words(t, 12);
		buf_str(&t->b, ".\n");
	}
}

static void
measure(const char *what, const struct tt_bulletin *b, struct span text)
{
	struct tt_normal *normal = NULL;
	struct tt_reading *r = NULL;
	double start = now(), alone, all;

	if (tt_normal_new(&normal, text) != TT_OK)
		abort();
	alone = now() - start;
	tt_normal_free(normal);
	start = now();
	if (tt_reading_read_text(&r, b, NULL, text) != TT_OK)
		abort();
	all = now() - start;
	printf("%-40s %9zu bytes  %8.3f s  %8.1f times normalising  "
	    "%zu of %zu read\n", what, text.n, all,
	    all / (alone > 0 ? alone : 1e-9), r->n_read, r->n_sites);
	tt_reading_free(r);
}

static void
render(const struct tt_bulletin *b, struct rng r, struct buf *out)
{
	uint64_t *row = calloc(b->n_sites, sizeof(*row));

	for (size_t i = 0; row != NULL && i < b->n_sites; i++)
		row[i] = rng_below(r, b->sites[i].n);
	if (row == NULL || tt_bulletin_render(b, 0, row, out) != TT_OK)
		abort();
	free(row);
}

/* The first line of a rendering, n times, each with a number of its own. */
static void
repeat(struct text *t, struct span line, size_t n, bool numbered)
{
	for (size_t i = 0; i < n; i++) {
		buf_span(&t->b, line);
		if (numbered)
			buf_printf(&t->b, " %zu", i);
		buf_char(&t->b, '\n');
	}
}

int
main(int argc, char **argv)
{
	uint64_t sites = 250;
	static struct tt_diags diags;
	struct rng_seeded state;
	struct text marked, t;
	struct tt_part_text part;
	struct tt_bulletin *b = NULL;
	struct span line, rest;
	struct buf copy;

	if (argc > 1 && span_u64(span_str(argv[1]), TT_SITES_MAX, &sites) !=
	    TT_OK)
		return 2;
	marked.r = t.r = rng_seeded(&state, (const uint8_t[32]){ 7 });
	buf_init(&marked.b, TT_PART_MAX);
	buf_init(&copy, TT_RENDERING_MAX);
	buf_init(&t.b, TT_SPECIMEN_MAX);
	write_marked(&marked, sites);
	part = (struct tt_part_text){ SPAN("advisory.md"),
		buf_view(&marked.b) };
	tt_diags_init(&diags);
	if (tt_bulletin_parse(&b, &part, 1, &diags) != TT_OK)
		abort();
	render(b, t.r, &copy);
	measure("a rendering", b, buf_view(&copy));
	write_prose(&t, 1 << 20);
	buf_span(&t.b, buf_view(&copy));
	write_prose(&t, 1 << 20);
	measure("a rendering within 2 MB of the same words", b, buf_view(&t.b));
	rest = buf_view(&copy);
	span_line(&rest, &line);
	buf_clear(&t.b);
	repeat(&t, line, REPEATS, false);
	measure("one line, 100,000 times", b, buf_view(&t.b));
	buf_clear(&t.b);
	repeat(&t, line, REPEATS, true);
	measure("one line, 100,000 times, numbered", b, buf_view(&t.b));
	buf_clear(&t.b);
	for (size_t i = 0; i < 16; i++)
		buf_span(&t.b, buf_view(&copy));
	for (size_t i = 0; i < t.b.n; i++)
		if (t.b.p[i] == '\n')
			t.b.p[i] = ' ';
	measure("16 renderings on one line", b, buf_view(&t.b));
	buf_done(&marked.b);
	buf_done(&copy);
	buf_done(&t.b);
	tt_bulletin_free(b);
	return 0;
}
