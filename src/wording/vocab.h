/* SPDX-License-Identifier: ISC */
/*
 * vocab - the words that tables speak of, as numbers, and their classes.
 *
 * Number 0 is every word that no table knows.  Words are kept in lower case;
 * marks of punctuation are words too.
 */
#ifndef WORDING_VOCAB_H
#define WORDING_VOCAB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "base/span.h"
#include "telltale/err.h"
#include "wording/arena.h"

#define VOCAB_WORD_MAX		40	/* bytes of a word */
#define VOCAB_WORDS_MAX		200000
#define VOCAB_CLASSES_MAX	256
#define VOCAB_NO_CLASS		VOCAB_CLASSES_MAX
#define VOCAB_ENDINGS_MAX	16	/* of one class */

struct vocab_word {
	struct span text;
	uint64_t classes[VOCAB_CLASSES_MAX / 64];
	uint32_t starts;	/* a chain of table.h, or 0 */
	uint32_t keeps;		/* likewise */
};

/* Words listed, and words of an ending that are not listed as others. */
struct vocab_class {
	struct span name;
	struct span endings[VOCAB_ENDINGS_MAX];
	size_t n_endings;
	size_t others;	/* a class: those that only end alike, or NO_CLASS */
};

struct vocab {
	struct arena arena;
	struct vocab_word *at;	/* [0] is no word */
	size_t n, cap;
	uint32_t *slots;	/* a power of two, at most half full */
	size_t n_slots;
	struct vocab_class classes[VOCAB_CLASSES_MAX];
	size_t n_classes;
};

enum tt_err vocab_init(struct vocab *v) MUST_USE;
void vocab_done(struct vocab *v);	/* safe on a zeroed one */

/* Any case.  0 if it is not there. */
uint32_t vocab_find(const struct vocab *v, struct span word);

/* In lower case.  TT_ELIMIT, TT_ENOMEM. */
enum tt_err vocab_add(struct vocab *v, struct span word, uint32_t *id)
    MUST_USE;

size_t vocab_class(const struct vocab *v, struct span name); /* or NO_CLASS */
enum tt_err vocab_add_class(struct vocab *v, struct span name, size_t *id)
    MUST_USE;
enum tt_err vocab_add_ending(struct vocab *v, size_t class, struct span ending)
    MUST_USE;
void vocab_put(struct vocab *v, uint32_t word, size_t class);

/* text is the word as written: its number may be 0. */
bool vocab_is(const struct vocab *v, uint32_t word, struct span text,
    size_t class);

/* text, in any case, has the ending and at least two bytes before it. */
bool vocab_ends(struct span text, struct span ending);

#endif
