/* SPDX-License-Identifier: ISC */
/*
 * bench_search [MB]: 100,000 issued constants in traffic, on one core, beside
 * memcpy and memchr of the same bytes; what is found of planted ones; and
 * that a plain search of a sample finds the same.
 */
#include <ctype.h>
#include <time.h>

#include "reading/lookup.h"
#include "reading/offer.h"
#include "reading/unfold.h"
#include "reading/wide.h"
#include "traffic.h"

#define CONSTANTS	100000
#define SAMPLE		((size_t)1 << 18)	/* bytes searched plainly */
#define PLANTED		1000

static const struct tt_site sites[] = {
	{ .kind = TT_SITE_HEX, .digits = 8, .n = 1ull << 32 },
	{ .kind = TT_SITE_HEX, .digits = 16, .n = UINT64_MAX },
	{ .kind = TT_SITE_NAME, .n = 1 << 24 },
};
#define KINDS	(sizeof(sites) / sizeof(sites[0]))

static const char *const names[] = { "HTTP and JSON", "logs", "TLS", "base64",
	"a mixture" };

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
die(const char *what)
{
	fprintf(stderr, "bench_search: %s\n", what);
	exit(1);
}

/* Constants as they are drawn, in three equal parts. */
static void
draw(struct lookup_values sets[KINDS])
{
	struct traffic t = { .s = 7 };

	for (size_t k = 0; k < KINDS; k++) {
		size_t n = CONSTANTS / KINDS + (k < CONSTANTS % KINDS);
		uint64_t *v = calloc(n, sizeof(*v));

		if (v == NULL)
			die("no memory");
		for (size_t i = 0; i < n; i++)
			v[i] = traffic_below(&t, sites[k].n);
		sets[k] = (struct lookup_values){ shape_of(&sites[k]), v, n };
	}
}

/* GB/s, the best of three: others may be at work on this machine. */
static double
speed_of(void (*run)(void *ctx, struct span s), void *ctx, struct span s)
{
	double best = 1e9, t;

	for (unsigned i = 0; i < 3; i++) {
		t = now();
		run(ctx, s);
		t = now() - t;
		best = t < best ? t : best;
	}
	return (double)s.n / 1e9 / best;
}

static void
run_memcpy(void *ctx, struct span s)
{
	memcpy(ctx, s.p, s.n);
	__asm__ volatile("" : : "r"(ctx) : "memory");
}

static void
run_memchr(void *ctx, struct span s)
{
	size_t *n = ctx;
	const char *p = s.p, *end = s.p + s.n;

	/* each newline: what reading it line by line would cost */
	while (p < end && (p = memchr(p, '\n', (size_t)(end - p))) != NULL) {
		++*n;
		p++;
	}
}

static void
run_search(void *ctx, struct span s)
{
	if (lookup_search(ctx, s, true) != TT_OK)
		die("search failed");
}

/* Text alone: no integers among the bytes. */
static void
run_text(void *ctx, struct span s)
{
	if (lookup_search(ctx, s, false) != TT_OK)
		die("search failed");
}

static void
run_offer(void *ctx, struct span s)
{
	struct offer **o = ctx;
	struct shape shapes[KINDS];

	for (size_t k = 0; k < KINDS; k++)
		shapes[k] = shape_of(&sites[k]);
	offer_free(*o);
	*o = NULL;
	if (offer_new(o, shapes, KINDS) != TT_OK ||
	    offer_add(*o, s, true) != TT_OK)
		die("counting failed");
}

/* Overwrite bytes here and there with issued constants, in four spellings. */
static void
plant(char *p, size_t n, const struct lookup_values sets[KINDS])
{
	struct traffic t = { .s = 99 };

	for (size_t i = 0; i < PLANTED; i++) {
		const struct lookup_values *s = &sets[i % KINDS];
		uint64_t v = s->values[i];
		char *at = p + traffic_below(&t, n - 64), text[40];
		struct tt_site site = sites[i % KINDS];
		struct buf b;

		buf_init(&b, 64);
		if (tt_site_text(&site, v, &b) != TT_OK)
			die("no text");
		snprintf(text, sizeof(text), " %s ", b.p);
		buf_done(&b);
		if (s->shape.width == 0 || i % 2 == 0)
			memcpy(at, text, strlen(text));
		else
			memcpy(at, &v, s->shape.width);	/* little-endian */
	}
}

/* Is v of shape s anywhere in the stream?  Window by window. */
struct plain {
	const struct lookup_values *set;
	bool *hit;
};

static void
plain_try(struct plain *p, uint64_t v)
{
	for (size_t i = 0; i < p->set->n; i++)
		if (p->set->values[i] == v)
			p->hit[i] = true;
}

