/* SPDX-License-Identifier: ISC */
/*
 * Of pieces long enough for all that is done at once, what is found is what a
 * search finds that tries each window of each stream against each constant.
 */
#include "prop.h"

#include <stdlib.h>

#include "base/b64.h"
#include "reading/lookup.h"
#include "reading/runs.h"
#include "reading/unfold.h"
#include "reading/wide.h"

#define CASES		200
#define BYTES		20000
#define ISSUED		20
#define SPELLING	80	/* bytes at most */
#define SETS		(sizeof(sites) / sizeof(sites[0]))

static const struct tt_site sites[] = {
	{ .kind = TT_SITE_HEX, .digits = 7, .n = 1ull << 28 },
	{ .kind = TT_SITE_HEX, .digits = 8, .n = 1ull << 32 },
	{ .kind = TT_SITE_HEX, .digits = 13, .n = 1ull << 52 },
	{ .kind = TT_SITE_HEX, .digits = 16, .n = UINT64_MAX },
	{ .kind = TT_SITE_HEX, .digits = 40, .n = UINT64_MAX },
	{ .kind = TT_SITE_INT, .lo = 5000000, .n = 1ull << 40 },
	{ .kind = TT_SITE_INT, .lo = 70000, .n = 1 << 20 },
};

struct searched {
	struct lookup_values sets[SETS];
	uint64_t values[SETS][ISSUED];
	bool stands[SETS][ISSUED];
	size_t n_stand;
};

static void
try(struct searched *r, size_t k, uint64_t number)
{
	uint64_t v;

	if (!shape_value(&r->sets[k].shape, number, &v))
		return;
	for (size_t i = 0; i < ISSUED; i++)
		if (r->values[k][i] == v && !r->stands[k][i]) {
			r->stands[k][i] = true;
			r->n_stand++;
		}
}

static void
look_at_text(struct searched *r, struct span s)
{
	size_t at = 0, n = 0, digits;
	uint64_t number, v;

	while (run_next(s, RUN_HEX, 1, &at, &n))
		for (size_t k = 0; k < SETS; k++) {
			bool x = at >= 2 && (s.p[at - 1] | 32) == 'x' &&
			    s.p[at - 2] == '0';
			size_t m = shape_hex_windows(&r->sets[k].shape, n, x,
			    &digits);

			for (size_t i = 0; i < m; i++)
				try(r, k, shape_hex(s.p + at + i, digits));
		}
	at = n = 0;
	while (run_next(s, RUN_DIGIT, 1, &at, &n))
		for (size_t k = 0; k < SETS; k++)
			if (n <= SHAPE_DECIMAL &&
			    shape_decimal(s.p + at, n, &number) &&
			    shape_takes_decimal(&r->sets[k].shape, number, &v))
				try(r, k, number);
}

static enum tt_err
look(void *ctx, struct span s, bool bytes)
{
	struct searched *r = ctx;

	look_at_text(r, s);
	for (size_t k = 0; bytes && k < SETS; k++) {
		size_t w = r->sets[k].shape.width;

		for (size_t i = 0; i + w <= s.n; i++) {
			if (!wide_is(s.p + i, w))
				continue;
			try(r, k, shape_little(s.p + i, w));
			try(r, k, shape_big(s.p + i, w));
		}
	}
	return TT_OK;
}

/* Bytes that are all of a kind, or change it every now and then. */
static void
fill(struct prop *p, char *out, size_t n)
{
	static const char *const of[] = { "0123456789abcdef", "0123456789",
		"AZaz09bdFH+/", "the 12 quick abc fox\r\n" };
	uint64_t kind = prop_below(p, 6), mixed = prop_below(p, 2);

	for (size_t i = 0; i < n; i++) {
		if (mixed && prop_below(p, 100) == 0)
			kind = prop_below(p, 6);
		out[i] = kind < 4 ? of[kind][prop_below(p, strlen(of[kind]))] :
		    (char)prop_below(p, kind == 4 ? 256 : 2);
	}
}

