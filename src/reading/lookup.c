/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "reading/digits.h"
#include "reading/forms.h"
#include "reading/lookup.h"
#include "reading/offer.h"
#include "reading/sieve.h"
#include "reading/unfold.h"
#include "reading/wide.h"

_Static_assert(SIEVE_GRAM == WIDE_LEAST && DIGITS == 2 * SIEVE_GRAM,
    "wide integers and long hex have the bytes of a gram");

struct set {
	struct shape shape;
	uint64_t *values;	/* ascending, no two alike */
	size_t n;
	bool *hit;		/* by value */
	uint64_t *found;	/* room for n */
};

struct lookup {
	struct set *at;
	size_t n;
	struct forms forms;
	/* grams of numbers: of sets whose integers are wide, and of others */
	struct sieve wide, other;
	bool any_wide;
	struct span piece;	/* of which no integers were searched for yet */
	size_t piece_from;	/* from here on */
	bool other_numbers;	/* not all others are names */
	bool long_hex;		/* some are hex D, D at least DIGITS */
};

#define TRAY	192	/* numbers that are looked up together, about */
#define BLOCKS	16	/* of 64 bytes that are */

/* Numbers of eight digits: those of places bits from at on, and so on. */
struct tray {
	uint32_t numbers[TRAY + DIGITS_ROOM];
	size_t n;
	struct {
		size_t at;
		uint64_t bits;
	} places[TRAY];
	size_t words;		/* of places */
};

static bool
is_wide(const struct set *s)
{
	return s->shape.width >= WIDE_LEAST;
}

