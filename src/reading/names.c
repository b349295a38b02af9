/* SPDX-License-Identifier: ISC */
#include <string.h>

#include "reading/names.h"

#define LETTERS_LEAST	3	/* of what is looked at */
#define THERE		2	/* one in so many letters of a sentence is */

/* A word of literal text: nodes from..to of one element. */
struct token {
	uint32_t from, to;
	uint32_t letters, there;	/* nodes of words; those with a byte */
	bool first;			/* of a sentence or line */
};

static char
raw(const struct trail *t, uint32_t node)
{
	const struct tt_part *part = &t->d->b->parts[t->s->part];

	return part->plain.p[t->d->l->nodes.at[node].source];
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* What a token says if it stands there: 0, NAMES_WORD or NAMES_NUMBER. */
static uint32_t
weight_of(const struct trail *t, const struct token *k)
{
	bool lower = false;
	char c, last = '\0';

	if (k->letters < LETTERS_LEAST)
		return 0;
	for (uint32_t i = k->from; i < k->to; i++, last = c) {
		c = raw(t, i);
		if ((c >= '0' && c <= '9') || (c != '\0' &&
			strchr("/@_\\", c) != NULL) ||
		    (is_lower(last) && is_upper(c)))
			return NAMES_NUMBER;
		lower = lower || is_lower(c);
	}
	return lower && !k->first && is_upper(raw(t, k->from)) ? NAMES_WORD : 0;
}

/* The token from node from on, which ends before node end. */
static struct token
next_token(const struct trail *t, uint32_t from, uint32_t end)
{
	const struct node *nodes = t->d->l->nodes.at;
	struct token k = { .from = from, .to = from };

	for (; k.to < end && nodes[k.to].byte != ' '; k.to++) {
		if (!byte_is_word(nodes[k.to].byte))
			continue;
		k.letters++;
		k.there += t->al->byte[k.to - t->al->first_node] >= 0;
	}
	return k;
}

static void
count_token(const struct trail *t, const struct token *k, struct finding *f)
{
	uint32_t weight = weight_of(t, k);

	if (3 * k->there >= 2 * k->letters)
		f->named += weight;
	else if (2 * k->there <= k->letters)
		f->misnamed += weight;
}

static void
count_element(const struct trail *t, uint32_t i, struct finding *f)
{
	const struct element *e = trail_element(t, i);
	const struct chain *c = &t->d->l->chains.at[e->first];
	struct token k;
	bool first = e->starts;

	for (uint32_t n = c->first; n < c->first + c->n; n = k.to + 1) {
		k = next_token(t, n, c->first + c->n);
		k.first = first;
		first = first && k.letters == 0;
		count_token(t, &k, f);
	}
}

/* Of the words of elements i to end, so much stands there that it is they. */
static bool
is_there(const struct trail *t, uint32_t i, uint32_t end)
{
	const struct node *nodes = t->d->l->nodes.at;
	uint32_t letters = 0, there = 0;
	struct chain c;

	for (; i < end; i++) {
		c = trail_chain(t, i);
		for (uint32_t n = c.first; n < c.first + c.n; n++) {
			if (!byte_is_word(nodes[n].byte))
				continue;
			letters++;
			there += t->al->byte[n - t->al->first_node] >= 0;
		}
	}
	return THERE * there >= letters;
}

/* Sentence by sentence; one that is not there has no names. */
void
names_count(const struct trail *t, struct finding *f)
{
	uint32_t i = t->s->core - t->s->first, next;
	uint32_t end = t->s->core_end - t->s->first;

	for (; i < end; i = next) {
		for (next = i + 1; next < end &&
		     !trail_element(t, next)->starts; next++)
			continue;
		if (!is_there(t, i, next))
			continue;
		for (; i < next; i++)
			if (!element_is_site(trail_element(t, i)))
				count_element(t, i, f);
	}
}