/* A number of w bytes in one of its spellings; returns their length. */
static size_t
spell(struct prop *p, uint64_t number, unsigned digits, size_t w,
    char out[SPELLING])
{
	uint8_t raw[32];

	switch (prop_below(p, 6)) {
	case 0:
		return (size_t)snprintf(out, SPELLING, "%0*llx", (int)digits,
		    (unsigned long long)number);
	case 1:
		return (size_t)snprintf(out, SPELLING, " 0x%llX ",
		    (unsigned long long)number);
	case 2:
		return (size_t)snprintf(out, SPELLING, " %llu ",
		    (unsigned long long)number);
	case 3:
		for (size_t i = 0; i < w; i++)
			out[i] = (char)(number >> 8 * i);
		return w;
	case 4:
		for (size_t i = 0; i < w; i++)
			out[i] = (char)(number >> 8 * (w - 1 - i));
		return w;
	default:
		rng_fill(p->rng, raw, sizeof(raw));
		for (size_t i = 0; i < w; i++)
			raw[11 + i] = (uint8_t)(number >> 8 * i);
		b64_encode(out, raw, sizeof(raw));
		return strlen(out);
	}
}

/* Of n, often one whose last four bytes are text. */
static uint64_t
draw(struct prop *p, uint64_t n)
{
	uint64_t v = prop_below(p, n);
	uint64_t text = 0x20202020u + (prop_below(p, 1 << 30) & 0x1f1f1f1fu);

	if (prop_below(p, 2) == 0 && (v >> 32 << 32 | text) < n)
		v = v >> 32 << 32 | text;
	return v;
}

/* At the ends, or across a block of 64, or anywhere. */
static size_t
place(struct prop *p, size_t n, size_t len)
{
	size_t at = prop_below(p, n - len + 1);

	switch (prop_below(p, 8)) {
	case 0:
		return 0;
	case 1:
		return n - len;
	case 2:
	case 3:
	case 4:
		at = at / 64 * 64 + 64 - prop_below(p, 8);
		return at <= n - len ? at : 0;
	default:
		return at;
	}
}

/* Constants, three in four of them in the piece. */
static void
issue(struct prop *p, struct searched *r, char *piece, size_t n)
{
	for (size_t k = 0; k < SETS; k++) {
		struct shape shape = shape_of(&sites[k]);

		for (size_t i = 0; i < ISSUED; i++) {
			uint64_t v = draw(p, shape.n);
			char text[SPELLING];
			size_t len = spell(p, shape.lo + v, shape.digits,
			    shape.width, text);

			r->values[k][i] = v;
			if (len <= n && prop_below(p, 4) > 0)
				memcpy(piece + place(p, n, len), text, len);
		}
		r->sets[k] = (struct lookup_values){ shape, r->values[k],
			ISSUED };
	}
}

static bool
is_found(struct lookup *l, size_t k, uint64_t v)
{
	const uint64_t *found;
	size_t n;

	found = lookup_found(l, k, &n);
	for (size_t i = 0; i < n; i++)
		if (found[i] == v)
			return true;
	return false;
}

static void
what_stands_is_found_and_nothing_else(void **state)
{
	size_t stand = 0, all = 0;
	struct prop p;

	(void)state;
	PROP_CASES(&p, CASES) {
		size_t n = prop_below(&p, BYTES + 1);
		struct searched r = { .n_stand = 0 };
		const struct unfold_to to = { &r, look, NULL };
		struct lookup *l = NULL;
		char *piece = malloc(n > 0 ? n : 1);

		assert_non_null(piece);
		fill(&p, piece, n);
		issue(&p, &r, piece, n);
		assert_int_equal(TT_OK, unfold(span_of(piece, n), true, &to));
		assert_int_equal(TT_OK, lookup_new(&l, r.sets, SETS));
		assert_int_equal(TT_OK, lookup_search(l, span_of(piece, n),
		    true));
		for (size_t k = 0; k < SETS; k++)
			for (size_t i = 0; i < ISSUED; i++)
				assert_int_equal(r.stands[k][i],
				    is_found(l, k, r.values[k][i]));
		stand += r.n_stand;
		all += SETS * ISSUED;
		lookup_free(l);
		free(piece);
	}
	assert_true(4 * stand > all && stand < all);	/* both were tested */
}

TEST_MAIN(cmocka_unit_test(what_stands_is_found_and_nothing_else))