/* Its windows of text end with the digits of a gram. */
static bool
is_long_hex(const struct set *s)
{
	return s->shape.kind == TT_SITE_HEX && s->shape.digits >= DIGITS;
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

static enum tt_err
fill_set(struct set *s, const struct lookup_values *from)
{
	s->shape = from->shape;
	s->values = calloc(from->n + 1, sizeof(*s->values));
	s->hit = calloc(from->n + 1, sizeof(*s->hit));
	s->found = calloc(from->n + 1, sizeof(*s->found));
	if (s->values == NULL || s->hit == NULL || s->found == NULL)
		return TT_ENOMEM;
	if (from->n == 0)
		return TT_OK;
	memcpy(s->values, from->values, from->n * sizeof(*s->values));
	qsort(s->values, from->n, sizeof(*s->values), by_value);
	if (s->values[from->n - 1] >= s->shape.n)
		return TT_ERANGE;
	for (size_t i = 0; i < from->n; i++)
		if (i == 0 || s->values[i] != s->values[s->n - 1])
			s->values[s->n++] = s->values[i];
	return TT_OK;
}

/* The lowest bytes of a number: what the sieves know of it. */
static inline uint32_t
gram_of(uint64_t number)
{
	return sieve_gram((uint32_t)number);
}

static enum tt_err
fill_sieves(struct lookup *l)
{
	size_t wide = 0, other = 0;
	enum tt_err e;

	for (size_t i = 0; i < l->n; i++)
		*(is_wide(&l->at[i]) ? &wide : &other) += l->at[i].n;
	if ((e = sieve_new(&l->wide, wide)) != TT_OK ||
	    (e = sieve_new(&l->other, other)) != TT_OK)
		return e;
	for (size_t i = 0; i < l->n; i++) {
		const struct set *s = &l->at[i];

		for (size_t k = 0; k < s->n; k++)
			sieve_add(is_wide(s) ? &l->wide : &l->other,
			    gram_of(s->shape.lo + s->values[k]));
	}
	l->any_wide = wide > 0;
	return TT_OK;
}

enum tt_err
lookup_new(struct lookup **out, const struct lookup_values *sets, size_t n)
{
	struct lookup *l = calloc(1, sizeof(*l));
	enum tt_err e = TT_ENOMEM;

	if (l == NULL || (l->at = calloc(n + 1, sizeof(*l->at))) == NULL)
		goto out;
	l->n = n;
	forms_init(&l->forms);
	for (size_t i = 0; i < n; i++) {
		struct set *s = &l->at[i];
		size_t least_hex = l->forms.least_hex;

		if ((e = fill_set(s, &sets[i])) != TT_OK)
			goto out;
		forms_want(&l->forms, &s->shape);
		if (is_long_hex(s))	/* looked for without runs */
			l->forms.least_hex = least_hex;
		l->long_hex = l->long_hex || is_long_hex(s);
		l->other_numbers = l->other_numbers || (!is_wide(s) &&
		    s->shape.kind != TT_SITE_NAME);
	}
	if ((e = fill_sieves(l)) != TT_OK)
		goto out;
	*out = l;
	l = NULL;	/* transferred */
out:
	lookup_free(l);
	return e;
}

void
lookup_free(struct lookup *l)
{
	if (l == NULL)
		return;
	for (size_t i = 0; l->at != NULL && i < l->n; i++) {
		struct set *s = &l->at[i];

		if (s->values != NULL && s->found != NULL) {
			sodium_memzero(s->values, s->n * sizeof(*s->values));
			sodium_memzero(s->found, s->n * sizeof(*s->found));
		}
		free(s->values);
		free(s->hit);
		free(s->found);
	}
	sieve_done(&l->wide);
	sieve_done(&l->other);
	free(l->at);
	free(l);
}

/* Note v, a value of s, if it was issued. */
static void
note_value(struct set *s, uint64_t v)
{
	const uint64_t *p = bsearch(&v, s->values, s->n, sizeof(v), by_value);

	if (p != NULL)
		s->hit[p - s->values] = true;
}

static void
note_number(struct set *s, uint64_t number)
{
	uint64_t v;

	if (shape_value(&s->shape, number, &v))
		note_value(s, v);
}

static inline void
try_number(struct lookup *l, struct set *s, uint64_t number)
{
	if (sieve_has(is_wide(s) ? &l->wide : &l->other, gram_of(number)))
		note_number(s, number);
}

/* Every window of hex D whose value ends with the eight digits at i. */
static void
note_long_hex(struct lookup *l, const struct planes *sheet, size_t i)
{
	size_t before = planes_before(sheet, PLANE_HEX, i);
	size_t after = planes_after(sheet, PLANE_HEX, i);

	for (size_t k = 0; k < l->n; k++) {
		struct set *s = &l->at[k];
		size_t d = s->shape.digits;
		size_t head = d < SHAPE_HEAD ? d : SHAPE_HEAD;
		size_t first = head - DIGITS;	/* digits before i */

		if (is_long_hex(s) && before >= first && first + after >= d)
			note_number(s, shape_hex(sheet->s.p + i - first,
			    head));
	}
}

/* The k-th number of a tray: where in the sheet it stands. */
static size_t
place_of(const struct tray *t, size_t k)
{
	size_t w = 0, n;
	uint64_t m;

	while (k >= (n = (size_t)__builtin_popcountll(t->places[w].bits))) {
		k -= n;
		w++;
	}
	for (m = t->places[w].bits; k > 0; k--)
		m &= m - 1;
	return t->places[w].at + (size_t)__builtin_ctzll(m);
}

/* All are asked first, since only a few pass and none can be foreseen. */
static void
sift(struct lookup *l, const struct planes *sheet, struct tray *t)
{
	uint64_t pass[sizeof(t->numbers) / sizeof(t->numbers[0]) / 64 + 1];

	for (size_t i = 0; i < t->n; i += 64)
		pass[i / 64] = sieve_numbers(&l->wide, t->numbers + i,
		    t->n - i < 64 ? t->n - i : 64);
	for (size_t i = 0; i < t->n; i += 64)
		for (uint64_t m = pass[i / 64]; m != 0; m &= m - 1) {
			size_t k = i + (size_t)__builtin_ctzll(m);

			if (sieve_has(&l->wide, sieve_gram(t->numbers[k])))
				note_long_hex(l, sheet, place_of(t, k));
		}
	t->n = t->words = 0;
}

/* Whatever D is, its windows are looked up by their last digits, once. */
static void
try_long_hex(struct lookup *l, const struct planes *sheet)
{
	struct span s = sheet->s;
	uint64_t rows[PLANES_ROW];
	struct tray t;

	t.n = t.words = 0;
	for (size_t w = 0; (w = planes_rows(sheet, PLANE_HEX, DIGITS, w,
	    rows)) < sheet->words; w += PLANES_ROW)
		for (size_t k = 0; k < PLANES_ROW; k++) {
			size_t at = 64 * (w + k);

			if (rows[k] == 0)
				continue;
			t.places[t.words].at = at;
			t.places[t.words++].bits = rows[k];
			t.n += digits_read(t.numbers + t.n, s.p + at, s.n - at,
			    rows[k], sheet->vectors);
			if (t.n >= TRAY)
				sift(l, sheet, &t);
		}
	sift(l, sheet, &t);
}

/* All windows of s that a run has, each one digit further. */
static void
try_hex(struct lookup *l, struct set *s, struct span run, bool after_0x)
{
	size_t digits, k = shape_hex_windows(&s->shape, run.n, after_0x,
	    &digits);
	uint64_t number, mask;

	if (k == 0)
		return;
	number = shape_hex(run.p, digits);
	mask = digits < SHAPE_HEAD ? ((uint64_t)1 << 4 * digits) - 1 :
	    UINT64_MAX;
	try_number(l, s, number);
	for (size_t i = 1; i < k; i++) {
		number = (number << 4 | shape_digit(run.p[i + digits - 1])) &
		    mask;
		try_number(l, s, number);
	}
}

static void
try_run_of_hex(struct lookup *l, struct span run, bool after_0x)
{
	for (size_t i = 0; i < l->n; i++) {
		struct set *s = &l->at[i];

		if (!is_long_hex(s) || run.n < s->shape.digits)
			try_hex(l, s, run, after_0x);
	}
}

static void
try_decimal(struct lookup *l, struct span run)
{
	uint64_t number, v;
	bool wide, other;

	if (!shape_decimal(run.p, run.n, &number))
		return;
	wide = sieve_has(&l->wide, gram_of(number));
	other = l->other_numbers && sieve_has(&l->other, gram_of(number));
	if (!wide && !other)
		return;
	for (size_t i = 0; i < l->n; i++) {
		struct set *s = &l->at[i];

		if ((is_wide(s) ? wide : other) &&
		    shape_takes_decimal(&s->shape, number, &v))
			note_value(s, v);
	}
}

static void
try_name(struct lookup *l, const char *p)
{
	uint64_t v;

	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].shape.kind == TT_SITE_NAME && shape_name(p, &v))
			try_number(l, &l->at[i], v);
}

