/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "reading/offer.h"
#include "reading/unfold.h"
#include "reading/wide.h"
#include "telltale/observation.h"

static uint64_t
sum(uint64_t a, uint64_t b)
{
	uint64_t c;

	return __builtin_add_overflow(a, b, &c) ? UINT64_MAX : c;
}

static bool
is_narrow(const struct shape *s)
{
	return s->width > 0 && s->width <= OFFER_NARROW;
}

static size_t
words_of(size_t width)
{
	return ((size_t)1 << (8 * width)) / 64 > 0 ?
	    ((size_t)1 << (8 * width)) / 64 : 1;
}

enum tt_err
offer_new(struct offer **out, const struct shape *shapes, size_t n)
{
	struct offer *o;
	enum tt_err e = TT_ENOMEM;

	if (n > OFFER_SHAPES_MAX)
		return TT_ELIMIT;
	if ((o = calloc(1, sizeof(*o))) == NULL ||
	    (o->at = calloc(n + 1, sizeof(*o->at))) == NULL)
		goto out;
	o->n = n;
	forms_init(&o->forms);
	for (size_t i = 0; i < n; i++) {
		size_t w = shapes[i].width;

		o->at[i].shape = shapes[i];
		valueset_init(&o->at[i].text, TT_VALUES_MAX);
		forms_want(&o->forms, &shapes[i]);
		if (is_narrow(&shapes[i]) && o->narrow[w] == NULL &&
		    (o->narrow[w] = calloc(words_of(w), 8)) == NULL)
			goto out;
	}
	*out = o;
	o = NULL;	/* transferred */
	e = TT_OK;
out:
	offer_free(o);
	return e;
}

void
offer_free(struct offer *o)
{
	if (o == NULL)
		return;
	for (size_t i = 0; i < o->n; i++)
		valueset_done(&o->at[i].text);
	for (size_t w = 0; w <= OFFER_NARROW; w++)
		free(o->narrow[w]);
	free(o->at);
	free(o);
}

/* Nothing more to learn: the windows already are as many as values. */
static bool
is_spent(const struct offer_shape *s)
{
	return s->wide_windows >= s->shape.n ||
	    (s->text.full && s->text_windows >= s->shape.n);
}

static void
take(struct offer *o, struct offer_shape *s, uint64_t v)
{
	enum tt_err e;

	s->text_windows = sum(s->text_windows, 1);
	if (!s->text.full && (e = valueset_add(&s->text, v)) != TT_OK)
		o->err = e;
}

static void
take_hex(struct offer *o, struct offer_shape *s, const char *p, size_t n,
    bool after_0x)
{
	size_t digits, k = shape_hex_windows(&s->shape, n, after_0x, &digits);
	uint64_t v;

	if (k > 1 && s->text.full) {
		s->text_windows = sum(s->text_windows, k);
		return;
	}
	for (size_t i = 0; i < k; i++)
		if (shape_value(&s->shape, shape_hex(p + i, digits), &v))
			take(o, s, v);
}

static void
take_run(void *ctx, enum form form, const char *p, size_t n, bool after_0x)
{
	struct offer *o = ctx;
	uint64_t number = 0, v;

	if (form == FORM_DECIMAL && !shape_decimal(p, n, &number))
		return;
	for (size_t i = 0; i < o->n && o->err == TT_OK; i++) {
		struct offer_shape *s = &o->at[i];

		if (is_spent(s))
			continue;
		switch (form) {
		case FORM_HEX:
			take_hex(o, s, p, n, after_0x);
			break;
		case FORM_DECIMAL:
			if (shape_takes_decimal(&s->shape, number, &v))
				take(o, s, v);
			break;
		case FORM_NAME:
			if (s->shape.kind == TT_SITE_NAME && shape_name(p, &v))
				take(o, s, v);
			break;
		}
	}
}

static void
mark(uint64_t *bits, uint64_t number)
{
	bits[number / 64] |= (uint64_t)1 << number % 64;
}

/* Every window of an integer of width bytes in s, in both orders. */
static void
mark_narrow(uint64_t *bits, size_t width, struct span s)
{
	for (size_t i = 0; i + width <= s.n; i++) {
		if (width > 1 && !wide_is(s.p + i, width))
			continue;
		mark(bits, shape_little(s.p + i, width));
		mark(bits, shape_big(s.p + i, width));
	}
}

static enum tt_err
take_sheet(void *ctx, const struct planes *sheet)
{
	struct offer *o = ctx;

	forms_walk(&o->forms, sheet, take_run, o);
	return o->err;
}

/* Windows of w bytes in s, counted once for all shapes; counted: + 1. */
static uint64_t
windows_of(uint64_t counted[WIDE_MOST + 1], struct span s, size_t w)
{
	if (counted[w] == 0)
		counted[w] = wide_count(s, w) + 1;
	return counted[w] - 1;
}

