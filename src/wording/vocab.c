/* SPDX-License-Identifier: ISC */
#include <stdlib.h>
#include <string.h>

#include "bulletin/grow.h"
#include "wording/vocab.h"

#define FIRST_SLOTS	4096

static char
lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* FNV-1a; the words are an author's, not an attacker's. */
static size_t
hash(struct span w)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < w.n; i++) {
		h ^= (unsigned char)lower(w.p[i]);
		h *= 0x100000001b3;
	}
	return (size_t)(h ^ h >> 29);
}

static bool
same(struct span kept, struct span w)
{
	if (kept.n != w.n)
		return false;
	for (size_t i = 0; i < w.n; i++)
		if (kept.p[i] != lower(w.p[i]))
			return false;
	return true;
}

/* Where w is, or the empty slot where it belongs. */
static uint32_t *
slot(const struct vocab *v, struct span w)
{
	size_t i = hash(w) & (v->n_slots - 1);

	while (v->slots[i] != 0 && !same(v->at[v->slots[i]].text, w))
		i = (i + 1) & (v->n_slots - 1);
	return &v->slots[i];
}

static enum tt_err
widen(struct vocab *v)
{
	struct vocab w = *v;

	if (v->n * 2 < v->n_slots)
		return TT_OK;
	w.n_slots = v->n_slots * 2;
	w.slots = calloc(w.n_slots, sizeof(*w.slots));
	if (w.slots == NULL)
		return TT_ENOMEM;
	for (size_t i = 1; i < v->n; i++)
		*slot(&w, v->at[i].text) = (uint32_t)i;
	free(v->slots);
	v->slots = w.slots;
	v->n_slots = w.n_slots;
	return TT_OK;
}

enum tt_err
vocab_init(struct vocab *v)
{
	struct vocab_word *at = calloc(1, sizeof(*at));
	uint32_t *slots = calloc(FIRST_SLOTS, sizeof(*slots));

	if (at == NULL || slots == NULL) {
		free(at);
		free(slots);
		return TT_ENOMEM;
	}
	*v = (struct vocab){ .at = at, .n = 1, .cap = 1, .slots = slots,
		.n_slots = FIRST_SLOTS };
	return TT_OK;
}

void
vocab_done(struct vocab *v)
{
	free(v->at);
	free(v->slots);
	arena_done(&v->arena);
	*v = (struct vocab){ .n = 0 };
}

uint32_t
vocab_find(const struct vocab *v, struct span word)
{
	return word.n == 0 || word.n > VOCAB_WORD_MAX ? 0 : *slot(v, word);
}

enum tt_err
vocab_add(struct vocab *v, struct span word, uint32_t *id)
{
	struct span kept;
	enum tt_err e;

	if (word.n == 0 || word.n > VOCAB_WORD_MAX)
		return TT_ELIMIT;
	if ((*id = *slot(v, word)) != 0)
		return TT_OK;
	if ((e = widen(v)) != TT_OK)
		return e;
	if ((e = grow((void **)&v->at, &v->cap, v->n, sizeof(*v->at),
	    VOCAB_WORDS_MAX)) != TT_OK)
		return e;
	kept = arena_copy(&v->arena, word);
	if (kept.p == NULL)
		return TT_ENOMEM;
	*id = (uint32_t)v->n;
	*slot(v, word) = *id;
	v->at[v->n++] = (struct vocab_word){ .text = kept };
	return TT_OK;
}

size_t
vocab_class(const struct vocab *v, struct span name)
{
	for (size_t i = 0; i < v->n_classes; i++)
		if (span_eq(v->classes[i].name, name))
			return i;
	return VOCAB_NO_CLASS;
}

enum tt_err
vocab_add_class(struct vocab *v, struct span name, size_t *id)
{
	struct span kept;

	if (v->n_classes == VOCAB_CLASSES_MAX)
		return TT_ELIMIT;
	kept = arena_copy(&v->arena, name);
	if (kept.p == NULL)
		return TT_ENOMEM;
	*id = v->n_classes++;
	v->classes[*id] = (struct vocab_class){ .name = kept,
		.others = VOCAB_NO_CLASS };
	return TT_OK;
}

enum tt_err
vocab_add_ending(struct vocab *v, size_t class, struct span ending)
{
	struct vocab_class *c = &v->classes[class];
	struct span kept;

	if (c->n_endings == VOCAB_ENDINGS_MAX)
		return TT_ELIMIT;
	kept = arena_copy(&v->arena, ending);
	if (kept.p == NULL)
		return TT_ENOMEM;
	c->endings[c->n_endings++] = kept;
	return TT_OK;
}

void
vocab_put(struct vocab *v, uint32_t word, size_t class)
{
	v->at[word].classes[class / 64] |= UINT64_C(1) << class % 64;
}

static bool
is_listed(const struct vocab *v, uint32_t word, size_t class)
{
	return (v->at[word].classes[class / 64] >> class % 64 & 1) != 0;
}

bool
vocab_ends(struct span text, struct span ending)
{
	if (text.n < ending.n + 2)
		return false;
	for (size_t i = 0; i < ending.n; i++)
		if (lower(text.p[text.n - ending.n + i]) != ending.p[i])
			return false;
	return true;
}

bool
vocab_is(const struct vocab *v, uint32_t word, struct span text, size_t class)
{
	const struct vocab_class *c = &v->classes[class];

	if (word != 0 && is_listed(v, word, class))
		return true;
	if (word != 0 && c->others != VOCAB_NO_CLASS &&
	    is_listed(v, word, c->others))
		return false;
	for (size_t i = 0; i < c->n_endings; i++)
		if (vocab_ends(text, c->endings[i]))
			return true;
	return false;
}