static void
try_run(void *ctx, enum form form, const char *p, size_t n, bool after_0x)
{
	switch (form) {
	case FORM_HEX:
		try_run_of_hex(ctx, span_of(p, n), after_0x);
		break;
	case FORM_DECIMAL:
		try_decimal(ctx, span_of(p, n));
		break;
	case FORM_NAME:
		try_name(ctx, p);
		break;
	}
}

/* Every integer that has its lowest four bytes at i. */
static void
note_integers(struct lookup *l, struct span s, size_t i)
{
	for (size_t k = 0; k < l->n; k++) {
		struct set *set = &l->at[k];
		size_t w = set->shape.width, high = w - WIDE_LEAST;

		if (!is_wide(set))
			continue;
		if (i + w <= s.n && wide_is(s.p + i, w))
			note_number(set, shape_little(s.p + i, w));
		if (i >= high && wide_is(s.p + i - high, w))
			note_number(set, shape_big(s.p + i - high, w));
	}
}

/*
 * Which positions of blocks from i on, up to `to`, the sieve may have, but for
 * blocks from which only text can be reached; returns how many blocks.
 */
static size_t
sift_bytes(const struct lookup *l, struct span s, size_t i, size_t to,
    uint64_t pass[BLOCKS])
{
	enum vectors v = l->wide.vectors;
	size_t n = (to - i + 63) / 64 < BLOCKS ? (to - i + 63) / 64 : BLOCKS;
	uint64_t other[BLOCKS + 2] = { 0 };	/* from a block earlier on */

	for (size_t k = 0; k < n + 2; k++)
		if (i + 64 * k >= 64 && i + 64 * k - 64 < s.n)
			other[k] = wide_other(s.p + i + 64 * k - 64,
			    s.n - (i + 64 * k - 64), v);
	if (i < 64 && i > 0)
		other[0] = wide_other(s.p, i, v) << (64 - i);
	for (size_t k = 0; k < n; k++) {
		bool text = (other[k] >> 56 | other[k + 1] |
		    (other[k + 2] & 0xff)) == 0;

		pass[k] = text ? 0 : sieve_bytes(&l->wide, s.p + i + 64 * k,
		    s.n - i - 64 * k);
	}
	return n;
}

