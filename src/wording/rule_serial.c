/* SPDX-License-Identifier: ISC */
/*
 * "a reader, writer, and parser" | "a reader, writer and parser"
 *
 * The comma before the last of three or more short items, where style guides
 * differ.  None where it could part more than items: beside a number, a name
 * with a comma of its own, an item that has an "and" or a verb of a clause,
 * after what opens a sentence, or before a further comma.  Nor where the
 * paragraph has two such lists, which are written alike.
 */
#include "wording/rules.h"

#define ITEM_MAX	4	/* words of an item */
#define NEAR_TOKENS	200	/* of a paragraph, on either side */

/* An item with one of these is none, or holds more than things. */
static const char *const not_items[] = {
	"and", "or", "nor", "but", "a", "an", "the", "this", "that", "these",
	"those", "it", "its", "they", "we", "you", "he", "she", "who", "which",
	"when", "where", "while", "if", "as", "so", "thus", "hence", "then",
	"therefore", "however", "because", "since", "although", "also", "not",
	"is", "are", "was", "were", "be", "been", "has", "have", "had", "do",
	"does", "did", "can", "could", "may", "might", "will", "would",
	"should", "must", "such", "like", "other", "more", "only", "even",
	"perhaps", "e.g", "i.e", "in", "on", "at", "by", "to", "from", "with",
	"without", "for", "of", "per", "via", "than",
};

/* What opens a sentence, so that its first comma parts no items. */
static const char *const openers[] = {
	"in", "on", "at", "for", "from", "with", "without", "by", "due",
	"when", "where", "while", "if", "as", "after", "before", "since",
	"although", "because", "unlike", "like", "under", "through", "to",
	"however", "otherwise", "instead", "once", "until", "though", "given",
};

static bool
is_comma(const struct token *t)
{
	return t->s.kind == SEEN_PUNCT && span_is(t->s.text, ",");
}

static bool
is_conjunction(const struct token *t)
{
	return t->s.kind == SEEN_WORD &&
	    (span_is(t->s.text, "and") || span_is(t->s.text, "or"));
}

/* A word that may be in an item. */
static bool
is_of_item(const struct token *t)
{
	return t->s.kind == SEEN_WORD && !t->closed && t->keep == 0 &&
	    !rules_is_word(t, not_items, N_ROWS(not_items));
}

/* How many words of an item stand before at[i]; 0: no item does. */
static size_t
item_before(const struct page *pg, size_t i)
{
	size_t n = 0;

	while (n < ITEM_MAX && i > n && is_of_item(&pg->at[i - n - 1]))
		n++;
	return n;
}

static bool
is_opened(const struct page *pg, size_t i)
{
	uint32_t sentence = pg->at[i].sentence;
	size_t first = i;

	while (first > 0 && pg->at[first - 1].sentence == sentence &&
	    pg->at[first - 1].s.kind != SEEN_END)
		first--;
	return rules_is_word(&pg->at[first], openers, N_ROWS(openers));
}

/* Does the last item go on from at[i], and not to another comma? */
static bool
ends_well(const struct page *pg, size_t i)
{
	size_t n = 0;

	if (!is_of_item(&pg->at[i]))
		return false;
	while (n < ITEM_MAX && is_of_item(&pg->at[i + n]))
		n++;
	return !is_comma(&pg->at[i + n]) && !is_conjunction(&pg->at[i + n]);
}

/* Is at[i] the comma before the last item of a list? */
static bool
is_serial(const struct page *pg, size_t i)
{
	const struct token *t = &pg->at[i];
	size_t second, first;

	if (!is_comma(t) || i + 2 >= pg->n || !is_conjunction(t + 1) ||
	    !t[1].spaced || t[0].run != t[1].run || t->run == PAGE_NO_RUN)
		return false;
	second = item_before(pg, i);
	if (second == 0 || i < second + 2 || !is_comma(t - second - 1))
		return false;
	first = item_before(pg, i - second - 1);
	return first > 0 && !is_opened(pg, i) && ends_well(pg, i + 2);
}

static bool
is_only_one(const struct page *pg, size_t at)
{
	size_t lo = at > NEAR_TOKENS ? at - NEAR_TOKENS : 0;

	for (size_t i = lo; i + 2 < pg->n && i < at + NEAR_TOKENS; i++)
		if (i != at && pg->at[i].block == pg->at[at].block &&
		    is_serial(pg, i))
			return false;
	return true;
}

static enum tt_err
add_serial(struct rules *r, const struct matching *m, const struct token *t)
{
	struct span *texts = arena_get(m->arena, 2 * sizeof(*texts));
	struct tt_proposal p = { .offset = t[0].offset, .n = 2,
		.length = t[1].offset + t[1].length - t[0].offset,
		.group = "serial-comma",
		.why = "the comma before the last of a list is a matter of "
		    "style" };

	if (texts == NULL)
		return TT_ENOMEM;
	texts[0] = (struct span){ m->draft.p + p.offset, p.length };
	texts[1] = (struct span){ texts[0].p + 1, p.length - 1 };
	p.alternatives = texts;
	return rules_add(r, &p);
}

enum tt_err
rule_serial(struct rules *r, const struct matching *m, struct page *pg)
{
	enum tt_err e = TT_OK;

	for (size_t i = 0; i + 2 < pg->n && e == TT_OK; i++) {
		if (!is_serial(pg, i) || !is_only_one(pg, i))
			continue;
		e = add_serial(r, m, &pg->at[i]);
		pg->at[i].free = pg->at[i + 1].free = false;
	}
	return e;
}
