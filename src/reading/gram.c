/* SPDX-License-Identifier: ISC */
#include <stdlib.h>

#include "base/secret.h"
#include "reading/gram.h"
#include "reading/grow.h"
#include "reading/lattice.h"

#define PATHS_MAX	64	/* grams from one word on */
#define VISITS_MAX	1024	/* chains seen on the way to them */
#define DEPTH_MAX	16	/* elements that a gram may cross */

#define WORD_START	0xcbf29ce484222325u	/* FNV-1a, 64 bits */
#define WORD_PRIME	0x100000001b3u
#define GRAM_START	0x243f6a8885a308d3u	/* pi's first digits */
#define GRAM_FACTOR	0x9e3779b97f4a7c15u	/* 2^64 by the golden ratio */

static uint64_t
add_byte(uint64_t word, uint8_t c)
{
	return (word ^ c) * WORD_PRIME;
}

static uint64_t
add_word(uint64_t gram, uint64_t word)
{
	gram = (gram ^ word) * GRAM_FACTOR;
	return gram ^ (gram >> 32);
}

static bool
keep(struct grams *out, uint64_t gram, size_t from, size_t to)
{
	gram *= GRAM_FACTOR;
	gram ^= gram >> 29;
	if ((gram & 1) != 0)
		return true;
	if (!GROW(*out))
		return false;
	out->at[out->n++] = (struct gram){ (uint32_t)(gram >> 32),
		(uint32_t)from, (uint32_t)to };
	return true;
}

/* The last words of a text, the newest last. */
struct last_words {
	uint64_t hash[GRAM_WORDS];
	size_t from[GRAM_WORDS];
	size_t n;	/* at most GRAM_WORDS */
};

static void
push(struct last_words *w, uint64_t hash, size_t from)
{
	if (w->n == GRAM_WORDS) {
		for (size_t i = 1; i < GRAM_WORDS; i++) {
			w->hash[i - 1] = w->hash[i];
			w->from[i - 1] = w->from[i];
		}
		w->n--;
	}
	w->hash[w->n] = hash;
	w->from[w->n++] = from;
}

static uint64_t
gram_of(const struct last_words *w)
{
	uint64_t gram = GRAM_START;

	for (size_t i = 0; i < GRAM_WORDS; i++)
		gram = add_word(gram, w->hash[i]);
	return gram;
}

enum tt_err
grams_of_text(struct grams *out, const struct tt_normal *t)
{
	struct grams g = { .n = 0 };
	struct last_words w = { .n = 0 };
	uint64_t word;
	size_t from;

	for (size_t i = 0; i < t->n; i++) {
		if (!byte_is_word((uint8_t)t->text[i]))
			continue;
		word = WORD_START;
		for (from = i; i < t->n && byte_is_word((uint8_t)t->text[i]);
		     i++)
			word = add_byte(word, (uint8_t)t->text[i]);
		push(&w, word, from);
		if (w.n == GRAM_WORDS && !keep(&g, gram_of(&w), w.from[0],
		    i)) {
			grams_done(&g);
			return TT_ENOMEM;
		}
	}
	*out = g;
	return TT_OK;
}

/* A way along the lattice: what it has gathered so far. */
struct way {
	uint64_t gram, word;
	unsigned words;		/* whole ones */
	bool in_word;
};

struct walk {
	const struct lattice *l;
	struct grams *out;
	unsigned paths, visits;	/* of this start */
	bool full;		/* no memory */
};

/* One byte on; false: this way is done, or leads nowhere. */
static bool
step(struct walk *k, struct way *w, uint8_t byte)
{
	if (byte >= NODE_ANY)
		return false;
	if (byte_is_word(byte)) {
		w->word = add_byte(w->in_word ? w->word : WORD_START, byte);
		w->in_word = true;
		return true;
	}
	if (!w->in_word)
		return true;
	w->in_word = false;
	w->gram = add_word(w->gram, w->word);
	if (++w->words < GRAM_WORDS)
		return true;
	k->paths++;
	if (!keep(k->out, w->gram, 0, 0))
		k->full = true;
	return false;
}

/* On from node i of chain c, which stands in that element. */
static void
follow(struct walk *k, struct way w, uint32_t element, const struct chain *c,
    uint32_t i, unsigned depth)
{
	const struct lattice *l = k->l;
	const struct element *e;

	for (; i < c->n; i++)
		if (!step(k, &w, l->nodes.at[c->first + i].byte))
			return;
	if (++element == l->elements.n) {
		(void)step(k, &w, ' ');
		return;
	}
	e = &l->elements.at[element];
	for (uint32_t n = 0; n < e->n && depth < DEPTH_MAX; n++) {
		if (k->full || k->paths >= PATHS_MAX ||
		    k->visits++ >= VISITS_MAX)
			return;
		follow(k, w, element, &l->chains.at[e->first + n], 0,
		    depth + 1);
	}
}

/* Whether a word may begin with the first byte of an element. */
static bool
may_begin(const struct lattice *l, uint32_t element)
{
	const struct element *e;
	const struct chain *c;

	if (element == 0)
		return true;
	e = &l->elements.at[element - 1];
	for (uint32_t i = 0; i < e->n; i++) {
		c = &l->chains.at[e->first + i];
		if (c->n == 0 ||
		    !byte_is_word(l->nodes.at[c->first + c->n - 1].byte))
			return true;
	}
	return false;
}

static void
follow_all(struct walk *k, uint32_t element, const struct chain *c,
    bool may_begin)
{
	const struct node *node = k->l->nodes.at + c->first;
	const struct way start = { .gram = GRAM_START };

	for (uint32_t i = 0; i < c->n && !k->full; i++) {
		if (node[i].byte >= NODE_ANY || !byte_is_word(node[i].byte) ||
		    (i > 0 ? byte_is_word(node[i - 1].byte) : !may_begin))
			continue;
		k->paths = 0;
		k->visits = 0;
		follow(k, start, element, c, i, 0);
	}
}

enum tt_err
grams_of_bulletin(struct grams *out, const struct tt_bulletin *b)
{
	struct lattice *l = NULL;
	struct grams g = { .n = 0 };
	struct walk k = { .out = &g };
	const struct element *e;
	enum tt_err err;

	if ((err = lattice_new(&l, b)) != TT_OK)
		return err;
	k.l = l;
	for (uint32_t i = 0; i < l->elements.n; i++) {
		e = &l->elements.at[i];
		for (uint32_t n = 0; n < e->n; n++)
			follow_all(&k, i, &l->chains.at[e->first + n],
			    may_begin(l, i));
	}
	lattice_free(l);
	if (k.full) {
		grams_done(&g);
		return TT_ENOMEM;
	}
	*out = g;
	return TT_OK;
}

void
grams_done(struct grams *g)
{
	if (g->at != NULL)
		secret_wipe(g->at, g->cap * sizeof(*g->at));
	free(g->at);
	*g = (struct grams){ .n = 0 };
}