/* Positions of s up to `to`, and few behind it. */
static void
try_wide(struct lookup *l, struct span s, size_t from, size_t to)
{
	uint64_t pass[BLOCKS];
	uint32_t gram;

	for (size_t i = from, n; i < to; i += 64 * n) {
		n = sift_bytes(l, s, i, to, pass);
		for (size_t k = 0; k < n; k++)
			for (uint64_t m = pass[k]; m != 0; m &= m - 1) {
				size_t at = i + 64 * k +
				    (size_t)__builtin_ctzll(m);

				memcpy(&gram, s.p + at, sizeof(gram));
				if (sieve_has(&l->wide, sieve_gram(gram)))
					note_integers(l, s, at);
			}
	}
}

/* Integers of at most OFFER_NARROW bytes: their number is small. */
static void
try_narrow(struct lookup *l, struct set *s, struct span stream)
{
	size_t w = s->shape.width;

	for (size_t i = 0; i + w <= stream.n; i++) {
		if (w > 1 && !wide_is(stream.p + i, w))
			continue;
		try_number(l, s, shape_little(stream.p + i, w));
		try_number(l, s, shape_big(stream.p + i, w));
	}
}

/* A sheet of the piece is searched for integers while it is in the cache. */
static void
try_piece(struct lookup *l, struct span sheet)
{
	size_t from = l->piece_from;

	if (l->piece.n == 0 || sheet.p != l->piece.p + from)
		return;
	l->piece_from += sheet.n;
	try_wide(l, l->piece, from, l->piece_from);
}

static enum tt_err
try_sheet(void *ctx, const struct planes *sheet)
{
	struct lookup *l = ctx;

	try_piece(l, sheet->s);
	if (l->long_hex)
		try_long_hex(l, sheet);
	forms_walk(&l->forms, sheet, try_run, l);
	return TT_OK;
}

static enum tt_err
try_stream(void *ctx, struct span stream, bool bytes)
{
	struct lookup *l = ctx;

	if (!bytes)
		return TT_OK;
	if (l->any_wide && stream.p != l->piece.p)
		try_wide(l, stream, 0, stream.n);
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].shape.width > 0 && !is_wide(&l->at[i]))
			try_narrow(l, &l->at[i], stream);
	return TT_OK;
}

enum tt_err
lookup_search(struct lookup *l, struct span piece, bool bytes)
{
	const struct unfold_to to = { l, try_stream, try_sheet };

	for (size_t i = 0; bytes && i < l->n; i++)
		for (size_t k = 0; k <= OFFER_HEAD && k <= piece.n; k++)
			if (l->at[i].shape.kind == TT_SITE_INT)
				try_number(l, &l->at[i], piece.n - k);
	l->piece = bytes && l->any_wide ? piece : span_of(NULL, 0);
	l->piece_from = 0;
	return unfold(piece, bytes, &to);
}

const uint64_t *
lookup_found(struct lookup *l, size_t i, size_t *n)
{
	struct set *s = &l->at[i];

	*n = 0;
	for (size_t k = 0; k < s->n; k++)
		if (s->hit[k])
			s->found[(*n)++] = s->values[k];
	return s->found;
}
