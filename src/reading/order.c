/* SPDX-License-Identifier: ISC */
#include <stdbool.h>
#include <string.h>

#include "reading/fold.h"
#include "reading/lattice.h"
#include "reading/order.h"

#define WORDS_MAX	64	/* of one alternative that are looked at */

struct words {
	struct span at[WORDS_MAX];
	size_t n;
};

/* The words of normal text. */
static void
split(struct words *w, struct span text)
{
	size_t i = 0, from;

	for (w->n = 0; i < text.n && w->n < WORDS_MAX;) {
		for (; i < text.n && !byte_is_word((uint8_t)text.p[i]); i++)
			continue;
		for (from = i; i < text.n && byte_is_word((uint8_t)text.p[i]);
		     i++)
			continue;
		if (i > from)
			w->at[w->n++] = (struct span){ text.p + from,
				i - from };
	}
}

static size_t
fold_all(struct span text, char *out, size_t cap)
{
	char bytes[FOLD_OUT_MAX];
	size_t n = 0, k, back;
	struct fold f;

	fold_init(&f);
	while (text.n > 0 && n + FOLD_OUT_MAX <= cap) {
		k = fold_next(&f, &text, bytes, &back);
		n -= back;
		memcpy(out + n, bytes, k);
		n += k;
	}
	return n;
}

/* Where word stands among the words; w->n if not there, or twice. */
static size_t
find_once(const struct words *w, struct span word)
{
	size_t at = w->n;

	for (size_t i = 0; i < w->n; i++) {
		if (!span_eq(w->at[i], word))
			continue;
		if (at < w->n)
			return w->n;
		at = i;
	}
	return at;
}

/* The items of found, in its order, that stand once in it and in w. */
static size_t
rank_items(const struct words *found, const struct words *w,
    size_t rank[WORDS_MAX])
{
	size_t n = 0, at;

	for (size_t i = 0; i < found->n; i++) {
		at = find_once(w, found->at[i]);
		if (at < w->n && find_once(found, found->at[i]) < found->n)
			rank[n++] = at;
	}
	return n;
}

static bool
ascends(const size_t *rank, size_t n)
{
	for (size_t i = 1; i < n; i++)
		if (rank[i - 1] >= rank[i])
			return false;
	return true;
}

enum order
order_read(const struct tt_site *s, struct span text,
    float likelihood[TT_Q_MAX])
{
	char normal[TT_ALTERNATIVE_MAX * 3];
	struct words found, words;
	size_t rank[WORDS_MAX], n, agree = 0;
	float odds[TT_Q_MAX] = { 0 };

	split(&found, text);
	for (size_t a = 0; a < s->n; a++) {
		split(&words, (struct span){ normal,
			fold_all(s->alternatives[a], normal, sizeof(normal)) });
		n = rank_items(&found, &words, rank);
		if (n < 2)
			return ORDER_NOTHING;
		odds[a] = ascends(rank, n) ? 1 : 0;
		agree += odds[a] > 0;
	}
	if (agree == 0)
		return ORDER_NOBODYS;
	if (agree == s->n)
		return ORDER_NOTHING;
	memcpy(likelihood, odds, sizeof(odds));
	return ORDER_SAYS;
}