static enum tt_err
take_stream(void *ctx, struct span stream, bool bytes)
{
	uint64_t counted[WIDE_MOST + 1] = { 0 };
	struct offer *o = ctx;

	if (!bytes || o->err != TT_OK)
		return o->err;
	for (size_t w = 1; w <= OFFER_NARROW; w++)
		if (o->narrow[w] != NULL)
			mark_narrow(o->narrow[w], w, stream);
	for (size_t i = 0; i < o->n; i++) {
		struct offer_shape *s = &o->at[i];

		if (s->shape.width > OFFER_NARROW)
			s->wide_windows = sum(s->wide_windows,
			    2 * windows_of(counted, stream, s->shape.width));
	}
	return TT_OK;
}

static void
take_lengths(struct offer *o, size_t length)
{
	uint64_t v;

	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k <= OFFER_HEAD && k <= length; k++)
			if (o->at[i].shape.kind == TT_SITE_INT &&
			    shape_value(&o->at[i].shape, length - k, &v))
				take(o, &o->at[i], v);
}

enum tt_err
offer_add(struct offer *o, struct span piece, bool bytes)
{
	const struct unfold_to to = { o, take_stream, take_sheet };
	enum tt_err e;

	if (o->err != TT_OK)
		return o->err;
	if (bytes)
		take_lengths(o, piece.n);
	if ((e = unfold(piece, bytes, &to)) != TT_OK)
		o->err = e;
	return o->err;
}

static bool
is_marked(const uint64_t *bits, uint64_t number)
{
	return (bits[number / 64] >> number % 64 & 1) != 0;
}

/* Marked among the numbers lo to lo + n - 1; one by one at the ends. */
static uint64_t
count_marked(const uint64_t *bits, uint64_t lo, uint64_t n)
{
	uint64_t k = 0, at = lo, end = lo + n;

	while (at < end) {
		if (at % 64 == 0 && end - at >= 64) {
			k += (uint64_t)__builtin_popcountll(bits[at / 64]);
			at += 64;
		} else {
			k += is_marked(bits, at++);
		}
	}
	return k;
}

static bool
is_narrowly(const struct offer *o, const struct shape *s, uint64_t v)
{
	return is_narrow(s) && is_marked(o->narrow[s->width], s->lo + v);
}

uint64_t
offer_count(const struct offer *o, size_t i)
{
	const struct offer_shape *s = &o->at[i];
	uint64_t k = s->wide_windows;

	if (is_narrow(&s->shape))
		k = sum(k, count_marked(o->narrow[s->shape.width],
		    s->shape.lo, s->shape.n));
	if (s->text.full)
		k = sum(k, s->text_windows);
	for (size_t j = 0; !s->text.full && j < s->text.cap; j++)
		if (s->text.slot[j] != UINT64_MAX &&
		    !is_narrowly(o, &s->shape, s->text.slot[j]))
			k = sum(k, 1);
	return k < s->shape.n ? k : s->shape.n;
}

bool
offer_is_whole(const struct offer *o, size_t i)
{
	return o->at[i].wide_windows == 0 && !o->at[i].text.full;
}

bool
offer_has(const struct offer *o, size_t i, uint64_t v)
{
	const struct offer_shape *s = &o->at[i];

	return v < s->shape.n &&
	    (is_narrowly(o, &s->shape, v) || valueset_has(&s->text, v));
}

static int
by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return *x < *y ? -1 : *x > *y;
}

/* The values whose numbers are marked, to out, a word of them at a time. */
static size_t
list_marked(const uint64_t *bits, const struct shape *s, uint64_t *out)
{
	size_t k = 0;

	for (uint64_t w = s->lo / 64; w <= (s->lo + s->n - 1) / 64; w++) {
		for (uint64_t b = bits[w]; b != 0; b &= b - 1) {
			uint64_t number = 64 * w +
			    (uint64_t)__builtin_ctzll(b);

			if (shape_value(s, number, &out[k]))
				k++;
		}
	}
	return k;
}

void
offer_list(const struct offer *o, size_t i, uint64_t *out)
{
	const struct offer_shape *s = &o->at[i];
	size_t k = 0;

	if (is_narrow(&s->shape))
		k = list_marked(o->narrow[s->shape.width], &s->shape, out);
	for (size_t j = 0; j < s->text.cap; j++)
		if (s->text.slot[j] != UINT64_MAX &&
		    !is_narrowly(o, &s->shape, s->text.slot[j]))
			out[k++] = s->text.slot[j];
	if (k > 1)
		qsort(out, k, sizeof(*out), by_value);
}
