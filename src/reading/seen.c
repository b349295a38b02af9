/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/seen.h"

#define LIKE_MAX	3	/* digits that one is taken for */
#define TEXT_MAX	(TT_HEX_MAX + 8)	/* bytes of a constant */

/* Digits that are taken for each other, and what is taken for a digit. */
static const struct {
	char seen;
	const char *meant;
} digits[] = {
	{ '0', "8d6" }, { '1', "f74" }, { '2', "e7" }, { '3', "8" },
	{ '4', "d1" }, { '5', "69" }, { '6', "b58" }, { '7', "12" },
	{ '8', "63b" }, { '9', "05" }, { 'a', "e" }, { 'b', "68" },
	{ 'c', "e0" }, { 'd', "40" }, { 'e', "c2" }, { 'f', "1" },
	{ 'g', "9" }, { 'i', "1" }, { 'j', "1" }, { 'l', "1" }, { 'o', "0" },
	{ 'q', "9" }, { 's', "58" }, { 't', "f1" }, { 'z', "2" },
	{ '|', "1" }, { '!', "1" }, { '(', "fc1" },
};

static const char *
meant(char c)
{
	for (size_t i = 0; i < N_ROWS(digits); i++)
		if (digits[i].seen == c)
			return digits[i].meant;
	return "";
}

static bool
is_digit_of(const struct tt_site *s, char c)
{
	return (c >= '0' && c <= '9') ||
	    (s->kind == TT_SITE_HEX && c >= 'a' && c <= 'f');
}

/* A letter of a name in place i of it, or what looks like one. */
static char
name_letter(size_t i, char c)
{
	static const char *const of[] = { "bdfghjklmnprstvz", "aiou" };

	if (c != '\0' && strchr(of[i % 2], c) != NULL)
		return c;
	switch (c) {
	case '0': return i % 2 == 1 ? 'o' : 'd';
	case '1': case '|': case 'i': return i % 2 == 1 ? 'i' : 'l';
	case 'l': case 'j': return 'i';
	case '5': return 's';
	case '2': return 'z';
	case '6': return 'b';
	case 'y': return i % 2 == 1 ? 'u' : 'v';
	default: return '\0';
	}
}

/* What of text are digits, or letters of a name, as far as they can be. */
static size_t
clean(const struct tt_site *s, struct span text, char out[TEXT_MAX],
    bool *changed)
{
	const char *like;
	size_t n = 0;
	char c;

	for (size_t i = 0; i < text.n && n < TEXT_MAX; i++) {
		c = text.p[i];
		if (s->kind == TT_SITE_NAME) {
			out[n] = name_letter(n, c);
		} else if (is_digit_of(s, c)) {
			out[n] = c;
		} else {
			like = meant(c);
			while (*like != '\0' && !is_digit_of(s, *like))
				like++;
			out[n] = *like;
		}
		*changed = *changed || out[n] != c;
		if (out[n] != '\0')
			n++;
		else if (byte_is_word((uint8_t)c))
			return 0;
	}
	return n;
}

/* Add what text is with its digit i taken for the k-th that looks like it. */
static unsigned
add_neighbour(const struct tt_site *s, char text[TEXT_MAX], size_t len,
    size_t i, size_t k, uint64_t values[OFFERS_MAX], unsigned n)
{
	const char *like = meant(text[i]);
	char kept = text[i];

	if (n == OFFERS_MAX || k >= strlen(like) || !is_digit_of(s, like[k]))
		return n;
	text[i] = like[k];
	if (tt_site_value(s, (struct span){ text, len }, &values[n]) == TT_OK)
		n++;
	text[i] = kept;
	return n;
}

unsigned
seen_values(const struct tt_site *s, struct span text, bool sure,
    uint64_t values[OFFERS_MAX])
{
	char out[TEXT_MAX];
	bool changed = false;
	unsigned n_values = 1;
	size_t n;

	if (s->kind == TT_SITE_CHOICE ||
	    (n = clean(s, text, out, &changed)) == 0 ||
	    tt_site_value(s, (struct span){ out, n }, &values[0]) != TT_OK)
		return 0;
	if ((sure && !changed) || s->kind == TT_SITE_NAME)
		return 1;
	for (size_t k = 0; k < LIKE_MAX; k++)	/* the likeliest first */
		for (size_t i = 0; i < n; i++)
			n_values = add_neighbour(s, out, n, i, k, values,
			    n_values);
	return n_values;
}

/* The first word that ends after byte at. */
static size_t
first_word(const struct tt_piece *p, size_t at)
{
	size_t lo = 0, hi = p->n_words, mid;

	while (lo < hi) {
		mid = (lo + hi) / 2;
		if ((size_t)p->words[mid].offset + p->words[mid].length <= at)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo;
}

unsigned
seen_sure(const struct docket *d, size_t from, size_t to)
{
	size_t first = d->t->at[from], end = d->t->at[to];
	unsigned least = 100;

	for (size_t i = first_word(d->piece, first); i < d->piece->n_words &&
	     d->piece->words[i].offset < end; i++)
		if (least > d->piece->words[i].sure)
			least = d->piece->words[i].sure;
	return least;
}
