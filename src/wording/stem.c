/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "wording/stem.h"

#define STEM_MIN	4	/* letters that an ending leaves */

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static size_t
cut_ending(const char *word, size_t n)
{
	static const struct span endings[] = { SPAN_INIT("ies"),
		SPAN_INIT("ing"), SPAN_INIT("ed"), SPAN_INIT("es"),
		SPAN_INIT("s"), SPAN_INIT("e"), SPAN_INIT("y") };

	for (size_t i = 0; i < N_ROWS(endings); i++) {
		struct span end = endings[i];

		if (n >= end.n + STEM_MIN &&
		    memcmp(word + n - end.n, end.p, end.n) == 0)
			return n - end.n;
	}
	return n;
}

struct span
stem_of(const struct wording *x, size_t lead, size_t tail, char out[STEM_MAX])
{
	size_t n = 0;

	for (size_t i = lead; i + tail < x->n; i++) {
		struct span w = x->at[i].text;

		for (size_t k = 0; k < w.n && n < STEM_MAX; k++)
			if (w.p[k] != '-')
				out[n++] = w.p[k];
	}
	return (struct span){ out, cut_ending(out, n) };
}

bool
stem_takes(struct span *stem, const struct seen *s)
{
	if (s->kind != SEEN_WORD && s->kind != SEEN_NAME)
		return false;
	for (size_t i = 0; i < s->text.n && stem->n > 0; i++) {
		if (s->text.p[i] == '-')
			continue;
		if (lower(s->text.p[i]) != stem->p[0])
			return false;
		stem->p++;
		stem->n--;
	}
	return true;
}

bool
stem_is_in(struct span stem, const struct wording *x)
{
	for (size_t i = 0; i < x->n && stem.n > 0; i++) {
		struct span left = stem;

		for (size_t k = i; k < x->n; k++) {
			if (!stem_takes(&left, &x->at[k]))
				break;
			if (left.n == 0)
				return true;
		}
	}
	return false;
}
