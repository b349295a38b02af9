/* SPDX-License-Identifier: ISC */
/*
 * touching - sites with no text between them, of which two choices may give
 * the same text: {{a|ab}}{{c|bc}}.  Reading cannot tell those apart.
 *
 * Choices are tried out, as many in a row as have at most COMBINATIONS_MAX
 * combinations.  Of data sites only an int of which the length varies can be
 * at fault, and only where digits stand beside it.
 */
#include <stdlib.h>
#include <string.h>

#include "telltale/check.h"

#define COMBINATIONS_MAX	1024
#define CHOICES_MAX		10	/* 2^10 of them: COMBINATIONS_MAX */

static const char say_touching[] =
    "put a word between them, or make one site of both";

/* Places first..first + n - 1 touch, and are choices, no site twice. */
struct window {
	const struct tt_bulletin *b;
	size_t first, n;
	size_t combinations;
};

struct combination {
	uint64_t hash;
	size_t number;		/* its symbols, in a mixed radix */
};

static const struct tt_site *
site_at(const struct tt_bulletin *b, size_t place)
{
	return &b->sites[b->places[place].site];
}

static bool
touch(const struct tt_bulletin *b, size_t place)
{
	const struct tt_place *p = &b->places[place];

	return place + 1 < b->n_places && p[0].part == p[1].part &&
	    p[0].offset == p[1].offset;
}

/* The symbol of the window's k-th place in a combination. */
static uint64_t
symbol_of(const struct window *w, size_t k, size_t number)
{
	for (size_t i = 0; i < k; i++)
		number /= (size_t)site_at(w->b, w->first + i)->n;
	return number % site_at(w->b, w->first + k)->n;
}

static uint64_t
hash_of(const struct window *w, size_t number)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);	/* FNV-1a */

	for (size_t k = 0; k < w->n; k++) {
		struct span s = site_at(w->b, w->first + k)->alternatives[
		    symbol_of(w, k, number)];

		for (size_t i = 0; i < s.n; i++)
			h = (h ^ (unsigned char)s.p[i]) *
			    UINT64_C(0x100000001b3);
	}
	return h;
}

static void
add_text(const struct window *w, size_t number, struct buf *out)
{
	for (size_t k = 0; k < w->n; k++)
		buf_span(out, site_at(w->b, w->first + k)->alternatives[
		    symbol_of(w, k, number)]);
}

static bool
is_same_text(const struct window *w, size_t x, size_t y)
{
	struct buf a, b;
	bool same;

	buf_init(&a, CHOICES_MAX * TT_ALTERNATIVE_MAX);
	buf_init(&b, CHOICES_MAX * TT_ALTERNATIVE_MAX);
	add_text(w, x, &a);
	add_text(w, y, &b);
	same = buf_err(&a) == TT_OK && buf_err(&b) == TT_OK &&
	    span_eq(buf_view(&a), buf_view(&b));
	buf_done(&a);
	buf_done(&b);
	return same;
}

static int
compare(const void *a, const void *b)
{
	const struct combination *x = a, *y = b;

	return (x->hash > y->hash) - (x->hash < y->hash);
}

static bool
is_ambiguous(const struct window *w)
{
	struct combination c[COMBINATIONS_MAX];

	for (size_t i = 0; i < w->combinations; i++)
		c[i] = (struct combination){ hash_of(w, i), i };
	qsort(c, w->combinations, sizeof(c[0]), compare);
	for (size_t i = 1; i < w->combinations; i++)
		if (c[i].hash == c[i - 1].hash &&
		    is_same_text(w, c[i].number, c[i - 1].number))
			return true;
	return false;
}

static bool
can_extend(const struct window *w)
{
	size_t next = w->first + w->n;
	const struct tt_site *s;

	if (w->n > 0 && !touch(w->b, next - 1))
		return false;
	s = site_at(w->b, next);
	if (s->kind != TT_SITE_CHOICE || w->n == CHOICES_MAX ||
	    w->combinations * s->n > COMBINATIONS_MAX)
		return false;
	for (size_t i = 0; i < w->n; i++)
		if (site_at(w->b, w->first + i) == s)
			return false;
	return true;
}

static struct window
window_at(const struct tt_bulletin *b, size_t first)
{
	struct window w = { b, first, 0, 1 };

	while (can_extend(&w)) {
		w.combinations *= (size_t)site_at(b, first + w.n)->n;
		w.n++;
	}
	return w;
}

static unsigned
n_digits(uint64_t v)
{
	unsigned n = 1;

	for (; v >= 10; v /= 10)
		n++;
	return n;
}

static bool
is_int_of_any_length(const struct tt_site *s)
{
	return s->kind == TT_SITE_INT &&
	    n_digits(s->lo) < n_digits(s->lo + s->n - 1);
}

static bool
is_all_digits(struct span s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
	return true;
}

/* long_ is short_ with digits at the end, or at the beginning. */
static bool
is_longer_by_digits(struct span long_, struct span short_, bool at_end)
{
	size_t more = long_.n - short_.n;

	if (long_.n <= short_.n)
		return false;
	if (at_end)
		return memcmp(long_.p, short_.p, short_.n) == 0 &&
		    is_all_digits((struct span){ long_.p + short_.n, more });
	return memcmp(long_.p + more, short_.p, short_.n) == 0 &&
	    is_all_digits((struct span){ long_.p, more });
}

/* Whether alternatives beside an int give and take digits. */
static bool
has_digits_beside(const struct tt_site *s, bool at_end)
{
	if (s->kind != TT_SITE_CHOICE)
		return is_int_of_any_length(s);
	for (uint64_t i = 0; i < s->n; i++)
		for (uint64_t j = 0; j < s->n; j++)
			if (is_longer_by_digits(s->alternatives[i],
			    s->alternatives[j], at_end))
				return true;
	return false;
}

static bool
is_ambiguous_pair(const struct tt_site *a, const struct tt_site *b)
{
	return (is_int_of_any_length(a) && has_digits_beside(b, false)) ||
	    (is_int_of_any_length(b) && has_digits_beside(a, true));
}

static void
warn(const struct tt_bulletin *b, size_t place, struct tt_diags *diags)
{
	const struct tt_place *p = &b->places[place];

	tt_diags_add(diags, TT_WARNING, (struct tt_where){
		b->parts[p->part].name, p->part, p->line, p->column },
	    say_touching, "sites that touch may give the same text for "
	    "different choices");
}

void
tt_check_touching(const struct tt_bulletin *b, struct tt_diags *diags)
{
	size_t told = 0, tried = 0;	/* up to these places */
	struct window w;

	for (size_t i = 0; i < b->n_places; i++) {
		if (i < told || !touch(b, i))
			continue;
		w = window_at(b, i);
		if (!is_ambiguous_pair(site_at(b, i), site_at(b, i + 1)) &&
		    (w.n < 2 || i + w.n <= tried || !is_ambiguous(&w))) {
			tried = i + w.n;
			continue;
		}
		warn(b, i, diags);
		for (told = i + 1; touch(b, told - 1); told++)
			;
	}
}
