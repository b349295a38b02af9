/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "bulletin/class.h"
#include "telltale/marked.h"

#define WORDS_MAX	(TT_ALTERNATIVE_MAX / 2 + 1)

static bool
is_white(int32_t c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0xa0 ||
	    c == 0xad || c == 0x1680 || (c >= 0x2000 && c <= 0x200d) ||
	    c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
	    c == 0x2060 || c == 0x3000 || c == 0xfeff;
}

static bool
is_quote(int32_t c)
{
	return c == '"' || c == '\'' || c == '`' || c == 0xab || c == 0xb4 ||
	    c == 0xbb || (c >= 0x2018 && c <= 0x201f) || c == 0x2032 ||
	    c == 0x2033 || c == 0x2039 || c == 0x203a ||
	    (c >= 0x300c && c <= 0x300f) || c == 0xff02 || c == 0xff07;
}

/* Letters and digits of any script; what is not ASCII counts as a letter. */
static bool
is_word(int32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z') || c == '_' ||
	    (c >= 0x80 && !is_white(c) && !is_quote(c));
}

/* The next of *s that is neither white nor a quote; 0 at the end. */
static int32_t
next_solid(struct span *s)
{
	int32_t c;
	size_t len;

	while (s->n > 0) {
		c = utf8_next(s->p, s->n, &len);
		s->p += len;
		s->n -= len;
		if (!is_white(c) && !is_quote(c))
			return c;
	}
	return 0;
}

static bool
same_but_layout(struct span a, struct span b)
{
	int32_t c;

	do {
		c = next_solid(&a);
		if (c != next_solid(&b))
			return false;
	} while (c != 0);
	return true;
}

/* Cuts the next word off *s; empty if there is none. */
static struct span
next_word(struct span *s)
{
	struct span word = { s->p, 0 };
	size_t len;

	while (s->n > 0) {
		bool in = is_word(utf8_next(s->p, s->n, &len));

		if (!in && word.n > 0)
			break;
		s->p += len;
		s->n -= len;
		if (in)
			word.n += len;
		else
			word.p = s->p;
	}
	return word;
}

static int
compare(const void *a, const void *b)
{
	const struct span *x = a, *y = b;

	return span_cmp(*x, *y);
}

static size_t
sorted_words(struct span s, struct span words[WORDS_MAX])
{
	size_t n = 0;

	while (n < WORDS_MAX && (words[n] = next_word(&s)).n > 0)
		n++;
	qsort(words, n, sizeof(words[0]), compare);
	return n;
}

static bool
same_words(struct span a, struct span b)
{
	struct span x[WORDS_MAX], y[WORDS_MAX];
	size_t n = sorted_words(a, x);

	if (sorted_words(b, y) != n)
		return false;
	for (size_t i = 0; i < n; i++)
		if (span_cmp(x[i], y[i]) != 0)
			return false;
	return true;
}

static bool
same_order(struct span a, struct span b)
{
	struct span x, y;

	do {
		x = next_word(&a);
		y = next_word(&b);
		if (span_cmp(x, y) != 0)
			return false;
	} while (x.n > 0);
	return true;
}

static bool
is_layout(const struct span *alternatives, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (!same_but_layout(alternatives[0], alternatives[i]))
			return false;
	return true;
}

static bool
is_order(const struct span *alternatives, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (!same_words(alternatives[0], alternatives[i]))
			return false;
		for (size_t j = 0; j < i; j++)
			if (same_order(alternatives[i], alternatives[j]))
				return false;
	}
	return true;
}

enum tt_site_class
class_of(const struct span *alternatives, size_t n)
{
	if (is_layout(alternatives, n))
		return TT_CLASS_LAYOUT;
	if (is_order(alternatives, n))
		return TT_CLASS_ORDER;
	return TT_CLASS_WORDING;
}