static bool
is_hex(struct span s, size_t at, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (at + i >= s.n || !isxdigit((unsigned char)s.p[at + i]))
			return false;
	return true;
}

static enum tt_err
plain_look(void *ctx, struct span s, bool bytes)
{
	struct plain *p = ctx;
	const struct shape *shape = &p->set->shape;
	uint64_t v;

	for (size_t i = 0; i < s.n; i++) {
		size_t d = shape->digits;

		if (d > 0 && is_hex(s, i, d)) {
			char text[17] = "";

			memcpy(text, s.p + i, d);
			plain_try(p, strtoull(text, NULL, 16));
		}
		if (shape->kind == TT_SITE_NAME && i + 8 <= s.n &&
		    shape_name(s.p + i, &v))
			plain_try(p, v);
		if (bytes && shape->width > 0 && i + shape->width <= s.n &&
		    wide_is(s.p + i, shape->width)) {
			plain_try(p, shape_little(s.p + i, shape->width));
			plain_try(p, shape_big(s.p + i, shape->width));
		}
	}
	return TT_OK;
}

/* Fewer constants, fewer bytes, every window against every constant. */
static void
compare(const struct lookup_values sets[KINDS], struct span s)
{
	for (size_t k = 0; k < KINDS; k++) {
		struct plain p = { NULL, NULL };
		const struct unfold_to to = { &p, plain_look, NULL };
		struct lookup_values few = { sets[k].shape, sets[k].values,
			PLANTED };
		struct lookup *l = NULL;
		const uint64_t *found;
		size_t n, plainly = 0, agree = 0;

		p = (struct plain){ &few, calloc(few.n, sizeof(bool)) };
		if (p.hit == NULL || unfold(s, true, &to) != TT_OK ||
		    lookup_new(&l, &few, 1) != TT_OK ||
		    lookup_search(l, s, true) != TT_OK)
			die("no memory");
		found = lookup_found(l, 0, &n);
		for (size_t i = 0; i < few.n; i++) {
			plainly += p.hit[i];
			for (size_t j = 0; j < n; j++)
				agree += p.hit[i] && found[j] == few.values[i];
		}
		printf("  plain search of %zu KiB, shape %zu: %zu found, "
		    "fast %zu, the same %zu\n", s.n / 1024, k, plainly, n,
		    agree);
		if (n != plainly || agree != plainly)
			die("they differ");
		free(p.hit);
		lookup_free(l);
	}
}

static void
measure(struct lookup_values sets[KINDS], enum traffic_kind kind, size_t n)
{
	char *p = traffic_make(42, kind, n), *copy = malloc(n);
	struct span s = span_of(p, n);
	struct lookup *l = NULL;
	struct offer *o = NULL;
	size_t lines = 0, found = 0, k_found;
	double cpy, chr, fast, text, count;

	if (copy == NULL || lookup_new(&l, sets, KINDS) != TT_OK)
		die("no memory");
	plant(p, n, sets);
	cpy = speed_of(run_memcpy, copy, s);
	chr = speed_of(run_memchr, &lines, s);
	fast = speed_of(run_search, l, s);
	text = speed_of(run_text, l, s);
	count = speed_of(run_offer, &o, s);
	for (size_t k = 0; k < KINDS; k++) {
		lookup_found(l, k, &k_found);
		found += k_found;
	}
	printf("%-14s search %4.2f GB/s, as text alone %4.2f; memcpy %4.1f "
	    "(%3.0f times), memchr of lines %4.1f (%3.0f times); counting "
	    "windows %4.2f; %zu met\n", names[kind], fast, text, cpy,
	    cpy / fast, chr, chr / fast, count, found);
	if (kind == TRAFFIC_KINDS) {
		plant(p, SAMPLE, sets);
		compare(sets, span_of(p, SAMPLE));
	}
	lookup_free(l);
	offer_free(o);
	free(copy);
	free(p);
}

int
main(int argc, char **argv)
{
	size_t mb = argc > 1 ? strtoul(argv[1], NULL, 10) : 100;
	struct lookup_values sets[KINDS];

	draw(sets);
	printf("%d constants (hex 8, hex 16, name: a third each), %zu MB each, "
	    "in hex, decimal, both byte orders, UTF-16, base64, escapes\n",
	    CONSTANTS, mb);
	for (int kind = TRAFFIC_KINDS; kind >= 0; kind--)
		measure(sets, (enum traffic_kind)kind, mb * 1000000);
	for (size_t k = 0; k < KINDS; k++) {
		const void *v = sets[k].values;

		free((void *)(uintptr_t)v);
	}
	return 0;
}
