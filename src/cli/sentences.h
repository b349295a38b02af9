/* SPDX-License-Identifier: ISC */
/*
 * sentences - a draft's choices, sentence by sentence, as people decide them.
 *
 * A choice outside of prose (a constant in code, a list's order) has its line
 * for a sentence.
 */
#ifndef CLI_SENTENCES_H
#define CLI_SENTENCES_H

#include <stddef.h>
#include <stdint.h>

#include "base/attr.h"
#include "cli/marking.h"
#include "telltale/err.h"

struct sentence {
	uint32_t part;
	size_t from, to;	/* bytes of the draft's part */
	size_t first, n;	/* its choices, among marking's */
};

struct sentences {
	struct sentence *at;	/* those with a choice, as they stand */
	size_t n;
};

/* Good until a choice is added.  TT_ENOMEM. */
enum tt_err sentences_of(const struct marking *m, struct sentences *out)
    MUST_USE;
void sentences_done(struct sentences *s);	/* safe on a zeroed one */

/*
 * The sentence for people: white space is one space, each choice is
 * [own|other|...] or, once decided, {own|other|...} or its own words.  at, if
 * it is a choice of the sentence, is marked with > and < ; styled adds what
 * makes a terminal bold, underlined or reverse.
 */
struct sentence_style {
	size_t at;		/* SIZE_MAX: none */
	bool styled;
};
void sentence_show(const struct marking *m, const struct sentence *s,
    const struct sentence_style *style, struct buf *out);

/*
 * In one line of width columns, around choice c of the sentence: how it reads
 * with that alternative (bold), the other places as the draft has them.
 */
void sentence_reading(const struct marking *m, const struct sentence *s,
    const struct choice *c, size_t alternative, size_t width,
    struct buf *out);

/*
 * Append text wrapped to width columns, later lines after indent blanks; what
 * a terminal would not show (styles) has no width.  How many lines.
 */
size_t sentence_wrap(struct span text, size_t width, size_t indent,
    struct buf *out);

/* Append as much of text as goes into width columns. */
void sentence_cut(struct span text, size_t width, struct buf *out);

/* Columns that UTF-8 text takes on a terminal, styles not counted. */
size_t sentence_width(struct span text);

#endif
